"""What is usual in the good pictures of one camera: its edges, its fine detail, and that no two are the same."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.alignment import Grey, gradients
from kiosk.ports import Pixels

_BLOCKS = (8, 6)
"""Across and down: the edges of a block are compared with what is usual there."""
_ENOUGH_BLOCKS = 1 / 6
"""Share of them that must have edges at all: bare asphalt tells nothing."""
_EDGY, _FADED = 2.0, 0.35
"""Strength (grey levels a pixel) that a block must usually have to be counted, and the share of it below which a block
has faded: fog and dusk leave more."""
_SOFT, _SOFTENED = 0.35, 0.5
"""Fine detail below which a picture is out of focus, and as a share of what is usual. A sharp picture has 0.5 in
infrared to 0.8 by day; blurred by a hundredth of its width it has 0.2 to 0.3: then the detector fails as well."""
_BACK = 1.2
"""How many times as much of it must come back."""
_FROZEN_S, _FROZEN_LOOKS = 30.0, 10
"""A sensor's noise changes some pixel in every picture. Encoders repeat a still scene only between two full pictures
(2 to 10 s), and public cameras give some pictures twice."""
_EVERY_ROW = 8
"""Of the rows: enough for noise to show."""
_NORMAL_CHECKS, _NORMAL_S = 10, 600.0
"""What is usual is known after so many checks, and follows within this time."""


class Stillness:
    """Since when the source has given the same picture, byte for byte."""

    def __init__(self) -> None:
        self._rows: Pixels | None = None
        self._since_s = 0.0
        self._looks = 0

    def lasts(self, t_s: float, pixels: Pixels) -> bool:
        """Whether it has done so for too long."""
        rows = pixels[::_EVERY_ROW]
        if self._rows is not None and t_s >= self._since_s and np.array_equal(rows, self._rows):
            self._looks += 1
        else:
            self._rows, self._since_s, self._looks = rows.copy(), t_s, 0
        return self._looks >= _FROZEN_LOOKS and t_s - self._since_s >= _FROZEN_S


class Usual:
    """How strong the edges of each block and how fine the detail are in this camera's good pictures."""

    def __init__(self) -> None:
        self._checks = 0
        self._t_s = 0.0
        self._strengths = np.zeros(_BLOCKS[::-1], np.float32)
        self._detail: float | None = None

    def faded(self, strengths: Grey) -> float:
        """The share of the blocks that usually have edges and have none now."""
        counted = self._strengths >= _EDGY
        if self._checks < _NORMAL_CHECKS or np.count_nonzero(counted) < counted.size * _ENOUGH_BLOCKS:
            return 0.0
        return float((strengths < _FADED * self._strengths)[counted].mean())

    def softened(self, detail: float | None, *, already: bool) -> bool:
        """Whether fine detail is lost; once it is, a little more must come back."""
        if self._checks < _NORMAL_CHECKS or self._detail is None or detail is None:
            return False
        return detail < min(_SOFT, _SOFTENED * self._detail) * (_BACK if already else 1.0)

    def learn(self, t_s: float, strengths: Grey, detail: float | None) -> None:
        """Takes a good picture in."""
        self._checks += 1
        new = max(1 / self._checks if self._checks <= _NORMAL_CHECKS else 0, min(0.1, (t_s - self._t_s) / _NORMAL_S))
        self._t_s = t_s
        self._strengths = (1 - new) * self._strengths + new * strengths
        if detail is not None:
            self._detail = detail if self._detail is None else (1 - new) * self._detail + new * detail


def fine_detail(grey: Grey, keep: NDArray[np.uint8]) -> float | None:
    """How much stronger edges are in fine than in coarse detail, in the middle block; None without edges."""
    fine, coarse = (in_blocks(np.hypot(*gradients(grey, sigma_px))) for sigma_px in (0.8, 2.0))
    counted = (coarse > 1.0) & (in_blocks(keep.astype(np.float32)) > 0.75)
    if np.count_nonzero(counted) < counted.size * _ENOUGH_BLOCKS:
        return None
    return float(np.median(fine[counted] / coarse[counted])) - 1.0


def in_blocks(values: Grey) -> Grey:
    """The means of 6 x 8 blocks of a picture."""
    return cv2.resize(values, _BLOCKS, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
