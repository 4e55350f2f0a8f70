"""The clock of the steps: a grid of a declared cadence, or stamps found in the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from reportgen.config.durations import duration_text
from reportgen.exceptions import ReportgenError, UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Stamps: TypeAlias = NDArray[np.float64]

# Hours are rounded, so that 23 steps of 0.2 h are 4.6 h and not 4.6000000000000005 h.
DIGITS: Final = 9
# Stored stamps jitter (SHARP: 0.02 s in 12 min) and are rounded to seconds: neither is irregular.
JITTER_SHARE: Final = 0.01
# A spacing this many times the usual one is a gap.
GAP_FACTOR: Final = 1.5


@dataclass(frozen=True, slots=True)
class StepClock:
    """Hours of the steps since the first (dim: step), and where they come from.

    ``cadence_hours`` is None where they are uneven; ``nominal_hours`` is the declared, else the
    median spacing, None for a single stamp without a cadence.
    """

    hours: Stamps
    cadence_hours: float | None
    nominal_hours: float | None
    source: str
    detail: str
    regular: bool = True
    gaps: tuple[tuple[int, float], ...] = ()


def rounded(hours: float) -> float:
    """Hours to a billionth; never minus zero."""
    return round(hours, DIGITS) + 0.0


def stored_stamps(stored: Stamps, prefix_tokens: int, name: str) -> Stamps:
    """Stamps of the steps in float64, those of prefix tokens left out.

    Parameters
    ----------
    stored : (step,)
        Hours since anything; may begin with a NaN for each prefix token.

    Raises
    ------
    ReportgenError
        If a stamp is not finite or not later than the one before, naming the element.
    """
    stamps = np.asarray(stored, dtype=np.float64)
    if stamps.ndim != 1 or not stamps.size:
        raise ReportgenError(
            f"the stored times {name!r} have shape {stamps.shape}", allowed="one row of hours"
        )
    if stamps.size > prefix_tokens and np.isnan(stamps[:prefix_tokens]).all():
        stamps = stamps[prefix_tokens:]
    skipped = np.asarray(stored).size - stamps.size
    bad = np.flatnonzero(~np.isfinite(stamps))
    if bad.size:
        index = int(bad[0])
        raise ReportgenError(
            f"{name}[{index + skipped}] is {stamps[index]}, one of {bad.size} stored times"
            " that are not finite",
            allowed="finite times, strictly increasing",
            fix="store a time for every step, or leave the array out and declare --cadence",
        )
    backward = np.flatnonzero(np.diff(stamps) <= 0)
    if backward.size:
        index = int(backward[0])
        one, other = index + skipped, index + skipped + 1
        same = stamps[index] == stamps[index + 1]
        raise ReportgenError(
            f"{name}[{other}] = {stamps[index + 1]:.9g} h "
            + (
                f"repeats {name}[{one}]"
                if same
                else f"lies before {name}[{one}] = {stamps[index]:.9g} h"
            ),
            allowed="strictly increasing times, the oldest step first",
            fix="store one row per time, in the order of time",
        )
    return stamps


def step_clock(
    steps: int,
    cadence_hours: float | None,
    source: str,
    detail: str,
    stamps: Stamps | None,
    name: str,
) -> StepClock | None:
    """Clock of the steps; None where nothing is declared and nothing is stored.

    Stored stamps within the jitter of a regular grid become that grid.

    Raises
    ------
    UsageError
        If the files keep another regular cadence than the declared one.
    """
    if stamps is None or stamps.size == 1:
        if cadence_hours is None:
            return None if stamps is None else StepClock(np.zeros(1), None, None, "files", name)
        grid = np.arange(steps, dtype=np.float64) * cadence_hours
        return StepClock(grid, cadence_hours, cadence_hours, source, detail)
    hours = stamps - stamps[0]
    spacing = float(hours[-1]) / (hours.size - 1)
    jitter = np.abs(hours - np.arange(hours.size) * spacing).max()
    if jitter <= JITTER_SHARE * spacing:
        if cadence_hours is None:
            found = _whole_seconds(spacing, hours.size)
            return StepClock(
                np.arange(hours.size, dtype=np.float64) * found, found, found, "files", name
            )
        if abs(spacing - cadence_hours) > JITTER_SHARE * cadence_hours:
            raise UsageError(
                f"the declared cadence is {duration_text(cadence_hours)} ({detail or source}), but"
                f" the stored times {name!r} are {duration_text(_whole_seconds(spacing, 2))}"
                " apart",
                allowed="one cadence",
                fix="correct the declaration, or leave it out to use the stored times",
            )
        grid = np.arange(hours.size, dtype=np.float64) * cadence_hours
        return StepClock(grid, cadence_hours, cadence_hours, source, detail)
    return _uneven_clock(hours, cadence_hours, name)


def _uneven_clock(hours: Stamps, cadence_hours: float | None, name: str) -> StepClock:
    """Clock of uneven stamps: taken as given, their gaps listed."""
    spacings = np.diff(hours)
    nominal = float(np.median(spacings)) if cadence_hours is None else cadence_hours
    gaps = tuple(
        (int(step), rounded(float(spacings[step])))
        for step in np.flatnonzero(spacings > GAP_FACTOR * nominal)
    )
    return StepClock(hours, None, nominal, "files", name, regular=False, gaps=gaps)


def _whole_seconds(spacing: float, steps: int) -> float:
    """Spacing as a whole number of seconds, where jitter can explain the difference."""
    seconds = round(spacing * 3600)
    within = abs(spacing * 3600 - seconds) <= max(1.0 / max(steps - 1, 1), 1e-6)
    whole = seconds > 0 and within and abs(spacing * 3600 - seconds) <= JITTER_SHARE * seconds
    return rounded(seconds / 3600) if whole else rounded(spacing)
