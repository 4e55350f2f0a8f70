"""Attention flow of the chosen queries: how much of each input can reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import key_axis, query_axis, value_ticks
from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import draw_key_axis, draw_left, number_ticks, room_below
from reportgen.figures.layers import plot_layer_curve
from reportgen.figures.marks import plot_line
from reportgen.figures.peaks import highest, strongest
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Flow, Message, Report, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP = 352.0, 34.0, 10.0, 44.0
_CURVE, _APART = 62.0, 34.0


def draw_flow(report: Report, flow: Flow, *, sheet_width: float = WIDTH) -> Drawing:
    """One curve a query, over what even attention lets pass."""
    axis, queries = key_axis(report), query_axis(report)
    curves = np.array(flow.lift, dtype=np.float64)
    width = sheet_width - LEFT - RIGHT
    height = _CURVE * len(curves) + _APART * (len(curves) - 1)
    sheet = Sheet(sheet_width, TOP + height + room_below(axis, width))
    top = highest(curves, least=1.0) * 1.06
    for row, (query, lift) in enumerate(zip(flow.queries, curves, strict=True)):
        place = TOP + (_CURVE + _APART) * row
        ax = sheet.panel(LEFT, place, width, _CURVE, xlim=axis.limits, ylim=(0, top))
        plot_line(ax, list(axis.limits), [0, 0])
        plot_layer_curve(lift, ax, axis=axis)
        draw_left(sheet, ax, number_ticks(value_ticks(top, most=2)))
        if row == 0:
            title = Message("figure.flow.axis")
            sheet.note(ax, title, (0, 1), place="axes fraction", shift=(0, 26))
        sheet.lane_title(ax, Message("figure.flow.query", {"where": queries.where(query)}))
    draw_key_axis(sheet, ax, axis)
    values = _values(report, flow, curves)
    return sheet.drawing(
        "flow",
        title=Message("figure.flow.title", values),
        caption=(Message("figure.flow.caption", values), Message("figure.flow.caption-read")),
        alt=Message("figure.flow.alt", values),
        columns=(
            *key_columns(axis),
            *(f"{kind}_to_query_{query}" for query in flow.queries for kind in ("flow", "lift")),
        ),
        rows=[
            (
                *key_cells(axis, key),
                *(
                    None if value is None else number(value)
                    for row in range(len(flow.queries))
                    for value in (flow.flow[row][key], flow.lift[row][key])
                ),
            )
            for key in range(report.run.keys)
        ],
    )


def _values(report: Report, flow: Flow, curves: NDArray[np.float64]) -> dict[str, Value]:
    """Of the last chosen query, which a forecast is most often read from."""
    axis, last = key_axis(report), curves[-1]
    peak = strongest(last)
    return {
        "query": query_axis(report).where(flow.queries[-1]),
        "where": axis.where(peak),
        "flow": flow.flow[-1][peak],
        "lift": float(last[peak]),
        "queries": len(flow.queries),
    }
