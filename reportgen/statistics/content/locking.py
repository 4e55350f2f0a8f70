"""Locked to the event or to issue: residual attention of windows that overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Estimate, Lock
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]

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
    found = []
    for hours in STEPS_HOURS:
        shift = round(hours / cadence_hours)
        if shift < 1 or keys - shift < 4 or abs(shift * cadence_hours - hours) > cadence_hours / 2:
            continue
        apart = issue[None, :] - issue[:, None]
        first, second = np.nonzero(np.abs(apart - shift * cadence_hours) < cadence_hours / 2)
        if first.size < _FEWEST_PAIRS:
            continue
        # The key at place k of the earlier window lies at k - shift of the later one.
        early, late = residual[first], residual[second]
        hour = _correlation(early[:, shift:], late[:, : keys - shift], first, weights)
        lag = _correlation(early[:, shift:], late[:, shift:], first, weights)
        found.append(Lock(hours, int(first.size), hour, lag))
    return tuple(found)


def _correlation(one: Floats, two: Floats, sample: NDArray[np.int64], weights: Weights) -> Estimate:
    """Pooled correlation over pairs and keys, resampled by the block of the earlier window."""
    products = np.stack([(one * two).sum(axis=1), (one**2).sum(axis=1), (two**2).sum(axis=1)])

    def pooled(counts: Floats) -> Floats:
        cross, left, right = (counts @ part for part in products)
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = cross / np.sqrt(left * right)
        return result

    point = float(pooled(np.ones((1, sample.size)))[0])
    if weights.values is None:
        return weights.estimate(point, None)
    return weights.estimate(point, pooled(weights.values[:, sample]))
