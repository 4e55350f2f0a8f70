"""safetensors: a length, a JSON header and raw bytes; read here, so that it needs no package."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayHeader, header_of, may_read, shaped

_LENGTH: Final = 8
#: A header of ten thousand tensors takes about a megabyte.
MAX_HEADER_BYTES: Final = 32 * 2**20
_DTYPES: Final = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U64": "<u8",
    "U32": "<u4",
    "U16": "<u2",
    "U8": "|u1",
    "BOOL": "|b1",
}


@dataclass(frozen=True, slots=True)
class SafetensorsFile:
    """An open safetensors file.

    Attributes
    ----------
    places
        First byte of each array in the file.
    """

    stream: BinaryIO
    headers: Mapping[str, ArrayHeader]
    places: Mapping[str, int]

    def read(self, name: str) -> NDArray[Any]:
        """Read one array."""
        header = may_read(self.headers, name)
        try:
            self.stream.seek(self.places[name])
            raw = self.stream.read(header.bytes)
        except (OSError, MemoryError) as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error
        return shaped(raw, header, name)


def looks_like_safetensors(start: bytes, size: int) -> bool:
    """Whether a file begins with a length that fits into it, and JSON after it."""
    length = int.from_bytes(start[:_LENGTH], "little")
    return start[_LENGTH : _LENGTH + 1] == b"{" and 2 <= length <= size - _LENGTH


@contextmanager
def open_safetensors(stream: BinaryIO, size: int) -> Iterator[SafetensorsFile]:
    """Open a safetensors file.

    Raises
    ------
    UnreadableFileError
        The header is no JSON, or speaks of bytes that the file does not have.
    """
    length = int.from_bytes(stream.read(_LENGTH), "little")
    if length > MAX_HEADER_BYTES:
        raise UnreadableFileError("too-large", f"a header of {length} bytes")
    try:
        entries = json.loads(stream.read(length).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError("unreadable", f"no JSON header ({error})"[:200]) from error
    if not isinstance(entries, dict):
        raise UnreadableFileError("unreadable", "the header is no table of arrays")
    start = _LENGTH + length
    headers, places = {}, {}
    for name, entry in entries.items():
        if name != "__metadata__":
            headers[name], first = _entry(name, entry, size - start)
            places[name] = start + first
    yield SafetensorsFile(stream, headers, places)


def _entry(name: str, entry: Any, available: int) -> tuple[ArrayHeader, int]:
    """Header of one array and the place of its first byte after the header."""
    fields = entry if isinstance(entry, dict) else {}
    shape, offsets = _naturals(fields.get("shape")), _naturals(fields.get("data_offsets"))
    if shape is None or offsets is None or len(offsets) != 2:
        raise UnreadableFileError("unreadable", f"{name[:80]}: shape or offsets are missing")
    first, last = offsets
    if not 0 <= first <= last <= available:
        raise UnreadableFileError("truncated", f"{name[:80]}: bytes {first} to {last}")
    kind = str(fields.get("dtype"))
    if kind not in _DTYPES:
        unknown = ArrayHeader(tuple(shape), np.dtype("V1"), bytes=last - first)
        return replace(unknown, refused="not-numeric"), first
    dtype = np.dtype(_DTYPES[kind])
    if math.prod(shape) * dtype.itemsize != last - first:
        raise UnreadableFileError("truncated", f"{name[:80]}: shape and offsets disagree")
    header = header_of(shape, dtype, stored_bytes=last - first, size=last - first)
    return replace(header, bfloat16=kind == "BF16"), first


def _naturals(values: Any) -> list[int] | None:
    """A list of counts, None where it is something else."""
    if not isinstance(values, list):
        return None
    return values if all(type(value) is int and value >= 0 for value in values) else None
