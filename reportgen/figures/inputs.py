"""Every input the run stores, under the attention on the same axis."""

from __future__ import annotations

import numpy as np

from reportgen.figures.axis import key_axis
from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import draw_key_axis, draw_left, number_ticks, room_below
from reportgen.figures.lanes import (
    bar_tops,
    input_title,
    main_input,
    plot_attention,
    plot_input,
)
from reportgen.figures.marks import plot_line
from reportgen.figures.peaks import highest, marked_peak
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Message, Report, Value

WIDTH, LEFT, RIGHT, TOP = 352.0, 44.0, 8.0, 26.0
_ATTENTION, _INPUT, _BETWEEN = 76.0, 46.0, 28.0
#: More variables than this would make a figure taller than a screen; the table has them all.
MOST_INPUTS = 8


def draw_inputs(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Attention on top, then one lane an input variable, all on the keys' axis."""
    axis = key_axis(report)
    shown = report.inputs[:MOST_INPUTS]
    width = sheet_width - LEFT - RIGHT
    height = TOP + _ATTENTION + len(shown) * (_BETWEEN + _INPUT)
    sheet = Sheet(sheet_width, height + room_below(axis, width))
    lift = np.asarray(report.lift, dtype=np.float64)
    top = highest(bar_tops(report), least=1.0) * 1.05
    ax = sheet.panel(LEFT, TOP, width, _ATTENTION, xlim=axis.limits, ylim=(0, top))
    plot_attention(lift, ax, axis=axis, interval=None, peak=marked_peak(report))
    plot_line(ax, list(axis.limits), [0, 0])
    draw_left(sheet, ax, number_ticks([0.0, 1.0]))
    sheet.lane_title(ax, Message("figure.inputs.attention"))
    place = TOP + _ATTENTION
    for series in shown:
        place += _BETWEEN
        ax = sheet.panel(LEFT, place, width, _INPUT, xlim=axis.limits, ylim=(0, 1))
        plot_input(sheet, series, ax, axis=axis, several=report.run.samples > 1)
        sheet.lane_title(ax, input_title(series, several=False, room=width))
        place += _INPUT
    draw_key_axis(sheet, ax, axis)
    values = _values(report)
    columns = tuple(series.name for series in shown)
    return sheet.drawing(
        "inputs",
        title=Message("figure.inputs.title"),
        caption=(Message("figure.inputs.caption", values),),
        alt=Message("figure.inputs.alt", values),
        columns=(*key_columns(axis), "lift", *columns),
        rows=[
            (
                *key_cells(axis, key),
                number(lift[key]),
                *(number(series.mean[key]) for series in shown),
            )
            for key in range(len(lift))
        ],
    )


def _values(report: Report) -> dict[str, Value]:
    series = main_input(report)
    assert series is not None
    peak = report.peak.key
    return {
        "where": key_axis(report).where(peak),
        "name": series.name,
        "there": float(series.mean[peak]),
        "mean": float(np.nanmean(np.asarray(series.mean, dtype=np.float64))),
        "unit": f"\u00a0{series.units}" if series.units else "",
        "shown": min(len(report.inputs), MOST_INPUTS),
        "of": len(report.inputs),
    }
