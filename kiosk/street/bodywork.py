"""Paints one vehicle, large and seen from the side: metal, glass, lamps, wheels, lettering."""

import cv2
import numpy as np

from kiosk.street.brush import Bgr, Pixels, fill, rounded, shade, text_width_px, words
from kiosk.street.models import Curve, Model

MASTER_PX_PER_M = 150.0
"""Several times the size it is ever shown at."""
PAD_M = 0.30
"""Room around the vehicle in its picture, for the shadow."""
_GLASS: Bgr = (92, 78, 66)
_TYRE: Bgr = (34, 32, 32)
_RIM: Bgr = (186, 184, 180)


class Bodywork:
    """A transparent picture of one model, painted in metres."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._k = MASTER_PX_PER_M
        self._height = round((model.height_m + 2 * PAD_M) * self._k)
        width = round((model.length_m + 2 * PAD_M) * self._k)
        self._bgr: Pixels = np.zeros((self._height, width, 3), np.uint8)
        self._alpha: Pixels = np.zeros((self._height, width), np.uint8)

    def shadow(self) -> None:
        """A soft dark patch on the ground."""
        middle = self._at(self._model.length_m / 2, 0.02)
        axes = (round(self._model.length_m * 0.5 * self._k), round(0.13 * self._k))
        cv2.ellipse(self._alpha, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 190, -1)
        self._alpha = cv2.GaussianBlur(self._alpha, (0, 0), 0.06 * self._k).astype(np.uint8)

    def body(self, curve: Curve, paint: Bgr, cut: float = 0.30) -> None:
        """Painted metal: light on the roof and the shoulder, dark towards the sill."""
        mask: Pixels = np.zeros_like(self._alpha)
        fill(mask, self._curve(curve, cut), (255,))
        heights_m = (self._height - np.arange(self._height)) / self._k - PAD_M
        belt = self._model.beltline_m
        light = np.interp(
            heights_m,
            [0.15, 0.45, belt - 0.18, belt - 0.04, belt + 0.02, self._model.height_m],
            [0.52, 0.78, 0.92, 1.16, 1.0, 1.12],
        )
        painted = np.clip(light[:, None] * np.array(paint, float) + np.maximum(0, light - 1)[:, None] * 90, 0, 255)
        rows = np.broadcast_to(painted[:, None, :], self._bgr.shape).astype(np.uint8)
        self._bgr[mask > 0] = rows[mask > 0]
        self._alpha = np.maximum(self._alpha, mask)
        outline = np.rint(np.array(self._curve(curve, cut))).astype(np.int32)
        cv2.polylines(self._bgr, [outline], True, shade(paint, 0.45), round(0.025 * self._k), cv2.LINE_AA)

    def trim(self) -> None:
        """Dark plastic along the sill and the wheel arches."""
        model = self._model
        if model.kind == "motorcycle":
            return
        solid = self._alpha == 255
        low = np.zeros_like(solid)
        low[round(self._at(0, 0.34)[1]) :] = True
        self._bgr[solid & low] = (46, 44, 44)
        for x_m in model.wheels_x:
            arch = np.zeros_like(self._alpha)
            x, y = self._at(x_m, model.wheel_m / 2)
            cv2.circle(arch, (round(x), round(y)), round(model.wheel_m * 0.60 * self._k), 255, -1)
            self._bgr[solid & (arch > 0)] = (30, 28, 28)

    def window(self, curve: Curve) -> None:
        """Glass, lighter towards the sky, with one slanted reflection."""
        points = self._curve(curve, 0.06)
        mask: Pixels = np.zeros_like(self._alpha)
        fill(mask, points, (255,))
        ys = [y for _, y in points]
        xs = [x for x, _ in points]
        light = np.interp(np.arange(self._height), [min(ys), max(ys)], [1.5, 0.72])
        rows = np.clip(light[:, None] * np.array(_GLASS, float), 0, 255).astype(np.uint8)
        self._bgr[mask > 0] = np.broadcast_to(rows[:, None, :], self._bgr.shape)[mask > 0]
        streak: Pixels = np.zeros_like(self._alpha)
        left = min(xs) + (max(xs) - min(xs)) * 0.30
        wide, slant = 0.18 * self._k, (max(ys) - min(ys)) * 0.6
        fill(
            streak,
            [(left, max(ys)), (left + wide, max(ys)), (left + wide + slant, min(ys)), (left + slant, min(ys))],
            (255,),
        )
        shine = (mask > 0) & (streak > 0)
        self._bgr[shine] = (self._bgr[shine] * 0.75 + 52).astype(np.uint8)
        outline = np.rint(np.array(points)).astype(np.int32)
        cv2.polylines(self._bgr, [outline], True, (28, 26, 26), round(0.03 * self._k), cv2.LINE_AA)

    def doors(self, paint: Bgr) -> None:
        """Gaps between panels, and a handle on each door."""
        model = self._model
        for i, x_m in enumerate(model.doors_x):
            top, bottom = self._at(x_m, model.beltline_m), self._at(x_m, 0.36)
            cv2.line(self._bgr, _whole(top), _whole(bottom), shade(paint, 0.5), round(0.02 * self._k), cv2.LINE_AA)
            if i:
                handle = self._at(x_m - 0.32, model.beltline_m - 0.14)
                end = (handle[0] + 0.18 * self._k, handle[1])
                cv2.line(self._bgr, _whole(handle), _whole(end), shade(paint, 0.55), round(0.04 * self._k), cv2.LINE_AA)

    def lamps(self) -> None:
        """Head lamp and tail lamp."""
        size = (round(0.16 * self._k), round(0.075 * self._k))
        head, tail = self._at(*self._model.head_lamp), self._at(*self._model.tail_lamp)
        cv2.ellipse(self._bgr, _whole(head), size, 12, 0, 360, (214, 240, 246), -1, cv2.LINE_AA)
        cv2.ellipse(self._bgr, _whole(head), size, 12, 0, 360, (90, 90, 90), round(0.015 * self._k), cv2.LINE_AA)
        cv2.ellipse(self._bgr, _whole(tail), size[::-1], 0, 0, 360, (36, 28, 150), -1, cv2.LINE_AA)

    def wheel(self, x_m: float) -> None:
        """Tyre and rim; the spokes are drawn as it rolls."""
        radius = self._model.wheel_m / 2 * self._k
        middle = _whole(self._at(x_m, self._model.wheel_m / 2))
        for part, colour in ((1.0, _TYRE), (0.68, shade(_RIM, 0.72)), (0.60, _RIM), (0.16, shade(_RIM, 0.6))):
            cv2.circle(self._bgr, middle, round(radius * part), colour, -1, cv2.LINE_AA)
        cv2.circle(self._alpha, middle, round(radius), 255, -1)

    def motorcycle_parts(self, paint: Bgr) -> None:
        """Fork, handlebar, seat and exhaust, which hold the two wheels together."""
        lines = (
            ((1.80, 0.32), (1.52, 1.04), 0.07, (150, 150, 150)), ((1.52, 1.04), (1.36, 1.14), 0.05, (40, 40, 40)),
            ((0.33, 0.32), (0.80, 0.42), 0.09, (60, 60, 60)), ((0.30, 0.34), (0.95, 0.34), 0.10, (170, 170, 175)),
            ((0.22, 0.88), (0.86, 0.90), 0.13, (30, 30, 30)), ((1.52, 1.00), (1.66, 1.22), 0.03, (200, 190, 180)),
        )  # fmt: skip
        for start, end, thick_m, colour in lines:
            for layer, value in ((self._bgr, colour), (self._alpha, 255)):
                cv2.line(layer, _whole(self._at(*start)), _whole(self._at(*end)), value, round(thick_m * self._k))
        tank = self._curve(((0.92, 0.88), (1.05, 1.06), (1.40, 1.04), (1.46, 0.88)), 0.1)
        fill(self._bgr, tank, shade(paint, 1.1))
        fill(self._alpha, tank, (255,))

    def turn(self) -> None:
        """Lets it look to the left; what is written comes after, so that it can be read."""
        self._bgr, self._alpha = self._bgr[:, ::-1].copy(), self._alpha[:, ::-1].copy()

    def sign(self, model_name: str, heading: int) -> None:
        """What is written on it."""
        model = self._model
        if model_name == "taxi":
            left, bottom = self._at(1.45 if heading > 0 else model.length_m - 1.87, 1.54)
            right, top = left + 0.42 * self._k, bottom - 0.14 * self._k
            for layer, value in ((self._bgr, (235, 245, 248)), (self._alpha, 255)):
                cv2.rectangle(layer, _whole((left, top)), _whole((right, bottom)), value, -1)
            words(self._bgr, "TAXI", left + 6, bottom - 5, 0.6, (40, 40, 40), 1)
        elif model.livery:
            size = 2.2 if model.box else 1.25
            wide_m = text_width_px(model.livery, size, 3) / self._k
            left_m = 0.38 if heading > 0 else model.length_m - 0.38 - wide_m
            x, y = self._at(left_m, model.beltline_m + 0.32)
            words(self._bgr, model.livery, x, y, size, (96, 70, 40), 3)

    def finished(self) -> Pixels:
        """BGRA with the colour multiplied by the alpha."""
        weight = self._alpha.astype(np.float32)[..., None] / 255
        return np.dstack(((self._bgr * weight).astype(np.uint8), self._alpha))

    def _at(self, x_m: float, y_m: float) -> tuple[float, float]:
        return (x_m + PAD_M) * self._k, self._height - (y_m + PAD_M) * self._k

    def _curve(self, curve: Curve, cut_m: float) -> list[tuple[float, float]]:
        return [self._at(x, y) for x, y in rounded(curve, cut_m)]


def _whole(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0]), round(point[1])
