"""How attention changes from layer to layer, and what rollout makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis, value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet, Words
from reportgen.figures.frame import (
    draw_heat_legend,
    draw_key_axis,
    draw_left,
    number_ticks,
    room_below,
)
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.marks import plot_dot, plot_line
from reportgen.figures.peaks import displayed, highest, strongest
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Message, Report, Value
from reportgen.style import TEXT
from reportgen.text.numbers import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT = 352.0, 26.0, 42.0
#: Curves one above the other up to this many; beyond it a heat map with a row for each layer.
MOST_CURVES = 6
_CURVE, _APART, _ROW = 46.0, 22.0, 14.0


def plot_layer_curve(lift: NDArray[np.float64], ax: Axes, *, axis: KeyAxis) -> Line2D:
    """Lift of one layer over the keys, with its highest point as a dot.

    Parameters
    ----------
    lift : (key,)
        1 is an even share.
    ax
        Axes whose limits are those shared by every layer.
    axis
        Where the keys stand.
    """
    plot_line(ax, list(axis.limits), [1, 1], role="ink", dashes=(5, 4))
    line = plot_line(ax, axis.centre, lift, role="attn", width=2)
    peak = strongest(lift)
    plot_dot(ax, float(axis.centre[peak]), float(lift[peak]))
    return line


def draw_layers(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Every layer's lift by key, the first on top, then rollout."""
    axis = key_axis(report)
    curves = np.asarray(report.layer_lift_by_key, dtype=np.float64)
    names: list[Words] = [
        Message("figure.layers.layer", {"layer": layer}) for layer in range(len(curves))
    ]
    if report.rollout_lift is not None:
        curves = np.concatenate((curves, np.asarray(report.rollout_lift)[np.newaxis]))
        names.append(Message("figure.layers.rollout"))
    if len(curves) <= MOST_CURVES:
        sheet = _draw_curves(curves, names, axis, sheet_width)
    else:
        sheet = _draw_rows(curves, report.run.layers, axis, sheet_width)
    return sheet.drawing(
        "layers",
        title=_title(report, axis),
        caption=_caption(report, axis),
        alt=_alt(report, axis),
        columns=(*key_columns(axis), *_columns(report)),
        rows=_rows(curves, axis),
    )


def _draw_curves(
    curves: NDArray[np.float64], names: list[Words], axis: KeyAxis, sheet_width: float
) -> Sheet:
    """Curves on a common scale, their peaks' values beside them."""
    width = sheet_width - LEFT - RIGHT
    height = 14 + (_CURVE + _APART) * len(curves) - 4
    sheet = Sheet(sheet_width, height + room_below(axis, width))
    top = highest(curves, least=1.0) * 1.05
    for number_, (lift, name) in enumerate(zip(curves, names, strict=True)):
        place = 14 + (_CURVE + _APART) * number_
        ax = sheet.panel(LEFT, place, width, _CURVE, xlim=axis.limits, ylim=(0, top))
        plot_line(ax, list(axis.limits), [0, 0])
        plot_layer_curve(lift, ax, axis=axis)
        ticks = value_ticks(top, most=2)
        draw_left(sheet, ax, number_ticks([ticks[0], ticks[-1]] if len(ticks) > 1 else ticks))
        peak = strongest(lift)
        free = "left" if axis.centre[peak] > sum(axis.limits) / 2 else "right"
        sheet.note(
            ax,
            name,
            (0.0 if free == "left" else 1.0, 1),
            place="axes fraction",
            shift=(0, -9),
            anchor="left" if free == "left" else "right",
            size=TEXT,
            role="ink",
            bold=True,
        )
        if np.isfinite(lift[peak]):
            sheet.note(
                ax,
                fixed(float(lift[peak]), 2),
                (1, min(float(lift[peak]) / top, 0.92)),
                place="axes fraction",
                shift=(RIGHT, -4),
                anchor="right",
                size=TEXT,
                role="ink",
                bold=True,
            )
    draw_key_axis(sheet, ax, axis)
    return sheet


def _draw_rows(
    curves: NDArray[np.float64], layers: int, axis: KeyAxis, sheet_width: float
) -> Sheet:
    """A heat map with a row for each layer, the first on top, and rollout below a gap."""
    left, top = 60.0, 34.0
    width = sheet_width - left - 8
    gap = np.full((1, curves.shape[1]), np.nan)
    shown = (
        np.concatenate((curves[:layers], gap, curves[layers:])) if len(curves) > layers else curves
    )
    height = _ROW * len(shown)
    sheet = Sheet(sheet_width, top + height + room_below(axis, width))
    size = shown.shape
    ax = sheet.panel(left, top, width, height, xlim=(0, size[1]), ylim=(size[0], 0))
    plot_heat(heat_levels(shown), ax, name="layers")
    draw_key_axis(sheet, ax, axis, cells=True)
    step = 1 if layers <= 8 else 2 if layers <= 16 else 4
    ticks = [(layer + 0.5, str(displayed(layer))) for layer in range(0, layers, step)]
    draw_left(sheet, ax, ticks)
    if len(curves) > layers:
        words = Message("figure.layers.rollout-short")
        sheet.note(ax, words, (0, layers + 1.5), shift=(-6, -4), anchor="right")
    sheet.note(ax, Message("figure.layers.axis"), (0, 0), shift=(-6, 10), anchor="right")
    draw_heat_legend(sheet, left=left + 4, top=6)
    return sheet


def _peaks(report: Report) -> list[int]:
    return [strongest(lift) for lift in report.layer_lift_by_key]


def _agree(report: Report) -> bool:
    """Whether all layers, and rollout, have their peak at one key or next to it."""
    keys = _peaks(report)
    if report.rollout_lift is not None:
        keys.append(strongest(report.rollout_lift))
    focus = keys[report.focus.layer]
    return all(abs(key - focus) <= 1 for key in keys)


def _values(report: Report, axis: KeyAxis) -> dict[str, Value]:
    lifts = [highest(lift) for lift in report.layer_lift_by_key]
    first, last = _peaks(report)[0], _peaks(report)[-1]
    rollout = report.rollout_lift
    return {
        "layers": report.run.layers,
        "where": axis.where(_peaks(report)[report.focus.layer]),
        "first": axis.where(first),
        "last": axis.where(last),
        "first_lift": lifts[0],
        "last_lift": lifts[-1],
        "lifts": (min(lifts), max(lifts)),
        "strongest": strongest(lifts),
        "rollout": None if rollout is None else highest(rollout),
        "rollout_where": None if rollout is None else axis.where(strongest(rollout)),
    }


def _kind(report: Report) -> str:
    if report.run.layers == 1:
        return "one"
    return "agree" if _agree(report) else "differ"


def _title(report: Report, axis: KeyAxis) -> Message:
    return Message(f"figure.layers.title-{_kind(report)}", _values(report, axis))


def _caption(report: Report, axis: KeyAxis) -> tuple[Message, ...]:
    values = _values(report, axis)
    sentences = [Message(f"figure.layers.caption-{_kind(report)}", values)]
    if report.rollout_lift is not None:
        sentences.append(Message("figure.layers.caption-rollout", values))
    if axis.in_hours and report.run.layers > 1:
        sentences.append(Message("figure.layers.caption-mix"))
    return tuple(sentences)


def _alt(report: Report, axis: KeyAxis) -> Message:
    return Message(f"figure.layers.alt-{_kind(report)}", _values(report, axis))


def _columns(report: Report) -> tuple[str, ...]:
    columns = tuple(f"lift_layer_{layer}" for layer in range(report.run.layers))
    return columns if report.rollout_lift is None else (*columns, "lift_rollout")


def _rows(curves: NDArray[np.float64], axis: KeyAxis) -> list[tuple[Cell, ...]]:
    return [(*key_cells(axis, key), *map(number, curves[:, key])) for key in range(curves.shape[1])]
