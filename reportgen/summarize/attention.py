"""Attention of the samples of a file: in memory, or read while it is measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Precision
from reportgen.sources.members import NotPlain, Room
from reportgen.sources.npz import ArrayInTurn
from reportgen.summarize.measures import Weights
from reportgen.summarize.precision import FIRST, precision_of_first, value_precision

_INFINITE_HALF = 0x7C00
_ROWS_THAT_TELL = 4


class SpoiledError(Exception):
    """A file turned out to be damaged after some of it had been measured."""


class Planes(Protocol):
    """Planes of samples, dims (plane, query, key)."""

    def __getitem__(self, piece: slice, /) -> Weights:
        """Some of them; each is asked for once, in order."""


class Attention(Protocol):
    """Attention of the samples of a file."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of (batch, layer, head, query, key)."""

    @property
    def precision(self) -> Precision:
        """In which it was computed."""

    def sample(self, index: int) -> Weights | Planes:
        """Weights of a sample, dims (layer, head, query, key), or its planes."""


@dataclass(frozen=True, slots=True, eq=False)
class InMemory:
    """All values of a file at once.

    Attributes
    ----------
    values : (batch, layer, head, query, key)
    """

    values: NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of (batch, layer, head, query, key)."""
        return self.values.shape

    @property
    def precision(self) -> Precision:
        """In which it was computed."""
        return value_precision(self.values)

    def sample(self, index: int) -> Weights:
        """Weights of a sample, dims (layer, head, query, key)."""
        return as_weights(self.values[index])


class InTurn:
    """Values that are read a block of planes at a time, and measured while they are in the cache.

    Parameters
    ----------
    room
        Where each block is read to.

    Raises
    ------
    SpoiledError
        While it is read: truncated or corrupt. What was given must not be used.
    """

    def __init__(self, array: ArrayInTurn, precision: Precision, room: Room) -> None:
        self.shape, self.precision = array.shape, precision
        self._array, self._room = array, room
        self._buffer = room.take(0)

    def sample(self, index: int) -> Planes:
        """Planes of the sample that follows."""
        return self

    def __getitem__(self, piece: slice, /) -> Weights:
        """The planes that follow, as many as a slice has; valid until the next are asked for."""
        cells = (piece.stop - piece.start, *self.shape[-2:])
        size = math.prod(cells) * self._array.dtype.itemsize
        if size > len(self._buffer):
            self._buffer = self._room.take(size)
        try:
            self._array.fill(self._buffer[:size])
        except (NotPlain, OSError) as error:
            raise SpoiledError from error
        return as_weights(self._buffer[:size].view(self._array.dtype).reshape(cells))

    def end(self) -> None:
        """Check that everything was given as it was written."""
        try:
            self._array.end()
        except (NotPlain, OSError) as error:
            raise SpoiledError from error


def in_turn(array: ArrayInTurn, room: Room) -> InTurn | None:
    """Attention that is read while it is measured; None where all of it has to be seen before."""
    try:
        # A causal mask leaves one weight to the first query, which is exactly one.
        precision = precision_of_first(array.first(max(FIRST, _ROWS_THAT_TELL * array.shape[-1])))
    except (NotPlain, OSError):
        return None
    return None if precision is None else InTurn(array, precision, room)


def as_weights(values: NDArray[Any]) -> NDArray[Any]:
    """Weights in the precision that they are computed in: float32, or float64 if stored so.

    Examples
    --------
    >>> as_weights(np.array([0.25, -2, 6e-8], dtype=np.float16)).tolist()
    [0.25, -2.0, 5.960464477539063e-08]
    """
    if values.dtype != np.float16 or not values.dtype.isnative:
        return values.astype(np.float32 if values.dtype.itemsize <= 4 else np.float64, copy=False)
    halves = values.view(np.uint16)
    if np.max(halves & 0x7FFF, initial=0) >= _INFINITE_HALF:
        return values.astype(np.float32)
    # Exponent and fraction moved to where float32 has them are the number over 2 ** 112: several
    # times as fast as a cast, and as exact.
    bits = (halves & np.uint16(0x7FFF)).astype(np.uint32)
    bits <<= 13
    weights = bits.view(np.float32)
    weights *= np.float32(2.0**112)
    negative = halves >> 15
    return np.where(negative, -weights, weights) if negative.any() else weights
