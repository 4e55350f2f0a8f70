"""Solar-wind speed of each sample, where the run declares it in physical units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.physics import ASTRONOMICAL_UNIT_KM, L1_DISTANCE_KM, ballistic_hours
from reportgen.schema import Interval, WindSpeed
from reportgen.statistics.inputs import physical

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.description import Description

_PLAUSIBLE_KM_S = (150.0, 3000.0)


def wind_speed(summary: xr.Dataset, description: Description) -> WindSpeed | None:
    """Mean speed of each window and the travel times it implies.

    Returns
    -------
    None without an input of role ``speed`` in km/s, or where its values are no speeds.
    """
    if "inputs" not in summary:
        return None
    for index, column in enumerate(description.inputs):
        values, units = physical(summary["inputs"].values[:, :, index], column)
        if column.role != "speed" or units != "km/s":
            continue
        with np.errstate(invalid="ignore"):
            speeds = np.where(np.isfinite(values), values, np.nan)
        if np.isnan(speeds).all(axis=1).any():
            return None
        means = np.nanmean(speeds, axis=1)
        if means.min() < _PLAUSIBLE_KM_S[0] or means.max() > _PLAUSIBLE_KM_S[1]:
            return None
        low, high = np.percentile(means, (5, 95))
        return WindSpeed(
            typical=Interval(float(low), float(high)),
            l1_hours=tuple(ballistic_hours(L1_DISTANCE_KM, float(speed)) for speed in means),
            sun_hours=tuple(ballistic_hours(ASTRONOMICAL_UNIT_KM, float(speed)) for speed in means),
        )
    return None
