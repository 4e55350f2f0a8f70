"""The members of a plain zip, found with one look at its directory.

Only what ``np.savez`` and its like write is understood here: whatever is unusual or damaged is
left to ``zipfile``, which says what is wrong with it.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_END, _ENTRY, _LOCAL = (struct.Struct(text) for text in ("<4s4H2LH", "<4s6H3L5H2L", "<4s5H3L2H"))
_STORED, _DEFLATED = 0, 8
# Level of compression and names in UTF-8: nothing that changes how a member is read.
_HARMLESS_FLAGS = 0x0806
_ZIP64 = 0xFFFFFFFF
_LARGEST_DIRECTORY = 1 << 20
#: A smaller file is read whole at once: one call instead of one for each member.
_WHOLE_BYTES = 1 << 18
_ALIGNMENT = 64


class NotPlain(Exception):  # noqa: N818 - no error: somebody else reads the file
    """The zip is not of the plain kind, or damaged."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a zip: where its bytes lie and what they must add up to."""

    start: int
    packed_bytes: int
    bytes: int
    crc: int
    packed: bool


class Room:
    """Memory that the arrays of one file after another are read into.

    An array is valid until the room is cleared: its pages are touched once for all files.
    """

    def __init__(self) -> None:
        self._memory = _aligned(0)
        self._used = self._wanted = 0

    def clear(self) -> None:
        """Forget what was read, and make room for as much at once."""
        if self._wanted > len(self._memory):
            self._memory = _aligned(self._wanted)
        self._used = self._wanted = 0

    def take(self, size: int) -> NDArray[np.uint8]:
        """Aligned memory of so many bytes."""
        rounded = -(-size // _ALIGNMENT) * _ALIGNMENT
        self._wanted += rounded
        if not self._used and rounded > len(self._memory):
            self._memory = _aligned(rounded)
        if self._used + rounded > len(self._memory):
            return _aligned(size)
        start = self._used
        self._used += rounded
        return self._memory[start : start + size]


def _aligned(size: int) -> NDArray[np.uint8]:
    raw = np.empty(size + _ALIGNMENT, np.uint8)
    start = -raw.ctypes.data % _ALIGNMENT
    return raw[start : start + size]


class Source:
    """Bytes of an open file by their place; the file's own position is left alone."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self.size = size
        self._descriptor = -1
        self._whole: memoryview | None = None
        if isinstance(stream, BytesIO):
            # Shared, not copied; a view of the buffer would keep the stream from being closed.
            self._whole = memoryview(stream.getvalue())
            return
        if not hasattr(os, "preadv"):
            # Windows reads at a place only by moving there.
            raise NotPlain
        self._descriptor = stream.fileno()
        if size <= _WHOLE_BYTES:
            self._whole = memoryview(os.pread(self._descriptor, size, 0))

    def read(self, start: int, length: int) -> bytes | memoryview:
        """So many bytes, or as many as there are."""
        if self._whole is not None:
            return self._whole[start : start + length]
        return os.pread(self._descriptor, length, start)

    def read_into(self, target: memoryview, start: int) -> None:
        """Fill ``target``.

        Raises
        ------
        NotPlain
            The file ends before.
        """
        done = 0
        while done < len(target):
            if self._whole is not None:
                piece = self._whole[start : start + len(target)]
                target[: len(piece)] = piece
                count = len(piece)
            else:
                count = os.preadv(self._descriptor, [target[done:]], start + done)
            if not count or (self._whole is not None and count < len(target)):
                raise NotPlain
            done += count


def plain_members(source: Source) -> Mapping[str, Member]:
    """Members of a zip by name, in the order of its directory.

    Raises
    ------
    NotPlain
        Anything in it is unusual: ``zipfile`` is to read it.
    """
    end = source.size - _END.size
    if end < 0:
        raise NotPlain
    signature, disk, first_disk, here, count, length, start, comment = _END.unpack(
        source.read(end, _END.size)
    )
    honest = signature == b"PK\x05\x06" and not (disk or first_disk or comment) and here == count
    if not honest or start + length != end or length > _LARGEST_DIRECTORY:
        raise NotPlain
    directory = bytes(source.read(start, length))
    members: dict[str, Member] = {}
    place = reached = 0
    for _ in range(count):
        name, member, place, local = _entry(source, directory, place)
        # Members that overlap, or lie out of order, are no work of a plain writer.
        if name in members or local < reached or member.start + member.packed_bytes > start:
            raise NotPlain
        reached = member.start + member.packed_bytes
        members[name] = member
    if place != length:
        raise NotPlain
    return members


def _entry(source: Source, directory: bytes, place: int) -> tuple[str, Member, int, int]:
    """Name and member of an entry, the place of the next one, and that of its own header."""
    try:
        fields = _ENTRY.unpack_from(directory, place)
    except struct.error as error:
        raise NotPlain from error
    (signature, _, _, flags, method, _, _, crc, packed, size) = fields[:10]
    name_length, extra, comment, disk, _, _, local = fields[10:]
    raw = directory[place + _ENTRY.size : place + _ENTRY.size + name_length]
    plain = signature == b"PK\x01\x02" and method in (_STORED, _DEFLATED) and not disk
    plain &= not flags & ~_HARMLESS_FLAGS and _ZIP64 not in (packed, size, local)
    plain &= method == _DEFLATED or packed == size
    if not plain or not raw.isascii() or b"\0" in raw or len(raw) != name_length or not raw:
        raise NotPlain
    try:
        own = _LOCAL.unpack(source.read(local, _LOCAL.size))
    except struct.error as error:
        raise NotPlain from error
    own_name = source.read(local + _LOCAL.size, own[9])
    if own[0] != b"PK\x03\x04" or own[2] != flags or own[3] != method or own_name != raw:
        raise NotPlain
    start = local + _LOCAL.size + own[9] + own[10]
    member = Member(start, packed, size, crc, method == _DEFLATED)
    return raw.decode(), member, place + _ENTRY.size + name_length + extra + comment, local
