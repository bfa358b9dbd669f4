"""Vehicles as small pictures with an alpha channel: painted once for each model and colour, then only scaled."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from kiosk.street.bodywork import MASTER_PX_PER_M, PAD_M, Bodywork
from kiosk.street.brush import Bgr, Pixels, glow, paste
from kiosk.street.layout import px_per_m
from kiosk.street.models import MODELS, Model
from kiosk.street.trips import Pose

COLOURS: dict[str, Bgr] = {
    "white": (236, 238, 238),
    "black": (44, 40, 38),
    "grey": (128, 130, 130),
    "silver": (192, 194, 194),
    "red": (44, 38, 178),
    "blue": (158, 84, 38),
    "green": (74, 118, 52),
    "yellow": (56, 192, 236),
}

_HAZARD: Bgr = (10, 120, 235)
_BRAKE: Bgr = (30, 20, 235)


def draw_vehicle(pixels: Pixels, model_name: str, colour: str, pose: Pose, t_s: float) -> None:
    """Draws one vehicle where `pose` says, with turning wheels and its lights."""
    model, scale = MODELS[model_name], px_per_m(pose.ground_y)
    sprite = _scaled(model_name, colour, pose.heading, round(scale * 4))
    left = pose.x_px - sprite.shape[1] / 2
    top = pose.ground_y - sprite.shape[0] + PAD_M * scale
    paste(pixels, sprite, round(left), round(top))
    place = _Place(pose=pose, model=model, scale=scale)
    for x_m in model.wheels_x:
        _spokes(pixels, place, x_m)
    if model.kind == "motorcycle" and pose.moving:
        _rider(pixels, place)
    if pose.braking:
        glow(pixels, *place.at(*model.tail_lamp), 0.16 * scale, _BRAKE)
    if pose.hazards and t_s % 0.8 < 0.4:
        glow(pixels, *place.at(*model.tail_lamp), 0.13 * scale, _HAZARD)
        glow(pixels, *place.at(*model.head_lamp), 0.13 * scale, _HAZARD)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Turns metres on the vehicle into pixels of the picture."""

    pose: Pose
    model: Model
    scale: float

    def at(self, x_m: float, y_m: float) -> tuple[float, float]:
        ahead_m = (x_m - self.model.length_m / 2) * self.pose.heading
        return self.pose.x_px + ahead_m * self.scale, self.pose.ground_y - y_m * self.scale


def _spokes(pixels: Pixels, place: _Place, x_m: float) -> None:
    radius_m = place.model.wheel_m / 2
    turned = place.pose.rolled_m / radius_m * place.pose.heading
    middle = place.at(x_m, radius_m)
    for i in range(5):
        angle = turned + i * 2 * np.pi / 5
        end = (
            middle[0] + np.cos(angle) * radius_m * 0.62 * place.scale,
            middle[1] + np.sin(angle) * radius_m * 0.62 * place.scale,
        )
        ends = [(round(x * 8), round(y * 8)) for x, y in (middle, end)]
        cv2.line(pixels, ends[0], ends[1], (96, 94, 92), 1, cv2.LINE_AA, 3)


def _rider(pixels: Pixels, place: _Place) -> None:
    """Somebody who leans over the handlebar, with a helmet."""
    seat, knee, foot, shoulder, hand = (0.62, 0.98), (1.08, 0.86), (0.92, 0.44), (0.98, 1.42), (1.40, 1.12)
    for start, end, thick_m, colour in (
        (knee, foot, 0.15, (58, 50, 46)), (seat, knee, 0.19, (66, 56, 50)),
        (seat, shoulder, 0.26, (52, 46, 44)), (shoulder, hand, 0.12, (72, 64, 60)),
    ):  # fmt: skip
        ends = [(round(x), round(y)) for x, y in (place.at(*start), place.at(*end))]
        cv2.line(pixels, ends[0], ends[1], colour, max(2, round(thick_m * place.scale)), cv2.LINE_AA)
    x, y = place.at(1.10, 1.58)
    cv2.circle(pixels, (round(x), round(y)), max(2, round(0.15 * place.scale)), (214, 218, 222), -1, cv2.LINE_AA)


@lru_cache(maxsize=40)
def _scaled(model_name: str, colour: str, heading: int, quarter_px_per_m: int) -> Pixels:
    master = _master(model_name, colour, heading)
    factor = quarter_px_per_m / 4 / MASTER_PX_PER_M
    size = (round(master.shape[1] * factor), round(master.shape[0] * factor))
    return cv2.resize(master, size, interpolation=cv2.INTER_AREA).astype(np.uint8)


@lru_cache(maxsize=10)
def _master(model_name: str, colour: str, heading: int) -> Pixels:
    """The vehicle painted large, BGRA, colour multiplied by alpha."""
    model, paint = MODELS[model_name], COLOURS[colour]
    canvas = Bodywork(model)
    canvas.shadow()
    canvas.body(model.body, paint)
    if model.box is not None:
        canvas.body(model.box, (226, 230, 232), cut=0.04)
    canvas.trim()
    for curve in model.windows:
        canvas.window(curve)
    canvas.doors(paint)
    canvas.lamps()
    for x_m in model.wheels_x:
        canvas.wheel(x_m)
    if model.kind == "motorcycle":
        canvas.motorcycle_parts(paint)
    if heading < 0:
        canvas.turn()
    canvas.sign(model_name, heading)
    return canvas.finished()
