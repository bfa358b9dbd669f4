"""Shadows that slide over the street: clouds with soft edges, and the leaves of a tree with hard ones."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.street.brush import Pixels
from kiosk.street.light import COLUMNS, ROWS, Moment, lit

_FINE = 2
"""Leaves are drawn on a map this many times as fine as the light's, for their hard edges."""


@dataclass(frozen=True, kw_only=True)
class Clouds:
    """Patches of shade, `width` of the picture wide, drift to the right at `speed` (pictures a second)."""

    speed: float
    width: float = 0.45
    gain: float = 0.55
    first_x: float = -0.6
    every: float = 1.3

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture partly in the shade."""
        xs = (np.arange(COLUMNS, dtype=np.float32) + 0.5) / COLUMNS
        slant = np.linspace(0.0, 0.12, ROWS, dtype=np.float32)[:, None]
        from_start = (xs[None, :] + slant - self.first_x - self.speed * moment.t_s) % self.every
        edge = np.clip(np.minimum(from_start, self.width - from_start) / 0.03, 0.0, 1.0)
        gains = 1.0 - (1.0 - self.gain) * edge
        return lit(pixels, np.repeat(gains[..., None], 3, axis=2).astype(np.float32))


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Sunlight through a tree on the near half of the road: spots that wander, as the sun does, and tremble in wind."""

    seed: int
    speed: float = 0.012
    gain: float = 0.5

    def __call__(self, pixels: Pixels, moment: Moment) -> Pixels:
        """The picture with dappled light on the ground."""
        texture = _texture(self.seed)
        sway = 3.0 * np.sin(moment.t_s * 1.7) + 2.0 * np.sin(moment.t_s * 2.9)
        width = COLUMNS * _FINE
        left = round((self.speed * moment.t_s * width + sway) % (texture.shape[1] - width))
        shade = texture[:, left : left + width] * _where()
        gains = (1.0 - (1.0 - self.gain) * shade)[..., None]
        size = (pixels.shape[1], pixels.shape[0])
        steps = cv2.resize((np.repeat(gains, 3, axis=2) * 100).astype(np.uint8), size)
        return np.asarray(cv2.multiply(pixels, steps, scale=0.01), np.uint8)


@lru_cache(maxsize=4)
def _texture(seed: int) -> NDArray[np.float32]:
    """Patches about as large as a car's door, with hard edges; four pictures wide."""
    grain = np.random.default_rng(seed).normal(0, 1, (ROWS * _FINE, COLUMNS * _FINE * 4)).astype(np.float32)
    soft = cv2.GaussianBlur(grain, (0, 0), sigmaX=7, sigmaY=4)
    hard = np.clip((soft / soft.std() + 0.1) * 4, 0.0, 1.0)
    return np.asarray(hard, np.float32)


@lru_cache(maxsize=1)
def _where() -> NDArray[np.float32]:
    """Only on the ground: from the middle of the road on, fading in."""
    ys = (np.arange(ROWS * _FINE, dtype=np.float32) + 0.5) / (ROWS * _FINE)
    return np.asarray(np.clip((ys - 0.60) / 0.08, 0.0, 1.0)[:, None], np.float32)
