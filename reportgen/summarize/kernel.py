"""Figures of a stack of planes from their row sums: nothing here looks at a weight again.

A *plane* is one (query, key) matrix: a head, or the mean over the heads of a layer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry
from reportgen.summarize.cleaning import Defects, cleaned, is_sound, note_sound
from reportgen.summarize.measures import Measures, Scratch, Weights, measure_order, places_of
from reportgen.summarize.variables import ROW_SUM_TOLERANCES

Floats = NDArray[np.float64]
Figures = dict[str, NDArray[Any]]

# Rows that are no probabilities can have any: beyond this float32 could not hold its exponential.
_LARGEST_ENTROPY = 80.0
_DEFECT_COUNTS = (
    *("nonfinite_cells", "nonfinite_rows", "dead_rows", "negative_cells", "above_one_cells"),
    *("leak_cells", "leak_mass", "weight_min", "weight_max"),
)


def ordered(
    block: Weights, geometry: Geometry, into: Measures, defects: Defects, scratch: Scratch
) -> Weights:
    """Fill in what needs the rows of a block sorted, and what is wrong with them.

    Returns
    -------
    (plane, query, key)
        The weights as they count: the block itself, or a copy without what does not.
    """
    places = places_of(geometry, block.dtype)
    measure_order(block, places, into, scratch)
    if is_sound(block, places, geometry.rows, into):
        note_sound(into, defects)
        return block
    clean = cleaned(block, geometry, defects)
    measure_order(clean, places, into, scratch)
    return clean


def plane_figures(measures: Measures, defects: Defects, geometry: Geometry) -> Figures:
    """Figures of measured planes, first dim: plane."""
    counted = defects.counted
    row_sums = measures.row_sum.astype(np.float64)
    figures: Figures = {name: getattr(defects, name) for name in _DEFECT_COUNTS}
    figures |= _row_sum_figures(row_sums + defects.leaked, counted)
    figures |= _row_figures(measures, row_sums, counted, geometry)
    figures |= _placed_figures(measures, row_sums, counted, geometry)
    figures["incoming_sum"] = measures.readout_sum.astype(np.float64)
    return figures


def _row_sum_figures(totals: Floats, counted: NDArray[np.bool_]) -> Figures:
    distance = np.abs(totals - 1)
    off = [((distance > tolerance) & counted).sum(axis=1) for tolerance in ROW_SUM_TOLERANCES]
    return {
        "row_sum_min": np.where(counted, totals, np.inf).min(axis=1),
        "row_sum_max": np.where(counted, totals, -np.inf).max(axis=1),
        "off_rows": np.stack(off, axis=1),
    }


def _row_figures(
    measures: Measures, row_sums: Floats, counted: NDArray[np.bool_], geometry: Geometry
) -> Figures:
    """Entropy, effective keys, Gini, unevenness and the null's variance: row by row."""
    seen = geometry.keys_seen
    entropy = -measures.log_sum.astype(np.float64)
    squares = measures.square_sum.astype(np.float64)
    several = counted & (seen > 1)
    log_seen = np.log(np.maximum(seen, 2))
    cells = np.maximum((counted * seen).sum(axis=1), 1)
    mean_weight = row_sums.sum(axis=1, where=counted) / cells
    mean_lift = (row_sums * seen).sum(axis=1, where=counted) / cells
    mean_square_lift = (squares * seen**2).sum(axis=1, where=counted) / cells
    spread = squares.sum(axis=1, where=counted) / cells - mean_weight**2
    return {
        "row_entropy_sum": np.where(counted, entropy, 0),
        "row_entropy_square_sum": np.where(counted, entropy**2, 0),
        "sample_entropy": _row_mean(entropy, counted),
        "sample_normalized_entropy": _row_mean(entropy / log_seen, several),
        "sample_effective_keys": _row_mean(np.exp(np.minimum(entropy, _LARGEST_ENTROPY)), counted),
        "sample_gini": _row_mean(_gini(measures, row_sums, seen), counted),
        "sample_mean": mean_weight,
        "sample_std": np.sqrt(np.maximum(spread, 0)),
        "sample_unevenness": np.sqrt(np.maximum(mean_square_lift - mean_lift**2, 0)),
        "sample_max_cell_lift": np.where(counted, measures.high * seen, 0).max(axis=1),
        "incoming_variance_sum": _incoming_variance(squares, row_sums, counted, geometry),
    }


def _incoming_variance(
    squares: Floats, row_sums: Floats, counted: NDArray[np.bool_], geometry: Geometry
) -> Floats:
    """Variance of the incoming attention of each key if rows were exchangeable (science.md 2)."""
    seen = np.maximum(geometry.keys_seen, 1)
    variance = np.where(counted & geometry.readout, squares / seen - (row_sums / seen) ** 2, 0)
    if geometry.full:
        same = np.maximum(variance.sum(axis=1), 0)
        return np.repeat(same[:, None], geometry.allowed.shape[1], axis=1)
    # Not the matrix product of BLAS: its rounding may depend on the number of threads.
    allowed = geometry.allowed.astype(np.float64)
    spread: Floats = np.maximum(np.einsum("pq,qk->pk", variance, allowed), 0)
    return spread


def _gini(measures: Measures, row_sums: Floats, seen: Floats) -> Floats:
    """Gini coefficient of each row over its allowed cells (forbidden zeros sort to the front)."""
    hidden = measures.incoming.shape[1] - seen
    safe = np.where(row_sums > 0, row_sums, 1) * np.maximum(seen, 1)
    ranked = measures.ranked_sum.astype(np.float64)
    gini: Floats = (2 * ranked - (2 * hidden + seen + 1) * row_sums) / safe
    return gini


def _placed_figures(
    measures: Measures, row_sums: Floats, counted: NDArray[np.bool_], geometry: Geometry
) -> Figures:
    """Figures that are weighted sums over the cells, by what a cell's place means."""
    total = row_sums.sum(axis=1, where=counted)
    # Scores before the softmax may sum to nothing or less: they have no shares.
    total = np.where(total > 0, total, np.nan)
    incoming = measures.incoming.astype(np.float64)
    ranks = geometry.key_rank
    early, first = (ranks >= 0) & (3 * ranks < geometry.real_keys), ranks == 0
    sees_first = counted & (geometry.allowed & first).any(axis=1)
    figures: Figures = {
        "sample_early_third": incoming.sum(axis=1, where=early) / total,
        "sample_first_key": incoming.sum(axis=1, where=first)
        / np.maximum(sees_first.sum(axis=1), 1),
        **_lag_figures(measures, row_sums, total, counted, square=geometry.square),
    }
    unread = ~counted.any(axis=1)
    return {name: np.where(unread, np.nan, values) for name, values in figures.items()}


def _lag_figures(
    measures: Measures, row_sums: Floats, total: Floats, counted: NDArray[np.bool_], *, square: bool
) -> Figures:
    if not square:
        names = ("diagonal", "diagonal_share", "band_share", "mean_lag", "mean_abs_lag")
        return {f"sample_{name}": np.full(len(total), np.nan) for name in names}
    diagonal = measures.diagonal_sum.astype(np.float64)
    # Sum of A (q - k), by rows and by columns; from the middle, so that little cancels.
    place = np.arange(row_sums.shape[1]) - (row_sums.shape[1] - 1) / 2
    lag = np.einsum("pq,q->p", np.where(counted, row_sums, 0), place)
    lag -= np.einsum("pk,k->p", measures.incoming.astype(np.float64), place)
    return {
        "sample_diagonal": diagonal / np.maximum(counted.sum(axis=1), 1),
        "sample_diagonal_share": diagonal / total,
        "sample_band_share": measures.band_sum / total,
        "sample_mean_lag": lag / total,
        "sample_mean_abs_lag": measures.abs_lag_sum / total,
    }


def _row_mean(values: Floats, counted: NDArray[np.bool_]) -> Floats:
    rows = counted.sum(axis=1)
    sums = values.sum(axis=1, where=counted)
    mean: Floats = np.where(rows > 0, sums / np.maximum(rows, 1), np.nan)
    return mean
