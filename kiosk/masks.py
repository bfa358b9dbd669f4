"""Blacks out the parts of the picture that the owner masked: whatever reads a frame reads it after this."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from kiosk.domain.venue import Polygon
from kiosk.ports import Frame, Pixels

Shift = tuple[float, float]
"""How far the picture has moved to the right and down since the zones were drawn, as shares of its width and height."""

_FINE = 16
"""Corners are drawn with 4 bits after the point: a mask grows by no whole pixel because its corners were rounded."""


class Masks:
    """The masked polygons (corners in 0..1 of the picture as the owner saw it)."""

    def __init__(self, polygons: Sequence[Polygon]) -> None:
        self._polygons = tuple(polygons)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._polygons)

    def black_out(self, frame: Frame, shift: Shift) -> Frame:
        """The frame with all masks black, in its pixels and in its small grey copy; the given one stays as it is."""
        if not self._polygons:
            return frame
        gate = None if frame.gate is None else self._painted(frame.gate, shift)
        return replace(frame, pixels=self._painted(frame.pixels, shift), gate=gate)

    def _painted(self, pixels: Pixels, shift: Shift) -> Pixels:
        painted = pixels.copy()
        self.paint(painted, 0, shift)
        return painted

    def paint(self, pixels: Pixels, value: int, shift: Shift) -> None:
        """Sets what is masked to `value`, in place; `pixels` may have any size and one or three channels."""
        height, width = pixels.shape[:2]
        for polygon in self._polygons:
            corners = np.array([((x + shift[0]) * width, (y + shift[1]) * height) for x, y in polygon])
            # A corner at x lies between two pixels, and OpenCV counts from the middle of the first.
            points = np.round((corners - 0.5) * _FINE).astype(np.int32)
            cv2.fillPoly(pixels, [points], (value,) * 3, shift=4)
