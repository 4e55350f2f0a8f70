"""The passes over a block as one, compiled by Numba: each weight is fetched from memory once.

Importing this module imports Numba and compiles, or loads what it compiled before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numba
import numpy as np
from numba import njit

from reportgen.nulls import Geometry
from reportgen.summarize.measures import Measures, Weights, places_of
from reportgen.summarize.passes import Target

#: What the sums depend on beside the weights: another compiler may round in another order.
KERNEL = f"numba {numba.__version__}"

# Sums may be taken in several lanes at once; NaN and infinity keep their meaning.
_OPTIONS: dict[str, Any] = {
    "fastmath": {"reassoc", "contract", "nsz"},
    "error_model": "numpy",
    "nogil": True,
}
_ZERO, _ONE, _HALF = np.float32(0), np.float32(1), np.float32(0.5)
_FRACTION_BITS = np.int32(23)
# Bits of the square root of a half: mantissas are taken between it and its double.
_ROOT = np.int32(0x3F3504F3)
_LN2 = np.float32(np.log(2))
# (ln(1 + f) - f + f^2 / 2) / f^3 between those bounds, fitted at Chebyshev's points to 2e-9.
_SERIES = tuple(
    np.float32(value)
    for value in (
        *(0.33333331, -0.24999990, 0.20000710, -0.16668480, 0.14249872),
        *(-0.12411021, 0.11662003, -0.11571515, 0.07148933),
    )
)
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8 = _SERIES
# Rows whose lags are summed in float32 before they go into float64.
_STRIP = 32

Function = TypeVar("Function", bound=Callable[..., Any])


def _compiled(function: Function) -> Function:
    compiled: Function = njit(inline="always", **_OPTIONS)(function)
    return compiled


@_compiled
def _logarithm(a: Any) -> Any:
    """Natural logarithm of a positive float32 within 1e-7; something finite for any other."""
    bits = np.float32(a).view(np.int32)
    exponent = np.int32(np.int32(bits - _ROOT) >> _FRACTION_BITS)
    f = np.int32(bits - np.int32(exponent << _FRACTION_BITS)).view(np.float32) - _ONE
    p = _C8
    p = p * f + _C7
    p = p * f + _C6
    p = p * f + _C5
    p = p * f + _C4
    p = p * f + _C3
    p = p * f + _C2
    p = p * f + _C1
    p = p * f + _C0
    return np.float32(exponent) * _LN2 + (f + f * f * (f * p - _HALF))


@_compiled
def _row_sums(row: Any, query: int) -> Any:
    """Sums over a row of A, A squared, A ln A and A times the absolute lag."""
    total = squared = logs = lags = _ZERO
    for key in range(row.size):
        a = row[key]
        total += a
        squared += a * a
        positive = max(a, _ZERO)
        logs += positive * _logarithm(positive)
        lags += a * np.float32(abs(np.int32(key) - np.int32(query)))
    return total, squared, logs, lags


@_compiled
def _sum_of(values: Any) -> Any:
    total = _ZERO
    for index in range(values.size):
        total += values[index]
    return total


@_compiled
def _add_to(target: Any, values: Any) -> None:
    for index in range(values.size):
        target[index] += values[index]


@_compiled
def _add_squares(target: Any, values: Any) -> None:
    for index in range(values.size):
        target[index] += values[index] * values[index]


@_compiled
def _add_times(target: Any, values: Any, factor: Any) -> None:
    for index in range(values.size):
        target[index] += values[index] * factor


@_compiled
def _add_mean(total: Any, squares: Any, block: int, mean: Any) -> None:
    total[block] += mean
    squares[block] += mean * mean


@_compiled
def _add_means(
    total: Any, squares: Any, rows_summed: Any, query: int, last: bool, side: int
) -> None:
    """Add the mean of each block of cells, and its square, once its last row has been summed."""
    if query % side < side - 1 and not last:
        return
    sums, sums_of_squares = total[query // side], squares[query // side]
    rows, whole = query % side + 1, rows_summed.size // side
    share = _ONE / np.float32(rows * side)
    if side == 2:
        # The commonest side: with a constant stride the loop is done in lanes.
        for block in range(whole):
            both = rows_summed[2 * block] + rows_summed[2 * block + 1]
            _add_mean(sums, sums_of_squares, block, both * share)
    else:
        for block in range(whole):
            cells = rows_summed[block * side : (block + 1) * side]
            _add_mean(sums, sums_of_squares, block, _sum_of(cells) * share)
    if whole < sums.size:
        rest = rows_summed[whole * side :]
        share = _ONE / np.float32(rows * rest.size)
        _add_mean(sums, sums_of_squares, whole, _sum_of(rest) * share)
    rows_summed[:] = _ZERO


@_compiled
def _add_lags(lags: Any, strip: Any, row: Any, seen: Any, query: int, last: bool) -> None:
    """Add a row to its strip, whose sums by lag run downwards, and the last one's to the plane."""
    place = query % _STRIP
    _add_times(strip[_STRIP - 1 - place : _STRIP - 1 - place + row.size], row, seen)
    if place < _STRIP - 1 and not last:
        return
    largest = query - place + _STRIP - 1 + row.size - 1
    for down in range(strip.size):
        if 0 <= largest - down < lags.size:
            lags[largest - down] += strip[down]
    strip[:] = _ZERO


def _add(
    block: Any,
    row_sum: Any,
    square_sum: Any,
    log_sum: Any,
    incoming: Any,
    abs_lag_sum: Any,
    band_sum: Any,
    diagonal_sum: Any,
    total: Any,
    squares: Any,
    lags: Any,
    mean: Any,
    keys_seen: Any,
    first: int,
    heads: int,
    side: int,
    half_width: int,
) -> None:
    """Measure planes of one sample and add them; ``lags`` and ``mean`` may have no planes."""
    planes, queries, keys = block.shape
    rows_summed = np.zeros(keys, np.float32)
    strip = np.zeros(keys + _STRIP - 1, np.float32)
    for plane in range(planes):
        incoming[plane] = _ZERO
        abs_lag = band = diagonal = np.float64(0)
        for query in range(queries):
            row = block[plane, query]
            sums = _row_sums(row, query)
            row_sum[plane, query], square_sum[plane, query], log_sum[plane, query] = sums[:3]
            abs_lag += sums[3]
            band += _sum_of(row[max(0, query - half_width) : query + half_width + 1])
            if query < keys:
                diagonal += row[query]
            _add_to(incoming[plane], row)
            last = query == queries - 1
            if len(mean):
                layer, head = divmod(first + plane, heads)
                if head == 0:
                    mean[layer, query] = row
                else:
                    _add_to(mean[layer, query], row)
            if len(lags):
                _add_lags(lags[plane], strip, row, keys_seen[query], query, last)
            if side == 1:
                _add_to(total[plane, query], row)
                _add_squares(squares[plane, query], row)
            else:
                _add_to(rows_summed, row)
                _add_means(total[plane], squares[plane], rows_summed, query, last, side)
        abs_lag_sum[plane], band_sum[plane], diagonal_sum[plane] = abs_lag, band, diagonal


def _with_signature() -> Any:
    """``_add`` compiled for float32, kept beside this file or in the user's cache if possible."""
    from numba.types import Array, float32, float64, int64, void

    def array(rank: int, kind: Any = float32) -> Any:
        return Array(kind, rank, "C")

    signature = void(
        Array(float32, 3, "C", readonly=True),
        *(array(2), array(2), array(2), array(2)),
        *(array(1, float64), array(1, float64), array(1, float64)),
        *(array(3), array(3), array(2, float64), array(3), array(1)),
        *(int64, int64, int64, int64),
    )
    try:
        return njit(signature, cache=True, **_OPTIONS)(_add)
    except (RuntimeError, OSError):
        # No folder to keep the machine code in: compiled anew by each process.
        return njit(signature, **_OPTIONS)(_add)


_add_planes = _with_signature()
_NO_LAGS = np.empty((0, 0))
_NO_MEAN = np.empty((0, 0, 0), np.float32)


class FusedPasses:
    """All passes in one, for float32."""

    def add(
        self, block: Weights, geometry: Geometry, into: Measures, targets: Sequence[Target]
    ) -> None:
        """Measure a block and add it."""
        places = places_of(geometry, block.dtype)
        for target in targets:
            own = into if len(targets) == 1 else into.of(target.within)
            _add_planes(
                block[target.within],
                *(own.row_sum, own.square_sum, own.log_sum, own.incoming),
                *(own.abs_lag_sum, own.band_sum, own.diagonal_sum),
                *(target.total, target.squares),
                _NO_LAGS if target.lags is None else target.lags,
                _NO_MEAN if target.mean is None else target.mean,
                places.seen,
                *(target.first, target.heads, target.block, places.half_width),
            )
        row = places.readout_row
        into.readout_sum[...] = into.incoming if row is None else block[:, row]
