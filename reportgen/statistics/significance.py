"""Is a key's attention more than chance? Two nulls, and a claim must beat both (science.md 2)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.blocks import Blocks

Floats = NDArray[np.float64]

LEVEL = 0.05
FEWEST_BLOCKS = 6
_FLIPS = 9999
_FLIPS_AT_ONCE = 512


def row_scores(incoming: Floats, expected: Floats, variance: Floats) -> Floats:
    """``(c_k - E_k) / sqrt(Var)``, 0 where the null allows no variation, dim (key)."""
    spread = np.sqrt(np.maximum(variance, 0))
    certain = spread <= 1e-12 * np.maximum(expected, 1e-12)
    scores: Floats = np.where(certain, 0.0, (incoming - expected) / np.where(certain, 1, spread))
    return scores


def rows_p_values(
    scores: Floats, draws: Floats | None, expected: Floats, variance: Floats
) -> Floats:
    """Return p of each key under the rows null, corrected for the largest of all keys (max-T).

    Parameters
    ----------
    scores : (key,)
        Of the data, from ``row_scores``.
    draws : (draw, key)
        Incoming attention with the rows permuted, where the samples are few; None takes the
        normal approximation.
    expected, variance : (key,)
        Of the null.

    Notes
    -----
    By permutation ``p = (1 + #{max T* >= T_k}) / (1 + draws)``; else
    ``p = 1 - Phi(T_k)^n``, which ignores the weak dependence between keys.
    """
    if draws is not None:
        spread = np.sqrt(np.maximum(variance, 0))
        certain = spread <= 1e-12 * np.maximum(expected, 1e-12)
        null = np.where(certain, 0.0, (draws - expected) / np.where(certain, 1, spread))
        return _max_t(scores, null.max(axis=1))
    tail = 0.5 * np.array([math.erfc(score / math.sqrt(2)) for score in scores])
    p: Floats = -np.expm1(scores.size * np.log1p(-np.minimum(tail, 1 - 1e-16)))
    return p


def samples_p_values(importance: Floats, expected: Floats, blocks: Blocks) -> Floats | None:
    """Return p of each key under random sign flips of the blocks' lift - 1 (max-T).

    Parameters
    ----------
    importance, expected : (batch, key)
        Share of each key per sample, and under uniform attention.
    blocks
        Independent blocks; a block's excess is the mean over its samples.

    Returns
    -------
    (key,), or None with fewer than six blocks, where the test has no power.
    """
    if blocks.count < FEWEST_BLOCKS:
        return None
    excess = np.where(expected > 0, importance / np.where(expected > 0, expected, 1) - 1, 0.0)
    excess = blocks.sums(excess) / blocks.sizes[:, None]
    scores = _t_scores(excess.mean(axis=0), (excess**2).mean(axis=0), blocks.count)
    generator = np.random.default_rng(20030625)
    largest = np.empty(_FLIPS)
    squares = (excess**2).mean(axis=0)
    for start in range(0, _FLIPS, _FLIPS_AT_ONCE):
        count = min(_FLIPS_AT_ONCE, _FLIPS - start)
        signs = generator.integers(0, 2, size=(count, blocks.count)) * 2.0 - 1
        means = signs @ excess / blocks.count
        largest[start : start + count] = _t_scores(means, squares, blocks.count).max(axis=1)
    return _max_t(scores, largest)


def _t_scores(means: Floats, squares: Floats, count: int) -> Floats:
    """Return t of the block means; flipping signs leaves the squares as they are."""
    variance = np.maximum(squares - means**2, 0) / (count - 1)
    steady = variance <= 1e-24 + 1e-15 * squares
    if not steady.any():
        plain: Floats = means / np.sqrt(variance)
        return plain
    scores: Floats = np.where(
        steady,
        np.sign(means) * 1e6 * (np.abs(means) > 1e-9),
        means / np.sqrt(np.where(steady, 1, variance)),
    )
    return scores


def _max_t(scores: Floats, largest: Floats) -> Floats:
    ordered = np.sort(largest)
    # Ties count against the claim; the tolerance keeps equal sums equal.
    at_least = ordered.size - np.searchsorted(ordered, scores - 1e-9, side="left")
    p: Floats = (1 + at_least) / (1 + ordered.size)
    return p
