"""Attention by hour before issue, for forecasts of the event and for the others."""

from __future__ import annotations

import numpy as np

from reportgen.figures.axis import key_axis, value_ticks
from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import draw_key_axis, draw_left, number_ticks, room_below
from reportgen.figures.marks import plot_band, plot_line
from reportgen.figures.peaks import highest
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Content, Epochs, Message, Report, Value

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 352.0, 44.0, 8.0, 48.0, 170.0


def draw_outcomes(report: Report, content: Content, *, sheet_width: float = WIDTH) -> Drawing:
    """Superposed epochs around issue: solid for the event, dashed for the rest."""
    axis = key_axis(report)
    event = next(item for item in content.epochs if item.event)
    quiet = next(item for item in content.epochs if not item.event)
    width = sheet_width - LEFT - RIGHT
    sheet = Sheet(sheet_width, TOP + HEIGHT + room_below(axis, width))
    every = [value for item in (event, quiet) for value in (*item.lift, *(item.high or ()))]
    top = highest(every, least=1.0) * 1.05
    ax = sheet.panel(LEFT, TOP, width, HEIGHT, xlim=axis.limits, ylim=(0, top))
    for item, role in ((quiet, "line"), (event, "null")):
        if item.low is not None and item.high is not None:
            plot_band(ax, axis.centre, np.array(item.low), np.array(item.high), role=role)
    plot_line(ax, list(axis.limits), [1, 1], dashes=(5, 4))
    plot_line(ax, axis.centre, np.array(quiet.lift), role="bar", width=2.2, dashes=(5, 3))
    plot_line(ax, axis.centre, np.array(event.lift), role="ink", width=2.2)
    draw_left(sheet, ax, number_ticks(value_ticks(top, most=4)), line=True)
    draw_key_axis(sheet, ax, axis)
    sheet.note(
        ax,
        Message("figure.outcomes.axis"),
        (0, 1),
        place="axes fraction",
        shift=(12 - LEFT, 30),
    )
    for item, words, shift, bold in (
        (event, "event", 8.0, True),
        (quiet, "quiet", 8.0, False),
    ):
        sheet.note(
            ax,
            Message(f"figure.outcomes.{words}", {"samples": item.samples}),
            (0.02 if item is event else 0.45, 1),
            place="axes fraction",
            shift=(0, shift),
            role="ink" if bold else "ink2",
            bold=bold,
        )
    return _described(sheet, report, content, event, quiet)


def _described(
    sheet: Sheet, report: Report, content: Content, event: Epochs, quiet: Epochs
) -> Drawing:
    axis = key_axis(report)
    difference = content.share_difference[0][1]
    interval = difference.interval
    values: dict[str, Value] = {
        "last": content.short_span,
        "difference": difference.value,
        "interval": None if interval is None else (interval.low, interval.high),
        "event": content.event,
        "classes": f"class-{content.share_difference[0][0]}",
    }
    apart = interval is not None and not interval.low <= 0 <= interval.high
    counts: dict[str, Value] = {"event": event.samples, "quiet": quiet.samples}
    return sheet.drawing(
        "outcomes",
        title=Message(f"figure.outcomes.title-{'differs' if apart else 'none'}", values),
        caption=(Message("figure.outcomes.caption", values),),
        alt=Message("figure.outcomes.alt", counts),
        columns=(*key_columns(axis), "lift_event", "lift_no_event"),
        rows=[
            (*key_cells(axis, key), number(one), number(two))
            for key, (one, two) in enumerate(zip(event.lift, quiet.lift, strict=True))
        ],
    )
