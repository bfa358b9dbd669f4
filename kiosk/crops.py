"""Which square parts of the picture the detector is shown, so that a small car fills enough of its 300 pixels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.geometry import Box, Point, bounds, covered, polygon_area

Square = tuple[int, int, int]
"""x, y of the corner and the side, in pixels."""

_AROUND = (1.7, 2.4)
"""Sides of the crops that show a zone and its surroundings, in zones: vehicles reach out of theirs, upwards most."""
_TILES = (1.2, 1.7)
"""Sides of the crops that show a single vehicle, in square roots of the zone's area. A zone is about as wide as the
vehicles in it, so such a tile is filled by one to half: the sizes this detector sees best."""
_STEP = 0.6
"""Of a tile: neighbouring tiles overlap, so that no vehicle is cut by all of them."""
_MIN_PX = 48
"""A smaller crop has nothing left to enlarge."""
_EDGE = 0.02
"""Of a crop's side: six of the model's 300 pixels, about the error of its boxes."""
_FILLED = 0.9
"""Of a crop: a box that covers all of it is the model's guess at a picture without any thing in it."""
_SHOWN = 0.9
"""Share of a box that a view must hold to say anything of it."""
_MAX_TILES = 12
"""A zone as large as the picture needs no more: its vehicles are large too."""


def crops_for(polygon: Sequence[Point], width: int, height: int) -> list[Square]:
    """The squares to search for vehicles standing in `polygon` (0..1) of a picture of this size, without repeats."""
    x0, y0, x1, y1 = _in_pixels(bounds(polygon), width, height)
    across, down = x1 - x0, y1 - y0
    wanted = [((x0 + x1) / 2, (y0 + y1) / 2, max(across, down) * around) for around in _AROUND]
    for tile in _TILES:
        side = max(_MIN_PX, tile * (polygon_area(polygon) * width * height) ** 0.5)
        columns, rows = _count(across, side), _count(down, side)
        wanted += [
            (x0 + across * (i + 0.5) / columns, y0 + down * (j + 0.5) / rows, side)
            for i in range(columns)
            for j in range(rows)
        ]
    return list(dict.fromkeys(_placed(cx, cy, side, width, height) for cx, cy, side in wanted[:_MAX_TILES]))


def around(box: Box, sides: Sequence[float], width: int, height: int) -> list[Square]:
    """Squares around a box of the picture; their sides are given in lengths of the box."""
    x0, y0, x1, y1 = _in_pixels(box, width, height)
    length = max(x1 - x0, y1 - y0)
    return [_placed((x0 + x1) / 2, (y0 + y1) / 2, max(_MIN_PX, side * length), width, height) for side in sides]


def showing(squares: Sequence[Square], box: Box, width: int, height: int) -> list[Square]:
    """Those squares that hold nearly all of a box of the picture, the one with the box nearest to its middle first."""
    middle_x, middle_y = (box[0] + box[2]) / 2 * width, (box[1] + box[3]) / 2 * height

    def off(square: Square) -> float:
        x, y, side = square
        return max(abs(x + side / 2 - middle_x), abs(y + side / 2 - middle_y)) / side

    return sorted((square for square in squares if shows(square, box, width, height)), key=off)


def shows(square: Square, box: Box, width: int, height: int) -> bool:
    """Whether a square holds nearly all of a box of the picture."""
    return covered(box, by=in_picture((0.0, 0.0, 1.0, 1.0), square, width, height)) >= _SHOWN


def cut(pixels: NDArray[np.uint8], square: Square) -> NDArray[np.uint8]:
    """The square part of the picture; what reaches beyond it is grey."""
    x, y, side = square
    part = pixels[y : y + side, x : x + side]
    if part.shape[:2] == (side, side):
        return part
    filled = np.full((side, side, 3), 127, np.uint8)
    filled[: part.shape[0], : part.shape[1]] = part
    return filled


def in_picture(box: Box, square: Square, width: int, height: int) -> Box:
    """A box in 0..1 of the crop as 0..1 of the picture, cut at its edges."""
    x, y, side = square
    x0, y0, x1, y1 = box
    return (
        min(1.0, (x + x0 * side) / width),
        min(1.0, (y + y0 * side) / height),
        min(1.0, (x + x1 * side) / width),
        min(1.0, (y + y1 * side) / height),
    )


def is_cut(box: Box, square: Square, width: int, height: int) -> bool:
    """Whether a box of the picture ends at an edge of the crop that is not an edge of the picture.

    What a crop cuts off is seen whole in another one; and where a crop shows only asphalt, the model's weak boxes
    cover all of it.
    """
    x, y, side = square
    near = side * _EDGE
    if (box[2] - box[0]) * (box[3] - box[1]) > _FILLED * min(side / width, 1.0) * min(side / height, 1.0):
        return True
    return (
        (x > 0 and box[0] * width <= x + near)
        or (y > 0 and box[1] * height <= y + near)
        or (x + side < width and box[2] * width >= x + side - near)
        or (y + side < height and box[3] * height >= y + side - near)
    )


def _count(length: float, side: float) -> int:
    return max(1, int(np.ceil(length / (side * _STEP))))


def _placed(cx: float, cy: float, side: float, width: int, height: int) -> Square:
    whole = int(min(side, max(width, height)))
    x = int(np.clip(cx - whole / 2, 0, max(0, width - whole)))
    y = int(np.clip(cy - whole / 2, 0, max(0, height - whole)))
    return (x, y, whole)


def _in_pixels(box: Box, width: int, height: int) -> Box:
    return (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
