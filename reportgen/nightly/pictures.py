"""The small drawings of the index as SVG: a history of each run, and half against the window."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from reportgen.nightly.rows import REMOVED, Row

_WIDE, _HIGH, _EDGE = 96.0, 24.0, 4.0
_FIGURE = (560.0, 300.0)
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 20.0, 16.0, 44.0
#: More runs of one window than this stand in lanes, so many pixels apart.
_CROWDED, _LANES, _LANE = 6, 7, 6.0
_TICKS = (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 96, 168, 336, 672)


def sparkline(history: Sequence[tuple[float | None, str]], label: str) -> Markup:
    """Hours that hold half over the builds; builds without a report leave a gap and a cross."""
    values = [value for value, _ in history if value is not None]
    if not values:
        return Markup("")
    low, high = min(values), max(values)
    span = high - low

    def place(index: int, value: float) -> tuple[float, float]:
        x = _WIDE / 2
        if len(history) > 1:
            x = _EDGE + (_WIDE - 2 * _EDGE) * index / (len(history) - 1)
        y = _HIGH / 2 if span <= 0 else _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * (value - low) / span
        return x, y

    points = [(i, *place(i, v)) for i, (v, _) in enumerate(history) if v is not None]
    line = " ".join(f"{x:.1f},{y:.1f}" for _, x, y in points)
    missing = "".join(
        f'<path class="gone" d="M{x - 3:.1f} {_HIGH / 2 - 3}l6 6m0-6l-6 6"/>'
        for x in (place(i, low)[0] for i, (v, _) in enumerate(history) if v is None)
    )
    _, x, y = points[-1]
    return Markup(
        f'<svg class="spark" viewBox="0 0 {_WIDE:g} {_HIGH:g}" width="{_WIDE:g}" '
        f'height="{_HIGH:g}" role="img" aria-label="{escape(label)}">'
        f'<polyline points="{line}"/>{missing}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis over hours."""

    low: float
    high: float
    start: float
    end: float

    def at(self, hours: float) -> float:
        part = math.log(hours / self.low) / math.log(self.high / self.low)
        return self.start + part * (self.end - self.start)

    @property
    def ticks(self) -> tuple[float, ...]:
        return tuple(tick for tick in _TICKS if self.low <= tick <= self.high)


def window_figure(
    rows: Sequence[Row], text: Callable[[str], Markup], link: Callable[[Row], str]
) -> Markup:
    """Hours that hold half against the window, with the line of even attention.

    Parameters
    ----------
    text
        SVG text content, in every language of the page, by its id.
    link
        Address of a run's report; "" for none.

    Returns
    -------
    Markup
        Empty where no run has both.
    """
    marks = [
        (row, row.record.numbers.window, row.record.numbers.hours_half)
        for row in rows
        if row.state != REMOVED
        and row.record.numbers
        and row.record.numbers.window
        and row.record.numbers.hours_half
    ]
    if not marks:
        return Markup("")
    wide, high = _FIGURE
    windows = [window for _, window, _ in marks if window]
    halves = [half for _, _, half in marks if half] + [window / 2 for window in windows]
    across = _Axis(min(windows) / 1.5, max(windows) * 1.5, _LEFT, wide - _RIGHT)
    up = _Axis(min(halves) / 1.5, max(halves) * 1.5, high - _BOTTOM, _TOP)
    parts = [_grid(across, up, text), _even_line(across, up, text)]
    aside = sideways([(window, half) for _, window, half in marks if window and half])
    for (row, window, half), shift in zip(marks, aside, strict=True):
        assert window
        assert half
        x = across.at(window) + shift
        drawn = (
            f'<circle class="mark {escape(row.record.verdict)}" cx="{x:.1f}" '
            f'cy="{up.at(half):.1f}" r="4.5"><title>{escape(row.record.name)}</title></circle>'
        )
        parts.append(f'<a href="{escape(link(row))}">{drawn}</a>' if link(row) else drawn)
    return Markup(
        f'<svg class="figure" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}">'
        + "".join(parts)
        + "</svg>"
    )


def sideways(marks: Sequence[tuple[float, float]]) -> list[float]:
    """Pixels that each mark moves aside, so that many runs of one window do not hide one another.

    Parameters
    ----------
    marks
        Window and hours that hold half.

    Examples
    --------
    >>> sideways([(24.0, 6.0), (48.0, 9.0)])
    [0.0, 0.0]
    """
    shifts = [0.0] * len(marks)
    for window in {window for window, _ in marks}:
        group = [index for index, mark in enumerate(marks) if mark[0] == window]
        group.sort(key=lambda index: marks[index][1])
        for rank, index in enumerate(group if len(group) > _CROWDED else ()):
            shifts[index] = (rank % _LANES - _LANES // 2) * _LANE
    return shifts


def _grid(across: _Axis, up: _Axis, text: Callable[[str], Markup]) -> str:
    wide, high = _FIGURE
    bottom = high - _BOTTOM
    lines = [f'<path class="axis" d="M{_LEFT:g} {_TOP:g}V{bottom:g}H{wide - _RIGHT:g}"/>']
    for tick in across.ticks:
        x = across.at(tick)
        lines.append(f'<path class="tick" d="M{x:.1f} {bottom:g}v5"/>')
        lines.append(f'<text x="{x:.1f}" y="{bottom + 18:g}" text-anchor="middle">{tick:g}</text>')
    for tick in up.ticks:
        y = up.at(tick)
        lines.append(f'<path class="tick" d="M{_LEFT:g} {y:.1f}h-5"/>')
        lines.append(f'<text x="{_LEFT - 9:g}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    middle = (_LEFT + wide - _RIGHT) / 2
    for name, attributes in (
        ("plot.x", f'x="{middle:g}" y="{high - 8:g}" text-anchor="middle"'),
        ("plot.y", f'x="{_LEFT + 8:g}" y="{_TOP + 6:g}"'),
    ):
        lines.append(_said(text(name), attributes))
    return "".join(lines)


def _even_line(across: _Axis, up: _Axis, text: Callable[[str], Markup]) -> str:
    """Half of the window: where attention over it is even."""
    low = max(across.low, 2 * up.low)
    high = min(across.high, 2 * up.high)
    ends = [(across.at(window), up.at(window / 2)) for window in (low, high)]
    (x, y), (right, top) = ends
    label = _said(text("plot.even"), f'x="{right - 6:.1f}" y="{top + 20:.1f}" text-anchor="end"')
    return f'<path class="even" d="M{x:.1f} {y:.1f}L{right:.1f} {top:.1f}"/>{label}'


def _said(spoken: Markup, attributes: str) -> str:
    """Each language as a text of its own: SVG has no flow that would close the gap."""
    return str(spoken).replace("<text ", f"<text {attributes} ")
