"""What is put down in a street and is not a vehicle: wheelie bins, and a pallet of boxes."""

from dataclasses import dataclass
from typing import Literal

import cv2

from kiosk.street.brush import Bgr, Pixels, fill, shade
from kiosk.street.layout import px_per_m

ThingKind = Literal["bins", "pallet"]
_BIN: Bgr = (70, 92, 52)
_LIDS: tuple[Bgr, ...] = ((48, 180, 214), (70, 92, 52), (180, 120, 40))
_CARTON: Bgr = (122, 160, 190)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """It stands with its middle at `x_px` on the ground at `y_px`, from `from_s` until `until_s`."""

    kind: ThingKind
    x_px: float
    y_px: float
    from_s: float
    until_s: float

    def is_there(self, t_s: float) -> bool:
        """Whether it stands there at `t_s`."""
        return self.from_s <= t_s < self.until_s


def draw_thing(pixels: Pixels, thing: Thing) -> None:
    """Draws it where it stands."""
    scale = px_per_m(thing.y_px)
    if thing.kind == "bins":
        for i, lid in enumerate(_LIDS):
            _bin(pixels, thing.x_px + (i - 1) * 0.72 * scale, thing.y_px, scale, lid)
    else:
        _pallet(pixels, thing.x_px, thing.y_px, scale)


def _bin(pixels: Pixels, x: float, y: float, scale: float, lid: Bgr) -> None:
    """A bin of 1.1 m, narrower at its foot, on two wheels."""
    wide, high = 0.58 * scale, 1.08 * scale
    body = [(x - wide * 0.4, y - 4), (x + wide * 0.4, y - 4), (x + wide / 2, y - high), (x - wide / 2, y - high)]
    cv2.ellipse(pixels, (round(x), round(y)), (round(wide * 0.6), 4), 0, 0, 360, (70, 70, 70), -1, cv2.LINE_AA)
    fill(pixels, body, _BIN)
    fill(pixels, [(x, y - 4), body[1], body[2], (x, y - high)], shade(_BIN, 0.8))
    top = [(x - wide * 0.56, y - high), (x + wide * 0.56, y - high)]
    fill(pixels, [*top, (x + wide * 0.5, y - high - 8), (x - wide * 0.5, y - high - 8)], lid)
    for side in (-1, 1):
        cv2.circle(pixels, (round(x + side * wide * 0.34), round(y - 3)), 4, (30, 30, 30), -1, cv2.LINE_AA)


def _pallet(pixels: Pixels, x: float, y: float, scale: float) -> None:
    """Two metres of cartons, three high, on boards."""
    across, high = 0.62 * scale, 0.38 * scale
    left = x - across * 1.5
    cv2.rectangle(pixels, (round(left - 3), round(y - 6)), (round(left + across * 3 + 3), round(y)), (70, 104, 134), -1)
    for row in range(3):
        for column in range(3):
            x0, y0 = left + column * across, y - 6 - (row + 1) * high
            corners = (round(x0), round(y0)), (round(x0 + across), round(y0 + high))
            cv2.rectangle(pixels, *corners, shade(_CARTON, 0.92 + 0.08 * ((row * 2 + column) % 3)), -1)
            cv2.rectangle(pixels, *corners, shade(_CARTON, 0.65), 1)
            tape = (round(x0 + across / 2), round(y0))
            cv2.line(pixels, tape, (tape[0], round(y0 + high)), shade(_CARTON, 0.8), 2)
