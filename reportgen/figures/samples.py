"""The samples against one another: spread of their lift, and where each has its peak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis, value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import draw_key_axis, draw_left, number_ticks, room_below
from reportgen.figures.marks import plot_band, plot_key_bars, plot_line
from reportgen.figures.peaks import highest
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Message, Report, Value
from reportgen.style import TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP = 352.0, 34.0, 8.0, 30.0
_SPREAD, _COUNTS, _BETWEEN = 104.0, 96.0, 58.0


@dataclass(frozen=True, slots=True)
class SpreadArtists:
    """What `plot_spread` drew."""

    band: PathPatch
    mean: Line2D
    even: Line2D


def plot_spread(
    lift: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    ax: Axes,
    *,
    axis: KeyAxis,
) -> SpreadArtists:
    """Mean lift over the samples, and the middle 95 % of them as a band.

    Parameters
    ----------
    lift, low, high : (key,)
        Mean, 2.5 % and 97.5 % quantile of the samples' lift.
    ax
        Axes to draw on.
    axis
        Where the keys stand.
    """
    band = plot_band(ax, axis.centre, low, high)
    mean = plot_line(ax, axis.centre, lift, role="attn", width=2.2)
    even = plot_line(ax, list(axis.limits), [1, 1], role="ink", dashes=(5, 4))
    return SpreadArtists(band=band, mean=mean, even=even)


def plot_peak_counts(
    counts: NDArray[np.float64], ax: Axes, *, axis: KeyAxis, commonest: int
) -> tuple[PathPatch, PathPatch | None]:
    """How many samples have their peak at each key, the commonest in the accent.

    Parameters
    ----------
    counts : (key,)
        Samples.
    ax
        Axes to draw on.
    axis
        Where the keys stand.
    commonest
        Key in the accent.
    """
    return plot_key_bars(ax, axis.low, axis.high, counts, peak=commonest, gap=0.6)


def draw_samples(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Spread of the samples' lift above, the peaks of the samples below."""
    axis = key_axis(report)
    lift, low, high = (
        np.asarray(part, dtype=np.float64)
        for part in (report.lift, report.sample_lift_low, report.sample_lift_high)
    )
    counts = peak_counts(report)
    commonest = int(np.argmax(counts))
    width = sheet_width - LEFT - RIGHT
    second = TOP + _SPREAD + _BETWEEN
    sheet = Sheet(sheet_width, second + _COUNTS + room_below(axis, width))
    top = highest(np.concatenate((lift, high)), least=1.0) * 1.04
    ax = sheet.panel(LEFT, TOP, width, _SPREAD, xlim=axis.limits, ylim=(0, top))
    plot_spread(lift, low, high, ax, axis=axis)
    plot_line(ax, list(axis.limits), [0, 0])
    draw_left(sheet, ax, number_ticks(value_ticks(top, most=3)))
    sheet.lane_title(ax, Message("figure.samples.spread"), above=10)
    top = float(counts.max()) * 1.04
    ax = sheet.panel(LEFT, second, width, _COUNTS, xlim=axis.limits, ylim=(0, top))
    plot_peak_counts(counts, ax, axis=axis, commonest=commonest)
    ticks = [tick for tick in value_ticks(top, most=3) if tick == round(tick)]
    draw_left(sheet, ax, number_ticks(ticks))
    draw_key_axis(sheet, ax, axis)
    sheet.lane_title(ax, Message("figure.samples.peaks"), above=10)
    _draw_count(sheet, ax, axis, commonest, report)
    return sheet.drawing(
        "samples",
        title=Message("figure.samples.title", _values(report, axis)),
        caption=_caption(report, axis),
        alt=Message("figure.samples.alt", _values(report, axis)),
        columns=(*key_columns(axis), "lift", "lift_2.5%", "lift_97.5%", "samples_that_peak_here"),
        rows=_rows(axis, lift, low, high, counts),
    )


def peak_counts(report: Report) -> NDArray[np.float64]:
    """How many samples have their largest lift at each key."""
    return np.bincount(report.sample_peaks, minlength=len(report.lift)).astype(np.float64)


def _draw_count(sheet: Sheet, ax: Axes, axis: KeyAxis, key: int, report: Report) -> None:
    """How many of how many, beside the tallest bar."""
    on_left = axis.centre[key] > sum(axis.limits) / 2
    sheet.note(
        ax,
        Message("figure.samples.count", _values(report, axis)),
        (float(axis.low[key] if on_left else axis.high[key]), 1),
        place=("data", "axes fraction"),
        shift=(-8 if on_left else 8, -14),
        anchor="right" if on_left else "left",
        size=TEXT,
        role="attn",
        bold=True,
    )


def _values(report: Report, axis: KeyAxis) -> dict[str, Value]:
    counts = peak_counts(report)
    order = np.argsort(-counts, kind="stable")
    best = int(order[0])
    second = int(order[1]) if len(order) > 1 else best
    samples = len(report.sample_peaks)
    return {
        "count": int(counts[best]),
        "samples": samples,
        "share": float(counts[best] / samples),
        "where": axis.where(best),
        "others": samples - int(counts[best]),
        "second": axis.where(second),
        "second_count": int(counts[second]) if second != best else 0,
        "keys": int(np.count_nonzero(counts)),
        "low": report.sample_lift_low[best],
        "high": report.sample_lift_high[best],
        "interval": (report.sample_lift_low[best], report.sample_lift_high[best]),
    }


def _caption(report: Report, axis: KeyAxis) -> tuple[Message, ...]:
    """How far the samples agree, and whether there is a second preferred place."""
    values = _values(report, axis)
    count, second, others = (
        int(np.asarray(values[name])) for name in ("count", "second_count", "others")
    )
    if others == 0:
        agreement = "all"
    elif others == 1:
        agreement = "single"
    elif second >= max(2, 0.5 * count):
        agreement = "two"
    elif second >= max(3, 0.4 * others):
        agreement = "second"
    else:
        agreement = "spread"
    return (
        Message(f"figure.samples.caption-{agreement}", values),
        Message("figure.samples.caption-band", values),
    )


def _rows(axis: KeyAxis, *columns: NDArray[np.float64]) -> list[tuple[Cell, ...]]:
    return [
        (*key_cells(axis, key), *(number(column[key]) for column in columns))
        for key in range(len(axis.low))
    ]
