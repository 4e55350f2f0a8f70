"""Ranges as text: ``0–1 h``, ``0~1시간``, never broken at their dash."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from reportgen.schema import Interval, Language
from reportgen.text.numbers import NBSP, NOTHING, fixed, hours_number, number, plus

JOINER: Final = "\u2060"


def ends(value: object) -> tuple[float | None, float | None]:
    """Both ends of a range given as a pair or an ``Interval``.

    Raises
    ------
    TypeError
        If the value is neither.
    """
    if value is None:
        return None, None
    if isinstance(value, Interval):
        return value.low, value.high
    if isinstance(value, tuple | list) and len(value) == 2:
        return number(value[0]), number(value[1])
    raise TypeError(f"{value!r} is not a range (low, high)")


def joined_range(low: str, high: str, language: Language) -> str:
    r"""Two ends: ``0–1``, ``0~1``; spelled "to" in English where an end bears a sign.

    Examples
    --------
    >>> joined_range("−5", "14", Language.EN), joined_range("2", "2", Language.KO)
    ('−5\xa0to\xa014', '2')
    """
    if low == high:
        return low
    if language is Language.KO:
        return f"{low}{JOINER}~{JOINER}{high}"
    if {"−", "+"} & {low[:1], high[:1]}:
        return f"{low}{NBSP}to{NBSP}{high}"
    return f"{low}{JOINER}–{JOINER}{high}"


def _range(value: object, language: Language, text: Callable[[float], str]) -> str:
    """A range whose ends are printed by ``text``; an end that is missing is "—"."""
    low, high = ends(value)
    if low is None and high is None:
        return NOTHING
    texts = [NOTHING if end is None else text(end) for end in (low, high)]
    return joined_range(texts[0], texts[1], language)


def hours_range(value: object, language: Language) -> str:
    """``0–1 h``, ``0~1시간``."""
    text = _range(value, language, hours_number)
    unit = f"{NBSP}h" if language is Language.EN else "시간"
    return text if text == NOTHING else text + unit


def percent_range(value: object, language: Language, decimals: int = 1) -> str:
    """``15.7–21.6%``, ``15.7~21.6%``."""
    text = _range(value, language, lambda end: fixed(end * 100, decimals))
    return text if text == NOTHING else text + "%"


def points_range(value: object, language: Language) -> str:
    """A range of differences of shares: ``−5 to +14 points``, ``−5~+14%p``."""
    text = _range(value, language, lambda end: plus(end * 100, 0))
    unit = f"{NBSP}points" if language is Language.EN else "%p"
    return text if text == NOTHING else text + unit


def number_range(value: object, language: Language, digits: int = 2) -> str:
    """A range with the decimals that give its larger end ``digits`` significant digits."""
    sizes = [abs(end) for end in ends(value) if end is not None and math.isfinite(end)]
    largest = max(sizes, default=0.0)
    exponent = math.floor(math.log10(largest)) if largest > 0 else 0
    decimals = max(digits - 1 - exponent, 0)
    return _range(value, language, lambda end: fixed(end, decimals))
