"""What a camera adds: infrared at night, noise, compression, a mast that sways, a mount that was knocked."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.street.brush import Pixels
from kiosk.street.light import COLUMNS, ROWS, Gains, Moment, add_spot, lit

_SHEET = 80
"""Noise is cut from a sheet this many pixels larger than the picture, at a place that changes with each picture."""
_GOP_S = 2.0
"""Between two key frames of a stream, usual for cameras."""
_SETTLES_S = 1.2
"""How long the exposure takes after the infrared filter has clicked."""


@dataclass(frozen=True, kw_only=True)
class Infrared:
    """From `from_s` on grey, lit by the camera's own lamp: bright near it, dark far away; headlights still dazzle."""

    from_s: float = -1e9

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture through an infrared camera."""
        age_s = moment.t_s - self.from_s
        if age_s < 0:
            return pixels
        # Silicon sees more red than green or blue once the filter is away.
        grey = cv2.transform(pixels, np.array([[0.15, 0.25, 0.60]]))
        gain = 1.0 + 0.9 * max(0.0, 1 - age_s / _SETTLES_S)
        gains = _own_lamp() * np.float32(gain)
        for lamp in moment.lamps:
            if lamp.heading:
                ahead = lamp.x + lamp.heading * lamp.size * 14
                add_spot(gains, ahead, lamp.y + lamp.size * 3, (lamp.size * 12, lamp.size * 6), (1, 1, 1), 0.6)
        dark = lit(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8), gains)
        height, width = dark.shape[:2]
        for lamp in moment.lamps:
            if lamp.heading:
                at = (round(lamp.x * width), round(lamp.y * height))
                cv2.circle(dark, at, max(2, round(lamp.size * width * 0.9)), (255, 255, 255), -1, cv2.LINE_AA)
        return dark


@dataclass(frozen=True, kw_only=True)
class Noise:
    """Sensor noise: grey levels of deviation `sigma`, slightly blurred as cameras do."""

    sigma: float

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture with grain that is another one in each picture."""
        height, width = pixels.shape[:2]
        sheet = _grain(height + _SHEET, width + _SHEET, round(self.sigma * 10))
        number = round(moment.t_s * 1000) * 2654435761 % 2**32
        top, left = number % _SHEET, number // 97 % _SHEET
        cut = sheet[top : top + height, left : left + width]
        return np.asarray(cv2.addWeighted(pixels, 1.0, cut, 1.0, -128), np.uint8)


@dataclass(frozen=True, kw_only=True)
class Compressed:
    """Coarse JPEG blocks; `breathes` as a stream does whose key frames are coarser than what follows."""

    quality: int
    breathes: bool = False

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture after it was packed and unpacked."""
        better = round(30 * (moment.t_s % _GOP_S) / _GOP_S) if self.breathes else 0
        _, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, self.quality + better])
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


@dataclass(frozen=True, kw_only=True)
class Sway:
    """A mast or a shelf in the wind: it sways by up to `px` pixels of a picture 640 pixels wide."""

    px: float

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture a little aside."""
        t = moment.t_s
        size = self.px * pixels.shape[1] / 640
        x = size * (0.6 * np.sin(t * 2.1) + 0.4 * np.sin(t * 5.3 + 1))
        y = size * (0.4 * np.sin(t * 2.7 + 2) + 0.2 * np.sin(t * 6.1))
        return _moved(pixels, float(x), float(y), 0.0)


@dataclass(frozen=True, kw_only=True)
class Knock:
    """From `at_s` on the camera looks elsewhere: aside by `x` and `y` (0..1 of the width), turned by `degrees`."""

    at_s: float
    x: float
    y: float
    degrees: float = 0.0

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture as the knocked camera sees it."""
        if moment.t_s < self.at_s:
            return pixels
        width = pixels.shape[1]
        return _moved(pixels, self.x * width, self.y * width, self.degrees)


def _moved(pixels: Pixels, x: float, y: float, degrees: float) -> Pixels:
    """What comes in at the edge is the mirrored picture: a street goes on much as it was."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turn[:, 2] += np.array((x, y))
    return np.asarray(cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REFLECT_101), np.uint8)


@lru_cache(maxsize=1)
def _own_lamp() -> Gains:
    gains: Gains = np.full((ROWS, COLUMNS, 3), 0.10, np.float32)
    add_spot(gains, 0.5, 0.98, (0.52, 0.36), (1, 1, 1), 1.0)
    return gains


@lru_cache(maxsize=6)
def _grain(height: int, width: int, tenths: int) -> Pixels:
    """Sums of neighbours have a smaller deviation than each: the blur is made up for."""
    grain = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 1, (height, width, 3)), (0, 0), 0.6)
    return np.asarray(np.clip(128 + grain / grain.std() * tenths / 10, 0, 255), np.uint8)
