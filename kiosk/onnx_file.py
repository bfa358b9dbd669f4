"""Writes a small ONNX file without the package that usually does: a few nodes, float32, one picture at a time.

Field numbers and types are those of onnx.proto (https://onnx.ai/onnx/repo-docs/IR.html); the bytes are protocol buffers
(https://protobuf.dev/programming-guides/encoding/). The same calls give the same bytes on every machine.
"""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET = 11
"""The oldest whose Resize knows half pixels: OpenCV 4.6 of Raspberry Pi OS reads it, and so does OpenCV 5."""
_IR_VERSION = 6
"""Of the file's form, as it was when that opset came."""
_FLOAT = 1
"""TensorProto's word for float32."""
_AS_FLOAT, _AS_INT, _AS_STRING, _AS_INTS = 1, 2, 3, 7
"""AttributeProto's words for what it holds."""

Attribute = float | int | str | Sequence[int]


class OnnxFile:
    """Collects nodes, their constants, inputs and outputs; `written` gives the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._inputs: list[bytes] = []
        self._outputs: list[bytes] = []
        self._count = 0

    def input(self, name: str, shape: Sequence[int]) -> str:
        """Declares the input `name` of this shape."""
        self._inputs.append(_declared(name, shape))
        return name

    def output(self, name: str, shape: Sequence[int]) -> None:
        """Declares that the tensor `name` of this shape is an output."""
        self._outputs.append(_declared(name, shape))

    def constant(self, values: NDArray[Any]) -> str:
        """Adds `values` as float32 and returns the name they go by."""
        name = f"c{len(self._constants)}"
        packed = np.ascontiguousarray(values, dtype="<f4").tobytes()
        shape = b"".join(_number(1, side) for side in values.shape)
        self._constants.append(shape + _number(2, _FLOAT) + _text(8, name) + _bytes(9, packed))
        return name

    def node(self, kind: str, inputs: Sequence[str], name: str = "", **attributes: Attribute) -> str:
        """Adds a node of this operator and returns the name of what it makes: `name`, or one of its own."""
        self._count += 1
        made = name or f"t{self._count}"
        body = b"".join(_text(1, one) for one in inputs) + _text(2, made) + _text(4, kind)
        self._nodes.append(body + b"".join(_bytes(5, _attribute(key, attributes[key])) for key in sorted(attributes)))
        return made

    def written(self) -> bytes:
        """The file's bytes."""
        graph = b"".join(_bytes(1, one) for one in self._nodes) + _text(2, self._name)
        for field, parts in ((5, self._constants), (11, self._inputs), (12, self._outputs)):
            graph += b"".join(_bytes(field, one) for one in parts)
        opset = _text(1, "") + _number(2, OPSET)
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, opset)


def _attribute(key: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _text(1, key) + _key(2, 5) + struct.pack("<f", value) + _number(20, _AS_FLOAT)
    if isinstance(value, int):
        return _text(1, key) + _number(3, value) + _number(20, _AS_INT)
    if isinstance(value, str):
        return _text(1, key) + _text(4, value) + _number(20, _AS_STRING)
    return _text(1, key) + b"".join(_number(8, one) for one in value) + _number(20, _AS_INTS)


def _declared(name: str, shape: Sequence[int]) -> bytes:
    sides = b"".join(_bytes(1, _number(1, side)) for side in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, sides)))


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _varint(value: int) -> bytes:
    low = bytearray()
    while value > 0x7F:
        low.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*low, value])
