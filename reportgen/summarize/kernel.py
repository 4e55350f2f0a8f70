"""Figures of one sample's planes: every statistic that needs the weights themselves.

A *plane* is one (query, key) matrix: a head, or the mean over the heads of a layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry, lags_of, local_band
from reportgen.summarize.variables import ROW_SUM_TOLERANCES

Floats = NDArray[np.float64]
# Float32 or float64, as stored: the arithmetic keeps it.
Weights: TypeAlias = NDArray[Any]
# Far below the smallest float32 weight, so that 0 ln 0 = 0 costs no branch and biases nothing.
_TINY = {np.dtype(np.float32): np.float32(1e-37), np.dtype(np.float64): 1e-300}

# Rows that are no probabilities can have any: beyond this float32 could not hold its exponential.
_LARGEST_ENTROPY = 80.0


@dataclass(frozen=True, slots=True, eq=False)
class PlaneSums:
    """What one sample adds to the Summary, first dim: plane. Keys are Summary variables.

    Attributes
    ----------
    clean : (plane, query, key)
        The weights with uncounted rows set to zero.
    counted : (plane, query)
        Rows that are allowed, finite and not all zero.
    added
        Values to add, compare or append under the name of their variable.
    """

    clean: Weights
    counted: NDArray[np.bool_]
    added: dict[str, NDArray[np.generic]]


def plane_sums(stored: Weights, geometry: Geometry) -> PlaneSums:
    """Compute every statistic of a stack of planes.

    Parameters
    ----------
    stored : (plane, query, key)
        Weights as read, float32 or float64.
    geometry
        Mask, padding and readout of the sample.
    """
    added = _extremes(stored)
    clean, broken = _without_broken_rows(stored)
    added["nonfinite_rows"] = broken.sum(axis=1)
    leaks = np.zeros_like(clean) if geometry.full else np.where(geometry.allowed, 0, clean)
    if not geometry.full:
        # Padded queries still sum to one; only rows that count can leak.
        leaks[:, ~geometry.rows] = 0
        clean = np.where(geometry.allowed, clean, 0)
    added["leak_cells"] = np.count_nonzero(leaks, axis=(1, 2))
    added["leak_mass"] = leaks.sum(axis=(1, 2), dtype=np.float64)

    row_sums: Floats = clean.sum(axis=2, dtype=np.float64)
    candidates = geometry.rows[None, :] & ~broken
    dead = candidates & ~clean.any(axis=2)
    counted = candidates & ~dead
    clean = clean * counted[:, :, None] if not counted.all() else clean
    added["dead_rows"] = dead.sum(axis=1)
    added |= _row_sum_figures(row_sums + leaks.sum(axis=2, dtype=np.float64), counted)
    added |= _row_figures(clean, row_sums, counted, geometry)
    added |= _placed_figures(clean, row_sums, counted, geometry)
    added["incoming_sum"] = _readout_sum(clean, geometry)
    return PlaneSums(clean, counted, added)


def _extremes(stored: Weights) -> dict[str, NDArray[np.generic]]:
    finite = np.isfinite(stored)
    everywhere = bool(finite.all())
    low = stored if everywhere else np.where(finite, stored, np.inf)
    high = stored if everywhere else np.where(finite, stored, -np.inf)
    return {
        "weight_min": low.min(axis=(1, 2)).astype(np.float64),
        "weight_max": high.max(axis=(1, 2)).astype(np.float64),
        "nonfinite_cells": (~finite).sum(axis=(1, 2)),
        "negative_cells": (low < 0).sum(axis=(1, 2)),
        # One unit in the last place above one is rounding, not an error.
        "above_one_cells": (high > 1 + ROW_SUM_TOLERANCES[0]).sum(axis=(1, 2)),
    }


def _without_broken_rows(stored: Weights) -> tuple[Weights, NDArray[np.bool_]]:
    broken: NDArray[np.bool_] = np.asarray(~np.isfinite(stored).all(axis=2))
    if not broken.any():
        return stored, broken
    return np.where(broken[:, :, None], stored.dtype.type(0), stored), broken


def _row_sum_figures(totals: Floats, counted: NDArray[np.bool_]) -> dict[str, NDArray[np.generic]]:
    distance = np.abs(totals - 1)
    off = [((distance > tolerance) & counted).sum(axis=1) for tolerance in ROW_SUM_TOLERANCES]
    return {
        "row_sum_min": np.where(counted, totals, np.inf).min(axis=1),
        "row_sum_max": np.where(counted, totals, -np.inf).max(axis=1),
        "off_rows": np.stack(off, axis=1),
    }


def _row_figures(
    clean: Weights, row_sums: Floats, counted: NDArray[np.bool_], geometry: Geometry
) -> dict[str, NDArray[np.generic]]:
    """Entropy, effective keys, Gini, unevenness and the null's variance: row by row."""
    seen = geometry.keys_seen
    positive = np.maximum(clean, 0)
    logs = np.log(positive + _TINY[clean.dtype])
    entropy = -np.einsum("pqk,pqk->pq", positive, logs).astype(np.float64)
    squares = np.einsum("pqk,pqk->pq", clean, clean).astype(np.float64)
    ordered = np.sort(clean, axis=2)
    several = counted & (seen > 1)
    log_seen = np.log(np.maximum(seen, 2))
    cells = np.maximum((counted * seen).sum(axis=1), 1)
    mean_weight = row_sums.sum(axis=1, where=counted) / cells
    mean_lift = (row_sums * seen).sum(axis=1, where=counted) / cells
    mean_square_lift = (squares * seen**2).sum(axis=1, where=counted) / cells
    variance = np.where(counted, squares / np.maximum(seen, 1) - _squared_mean(row_sums, seen), 0)
    spread = squares.sum(axis=1, where=counted) / cells - mean_weight**2
    return {
        "row_entropy_sum": np.where(counted, entropy, 0),
        "row_entropy_square_sum": np.where(counted, entropy**2, 0),
        "sample_entropy": _row_mean(entropy, counted),
        "sample_normalized_entropy": _row_mean(entropy / log_seen, several),
        "sample_effective_keys": _row_mean(np.exp(np.minimum(entropy, _LARGEST_ENTROPY)), counted),
        "sample_gini": _row_mean(_gini(ordered, row_sums, seen), counted),
        "sample_mean": mean_weight,
        "sample_std": np.sqrt(np.maximum(spread, 0)),
        "sample_unevenness": np.sqrt(np.maximum(mean_square_lift - mean_lift**2, 0)),
        "sample_max_cell_lift": np.where(counted, ordered[:, :, -1] * seen, 0).max(axis=1),
        "incoming_variance_sum": np.maximum(
            (variance * geometry.readout) @ geometry.allowed.astype(np.float64), 0
        ),
    }


def _squared_mean(row_sums: Floats, seen: Floats) -> Floats:
    mean: Floats = (row_sums / np.maximum(seen, 1)) ** 2
    return mean


def _gini(ordered: Weights, row_sums: Floats, seen: Floats) -> Floats:
    """Gini coefficient of each row over its allowed cells (forbidden zeros sort to the front)."""
    keys = ordered.shape[2]
    ranks = np.arange(1, keys + 1, dtype=np.float64)
    ranked = ordered @ ranks.astype(ordered.dtype)
    hidden = keys - seen
    safe = np.where(row_sums > 0, row_sums, 1) * np.maximum(seen, 1)
    gini: Floats = (2 * ranked.astype(np.float64) - (2 * hidden + seen + 1) * row_sums) / safe
    return gini


def _placed_figures(
    clean: Weights,
    row_sums: Floats,
    counted: NDArray[np.bool_],
    geometry: Geometry,
) -> dict[str, NDArray[np.generic]]:
    """Figures that are weighted sums over the cells, by what a cell's place means."""
    planes, queries, keys = clean.shape
    total = row_sums.sum(axis=1, where=counted)
    # Scores before the softmax may sum to nothing or less: they have no shares.
    total = np.where(total > 0, total, np.nan)
    ranks = geometry.key_rank
    early = np.broadcast_to((ranks >= 0) & (3 * ranks < geometry.real_keys), (queries, keys))
    first = np.broadcast_to(ranks == 0, (queries, keys))
    lag = lags_of(queries, keys)
    weights = [
        early,
        first,
        np.eye(queries, keys, dtype=bool),
        np.abs(lag) <= local_band(geometry.real_keys),
    ]
    weights += [lag, np.abs(lag)]
    columns = np.stack([item.ravel() for item in weights], axis=1).astype(clean.dtype)
    sums = (clean.reshape(planes, -1) @ columns).astype(np.float64)
    sees_first = counted & (geometry.allowed & first).any(axis=1)
    figures = {
        "sample_early_third": sums[:, 0] / total,
        "sample_first_key": sums[:, 1] / np.maximum(sees_first.sum(axis=1), 1),
    }
    missing = np.full(planes, np.nan)
    square = geometry.square
    figures |= {
        "sample_diagonal": sums[:, 2] / np.maximum(counted.sum(axis=1), 1) if square else missing,
        "sample_diagonal_share": sums[:, 2] / total if square else missing,
        "sample_band_share": sums[:, 3] / total if square else missing,
        "sample_mean_lag": sums[:, 4] / total if square else missing,
        "sample_mean_abs_lag": sums[:, 5] / total if square else missing,
    }
    unread = ~counted.any(axis=1)
    return {name: np.where(unread, np.nan, values) for name, values in figures.items()}


def _readout_sum(clean: Weights, geometry: Geometry) -> Floats:
    incoming: Floats = clean[:, geometry.readout].sum(axis=1, dtype=np.float64)
    return incoming


def _row_mean(values: Floats, counted: NDArray[np.bool_]) -> Floats:
    rows = counted.sum(axis=1)
    sums = values.sum(axis=1, where=counted)
    mean: Floats = np.where(rows > 0, sums / np.maximum(rows, 1), np.nan)
    return mean
