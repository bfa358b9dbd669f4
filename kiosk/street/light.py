"""Light that falls on a drawn picture: night with lamps, headlights, shadows, exposure; each is a post-effect.

Light is a map of gains, computed at a quarter of the size and enlarged: soft edges, and cheap enough for a bench that
draws tens of thousands of pictures. A gain of 1 is the picture as it was drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.street.brush import Bgr, Pixels

Gains = NDArray[np.float32]
"""ROWS x COLUMNS x 3 (blue, green, red)."""

ROWS, COLUMNS = 90, 160
_STEPS = 100.0
"""Gains are multiplied as bytes, a hundredth each: 2.55 is the brightest."""
_DARK: tuple[float, float, float] = (0.17, 0.13, 0.12)
"""Gains of a street between its lamps: bluish, an eighth of the day as a camera with its gain up shows it."""
_SODIUM: tuple[float, float, float] = (0.28, 0.46, 0.62)
_LAMPS = ((0.16, 0.60), (0.52, 0.58), (0.86, 0.60), (0.34, 0.92), (0.74, 0.92))
"""Where the light of the street's lamps falls: three across the road and two beside the venue."""
_SHOPS = ((0.18, 0.42), (0.46, 0.42), (0.84, 0.42))
_BEAM: tuple[float, float, float] = (0.80, 0.95, 1.00)


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """A lamp of a vehicle: place and size in 0..1 of the picture; `heading` is where it shines, 0 for a tail lamp."""

    x: float
    y: float
    size: float
    heading: int


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What an effect may know about the picture it changes."""

    t_s: float
    lamps: tuple[Lamp, ...] = ()


class Effect(Protocol):
    """Changes a finished picture of any size; the same picture at the same moment always becomes the same."""

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The changed picture, of the same size; `pixels` may be used up."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The headlights of somebody who turns round a corner wander over the ground, from one side to the other."""

    from_s: float
    until_s: float
    y: float
    from_x: float
    to_x: float
    gain: float = 1.1


@dataclass(frozen=True, kw_only=True)
class Night:
    """Street lamps, lit shop windows, headlights on the road; `wet` roads mirror the lamps."""

    sweeps: tuple[Sweep, ...] = ()
    wet: bool = False

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture at night."""
        gains = _night().copy()
        for sweep in self.sweeps:
            if sweep.from_s <= moment.t_s <= sweep.until_s:
                u = (moment.t_s - sweep.from_s) / (sweep.until_s - sweep.from_s)
                x = sweep.from_x + (sweep.to_x - sweep.from_x) * u
                add_spot(gains, x, sweep.y, (0.13, 0.12), _BEAM, sweep.gain)
        for lamp in moment.lamps:
            if lamp.heading:
                ahead = lamp.x + lamp.heading * lamp.size * 16
                add_spot(gains, ahead, lamp.y + lamp.size * 4, (lamp.size * 13, lamp.size * 7), _BEAM, 0.75)
        return _with_lamps(lit(pixels, gains), moment.lamps, wet=self.wet)


@dataclass(frozen=True, kw_only=True)
class Dusk:
    """Evenly less light than by day, a little blue, until a camera's own lamp makes up for it."""

    gain: float = 0.5
    until_s: float = float("inf")

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture at dusk."""
        if moment.t_s >= self.until_s:
            return pixels
        tint = np.array([1.1, 1.0, 0.92], np.float32) * self.gain
        return lit(pixels, np.broadcast_to(tint, (ROWS, COLUMNS, 3)))


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """The camera's exposure jumps: from each (second, gain) on, the picture goes to that gain within 0.4 s."""

    steps: tuple[tuple[float, float], ...]

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture as bright as the camera chose."""
        gain = 1.0
        for from_s, wanted in self.steps:
            gain += (wanted - gain) * min(1.0, max(0.0, (moment.t_s - from_s) / 0.4))
        return pixels if gain == 1.0 else np.asarray(cv2.convertScaleAbs(pixels, alpha=gain), np.uint8)


def lit(pixels: Pixels, gains: Gains) -> Pixels:
    """The picture under this light."""
    height, width = pixels.shape[:2]
    steps = np.clip(gains * _STEPS, 0, 255).astype(np.uint8)
    return np.asarray(cv2.multiply(pixels, cv2.resize(steps, (width, height)), scale=1 / _STEPS), np.uint8)


def add_spot(
    gains: Gains, x: float, y: float, radii: tuple[float, float], colour: Sequence[float], gain: float
) -> None:
    """Adds a soft pool of light; `x`, `y` and `radii` in 0..1 of the picture's width and height."""
    across = np.exp(-(((np.arange(COLUMNS) + 0.5) / COLUMNS - x) ** 2) / radii[0] ** 2)
    down = np.exp(-(((np.arange(ROWS) + 0.5) / ROWS - y) ** 2) / radii[1] ** 2)
    pool = (down[:, None] * across[None, :] * gain).astype(np.float32)
    gains += pool[..., None] * np.array(colour, np.float32)


@lru_cache(maxsize=1)
def _night() -> Gains:
    gains: Gains = np.empty((ROWS, COLUMNS, 3), np.float32)
    gains[:] = _DARK
    for x, y in _LAMPS:
        add_spot(gains, x, y, (0.13, 0.20), _SODIUM, 0.85)
    for x, y in _SHOPS:
        add_spot(gains, x, y, (0.10, 0.07), (0.45, 0.72, 0.90), 0.9)
    return gains


def _with_lamps(pixels: Pixels, lamps: Sequence[Lamp], *, wet: bool) -> Pixels:
    height, width = pixels.shape[:2]
    for lamp in lamps:
        colour: Bgr = (225, 245, 255) if lamp.heading else (30, 24, 190)
        radius = lamp.size * width
        _add_light(pixels, lamp.x * width, lamp.y * height, (radius, radius), colour)
        if wet:
            _add_light(pixels, lamp.x * width, lamp.y * height + radius * 7, (radius * 0.8, radius * 5), colour, 0.45)
    return pixels


def _add_light(
    pixels: Pixels, x: float, y: float, radii: tuple[float, float], colour: Bgr, strength: float = 1.0
) -> None:
    """Adds a soft ellipse of light to a picture."""
    left, top = max(0, int(x - 2 * radii[0])), max(0, int(y - 2 * radii[1]))
    part = pixels[top : max(0, int(y + 2 * radii[1])) + 1, left : max(0, int(x + 2 * radii[0])) + 1]
    if part.size == 0:
        return
    across = np.exp(-(((np.arange(part.shape[1]) + left - x) / radii[0]) ** 2))
    down = np.exp(-(((np.arange(part.shape[0]) + top - y) / radii[1]) ** 2))
    light = (down[:, None] * across[None, :] * strength)[..., None] * np.array(colour, np.float64)
    cv2.add(part, light.astype(np.uint8), dst=part)
