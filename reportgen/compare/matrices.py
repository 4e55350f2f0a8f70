"""The focus layer's matrices of two runs and their difference, three heat maps on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.clocks import Clock
from reportgen.compare.records import Pair, PlaneDifference
from reportgen.compare.side import Side
from reportgen.compare.tables import said
from reportgen.figures.axis import Tick, hour_ticks, key_axis, query_axis
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import (
    TOKEN_ROOM,
    draw_bottom,
    draw_heat_legend,
    draw_left,
    draw_title_left,
)
from reportgen.figures.glyphs import shortened
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.tables import number
from reportgen.schema import Message
from reportgen.style import HEAT_LEVELS, HEAT_LIMIT, TEXT
from reportgen.text.numbers import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_LEFT, _RIGHT, _TOP, _BELOW, _BETWEEN = 54.0, 8.0, 62.0, 48.0, 30.0
#: The scale of shares ends where all but so many percent of the cells lie below.
_SATURATED = 99.5


@dataclass(frozen=True, slots=True)
class PlaneLook:
    """Size of the drawing; the three maps stand side by side or one above the other."""

    suffix: str
    width: float
    across: int


WIDE = PlaneLook("", 1120.0, 3)
NARROW = PlaneLook("-narrow", 352.0, 1)


def draw_matrices(pair: Pair, sides: tuple[Side, ...], clock: Clock, look: PlaneLook) -> Drawing:
    """Matrix of the first run, of the other, and what is different, in hours on both axes."""
    plane, other = pair.plane, sides[pair.other]
    assert plane is not None
    side_px = (look.width - look.across * (_LEFT + _RIGHT)) / look.across
    high = side_px * 0.78
    rows = -(-3 // look.across)
    pitch = high + _BELOW + _BETWEEN
    sheet = Sheet(look.width, _TOP + rows * pitch - _BETWEEN)
    names = {"first": sides[0].label, "other": other.label}
    titles = [
        *(_name(side, side_px) for side in (sides[0], other)),
        said("plane.difference", **names),
    ]
    for place, (levels, title) in enumerate(zip(plane_levels(plane), titles, strict=True)):
        left = _LEFT + (place % look.across) * (side_px + _LEFT + _RIGHT)
        top = _TOP + (place // look.across) * pitch
        size = levels.shape
        ax = sheet.panel(left, top, side_px, high, xlim=(0, size[1]), ylim=(size[0], 0))
        plot_heat(levels, ax, name=f"plane-{place}")
        _draw_axes(sheet, ax, plane, (sides[0], other), clock, (side_px, high))
        sheet.lane_title(ax, title, above=7)
    _draw_legend(sheet, plane)
    return sheet.drawing(
        f"matrices-{other.label}{look.suffix}",
        title=_title(plane, names),
        caption=_caption(plane, names),
        alt=said("plane.alt", share=plane.elsewhere, **names),
        columns=("query", "key", f"{names['first']}", f"{names['other']}", "difference"),
        rows=_rows(plane),
    )


def _name(side: Side, width: float) -> Message:
    return said("plane.own", label=side.label, name=shortened(side.name, width - 24, TEXT))


def plane_levels(plane: PlaneDifference) -> tuple[NDArray[np.uint8], ...]:
    """Colour levels of both matrices and of their difference, all on one scale."""
    values = plane.first, plane.other, plane_values(plane)
    if plane.unit == "lift":
        return tuple(heat_levels(each) for each in (values[0], values[1], 2.0 ** values[2]))
    limit = share_limit(plane)
    return tuple(heat_levels(2.0 ** (each / limit * HEAT_LIMIT)) for each in values)


def plane_values(plane: PlaneDifference) -> Floats:
    """What is different: the logarithm (base 2) of the ratio of lifts, or the shares' difference.

    Lifts outside the scale of colours count as its ends: below an eighth, ratios are noise.
    """
    if plane.unit != "lift":
        return plane.other - plane.first
    return log_ratio(plane.first, plane.other)


def log_ratio(first: Floats, other: Floats) -> Floats:
    """Log2 of the ratio of two lifts, each cut to the scale of colours; NaN where either is."""
    with np.errstate(divide="ignore"):
        logs = [np.clip(np.log2(each), -HEAT_LIMIT, HEAT_LIMIT) for each in (first, other)]
    difference: Floats = logs[1] - logs[0]
    return difference


def share_limit(plane: PlaneDifference) -> float:
    """Share at which the colours of both matrices and of the difference end."""
    both = np.concatenate((plane.first.ravel(), plane.other.ravel()))
    return max(float(np.percentile(both[np.isfinite(both)], _SATURATED)), 1e-9)


def _draw_axes(
    sheet: Sheet,
    ax: Axes,
    plane: PlaneDifference,
    pair: tuple[Side, Side],
    clock: Clock,
    size: tuple[float, float],
) -> None:
    """Hours (or steps, or tokens) below and on the left, past first."""
    if plane.edges is not None:
        bottom, left = (_edge_ticks(plane, length) for length in (size[0], size[1] * 1.3))
        words = [said(f"axis.{role}-{clock}") for role in ("key", "query")]
        upright = False
    else:
        keys, queries = key_axis(pair[0].report), query_axis(pair[0].report)
        scale = ax.get_xlim()[1] / len(keys.low), ax.get_ylim()[0] / len(queries.low)
        bottom = [(at * scale[0], text) for at, text in keys.cell_ticks(size[0])]
        left = [(at * scale[1], text) for at, text in queries.cell_ticks(size[1] * 1.3)]
        words = [keys.titled("key"), queries.titled("query")]
        upright = keys.writes_tokens
    draw_bottom(sheet, ax, bottom, upright=upright)
    draw_left(sheet, ax, left, line=True, shift=7, room=_LEFT - 24 if upright else TOKEN_ROOM)
    if not upright:
        sheet.note(ax, words[0], (0.5, 0), place="axes fraction", shift=(0, -36), anchor="center")
    draw_title_left(sheet, ax, words[1], shift=_LEFT - 13)


def _edge_ticks(plane: PlaneDifference, length: float) -> list[Tick]:
    """Round hours or steps on a common grid, in drawn cells from the left."""
    assert plane.edges is not None
    places = -plane.edges[::-1]
    cells = np.arange(len(places)) / plane.block
    ticks = hour_ticks(float(places[0]), float(places[-1]), length)
    return [(float(np.interp(at, places, cells)), text) for at, text in ticks]


def _draw_legend(sheet: Sheet, plane: PlaneDifference) -> None:
    if plane.unit == "lift":
        draw_heat_legend(sheet, left=_LEFT, top=8)
        return
    limit = share_limit(plane) * 100
    digits = 0 if limit >= 10 else 1 if limit >= 1 else 2
    steps = np.arange(1, HEAT_LEVELS + 1, dtype=np.uint8)[np.newaxis]
    ax = sheet.panel(_LEFT + 34, 8, 96, 10, xlim=(0, HEAT_LEVELS), ylim=(1, 0))
    plot_heat(steps, ax, name="legend")
    sheet.note(ax, fixed(-limit, digits), (0, 1), shift=(-5, 1), anchor="right")
    sheet.note(ax, fixed(limit, digits), (HEAT_LEVELS, 1), shift=(5, 1))
    words = said(f"plane.legend-{plane.unit}")
    sheet.note(ax, words, (HEAT_LEVELS, 1), shift=(36, 1))


def _title(plane: PlaneDifference, names: dict[str, str]) -> Message:
    if plane.floor is not None and plane.elsewhere <= plane.floor:
        return said("plane.title-noise", **names)
    return said("plane.title-beyond", share=plane.elsewhere, **names)


def _caption(plane: PlaneDifference, names: dict[str, str]) -> tuple[Message, ...]:
    if plane.floor is None:
        found = said("plane.caption-unknown", share=plane.elsewhere, **names)
    else:
        kind = "beyond" if plane.elsewhere > plane.floor else "noise"
        values = {"share": plane.elsewhere, "floor": plane.floor}
        found = said(f"plane.caption-{kind}", **values, **names)
    read = said(f"plane.caption-{plane.unit}", **names)
    if plane.block > 1:
        return (found, read, said("plane.caption-block", block=plane.block))
    return (found, read)


def _rows(plane: PlaneDifference) -> list[tuple[Cell, ...]]:
    """Each drawn cell: its place (index of a key, or hours back), both values, the difference."""
    values = plane_values(plane)
    size = plane.first.shape
    if plane.edges is None:
        places: list[list[int | float]] = [[k * plane.block for k in range(n)] for n in size]
    else:
        middles = ((plane.edges[1:] + plane.edges[:-1]) / 2)[::-1]
        places = [[float(middles[k * plane.block]) for k in range(n)] for n in size]
    return [
        (
            places[0][query],
            places[1][key],
            number(plane.first[query, key]),
            number(plane.other[query, key]),
            number(values[query, key]),
        )
        for query in range(size[0])
        for key in range(size[1])
    ]
