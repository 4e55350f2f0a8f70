"""Attended conditions: what the inputs are like where attention goes, beyond its fixed places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Condition, Interval
from reportgen.statistics.content.arrays import Series
from reportgen.statistics.content.pairing import BlockPairing
from reportgen.statistics.content.resampling import Weights
from reportgen.statistics.significance import LEVEL

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_PAIRINGS = 1999
_SEED = 1931
# Every block is put in the place of every other: beyond this, every second or third of them.
_MOST_BLOCKS = 512


def attended_conditions(
    importance: Floats,
    series: tuple[Series, ...],
    block_of_sample: Whole,
    weights: Weights,
) -> tuple[Condition, ...]:
    """Difference of every input variable between attended and expected hours.

    Per sample ``d = sum_k (I_k - leave-one-out mean of I_k) x_k``. A plain correlation would also
    see that both attention and the inputs depend on the place in the window.

    The null pairs the attention of each block with the windows of another. Compared is not the
    mean of d but the mean over its standard error from block sums: storms have both steeper
    attention and larger inputs, which makes d vary more than chance pairs do.

    Parameters
    ----------
    importance : (batch, key)
    block_of_sample : (batch,)

    Returns
    -------
    Empty with fewer than six blocks. ``null`` is the 95 % band of the paired statistic times the
    standard error of the difference, so that it is in its units and agrees with the p value.
    """
    samples = importance.shape[0]
    if samples < 3 or weights.values is None:
        return ()
    residual = importance - (importance.sum(axis=0) - importance) / (samples - 1)
    named = [(item, *_centred(item.values)) for item in series]
    kept = [(item, spread, values) for item, spread, values in named if spread > 0]
    if not kept:
        return ()
    stacked = np.stack([values for _, _, values in kept])
    own = np.einsum("bk,vbk->vb", residual, stacked)
    observed, null = _scores(residual, stacked, block_of_sample)
    conditions = []
    for place, (item, spread, _) in enumerate(kept):
        error = _standard_error(own[place], block_of_sample)
        low, high = np.percentile(null[place], (2.5, 97.5)) * error
        extreme = int((np.abs(null[place]) >= abs(observed[place]) - 1e-9).sum())
        conditions.append(
            Condition(
                name=item.name,
                units=item.units,
                difference=weights.mean(own[place]),
                null=Interval(float(low), float(high)),
                p_value=(1 + extreme) / (1 + _PAIRINGS),
                effect=float(own[place].mean() / spread),
            )
        )
    return tuple(conditions)


def beats_chance(item: Condition, compared: int) -> bool:
    """Whether a condition may be claimed: p, corrected for all inputs, and its interval."""
    interval = item.difference.interval
    held = interval is not None and not interval.low <= 0 <= interval.high
    return held and item.p_value * compared < LEVEL


def _centred(values: Floats) -> tuple[float, Floats]:
    """Standard deviation, and values less their mean: a missing one adds nothing then.

    The deviation is 0 for a variable without values or with one value only.
    """
    known = np.isfinite(values)
    if not known.any():
        return 0.0, np.zeros(values.shape)
    mean, spread = float(values[known].mean()), float(values[known].std())
    if spread <= 1e-12 * float(np.abs(values[known]).max()):
        spread = 0.0
    return spread, np.where(known, np.where(known, values, mean) - mean, 0.0)


def _scores(residual: Floats, values: Floats, of_sample: Whole) -> tuple[Floats, Floats]:
    """Mean over standard error as it is, and with the blocks permuted.

    Parameters
    ----------
    residual : (batch, key)
    values : (variable, batch, key)

    Returns
    -------
    (variable,) and (variable, draw)
    """
    count = int(of_sample.max()) + 1
    some = of_sample % -(-count // _MOST_BLOCKS) == 0
    _, blocks = np.unique(of_sample[some], return_inverse=True)
    pairing = BlockPairing(blocks.astype(np.int64))
    sums = _block_sums(residual[some], values[:, some], pairing)
    each = np.arange(pairing.sizes.size)
    permuted = sums[:, each, pairing.permutations(_PAIRINGS, _SEED)]
    own = sums[:, each, each]
    return _t_scores(own, pairing.sizes), _t_scores(permuted, pairing.sizes)


def _block_sums(residual: Floats, values: Floats, pairing: BlockPairing) -> Floats:
    """Sum of d over each block with the windows of each other one, (variable, block, block)."""
    count = pairing.sizes.size
    order = np.argsort(pairing.of_sample, kind="stable")
    edges = np.searchsorted(pairing.of_sample[order], np.arange(count))
    sums = np.empty((values.shape[0], count, count))
    for block in range(count):
        partners = pairing.partners(np.full(pairing.of_sample.size, block))
        paired = np.einsum("bk,vbk->vb", residual, values[:, partners])
        sums[:, :, block] = np.add.reduceat(paired[:, order], edges, axis=1)
    return sums


def _t_scores(sums: Floats, sizes: Whole) -> Floats:
    """Mean over its standard error, from sums over blocks, dims (…, block) to (…)."""
    means = sums.sum(axis=-1) / sizes.sum()
    errors = _errors(sums, means, sizes)
    scores: Floats = means / np.where(errors > 0, errors, np.inf)
    return scores


def _errors(sums: Floats, means: Floats, sizes: Whole) -> Floats:
    left = sums - means[..., None] * sizes
    errors: Floats = np.sqrt((left**2).sum(axis=-1) * sizes.size / (sizes.size - 1)) / sizes.sum()
    return errors


def _standard_error(values: Floats, of_sample: Whole) -> float:
    """Standard error of the mean of per-sample values whose blocks are independent."""
    sums = np.bincount(of_sample, values).astype(np.float64)
    sizes = np.bincount(of_sample).astype(np.int64)
    return float(_errors(sums, np.asarray(values.mean()), sizes))
