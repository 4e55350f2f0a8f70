"""The ribbon: one axis from the start of the window through issue to the end of the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, hour_ticks, key_axis, value_ticks
from reportgen.figures.callout import draw_bracket, draw_callout, highest_lift, peak_callout
from reportgen.figures.drawing import Drawing, Sheet, widest
from reportgen.figures.frame import (
    draw_bottom,
    draw_key_axis,
    draw_left,
    number_ticks,
    room_below,
)
from reportgen.figures.lanes import input_title, main_input, plot_attention, plot_input
from reportgen.figures.marks import plot_hatch, plot_line, px_to_x
from reportgen.figures.peaks import marked_peak
from reportgen.figures.ribbon_words import (
    ribbon_alt,
    ribbon_caption,
    ribbon_columns,
    ribbon_rows,
)
from reportgen.figures.scales import draw_scales, scale_lane, shown_scales
from reportgen.schema import Interval, Message, Report
from reportgen.style import TEXT, TICK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A forecast far longer than the window must not squeeze it: the strip beside it is cut here.
MOST_OF_STRIP = 0.28
_TITLE_ROOM = 28.0
_HOURS_ROOM = 22.0
_WIDER = 16.0


@dataclass(frozen=True, slots=True)
class RibbonLook:
    """Sizes of a ribbon in pixels; ``strip`` is the least width right of issue."""

    name: str
    width: float
    left: float
    right: float
    top: float
    attention: float
    inputs: float
    strip: float
    callout: float
    narrow: bool

    @property
    def lane(self) -> float:
        """Width of every lane."""
        return self.right - self.left


WIDE = RibbonLook(
    "ribbon", 1120, 34, 1114, top=26, attention=178, inputs=48, strip=170, callout=20, narrow=False
)
MEDIUM = RibbonLook(
    "ribbon-medium", 760, 34, 754, top=26, attention=160, inputs=48, strip=140, callout=18,
    narrow=False,
)  # fmt: skip
NARROW = RibbonLook(
    "ribbon-narrow", 358, 28, 354, top=66, attention=176, inputs=64, strip=66, callout=15,
    narrow=True,
)  # fmt: skip


def draw_ribbon(report: Report, look: RibbonLook) -> Drawing:
    """The ribbon of a report, wide or for phones."""
    axis = key_axis(report)
    limits = _limits(report, axis, look)
    # Browsers set words a little wider than they are measured here.
    room = look.lane * _window_share(axis, limits) - _WIDER
    lane = scale_lane(report, width=room, narrow=look.narrow)
    series = main_input(report) if report.inputs else None
    end = look.top + look.attention
    end += _HOURS_ROOM if axis.in_hours else room_below(axis, look.lane)
    input_top = end + _TITLE_ROOM
    end = input_top + look.inputs if series else end
    scale_top = end + _TITLE_ROOM
    end = scale_top + lane.height if lane.height else end
    sheet = Sheet(look.width, end + 8)
    if axis.clock == "issue":
        _draw_issue(sheet, limits, look)
    ax = _panel(sheet, look, look.top, look.attention, limits)
    _draw_attention(sheet, ax, report, axis, look)
    if series is not None:
        ax = _panel(sheet, look, input_top, look.inputs, limits)
        several = report.run.samples > 1
        title = input_title(series, several=several and not look.narrow, room=look.lane)
        sheet.lane_title(ax, title)
        plot_input(sheet, series, ax, axis=axis, several=several)
    if lane.height:
        ax = _panel(sheet, look, scale_top, lane.height, limits)
        ax.set_ylim(lane.height, 0)
        sheet.lane_title(ax, _scales_title(report, look), above=6)
        draw_scales(sheet, ax, lane, window_end=max(axis.limits[1], 0.0))
    return sheet.drawing(
        look.name,
        title=Message("figure.ribbon.title"),
        caption=ribbon_caption(report, axis),
        alt=ribbon_alt(report, axis),
        columns=ribbon_columns(report, axis),
        rows=ribbon_rows(report, axis),
    )


def _panel(
    sheet: Sheet, look: RibbonLook, top: float, height: float, limits: tuple[float, float]
) -> Axes:
    return sheet.panel(look.left, top, look.lane, height, xlim=limits, ylim=(0, 1))


def _limits(report: Report, axis: KeyAxis, look: RibbonLook) -> tuple[float, float]:
    """Ends of the time axis: the window, and what of the forecast fits in a strip beside it."""
    left, right = axis.limits
    if axis.clock != "issue":
        return left, right
    right = max(right, 0.0)
    forecast = report.times.forecast_period
    reach = forecast.high if forecast else 0.0
    beyond = any(scale.before_issue.low < 0 for scale in shown_scales(report))
    least = (look.strip if reach or beyond else look.strip * 0.4) / look.lane
    most = max(MOST_OF_STRIP, least)
    if forecast and forecast.low > most / (1 - most) * (right - left):
        # None of it would be seen: its name is enough.
        reach = 0.0
    strip = min(max(reach / (right - left + reach), least), most)
    return left, right + strip / (1 - strip) * (right - left)


def _window_share(axis: KeyAxis, limits: tuple[float, float]) -> float:
    """Share of the lane's width that the window takes."""
    left, right = axis.limits
    return (right - left) / (limits[1] - limits[0])


def _draw_issue(sheet: Sheet, limits: tuple[float, float], look: RibbonLook) -> None:
    """The line that every lane stops at, with its name."""
    ax = sheet.background()
    x = look.left + look.lane * -limits[0] / (limits[1] - limits[0])
    top = look.top - 6 if look.narrow else 6.0
    plot_line(ax, [x, x], [top, sheet.height], role="ink", width=2)
    size = TEXT if look.narrow else TEXT + 1
    at = (x + 7, look.top + 12) if look.narrow else (x + 8, 18.0)
    sheet.note(ax, Message("figure.ribbon.issue"), at, size=size, role="ink", bold=True)


def _draw_attention(
    sheet: Sheet, ax: Axes, report: Report, axis: KeyAxis, look: RibbonLook
) -> None:
    """The first lane with its callout, its bracket and the time axis below it."""
    callout = peak_callout(report, axis, size=look.callout, beside=not look.narrow)
    callout = callout.fitted(look.lane)
    ax.set_ylim(0, highest_lift(report, ax, axis, callout))
    _draw_forecast(sheet, ax, report, axis, look)
    interval = None
    if report.lift_low is not None and report.lift_high is not None:
        interval = np.asarray(report.lift_low), np.asarray(report.lift_high)
    plot_attention(
        np.asarray(report.lift), ax, axis=axis, interval=interval, peak=marked_peak(report)
    )
    ticks = value_ticks(ax.get_ylim()[1], most=3 if look.narrow else 4)
    draw_left(sheet, ax, number_ticks(ticks))
    if axis.in_hours:
        _draw_hours(sheet, ax, report, axis, look)
    else:
        draw_key_axis(sheet, ax, axis)
    above = look.top - 16 if look.narrow else 9
    sheet.lane_title(ax, Message("figure.ribbon.attention"), above=above)
    draw_bracket(sheet, ax, report, axis)
    draw_callout(sheet, ax, axis, callout)


def _draw_hours(sheet: Sheet, ax: Axes, report: Report, axis: KeyAxis, look: RibbonLook) -> None:
    """Hours below the lane; the first says what is counted, the last how far the forecast goes."""
    left, right = axis.window
    if axis.clock == "issue":
        right = max(right, 0.0)
    first = Message(f"figure.ribbon.first-{axis.clock}", {"hours": -left})
    window = (right - left) / px_to_x(ax, 1)
    ticks = hour_ticks(left, right, window, apart=150 if not look.narrow else 70)
    free = left + px_to_x(ax, widest(first, TICK) + 14)
    draw_bottom(
        sheet, ax, [tick for tick in ticks if tick[0] >= free], bare=[tick[0] for tick in ticks]
    )
    sheet.note(ax, first, (left, 0), shift=(0, -18))
    if axis.prefix:
        sheet.note(
            ax,
            axis.tokens[0] if axis.tokens and axis.prefix == 1 else Message("figure.axis.prefix"),
            (left, 0),
            shift=(-10, -18),
            anchor="right",
        )
    forecast = report.times.forecast_period
    if axis.clock == "issue" and forecast is not None:
        cut = forecast.high > ax.get_xlim()[1] * (1 + 1e-9)
        name = "figure.ribbon.ahead-cut" if cut else "figure.ribbon.ahead"
        at = min(forecast.high, ax.get_xlim()[1])
        room = at / px_to_x(ax, 1) > 56
        words = Message(name, {"hours": forecast.high})
        sheet.note(ax, words, (at, 0), shift=(0, -18), anchor="right" if room else "left")


def _draw_forecast(sheet: Sheet, ax: Axes, report: Report, axis: KeyAxis, look: RibbonLook) -> None:
    """The forecast window, hatched where it fits on the axis, and its name."""
    forecast = report.times.forecast_period
    if axis.clock != "issue" or forecast is None:
        return
    right = ax.get_xlim()[1]
    start, end = max(forecast.low, 0.0), min(forecast.high, right)
    if end > start:
        plot_hatch(ax, start, end, clear=20 if look.narrow else 0)
    _name_forecast(sheet, ax, forecast, (start, end), look)


def _name_forecast(
    sheet: Sheet,
    ax: Axes,
    forecast: Interval,
    span: tuple[float, float],
    look: RibbonLook,
) -> None:
    """Two words in the middle of the strip, or beside a forecast too short to hold them."""
    start, end = span[0], max(span[1], 0.0)
    right = ax.get_xlim()[1]
    words, hours, width = _forecast_words(ax, forecast, short=look.narrow)
    if width >= end - start:
        words, hours, width = _forecast_words(ax, forecast, short=True)
    at, wide = (start + end) / 2, end - start > width
    if not wide:
        at = end + px_to_x(ax, 8)
        if right - at < width:
            at, wide = right / 2, True
    for text, size, up in ((words, TEXT, 6.0), (hours, TICK, -12.0)):
        sheet.note(
            ax,
            text,
            (at, 0.5),
            place=("data", "axes fraction"),
            shift=(0, up),
            anchor="center" if wide else "left",
            size=size,
        )


def _forecast_words(ax: Axes, forecast: Interval, *, short: bool) -> tuple[Message, Message, float]:
    """What the strip is called, its hours, and the width of the longer of them on the axis."""
    suffix = "-short" if short else ""
    words = Message(f"figure.ribbon.forecast{suffix}")
    ends = {"hours": (forecast.low, forecast.high)}
    hours = Message(f"figure.ribbon.forecast-hours{suffix}", ends)
    return words, hours, px_to_x(ax, max(widest(words, TEXT), widest(hours, TICK)))


def _scales_title(report: Report, look: RibbonLook) -> Message:
    forecast = report.times.forecast_period
    if forecast is None or look.narrow:
        return Message("figure.ribbon.scales")
    return Message("figure.ribbon.scales-target", {"hours": (forecast.low, forecast.high)})
