"""A zip of npy members: what ``np.savez`` writes."""

from __future__ import annotations

import lzma
import math
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import NEVER_READ, ArrayHeader, header_of, may_read, shaped
from reportgen.sources.npy import read_header

#: What a damaged zip makes its readers raise.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
)


@dataclass(frozen=True, slots=True)
class NpzFile:
    """Headers of an open npz file, in the order of the file."""

    archive: zipfile.ZipFile
    headers: Mapping[str, ArrayHeader]

    def read(self, name: str) -> NDArray[Any]:
        """Read one array whole, checking its CRC.

        Raises
        ------
        UnreadableFileError
            Truncated, corrupt, a pickle, or larger than anything honest.
        """
        header = may_read(self.headers, name)
        try:
            with self.archive.open(f"{name}.npy") as member:
                read_header(member)
                # A stream never gives more than the directory says, however much is packed in it.
                raw = member.read()
        except MemoryError as error:
            raise UnreadableFileError("too-large", name) from error
        except BROKEN_ZIP as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error
        return shaped(raw, header, name)


def npz_headers(archive: zipfile.ZipFile) -> Iterator[tuple[str, ArrayHeader]]:
    """Name and header of every array of an open zip.

    Raises
    ------
    UnreadableFileError
        A member is damaged, or its header lies about its size.
    """
    for item in archive.infolist():
        if not item.filename.endswith(".npy"):
            continue
        name = item.filename.removesuffix(".npy")
        if name in NEVER_READ:
            # Not even its header: whatever it holds, it cannot spoil the file.
            yield (
                name,
                ArrayHeader(
                    (), np.dtype(object), crc=item.CRC, bytes=item.file_size, refused="pickled"
                ),
            )
            continue
        try:
            with archive.open(item) as member:
                shape, fortran, dtype = read_header(member)
                offset = member.tell()
        except BROKEN_ZIP as error:
            raise UnreadableFileError("truncated", f"{item.filename}: {error}") from error
        # The claim is checked against the zip's directory before anything is allocated.
        if not dtype.hasobject and math.prod(shape) * dtype.itemsize != item.file_size - offset:
            raise UnreadableFileError("truncated", f"{item.filename}: header and size disagree")
        yield (
            name,
            header_of(
                shape,
                dtype,
                stored_bytes=item.compress_size,
                fortran=fortran,
                crc=item.CRC,
                size=item.file_size,
            ),
        )
