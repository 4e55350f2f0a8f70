"""The input window the run stores, in physical units where the run declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import InputSeries

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.description import Column, Description

STANDARD_UNITS = "standard units"


def physical(values: NDArray[np.floating], column: Column) -> tuple[NDArray[np.float64], str]:
    """Values of a column and their units; the declared normalisation is undone."""
    stored = values.astype(np.float64)
    if column.mean is not None and column.std is not None:
        return stored * column.std + column.mean, column.units
    return stored, column.units or STANDARD_UNITS


def input_series(summary: xr.Dataset, description: Description) -> tuple[InputSeries, ...]:
    """Mean and quartiles of every input variable over the samples.

    Empty where no input is stored, or where its steps are not the tokens (patches, prefix tokens).
    """
    if "inputs" not in summary or summary.sizes.get("time") != summary.sizes["key"]:
        return ()
    stored = summary["inputs"].values
    series = []
    for index, column in enumerate(description.inputs):
        values, units = physical(stored[:, :, index], column)
        low, mean, high = _spread(values)
        series.append(InputSeries(column.name, units, column.role, mean, low, high))
    return tuple(series)


def _spread(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    finite = np.isfinite(values)
    if finite.all():
        low, high = np.percentile(values, (25, 75), axis=0)
        return low, values.mean(axis=0), high
    filled = np.where(finite.any(axis=0), values, 0.0)
    low, high = np.nanpercentile(filled, (25, 75), axis=0)
    return low, np.nanmean(filled, axis=0), high
