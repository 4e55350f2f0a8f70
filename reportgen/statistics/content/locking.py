"""Locked to the event or to issue: residual attention of windows that overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Estimate, Lock
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STEPS_HOURS = (1.0, 3.0, 6.0, 12.0)
_FEWEST_PAIRS = 6


def locks(
    lift: Floats, issue: Floats, cadence_hours: float, blocks: Blocks, weights: Weights
) -> tuple[Lock, ...]:
    """Correlate residual attention at the same hour of the world and at the same lag.

    Parameters
    ----------
    lift : (batch, key)
        Per-sample lift; its mean over samples is taken off.
    issue : (batch,)
        Reference times in hours.
    """
    if not np.isfinite(issue).all():
        return ()
    residual = lift - lift.mean(axis=0)
    keys = residual.shape[1]
    _, one_of_each = np.unique(blocks.of_sample, return_index=True)
    of_blocks = None if weights.values is None else weights.values[:, one_of_each]
    drawn = Weights(of_blocks, weights.blocks)
    found = []
    for hours in STEPS_HOURS:
        shift = round(hours / cadence_hours)
        if shift < 1 or keys - shift < 4 or abs(shift * cadence_hours - hours) > cadence_hours / 2:
            continue
        first, second = _pairs(issue, shift * cadence_hours, cadence_hours / 2)
        if first.size < _FEWEST_PAIRS:
            continue
        # The key at place k of the earlier window lies at k - shift of the later one.
        early, late = residual[first], residual[second]
        hour = _correlation(
            early[:, shift:], late[:, : keys - shift], blocks.of_sample[first], drawn
        )
        lag = _correlation(early[:, shift:], late[:, shift:], blocks.of_sample[first], drawn)
        found.append(Lock(hours, int(first.size), hour, lag))
    return tuple(found)


def _pairs(issue: Floats, hours: float, tolerance: float) -> tuple[Whole, Whole]:
    """Indices of samples issued so many hours apart, the earlier and the later of each pair."""
    order = np.argsort(issue, kind="stable")
    ordered = issue[order]
    low = np.searchsorted(ordered, issue + hours - tolerance, side="right")
    high = np.searchsorted(ordered, issue + hours + tolerance, side="left")
    counts = np.maximum(high - low, 0)
    first = np.repeat(np.arange(issue.size), counts)
    within = np.arange(first.size) - np.repeat(np.cumsum(counts) - counts, counts)
    second: Whole = order[low[first] + within]
    return first, second


def followed(locks: tuple[Lock, ...]) -> str:
    """``hour`` of the world, place in the window (``lag``), or ``neither``.

    The larger correlation at every step where the two intervals are apart; steps that disagree
    tell nothing, nor do runs without intervals.
    """
    found = set()
    for lock in locks:
        hour, lag = lock.same_hour.interval, lock.same_lag.interval
        if hour is None or lag is None:
            continue
        if hour.low > lag.high:
            found.add("hour")
        elif lag.low > hour.high:
            found.add("lag")
    return found.pop() if len(found) == 1 else "neither"


def _correlation(one: Floats, two: Floats, block_of_pair: Whole, drawn: Weights) -> Estimate:
    """Pooled correlation over pairs and keys, resampled by the block of the earlier window.

    Parameters
    ----------
    one, two : (pair, key)
    drawn
        How often each block stands in each resampled run, dims (resample, block).
    """
    products = ((one * two).sum(axis=1), (one**2).sum(axis=1), (two**2).sum(axis=1))
    count = drawn.blocks
    cross, left, right = (np.bincount(block_of_pair, part, count) for part in products)

    def pooled(counts: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = (counts @ cross) / np.sqrt((counts @ left) * (counts @ right))
        return result

    point = float(pooled(np.ones((1, count)))[0])
    return drawn.estimate(point, None if drawn.values is None else pooled(drawn.values))
