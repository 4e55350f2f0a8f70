"""One npz file: its arrays by name, headers first, data on demand, pickles never."""

from __future__ import annotations

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
from reportgen.sources.store import Store

NEVER_READ = ("sdo_data", "metadata")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class ArrayHeader:
    """What a member says of itself before any data is read."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool
    crc: int
    bytes: int

    @property
    def readable(self) -> bool:
        """Whether it can be read without unpickling."""
        return not self.dtype.hasobject


@dataclass(frozen=True, slots=True)
class NpzFile:
    """Headers of an open npz file.

    Attributes
    ----------
    headers
        By array name, in the order of the file.
    """

    archive: zipfile.ZipFile
    headers: Mapping[str, ArrayHeader]

    def read(self, name: str) -> NDArray[Any]:
        """Read one array whole, checking its CRC.

        Raises
        ------
        UnreadableFileError
            Truncated, corrupt, or a pickle.
        """
        header = self.headers[name]
        if not header.readable:
            raise UnreadableFileError("pickled", name)
        try:
            with self.archive.open(f"{name}.npy") as member:
                _read_header(member)
                raw = member.read()
        except _BROKEN as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error
        flat = np.frombuffer(raw, dtype=header.dtype, count=math.prod(header.shape))
        if header.fortran:
            return flat.reshape(header.shape[::-1]).T
        return flat.reshape(header.shape)


@contextmanager
def open_npz(store: Store, name: str) -> Iterator[NpzFile]:
    """Open a sample file and parse its headers.

    Raises
    ------
    UnreadableFileError
        It is empty, no zip, or a header lies about its member.
    """
    with store.open(name) as stream:
        if not stream.read(1):
            raise UnreadableFileError("empty")
        stream.seek(0)
        try:
            archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise UnreadableFileError("not-zip", str(error)) from error
        with archive:
            yield NpzFile(archive, dict(_headers(archive)))


def _headers(archive: zipfile.ZipFile) -> Iterator[tuple[str, ArrayHeader]]:
    for item in archive.infolist():
        if not item.filename.endswith(".npy"):
            continue
        name = item.filename.removesuffix(".npy")
        if name in NEVER_READ:
            # Not even its header: whatever it holds, it cannot spoil the file.
            yield name, ArrayHeader((), np.dtype(object), False, item.CRC, item.file_size)
            continue
        try:
            with archive.open(item) as member:
                shape, fortran, dtype = _read_header(member)
                offset = member.tell()
        except _BROKEN as error:
            raise UnreadableFileError("truncated", f"{item.filename}: {error}") from error
        # The claim is checked against the zip directory before anything is allocated.
        if any(size < 0 for size in shape) or (
            not dtype.hasobject and math.prod(shape) * dtype.itemsize != item.file_size - offset
        ):
            raise UnreadableFileError("truncated", f"{item.filename}: header and size disagree")
        header = ArrayHeader(shape, dtype, fortran, item.CRC, item.file_size)
        yield name, header


def _read_header(member: BinaryIO | Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = npy.read_magic(member)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(member)
    except (ValueError, TypeError, SyntaxError) as error:
        raise UnreadableFileError("unreadable", str(error)) from error
    return shape, fortran, dtype
