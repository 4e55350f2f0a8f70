"""The format specs of the templates that print a number or a range."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from reportgen.schema import Interval, Language
from reportgen.text.numbers import (
    NOTHING,
    count,
    fixed,
    hours,
    hours_number,
    number,
    p_number,
    p_statement,
    percent,
    plus,
    points,
    power_of_ten,
    ratio,
    significant,
    times,
)
from reportgen.text.ranges import hours_range, number_range, percent_range, points_range

Formatter: TypeAlias = Callable[[object, Language], str]

_PLAIN: Final[dict[str, Callable[[float], str]]] = {
    "int": count,
    "sci": power_of_ten,
    "p": p_number,
    "pval": p_statement,
    "hn": hours_number,
    "ratio": ratio,
}
_BY_LANGUAGE: Final[dict[str, Callable[[float, Language], str]]] = {
    "times": times,
    "h": hours,
    "points": points,
}
_RANGES: Final[dict[str, Formatter]] = {
    "hrange": hours_range,
    "pctrange": percent_range,
    "pointsrange": points_range,
}
_WITH_DIGITS: Final[dict[str, Callable[[float, int], str]]] = {
    "n": fixed,
    "g": significant,
    "s": plus,
    "pct": percent,
}


def format_number(value: object, spec: str, language: Language) -> str:
    r"""Format a number or a range by the spec of a template.

    Parameters
    ----------
    value
        Number, ``(low, high)``, ``Interval`` or None.
    spec
        One of ``pct pct0 n0… g1… s0… int sci p pval ratio times h hn points hrange pctrange
        pctrange0 pointsrange range2 range3``; ``h`` and ``hrange`` take a number or a range.
    language
        Language of the units.

    Raises
    ------
    ValueError
        If the spec is unknown.

    Examples
    --------
    >>> format_number(0.187, "pct", Language.EN), format_number((3.77, 5.19), "range2", Language.KO)
    ('18.7%', '3.8\u2060~\u20605.2')
    """
    name, digits = _split(spec)
    if name in ("h", "hrange"):
        name = "hrange" if isinstance(value, Interval | tuple | list) else "h"
    if name in _RANGES and (digits is None or name == "pctrange"):
        if name == "pctrange" and digits is not None:
            return percent_range(value, language, digits)
        return _RANGES[name](value, language)
    if name == "range":
        return number_range(value, language, digits or 2)
    plain = number(value)
    if plain is None:
        return NOTHING
    if name in _BY_LANGUAGE and digits is None:
        return _BY_LANGUAGE[name](plain, language)
    if name in _PLAIN and digits is None:
        return _PLAIN[name](plain)
    if name in _WITH_DIGITS and (digits is not None or name == "pct"):
        return _WITH_DIGITS[name](plain, 1 if digits is None else digits)
    raise ValueError(f"unknown format spec {spec!r}")


def _split(spec: str) -> tuple[str, int | None]:
    """A spec's name and its digits."""
    match = re.fullmatch(r"([a-z]+)(\d?)", spec)
    if match is None:
        raise ValueError(f"unknown format spec {spec!r}")
    name, digits = match.groups()
    return name, int(digits) if digits else None
