"""People who walk along the pavements."""

import random
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.street.brush import Bgr, Pixels, shade
from kiosk.street.layout import FAR_WALK_Y, NEAR_WALK_Y, px_per_m

_MARGIN_PX = 40
_COATS: tuple[Bgr, ...] = (
    (70, 52, 40), (40, 44, 120), (92, 96, 60), (60, 60, 64), (150, 170, 186), (120, 76, 40), (50, 96, 150),
    (190, 190, 196),
)  # fmt: skip
_TROUSERS: tuple[Bgr, ...] = ((70, 54, 44), (44, 42, 42), (90, 84, 80), (110, 130, 150))
_SKINS: tuple[Bgr, ...] = ((170, 196, 232), (120, 156, 204), (84, 116, 164), (56, 76, 112))
_HAIRS: tuple[Bgr, ...] = ((30, 28, 28), (40, 62, 92), (110, 160, 196), (150, 150, 152))


@dataclass(frozen=True, kw_only=True)
class Side:
    """A pavement: where its walkers' feet are."""

    name: str
    feet_y: int


NEAR_SIDE = Side(name="near", feet_y=NEAR_WALK_Y)
FAR_SIDE = Side(name="far", feet_y=FAR_WALK_Y)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A person stands still from `from_s` until `until_s`."""

    from_s: float
    until_s: float


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One person from edge to edge; `look` seeds clothes and hair."""

    id: str
    side: Side
    start_s: float
    heading: int
    speed_m_s: float
    height_m: float
    look: int
    edge_px: int
    pause: Pause | None = None

    def walked_s(self, t_s: float) -> float:
        """For how long the person has been on the move at `t_s`."""
        stood_s = min(max(0.0, t_s - self.pause.from_s), self.pause.until_s - self.pause.from_s) if self.pause else 0.0
        return t_s - self.start_s - stood_s

    def x_px(self, t_s: float) -> float | None:
        """Where the person is at `t_s`; None before and after."""
        gone_px = self.walked_s(t_s) * self.speed_m_s * px_per_m(self.side.feet_y)
        if not 0 <= gone_px <= self.edge_px + 2 * _MARGIN_PX:
            return None
        return gone_px - _MARGIN_PX if self.heading > 0 else self.edge_px + _MARGIN_PX - gone_px


@dataclass(frozen=True, kw_only=True)
class _Look:
    coat: Bgr
    trousers: Bgr
    skin: Bgr
    hair: Bgr
    long_coat: bool
    bag: bool


def draw_walker(pixels: Pixels, walk: Walk, t_s: float) -> None:
    """Draws the person in mid-stride, where they are at `t_s`."""
    x = walk.x_px(t_s)
    if x is None:
        return
    look, unit = _look(walk.look), walk.height_m * px_per_m(walk.side.feet_y)
    stride = float(np.sin(walk.walked_s(t_s) * walk.speed_m_s * 4.6))
    figure = _Figure(pixels, x, walk.side.feet_y - abs(stride) * 0.01 * unit, unit, walk.heading)
    figure.shadow()
    for swing, tone in ((-stride, 0.8), (stride, 1.0)):
        figure.leg(swing, shade(look.trousers, tone))
    figure.arm(stride, shade(look.coat, 0.75))
    figure.torso(look.coat, long_coat=look.long_coat)
    figure.arm(-stride, shade(look.coat, 1.15))
    if look.bag:
        figure.bag()
    figure.head(look.skin, look.hair)


@lru_cache(maxsize=256)
def _look(number: int) -> _Look:
    dice = random.Random(number)  # noqa: S311 - a drawing, not a secret
    return _Look(
        coat=dice.choice(_COATS),
        trousers=dice.choice(_TROUSERS),
        skin=dice.choice(_SKINS),
        hair=dice.choice(_HAIRS),
        long_coat=dice.random() < 0.4,
        bag=dice.random() < 0.4,
    )


class _Figure:
    """A person in parts; lengths are shares of the person's height."""

    def __init__(self, pixels: Pixels, x: float, feet_y: float, unit: float, heading: int) -> None:
        self._pixels, self._x, self._feet_y, self._unit, self._heading = pixels, x, feet_y, unit, heading

    def shadow(self) -> None:
        """A dark patch under the feet."""
        middle, axes = self._at(0, 0), (max(2, round(0.17 * self._unit)), max(1, round(0.022 * self._unit)))
        cv2.ellipse(self._pixels, middle, axes, 0, 0, 360, (104, 106, 108), -1, cv2.LINE_AA)

    def leg(self, swing: float, colour: Bgr) -> None:
        """Hip, knee, foot, shoe."""
        hip, knee = self._at(0, 0.50), self._at(0.09 * swing + 0.02, 0.27)
        foot = self._at(0.17 * swing, 0.03 + 0.03 * max(0.0, -swing))
        for a, b in ((hip, knee), (knee, foot)):
            cv2.line(self._pixels, a, b, colour, max(2, round(0.075 * self._unit)), cv2.LINE_AA)
        toe = self._at(0.17 * swing + 0.06, 0.015)
        cv2.line(self._pixels, foot, toe, (36, 34, 34), max(1, round(0.045 * self._unit)), cv2.LINE_AA)

    def arm(self, swing: float, colour: Bgr) -> None:
        """Shoulder, elbow, hand."""
        shoulder, elbow = self._at(0, 0.79), self._at(0.07 * swing - 0.02, 0.62)
        hand = self._at(0.15 * swing + 0.02, 0.49)
        for a, b in ((shoulder, elbow), (elbow, hand)):
            cv2.line(self._pixels, a, b, colour, max(1, round(0.055 * self._unit)), cv2.LINE_AA)

    def torso(self, colour: Bgr, *, long_coat: bool) -> None:
        """A coat, to the hip or to the knee."""
        hem = 0.33 if long_coat else 0.47
        outline = [(-0.075, 0.80), (-0.03, 0.84), (0.04, 0.84), (0.075, 0.79), (0.085, hem), (-0.095, hem)]
        points = np.array([self._at(x, y) for x, y in outline], np.int32)
        cv2.fillPoly(self._pixels, [points], colour, cv2.LINE_AA)

    def bag(self) -> None:
        """A shopping bag in the hand."""
        left, top = self._at(-0.10, 0.46)
        size = max(3, round(0.11 * self._unit))
        cv2.rectangle(self._pixels, (left, top), (left + size, top + size), (86, 140, 190), -1)

    def head(self, skin: Bgr, hair: Bgr) -> None:
        """Face in the walking direction, hair behind it."""
        radius = max(2, round(0.062 * self._unit))
        cv2.line(self._pixels, self._at(0, 0.83), self._at(0.01, 0.90), skin, max(1, radius // 2), cv2.LINE_AA)
        cv2.circle(self._pixels, self._at(-0.012, 0.935), radius + 1, hair, -1, cv2.LINE_AA)
        cv2.circle(self._pixels, self._at(0.018, 0.922), max(1, round(radius * 0.86)), skin, -1, cv2.LINE_AA)

    def _at(self, ahead: float, up: float) -> tuple[int, int]:
        return round(self._x + ahead * self._heading * self._unit), round(self._feet_y - up * self._unit)
