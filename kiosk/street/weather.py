"""What falls before the lens: rain and snow; and what they make of the ground."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.street.backdrop import backdrop
from kiosk.street.brush import Pixels
from kiosk.street.layout import FAR_KERB_Y, FAR_PAVEMENT_Y, HEIGHT_PX, NEAR_KERB_Y, WIDTH_PX
from kiosk.street.light import Moment

_TILE = 1200
"""Rain and flakes are cut from larger sheets at a place that changes with each picture."""


@dataclass(frozen=True, kw_only=True)
class Rain:
    """Streaks and a grey veil; `strength` 0..1 from a drizzle to a downpour."""

    strength: float = 0.6

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture in the rain."""
        height, width = pixels.shape[:2]
        left, top = _somewhere(moment.t_s, _TILE - width, _TILE - height)
        streaks = _streaks()[top : top + height, left : left + width]
        veil = 0.12 * self.strength
        grey = float(pixels[:: height // 8, :: width // 8].mean())
        veiled = cv2.convertScaleAbs(pixels, alpha=1 - veil, beta=veil * (grey * 0.7 + 30))
        bright = 0.25 + 0.5 * grey / 255
        return np.asarray(cv2.addWeighted(veiled, 1.0, streaks, self.strength * bright, 0), np.uint8)


@dataclass(frozen=True, kw_only=True)
class Snow:
    """Flakes, small ones far away and large ones near, that fall and drift."""

    strength: float = 0.6

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture in falling snow."""
        height, width = pixels.shape[:2]
        flakes = np.zeros((height, width), np.uint8)
        for radius, count, fall in ((1, 150, 0.25), (2, 50, 0.42), (3, 12, 0.65)):
            for x, y, phase in _flakes(radius)[: round(count * self.strength)]:
                down = (y + moment.t_s * fall) % 1.1 - 0.05
                across = (x + 0.02 * np.sin(moment.t_s * 1.3 + phase) + moment.t_s * 0.03) % 1.0
                at = (round(across * width), round(down * height))
                cv2.circle(flakes, at, radius * width // 640, 230, -1, cv2.LINE_AA)
        return np.asarray(cv2.max(pixels, cv2.cvtColor(flakes, cv2.COLOR_GRAY2BGR)), np.uint8)


@lru_cache(maxsize=1)
def wet_backdrop() -> Pixels:
    """The empty street after rain: a dark road that mirrors the houses."""
    pixels = backdrop().copy()
    road = pixels[FAR_KERB_Y + 9 : NEAR_KERB_Y]
    mirrored = pixels[FAR_KERB_Y + 9 - road.shape[0] : FAR_KERB_Y + 9][::-1]
    blurred = cv2.blur(mirrored, (5, 25))
    road[:] = cv2.addWeighted(road, 0.62, blurred, 0.16, 0)
    for part in (pixels[FAR_PAVEMENT_Y:FAR_KERB_Y], pixels[NEAR_KERB_Y:]):
        part[:] = cv2.convertScaleAbs(part, alpha=0.78)
    return pixels


@lru_cache(maxsize=1)
def snowy_backdrop() -> Pixels:
    """The empty street under snow, with the tracks of the traffic in both lanes."""
    pixels = backdrop().copy()
    white = np.zeros((HEIGHT_PX, WIDTH_PX), np.float32)
    white[FAR_PAVEMENT_Y:] = 0.85
    for track_y in (334, 350, 386, 402):
        white[track_y - 5 : track_y + 5] = 0.35
    grain = np.random.default_rng(11).normal(0, 0.06, white.shape).astype(np.float32)
    white = np.clip(cv2.GaussianBlur(white, (0, 0), 3) + cv2.GaussianBlur(grain, (0, 0), 2) * 4, 0, 0.92)
    white[:FAR_PAVEMENT_Y] *= 0
    share = white[..., None]
    return np.asarray(pixels * (1 - share) + np.array([232, 228, 226]) * share, np.uint8)


def mirror_in_road(pixels: Pixels, box_px: tuple[float, float, float, float]) -> None:
    """A wet road mirrors what stands on it: draws the lower part of the box upside down below its wheels, fading."""
    x0, x1 = max(0, round(box_px[0])), min(WIDTH_PX, round(box_px[2]))
    ground = round(box_px[3])
    deep = min(round((box_px[3] - box_px[1]) * 0.6), HEIGHT_PX - ground, ground)
    if x1 <= x0 or deep <= 0:
        return
    upside_down = cv2.blur(pixels[ground - deep : ground, x0:x1][::-1], (3, 9))
    fade = np.linspace(0.42, 0.0, deep, dtype=np.float32)[:, None, None]
    under = pixels[ground : ground + deep, x0:x1]
    under[:] = (under * (1 - fade) + upside_down * fade).astype(np.uint8)


def _somewhere(t_s: float, across: int, down: int) -> tuple[int, int]:
    """A place on a sheet that is another one in each picture (a hash of the millisecond)."""
    number = round(t_s * 1000) * 2654435761 % 2**32
    return number % max(1, across), number // 7 % max(1, down)


@lru_cache(maxsize=1)
def _streaks() -> Pixels:
    dice = np.random.default_rng(3)
    sheet = np.zeros((_TILE, _TILE), np.uint8)
    for x, y, long, tone in dice.uniform((0, 0, 14, 90), (_TILE, _TILE, 44, 240), (1900, 4)):
        start, end = (round(x), round(y)), (round(x - long * 0.12), round(y + long))
        cv2.line(sheet, start, end, round(tone), 1, cv2.LINE_AA)
    return np.asarray(cv2.cvtColor(sheet, cv2.COLOR_GRAY2BGR), np.uint8)


@lru_cache(maxsize=4)
def _flakes(radius: int) -> tuple[tuple[float, float, float], ...]:
    dice = np.random.default_rng(radius)
    return tuple((float(x), float(y) * 1.1, float(p) * 6.3) for x, y, p in dice.uniform(0, 1, (200, 3)))
