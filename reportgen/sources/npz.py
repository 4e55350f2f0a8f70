"""A zip of npy members: what ``np.savez`` writes."""

from __future__ import annotations

import lzma
import math
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import NEVER_READ, ArrayHeader, header_of, may_read, shaped
from reportgen.sources.member_bytes import MemberBytes, beginning, whole
from reportgen.sources.members import Member, NotPlain, Room, Source, plain_members
from reportgen.sources.npy import MAGIC, read_header

# NumPy's own headers take 128, those of structured types more; what is longer is read the slow way.
_HEADER_BYTES = 1024
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
class PlainZip:
    """A zip of the plain kind, and where the values of each array begin in its member."""

    stream: BinaryIO
    source: Source
    members: Mapping[str, Member]
    offsets: Mapping[str, int]

    def values(self, name: str, room: Room | None) -> memoryview:
        """Bytes of an array's values, their CRC checked.

        Raises
        ------
        NotPlain
            Truncated or corrupt.
        """
        member = self.members[f"{name}.npy"]
        target = (room or Room()).take(member.bytes)
        whole(self.source, member, target)
        return target.data[self.offsets[name] :]


class ArrayInTurn:
    """Floats of an array from the first to the last.

    Those that were given are sound if ``end`` says so.

    Parameters
    ----------
    offset
        Bytes of the member before the first.
    """

    def __init__(
        self,
        source: Source,
        member: Member,
        offset: int,
        shape: tuple[int, ...],
        dtype: np.dtype[Any],
    ) -> None:
        self.shape, self.dtype = shape, dtype
        self._source, self._member, self._offset = source, member, offset
        self._content: MemberBytes | None = None

    def first(self, count: int) -> NDArray[Any]:
        """The first values, at most so many, before any is taken.

        Raises
        ------
        NotPlain
            Corrupt.
        """
        length = self._offset + count * self.dtype.itemsize
        raw = beginning(self._source, self._member, length)[self._offset :]
        return np.frombuffer(raw, self.dtype, len(raw) // self.dtype.itemsize)

    def fill(self, target: NDArray[np.uint8]) -> None:
        """Bytes of the values that follow, as many as there is room for.

        Raises
        ------
        NotPlain, OSError
            Truncated or corrupt.
        """
        if self._content is None:
            self._content = MemberBytes(self._source, self._member)
            self._content.fill(memoryview(bytearray(self._offset)))
        self._content.fill(memoryview(target.data))

    def end(self) -> None:
        """Check that all values were given as they were written.

        Raises
        ------
        NotPlain
            Corrupt, or longer or shorter than announced.
        """
        if self._content is None:
            raise NotPlain
        self._content.end()


@dataclass(slots=True)
class NpzFile:
    """Headers of an open npz file, in the order of the file.

    Attributes
    ----------
    room
        Where values are read to; they are then valid until it is cleared.
    """

    archive: zipfile.ZipFile | PlainZip
    headers: Mapping[str, ArrayHeader]
    room: Room | None = None

    def in_turn(self, name: str, shape: tuple[int, ...]) -> ArrayInTurn | None:
        """An array whose values may be read piece by piece; None where it must be read whole.

        Parameters
        ----------
        shape
            That of the array, or one with further axes of one.
        """
        header = may_read(self.headers, name)
        floats = header.dtype.isnative and header.dtype.kind == "f" and header.dtype.itemsize <= 8
        if not isinstance(self.archive, PlainZip) or header.fortran or not floats:
            return None
        member, offset = self.archive.members[f"{name}.npy"], self.archive.offsets[name]
        return ArrayInTurn(self.archive.source, member, offset, shape, header.dtype)

    def read(self, name: str) -> NDArray[Any]:
        """Read one array whole, checking its CRC.

        Raises
        ------
        UnreadableFileError
            Truncated, corrupt, a pickle, or larger than anything honest.
        """
        header = may_read(self.headers, name)
        try:
            if isinstance(self.archive, PlainZip):
                try:
                    return shaped(self.archive.values(name, self.room), header, name)
                except (NotPlain, OSError):
                    # The slow way says what is wrong.
                    with zipfile.ZipFile(self.archive.stream) as archive:
                        return shaped(_member_bytes(archive, name), header, name)
            return shaped(_member_bytes(self.archive, name), header, name)
        except MemoryError as error:
            raise UnreadableFileError("too-large", name) from error
        except BROKEN_ZIP as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error


def _member_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(f"{name}.npy") as member:
        read_header(member)
        # A stream never gives more than the directory says, however much is packed in it.
        return member.read()


def plain_npz(stream: BinaryIO, size: int) -> NpzFile | None:
    """An npz of the plain kind; None where ``zipfile`` is to look at it."""
    try:
        source = Source(stream, size)
        members = plain_members(source)
        if not any(name.endswith(".npy") and "/" not in name for name in members):
            return None
        offsets: dict[str, int] = {}
        headers: dict[str, ArrayHeader] = {}
        for file, member in members.items():
            if file.endswith(".npy"):
                name = file.removesuffix(".npy")
                headers[name], offsets[name] = _plain_header(source, name, member)
    except (NotPlain, OSError, UnreadableFileError):
        return None
    return NpzFile(PlainZip(stream, source, members, offsets), headers)


def _plain_header(source: Source, name: str, member: Member) -> tuple[ArrayHeader, int]:
    if name in NEVER_READ:
        return _unread(member.crc, member.bytes), 0
    raw = beginning(source, member, _HEADER_BYTES)
    if len(raw) < 10 or not raw.startswith(MAGIC + b"\x01\x00"):
        raise NotPlain
    offset = 10 + int.from_bytes(raw[8:10], "little")
    if offset > len(raw):
        raise NotPlain
    shape, fortran, dtype = _parsed(raw[:offset])
    if not dtype.hasobject and math.prod(shape) * dtype.itemsize != member.bytes - offset:
        raise NotPlain
    header = header_of(
        shape,
        dtype,
        stored_bytes=member.packed_bytes,
        fortran=fortran,
        crc=member.crc,
        size=member.bytes,
    )
    return header, offset


@lru_cache(maxsize=256)
def _parsed(raw: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Header of an array; those of a run's files are a few, again and again."""
    return read_header(BytesIO(raw))


def _unread(crc: int, size: int) -> ArrayHeader:
    # Not even its header: whatever it holds, it cannot spoil the file.
    return ArrayHeader((), np.dtype(object), crc=crc, bytes=size, refused="pickled")


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
            yield name, _unread(item.CRC, item.file_size)
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
