"""The finding inside the ribbon: the callout at its peak, and the hours that hold half."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis
from reportgen.figures.drawing import Anchor, Sheet, widest
from reportgen.figures.lanes import bar_tops
from reportgen.figures.marks import height_px, plot_segments, px_to_x, px_to_y, width_px
from reportgen.figures.peaks import highest, stands_out
from reportgen.schema import Message, Report, Value
from reportgen.style import TEXT, TICK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

#: Pixels that the callout's two lines, and the bracket with its text, take above the bars.
CALLOUT_ROOM, BRACKET_ROOM = 48.0, 32.0
_BESIDE = 10.0
#: How much wider than estimated the bold first line is in the widest of the page's fonts.
_BOLD = 1.18
#: Lanes narrower than this in pixels take the short words.
_NARROW = 600


@dataclass(frozen=True, slots=True)
class Callout:
    """The finding in the figure: its words, and where they stand.

    Attributes
    ----------
    head, below
        Its two lines.
    size
        Pixels of the first line.
    peak
        Key it speaks of.
    accent
        Whether that key stands out.
    on_left
        Whether the words end at the peak rather than begin there.
    beside
        Whether they stand beside the bar, inside the lane; else above the lane.
    """

    head: Message
    below: Message
    size: float
    peak: int
    accent: bool
    on_left: bool
    beside: bool

    @property
    def width(self) -> float:
        """Pixels that its longer line may take, in either language."""
        head = _BOLD * widest(self.head, self.size)
        return max(head, widest(self.below, TEXT + 1)) + _BESIDE

    def fitted(self, room: float) -> Callout:
        """The callout with its first line made small enough for a room in pixels, if need be."""
        smaller = self.size * (room - _BESIDE) / (_BOLD * widest(self.head, self.size))
        return replace(self, size=max(min(self.size, smaller), TICK))


def peak_callout(report: Report, axis: KeyAxis, *, size: float, beside: bool) -> Callout:
    """What the ribbon says at its peak, on the side where there is more room."""
    peak = report.peak
    lift: dict[str, Value] = {"lift": peak.lift}
    accent = stands_out(report)
    if not math.isfinite(peak.lift):
        head = Message("figure.ribbon.callout-nothing")
        below = Message("figure.ribbon.callout-not-finite")
    elif not accent:
        head = Message("figure.ribbon.callout-none")
        below = Message("figure.ribbon.callout-none-lift", {**lift, "p": peak.p_value})
    else:
        suffix = "" if beside else "-short"
        where: dict[str, Value] = {"where": axis.where(peak.key), "share": peak.share}
        head = Message(f"figure.ribbon.callout{suffix}", where)
        place = axis.where(peak.key)
        if not beside and place[0] == "step":
            # The full place, counted from 0 of so many, is wider than a phone.
            head = Message("figure.ribbon.callout-step", {"step": place[1], "share": peak.share})
        below = Message("figure.ribbon.callout-lift", lift)
        if peak.ci95_lift is not None:
            ends = peak.ci95_lift.low, peak.ci95_lift.high
            below = Message("figure.ribbon.callout-interval", {**lift, "interval": ends})
    on_left = bool(axis.centre[peak.key] > sum(axis.limits) / 2)
    return Callout(
        head,
        below,
        size=size,
        peak=peak.key,
        accent=accent,
        on_left=on_left,
        beside=beside,
    )


def highest_lift(report: Report, ax: Axes, axis: KeyAxis, callout: Callout) -> float:
    """Upper limit of the lane that leaves room for callout and bracket above the bars.

    Only the bars under the words must stay below them; the peak may reach to the top.
    """
    tops, height = bar_tops(report), height_px(ax)
    top = highest(tops, least=1.0) * 1.03
    level = bracket_level(report, ax, axis)
    if level is not None:
        top = max(top, level / (1 - BRACKET_ROOM / height))
    if not callout.beside:
        return top
    left, right = _span(ax, axis, callout)
    at = callout.peak
    clear = right <= axis.low[at] + 1e-9 if callout.on_left else left >= axis.high[at] - 1e-9
    tallest, room = _tallest(axis, tops, left, right, but=at if clear else None), CALLOUT_ROOM
    hours = report.peak.hours_half
    if level is not None and hours is not None and -hours < right:
        tallest, room = max(tallest, level), room + BRACKET_ROOM
    return max(top, tallest / (1 - room / height))


def _span(ax: Axes, axis: KeyAxis, callout: Callout) -> tuple[float, float]:
    """Ends of a callout: beside its bar, or pushed back over it where the lane ends too soon."""
    reach = px_to_x(ax, callout.width + _BESIDE)
    at, (first, last) = callout.peak, axis.limits
    if callout.on_left:
        right = max(float(axis.low[at]), min(first + reach, last))
        return right - reach, right
    left = min(float(axis.high[at]), max(last - reach, first))
    return left, left + reach


def bracket_level(report: Report, ax: Axes, axis: KeyAxis) -> float | None:
    """Height of every bar but the peak in the hours that hold half; None where not known."""
    hours = report.peak.hours_half
    if hours is None or not axis.in_hours:
        return None
    words = px_to_x(ax, widest(_half(hours, ax), TEXT) + _BESIDE)
    # A bracket too short for its words has them on its left.
    left = -hours if hours > 2 * words else -hours - words
    return _tallest(axis, bar_tops(report), left, axis.limits[1], but=report.peak.key)


def _half(hours: float, ax: Axes) -> Message:
    suffix = "-short" if width_px(ax) < _NARROW else ""
    return Message(f"figure.ribbon.half{suffix}", {"hours": hours})


def _tallest(
    axis: KeyAxis, tops: NDArray[np.float64], left: float, right: float, *, but: int | None
) -> float:
    """Largest value between two places, one key left out."""
    under = (axis.high > left) & (axis.low < right) & (np.arange(len(tops)) != but)
    return highest(tops[under])


def draw_bracket(sheet: Sheet, ax: Axes, report: Report, axis: KeyAxis) -> Line2D | None:
    """A bracket over the last hours that hold half of the attention, open where the peak stands."""
    hours, level = report.peak.hours_half, bracket_level(report, ax, axis)
    if hours is None or level is None:
        return None
    level += px_to_y(ax, 9)
    left, right = -hours, min(axis.limits[1], 0.0)
    pieces = [(left, right)]
    peak, gap = report.peak.key, px_to_x(ax, 4)
    if bar_tops(report)[peak] > level and axis.high[peak] > left:
        pieces = [(left, float(axis.low[peak]) - gap), (float(axis.high[peak]) + gap, right)]
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    # A bracket that begins with the peak crosses it: its start must be seen.
    long = [piece for piece in pieces if piece[1] - piece[0] > px_to_x(ax, 6)]
    drawn = long if long and long[0][0] == left else [(left, right)]
    ends = np.array(drawn).T
    line = plot_segments(ax, (ends[0], ends[1]), (np.full_like(ends[0], level),) * 2)
    edge, tick = np.array([left]), px_to_y(ax, 5)
    plot_segments(ax, (edge, edge), (np.array([level - tick]), np.array([level + tick])))
    if end - start > px_to_x(ax, widest(_half(hours, ax), TEXT)):
        sheet.note(ax, _half(hours, ax), (start, level), shift=(0, 8), size=TEXT)
    elif left - axis.limits[0] > px_to_x(ax, widest(_half(hours, ax), TEXT) + _BESIDE):
        sheet.note(ax, _half(hours, ax), (left, level), shift=(-8, -4), size=TEXT, anchor="right")
    else:
        sheet.note(ax, _half(hours, ax), (end, level), shift=(-2, 8), size=TEXT, anchor="right")
    return line


def draw_callout(sheet: Sheet, ax: Axes, axis: KeyAxis, callout: Callout) -> None:
    """The finding beside its bar, or above the lane where there is no room beside it."""
    role = "attn" if callout.accent else "ink2"
    low, high = float(axis.low[callout.peak]), float(axis.high[callout.peak])
    anchor: Anchor = "right" if callout.on_left else "left"
    if callout.beside:
        at = _span(ax, axis, callout)[1 if callout.on_left else 0]
        shift, ups = (-_BESIDE if callout.on_left else _BESIDE), (-17.0, -37.0)
    else:
        left, right = ax.get_xlim()
        reach = px_to_x(ax, callout.width)
        at = (
            min(max(high, left + reach), right)
            if callout.on_left
            else max(min(low, right - reach), left)
        )
        shift, ups = 0.0, (26.0, 8.0)
    lines = ((callout.head, callout.size, True), (callout.below, TEXT + 1, False))
    for (words, size, bold), up in zip(lines, ups, strict=True):
        sheet.note(
            ax,
            words,
            (at, 1),
            place=("data", "axes fraction"),
            shift=(shift, up),
            anchor=anchor,
            size=size,
            role=role,
            bold=bold,
        )
