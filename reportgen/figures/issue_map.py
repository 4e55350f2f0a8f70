"""Issue time against hours before issue and against UT: upright stripes show what is followed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, hour_ticks, key_axis
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import BELOW_TITLE, draw_bottom
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.marks import plot_segments
from reportgen.figures.tables import number
from reportgen.schema import Content, IssueMap, Message, Report, Value
from reportgen.statistics.content.locking import followed, telling
from reportgen.style import HEAT_LEVELS, HEAT_LIMIT
from reportgen.text.numbers import hours_number, significant

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP, BETWEEN = 352.0, 80.0, 13.0, 26.0, 24.0
LEGEND = 34.0
_HEIGHT, _ROWS_OF = 280.0, (4.0, 9.0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def draw_issue_map(
    report: Report, content: Content, shown: IssueMap, *, sheet_width: float = WIDTH
) -> Drawing:
    """Two panels of the same rows; an hour is as wide in one as in the other."""
    axis = key_axis(report)
    left, right = map_cells(shown, world=False), map_cells(shown, world=True)
    lines = len(left)
    height = lines * float(np.clip(_HEIGHT / lines, *_ROWS_OF))
    cell = (sheet_width - LEFT - RIGHT - BETWEEN) / (left.shape[1] + right.shape[1])
    sheet = Sheet(sheet_width, TOP + height + BELOW_TITLE + LEGEND)
    place = LEFT
    for name, values in (("issue", left), ("world", right)):
        box = (place, cell * values.shape[1], height)
        ax = _panel(sheet, values, shown, box, axis, name)
        if name == "issue":
            _write_dates(sheet, ax, shown)
        place += cell * values.shape[1] + BETWEEN
    _draw_legend(sheet, shown, TOP + height + BELOW_TITLE + 12)
    return _described(sheet, content, shown, axis)


def map_cells(shown: IssueMap, *, world: bool) -> NDArray[np.float64]:
    """Residuals of all rows, stretches one empty line apart; NaN where a window does not reach.

    Parameters
    ----------
    shown
        Stretches of windows.
    world
        Whether a column is an hour of the world, counted from the stretch's first issue, instead
        of an hour before issue.

    Returns
    -------
    (line, column)
    """
    most = max(each.after[-1] for each in shown.stretches) if world else 0
    lines: list[NDArray[np.float64]] = []
    for each in shown.stretches:
        if lines:
            lines.append(np.full(shown.columns + most, np.nan))
        for after, row in zip(each.after, each.residual, strict=True):
            line = np.full(shown.columns + most, np.nan)
            first = after if world else 0
            line[first : first + shown.columns] = row
            lines.append(line)
    return np.array(lines)


def _panel(
    sheet: Sheet,
    values: NDArray[np.float64],
    shown: IssueMap,
    box: tuple[float, float, float],
    axis: KeyAxis,
    name: str,
) -> Axes:
    """One panel; ``box``: left end, width and height in pixels."""
    lines, columns = values.shape
    left, width, height = box
    ax = sheet.panel(left, TOP, width, height, xlim=(0, columns), ylim=(lines, 0))
    # The colours of lift, here from one end of the residuals to the other.
    plot_heat(heat_levels(2.0 ** (values / shown.limit * HEAT_LIMIT)), ax, name=f"map-{name}")
    _draw_ends(ax, values, shown, world=name == "world")
    hours = shown.column_hours
    low = axis.limits[1] - shown.columns * hours
    ticks = [
        ((hour - low) / hours, text if name == "issue" else _signed(hour))
        for hour, text in hour_ticks(low, low + columns * hours, width, apart=38)
    ]
    draw_bottom(sheet, ax, ticks)
    title, below = Message(f"figure.issue-map.title-{name}"), axis.title
    if name == "world":
        below = Message(f"figure.issue-map.axis-{axis.clock}")
    sheet.note(ax, title, (0, 1), place="axes fraction", shift=(0, 8), role="ink", bold=True)
    sheet.note(ax, below, (0, 0), place="axes fraction", shift=(0, -35))
    return ax


def _draw_ends(ax: Axes, values: NDArray[np.float64], shown: IssueMap, *, world: bool) -> None:
    """The end of each window: a stair of issue times against the hours of the world."""
    filled = np.flatnonzero(np.isfinite(values).any(axis=1))
    after = np.concatenate([each.after for each in shown.stretches]).astype(np.float64)
    ends = shown.columns + (after if world else np.zeros_like(after))
    down = filled.astype(np.float64)
    plot_segments(ax, (ends, ends), (down, down + 1), role="ink", width=1.2)


def _signed(hour: float) -> str:
    return "0" if hour == 0 else f"{'+' if hour > 0 else '−'}{hours_number(abs(hour))}"


def _write_dates(sheet: Sheet, ax: Axes, shown: IssueMap) -> None:
    """Day of the first issue of each stretch, beside its first rows."""
    line = 0
    for each in shown.stretches:
        first = _EPOCH + timedelta(hours=each.first_issue_hours)
        sheet.note(ax, f"{first:%Y-%m-%d}", (0, line), shift=(-6, -10), anchor="right")
        line += len(each.after) + 1


def _draw_legend(sheet: Sheet, shown: IssueMap, top: float) -> None:
    steps = np.arange(1, HEAT_LEVELS + 1, dtype=np.uint8)[np.newaxis]
    end = significant(shown.limit, 2)
    ax = sheet.panel(LEFT + 8, top, 72, 10, xlim=(0, HEAT_LEVELS), ylim=(1, 0))
    plot_heat(steps, ax, name="legend")
    sheet.note(ax, f"−{end}", (0, 1), shift=(-5, 1), anchor="right")
    sheet.note(ax, f"+{end}", (HEAT_LEVELS, 1), shift=(5, 1))
    sheet.note(ax, Message("figure.issue-map.legend"), (HEAT_LEVELS, 1), shift=(42, 1))


def _described(sheet: Sheet, content: Content, shown: IssueMap, axis: KeyAxis) -> Drawing:
    kind, values = followed(content.locks), _values(content, shown)
    if kind == "neither" and values["interval"] is None:
        kind = "few"
    clock = "issue" if axis.clock == "issue" else "last_input"
    return sheet.drawing(
        "issue-map",
        title=Message(f"figure.issue-map.title-{kind}"),
        caption=(
            Message(f"figure.issue-map.caption-{kind}", values),
            Message("figure.issue-map.caption-read", values),
        ),
        alt=Message(f"figure.issue-map.alt-{kind}", values),
        columns=(
            "first_issue_ut",
            "issued_after_hours",
            "samples",
            f"hours_before_{clock}",
            f"hours_after_first_{clock}",
            "residual_lift",
        ),
        rows=_rows(shown, axis),
    )


def _values(content: Content, shown: IssueMap) -> dict[str, Value]:
    lock = telling(content.locks) if content.locks else None
    interval = None if lock is None else lock.difference.interval
    return {
        "hours": None if lock is None else lock.hours,
        "difference": None if lock is None else lock.difference.value,
        "interval": None if interval is None else (interval.low, interval.high),
        "same_hour": shown.same_hour,
        "same_lag": shown.same_lag,
        "rows": shown.rows,
        "shown": len(shown.stretches),
        "of": shown.of,
        "cell": shown.column_hours,
    }


def _rows(shown: IssueMap, axis: KeyAxis) -> list[tuple[Cell, ...]]:
    hours = shown.column_hours
    middles = axis.limits[1] + (np.arange(shown.columns) - shown.columns + 0.5) * hours
    return [
        (
            f"{_EPOCH + timedelta(hours=each.first_issue_hours):%Y-%m-%dT%H:%M}",
            number(after * hours),
            samples,
            number(-middle),
            number(after * hours + middle),
            number(value),
        )
        for each in shown.stretches
        for after, samples, row in zip(each.after, each.samples, each.residual, strict=True)
        for middle, value in zip(middles, row, strict=True)
    ]
