"""The ribbon's lane of physical scales: where physics would put the driver of the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import key_axis
from reportgen.figures.drawing import Anchor, Sheet, Words, widest
from reportgen.figures.marks import plot_bars, px_to_x, px_to_y
from reportgen.physics import PhysicalScale, untestable_reason
from reportgen.schema import Message, Report, ScaleResult
from reportgen.style import TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch

ROW, ROW_NARROW, LINE = 20.0, 34.0, 18.0
_BAR, _BAR_NARROW = 15.0, 8.0
#: Reasons that hold for every scale alike: they are said once, without names.
_OF_ALL = ("no-issue", "no-forecast-period")


@dataclass(frozen=True, slots=True)
class ScaleLane:
    """What the lane shows: a row for each scale seen, lines of words for the others."""

    scales: tuple[ScaleResult, ...]
    lines: tuple[Words, ...]
    narrow: bool

    @property
    def height(self) -> float:
        """Pixels of the lane, 0 where there is nothing to show."""
        return (ROW_NARROW if self.narrow else ROW) * len(self.scales) + LINE * len(self.lines)


def scale_lane(report: Report, *, width: float, narrow: bool) -> ScaleLane:
    """The lane of a report, its words wrapped to a width in pixels; empty without time."""
    if not key_axis(report).in_hours:
        return ScaleLane((), (), narrow=narrow)
    lines: list[Words] = []
    for reason, scales in unseen_scales(report):
        if reason in _OF_ALL:
            lines.append(Message(f"figure.ribbon.untestable-{reason}"))
            continue
        items: list[Words] = [_named(scale, "item") for scale in scales]
        items[-1] = (items[-1], ": ")
        lines += _wrapped(items, Message(f"figure.ribbon.untestable-{reason}"), width)
    return ScaleLane(shown_scales(report), tuple(lines), narrow=narrow)


def shown_scales(report: Report) -> tuple[ScaleResult, ...]:
    """Scales that the window sees some of, the longest last."""
    seen = [scale for scale in report.scales if scale.testable and scale.seen is not None]
    return tuple(sorted(seen, key=lambda scale: scale.hours.high))


def unseen_scales(report: Report) -> tuple[tuple[str, tuple[ScaleResult, ...]], ...]:
    """Scales that this window can say nothing on, by the reason why (`untestable_reason`)."""
    shown = {scale.id for scale in shown_scales(report)}
    groups: dict[str, list[ScaleResult]] = {}
    for scale in report.scales:
        if scale.id not in shown:
            known = PhysicalScale(scale.id, scale.hours, scale.source)
            reason = untestable_reason(known, report.times) or "not-seen"
            groups.setdefault(reason, []).append(scale)
    return tuple((reason, tuple(scales)) for reason, scales in groups.items())


def _named(scale: ScaleResult, form: str = "name") -> Message:
    """A scale's name and its hours, no finer than anybody knows them."""
    hours = tuple(
        round(hour, 0 if hour >= 10 else 1 if hour >= 1 else 2)
        for hour in (scale.hours.low, scale.hours.high)
    )
    return Message(f"figure.ribbon.scale-{form}", {"scale": scale.id, "hours": hours})


def _wrapped(items: list[Words], end: Words, width: float) -> list[Words]:
    """Items and what is said of them in as few lines as fit a width in both languages."""
    lines: list[Words] = []
    line: Words = items[0]
    for item, between in [*((item, " · ") for item in items[1:]), (end, "")]:
        longer: Words = (line, between, item)
        if widest(longer, TEXT) > width:
            lines.append(line)
            longer = item
        line = longer
    return [*lines, line]


def plot_scale(
    scale: ScaleResult, ax: Axes, *, row: float, height: float
) -> tuple[PathPatch | None, PathPatch | None]:
    """One physical scale: solid where the window sees it, dashed where it falls after issue.

    Parameters
    ----------
    scale
        A scale, at least some of it seen.
    ax
        Axes in hours after issue, and rows in which the bar's middle is at ``row``.
    height
        Pixels of the bar.

    Returns
    -------
    seen, unseen
        The solid and the dashed part, None where there is none.
    """
    half = abs(px_to_y(ax, height / 2))
    right = ax.get_xlim()[1]

    def bar(before: float, after: float, *, dashed: bool) -> PathPatch:
        ends = np.clip([-before, -after], None, right)
        top, base = np.array([row - half]), np.array([row + half])
        return plot_bars(ax, ends[:1], ends[1:], top, base=base, role="phys", dashed=dashed)

    seen = unseen = None
    if scale.before_issue.low < 0:
        unseen = bar(min(scale.before_issue.high, 0.0), scale.before_issue.low, dashed=True)
    if scale.seen is not None:
        seen = bar(scale.seen.high, scale.seen.low, dashed=False)
    return seen, unseen


def draw_scales(sheet: Sheet, ax: Axes, lane: ScaleLane, *, window_end: float) -> None:
    """Rows of scales with their names, then what cannot be tested; rows are pixels downwards.

    ``window_end`` is where the part that the model sees ends, in the axes' unit.
    """
    for number, scale in enumerate(lane.scales):
        if lane.narrow:
            top = ROW_NARROW * number
            plot_scale(scale, ax, row=top + 24, height=_BAR_NARROW)
            _clear_line(ax, scale, top, window_end)
            _name_scale(sheet, ax, scale, (ax.get_xlim()[0], top + 14), "left")
        else:
            middle = ROW * number + ROW / 2
            plot_scale(scale, ax, row=middle, height=_BAR)
            at, anchor, inside = _beside(scale, ax)
            beside = at, middle + TEXT * 0.35
            _name_scale(sheet, ax, scale, beside, anchor, role="bg" if inside else "phys")
    top = (ROW_NARROW if lane.narrow else ROW) * len(lane.scales)
    for number, words in enumerate(lane.lines):
        at = ax.get_xlim()[0]
        sheet.note(ax, words, (at, top + LINE * number + 15), size=TEXT)
    if not lane.narrow and any(scale.before_issue.low < 0 for scale in lane.scales):
        place = lane.height - 5 if lane.lines else lane.height + 12
        room = (ax.get_xlim()[1] - window_end) / px_to_x(ax, 1) - 12
        words = Message("figure.ribbon.unseen")
        if 1.1 * widest(words, TEXT) > room:
            words = Message("figure.ribbon.unseen-short")
        sheet.note(ax, words, (window_end, place), shift=(8, 0), size=TEXT)


def _clear_line(ax: Axes, scale: ScaleResult, top: float, line: float) -> None:
    """Interrupt the line of issue where a name reaches across it."""
    end = ax.get_xlim()[0] + px_to_x(ax, 1.1 * widest(_named(scale), TEXT))
    if end > line - px_to_x(ax, 4):
        sides = np.array([line - px_to_x(ax, 2)]), np.array([line + px_to_x(ax, 2)])
        plot_bars(ax, *sides, np.array([top + 1]), base=np.array([top + 18]), role="bg")


def _name_scale(
    sheet: Sheet,
    ax: Axes,
    scale: ScaleResult,
    place: tuple[float, float],
    anchor: Anchor,
    *,
    role: str = "phys",
) -> None:
    """A scale's name, bold where the peak lies within it."""
    bold = bool(scale.meets_peak)
    sheet.note(ax, _named(scale), place, size=TEXT, role=role, anchor=anchor, bold=bold)


def _beside(scale: ScaleResult, ax: Axes) -> tuple[float, Anchor, bool]:
    """Where a scale's name stands: left of its bar, else inside it, else right of it."""
    left, right = ax.get_xlim()
    gap = px_to_x(ax, 8)
    seen = scale.seen or scale.before_issue
    start, end = -seen.high, -seen.low
    words = px_to_x(ax, widest(_named(scale), TEXT)) + gap
    if start - left > words:
        return start - gap, "right", False
    if end - start > words + gap:
        return start + gap, "left", True
    return min(-min(seen.low, scale.before_issue.low), right) + gap, "left", False
