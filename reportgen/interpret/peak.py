"""What several statements rest on: broken arrays, a peak that stands out, its place."""

from __future__ import annotations

from reportgen.schema import Analysis, CheckResult, Interval, Message, Status, Value, Where
from reportgen.statistics.significance import LEVEL
from reportgen.timeaxis import cell_interval

_BREAKING = ("weight-range", "row-sums")


def broken(results: dict[str, CheckResult]) -> bool:
    """Whether the arrays are no attention weights, so that nothing may be read from them."""
    return any(results[check].status is Status.FAIL for check in _BREAKING)


def stands_out(analysis: Analysis) -> bool:
    """Whether one key beats both nulls."""
    return analysis.peak.p_value < LEVEL and analysis.peak.lift > 1


def peak_place(analysis: Analysis) -> Where:
    """Place of the peak: an interval of hours, a step or a token."""
    return cell_interval(analysis.times, analysis.peak.key, analysis.run.tokens)


def edge_of(analysis: Analysis) -> str:
    """``first``, ``last`` or nothing: the edge of the timed keys on which the peak lies."""
    if not analysis.peak.at_edge:
        return ""
    timed = [key for key, hours in enumerate(analysis.times.elapsed) if hours is not None]
    return "first" if analysis.peak.key == (timed[0] if timed else 0) else "last"


def message(id: str, **values: Value) -> Message:
    """Return the message of a text with the values it needs."""
    return Message(id, values)


def pair(interval: Interval | None) -> tuple[float, float] | None:
    """Return both ends, as texts take an interval."""
    return None if interval is None else (interval.low, interval.high)
