"""Precision of the values, which may be coarser than that of their container (science.md 1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Precision

_LOW_BFLOAT16 = np.uint32(0xFFFF)
_LOW_FLOAT16 = np.uint32(0x1FFF)
#: Weights that tell as a rule.
FIRST = 1024

ROW_SUM_TOLERANCE = {
    Precision.FLOAT64: 1e-5,
    Precision.FLOAT32: 1e-5,
    Precision.FLOAT16: 1e-3,
    Precision.BFLOAT16: 5e-3,
}


def _bits(values: NDArray[np.generic]) -> NDArray[np.uint32]:
    return np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)


def precision_of_first(values: NDArray[np.generic]) -> Precision | None:
    """Precision by the first few weights alone; None where the others are to be looked at."""
    if values.dtype == np.float16:
        return Precision.FLOAT16
    if values.dtype.itemsize > 4:
        return Precision.FLOAT64
    return Precision.FLOAT32 if (_bits(values) & _LOW_FLOAT16).any() else None


def value_precision(values: NDArray[np.generic]) -> Precision:
    """Precision the values were computed in, by the low bits that are all zero.

    Examples
    --------
    >>> value_precision(np.array([0.1, 0.25], dtype=np.float32)).value
    'float32'
    >>> value_precision(np.array([0.1], dtype=np.float16)).value
    'float16'
    """
    flat = values.reshape(-1)
    known = precision_of_first(flat[:FIRST])
    if known is not None:
        return known
    bits = _bits(flat)
    if (bits & _LOW_FLOAT16).any():
        return Precision.FLOAT32
    # Weights such as 0.125 and 0.5 are exact in every format and tell nothing.
    mantissas = bits & np.uint32(0x7FFFFF)
    if not (mantissas & np.uint32(0x7FFFFF)).any():
        return Precision.FLOAT32
    return Precision.FLOAT16 if (bits & _LOW_BFLOAT16).any() else Precision.BFLOAT16
