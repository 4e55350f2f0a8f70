"""Durations as text: ``12min``, ``1h30min``, ``PT12M`` to float hours and back."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Final

DURATION_ALLOWED: Final = "a number with its unit (s, min, h or d), such as 12min, 1h or PT12M"
HORIZON_ALLOWED: Final = (
    "a duration after issue such as 6h (0-6 h), or both ends: [1h, 6h], on the command line 1h:6h"
)

_UNIT_NAMES: Final = {
    Fraction(1, 3600): ("s", "sec", "secs", "second", "seconds", "초"),
    Fraction(1, 60): ("min", "mins", "minute", "minutes", "분"),
    Fraction(1): ("h", "hr", "hrs", "hour", "hours", "시간"),
    Fraction(24): ("d", "day", "days", "일"),
}
_HOURS_PER_UNIT: Final = {name: hours for hours, names in _UNIT_NAMES.items() for name in names}
# Two exponent digits at most: an exact fraction of 1e999999 would fill the memory.
_NUMBER: Final = r"(?:\d{1,24}(?:\.\d{0,24})?|\.\d{1,24})(?:e[+-]?\d{1,2})?"
_PART: Final = re.compile(rf"\s*({_NUMBER})\s*([^\W\d_]+)\s*")
_ISO: Final = re.compile(
    rf"P(?:({_NUMBER})D)?(?:T(?=.)(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?", re.I
)
_ISO_UNITS: Final = (Fraction(24), Fraction(1), Fraction(1, 60), Fraction(1, 3600))
_ENDS: Final = re.compile(r"\s*(?:,|:|\.\.|–|~|\bto\b)\s*")


class Hours(float):
    """Hours that were computed, not typed: the parsers take them without asking for a unit."""

    __slots__ = ()


def parse_duration(value: object) -> float:
    """Float hours of a duration text; correctly rounded, so that 12min is exactly 0.2.

    A bare number is refused, as its unit would be a guess; only 0 needs none. A leading minus is
    understood (an issue offset may be negative).

    Raises
    ------
    ValueError
        With what is allowed as its text.

    Examples
    --------
    >>> parse_duration("12min"), parse_duration("1 h 30 min"), parse_duration("PT12M")
    (0.2, 1.5, 0.2)
    """
    if isinstance(value, Hours):
        return float(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0:
            return 0.0
        raise ValueError(f"{DURATION_ALLOWED}; {value!r} has no unit")
    if not isinstance(value, str):
        raise ValueError(DURATION_ALLOWED)
    text = value.strip().replace("\u2212", "-")
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("-") if sign < 0 and not text.startswith("--") else text.removeprefix("+")
    if re.fullmatch(r"0+(?:\.0*)?", text):
        return 0.0
    hours = _iso_hours(text)
    return float(sign * (_worded_hours(text) if hours is None else hours))


def _iso_hours(text: str) -> Fraction | None:
    """Hours of an ISO 8601 duration of days and smaller; None if the text is not one."""
    match = _ISO.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    parts = zip(match.groups(), _ISO_UNITS, strict=True)
    return sum((Fraction(number) * unit for number, unit in parts if number), Fraction(0))


def _worded_hours(text: str) -> Fraction:
    """Hours of one or more "number unit" in a row."""
    total, position = Fraction(0), 0
    for match in _PART.finditer(text):
        unit = match[2] if match[2] == "M" else match[2].lower()
        if match.start() != position:
            break
        if unit not in _HOURS_PER_UNIT:
            hint = ": write min for minutes" if unit in ("m", "M") else ""
            raise ValueError(f"{DURATION_ALLOWED}; {match[2]!r} is not one of the units{hint}")
        total += Fraction(match[1]) * _HOURS_PER_UNIT[unit]
        position = match.end()
    if position != len(text) or not text:
        if re.fullmatch(_NUMBER, text, re.I):
            raise ValueError(f"{DURATION_ALLOWED}; {text} has no unit")
        raise ValueError(DURATION_ALLOWED)
    return total


def duration_text(hours: float) -> str:
    """Shortest text that `parse_duration` turns back into these hours.

    Examples
    --------
    >>> duration_text(0.2), duration_text(24.0), duration_text(-1.5), duration_text(0.0)
    ('12min', '24h', '-90min', '0h')
    """
    if not math.isfinite(hours):
        raise ValueError(f"{hours!r} is not a duration")
    for unit, per_hour in (("h", 1), ("min", 60), ("s", 3600)):
        number = round(hours * per_hour)
        if abs(number) < 10**15 and float(Fraction(number, per_hour)) == hours:
            return f"{number}{unit}"
    return f"{hours!r}h"


def parse_horizon(value: object) -> tuple[float, float]:
    """Both ends of the forecast period, in float hours after issue.

    One duration means from issue until then.

    Raises
    ------
    ValueError
        With what is allowed as its text.

    Examples
    --------
    >>> parse_horizon("6h"), parse_horizon(["1h", "6h"]), parse_horizon("12min:1h")
    ((0.0, 6.0), (1.0, 6.0), (0.2, 1.0))
    """
    ends: list[object]
    if isinstance(value, str):
        ends = [*_ENDS.split(value)]
    else:
        ends = [*value] if isinstance(value, list | tuple) else [value]
    if len(ends) not in (1, 2):
        raise ValueError(HORIZON_ALLOWED)
    try:
        hours = [parse_duration(end) for end in ends]
    except ValueError as error:
        raise ValueError(f"{HORIZON_ALLOWED}; {error}") from None
    low, high = hours if len(hours) == 2 else (0.0, hours[0])
    if low > high:
        raise ValueError(f"{HORIZON_ALLOWED}, the earlier end first")
    return low, high
