"""Reductions over the cells of a plane that have a place in common: blocks, and lags."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Rows that are summed in the weights' own precision before they go into float64.
_ROWS_AT_ONCE = 32


def pooled(values: NDArray[Any], block: int, reduce: Any = np.mean) -> NDArray[Any]:
    """Mean or maximum of blocks of the last two axes; the last block may be smaller.

    Parameters
    ----------
    reduce
        ``np.mean`` or ``np.max``.
    """
    if block == 1:
        return values
    combine = np.maximum if reduce is np.max else np.add
    rows = _combined(values, block, combine, axis=-2)
    cells = _combined(rows, block, combine, axis=-1)
    if combine is np.maximum:
        return cells
    rows_in, keys_in = (_block_lengths(length, block) for length in values.shape[-2:])
    cells /= np.outer(rows_in, keys_in).astype(cells.dtype)
    return cells


def _combined(values: NDArray[Any], block: int, combine: Any, *, axis: int) -> NDArray[Any]:
    def every(start: int) -> NDArray[Any]:
        cut = slice(start, None, block)
        return values[..., cut, :] if axis == -2 else values[..., cut]

    first = every(0)
    if values.dtype.kind != "f" and combine is np.add:
        first = first.astype(np.float64)
    if block > values.shape[axis] or every(1).shape != first.shape:
        total, begin = first.copy(), 1
    else:
        total, begin = combine(first, every(1)), 2
    for start in range(begin, min(block, values.shape[axis])):
        piece = every(start)
        head = slice(0, piece.shape[axis])
        into = total[..., head, :] if axis == -2 else total[..., head]
        combine(into, piece, out=into)
    return total


def _block_lengths(length: int, block: int) -> NDArray[np.int64]:
    return np.diff([*range(0, length, block), length])


def sheared(values: NDArray[Any]) -> NDArray[np.float64]:
    """Sum the cells of each lag, dims (plane, lag), lags from -(keys - 1) to queries - 1.

    Rows are padded and reshaped so that equal lags share a column: one pass, no loop over lags.
    """
    planes, queries, keys = values.shape
    width = queries + keys - 1
    padded = np.zeros((planes, queries, width + 1), values.dtype)
    padded[:, :, :keys] = values[:, :, ::-1]
    shifted = padded.reshape(planes, -1)[:, : queries * width].reshape(planes, queries, width)
    total = np.zeros((planes, width))
    for start in range(0, queries, _ROWS_AT_ONCE):
        total += np.add.reduce(shifted[:, start : start + _ROWS_AT_ONCE], axis=1)
    return total
