"""How far a head's attention follows the sample rather than the position."""

from __future__ import annotations

import numpy as np

from reportgen.statistics.planes import Plane


def head_variability(plane: Plane) -> float | None:
    """Deviation of the samples' rows from their mean row, in units of the largest possible.

    ``sqrt(sum over q, k of var(A[q,k]) / sum over q of (1 - sum over k of mean(A[q,k])^2))`` with
    the variance over samples (unbiased). The denominator is what the variance would be with the
    same mean matrix if each sample gave each query a single key. So 0: every sample has the same
    matrix, attention is fixed by position; 1: single keys, chosen anew in each sample.

    Vig & Belinkov compare the same two matrices by absolute deviations, which need every sample
    twice; squares come out of the sums of the Summary, and their root is again linear in the
    deviation. A head that is even in every sample has variability 0 in both.

    Returns
    -------
    None with fewer than two samples, or where the matrices are stored as block averages.

    References
    ----------
    Vig & Belinkov 2019, "Analyzing the Structure of Attention in a Transformer Language Model",
    section 4.2.
    """
    counts = plane.values("row_count").sum(axis=0).astype(np.float64)
    mean = plane.mean_weights()
    rows = counts > 1
    if counts.size != mean.shape[0] or not rows.any():
        return None
    counts, mean = counts[rows, None], mean[rows]
    mean_square = plane.values("attention_square_sum").astype(np.float64)[rows] / counts
    variance = (mean_square - mean**2).clip(min=0) * counts / (counts - 1)
    largest = mean.sum(axis=1) ** 2 - (mean**2).sum(axis=1)
    total = float(largest.clip(min=0).sum())
    # Rows that see one key leave nothing to vary.
    return float(np.sqrt(min(1.0, variance.sum() / total))) if total > 1e-12 else 0.0
