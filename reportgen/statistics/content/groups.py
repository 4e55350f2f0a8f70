"""Shares of the last hours by group, and superposed epochs around issue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Epochs, GroupShare, Interval
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

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
    """
    found = []
    for wanted in (True, False):
        group = event == wanted
        mean = lift[group].mean(axis=0)
        low: tuple[float, ...] | None = None
        high: tuple[float, ...] | None = None
        if weights.values is not None:
            chosen = weights.values[:, group]
            some = chosen.sum(axis=1) > 0
            drawn = chosen[some] @ lift[group] / chosen[some].sum(axis=1)[:, None]
            bounds = np.percentile(drawn, (2.5, 97.5), axis=0)
            low, high = (tuple(float(v) for v in bound) for bound in bounds)
        there = () if main is None else tuple(float(v) for v in _means(main[group]))
        found.append(
            Epochs(wanted, int(group.sum()), tuple(float(v) for v in mean), low, high, there)
        )
    return tuple(found)


def _means(values: Floats) -> Floats:
    known = np.isfinite(values)
    counts = known.sum(axis=0)
    sums = np.where(known, values, 0).sum(axis=0)
    means: Floats = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means
