"""Classic NetCDF (CDF-1, 2 and 5), read here: the C library ends the process on damaged files.

References
----------
The NetCDF Classic Format Specification, of the NetCDF documentation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayHeader, header_of, may_read, shaped

_DIMENSIONS, _VARIABLES, _ATTRIBUTES = 10, 11, 12
_TYPES: Final = {
    1: "|i1",
    2: "|S1",
    3: ">i2",
    4: ">i4",
    5: ">f4",
    6: ">f8",
    7: "|u1",
    8: ">u2",
    9: ">u4",
    10: ">i8",
    11: ">u8",
}
_STREAMING: Final = 0xFFFFFFFF
_MOST_ENTRIES: Final = 20_000
_LONGEST_NAME: Final = 1024
_MOST_AXES: Final = 64


@dataclass(frozen=True, slots=True)
class ClassicFile:
    """An open classic NetCDF file.

    Attributes
    ----------
    places
        First byte of each array, and for those along the unlimited dimension the bytes from one
        record to the next (0 for others).
    """

    stream: BinaryIO
    headers: Mapping[str, ArrayHeader]
    places: Mapping[str, tuple[int, int]]

    def read(self, name: str) -> NDArray[np.generic]:
        """Read one array."""
        header = may_read(self.headers, name)
        first, step = self.places[name]
        try:
            if not step:
                return shaped(self._bytes(first, header.bytes), header, name)
            each = math.prod(header.shape[1:]) * header.dtype.itemsize
            starts = range(first, first + step * header.shape[0], step)
            return shaped(b"".join(self._bytes(start, each) for start in starts), header, name)
        except (OSError, MemoryError, OverflowError) as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error

    def _bytes(self, start: int, count: int) -> bytes:
        self.stream.seek(start)
        return self.stream.read(count)


@dataclass(slots=True)
class _Header:
    """Reads the header's numbers one after another."""

    stream: BinaryIO
    size: int
    offset_bytes: int
    count_bytes: int

    def number(self, width: int = 4) -> int:
        raw = self.stream.read(width)
        if len(raw) < width:
            raise UnreadableFileError("truncated", "the header ends early")
        return int.from_bytes(raw, "big")

    def count(self) -> int:
        return self.number(self.count_bytes)

    def name(self) -> str:
        length = self.count()
        if length > _LONGEST_NAME:
            raise UnreadableFileError("truncated", "a name without end")
        raw = self.stream.read(-(-length // 4) * 4)
        return raw[:length].decode("utf-8", "replace")

    def entries(self, tag: int) -> int:
        """Number of entries of a list."""
        found, count = self.number(), self.count()
        if found not in (tag, 0) or count > _MOST_ENTRIES or (count and not found):
            raise UnreadableFileError("truncated", "the header is damaged")
        return count

    def skip_attributes(self) -> None:
        for _ in range(self.entries(_ATTRIBUTES)):
            self.name()
            kind, count = self.number(), self.count()
            if kind not in _TYPES:
                raise UnreadableFileError("truncated", "an attribute of no known type")
            length = count * np.dtype(_TYPES[kind]).itemsize
            if length > self.size:
                raise UnreadableFileError("truncated", "an attribute longer than the file")
            self.stream.seek(-(-length // 4) * 4, 1)


@contextmanager
def open_classic(stream: BinaryIO, size: int) -> Iterator[ClassicFile]:
    """Open a classic NetCDF file.

    Raises
    ------
    UnreadableFileError
        The header is damaged, or speaks of bytes that the file does not have.
    """
    stream.seek(3)
    version = stream.read(1)[0]
    wide = version == 5
    header = _Header(stream, size, 4 if version == 1 else 8, 8 if wide else 4)
    records = header.count()
    dims = [(header.name(), header.count()) for _ in range(header.entries(_DIMENSIONS))]
    header.skip_attributes()
    variables = [_variable(header, len(dims)) for _ in range(header.entries(_VARIABLES))]
    along = [each for each in variables if each[1] and dims[each[1][0]][1] == 0]
    step = sum(_padded(each, dims, len(along)) for each in along)
    if records == (2**64 - 1 if wide else _STREAMING):
        first = min((place for _, _, _, place in along), default=0)
        records = (size - first) // step if step else 0
    headers, places = {}, {}
    for name, axes, dtype, place in variables:
        shape = tuple(dims[axis][1] or records for axis in axes)
        length = math.prod(shape) * dtype.itemsize
        recorded = bool(axes) and dims[axes[0]][1] == 0
        # The last record may lack its padding.
        reach = place + (step * (records - 1) if recorded and records else length)
        if reach > size or length > size:
            raise UnreadableFileError("truncated", f"{name[:80]}: the file ends before its values")
        names = tuple(dims[axis][0] for axis in axes)
        headers[name] = header_of(shape, dtype, stored_bytes=size, size=length, dims=names)
        places[name] = place, step if recorded else 0
    yield ClassicFile(stream, headers, places)


def _variable(header: _Header, dims: int) -> tuple[str, tuple[int, ...], np.dtype[np.generic], int]:
    """Name, axes, type and first byte of a variable."""
    name = header.name()
    rank = header.count()
    if rank > _MOST_AXES:
        raise UnreadableFileError("truncated", "a variable of too many axes")
    axes = tuple(header.count() for _ in range(rank))
    if any(axis >= dims for axis in axes):
        raise UnreadableFileError("truncated", "an axis that is not there")
    header.skip_attributes()
    kind = header.number()
    header.count()
    place = header.number(header.offset_bytes)
    if kind not in _TYPES:
        raise UnreadableFileError("truncated", f"{name[:80]} is of no known type")
    return name, axes, np.dtype(_TYPES[kind]), place


def _padded(
    variable: tuple[str, tuple[int, ...], np.dtype[np.generic], int],
    dims: list[tuple[str, int]],
    together: int,
) -> int:
    """Bytes of one record of a variable; the only one along the unlimited axis is not padded."""
    _, axes, dtype, _ = variable
    length = math.prod(dims[axis][1] for axis in axes[1:]) * dtype.itemsize
    return length if together == 1 else -(-length // 4) * 4
