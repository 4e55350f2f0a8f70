"""Reductions over the cells of a plane that have a place in common: blocks, and lags."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Rows that are summed in the weights' own precision before they go into float64.
_ROWS_AT_ONCE = 32
# Of a strip of rows, without its margins: it stays in the cache.
_STRIP_BYTES = 1 << 18
#: Enough where speed matters less than memory.
SHORT_STRIP_BYTES = 1 << 16


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
    queries, keys = values.shape[-2:]
    cells /= _cells_of_blocks((queries, keys), block)
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


@lru_cache(maxsize=8)
def _cells_of_blocks(cells: tuple[int, int], block: int) -> NDArray[np.float32]:
    """Cells of each block; one number where no block is cut off."""
    if not any(length % block for length in cells):
        return np.array(block**2, np.float32)
    rows, keys = (np.diff([*range(0, length, block), length]) for length in cells)
    return np.outer(rows, keys).astype(np.float32)


def sheared(values: NDArray[Any]) -> NDArray[np.float64]:
    """Sum the cells of each lag, dims (plane, lag), lags from -(keys - 1) to queries - 1."""
    return Shear(values.shape, values.dtype).sums(values)


class Shear:
    """Sums over the cells of each lag of planes of one shape, in memory that is used again.

    Rows are laid out so that equal lags share a column: one pass, no loop over lags.

    Parameters
    ----------
    shape
        Planes, queries, keys.
    strip_bytes
        Rows of a plane that are laid out at once.
    """

    def __init__(
        self, shape: tuple[int, ...], dtype: np.dtype[Any], strip_bytes: int = _STRIP_BYTES
    ) -> None:
        planes, self._queries, self._keys = shape
        wanted = -(-strip_bytes // (self._keys * dtype.itemsize))
        groups = -(-min(wanted, self._queries) // _ROWS_AT_ONCE)
        self._rows = groups * _ROWS_AT_ONCE
        # A row is as long as a strip has lags. Read as rows that are one cell longer, each begins
        # one cell later than the one above, so that lag -c stands in column c and, from the right
        # end on, lag 1, 2, … What lies beyond the keys stays zero.
        self._width = self._rows + self._keys - 1
        cells = np.zeros((planes, self._rows * (self._width + 1)), dtype)
        laid_out = cells[:, : self._rows * self._width].reshape(planes, self._rows, self._width)
        self._laid_out = laid_out[:, :, : self._keys]
        self._shifted = cells.reshape(planes, groups, _ROWS_AT_ONCE, self._width + 1)

    def sums(
        self, values: NDArray[Any], row_weights: NDArray[Any] | None = None
    ) -> NDArray[np.float64]:
        """Sum the cells of each lag, dims (plane, lag).

        Parameters
        ----------
        values : (plane, query, key)
            At most as many planes as there is room for.
        row_weights : (query,)
            What each row is multiplied by.
        """
        planes = len(values)
        total = np.zeros((planes, self._queries + self._keys - 1))
        for start in range(0, self._queries, self._rows):
            rows = slice(start, min(start + self._rows, self._queries))
            count = rows.stop - start
            laid_out = self._laid_out[:planes]
            if row_weights is None:
                laid_out[:, :count] = values[:, rows]
            else:
                np.multiply(values[:, rows], row_weights[rows, None], out=laid_out[:, :count])
            laid_out[:, count:] = 0
            columns = np.add.reduce(self._shifted[:planes], axis=2).sum(axis=1, dtype=np.float64)
            # Lag 0, -1, … of the strip are those of the plane less its first row.
            total[:, start : start + self._keys] += columns[:, self._keys - 1 :: -1]
            later = start + self._keys
            total[:, later : later + count - 1] += columns[:, :-count:-1]
        return total
