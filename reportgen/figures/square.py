"""The guide's three plots of the focus layer: matrix, incoming attention, distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis, query_axis, value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import (
    TOKEN_ROOM,
    draw_heat_legend,
    draw_key_axis,
    draw_left,
    draw_title_left,
    number_ticks,
    room_below,
)
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.marks import plot_key_bars, plot_line
from reportgen.figures.peaks import highest, marked_peak
from reportgen.figures.square_words import (
    distribution_words,
    incoming_words,
    matrix_words,
)
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Message, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 352.0, 44.0, 8.0, 34.0, 224.0
#: A matrix on a wider sheet grows in height, too, but not beyond so many times.
MOST_LARGER = 1.6
#: Rows drawn one by one up to this many; beyond it every so-manieth, and the caption says so.
MOST_ROWS = 36
#: Share of the keys that a row must be allowed to see to be drawn.
FEWEST_KEYS = 0.25


@dataclass(frozen=True, slots=True)
class IncomingArtists:
    """What `plot_incoming` drew."""

    bars: PathPatch
    peak: PathPatch | None
    even: Line2D


@dataclass(frozen=True, slots=True)
class DistributionArtists:
    """What `plot_distribution` drew."""

    rows: Line2D
    mean: Line2D
    even: Line2D


def plot_incoming(
    incoming: NDArray[np.float64],
    ax: Axes,
    *,
    expected: NDArray[np.float64],
    axis: KeyAxis,
    peak: int | None,
) -> IncomingArtists:
    """Column sums as bars, with those of even attention under the mask as a dashed line.

    Parameters
    ----------
    incoming, expected : (key,)
        Sum of the weights on each key, and what even attention would give.
    ax
        Axes to draw on.
    axis
        Where the keys stand.
    peak
        Key in the accent, None where none stands out.
    """
    bars, marked = plot_key_bars(ax, axis.low, axis.high, incoming, peak=peak, gap=0.6)
    steps = np.stack((axis.low, axis.high), axis=1).ravel()
    even = plot_line(ax, steps, np.repeat(expected, 2), role="ink", dashes=(5, 4))
    return IncomingArtists(bars=bars, peak=marked, even=even)


def plot_distribution(
    weights: NDArray[np.float64],
    ax: Axes,
    *,
    x: NDArray[np.float64],
    mean: NDArray[np.float64],
    even: NDArray[np.float64],
) -> DistributionArtists:
    """Every row of the matrix as a thin line, their mean in the accent.

    Parameters
    ----------
    weights : (query, key)
        In percent of the row; NaN where the mask forbids.
    ax
        Axes to draw on.
    x : (key,)
        Where the keys stand.
    mean, even : (key,)
        Mean of the rows, and that of even attention under the mask.
    """
    gaps = np.full((len(weights), 1), np.nan)
    lines = np.concatenate((weights, gaps), axis=1).ravel()
    places = np.tile(np.append(x, np.nan), len(weights))
    rows = plot_line(ax, places, lines, role="bar", width=0.9, opacity=0.45)
    shown = plot_line(ax, x, mean, role="attn", width=2.2)
    return DistributionArtists(
        rows=rows, mean=shown, even=plot_line(ax, x, even, role="ink", dashes=(5, 4))
    )


def draw_matrix(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Lift of the focus layer's mean matrix, queries downwards and keys to the right."""
    lift = report.matrices.focus_lift
    keys, queries = key_axis(report), query_axis(report)
    left = TOKEN_ROOM + 20 if queries.writes_tokens else LEFT + 6
    width, height = sheet_width - left - RIGHT, HEIGHT * min(sheet_width / WIDTH, MOST_LARGER)
    sheet = Sheet(sheet_width, TOP + height + room_below(keys, width))
    size = len(keys.low), len(queries.low)
    ax = sheet.panel(left, TOP, width, height, xlim=(0, 1), ylim=(1, 0))
    plot_heat(heat_levels(lift), ax, name="matrix", size=size)
    ax.set(xlim=(0, size[0]), ylim=(size[1], 0))
    draw_key_axis(sheet, ax, keys, cells=True, title=keys.titled("key"))
    draw_left(sheet, ax, queries.cell_ticks(height * 1.4), line=True, shift=7)
    draw_title_left(sheet, ax, queries.titled("query"), shift=left - 13)
    draw_heat_legend(sheet, left=left, top=6)
    return sheet.drawing(
        "matrix",
        **matrix_words(report, keys),
        columns=("query", "key", "weight", "lift"),
        rows=_matrix_rows(report),
    )


def _matrix_rows(report: Report) -> list[tuple[Cell, ...]]:
    block = report.matrices.block
    focus, lift = report.matrices.focus, report.matrices.focus_lift
    return [
        (query * block, key * block, number(focus[query, key]), number(lift[query, key]))
        for query in range(focus.shape[0])
        for key in range(focus.shape[1])
    ]


def draw_incoming(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Column sums of the focus layer beside those of even attention."""
    axis = key_axis(report)
    incoming = np.asarray(report.incoming, dtype=np.float64)
    expected = expected_incoming(report)
    top = (highest(np.append(incoming, expected)) or 1.0) * 1.04
    sheet, ax = _plot_sheet(axis, top, sheet_width)
    plot_incoming(incoming, ax, expected=expected, axis=axis, peak=marked_peak(report))
    _finish(sheet, ax, axis, Message("figure.incoming.axis"))
    return sheet.drawing(
        "incoming",
        **incoming_words(report, axis),
        columns=(*key_columns(axis), "incoming", "expected"),
        rows=[
            (*key_cells(axis, key), number(incoming[key]), number(expected[key]))
            for key in range(len(incoming))
        ],
    )


def draw_distribution(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """How each query's attention is spread over the keys, in percent of the row."""
    axis, block = key_axis(report), report.matrices.block
    lift = np.asarray(report.matrices.focus_lift, dtype=np.float64)
    weights = np.where(
        np.isfinite(lift), np.asarray(report.matrices.focus, dtype=np.float64) * 100.0, np.nan
    )
    mean = np.asarray(report.importance, dtype=np.float64) * 100
    even = expected_incoming(report) / report.run.queries * 100
    edges = np.append(axis.low, axis.high[-1])
    starts = np.arange(0, len(axis.low), block)
    ends = np.minimum(starts + block, len(axis.low))
    x = (edges[starts] + edges[ends]) / 2
    if block > 1:
        mean, even = (np.add.reduceat(part, starts) / (ends - starts) for part in (mean, even))
    # A query that may see few keys gives each a lot: those rows would flatten all others.
    seen = np.isfinite(weights).sum(axis=1)
    drawn = weights[seen >= FEWEST_KEYS * weights.shape[1]]
    every = max(-(-len(drawn) // MOST_ROWS), 1)
    few = len(drawn) < len(weights)
    drawn = drawn[::every]
    top = (highest(np.append(drawn.ravel(), mean)) or 1.0) * 1.04
    sheet, ax = _plot_sheet(axis, top, sheet_width)
    plot_distribution(drawn, ax, x=x, mean=mean, even=even)
    _finish(sheet, ax, axis, Message("figure.distribution.axis"))
    spread = np.stack((mean, even, *_spread(weights)), axis=1)
    return sheet.drawing(
        "distribution",
        **distribution_words(report, axis, every=every, few=few),
        columns=("key", "mean_percent", "even_percent", "row_min_percent", "row_max_percent"),
        rows=[(int(k), *map(number, row)) for k, row in zip(starts, spread, strict=True)],
    )


def _spread(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Smallest and largest value of each column, NaN where the column has none."""
    low = np.where(np.isnan(weights), np.inf, weights).min(axis=0)
    high = np.where(np.isnan(weights), -np.inf, weights).max(axis=0)
    return low, high


def expected_incoming(report: Report) -> NDArray[np.float64]:
    """Incoming attention that even attention under the mask would give each key."""
    incoming, lift = np.asarray(report.incoming), np.asarray(report.lift)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lift > 0, incoming / lift, np.nan)


def _plot_sheet(axis: KeyAxis, top: float, sheet_width: float) -> tuple[Sheet, Axes]:
    width = sheet_width - LEFT - RIGHT
    sheet = Sheet(sheet_width, TOP + HEIGHT + room_below(axis, width))
    return sheet, sheet.panel(LEFT, TOP, width, HEIGHT, xlim=axis.limits, ylim=(0, top))


def _finish(sheet: Sheet, ax: Axes, axis: KeyAxis, title: Message) -> None:
    draw_key_axis(sheet, ax, axis)
    draw_left(sheet, ax, number_ticks(value_ticks(ax.get_ylim()[1], most=5)), line=True, shift=7)
    sheet.note(ax, title, (0, 1), place="axes fraction", shift=(-LEFT + 12, 14))
