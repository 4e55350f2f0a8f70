"""Lanes of the ribbon: attention in units of an even share, and the main input under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, value_ticks
from reportgen.figures.drawing import Sheet, widest
from reportgen.figures.frame import draw_left, number_ticks
from reportgen.figures.glyphs import shortened
from reportgen.figures.marks import (
    MOST_BARS,
    height_px,
    plot_band,
    plot_key_bars,
    plot_line,
    plot_segments,
)
from reportgen.schema import InputSeries, Message, Report, Value
from reportgen.style import TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from numpy.typing import NDArray

#: How much wider than estimated bold text is in the widest of the page's fonts.
_BOLD = 1.18
_LEAST_NAME = 60.0


@dataclass(frozen=True, slots=True)
class AttentionArtists:
    """What `plot_attention` drew; ``bars`` leave out the peak where it stands out."""

    bars: PathPatch
    peak: PathPatch | None
    whiskers: Line2D | None
    even: Line2D


def plot_attention(
    lift: NDArray[np.float64],
    ax: Axes,
    *,
    axis: KeyAxis,
    interval: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
    peak: int | None,
) -> AttentionArtists:
    """Bars of attention in units of an even share, the peak in the accent.

    Parameters
    ----------
    lift : (key,)
        1 is an even share.
    ax
        Axes whose horizontal limits are those of the window.
    axis
        Where the keys stand.
    interval
        Ends of the whiskers, each (key,), None for none.
    peak
        Key in the accent, None where no key stands out.
    """
    bars, marked = plot_key_bars(ax, axis.low, axis.high, lift, peak=peak)
    whiskers = None
    if interval is not None:
        # Hundreds of whiskers would be a grey fog: then only the peak keeps its own.
        few = len(lift) <= MOST_BARS
        shown = np.arange(len(lift)) if few else np.array([peak][: peak is not None], dtype=int)
        centre = axis.centre[shown]
        ends = interval[0][shown], interval[1][shown]
        whiskers = plot_segments(ax, (centre, centre), ends)
    left, right = axis.limits
    even = plot_line(ax, [left, right], [1, 1], role="ink", dashes=(5, 4))
    return AttentionArtists(bars=bars, peak=marked, whiskers=whiskers, even=even)


def bar_tops(report: Report) -> NDArray[np.float64]:
    """Highest point drawn at each key, whiskers included."""
    tops = np.array(report.lift, dtype=np.float64)
    if report.lift_high is not None:
        shown = slice(None) if len(tops) <= MOST_BARS else [report.peak.key]
        tops[shown] = np.fmax(tops[shown], np.asarray(report.lift_high)[shown])
    return tops


def plot_input(
    sheet: Sheet, series: InputSeries, ax: Axes, *, axis: KeyAxis, several: bool
) -> Line2D:
    """The main input: mean over the samples, and the middle half of them as a band.

    Parameters
    ----------
    sheet
        Sheet for the texts.
    series
        The variable; its arrays have dim key.
    ax
        Axes to draw on; their vertical limits are set here.
    axis
        Where the keys stand.
    several
        Whether there is more than one sample, and so a band.
    """
    x = axis.centre
    mean, low, high = (
        np.asarray(part, dtype=np.float64) for part in (series.mean, series.low, series.high)
    )
    drawn = np.concatenate((mean, low, high)) if several else mean
    drawn = drawn[np.isfinite(drawn)]
    bottom, top = (float(drawn.min()), float(drawn.max())) if drawn.size else (0.0, 1.0)
    if series.role == "bz" or bottom < 0 < top:
        bottom, top = min(bottom, 0.0), max(top, 0.0)
    margin = (top - bottom or 1.0) * 0.06
    ax.set_ylim(bottom - margin, top + margin)
    if several:
        plot_band(ax, x, low, high)
    ticks = value_ticks(top, low=bottom, most=math.ceil(height_px(ax) / 20))
    if bottom <= 0 <= top:
        plot_line(ax, list(axis.limits), [0, 0])
    draw_left(sheet, ax, number_ticks(ticks))
    return plot_line(ax, x, mean, role="ink", width=2.2)


def input_title(series: InputSeries, *, several: bool, room: float) -> Message:
    """Name of the input lane, with its units where there are any; long names are cut to fit."""
    units = {"": "bare", "standard units": "standard"}.get(series.units, "units")
    kind = "mean" if several else "one"
    values: dict[str, Value] = {"name": series.name, "units": series.units}
    title = f"figure.ribbon.input-{kind}-{units}"
    rest = widest(Message(title, {**values, "name": ""}), TEXT)
    name = shortened(series.name, max(room / _BOLD - rest, _LEAST_NAME), TEXT)
    return Message(title, {**values, "name": name})


def main_input(report: Report) -> InputSeries | None:
    """The input to show: Bz where there is one, else the first."""
    return next(
        (series for series in report.inputs if series.role == "bz"),
        report.inputs[0] if report.inputs else None,
    )
