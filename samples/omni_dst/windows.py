"""From an hourly table to normalised windows, and the choice of the windows to save."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from settings import DataSettings, SampleSettings

COLUMNS = {"b": "B", "bz": "Bz", "n": "n", "v": "v", "dst": "Dst"}

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of one split, in physical units or normalised.

    Attributes
    ----------
    reference_times : array (sample,)
        Time of issue: the first stamp after the last input.
    inputs : array (sample, time, variable)
    targets : array (sample, target)
        Dst at the hours to forecast.
    dropped : int
        Windows left out because a gap in them was too long to fill.
    """

    reference_times: pd.DatetimeIndex
    inputs: FloatArray
    targets: FloatArray
    dropped: int

    def select(self, positions: Sequence[int]) -> "Windows":
        """Return the windows at these positions, in this order."""
        chosen = list(positions)
        return Windows(
            self.reference_times[chosen], self.inputs[chosen], self.targets[chosen], self.dropped
        )


@dataclass(frozen=True, slots=True)
class Normalization:
    """Mean and standard deviation per input variable; Dst, the last of them, is the target too."""

    mean: FloatArray
    std: FloatArray

    @classmethod
    def fit(cls, table: pd.DataFrame) -> "Normalization":
        """Return the statistics of the hours of a table, gaps left out.

        They are rounded before use, so that the short numbers written to ``reportgen.yaml`` are
        the very ones that were applied.
        """
        return cls(
            table.mean().round(4).to_numpy(dtype=np.float32),
            table.std(ddof=0).round(4).to_numpy(dtype=np.float32),
        )

    def apply(self, windows: Windows) -> Windows:
        """Return the windows in standard units."""
        return Windows(
            windows.reference_times,
            (windows.inputs - self.mean) / self.std,
            (windows.targets - self.mean[-1]) / self.std[-1],
            windows.dropped,
        )

    def dst(self, normalized: FloatArray) -> FloatArray:
        """Return Dst in nT."""
        return normalized * self.std[-1] + self.mean[-1]


def load_hours(path: Path) -> pd.DataFrame:
    """Return the hourly table (time x variable), blanks as NaN.

    Raises
    ------
    ValueError
        If a column is missing, or the stamps are not strictly one hour apart.
    """
    table = pd.read_csv(path, index_col="ts", parse_dates=True)
    if missing := [name for name in COLUMNS if name not in table]:
        raise ValueError(f"{path.name} lacks the columns {missing}; it has {list(table)}.")
    steps = table.index[1:] - table.index[:-1]
    if (steps != pd.Timedelta(hours=1)).any():
        raise ValueError(f"The stamps of {path.name} are not one hour apart throughout.")
    return table[list(COLUMNS)].rename(columns=COLUMNS).astype(float)


def make_windows(hours: pd.DataFrame, years: Sequence[int], data: DataSettings) -> Windows:
    """Return every window whose inputs and targets all lie in the given, consecutive years.

    Gaps of the wind are bridged with the last value seen, for ``longest_filled_gap`` hours at
    most, and windows that still hold a gap are dropped. Interpolating would be smoother, but the
    end of a gap is not known yet when a forecast is issued within it. Targets are never filled.
    """
    part = hours[hours.index.year.isin(years)]
    filled = part.ffill(limit=data.longest_filled_gap)
    length = data.target_end - data.input_start
    inputs = sliding_window_view(filled.to_numpy(np.float32), length, axis=0)
    inputs = inputs[..., : data.input_end - data.input_start].swapaxes(1, 2)
    targets = sliding_window_view(part["Dst"].to_numpy(np.float32), length)
    targets = targets[:, data.target_start - data.input_start :]
    references = part.index[-data.input_start : len(part) - data.target_end + 1]
    whole = np.isfinite(inputs).all(axis=(1, 2)) & np.isfinite(targets).all(axis=1)
    return Windows(references[whole], inputs[whole], targets[whole], int((~whole).sum()))


def choose_storm_windows(windows: Windows, samples: SampleSettings) -> list[int]:
    """Return the positions of windows within the deepest storms of the year, one a month.

    A storm window has Dst at or below ``storm_dst`` in a target hour. Within a storm the saved
    windows start 0, 1, 3 and 6 hours (``storm_steps``) after a first one, so that they overlap;
    all must be storm windows. Among the possible first ones that nearest to the storm's turn in a
    sequence of hours of day is taken, so that issue times do not share one UT hour.
    """
    lowest = pd.Series(windows.targets.min(axis=1), index=windows.reference_times)
    depths = lowest.groupby(lowest.index.month).min().nsmallest(samples.storms)
    positions: list[int] = []
    for turn, month in enumerate(sorted(depths.index)):
        storm = _storm_around(lowest, lowest[lowest.index.month == month].idxmin(), samples)
        hour = turn * 24 // samples.storms
        first = min(storm, key=lambda time: ((time.hour - hour + 12) % 24 - 12) ** 2)
        times = [first + pd.Timedelta(hours=step) for step in samples.storm_steps]
        positions += [int(lowest.index.get_loc(time)) for time in times]
    return positions


def _storm_around(
    lowest: pd.Series, centre: pd.Timestamp, samples: SampleSettings
) -> list[pd.Timestamp]:
    """Return the times within two days of a minimum that can be the first of a storm's windows."""
    near = lowest[abs(lowest.index - centre) <= pd.Timedelta(days=2)]
    stormy = set(near.index[near <= samples.storm_dst])
    steps = [pd.Timedelta(hours=step) for step in samples.storm_steps]
    return [time for time in near.index if all(time + step in stormy for step in steps)]


def choose_quiet_windows(windows: Windows, samples: SampleSettings) -> list[int]:
    """Return the positions of quiet windows, spread over the year and the hours of the day.

    Quiet means Dst above ``quiet_dst`` at every hour of inputs and targets. The quiet windows of
    the year, in order of time, are cut into equal shares, and from each share the one nearest to
    its middle is taken that has the wanted hour of day. That hour moves on by 7 from share to
    share, which passes through all 24.
    """
    lowest = np.minimum(windows.inputs[..., -1].min(axis=1), windows.targets.min(axis=1))
    hours = windows.reference_times.hour.to_numpy()
    shares = np.array_split(np.flatnonzero(lowest > samples.quiet_dst), samples.quiet_windows)
    positions: list[int] = []
    for turn, share in enumerate(shares):
        candidates = share[hours[share] == 7 * turn % 24]
        positions.append(int(candidates[abs(candidates - np.median(share)).argmin()]))
    return positions
