"""NumPy's own format: one array, its header a line of text that is parsed and never run."""

from __future__ import annotations

import lzma
import math
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayHeader, header_of, may_read, shaped

MAGIC = b"\x93NUMPY"
#: Name of the one array of a file that names none.
UNNAMED = "attention"


@dataclass(frozen=True, slots=True)
class NpyFile:
    """An open npy file."""

    stream: BinaryIO
    offset: int
    headers: Mapping[str, ArrayHeader]

    def read(self, name: str) -> NDArray[Any]:
        """Read the array."""
        header = may_read(self.headers, name)
        try:
            self.stream.seek(self.offset)
            raw = self.stream.read(math.prod(header.shape) * header.dtype.itemsize)
        except (OSError, MemoryError) as error:
            raise UnreadableFileError("truncated", str(error)) from error
        return shaped(raw, header, name)


@contextmanager
def open_npy(stream: BinaryIO, size: int) -> Iterator[NpyFile]:
    """Open a file of one array.

    Raises
    ------
    UnreadableFileError
        The header cannot be parsed, or lies about the file's size.
    """
    try:
        shape, fortran, dtype = read_header(stream)
    except OSError as error:
        raise UnreadableFileError("unreadable", str(error)) from error
    offset = stream.tell()
    header = header_of(shape, dtype, stored_bytes=size - offset, fortran=fortran, size=size)
    if not dtype.hasobject and math.prod(shape) * dtype.itemsize != size - offset:
        raise UnreadableFileError("truncated", "header and size disagree")
    yield NpyFile(stream, offset, {UNNAMED: header})


def read_header(stream: BinaryIO | Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and dtype; the stream then stands at the first value.

    Raises
    ------
    UnreadableFileError
        It is no such header.
    """
    try:
        version = npy.read_magic(stream)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(stream)
    except (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError):
        # The archive around it is at fault.
        raise
    except Exception as error:
        # The header is a Python literal of somebody else's: whatever its parser says, it is bad.
        raise UnreadableFileError("unreadable", f"no array header ({error})"[:200]) from error
    return shape, bool(fortran), dtype
