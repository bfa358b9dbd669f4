"""Where the street is in the picture: its lasting edges are remembered, and found again when the camera was turned.

Of each frame only the directions of its edges count, not their strength nor which side is brighter, so that night,
snow and infrared show the same street. The shift is the peak of their correlation: "orientation correlation", Fitch,
Kadyrov, Christmas and Kittler, BMVC 2002. On the shared clips the same view peaks at its own place in every frame,
even of the night against the day (height 0.08 and more), and views of other streets wander (0.17 at most).
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.masks import Masks, Shift
from kiosk.ports import Pixels

WIDTH_PX, HEIGHT_PX = 160, 96
"""All is measured on a grey copy of this size: a tenth of a millisecond, and a shift is found to half a percent."""
_BORDER = (round(0.12 * HEIGHT_PX), round(0.04 * WIDTH_PX))
"""Rows and columns left out on each side: cameras write the time and their name there, which never moves."""
_WEAK_EDGE = 3.0
"""Grey levels a pixel: noise makes edges of 1 to 2, a kerb in the dark of 5."""
_LASTING = 0.4
"""How constant a direction must be over time, 0..1: traffic and leaves stay below."""
_MASK_MARGIN_PX = 4
"""Around a mask: its own edge, blurred, is no edge of the street."""
_PLAIN = 600.0
"""Sum over the lasting edges below which a street has too few: bare asphalt has up to 240, the plainest road 2100."""
_LEARN_FRAMES, _FORGET_S, _MOST_NEW = 30, 600.0, 0.1
"""The first frames count alike; then the picture follows the light and the season within ten minutes, and at most
this share of it comes from one frame, however rare frames are."""

Grey = NDArray[np.float32]
Field = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where the lasting edges were found: the shift, how much of them (0..1), and how many times the second best."""

    shift: Shift
    height: float
    ratio: float


class Edges:
    """The edges of one frame: their strength (grey levels a pixel) and direction (height x width x 2)."""

    def __init__(self, grey: Grey) -> None:
        gx, gy = gradients(grey, 1.0)
        xx, yy = gx * gx, gy * gy
        power = xx + yy
        self.strength: Grey = np.sqrt(power)
        weight = 1.0 / (power + _WEAK_EDGE**2)
        self.direction: Field = cv2.merge(((xx - yy) * weight, gx * gy * (2 * weight)))  # type: ignore[assignment]


class View:
    """The street as it was when watching began (or the zones were drawn), kept up to date in memory only."""

    def __init__(self, masks: Masks) -> None:
        self._masks = masks
        self.shift: Shift = (0.0, 0.0)
        """How far the picture is shifted now; `turn_to` changes it."""
        self.looks = 0
        self._mean = np.zeros((HEIGHT_PX, WIDTH_PX, 2), np.float32)
        self._lasting = self._mean
        self._here = self._mean
        self._sum = 0.0
        self._look_t_s = float("-inf")
        self.turn_to(self.shift)

    @property
    def known(self) -> bool:
        """Whether the street has been seen long enough and has edges to be known by."""
        return self.looks >= _LEARN_FRAMES // 3 and self._sum >= _PLAIN

    def turn_to(self, shift: Shift) -> None:
        """The street is to be looked for there from now on."""
        self.shift = shift
        uncovered = self._masks.uncovered((WIDTH_PX, HEIGHT_PX), shift)
        around = np.ones((2 * _MASK_MARGIN_PX + 1,) * 2, np.uint8)
        self.keep: Pixels = np.asarray(cv2.erode(uncovered, around), np.uint8)
        """Which pixels of the small copy count: 1 or 0, without borders and masks."""
        rows, columns = _BORDER
        self.keep[:rows] = self.keep[HEIGHT_PX - rows :] = 0
        self.keep[:, :columns] = self.keep[:, WIDTH_PX - columns :] = 0

        self._here = _rolled(self._lasting, shift)

    def agreement(self, edges: Edges) -> float:
        """How much of the lasting edges is where it should be: 1 all, around 0 nothing."""
        return float(np.vdot(edges.direction, self._here)) / max(1.0, self._sum)

    def find(self, edges: Edges) -> Found:
        """Where the lasting edges are in this frame."""
        spectrum = cv2.mulSpectrums(cv2.dft(self._kept(edges)), cv2.dft(self._lasting), 0, conjB=True)
        surface = cv2.idft(spectrum, flags=cv2.DFT_SCALE)[..., 0]
        _, height, _, (x, y) = cv2.minMaxLoc(surface)
        centred = np.roll(surface, (HEIGHT_PX // 2 - y, WIDTH_PX // 2 - x), (0, 1))
        middle = centred[HEIGHT_PX // 2 - 1 : HEIGHT_PX // 2 + 2, WIDTH_PX // 2 - 1 : WIDTH_PX // 2 + 2].copy()
        centred[HEIGHT_PX // 2 - 4 : HEIGHT_PX // 2 + 5, WIDTH_PX // 2 - 4 : WIDTH_PX // 2 + 5] = 0
        dx, dy = x + _between(middle[1]), y + _between(middle[:, 1])
        shift = ((dx + WIDTH_PX / 2) % WIDTH_PX / WIDTH_PX - 0.5, (dy + HEIGHT_PX / 2) % HEIGHT_PX / HEIGHT_PX - 0.5)
        return Found(shift=shift, height=height / max(1.0, self._sum), ratio=height / max(1e-6, float(centred.max())))

    def learn(self, t_s: float, edges: Edges) -> None:
        """Takes a frame in that shows the street at the present shift."""
        self.looks += 1
        passed_s = max(0.0, t_s - self._look_t_s)
        new = max(1.0 / self.looks if self.looks <= _LEARN_FRAMES else 0.0, min(_MOST_NEW, passed_s / _FORGET_S))
        self._look_t_s = t_s
        back = _rolled(self._kept(edges), (-self.shift[0], -self.shift[1]))
        self._mean = (1 - new) * self._mean + new * back
        constant = np.hypot(self._mean[..., :1], self._mean[..., 1:]) > _LASTING
        self._lasting = self._mean * constant
        self._sum = float(np.vdot(self._lasting, self._lasting))
        self._here = _rolled(self._lasting, self.shift)

    def learn_anew(self) -> None:
        """The street is where it was but looks different (the light was switched): the next frames count more."""
        self.looks = min(self.looks, _LEARN_FRAMES // 3)

    def _kept(self, edges: Edges) -> Field:
        return edges.direction * self.keep[..., None]


def gradients(grey: Grey, sigma_px: float) -> tuple[Grey, Grey]:
    """The slopes to the right and down, in grey levels a pixel, of the picture blurred by so much."""
    smooth = cv2.GaussianBlur(grey, (0, 0), sigma_px)
    gx, gy = (cv2.Sobel(smooth, cv2.CV_32F, dx, 1 - dx, scale=0.25) for dx in (1, 0))
    return gx, gy  # type: ignore[return-value]


def small_grey(pixels: Pixels) -> Grey:
    """The picture (height x width x 3, BGR, or height x width) as 160 x 96 grey levels."""
    if pixels.shape[1] > 3 * WIDTH_PX:  # a full average of a large picture would take ten times as long
        pixels = np.asarray(cv2.resize(pixels, (2 * WIDTH_PX, 2 * HEIGHT_PX), interpolation=cv2.INTER_LINEAR), np.uint8)
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if pixels.ndim == 3 else pixels
    return cv2.resize(grey, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA).astype(np.float32)


def aligned(pixels: Pixels, shift: Shift) -> Pixels:
    """The picture moved back by `shift`, so that the street is where zones were drawn; black comes in at the edge."""
    height, width = pixels.shape[:2]
    dx, dy = round(shift[0] * width), round(shift[1] * height)
    if not dx and not dy:
        return pixels
    moved = np.zeros_like(pixels)
    moved[max(0, -dy) : height - max(0, dy), max(0, -dx) : width - max(0, dx)] = pixels[
        max(0, dy) : height - max(0, -dy), max(0, dx) : width - max(0, -dx)
    ]
    return moved


def _rolled(field: Field, shift: Shift) -> Field:
    dx, dy = round(shift[0] * WIDTH_PX), round(shift[1] * HEIGHT_PX)
    return np.roll(field, (dy, dx), (0, 1)) if dx or dy else field


def _between(three: Any) -> float:
    """The top of the parabola through three neighbours, -0.5..0.5 from the middle one."""
    before, top, after = (float(v) for v in three)
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
