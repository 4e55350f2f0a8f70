"""Bytes of a member of a plain zip, one after the other, read without copies and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.sources.members import Member, NotPlain, Source

if TYPE_CHECKING:
    import zlib
else:
    try:
        # The same functions: CRCs take a tenth of the time, inflating two thirds.
        from isal import isal_zlib as zlib
    except ImportError:
        # No wheel for this machine.
        import zlib

# Read, checked and, where it is packed, unpacked in pieces that stay in the cache.
_PIECE_BYTES = 1 << 20


def beginning(source: Source, member: Member, length: int) -> bytes:
    """First bytes of a member, as many as asked for if it has them."""
    raw = source.read(member.start, min(length, member.packed_bytes))
    if not member.packed:
        return bytes(raw)
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, length)
    except zlib.error as error:
        raise NotPlain from error


def whole(source: Source, member: Member, target: NDArray[np.uint8]) -> None:
    """Bytes of a member into ``target``, which is as long; the CRC is checked.

    Raises
    ------
    NotPlain
        Truncated, corrupt, or longer or shorter than announced.
    """
    content = MemberBytes(source, member)
    content.fill(memoryview(target.data))
    content.end()


class MemberBytes:
    """A member from its first byte to its last; what was given is sound if ``end`` says so."""

    def __init__(self, source: Source, member: Member) -> None:
        self._source, self._member = source, member
        self._crc = 0
        # Bytes of the member that were given, and of the file that were read for them.
        self._given = self._read = 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.packed else None
        self._waiting: bytes | memoryview = b""

    def fill(self, target: memoryview) -> None:
        """Fill memory with the bytes that follow.

        Raises
        ------
        NotPlain
            There are not so many, or they cannot be unpacked.
        """
        if self._given + len(target) > self._member.bytes:
            raise NotPlain
        for place in range(0, len(target), _PIECE_BYTES):
            piece = target[place : place + _PIECE_BYTES]
            if self._inflate is None:
                self._source.read_into(piece, self._member.start + self._given)
            else:
                done = 0
                while done < len(piece):
                    unpacked = self._unpacked(len(piece) - done)
                    if not unpacked:
                        raise NotPlain
                    piece[done : done + len(unpacked)] = unpacked
                    done += len(unpacked)
            self._crc = zlib.crc32(piece, self._crc)
            self._given += len(piece)

    def end(self) -> None:
        """Check that nothing follows, and the CRC of all that was given.

        Raises
        ------
        NotPlain
            Corrupt, or longer or shorter than announced.
        """
        if self._given != self._member.bytes or self._crc != self._member.crc:
            raise NotPlain
        if self._inflate is not None and not self._inflate.eof and self._unpacked(1):
            raise NotPlain

    def _unpacked(self, most: int) -> bytes:
        """Some of the bytes that follow; none at the end alone."""
        inflate = self._inflate
        assert inflate is not None
        while not inflate.eof:
            if not self._waiting and self._read < self._member.packed_bytes:
                length = min(_PIECE_BYTES, self._member.packed_bytes - self._read)
                self._waiting = self._source.read(self._member.start + self._read, length)
                self._read += length
            try:
                piece = inflate.decompress(self._waiting, most)
            except zlib.error as error:
                raise NotPlain from error
            self._waiting = inflate.unconsumed_tail
            if piece:
                return piece
            if not (self._waiting or inflate.eof or self._read < self._member.packed_bytes):
                raise NotPlain
        return b""
