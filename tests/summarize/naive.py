"""Every figure of a plane again, written row by row from science.md: slow, plain, independent."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def naive_figures(weights: NDArray[np.float64], cells: NDArray[np.bool_]) -> dict[str, Any]:
    """Figures of one (query, key) plane under a mask; rows with NaN are left out.

    Parameters
    ----------
    weights, cells : (query, key)
        Weights, and which of them the mask allows.
    """
    queries, keys = weights.shape
    # The local band: a twelfth of the window, at least a step.
    band = max(1, round(keys / 12))
    rows = [
        q
        for q in range(queries)
        if cells[q].any() and np.isfinite(weights[q]).all() and weights[q][cells[q]].any()
    ]
    entropies, normalized, effective, ginis = [], [], [], []
    diagonal, lifts, inside = [], [], []
    variance = np.zeros(keys)
    incoming = np.zeros(keys)
    for q in rows:
        row = [float(weights[q, k]) for k in range(keys) if cells[q, k]]
        seen = len(row)
        entropy = -sum(w * math.log(w) for w in row if w > 0)
        entropies.append(entropy)
        effective.append(math.exp(entropy))
        if seen > 1:
            normalized.append(entropy / math.log(seen))
        differences = sum(abs(a - b) for a in row for b in row)
        ginis.append(differences / (2 * seen * sum(row)))
        inside += row
        lifts += [seen * w for w in row]
        spread = sum(w * w for w in row) / seen - (sum(row) / seen) ** 2
        for k in range(keys):
            if cells[q, k]:
                incoming[k] += weights[q, k]
                variance[k] += spread
        if queries == keys:
            diagonal.append(float(weights[q, q]))
    total = sum(inside)

    def mass(holds: Any) -> float:
        return sum(float(weights[q, k]) for q in rows for k in range(keys) if holds(q, k)) / total

    figures: dict[str, Any] = {
        "entropy": np.mean(entropies),
        "normalized_entropy": np.mean(normalized),
        "effective_keys": np.mean(effective),
        "gini": np.mean(ginis),
        "mean": np.mean(inside),
        "std": np.std(inside),
        "unevenness": np.std(lifts),
        "max_cell_lift": max(lifts),
        "early_third": mass(lambda q, k: 3 * k < keys),
        "first_key": sum(weights[q, 0] for q in rows if cells[q, 0])
        / max(1, sum(cells[q, 0] for q in rows)),
        "incoming": incoming,
        "variance": variance,
    }
    if queries == keys:
        figures |= {
            "diagonal": np.mean(diagonal),
            "diagonal_share": sum(diagonal) / total,
            "band_share": mass(lambda q, k: abs(q - k) <= band),
            "mean_lag": sum(float(weights[q, k]) * (q - k) for q in rows for k in range(keys))
            / total,
            "mean_abs_lag": sum(
                float(weights[q, k]) * abs(q - k) for q in rows for k in range(keys)
            )
            / total,
            "lag_spectrum": lag_spectrum(weights, cells, rows),
        }
    return figures


def lag_spectrum(
    weights: NDArray[np.float64], cells: NDArray[np.bool_], rows: list[int]
) -> NDArray[np.float64]:
    """Mean of k_q A over the valid pairs at each lag, from -(n - 1) to n - 1."""
    n = weights.shape[0]
    spectrum = []
    for lag in range(-(n - 1), n):
        pairs = [
            cells[q].sum() * weights[q, q - lag]
            for q in rows
            if 0 <= q - lag < n and cells[q, q - lag]
        ]
        spectrum.append(np.mean(pairs) if pairs else np.nan)
    return np.array(spectrum)
