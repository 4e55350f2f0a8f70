"""What every reader gives: arrays by name, headers first, values on demand, pickles never."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError

#: Hundreds of megabytes, or a pickle: left alone by name, whatever they hold.
NEVER_READ = ("sdo_data", "metadata")

#: More than this is not taken into memory at once.
MAX_ARRAY_BYTES = 16 * 2**30
#: Softmax weights shrink by a quarter, those behind a mask by half; what shrinks further than this
#: and is large, too, was made to fill the memory.
BOMB_RATIO = 200
BOMB_BYTES = 256 * 2**20

_READABLE_KINDS = "biufcUSMm"


@dataclass(frozen=True, slots=True)
class ArrayHeader:
    """What an array says of itself before any value is read.

    Attributes
    ----------
    shape, dtype
        As stored.
    fortran
        Whether the first axis runs fastest.
    crc, bytes
        Of its member, where the archive holds them: what the digest of the inputs is made of.
    dims
        Names of the axes, where the format stores them.
    bfloat16
        Stored as the upper halves of float32 numbers.
    refused
        Why its values will not be read (a ``skip.`` id); empty where they may be.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    fortran: bool = False
    crc: int = 0
    bytes: int = 0
    dims: tuple[str, ...] = ()
    bfloat16: bool = False
    refused: str = ""

    @property
    def readable(self) -> bool:
        """Whether its values may be read: no pickle, no bomb, nothing we cannot interpret."""
        return not self.refused

    @property
    def numeric(self) -> bool:
        """Whether it holds real numbers."""
        return self.readable and (self.bfloat16 or self.dtype.kind in "biuf")


class ArrayFile(Protocol):
    """An open file of named arrays."""

    @property
    def headers(self) -> Mapping[str, ArrayHeader]:
        """Headers by name, in the order of the file."""

    def read(self, name: str) -> NDArray[Any]:
        """Read one array whole, or raise ``UnreadableFileError``."""


def header_of(
    shape: Sequence[int],
    dtype: np.dtype[Any],
    *,
    stored_bytes: int,
    fortran: bool = False,
    crc: int = 0,
    size: int = 0,
    dims: tuple[str, ...] = (),
) -> ArrayHeader:
    """Header of an array with the verdict whether it may be read.

    Parameters
    ----------
    stored_bytes
        What it takes on disk, at most: a claim that goes far beyond it is not believed.

    Raises
    ------
    UnreadableFileError
        An axis of negative length.
    """
    if any(length < 0 for length in shape):
        raise UnreadableFileError("truncated", f"an axis of negative length: {tuple(shape)}")
    claimed = math.prod(shape) * dtype.itemsize
    refused = ""
    # ml_dtypes stores bfloat16 as two bytes without a type of their own.
    bfloat16 = dtype.kind == "V" and dtype.itemsize == 2 and dtype.names is None
    # NumPy scripts keep it in unsigned integers; nothing else here has so many axes of them.
    bfloat16 |= dtype.kind == "u" and dtype.itemsize == 2 and len(shape) > 2
    if dtype.hasobject:
        refused = "pickled"
    elif dtype.subdtype is not None or (dtype.kind not in _READABLE_KINDS and not bfloat16):
        refused = "not-numeric"
    elif claimed > MAX_ARRAY_BYTES:
        refused = "too-large"
    elif claimed > BOMB_BYTES and claimed > BOMB_RATIO * max(stored_bytes, 1):
        refused = "bomb"
    return ArrayHeader(tuple(shape), dtype, fortran, crc, size, dims, bfloat16, refused)


def shaped(raw: bytes | bytearray | memoryview, header: ArrayHeader, name: str) -> NDArray[Any]:
    """Values of an array from its bytes.

    Raises
    ------
    UnreadableFileError
        The bytes do not fill the shape.
    """
    try:
        flat = np.frombuffer(raw, dtype=header.dtype, count=math.prod(header.shape))
        if header.fortran:
            return flat.reshape(header.shape[::-1]).T
        return flat.reshape(header.shape)
    except ValueError as error:
        raise UnreadableFileError("truncated", f"{name}: {error}") from error


def may_read(headers: Mapping[str, ArrayHeader], name: str) -> ArrayHeader:
    """Header of an array whose values are about to be read.

    Raises
    ------
    UnreadableFileError
        It is not there, or its values will not be read.
    """
    header = headers.get(name)
    if header is None:
        raise UnreadableFileError("changed", f"{name} is gone")
    if header.refused:
        raise UnreadableFileError(header.refused, name)
    return header


def as_floats(values: NDArray[Any], header: ArrayHeader) -> NDArray[Any]:
    """Values of bfloat16 as float32, which holds them exactly; others as they are."""
    if not header.bfloat16:
        return values
    halves = np.ascontiguousarray(values).view(np.uint16)
    if not (header.dtype.isnative or header.dtype.kind == "V"):
        halves = halves.byteswap()
    widened: NDArray[Any] = (halves.astype(np.uint32) << 16).view(np.float32)
    return widened
