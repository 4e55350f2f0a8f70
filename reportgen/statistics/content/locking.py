"""Locked to the event or to issue: residual attention of windows that overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Lock, Times
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.content.resampling import Weights
from reportgen.statistics.significance import FEWEST_BLOCKS, LEVEL
from reportgen.timeaxis import timed_tokens, token_spacing_hours

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# The last is for windows of days that are issued once a day.
STEPS_HOURS = (1.0, 3.0, 6.0, 12.0, 24.0)
_FEWEST_PAIRS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """What is left of attention after its mean at each place, on an even grid of hours.

    Attributes
    ----------
    values : (batch, key)
        Lift less its mean over samples; only keys that have a time.
    issue : (batch,)
        Reference times in hours.
    spacing_hours
        From one key to the next.
    """

    values: Floats
    issue: Floats
    spacing_hours: float


def residual_attention(lift: Floats, issue: Floats, times: Times) -> Residual | str:
    """Residual attention that can be laid over the hours of the world, or why it cannot.

    Parameters
    ----------
    lift : (batch, key)
        Per-sample lift.
    issue : (batch,)
        Reference times in hours, NaN where unknown.

    Returns
    -------
    Residual, or ``no-time``, ``one-token``, ``uneven-times``, ``no-reference-times``,
    ``not-finite``, or ``alike`` where no sample differs from another.
    """
    if not times.declared:
        return "no-time"
    if timed_tokens(times) < 2:
        return "one-token"
    spacing = token_spacing_hours(times)
    if spacing is None:
        return "uneven-times"
    if not np.isfinite(issue).all():
        return "no-reference-times"
    timed = lift[:, times.prefix_tokens :]
    if not np.isfinite(timed).all():
        return "not-finite"
    values = timed - timed.mean(axis=0)
    if np.abs(values).max() < 1e-9:
        return "alike"
    return Residual(values, issue, spacing)


def locks(residual: Residual, blocks: Blocks, weights: Weights) -> tuple[Lock, ...]:
    """Correlate residual attention at the same hour of the world and at the same lag.

    The intervals of the differences hold for all steps together (Bonferroni).
    """
    steps = [
        (hours, shift, *pairs)
        for hours, shift in _shifts(residual)
        if (pairs := _pairs(residual, shift))[0].size >= _FEWEST_PAIRS
    ]
    _, one_of_each = np.unique(blocks.of_sample, return_index=True)
    of_blocks = None if weights.values is None else weights.values[:, one_of_each]
    return tuple(
        _lock(
            residual,
            hours,
            shift,
            (first, second),
            (blocks.of_sample[first], of_blocks),
            level=1 - LEVEL / len(steps),
        )
        for hours, shift, first, second in steps
    )


def _shifts(residual: Residual) -> list[tuple[float, int]]:
    """Steps that are whole keys, and short enough to leave four keys in common."""
    keys, spacing = residual.values.shape[1], residual.spacing_hours
    shifts = [(hours, round(hours / spacing)) for hours in STEPS_HOURS]
    return [
        (hours, shift)
        for hours, shift in shifts
        if 1 <= shift <= keys - 4 and abs(shift * spacing - hours) <= spacing / 2
    ]


def _lock(
    residual: Residual,
    hours: float,
    shift: int,
    pairs: tuple[Whole, Whole],
    resampling: tuple[Whole, Floats | None],
    *,
    level: float,
) -> Lock:
    """One step; ``resampling``: block of each pair, and draws of blocks (resample, block)."""
    (first, second), (block_of_pair, draws) = pairs, resampling
    # The key at place k of the earlier window lies at k - shift of the later one.
    early, late = residual.values[first][:, shift:], residual.values[second]
    hour = _Pooled.of(early, late[:, : late.shape[1] - shift], block_of_pair, draws)
    lag = _Pooled.of(early, late[:, shift:], block_of_pair, draws)
    # Blocks without a pair say nothing: few storms among many quiet weeks are few.
    telling = np.unique(block_of_pair).size
    drawn = Weights(draws, telling)
    apart = None if hour.drawn is None or lag.drawn is None else hour.drawn - lag.drawn
    return Lock(
        hours=hours,
        pairs=int(first.size),
        same_hour=drawn.estimate(hour.value, hour.drawn),
        same_lag=drawn.estimate(lag.value, lag.drawn),
        difference=drawn.estimate(hour.value - lag.value, apart, level=level),
    )


def _pairs(residual: Residual, shift: int) -> tuple[Whole, Whole]:
    """Indices of samples issued so many keys apart, the earlier and the later of each pair."""
    issue, spacing = residual.issue, residual.spacing_hours
    hours, tolerance = shift * spacing, spacing / 2
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

    What the difference says at every step where its interval leaves out 0; steps that disagree
    tell nothing, nor do runs without intervals.
    """
    found = set()
    for lock in locks:
        interval = lock.difference.interval
        if interval is not None and interval.low > 0:
            found.add("hour")
        elif interval is not None and interval.high < 0:
            found.add("lag")
    return found.pop() if len(found) == 1 else "neither"


def telling(locks: tuple[Lock, ...]) -> Lock:
    """The step that says most clearly what all of them say; where none says it, the shortest."""
    kind = followed(locks)
    if kind == "neither":
        return locks[0]
    return max((lock for lock in locks if followed((lock,)) == kind), key=_clearance)


def _clearance(lock: Lock) -> float:
    """How far the interval of the difference stays from 0."""
    interval = lock.difference.interval
    return 0.0 if interval is None else min(abs(interval.low), abs(interval.high))


@dataclass(frozen=True, slots=True, eq=False)
class _Pooled:
    """A correlation over pairs and keys, and the same in every resampled run (resample)."""

    value: float
    drawn: Floats | None

    @classmethod
    def of(cls, one: Floats, two: Floats, block_of_pair: Whole, draws: Floats | None) -> _Pooled:
        """Correlate (pair, key) with (pair, key), resampled by the block of the earlier window.

        ``draws`` says how often each block stands in each resampled run, dims (resample, block);
        None where there are too few blocks, or where too few of them hold a pair.
        """
        count = int(block_of_pair.max()) + 1 if draws is None else draws.shape[1]
        products = ((one * two).sum(axis=1), (one**2).sum(axis=1), (two**2).sum(axis=1))
        cross, left, right = (np.bincount(block_of_pair, part, count) for part in products)

        def pooled(counts: Floats) -> Floats:
            with np.errstate(invalid="ignore", divide="ignore"):
                result: Floats = (counts @ cross) / np.sqrt((counts @ left) * (counts @ right))
            return result

        value = float(pooled(np.ones((1, count)))[0])
        if draws is None or np.unique(block_of_pair).size < FEWEST_BLOCKS:
            return cls(value, None)
        return cls(value, pooled(draws))
