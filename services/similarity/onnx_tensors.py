"""The tables of numbers in an ONNX file, mapped into memory where they stand.

Only what the file of the meaning model needs: tensors stored as they are, by name. The format is
protocol buffers (onnx.proto: ``ModelProto.graph`` is field 7, ``GraphProto.initializer`` field 5;
of ``TensorProto`` ``dims`` 1, ``data_type`` 2, ``name`` 8 and ``raw_data`` 9).
"""

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

_GRAPH, _INITIALIZER = 7, 5
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_FLOAT, _SIGNED_BYTE = 1, 3
_TYPES = {_FLOAT: np.float32, _SIGNED_BYTE: np.int8}
_VARINT, _LONG, _BYTES, _SHORT = 0, 1, 2, 5


def read(path: Path) -> dict[str, "np.ndarray[Any, Any]"]:
    """Return the tensors of 32-bit numbers (copied) and signed bytes (in the file) by name."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    found: dict[str, np.ndarray[Any, Any]] = {}
    for field, graph in _fields(data, 0, len(data)):
        if field == _GRAPH:
            for inner, place in _fields(data, *graph):
                if inner == _INITIALIZER:
                    found.update(_tensor(data, *place))
    return found


def _tensor(data: mmap.mmap, start: int, end: int) -> dict[str, "np.ndarray[Any, Any]"]:
    dims: list[int] = []
    name, kind, raw = "", 0, (0, 0)
    for field, value in _fields(data, start, end):
        if field == _DIMS:
            dims.append(value)
        elif field == _TYPE:
            kind = value
        elif field == _NAME:
            name = data[slice(*value)].decode()
        elif field == _RAW:
            raw = value
    if kind not in _TYPES or raw == (0, 0):
        return {}
    count = int(np.prod(dims, dtype=np.int64))
    table = np.frombuffer(data, _TYPES[kind], count, raw[0]).reshape(dims)
    return {name: table if kind == _SIGNED_BYTE else table.copy()}


def _fields(data: mmap.mmap, place: int, end: int) -> Iterator[tuple[int, Any]]:
    """The fields of a message: a number, or where its bytes begin and end."""
    while place < end:
        tag, place = _varint(data, place)
        field, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            value, place = _varint(data, place)
            yield field, value
        elif wire == _BYTES:
            length, place = _varint(data, place)
            yield field, (place, place + length)
            place += length
        else:
            place += {_LONG: 8, _SHORT: 4}[wire]


def _varint(data: mmap.mmap, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7
