"""Google's SSD MobileNetV2 of Open Images classes, from the package @mediapipe/objectron, run by LiteRT."""

import logging
import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.errors import DetectionError
from kiosk.ports import Detection, Frame, Pixels

SIDE_PX = 300
PERSON, VEHICLE, CAR = 4, 18, 23
"""Rows of the model's label map; 0 is the background."""

_MIN_SCORE = 0.2
"""Below it the model's boxes are scattered over the whole picture; what is above is weighed by the core."""
_MAX_IOU = 0.5
"""Non-maximum suppression's usual value: two real vehicles seldom overlap more in a picture from above."""

Floats = NDArray[np.float32]


class SsdDetector:
    """Runs on square pictures best: it makes 300 x 300 of whatever it is given."""

    name = "ssd"
    whole = False

    def __init__(self, model: Path, *, threads: int = 1) -> None:
        """Raises DetectionError when the model is not there or is not this model."""
        if not model.is_file():
            raise DetectionError(f"The detector's model is not at {model}: run `kiosk models install`.")
        try:
            from ai_edge_litert.interpreter import Interpreter

            logging.getLogger("ai_edge_litert").setLevel(logging.ERROR)
            with _without_remarks():
                self._model: Any = Interpreter(model_content=model.read_bytes(), num_threads=threads)
                self._model.allocate_tensors()
            self._input = self._model.get_input_details()[0]["index"]
            outputs = {tuple(one["shape"]): one["index"] for one in self._model.get_output_details()}
            self._boxes, self._scores = outputs[1, 1917, 4], outputs[1, 1917, 24]
        except (ImportError, ValueError, KeyError, RuntimeError, OSError) as error:
            raise DetectionError(
                f"The detector's model cannot be run ({error}): run `kiosk models install`."
            ) from error
        self._anchors = anchors()

    def detect(self, frame: Frame) -> Sequence[Detection]:
        """Vehicles and people in the frame."""
        self._model.set_tensor(self._input, prepared(frame.pixels)[None])
        try:
            self._model.invoke()
        except RuntimeError as error:
            raise DetectionError(f"The detector stopped ({error}): restart the watcher.") from error
        boxes = decoded(self._model.get_tensor(self._boxes)[0], self._anchors)
        logits = self._model.get_tensor(self._scores)[0]
        scores = 1.0 / (1.0 + np.exp(-logits[:, (PERSON, VEHICLE, CAR)]))
        vehicles = _kept(boxes, scores[:, 1:].max(axis=1))
        people = _kept(boxes, scores[:, 0])
        return [
            *(
                _detection(boxes[i], scores[i, 1:].max(), "car" if scores[i, 2] >= scores[i, 1] else "vehicle")
                for i in vehicles
            ),
            *(_detection(boxes[i], scores[i, 0], "person") for i in people),
        ]


@contextmanager
def _without_remarks() -> Iterator[None]:
    """LiteRT tells standard error how it is built, and no setting stops it: its lines "INFO: ..." are left out."""
    sys.stderr.flush()
    kept = os.dup(2)
    with os.fdopen(os.memfd_create("remarks"), "rb") as said:  # in memory: the watcher writes nothing to the disk
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            for line in said:
                if not line.startswith(b"INFO: "):
                    os.write(2, line)


def prepared(pixels: Pixels) -> Floats:
    """The model's input: 300 x 300 x 3, RGB, -1..1.

    A small crop is enlarged with a cubic kernel: with the area kernel, which repeats pixels, the model's scores of
    small parked cars fall from about 0.45 to 0.15.
    """
    smaller = min(pixels.shape[:2]) < SIDE_PX
    sized = cv2.resize(pixels, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC if smaller else cv2.INTER_AREA)
    return cv2.cvtColor(sized, cv2.COLOR_BGR2RGB).astype(np.float32) / 127.5 - 1.0


def anchors() -> Floats:
    """The model's 1917 anchors as centre y, centre x, height, width in 0..1 (Liu et al., "SSD", 2016)."""
    strides = (16, 32, 64, 128, 256, 512)
    scales = [0.2 + (0.95 - 0.2) * layer / 5 for layer in range(6)] + [1.0]
    rows: list[tuple[float, float, float, float]] = []
    for layer, stride in enumerate(strides):
        cells = math.ceil(SIDE_PX / stride)
        scale, between = scales[layer], math.sqrt(scales[layer] * scales[layer + 1])
        shapes = [(scale, r) for r in (1.0, 2.0, 0.5, 3.0, 1 / 3)] + [(between, 1.0)]
        if layer == 0:
            shapes = [(0.1, 1.0), (0.2, 2.0), (0.2, 0.5)]
        for y in range(cells):
            for x in range(cells):
                centre = ((y + 0.5) / cells, (x + 0.5) / cells)
                rows += [(*centre, size / math.sqrt(ratio), size * math.sqrt(ratio)) for size, ratio in shapes]
    return np.array(rows, dtype=np.float32)


def decoded(codes: Floats, at: Floats) -> Floats:
    """Boxes as x0, y0, x1, y1 from the model's codes (n x 4: y and x by 10, height and width by 5) at anchors `at`."""
    y = codes[:, 0] / 10.0 * at[:, 2] + at[:, 0]
    x = codes[:, 1] / 10.0 * at[:, 3] + at[:, 1]
    half_h = np.exp(codes[:, 2] / 5.0) * at[:, 2] / 2
    half_w = np.exp(codes[:, 3] / 5.0) * at[:, 3] / 2
    boxes: Floats = np.stack([x - half_w, y - half_h, x + half_w, y + half_h], axis=1)
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


def _detection(box: Floats, score: float, label: str) -> Detection:
    x0, y0, x1, y1 = (float(v) for v in box)
    return Detection(box=(x0, y0, x1, y1), score=float(score), label=label)
