"""Shares of the last hours by group, and superposed epochs around issue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Epochs, GroupShare, Interval
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = tuple[float, ...]

_QUARTERS = (0.25, 0.5, 0.75)
FEWEST = 8


def quartile_shares(
    grouping: str, values: Floats, units: str, share: Floats, weights: Weights
) -> tuple[GroupShare, ...]:
    """Mean share of the last hours in each quarter of the samples, ordered by a value.

    Parameters
    ----------
    values, share : (batch,)
    """
    if values.size < FEWEST or not np.isfinite(values).all() or np.ptp(values) == 0:
        return ()
    quarter = np.digitize(values, np.quantile(values, _QUARTERS))
    found = []
    for index in range(4):
        group = quarter == index
        if group.any():
            bounds = Interval(float(values[group].min()), float(values[group].max()))
            inside = np.where(group, share, np.nan)
            found.append(
                GroupShare(grouping, bounds, units, int(group.sum()), weights.mean(inside))
            )
    return tuple(found)


def superposed(
    lift: Floats, main: Floats | None, event: Flags, weights: Weights
) -> tuple[Epochs, ...]:
    """Mean lift and mean main input by place in the window, event and no event.

    Parameters
    ----------
    lift, main : (batch, key)
        Cells of the main input that are not finite are left out.
    """
    found = []
    for wanted in (True, False):
        group = event == wanted
        attention = _mean_and_band(lift, group, weights)
        there = ((), None, None) if main is None else _mean_and_band(main, group, weights)
        found.append(Epochs(wanted, int(group.sum()), *attention, *there))
    return tuple(found)


def finite_means(values: Floats) -> Floats:
    """Mean of each sample's finite values, dims (batch, key) -> (batch); NaN where it has none."""
    known = np.isfinite(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
    return means


def _mean_and_band(
    values: Floats, group: Flags, weights: Weights
) -> tuple[Numbers, Numbers | None, Numbers | None]:
    """Mean of a group per key, and the 95 % interval of each; NaN where a key has no value."""
    known = np.isfinite(values[group])
    filled = np.where(known, values[group], 0.0)

    def means(counts: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = (counts @ filled) / (counts @ known)
        return result

    mean = _numbers(means(np.ones((1, filled.shape[0])))[0])
    if weights.values is None:
        return mean, None, None
    bounds = [weights.bounds(each) for each in means(weights.values[:, group]).T]
    nothing = Interval(float("nan"), float("nan"))
    low, high = zip(*(((b or nothing).low, (b or nothing).high) for b in bounds), strict=True)
    return mean, low, high


def _numbers(values: Floats) -> Numbers:
    return tuple(float(value) for value in values)
