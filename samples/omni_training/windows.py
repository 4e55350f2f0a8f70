"""From the packed table of hours to windows in physical or standard units."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from settings import WindowSettings

Floats = NDArray[np.float32]
HOURS = Path(__file__).with_name("hours.npz")


@dataclass(frozen=True, slots=True)
class Hours:
    """The hourly table.

    Attributes
    ----------
    stamps : (time,)
        Start of each hour, UTC.
    values : (time, variable)
        NaN in gaps.
    """

    stamps: NDArray[np.datetime64]
    names: tuple[str, ...]
    values: Floats

    def of_years(self, years: tuple[int, ...]) -> "Hours":
        """Return the hours of some years."""
        chosen = np.isin(self.stamps.astype("datetime64[Y]").astype(int) + 1970, years)
        return Hours(self.stamps[chosen], self.names, self.values[chosen])


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and standard deviation of each variable, rounded before use.

    The short numbers written to ``reportgen.yaml`` are then the very ones that were applied.
    """

    mean: Floats
    std: Floats

    @classmethod
    def of(cls, hours: Hours) -> "Scale":
        """Return those of a table, gaps left out."""
        values = hours.values.astype(np.float64)
        mean, std = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
        return cls(mean.round(4).astype(np.float32), std.round(4).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of some years for one target.

    Attributes
    ----------
    issued : (sample,)
        Time of issue: the first stamp after the last input.
    inputs : (sample, time, variable)
    targets : (sample, step)
        The target variable from issue on.
    column
        Place of the target variable among the inputs.
    """

    issued: NDArray[np.datetime64]
    inputs: Floats
    targets: Floats
    column: int

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.issued)

    def standardised(self, scale: Scale) -> "Windows":
        """Return the windows in standard units."""
        mean, std = scale.mean[self.column], scale.std[self.column]
        inputs = (self.inputs - scale.mean) / scale.std
        return replace(self, inputs=inputs, targets=(self.targets - mean) / std)

    def every(self, step: int) -> "Windows":
        """Return every so-manieth window."""
        return replace(
            self,
            issued=self.issued[::step],
            inputs=self.inputs[::step],
            targets=self.targets[::step],
        )

    def persisted(self) -> Floats:
        """Return the forecast of persistence, the last input, dims (sample, step)."""
        last = self.inputs[:, -1, self.column, None]
        return np.broadcast_to(last, self.targets.shape)


def load_hours() -> Hours:
    """Return the table that comes with the sample."""
    with np.load(HOURS) as packed:
        names = tuple(str(name) for name in packed["names"])
        steps = packed["steps_per_unit"]
        stored = np.stack([packed[name] for name in names], axis=1)
        first = np.datetime64(str(packed["first_hour"]), "h")
    values = np.where(stored == np.iinfo(np.int16).min, np.nan, stored / steps)
    stamps = first + np.arange(len(values)) * np.timedelta64(1, "h")
    return Hours(stamps, names, values.astype(np.float32))


def make_windows(hours: Hours, variable: str, settings: WindowSettings) -> Windows:
    """Return every window of consecutive hours that holds no gap.

    A gap of the wind is bridged with the last value seen, ``longest_filled_gap`` hours at most: the
    end of a gap is not known yet when a forecast is issued within it. Targets are never filled.
    """
    column, length = hours.names.index(variable), settings.inputs + settings.targets
    inputs = sliding_window_view(_held(hours.values, settings.longest_filled_gap), length, axis=0)
    inputs = inputs[:, :, : settings.inputs].swapaxes(1, 2)
    targets = sliding_window_view(hours.values[:, column], length)[:, settings.inputs :]
    issued = hours.stamps[settings.inputs : len(hours.stamps) - settings.targets + 1]
    whole = np.isfinite(inputs).all(axis=(1, 2)) & np.isfinite(targets).all(axis=1)
    return Windows(issued[whole], inputs[whole], targets[whole], column)


def spaced(windows: Windows, step: int) -> Windows:
    """Return windows issued at least ``step`` hours apart, the first of them included."""
    chosen, last = [], None
    for index, time in enumerate(windows.issued):
        if last is None or time - last >= np.timedelta64(step, "h"):
            chosen.append(index)
            last = time
    return replace(
        windows,
        issued=windows.issued[chosen],
        inputs=windows.inputs[chosen],
        targets=windows.targets[chosen],
    )


def _held(values: Floats, longest: int) -> Floats:
    """Return the table with gaps bridged by the last value, for so many hours at most."""
    filled = values.copy()
    for _ in range(longest):
        # One hour a turn: what was filled in the turn before reaches one hour further.
        before = np.vstack([np.full((1, values.shape[1]), np.nan, np.float32), filled[:-1]])
        filled = np.where(np.isnan(filled), before, filled)
    return filled
