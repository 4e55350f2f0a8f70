"""What needs the weights themselves, row by row: one pass over a block that fits the cache.

Everything else in a Summary is made of these few sums, a hundredth of the weights' size.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry, lags_of, local_band

# Float32 or float64, as stored: the arithmetic keeps it.
Weights: TypeAlias = NDArray[Any]
#: Weights measured at once: two such blocks of scratch beside them stay in a core's cache.
BLOCK_BYTES = 1 << 20
# Far below the smallest float32 weight, so that 0 ln 0 = 0 costs no branch and biases nothing.
_TINY: dict[np.dtype[Any], Any] = {
    np.dtype(np.float32): np.float32(1e-37),
    np.dtype(np.float64): np.float64(1e-300),
}


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Sums over a stack of planes: those of rows and columns in the weights' own dtype.

    Attributes
    ----------
    row_sum, log_sum, square_sum, ranked_sum : (plane, query)
        Of A, A ln A, A squared, and of the sorted weights times their ranks from 1.
    low, high : (plane, query)
        Extremes of the row; NaN sorts high.
    incoming, readout_sum : (plane, key)
        Column sums over all queries, and over those of the readout.
    abs_lag_sum, band_sum, diagonal_sum : (plane,)
        Of A times the absolute lag, of A within the local band, and on the diagonal; float64.
    """

    row_sum: Weights
    log_sum: Weights
    square_sum: Weights
    ranked_sum: Weights
    low: Weights
    high: Weights
    incoming: Weights
    readout_sum: Weights
    abs_lag_sum: Weights
    band_sum: Weights
    diagonal_sum: Weights

    @classmethod
    def empty(cls, planes: int, queries: int, keys: int, dtype: np.dtype[Any]) -> Measures:
        """Room for the measures of so many planes."""
        rows = [np.empty((planes, queries), dtype) for _ in range(6)]
        columns = [np.empty((planes, keys), dtype) for _ in range(2)]
        totals = [np.empty(planes) for _ in range(3)]
        return cls(*rows, *columns, *totals)

    def of(self, planes: slice) -> Measures:
        """View of some planes."""
        return Measures(*(getattr(self, name)[planes] for name in _MEASURES))


_MEASURES = tuple(field.name for field in fields(Measures))


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """What a cell's place means, in the dtype of the weights.

    Attributes
    ----------
    abs_lag, band, hidden : (query, key)
        Absolute lag; one within the local band, else zero; one where the mask forbids, else zero.
    ranks : (key,)
        One to the number of keys.
    seen : (query,)
        Keys that a query may see.
    one_seen
        Whether all queries that count see as many.
    half_width
        Of the local band, in steps.
    full
        Whether nothing is forbidden.
    readout_row
        The one query that the readout reads; None where it reads all that count.
    """

    abs_lag: Weights
    band: Weights
    hidden: Weights
    ranks: Weights
    seen: Weights
    one_seen: bool
    half_width: int
    full: bool
    readout_row: int | None


# Two: heads of several runs are measured in turn, and each holds three planes.
@lru_cache(maxsize=2)
def places_of(geometry: Geometry, dtype: np.dtype[Any]) -> Places:
    """Weights of the cells of a geometry."""
    queries, keys = geometry.allowed.shape
    lag = np.abs(lags_of(queries, keys))
    half_width = local_band(geometry.real_keys)
    counted = geometry.keys_seen[geometry.rows]
    every_row = np.array_equal(geometry.readout, geometry.rows)
    return Places(
        abs_lag=lag.astype(dtype),
        band=(lag <= half_width).astype(dtype),
        hidden=_hidden(geometry, dtype),
        ranks=np.arange(1, keys + 1, dtype=dtype),
        seen=geometry.keys_seen.astype(dtype),
        one_seen=bool((counted == counted[:1]).all()),
        half_width=half_width,
        full=geometry.full,
        readout_row=None if every_row else int(np.flatnonzero(geometry.readout)[0]),
    )


def _hidden(geometry: Geometry, dtype: np.dtype[Any]) -> Weights:
    if geometry.full:
        # Nothing, in no memory.
        return np.broadcast_to(dtype.type(0), geometry.allowed.shape)
    return (~geometry.allowed).astype(dtype)


class Scratch:
    """Memory that every block is measured in: pages are touched once, not once for each block."""

    def __init__(self, cells: int, dtype: np.dtype[Any]) -> None:
        self._first = _aligned(cells, dtype)
        self._second = _aligned(cells, dtype)

    def first(self, shape: tuple[int, ...]) -> Weights:
        """Room of a shape; what was there is lost."""
        return self._first[: int(np.prod(shape))].reshape(shape)

    def second(self, shape: tuple[int, ...]) -> Weights:
        """Room beside the first."""
        return self._second[: int(np.prod(shape))].reshape(shape)


def _aligned(cells: int, dtype: np.dtype[Any]) -> Weights:
    raw = np.empty(cells * dtype.itemsize + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start : start + cells * dtype.itemsize].view(dtype)


def measure_order(block: Weights, places: Places, into: Measures, scratch: Scratch) -> None:
    """Fill in what needs the rows sorted: extremes and the ranked sum.

    Parameters
    ----------
    block : (plane, query, key)
    """
    ordered = scratch.first(block.shape)
    np.copyto(ordered, block)
    ordered.sort(axis=-1)
    into.low[...] = ordered[..., 0]
    into.high[...] = ordered[..., -1]
    np.einsum("pqk,k->pq", ordered, places.ranks, out=into.ranked_sum)


def measure_rows(block: Weights, places: Places, into: Measures, scratch: Scratch) -> None:
    """Fill in the sums over the rows and columns of finite weights, but for their squares."""
    np.einsum("pqk->pq", block, out=into.row_sum)
    np.einsum("pqk->pk", block, out=into.incoming)
    row = places.readout_row
    into.readout_sum[...] = into.incoming if row is None else block[:, row]
    logs = scratch.first(block.shape)
    positive, lowest = block, into.low.min()
    if lowest < 0:
        positive = np.maximum(block, 0, out=scratch.second(block.shape))
    if lowest > 0:
        np.log(block, out=logs)
    else:
        np.log(np.add(positive, _TINY[block.dtype], out=logs), out=logs)
    np.einsum("pqk,pqk->pq", positive, logs, out=into.log_sum)


def measure_squares(block: Weights, cells: Weights, into: Measures, scratch: Scratch) -> Weights:
    """Fill in the sums over the rows of squared weights.

    Parameters
    ----------
    cells : (plane, block_query, block_key)
        The weights as they are stored: themselves, or the means of blocks of cells.

    Returns
    -------
    (plane, block_query, block_key)
        Squares of ``cells``, in scratch memory.
    """
    squares = np.multiply(cells, cells, out=scratch.first(cells.shape))
    if cells is block:
        np.einsum("pqk->pq", squares, out=into.square_sum)
    else:
        np.einsum("pqk,pqk->pq", block, block, out=into.square_sum)
    return squares


def measure_lags(block: Weights, places: Places, into: Measures) -> None:
    """Fill in the sums of cells by their distance from the diagonal."""
    if block.shape[1] == block.shape[2]:
        into.diagonal_sum[...] = np.einsum("pqq->pq", block).sum(axis=1, dtype=np.float64)
    for weights, total in ((places.abs_lag, into.abs_lag_sum), (places.band, into.band_sum)):
        rows = np.einsum("pqk,qk->pq", block, weights)
        rows.sum(axis=1, dtype=np.float64, out=total)


def note_lags(sums: NDArray[np.float64], half_width: int, into: Measures) -> None:
    """Fill in the same from the sums of square planes by lag, dims (plane, lag)."""
    middle = sums.shape[1] // 2
    lags = np.abs(np.arange(sums.shape[1]) - middle)
    into.diagonal_sum[...] = sums[:, middle]
    into.abs_lag_sum[...] = np.einsum("pl,l->p", sums, lags)
    into.band_sum[...] = sums[:, max(0, middle - half_width) : middle + half_width + 1].sum(axis=1)


def hidden_mass(block: Weights, places: Places) -> Weights:
    """Weight of each plane on forbidden cells, dim (plane)."""
    mass: Weights = np.einsum("pqk,qk->p", block, places.hidden)
    return mass
