"""Bootstrap intervals over samples or blocks of time, never over matrix cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import HalfWidth, Interval
from reportgen.statistics.blocks import Blocks, blocks_of

Floats = NDArray[np.float64]

RESAMPLES = 2000
_TAILS = (2.5, 97.5)
BLOCK_DAYS = (0, 1, 7, 27)


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """Shares and lifts of resampled runs.

    Attributes
    ----------
    share, lift : (resample, key)
    """

    share: Floats
    lift: Floats

    def lift_bounds(self) -> tuple[Floats, Floats]:
        """2.5 and 97.5 % quantiles of the lift per key."""
        low, high = np.percentile(self.lift, _TAILS, axis=0)
        return low, high


def resampled(importance: Floats, expected: Floats, blocks: Blocks) -> Resampled | None:
    """Draw runs of as many blocks with replacement.

    Parameters
    ----------
    importance, expected : (batch, key)
        Share of each key per sample, and under uniform attention.

    Returns
    -------
    None with fewer than two blocks: one observation has no interval.
    """
    if blocks.count < 2:
        return None
    sums, even, sizes = blocks.sums(importance), blocks.sums(expected), blocks.sizes
    generator = np.random.default_rng(1987)
    drawn = generator.multinomial(
        blocks.count, np.full(blocks.count, 1 / blocks.count), size=RESAMPLES
    ).astype(np.float64)
    total = (drawn @ sizes)[:, None]
    share, base = drawn @ sums / total, drawn @ even / total
    return Resampled(share, np.where(base > 0, share / np.where(base > 0, base, 1), 1.0))


def interval_of(values: Floats) -> Interval:
    """95 % percentile interval of resampled values."""
    low, high = np.percentile(values, _TAILS)
    return Interval(float(low), float(high))


def location_interval(scores: Floats) -> Interval:
    """95 % interval of the place of the largest score, in whole keys.

    Parameters
    ----------
    scores : (resample, key)
    """
    places = scores.argmax(axis=1)
    low, high = np.percentile(places, _TAILS, method="inverted_cdf")
    return Interval(float(low), float(high))


def half_widths(
    importance: Floats, expected: Floats, issue: Floats, key: int
) -> tuple[HalfWidth, ...]:
    """Half-width of the interval of a key's share for independent samples, 1, 7 and 27 days.

    Long blocks that leave fewer than two of them give None.
    """
    if not np.isfinite(issue).all():
        return ()
    widths = []
    for days in BLOCK_DAYS:
        blocks = blocks_of(issue, days * 24.0)
        drawn = resampled(importance, expected, blocks)
        width = None
        if drawn is not None:
            bounds = interval_of(drawn.share[:, key])
            width = (bounds.high - bounds.low) / 2
        widths.append(HalfWidth(days * 24.0, blocks.count, width))
    return tuple(widths)
