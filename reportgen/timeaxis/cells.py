"""What a key covers: cells as intervals, lags, and the axis figures are drawn on.

Nothing here knows more than the `Times` of a report, so that it works from a Summary alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.config.durations import duration_text
from reportgen.schema import Interval, Place, Stamp, Times, Where
from reportgen.timeaxis.stamps import rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOURS_BEFORE_ISSUE: Final = "axis.hours-before-issue"
HOURS_BEFORE_LAST_INPUT: Final = "axis.hours-before-last-input"
STEP: Final = "axis.step"

# Share of a sampling interval that lies after its stamp.
_AFTER_STAMP: Final = {Stamp.START: 1.0, Stamp.MIDDLE: 0.5, Stamp.END: 0.0}


def elapsed_cells(times: Times) -> tuple[Interval | None, ...]:
    """Interval each key covers, in hours since the stamp of the window's first input.

    A cell is never wider than the sampling interval: across a gap of uneven times it does not
    claim hours that nobody measured. None for prefix tokens and where no time is declared.
    """
    stamps = [each for each in times.elapsed if each is not None]
    step = _step_hours(times)
    after = _AFTER_STAMP[times.stamp]
    cells: list[Interval] = []
    for index, middle in enumerate(stamps):
        half = _half_patch(times, index)
        right, left = step, step
        if not times.regular:
            right = min(step, stamps[index + 1] - middle) if index + 1 < len(stamps) else step
            left = min(step, middle - stamps[index - 1]) if index else step
        low, high = middle - half - (1 - after) * left, middle + half + after * right
        cells.append(Interval(rounded(low), rounded(high)))
    return (*(None,) * (len(times.elapsed) - len(stamps)), *cells)


def _step_hours(times: Times) -> float:
    """Sampling interval of one step; 0 for a single stamp without a cadence."""
    if times.cadence_hours is not None:
        return times.cadence_hours
    return 0.0 if times.cell_hours is None else times.cell_hours / times.patch_length


def _half_patch(times: Times, index: int) -> float:
    """Half the hours between the first and the last stamp of a token, which the window may clip."""
    if times.cadence_hours is None or times.window_hours is None:
        return 0.0
    steps = round(times.window_hours / times.cadence_hours) + 1
    inside = min(times.patch_length, steps - index * times.patch_stride)
    return (inside - 1) / 2 * times.cadence_hours


def key_cells(times: Times) -> tuple[Interval | None, ...]:
    """Interval each key covers, in hours before issue; before the last input where that is unknown.

    Hours before the last input are counted from where the last input's own interval ends, so that
    the last cell is 0-1 h before it, whatever a stamp marks. A negative hour before issue lies
    after issue.
    """
    end = _reference(times)
    return tuple(
        None
        if cell is None or end is None
        else Interval(rounded(end - cell.high), rounded(end - cell.low))
        for cell in elapsed_cells(times)
    )


def _reference(times: Times) -> float | None:
    """Zero of the axis, in hours since the stamp of the first input."""
    if times.window_hours is None:
        return None
    if times.issue_offset_hours is not None:
        return times.window_hours + times.issue_offset_hours
    return times.window_hours + _AFTER_STAMP[times.stamp] * _step_hours(times)


def cell_interval(times: Times, key: int, tokens: Sequence[str] = ()) -> Place:
    """Place of one key, as an interval of hours where time is declared.

    Parameters
    ----------
    times
        The clocks.
    key
        Index of the key; prefix tokens count.
    tokens
        Texts of the tokens, where the run has them: they name a key that has no time.

    Examples
    --------
    >>> from reportgen.timeaxis import build_times
    >>> hourly = build_times(24, cadence_hours=1.0, source="flag", issue_offset_hours=1.0)
    >>> cell_interval(hourly, 23), cell_interval(build_times(8), 5)
    (('hours', 0.0, 1.0), ('step', 5, 8))
    """
    return _place(times, key, key_cells(times)[key], tokens)


def cell_intervals(times: Times, tokens: Sequence[str] = ()) -> tuple[Place, ...]:
    """Place of every key, as `cell_interval` gives it for one; in one pass over the cells."""
    return tuple(_place(times, key, cell, tokens) for key, cell in enumerate(key_cells(times)))


def _place(times: Times, key: int, cell: Interval | None, tokens: Sequence[str]) -> Place:
    if cell is not None:
        return (_kind(times), cell.low, cell.high)
    if key < len(tokens):
        return ("token", key, tokens[key])
    if times.declared and key < times.prefix_tokens:
        return ("token", key, "")
    return ("step", key, len(times.elapsed))


def _kind(times: Times) -> str:
    """Clock of the intervals."""
    return "input" if times.issue_offset_hours is None else "hours"


def interval_of(times: Times, key_low: float, key_high: float, tokens: Sequence[str] = ()) -> Where:
    """Place of a range of keys, both ends included; fractional ends widen to whole cells.

    Without time it is the two end keys, as a pair of places (one place where they are the same).
    Prefix tokens in the range have no time and do not widen it.
    """
    last = len(times.elapsed) - 1
    low = min(max(int(np.floor(key_low)), 0), last)
    high = min(max(int(np.ceil(key_high)), low), last)
    cells = [cell for cell in key_cells(times)[low : high + 1] if cell is not None]
    if cells:
        return (_kind(times), min(cell.low for cell in cells), max(cell.high for cell in cells))
    first, final = cell_interval(times, low, tokens), cell_interval(times, high, tokens)
    return first if low == high else (first, final)


def window_interval(times: Times) -> Interval | None:
    """Interval that all keys cover together, on the clock of `key_cells`."""
    cells = [cell for cell in key_cells(times) if cell is not None]
    if not cells:
        return None
    return Interval(min(cell.low for cell in cells), max(cell.high for cell in cells))


@dataclass(frozen=True, slots=True)
class HoursAxis:
    """Where figures put the keys (dim: key).

    Attributes
    ----------
    label
        Message id: hours before issue, hours before the last input, or step.
    values
        Middle of each cell; None for a prefix token.
    low, high
        Ends of each cell; in hours ``low`` is the later one.
    descending
        Whether time runs towards smaller values: draw such an axis reversed.
    """

    label: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    descending: bool


def hours_axis(times: Times) -> HoursAxis:
    """Axis of the keys: hours before issue, else before the last input, else steps."""
    if not times.declared:
        steps = range(len(times.elapsed))
        return HoursAxis(
            STEP,
            tuple(float(step) for step in steps),
            tuple(step - 0.5 for step in steps),
            tuple(step + 0.5 for step in steps),
            descending=False,
        )
    cells = key_cells(times)
    return HoursAxis(
        HOURS_BEFORE_LAST_INPUT if times.issue_offset_hours is None else HOURS_BEFORE_ISSUE,
        tuple(None if cell is None else rounded((cell.low + cell.high) / 2) for cell in cells),
        tuple(None if cell is None else cell.low for cell in cells),
        tuple(None if cell is None else cell.high for cell in cells),
        descending=True,
    )


def lag_hours(times: Times, queries: Times | None = None) -> NDArray[np.float64] | None:
    """Lag ``t_q - t_k`` of each pair (query, key) in hours: positive, the key lies in the past.

    NaN for prefix tokens; None where no time is declared. ``queries`` are the clocks of the
    queries where these are not the keys; both must start at the same input.
    """
    if not times.declared or (queries is not None and not queries.declared):
        return None
    keys = np.array(times.elapsed, dtype=np.float64)
    rows = keys if queries is None else np.array(queries.elapsed, dtype=np.float64)
    lags: NDArray[np.float64] = np.round(rows[:, None] - keys[None, :], 9)
    return lags


def token_spacing_hours(times: Times) -> float | None:
    """Hours from one token to the next: cadence times stride; None for uneven or unknown times."""
    if times.cadence_hours is None:
        return None
    return rounded(times.cadence_hours * times.patch_stride)


def timed_tokens(times: Times) -> int:
    """Tokens that have a time: with fewer than two, everything in time is to be skipped."""
    return sum(each is not None for each in times.elapsed)


def reaches_after_issue(times: Times) -> bool:
    """Whether the last cell ends after issue: offset and stamp contradict, or the input leaks."""
    reach = window_interval(times)
    return times.issue_offset_hours is not None and reach is not None and reach.low < 0


def cadence_text(times: Times) -> str | None:
    """The cadence as it is declared, such as ``12min``; None for uneven or undeclared times."""
    return None if times.cadence_hours is None else duration_text(times.cadence_hours)
