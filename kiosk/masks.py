"""Blacks out the parts of the picture that the owner masked: whatever reads a frame reads it after this."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from kiosk.domain.venue import Polygon
from kiosk.ports import Frame, Pixels

Shift = tuple[float, float]
"""How far the picture has moved to the right and down since the zones were drawn, as shares of its width and height."""

_FINE = 16
"""Corners are drawn with 4 bits after the point: a mask grows by no whole pixel because its corners were rounded."""
_GROWN = 0.006
"""Of the width: a mask that went with the street is so much larger on each side, as exactly as the shift is known."""
_SIZES = 8
"""Of the frame, its small copy and the copy that is measured, at two shifts."""


class Masks:
    """The masked polygons (corners in 0..1 of the picture as the owner saw it)."""

    def __init__(self, polygons: Sequence[Polygon]) -> None:
        self._polygons = [np.array(polygon) for polygon in polygons]
        self._cached = lru_cache(maxsize=_SIZES)(self._drawn)

    def black_out(self, frame: Frame, shift: Shift) -> Frame:
        """The frame with all masks black, in its pixels and in its small grey copy; the given one stays as it is."""
        if not self._polygons:
            return frame
        gate = None if frame.gate is None else self._blacked_out(frame.gate, shift)
        return replace(frame, pixels=self._blacked_out(frame.pixels, shift), gate=gate)

    def uncovered(self, size: tuple[int, int], shift: Shift = (0.0, 0.0)) -> Pixels:
        """Which pixels of a picture of this width and height are not masked: 1 or 0, height x width; not to be changed.

        A mask goes with the street when the picture is shifted, and on beyond the edge where it reached the edge.
        """
        return self._cached(size, shift)

    def _blacked_out(self, pixels: Pixels, shift: Shift) -> Pixels:
        height, width = pixels.shape[:2]
        return np.asarray(cv2.bitwise_and(pixels, pixels, mask=self.uncovered((width, height), shift)), np.uint8)

    def _drawn(self, size: tuple[int, int], shift: Shift) -> Pixels:
        width, height = size
        free = np.ones((height, width), np.uint8)
        for polygon in self._polygons:
            # A corner at x lies between two pixels, and OpenCV counts from the middle of the first.
            points = np.round((polygon * size - 0.5) * _FINE).astype(np.int32)
            cv2.fillPoly(free, [points], (0,), shift=4)
        if self._polygons and shift != (0.0, 0.0):
            aside = np.array([[1, 0, round(shift[0] * width)], [0, 1, round(shift[1] * height)]], float)
            free = cv2.warpAffine(free, aside, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
            free = cv2.erode(free, np.ones((2 * int(np.ceil(_GROWN * width)) + 1,) * 2, np.uint8))  # type: ignore[assignment]
        return free
