"""The axis of the keys: hours before issue where time is known, else steps or tokens.

The past is always on the left (and, for queries, on top); an hour b before issue stands at -b.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from reportgen.figures.glyphs import shortened
from reportgen.schema import Interval, Message, Place, Report, Times
from reportgen.style import TICK
from reportgen.text.numbers import fixed, hours_number
from reportgen.timeaxis import cell_intervals, key_cells, timed_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

Clock: TypeAlias = Literal["issue", "input", "step", "token"]
Tick: TypeAlias = tuple[float, str]

#: Tokens are written at their ticks up to this many.
MOST_TOKENS = 24
_STEPS = (1.0, 2.0, 5.0)
_HOUR_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 72.0, 120.0, 240.0)
_TOKEN_WIDTH = 110.0


@dataclass(frozen=True, slots=True, eq=False)
class KeyAxis:
    """Where each key stands on the horizontal axis of a figure.

    Attributes
    ----------
    clock
        What the axis counts.
    low, high : (key,)
        Ends of the drawn cell of each key; hours are negative, steps and tokens centred on k.
    span : (key, 2)
        Interval each key covers, in hours before; patches may overlap. NaN without time.
    tokens
        The keys' own texts, empty where they have none.
    places
        Each key's place, as the catalogue's ``{where:where}`` takes it.
    """

    clock: Clock
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    span: NDArray[np.float64]
    tokens: tuple[str, ...]
    places: tuple[Place, ...]

    @property
    def in_hours(self) -> bool:
        """Whether the axis is in hours."""
        return self.clock in ("issue", "input")

    @property
    def centre(self) -> NDArray[np.float64]:
        """Middle of each key's cell."""
        return (self.low + self.high) / 2

    @property
    def limits(self) -> tuple[float, float]:
        """Left end of the first cell, right end of the last."""
        return float(self.low.min()), float(self.high.max())

    @property
    def prefix(self) -> int:
        """Tokens before the first that has a time."""
        return int(np.argmax(np.isfinite(self.span[:, 0]))) if self.in_hours else 0

    @property
    def window(self) -> tuple[float, float]:
        """Ends of the part of the axis that has times; all of it without."""
        return float(self.low[self.prefix]), self.limits[1]

    @property
    def title(self) -> Message:
        """Name of the axis."""
        return Message(f"figure.axis.{self.clock}")

    def titled(self, role: str) -> Message:
        """Name of the axis of the queries or the keys (``"query"``, ``"key"``)."""
        return Message(f"figure.axis.{role}-{self.clock}")

    def where(self, key: int) -> Place:
        """A key's place, as the catalogue's ``{where:where}`` takes it."""
        return self.places[key]

    def with_prefix(self, width: float) -> KeyAxis:
        """The axis with its prefix tokens, which have no time, half a cell left of the window."""
        prefix = int(np.argmax(np.isfinite(self.low)))
        low, high = self.low.copy(), self.high.copy()
        low[:prefix] = low[prefix] - width * (np.arange(prefix, 0, -1) + 0.5)
        high[:prefix] = low[:prefix] + width
        return replace(self, low=low, high=high)

    def ticks(self, width: float) -> list[Tick]:
        """Ticks on an axis so many pixels long, from left to right."""
        if self.in_hours:
            return hour_ticks(*self.window, width)
        count = len(self.low)
        if self.writes_tokens:
            every = math.ceil(count * TICK / width)
            return [(float(k), self.tokens[k] or str(k)) for k in range(0, count, every)]
        return [(float(k), str(k)) for k in range(0, count, _count_step(count, width))]

    def cell_ticks(self, width: float) -> list[Tick]:
        """The same ticks for heat maps, where key k lies between k and k + 1."""
        if not self.in_hours:
            return [(place + 0.5, text) for place, text in self.ticks(width)]
        first = self.prefix
        edges = np.append(self.low[first:], self.high[-1])
        index = np.arange(first, len(self.low) + 1)
        return [
            (float(np.interp(place, edges, index)), text)
            for place, text in hour_ticks(float(edges[0]), float(edges[-1]), width)
        ]

    @property
    def writes_tokens(self) -> bool:
        """Whether ticks carry the tokens' own texts."""
        return self.clock == "token" and len(self.low) <= MOST_TOKENS


def key_axis(report: Report) -> KeyAxis:
    """The axis that a report's keys are drawn on."""
    times, tokens = report.times, report.run.tokens
    count = report.run.keys
    if len(tokens) != count:
        tokens = ()
    # A single token covers the window: it has no place in time worth an axis.
    if times.declared and timed_tokens(times) > 1:
        return _hour_axis(times, tokens)
    if not tokens:
        return step_axis(count)
    places = tuple(
        ("token", key, shortened(token, _TOKEN_WIDTH, TICK)) for key, token in enumerate(tokens)
    )
    return replace(step_axis(count), clock="token", tokens=tokens, places=places)


def query_axis(report: Report) -> KeyAxis:
    """The axis of the queries: that of the keys, but steps where the two differ."""
    if report.run.queries == report.run.keys:
        return key_axis(report)
    return step_axis(report.run.queries)


def step_axis(count: int) -> KeyAxis:
    """An axis of so many steps, counted from 0."""
    index = np.arange(count, dtype=np.float64)
    return KeyAxis(
        clock="step",
        low=index - 0.5,
        high=index + 0.5,
        span=np.full((count, 2), np.nan),
        tokens=(),
        places=tuple(("step", key, count) for key in range(count)),
    )


def _hour_axis(times: Times, tokens: tuple[str, ...]) -> KeyAxis:
    nothing = Interval(math.nan, math.nan)
    cells = [cell or nothing for cell in key_cells(times)]
    span = np.array([(cell.low, cell.high) for cell in cells], dtype=np.float64)
    centre = -span.mean(axis=1)
    # Patches overlap: what is drawn is no wider than the way from one to the next.
    width = min(float(np.nanmedian(span[:, 1] - span[:, 0])), _median_gap(centre))
    low, high = (-span[:, 1], -span[:, 0]) if not times.regular else _cells(centre, width)
    issued = times.issue_offset_hours is not None
    return KeyAxis(
        clock="issue" if issued else "input",
        low=low,
        high=high,
        span=span,
        tokens=tokens,
        places=_places(times, tokens),
    ).with_prefix(width)


def _places(times: Times, tokens: tuple[str, ...]) -> tuple[Place, ...]:
    return cell_intervals(times, [shortened(token, _TOKEN_WIDTH, TICK) for token in tokens])


def _median_gap(centre: NDArray[np.float64]) -> float:
    return float(np.median(np.diff(centre[np.isfinite(centre)])))


def _cells(
    centre: NDArray[np.float64], width: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.round(centre - width / 2, 9), np.round(centre + width / 2, 9)


def hour_ticks(low: float, high: float, width: float, *, apart: float = 62) -> list[Tick]:
    """Round hours between two places on an axis so many pixels long, at least so far apart."""
    span = high - low
    wanted = span * apart / width
    step = next((step for step in _HOUR_STEPS if step >= wanted), _nice_above(wanted))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(k * step, hours_number(-k * step)) for k in range(first, last + 1)]


def value_ticks(high: float, *, most: int = 4, low: float = 0.0) -> list[float]:
    """Round values from ``low`` to ``high``, at most so many steps."""
    step = _nice_above((high - low) / most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def _nice_above(wanted: float) -> float:
    """Smallest of 1, 2, 5 times a power of ten that is not below."""
    if wanted <= 0 or not math.isfinite(wanted):
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(
        (step * power for step in _STEPS if step * power >= wanted * (1 - 1e-9)), 10 * power
    )


def _count_step(count: int, width: float, *, apart: float = 34) -> int:
    """Steps between written counts, at least so many pixels apart."""
    return max(1, round(_nice_above(count * apart / width)))


def count_ticks(low: float, high: float, width: float) -> list[Tick]:
    """Whole numbers between two places on an axis so many pixels long."""
    step = _count_step(max(1, math.ceil(high - low)), width, apart=62)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [(float(k * step), fixed(-k * step, 0)) for k in range(first, last + 1)]
