"""Finds what is new in the street without any model: what differs from the street as it was before."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.ports import Detection, Frame

_WIDTH_PX = 240
"""Vehicles in a zone are some 20 pixels or more at this width; rain, leaves and noise are less."""
_LEARN_FRAMES = 5
"""The first background is their median: whoever passes is gone from it."""
_LEARN_S = 1800.0
"""What stays is part of the street after about this long; a parked car must be told well before."""
_DIFFERENT = 22.0
"""Grey levels: sensor noise of cheap cameras is about 5, a vehicle on asphalt 30 and more."""
_MIN_SHARE, _MAX_SHARE = 0.004, 0.5
"""Of the picture: less is a person or a bag, more is the light."""
_SCORE = 0.5
"""It is as likely a vehicle as not; there is no more to say without a model."""

Grey = NDArray[np.float32]


class MotionDetector:
    """Remembers the street; needs the whole picture each time, in the order of time."""

    name = "motion"
    whole = True

    def __init__(self) -> None:
        self._first: list[Grey] = []
        self._street: Grey | None = None
        self._last_t_s = 0.0

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """Patches the size of a vehicle that were not there before; what stood there at the start is not seen."""
        grey = _grey(frame)
        if self._street is None or self._street.shape != grey.shape:
            self._learn(grey, frame.t_s)
            return ()
        lit = grey - float(np.median(grey - self._street))  # a cloud changes the light of the whole street
        new = _tidied((np.abs(lit - self._street) > _DIFFERENT).astype(np.uint8))
        self._adapt(lit, new, frame.t_s)
        return self._patches(new)

    def _learn(self, grey: Grey, t_s: float) -> None:
        if self._first and self._first[0].shape != grey.shape:
            self._first = []
        self._first.append(grey)
        self._last_t_s = t_s
        if len(self._first) == _LEARN_FRAMES:
            self._street = np.median(self._first, axis=0).astype(np.float32)
            self._first = []

    def _adapt(self, lit: Grey, new: NDArray[np.uint8], t_s: float) -> None:
        passed_s = max(0.0, t_s - self._last_t_s)
        self._last_t_s = t_s
        quick, slow = min(0.5, passed_s / 60.0), min(0.5, passed_s / _LEARN_S)
        rate = np.where(new > 0, slow, quick).astype(np.float32)
        assert self._street is not None  # noqa: S101 - learnt before
        self._street += rate * (lit - self._street)

    def _patches(self, new: NDArray[np.uint8]) -> list[Detection]:
        height, width = new.shape
        _, _, found, _ = cv2.connectedComponentsWithStats(new)
        boxes: list[Detection] = []
        rows: Any = found[1:].tolist()  # plain numbers: numpy's own cannot be told over MQTT
        for x, y, w, h, count in rows:
            share = count / (width * height)
            if _MIN_SHARE <= share <= _MAX_SHARE and 0.3 < w / h < 6.0:  # a standing person is taller than this
                box = (x / width, y / height, (x + w) / width, (y + h) / height)
                boxes.append(Detection(box=box, score=_SCORE, label="vehicle"))
        return boxes


def _tidied(new: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Holes closed (windows look like the street), specks gone."""
    closed = cv2.morphologyEx(new, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _grey(frame: Frame) -> Grey:
    height = max(1, round(frame.pixels.shape[0] * _WIDTH_PX / frame.pixels.shape[1]))
    small = cv2.resize(frame.pixels, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0).astype(np.float32)
