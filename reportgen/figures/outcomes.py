"""Superposed epochs around issue: attention and the main input, event and no event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis, value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import draw_key_axis, draw_left, number_ticks, room_below
from reportgen.figures.lanes import input_title
from reportgen.figures.marks import plot_band, plot_line
from reportgen.figures.peaks import highest
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Content, Epochs, InputSeries, Message, Report, Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP = 352.0, 44.0, 8.0, 48.0
_ATTENTION, _INPUT, _BETWEEN = 150.0, 92.0, 34.0


def draw_outcomes(report: Report, content: Content, *, sheet_width: float = WIDTH) -> Drawing:
    """Solid for the event, dashed for the rest; means and their 95 % block intervals."""
    axis = key_axis(report)
    epochs = _sides(content)
    series = main_series(report, content)
    width = sheet_width - LEFT - RIGHT
    height = _ATTENTION + (0.0 if series is None else _BETWEEN + _INPUT)
    sheet = Sheet(sheet_width, TOP + height + room_below(axis, width))
    every = [value for item in epochs for value in (*item.lift, *(item.high or ()))]
    top = highest(every, least=1.0) * 1.05
    ax = sheet.panel(LEFT, TOP, width, _ATTENTION, xlim=axis.limits, ylim=(0, top))
    plot_line(ax, list(axis.limits), [1, 1], dashes=(5, 4))
    _plot_sides(ax, axis, [(item.lift, item.low, item.high) for item in epochs])
    draw_left(sheet, ax, number_ticks(value_ticks(top, most=4)), line=True)
    _name_sides(sheet, ax, epochs)
    if series is not None:
        ax = _draw_input(sheet, series, epochs, axis, width)
    draw_key_axis(sheet, ax, axis)
    return _described(sheet, axis, content, epochs, with_input=series is not None)


def main_series(report: Report, content: Content) -> InputSeries | None:
    """The input of the superposed epochs; None where the run stores none."""
    if not all(item.input_mean for item in content.epochs):
        return None
    return next((series for series in report.inputs if series.name == content.main_input), None)


def _sides(content: Content) -> tuple[Epochs, Epochs]:
    """Event, then no event."""
    event = next(item for item in content.epochs if item.event)
    return event, next(item for item in content.epochs if not item.event)


Side = tuple[tuple[float, ...], tuple[float, ...] | None, tuple[float, ...] | None]


def _plot_sides(ax: Axes, axis: KeyAxis, sides: list[Side]) -> None:
    """Mean and band of the event and of the rest, the event on top."""
    looks = (("null", "ink", None), ("line", "bar", (5.0, 3.0)))
    drawn = list(zip(sides, looks, strict=True))[::-1]
    for (_, low, high), (band, _, _) in drawn:
        if low is not None and high is not None:
            plot_band(ax, axis.centre, np.array(low), np.array(high), role=band)
    for (mean, _, _), (_, role, dashes) in drawn:
        plot_line(ax, axis.centre, np.array(mean), role=role, width=2.2, dashes=dashes)


def _name_sides(sheet: Sheet, ax: Axes, epochs: tuple[Epochs, Epochs]) -> None:
    title = Message("figure.outcomes.axis")
    sheet.note(ax, title, (0, 1), place="axes fraction", shift=(12 - LEFT, 30))
    for item, words, across in zip(epochs, ("event", "quiet"), (0.02, 0.45), strict=True):
        sheet.note(
            ax,
            Message(f"figure.outcomes.{words}", {"samples": item.samples}),
            (across, 1),
            place="axes fraction",
            shift=(0, 8),
            role="ink" if item.event else "ink2",
            bold=item.event,
        )


def _draw_input(
    sheet: Sheet, series: InputSeries, epochs: tuple[Epochs, Epochs], axis: KeyAxis, width: float
) -> Axes:
    """The main input below, on the same axis."""
    sides: list[Side] = [(item.input_mean, item.input_low, item.input_high) for item in epochs]
    low, high = _reach(np.array([part for side in sides for part in side if part is not None]))
    margin = (high - low or 1.0) * 0.06
    limits = (low - margin, high + margin)
    place = TOP + _ATTENTION + _BETWEEN
    ax = sheet.panel(LEFT, place, width, _INPUT, xlim=axis.limits, ylim=limits)
    if limits[0] <= 0 <= limits[1]:
        plot_line(ax, list(axis.limits), [0, 0])
    _plot_sides(ax, axis, sides)
    ticks = value_ticks(high, low=low, most=math.ceil(_INPUT / 24))
    draw_left(sheet, ax, number_ticks(ticks), line=True)
    title = input_title(series, several=False, room=width)
    sheet.note(ax, title, (0, 1), place="axes fraction", shift=(12 - LEFT, 10))
    return ax


def _reach(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)


def _described(
    sheet: Sheet,
    axis: KeyAxis,
    content: Content,
    epochs: tuple[Epochs, Epochs],
    *,
    with_input: bool,
) -> Drawing:
    classes, difference = content.share_difference[0]
    interval = difference.interval
    event, quiet = epochs
    values: dict[str, Value] = {
        "last": content.short_span,
        "difference": difference.value,
        "interval": None if interval is None else (interval.low, interval.high),
        "event": content.event,
        "classes": f"class-{classes}",
        "samples": event.samples,
        "others": quiet.samples,
        "name": content.main_input,
    }
    apart = interval is not None and not interval.low <= 0 <= interval.high
    kind = "few" if interval is None else "interval"
    below = _input_words(content)
    return sheet.drawing(
        "outcomes",
        title=Message(f"figure.outcomes.title-{'differs' if apart else 'none'}", values),
        caption=(
            Message(f"figure.outcomes.caption-{kind}", values),
            *below,
            *([Message("figure.outcomes.caption-bands")] if interval is not None else []),
        ),
        alt=Message(f"figure.outcomes.alt-{kind}{'-input' if with_input else ''}", values),
        columns=(*key_columns(axis), *_columns(epochs)),
        rows=[
            (*key_cells(axis, key), *(_cell(side[key]) for side in _columns(epochs).values()))
            for key in range(len(event.lift))
        ],
    )


def _input_words(content: Content) -> list[Message]:
    """How the main input differs in the same hours."""
    if not content.input_difference:
        return []
    difference = content.input_difference[0][1]
    interval = difference.interval
    values: dict[str, Value] = {
        "name": content.main_input,
        "unit": f"\u00a0{content.main_units}" if content.main_units else "",
        "difference": difference.value,
        "interval": None if interval is None else (interval.low, interval.high),
    }
    kind = "few" if interval is None else "interval"
    return [Message(f"figure.outcomes.caption-input-{kind}", values)]


def _columns(epochs: tuple[Epochs, Epochs]) -> dict[str, tuple[float, ...]]:
    """Plotted numbers by column, dims: key; parts that are not there have no column."""
    found: dict[str, tuple[float, ...] | None] = {}
    for item, name in zip(epochs, ("event", "no_event"), strict=True):
        found |= {f"lift_{name}": item.lift, f"lift_{name}_low": item.low}
        found |= {f"lift_{name}_high": item.high, f"input_{name}": item.input_mean or None}
        found |= {f"input_{name}_low": item.input_low, f"input_{name}_high": item.input_high}
    return {name: side for name, side in found.items() if side is not None}


def _cell(value: float) -> Cell:
    return number(value)
