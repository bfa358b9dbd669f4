"""The colour word of a vehicle, measured in the middle of its box; none when it is not sure."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.geometry import Box

_MIN_PX = 12
"""A box with a shorter side shows too few pixels of paint."""
_GREY_PICTURE = 12.0
"""Mean saturation (0..255) below which the whole picture has no colours: infrared, or deep night."""
_DARK_PICTURE = 45.0
"""Median brightness (0..255) below which paint cannot be told: a street at night."""
_PAINT = 80
"""Saturation from which on a pixel is coloured paint; reflections of sky and asphalt stay below."""
_PAINT_SHARE = 0.35
"""Of the middle: windows, shadows and lamps take the rest."""
_BLACK, _GREY, _WHITE = 55.0, (75.0, 150.0), 170.0
"""Brightness of colourless paint; between the bands nobody could say."""

_HUES = ((8, "red"), (20, "orange"), (33, "yellow"), (85, "green"), (130, "blue"), (170, None), (181, "red"))
"""Upper bounds of OpenCV's hue (0..180) and their words; between blue and red nobody paints cars often enough."""


def picture_has_colours(pixels: NDArray[np.uint8]) -> bool:
    """Whether colours can be told at all in this picture."""
    small = cv2.resize(pixels, (64, 48), interpolation=cv2.INTER_AREA)
    hsv = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)
    return float(hsv[..., 1].mean()) >= _GREY_PICTURE and float(np.median(hsv[..., 2])) >= _DARK_PICTURE


def colour_word(pixels: NDArray[np.uint8], box: Box) -> str | None:
    """The English word for the paint in the middle of `box` (0..1 of the picture, BGR), or None."""
    height, width = pixels.shape[:2]
    w, h = (box[2] - box[0]) * width, (box[3] - box[1]) * height
    if min(w, h) < _MIN_PX:
        return None
    x0, x1 = int(box[0] * width + 0.25 * w), int(box[2] * width - 0.25 * w)
    y0, y1 = int(box[1] * height + 0.35 * h), int(box[3] * height - 0.2 * h)
    hsv = cv2.cvtColor(pixels[y0:y1, x0:x1], cv2.COLOR_BGR2HSV)
    paint = (hsv[..., 1] >= _PAINT) & (hsv[..., 2] >= 50)
    if float(paint.mean()) >= _PAINT_SHARE:
        hue = float(np.median(hsv[..., 0][paint]))
        return next(word for bound, word in _HUES if hue < bound)
    if float(paint.mean()) > _PAINT_SHARE / 2:
        return None
    return _shade(float(np.median(hsv[..., 2])))


def _shade(brightness: float) -> str | None:
    if brightness < _BLACK:
        return "black"
    if _GREY[0] <= brightness <= _GREY[1]:
        return "grey"
    return "white" if brightness > _WHITE else None
