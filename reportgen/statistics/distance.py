"""Distances between heads: the square root of a mean Jensen-Shannon divergence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.planes import block_of, block_sizes, pooled_rows

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Present = NDArray[np.bool_]

#: Logarithms beyond which single precision is used: about a second of double precision.
_MANY_CELLS = 2.0e8
#: Cells that are compared at once: they fit in a cache, and memory stays bounded.
_CHUNK_CELLS = 400_000


def head_rows(summary: xr.Dataset, half: int | None = None) -> Floats:
    """Mean rows of every head as distributions over the keys, dims (head, query, key).

    Parameters
    ----------
    summary
        Its heads are taken layer by layer.
    half
        Only the samples of one half; None for all.

    Returns
    -------
    rows
        Each sums to one, or is zero where no sample has that row. Where matrices are stored as
        block averages, these are rows and keys of blocks, each key weighted with its width.
    """
    sums, counts = summary["attention_sum"], summary["row_count"]
    if half is None:
        weights = sums.sum("half", dtype=np.float64).values
        counted = counts.sum("half").values
    else:
        weights = sums.isel(half=half).values.astype(np.float64)
        counted = counts.isel(half=half).values
    weights = weights.reshape(-1, *weights.shape[-2:])
    counted = counted.reshape(len(weights), -1).astype(np.float64)
    block = block_of(summary)
    weights *= block_sizes(summary.sizes["key"], block)
    present = np.stack([pooled_rows(each, block) for each in counted]) > 0
    totals = np.where(present, weights.sum(axis=2), 0.0)
    usable = totals > 0
    weights /= np.where(usable, totals, 1.0)[:, :, None]
    weights[~usable] = 0.0
    return weights


def head_distances(rows: Floats) -> Floats:
    """Distance of every head to every other.

    ``sqrt(mean over q of JS(A[q], B[q]) / ln 2)`` with the Jensen-Shannon divergence
    ``JS = H((a + b) / 2) - (H(a) + H(b)) / 2``: 0 for the same rows, 1 where no key is shared. It
    is a metric, and the only loss of its maps is that of their dimensions: the root of JS embeds
    in Euclidean space.

    Parameters
    ----------
    rows : (head, query, key)
        Distributions; a row of zeros does not count in any pair of that head.

    Returns
    -------
    distances : (head, other head)
        Symmetric, in [0, 1], zero on the diagonal.

    References
    ----------
    Clark et al. 2019, "What Does BERT Look At?", section 6; Endres & Schindelin 2003, "A new metric
    for probability distributions"; Fuglede & Topsøe 2004, "Jensen-Shannon divergence and Hilbert
    space embedding".
    """
    heads, queries, keys = rows.shape
    work = rows.astype(_precision(heads, queries * keys))
    present: Present = np.asarray(rows.any(axis=2))
    entropy = _entropies(work.copy())
    distances = np.zeros((heads, heads))
    step = max(1, _CHUNK_CELLS // max(1, queries * keys))
    for head in range(heads - 1):
        for start in range(head + 1, heads, step):
            others = slice(start, min(start + step, heads))
            divergence = _entropies((work[others] + work[head]) / 2)
            divergence -= (entropy[others] + entropy[head]) / 2
            both = present[others] & present[head]
            distances[head, others] = _root_mean(divergence, both)
    return distances + distances.T


def matched_distances(first: Floats, second: Floats) -> Floats:
    """Distance of each matrix to its partner, dim (pair); see `head_distances`.

    Parameters
    ----------
    first, second : (pair, query, key)
        Distributions, partner by partner.
    """
    step = max(1, _CHUNK_CELLS // max(1, first[:1].size))
    distances = np.zeros(len(first))
    for start in range(0, len(first), step):
        one, two = (rows[start : start + step] for rows in (first, second))
        divergence = _entropies((one + two) / 2)
        divergence -= (_entropies(one.copy()) + _entropies(two.copy())) / 2
        both: Present = np.asarray(one.any(axis=2) & two.any(axis=2))
        distances[start : start + step] = _root_mean(divergence, both)
    return distances


def _precision(heads: int, cells: int) -> type[np.floating]:
    """Double while that takes about a second; single keeps distances to 0.001."""
    return np.float32 if heads**2 / 2 * cells > _MANY_CELLS else np.float64


def _entropies(weights: NDArray[np.floating]) -> Floats:
    """Entropy of each row in nats, ``0 ln 0 = 0``; the weights are overwritten."""
    # Where nothing lies the logarithm is that of the smallest number, which nothing multiplies.
    logarithms = np.maximum(weights, np.finfo(weights.dtype).tiny)
    np.log(logarithms, out=logarithms)
    weights *= logarithms
    entropy: Floats = -weights.sum(axis=-1, dtype=np.float64)
    return entropy


def _root_mean(divergence: Floats, both: Present) -> Floats:
    """Root of the mean divergence over the rows that both heads have, in units of ln 2."""
    rows = np.maximum(both.sum(axis=1), 1)
    mean = np.where(both, divergence, 0.0).sum(axis=1) / rows / np.log(2)
    distances: Floats = np.sqrt(np.clip(mean, 0.0, 1.0))
    return distances
