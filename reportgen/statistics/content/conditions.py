"""Attended conditions: what the inputs are like where attention goes, beyond its fixed places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Condition, Interval
from reportgen.statistics.content.arrays import Series
from reportgen.statistics.content.pairing import block_pairings
from reportgen.statistics.content.resampling import Weights
from reportgen.statistics.significance import LEVEL

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_PAIRINGS = 1999
_SEED = 1931
# The pairing needs every sample against every other: beyond this, every second or third of them.
_MOST_PAIRED = 1536


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
    others = (importance.sum(axis=0) - importance) / (samples - 1)
    residual = importance - others
    some = np.arange(0, samples, -(-samples // _MOST_PAIRED))
    _, blocks = np.unique(block_of_sample[some], return_inverse=True)
    pairings = block_pairings(blocks, _PAIRINGS, _SEED)
    conditions = []
    for item in series:
        spread, centred = _centred(item.values)
        if spread == 0:
            continue
        paired = residual[some] @ centred[some].T
        null = _t_scores(paired[np.arange(some.size), pairings], blocks)
        observed = float(_t_scores(np.diagonal(paired)[None, :], blocks)[0])
        own = (residual * centred).sum(axis=1)
        error = _standard_error(own, block_of_sample)
        low, high = np.percentile(null, (2.5, 97.5)) * error
        extreme = int((np.abs(null) >= abs(observed) - 1e-9).sum())
        conditions.append(
            Condition(
                name=item.name,
                units=item.units,
                difference=weights.mean(own),
                null=Interval(float(low), float(high)),
                p_value=(1 + extreme) / (1 + null.size),
                effect=float(own.mean() / spread),
            )
        )
    return tuple(conditions)


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


def beats_chance(item: Condition, compared: int) -> bool:
    """Whether a condition may be claimed: p, corrected for all inputs, and its interval."""
    interval = item.difference.interval
    held = interval is not None and not interval.low <= 0 <= interval.high
    return held and item.p_value * compared < LEVEL


def _t_scores(values: Floats, blocks: Whole) -> Floats:
    """Mean over its standard error from block sums, dims (draw, batch) to (draw)."""
    means = values.mean(axis=1)
    errors = _block_errors(values - means[:, None], blocks)
    scores: Floats = means / np.where(errors > 0, errors, np.inf)
    return scores


def _standard_error(values: Floats, blocks: Whole) -> float:
    """Standard error of the mean of per-sample values whose blocks are independent."""
    return float(_block_errors((values - values.mean())[None, :], blocks)[0])


def _block_errors(centred: Floats, blocks: Whole) -> Floats:
    count = int(blocks.max()) + 1
    order = np.argsort(blocks, kind="stable")
    edges = np.searchsorted(blocks[order], np.arange(count))
    sums = np.add.reduceat(centred[:, order], edges, axis=1)
    errors: Floats = np.sqrt((sums**2).sum(axis=1) * count / (count - 1)) / blocks.size
    return errors
