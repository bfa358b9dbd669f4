"""The street without anybody in it: facades, shops, trees, road, kerbs; painted once at twice its size and shrunk."""

import random
from functools import lru_cache

import cv2
import numpy as np

from kiosk.street.brush import Bgr, Pixels, box, fill, shade, words
from kiosk.street.layout import (
    ENTRANCE_X,
    FAR_KERB_Y,
    FAR_PAVEMENT_Y,
    HEIGHT_PX,
    NEAR_KERB_Y,
    WIDTH_PX,
)
from kiosk.street.shops import paint_houses

_K = 2
_ROAD: Bgr = (106, 104, 102)
_PAVEMENT: Bgr = (176, 182, 184)


@lru_cache(maxsize=1)
def backdrop() -> Pixels:
    """The empty street, HEIGHT_PX x WIDTH_PX x 3, BGR; copy it before drawing on it."""
    large: Pixels = np.zeros((HEIGHT_PX * _K, WIDTH_PX * _K, 3), np.uint8)
    paint_houses(large, _K)
    _ground(large)
    _markings(large)
    _pavement_before_the_door(large)
    for x in (30, 322, 660, 936):
        _tree(large, x)
    return _light(np.asarray(cv2.resize(large, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), np.uint8))


def draw_foreground(pixels: Pixels) -> None:
    """What stands between the window and the road: bollards, flower pots, and the sign that says what this is."""
    for x in (44, 128, 556, 584, 948):
        _bollard(pixels, x)
    _label(pixels)


def _ground(large: Pixels) -> None:
    box(large, 0, FAR_PAVEMENT_Y * _K, WIDTH_PX * _K, FAR_KERB_Y * _K, _PAVEMENT)
    for x in range(-40, WIDTH_PX + 60, 46):
        top, bottom = (x * _K, FAR_PAVEMENT_Y * _K), ((x - 14) * _K, FAR_KERB_Y * _K)
        cv2.line(large, top, bottom, shade(_PAVEMENT, 0.92), 2, cv2.LINE_AA)
    box(large, 0, FAR_KERB_Y * _K, WIDTH_PX * _K, (FAR_KERB_Y + 5) * _K, (150, 154, 156))
    box(large, 0, (FAR_KERB_Y + 5) * _K, WIDTH_PX * _K, (FAR_KERB_Y + 9) * _K, (84, 84, 84))
    road = slice((FAR_KERB_Y + 9) * _K, NEAR_KERB_Y * _K)
    rows = np.linspace(1.06, 0.94, road.stop - road.start)[:, None, None]
    grain = np.random.default_rng(7).normal(0, 5, (road.stop - road.start, WIDTH_PX * _K, 1))
    large[road] = np.clip(rows * np.array(_ROAD) + cv2.GaussianBlur(grain, (0, 0), 1.2)[..., None] * 2, 0, 255)
    box(large, 0, NEAR_KERB_Y * _K, WIDTH_PX * _K, (NEAR_KERB_Y + 9) * _K, (172, 176, 178))
    box(large, 0, (NEAR_KERB_Y + 9) * _K, WIDTH_PX * _K, HEIGHT_PX * _K, shade(_PAVEMENT, 1.06))
    for x in range(-200, WIDTH_PX + 200, 92):
        top, bottom = (x * _K, NEAR_KERB_Y * _K), ((x - 44) * _K, HEIGHT_PX * _K)
        cv2.line(large, top, bottom, shade(_PAVEMENT, 0.90), 3, cv2.LINE_AA)
    cv2.line(large, (0, 512 * _K), (WIDTH_PX * _K, 512 * _K), shade(_PAVEMENT, 0.92), 3)


def _markings(large: Pixels) -> None:
    """White dashes between the lanes; yellow ones and the word of the delivery bay."""
    for x in range(-20, WIDTH_PX, 96):
        _shape(large, [(x, 366), (x + 46, 366), (x + 44, 370), (x - 2, 370)], (214, 218, 218))
    yellow: Bgr = (70, 186, 218)
    corners = [(608, 430), (944, 430), (956, 472), (600, 472)]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        _dashes(large, (x0, y0), (x1, y1), yellow, 24)
    _dashes(large, corners[0], corners[2], yellow, 30)
    _dashes(large, corners[1], corners[3], yellow, 30)
    flat: Pixels = np.zeros((70, 460, 3), np.uint8)
    words(flat, "LIVRAISON", 20, 52, 2.2, (255, 255, 255), 5)
    flat = np.asarray(cv2.resize(flat, (320, 34), interpolation=cv2.INTER_AREA), np.uint8)
    spot = large[452 * _K : 452 * _K + 34, 690 * _K : 690 * _K + 320]
    spot[:] = np.where(flat > 90, np.array(yellow, np.uint8), spot)


def _shape(large: Pixels, points: list[tuple[int, int]], colour: Bgr) -> None:
    """Fills a polygon given in pixels of the small picture."""
    fill(large, [(x * _K, y * _K) for x, y in points], colour)


def _dashes(large: Pixels, start: tuple[int, int], end: tuple[int, int], colour: Bgr, step_px: int) -> None:
    count = max(1, round(np.hypot(end[0] - start[0], end[1] - start[1]) / step_px))
    for i in range(count):
        a, b = i / count, (i + 0.55) / count
        ends = [(round((start[0] + (end[0] - start[0]) * u) * _K), round((start[1] + (end[1] - start[1]) * u) * _K))
                for u in (a, b)]  # fmt: skip
        cv2.line(large, ends[0], ends[1], colour, 5, cv2.LINE_AA)


def _pavement_before_the_door(large: Pixels) -> None:
    """The mat that leads to the venue's own door."""
    mat = [(ENTRANCE_X - 52, 490), (ENTRANCE_X + 52, 490), (ENTRANCE_X + 66, 540), (ENTRANCE_X - 66, 540)]
    _shape(large, mat, (48, 44, 128))
    inner = [(ENTRANCE_X - 46, 493), (ENTRANCE_X + 46, 493), (ENTRANCE_X + 59, 540), (ENTRANCE_X - 59, 540)]
    _shape(large, inner, (58, 54, 150))
    words(large, "BIENVENUE", (ENTRANCE_X - 42) * _K, 521 * _K, 0.95, (196, 206, 226), 2)


def _tree(large: Pixels, x: int) -> None:
    """A plane tree on the far pavement, with its iron grille."""
    cv2.ellipse(large, (x * _K, 306 * _K), (17 * _K, 3 * _K), 0, 0, 360, (96, 100, 102), -1, cv2.LINE_AA)
    _shape(large, [(x - 4, 306), (x + 4, 306), (x + 3, 150), (x - 2, 150)], (92, 112, 124))
    _shape(large, [(x + 1, 306), (x + 4, 306), (x + 3, 150), (x + 1, 150)], (70, 86, 96))
    dice = random.Random(x)  # noqa: S311 - a drawing, not a secret
    for i in range(150):
        angle, reach = dice.uniform(0, 2 * np.pi), dice.uniform(0, 1) ** 0.5
        at = (x + np.cos(angle) * reach * 46, 96 + np.sin(angle) * reach * 58)
        tone = 0.72 + 0.42 * i / 150 - 0.12 * (at[1] - 96) / 58
        leaf = shade((70, 132, 104), tone * dice.uniform(0.92, 1.08))
        cv2.circle(large, (round(at[0] * _K), round(at[1] * _K)), dice.randint(10, 22), leaf, -1, cv2.LINE_AA)


def _light(small: Pixels) -> Pixels:
    """A soft morning: a touch warmer at the top left, darker in the corners."""
    ys, xs = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    far = np.hypot((xs - WIDTH_PX * 0.42) / WIDTH_PX, (ys - HEIGHT_PX * 0.45) / HEIGHT_PX)
    gain = (1.06 - 0.22 * far**2)[..., None] * np.array([0.97, 1.0, 1.03], np.float32)
    return np.asarray(np.clip(small * gain, 0, 255), np.uint8)


def _bollard(pixels: Pixels, x: int) -> None:
    """A Paris bollard on the near kerb: a dark post with a white ball."""
    cv2.ellipse(pixels, (x + 3, 490), (9, 2), 0, 0, 360, (120, 122, 124), -1, cv2.LINE_AA)
    cv2.rectangle(pixels, (x - 3, 448), (x + 3, 490), (58, 50, 44), -1)
    cv2.rectangle(pixels, (x - 3, 448), (x - 1, 490), (84, 74, 66), -1)
    cv2.circle(pixels, (x, 444), 5, (232, 234, 234), -1, cv2.LINE_AA)


def _label(pixels: Pixels) -> None:
    """Says in the picture itself that it is a simulation."""
    left, top, width, height = 14, 14, 366, 34
    plate = pixels[top : top + height, left : left + width]
    plate[:] = (plate * 0.25 + np.array([74, 44, 18]) * 0.75).astype(np.uint8)
    cv2.rectangle(pixels, (left, top), (left + width, top + height), (222, 226, 228), 1, cv2.LINE_AA)
    words(pixels, "RUE SIMULÉE  /  SIMULATED STREET", left + 12, top + 23, 0.58, (240, 244, 246), 1)
