"""A street cut across: where a camera hangs, and what it sees of the cars beyond the first row."""

import cv2
import numpy as np

from kiosk.street.brush import Bgr, Pixels, words

_SIZE = (480, 270)
_PX_PER_M = 26.0
_GROUND_Y = 226
_WALL_X = 70
_CARS: tuple[tuple[float, float, float, Bgr], ...] = (
    (4.4, 1.75, 1.50, (150, 110, 60)),
    (6.9, 1.75, 1.45, (226, 228, 230)),
    (11.8, 1.75, 1.48, (60, 60, 170)),
)
"""From behind: metres from the wall to the middle, width, height, paint; the last one is parked at the far kerb."""


def section(*, camera_m: float) -> Pixels:
    """The street from the side of the house, with a camera `camera_m` above the pavement: 270 x 480 x 3, BGR."""
    pixels: Pixels = np.full((_SIZE[1], _SIZE[0], 3), (238, 236, 232), np.uint8)
    cv2.rectangle(pixels, (0, _GROUND_Y), (_SIZE[0], _SIZE[1]), (150, 150, 148), -1)
    cv2.rectangle(pixels, (_x(2.6), _GROUND_Y + 4), (_x(13.0), _SIZE[1]), (104, 104, 102), -1)
    cv2.rectangle(pixels, (0, 0), (_WALL_X, _GROUND_Y), (176, 204, 216), -1)
    for sill_m in (0.8, 4.0):
        cv2.rectangle(pixels, (_WALL_X - 14, _y(sill_m + 1.5)), (_WALL_X, _y(sill_m)), (150, 130, 112), -1)
    eye = (_x(0.15), _y(camera_m))
    for x_m, y_m, hidden in _sights(camera_m):
        colour: Bgr = (60, 60, 210) if hidden else (80, 150, 40)
        cv2.line(pixels, eye, (_x(x_m), _y(y_m)), colour, 2, cv2.LINE_AA)
    for car in _CARS:
        _car(pixels, *car)
    cv2.rectangle(pixels, (eye[0] - 12, eye[1] - 6), (eye[0] + 4, eye[1] + 6), (40, 40, 40), -1)
    words(pixels, f"{camera_m:.1f} m", eye[0] + 12, eye[1] - 10, 0.5, (40, 40, 40), 1)
    return pixels


def _sights(camera_m: float) -> list[tuple[float, float, bool]]:
    """Where the looks at the farthest car's roof and wheels end, and whether something else is hit before."""
    found = []
    middle_m, width_m, height_m, _ = _CARS[-1]
    near_m = middle_m - width_m / 2
    for target_m in (height_m * 0.9, 0.25):
        stops = [_hit(camera_m, near_m, target_m, car) for car in _CARS[:-1]]
        first = min((stop for stop in stops if stop is not None), default=None)
        found.append((*first, True) if first is not None else (near_m, target_m, False))
    return found


def _hit(
    camera_m: float, near_m: float, target_m: float, car: tuple[float, float, float, Bgr]
) -> tuple[float, float] | None:
    """Where a straight look at the target meets this car, if it does."""
    middle_m, width_m, height_m, _ = car
    for x_m in np.linspace(middle_m - width_m / 2, middle_m + width_m / 2, 9):
        y_m = camera_m + (target_m - camera_m) * x_m / near_m
        if y_m <= height_m:
            return float(x_m), float(y_m)
    return None


def _car(pixels: Pixels, middle_m: float, width_m: float, height_m: float, paint: Bgr) -> None:
    left, right = _x(middle_m - width_m / 2), _x(middle_m + width_m / 2)
    top, belt, sill = _y(height_m), _y(height_m * 0.6), _y(0.25)
    cv2.rectangle(pixels, (left, belt), (right, sill), paint, -1)
    inset = round((right - left) * 0.1)
    cabin = np.array([(left + inset, top), (right - inset, top), (right, belt), (left, belt)], np.int32)
    cv2.fillPoly(pixels, [cabin], paint, cv2.LINE_AA)
    pane = [(left + inset + 4, top + 4), (right - inset - 4, top + 4), (right - 6, belt - 2), (left + 6, belt - 2)]
    cv2.fillPoly(pixels, [np.array(pane, np.int32)], (110, 92, 78), cv2.LINE_AA)
    for x in (left + 3, right - 11):
        cv2.rectangle(pixels, (x, sill - 4), (x + 8, _GROUND_Y + 4), (36, 34, 34), -1)


def _x(metres: float) -> int:
    return _WALL_X + round(metres * _PX_PER_M)


def _y(metres: float) -> int:
    return _GROUND_Y + 4 - round(metres * _PX_PER_M)
