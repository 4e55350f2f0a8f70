"""The arrays the content statistics share, in physical units where the run declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.inputs import STANDARD_UNITS, physical

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.config.model import Event
    from reportgen.sources.description import Column, Description

Floats = NDArray[np.float64]
_FALLING = ("dst", "sym", "al")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One input variable, dims (batch, key); ``derived`` from others, not stored."""

    name: str
    units: str
    role: str
    values: Floats
    derived: bool = False


def input_arrays(summary: xr.Dataset, description: Description) -> tuple[Series, ...]:
    """Input variables on the keys; VBs added where Bz and speed are physical.

    Empty where the run stores no inputs or its steps are not the tokens.
    """
    if "inputs" not in summary or summary.sizes.get("time") != summary.sizes["key"]:
        return ()
    stored = summary["inputs"].values
    series = []
    for index, column in enumerate(description.inputs):
        values, units = physical(stored[:, :, index], column)
        series.append(Series(column.name, units, column.role, values))
    by_role = {item.role: item for item in series if item.units in ("nT", "km/s")}
    bz, speed = by_role.get("bz"), by_role.get("speed")
    if bz is not None and speed is not None and (bz.units, speed.units) == ("nT", "km/s"):
        # 1 nT x 1 km/s = 1e-3 mV/m.
        vbs = np.maximum(-bz.values, 0) * speed.values * 1e-3
        series.append(Series("VBs", "mV/m", "", vbs, derived=True))
    return tuple(series)


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Predictions and targets of one target variable, dims (batch, forecast_step).

    ``persistence`` (batch) is the last input of the same variable, None where it is not stored in
    comparable units.
    """

    column: Column
    units: str
    predicted: Floats
    observed: Floats
    persistence: Floats | None

    @property
    def error(self) -> Floats:
        """Root-mean-square error of each sample."""
        rmse: Floats = np.sqrt(np.nanmean((self.predicted - self.observed) ** 2, axis=1))
        return rmse

    def strongest(self, event: Event | None) -> Floats:
        """Observed value of each sample that is furthest on the event's side.

        Without an event the lowest of an index that falls in storms (Dst, SYM-H, AL), else the
        highest.
        """
        falls = self.column.name.lower().startswith(_FALLING)
        if event is not None and event.column == self.column.name:
            falls = event.operator in ("<", "<=")
        pick = np.nanmin if falls else np.nanmax
        return np.asarray(pick(self.observed, axis=1))


def forecast_of(
    summary: xr.Dataset, description: Description, event: Event | None
) -> Forecast | None:
    """The target the event speaks of, else the first; None where the run stores no outcomes."""
    if not {"predictions", "targets"} <= set(summary.data_vars) or not description.targets:
        return None
    predicted, observed = summary["predictions"].values, summary["targets"].values
    if predicted.shape != observed.shape or predicted.shape[2] != len(description.targets):
        return None
    names = [column.name for column in description.targets]
    index = names.index(event.column) if event is not None and event.column in names else 0
    column = description.targets[index]
    values, units = physical(predicted[:, :, index], column)
    truth, _ = physical(observed[:, :, index], column)
    if not np.isfinite(truth).any(axis=1).all() or not np.isfinite(values).any(axis=1).all():
        return None
    past = _persistence(summary, description, column, units)
    return Forecast(column, units, values, truth, past)


def _persistence(
    summary: xr.Dataset, description: Description, target: Column, units: str
) -> Floats | None:
    """Last finite input of the target's own past: by name, else the only index among the inputs."""
    if "inputs" not in summary:
        return None
    named = [i for i, c in enumerate(description.inputs) if c.name.lower() == target.name.lower()]
    indices = [i for i, c in enumerate(description.inputs) if c.role == "index"]
    found = named or (indices if len(indices) == 1 else [])
    if not found:
        return None
    column = description.inputs[found[0]]
    values, input_units = physical(summary["inputs"].values[:, :, found[0]], column)
    # Two normalised arrays are only comparable if one declared rule undoes both.
    if input_units != units or units == STANDARD_UNITS:
        return None
    known = np.isfinite(values)
    if not known.any(axis=1).all():
        return None
    last = values.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.asarray(values[np.arange(values.shape[0]), last])
