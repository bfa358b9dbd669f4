"""Drawing larger than life: shapes are filled at several times their size and shrunk, which smooths every edge."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Bgr = tuple[int, int, int]
Points = Sequence[tuple[float, float]]


def rounded(curve: Points, cut: float, rounds: int = 3) -> list[tuple[float, float]]:
    """A closed outline with its corners cut (Chaikin's way), each cut at most `cut` long."""
    points = list(curve)
    for _ in range(rounds):
        cutting: list[tuple[float, float]] = []
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
            length = float(np.hypot(x1 - x0, y1 - y0))
            part = min(0.25, cut / length) if length else 0.0
            cutting += [
                (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part),
                (x1 - (x1 - x0) * part, y1 - (y1 - y0) * part),
            ]
        points, cut = cutting, cut / 2
    return points


def fill(pixels: Pixels, points: Points, colour: tuple[int, ...]) -> None:
    """Fills a polygon given in pixels of `pixels`."""
    cv2.fillPoly(pixels, [np.rint(np.array(points)).astype(np.int32)], colour)


def box(pixels: Pixels, left: float, top: float, right: float, bottom: float, colour: tuple[int, ...]) -> None:
    """Fills an upright rectangle, right and bottom excluded."""
    pixels[round(top) : round(bottom), round(left) : round(right)] = colour


def shade(colour: Bgr, factor: float) -> Bgr:
    """The colour made darker (below 1) or lighter (above 1)."""
    b, g, r = (min(255, max(0, round(c * factor))) for c in colour)
    return (b, g, r)


def paste(pixels: Pixels, sprite: Pixels, left: int, top: int) -> None:
    """Blends a BGRA `sprite` (colour already multiplied by its alpha) into `pixels`, cut off at the edges."""
    height, width = pixels.shape[:2]
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(width, left + sprite.shape[1]), min(height, top + sprite.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = sprite[y0 - top : y1 - top, x0 - left : x1 - left]
    under = pixels[y0:y1, x0:x1]
    through = cv2.cvtColor(255 - part[..., 3], cv2.COLOR_GRAY2BGR)
    cv2.add(cv2.multiply(under, through, scale=1 / 255), np.ascontiguousarray(part[..., :3]), dst=under)
    pixels[y0:y1, x0:x1] = under


def glow(pixels: Pixels, x: float, y: float, radius: float, colour: Bgr) -> None:
    """Adds a soft spot of light."""
    reach = round(radius * 2)
    left, top = max(0, round(x) - reach), max(0, round(y) - reach)
    part = pixels[top : round(y) + reach + 1, left : round(x) + reach + 1]
    if part.size == 0:
        return
    ys, xs = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]]
    light = np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / radius**2)[..., None] * np.array(colour, float)
    part[:] = np.minimum(255, part + light).astype(np.uint8)


def text_width_px(text: str, size: float, weight: int = 1) -> int:
    """How wide `words` will write it."""
    return int(cv2.getTextSize(text.replace("É", "E"), cv2.FONT_HERSHEY_DUPLEX, size, weight)[0][0])


def words(pixels: Pixels, text: str, left: float, baseline: float, size: float, colour: Bgr, weight: int = 1) -> None:
    """Writes `text`, with an acute accent over each É, which OpenCV's own letters lack."""
    plain = text.replace("É", "E")
    font = cv2.FONT_HERSHEY_DUPLEX
    at = (round(left), round(baseline))
    cv2.putText(pixels, plain, at, font, size, colour, weight, cv2.LINE_AA)
    for i, letter in enumerate(text):
        if letter == "É":
            x = left + text_width_px(plain[:i], size, weight) + 9 * size
            y = baseline - 25 * size
            cv2.line(
                pixels,
                (round(x), round(y)),
                (round(x + 7 * size), round(y - 5 * size)),
                colour,
                weight + 1,
                cv2.LINE_AA,
            )
