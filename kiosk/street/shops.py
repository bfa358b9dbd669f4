"""The houses across the street: stone facades with balconies over a café, a bakery, a gate and a bookshop."""

from dataclasses import dataclass

import cv2

from kiosk.street.brush import Bgr, Pixels, box, fill, shade, text_width_px, words
from kiosk.street.layout import FAR_PAVEMENT_Y

_STOREY_Y = 128
"""Top of the ground floor."""


@dataclass(frozen=True, kw_only=True)
class _House:
    left: int
    right: int
    stone: Bgr


@dataclass(frozen=True, kw_only=True)
class _Shop:
    left: int
    right: int
    front: Bgr
    name: str
    awning: tuple[Bgr, Bgr] | None
    lettering: Bgr = (206, 232, 240)


_HOUSES = (
    _House(left=0, right=330, stone=(176, 204, 216)),
    _House(left=330, right=664, stone=(186, 206, 212)),
    _House(left=664, right=960, stone=(166, 192, 206)),
)
_SHOPS = (
    _Shop(left=44, right=306, front=(44, 36, 104), name="CAFÉ DU COIN", awning=((48, 42, 168), (222, 232, 238))),
    _Shop(left=352, right=534, front=(52, 72, 34), name="BOULANGERIE", awning=None, lettering=(110, 196, 226)),
    _Shop(left=690, right=918, front=(112, 74, 30), name="LIBRAIRIE", awning=((118, 84, 40), (226, 232, 232))),
)


class _Brush:
    """Draws in pixels of the small picture on a picture `k` times as large."""

    def __init__(self, large: Pixels, k: int) -> None:
        self._large, self._k = large, k

    def box(self, left: float, top: float, right: float, bottom: float, colour: Bgr) -> None:
        k = self._k
        box(self._large, left * k, top * k, right * k, bottom * k, colour)

    def shape(self, points: list[tuple[float, float]], colour: Bgr) -> None:
        fill(self._large, [(x * self._k, y * self._k) for x, y in points], colour)

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: Bgr, thick: int = 2) -> None:
        k = self._k
        cv2.line(
            self._large, (round(x0 * k), round(y0 * k)), (round(x1 * k), round(y1 * k)), colour, thick, cv2.LINE_AA
        )

    def disc(self, x: float, y: float, radius: float, colour: Bgr) -> None:
        k = self._k
        cv2.circle(self._large, (round(x * k), round(y * k)), round(radius * k), colour, -1, cv2.LINE_AA)

    def words(self, text: str, left: float, baseline: float, size: float, colour: Bgr) -> None:
        words(self._large, text, left * self._k, baseline * self._k, size * self._k, colour, self._k)


def paint_houses(large: Pixels, k: int) -> None:
    """Paints everything above the far pavement on a picture `k` times the final size."""
    brush = _Brush(large, k)
    for house in _HOUSES:
        _facade(brush, house)
    for shop in _SHOPS:
        _shop(brush, shop)
    _gate(brush, 556, 642)
    _terrace(brush)


def pane_boxes() -> list[tuple[int, int, int, int]]:
    """The shop windows that mirror the street, below the awnings: left, top, right, bottom in pixels."""
    bottom = FAR_PAVEMENT_Y - 22
    doors = [(shop, (shop.left + shop.right) // 2) for shop in _SHOPS]
    tops = [204 if shop.awning else 174 for shop in _SHOPS]
    lefts = [(shop.left + 12, top, door - 26, bottom) for (shop, door), top in zip(doors, tops, strict=True)]
    rights = [(door + 26, top, shop.right - 12, bottom) for (shop, door), top in zip(doors, tops, strict=True)]
    return lefts + rights


def _facade(brush: _Brush, house: _House) -> None:
    brush.box(house.left, 0, house.right, FAR_PAVEMENT_Y, house.stone)
    for y in range(12, FAR_PAVEMENT_Y, 16):
        brush.line(house.left, y, house.right, y, shade(house.stone, 0.95), 1)
    width = house.right - house.left
    for i in range(4):
        _window(brush, house, house.left + width * (i + 0.5) / 4)
    brush.box(house.left, _STOREY_Y - 8, house.right, _STOREY_Y - 2, shade(house.stone, 1.10))
    brush.box(house.left, _STOREY_Y - 2, house.right, _STOREY_Y + 2, shade(house.stone, 0.72))
    brush.line(house.right, 0, house.right, FAR_PAVEMENT_Y, shade(house.stone, 0.70), 4)


def _window(brush: _Brush, house: _House, middle: float) -> None:
    """A tall window between shutters, behind a wrought-iron rail."""
    brush.box(middle - 19, 8, middle + 19, 112, shade(house.stone, 1.12))
    brush.box(middle - 15, 12, middle + 15, 112, (104, 92, 84))
    brush.box(middle - 13, 14, middle - 1, 110, (138, 122, 108))
    brush.box(middle + 1, 14, middle + 13, 110, (126, 112, 100))
    for side in (-1, 1):
        left = middle + side * 25 - 7
        brush.box(left, 10, left + 14, 112, (196, 200, 198))
        for y in range(14, 110, 5):
            brush.line(left + 2, y, left + 12, y, (166, 172, 172), 1)
    brush.line(middle - 30, 84, middle + 30, 84, (58, 56, 54), 3)
    brush.line(middle - 30, 114, middle + 30, 114, (58, 56, 54), 4)
    for i in range(-29, 30, 5):
        brush.line(middle + i, 85, middle + i, 114, (58, 56, 54), 1)
        brush.disc(middle + i, 99, 1.4, (58, 56, 54))


def _shop(brush: _Brush, shop: _Shop) -> None:
    top, bottom = 142, FAR_PAVEMENT_Y
    brush.box(shop.left, top, shop.right, bottom, shop.front)
    brush.box(shop.left, top, shop.right, top + 4, shade(shop.front, 1.35))
    wide = text_width_px(shop.name, 0.55)
    brush.words(shop.name, (shop.left + shop.right - wide) / 2, 164, 0.55, shop.lettering)
    glass_top = 172
    door = (shop.left + shop.right) / 2
    for left, right in ((shop.left + 10, door - 24), (door + 24, shop.right - 10)):
        _pane(brush, left, glass_top, right, bottom - 20)
    _pane(brush, door - 17, glass_top, door + 17, bottom - 3)
    brush.line(door + 13, 232, door + 13, 246, (150, 200, 214), 5)
    if shop.awning:
        _awning(brush, shop.left - 6, shop.right + 6, 170, shop.awning)
    else:
        _bread(brush, shop.left + 16, bottom - 22, int(door - 30 - shop.left - 16))


def _pane(brush: _Brush, left: float, top: float, right: float, bottom: float) -> None:
    """A shop window with a warm room behind it and a slanted reflection."""
    brush.box(left, top, right, bottom, (70, 92, 106))
    brush.box(left + 2, top + 2, right - 2, (top + bottom) / 2, (96, 130, 152))
    brush.box(left + 2, (top + bottom) / 2, right - 2, bottom - 2, (76, 102, 120))
    span = right - left
    brush.shape([(left + span * 0.30, bottom - 2), (left + span * 0.42, bottom - 2),
                 (left + span * 0.80, top + 2), (left + span * 0.68, top + 2)], (126, 150, 164))  # fmt: skip


def _awning(brush: _Brush, left: float, right: float, top: float, stripes: tuple[Bgr, Bgr]) -> None:
    """A striped awning with a scalloped edge."""
    count = round((right - left) / 17)
    step = (right - left) / count
    for i in range(count):
        colour = stripes[i % 2]
        x = left + i * step
        brush.shape([(x + 3, top), (x + step + 3, top), (x + step, top + 26), (x, top + 26)], colour)
        brush.box(x, top + 26, x + step, top + 31, shade(colour, 0.86))
        brush.disc(x + step / 2, top + 31, step / 2 - 0.5, shade(colour, 0.86))


def _bread(brush: _Brush, left: int, bottom: int, width: int) -> None:
    """Loaves and baguettes in the bakery's window."""
    for x in range(left, left + width - 8, 13):
        brush.disc(x + 5, bottom - 5, 5, (70, 130, 190))
        brush.line(x + 2, bottom - 24, x + 8, bottom - 44, (96, 160, 214), 9)
    brush.line(left - 4, bottom - 12, left + width, bottom - 12, (60, 80, 96), 3)


def _gate(brush: _Brush, left: int, right: int) -> None:
    """A carriage gate with its number."""
    brush.box(left - 8, 146, right + 8, FAR_PAVEMENT_Y, (196, 216, 222))
    brush.box(left, 156, right, FAR_PAVEMENT_Y, (74, 84, 40))
    middle = (left + right) / 2
    for a, b in ((left + 6, middle - 4), (middle + 4, right - 6)):
        for top, bottom in ((164, 200), (208, 240), (246, 276)):
            brush.box(a, top, b, bottom, (88, 100, 52))
            brush.box(a + 4, top + 4, b - 4, bottom - 4, (68, 78, 36))
    brush.line(middle, 156, middle, FAR_PAVEMENT_Y, (48, 54, 26), 3)
    brush.disc(middle - 6, 226, 2.4, (110, 190, 214))
    brush.disc(middle + 6, 226, 2.4, (110, 190, 214))
    brush.box(middle - 10, 138, middle + 10, 150, (120, 64, 24))
    brush.words("12", middle - 7, 148, 0.34, (238, 242, 244))


def _terrace(brush: _Brush) -> None:
    """Round tables and chairs before the café."""
    for x in (78, 132, 226, 278):
        brush.line(x, 272, x, 296, (60, 58, 56), 4)
        brush.box(x - 13, 270, x + 13, 273, (196, 206, 212))
        for side in (-1, 1):
            seat = x + side * 19
            brush.box(seat - 6, 280, seat + 6, 283, (62, 92, 150))
            brush.line(seat + side * 6, 264, seat + side * 6, 297, (50, 76, 128), 4)
            brush.line(seat - side * 5, 283, seat - side * 5, 297, (50, 76, 128), 3)
