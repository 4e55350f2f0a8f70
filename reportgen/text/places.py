"""Places on the input axis as text: hours before issue, hours before the last input, steps, tokens.

A place is a tuple whose first element names its clock, so that a check can hand one over without
knowing the words: ``("hours", low, high)``, ``("input", low, high)``, ``("step", k, n)``,
``("token", k, text)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from reportgen.schema import Language
from reportgen.text.numbers import NBSP, NOTHING, hours
from reportgen.text.ranges import hours_range, joined_range

Wording: TypeAlias = Callable[[tuple[object, ...], Language], str]


def place(value: object, language: Language) -> str:
    r"""A place as a noun, or several of them in a row.

    Raises
    ------
    TypeError
        If the value is not a place.

    Examples
    --------
    >>> place(("step", 5, 8), Language.EN)
    'step\xa05 of 0\u2060–\u20607'
    >>> place(("hours", 5, 6), Language.KO)
    '예보 발표 5\u2060~\u20606시간 전'
    """
    return _each(value, language, _noun)


def at_place(value: object, language: Language) -> str:
    """A place as an adverb: "5-6 h before issue", "at step 5 …"; "… 전에", "스텝 5 …에서"."""
    return _each(value, language, _adverb)


def input_at(value: object, language: Language) -> str:
    """What stands at a place: "the input 5-6 h before issue", "step 5 …"; "… 전 입력"."""
    return _each(value, language, _input)


def span(value: object, language: Language) -> str:
    r"""A length of the window: ``("hours", 3)`` or, without time, ``("steps", 6)``.

    Examples
    --------
    >>> span(("hours", 3.0), Language.EN), span(("steps", 6), Language.KO)
    ('3\xa0h', '6스텝')
    """
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise TypeError(f"{value!r} is not a span such as ('hours', 3.0)")
    kind, length = value
    if kind == "hours":
        return hours(float(length), language)
    if kind != "steps":
        raise TypeError(f"{kind!r} is not a kind of span (hours, steps)")
    if language is Language.KO:
        return f"{length}스텝"
    return f"{length}{NBSP}{'step' if length == 1 else 'steps'}"


def _each(value: object, language: Language, text: Wording) -> str:
    """Apply ``text`` to one place or to each of several, each once."""
    if value is None:
        return NOTHING
    if not isinstance(value, tuple | list) or not value:
        raise TypeError(f"{value!r} is not a place such as ('step', 5, 8)")
    if isinstance(value[0], str):
        return text(tuple(value), language)
    words = list(dict.fromkeys(text(tuple(each), language) for each in value))
    return joined(words, language)


def joined(words: list[str], language: Language) -> str:
    """A list in words: "a, b and c"; "a, b, c".

    Examples
    --------
    >>> joined(["a", "b", "c"], Language.EN), joined([], Language.KO)
    ('a, b and c', '—')
    """
    if not words:
        return NOTHING
    if language is Language.KO or len(words) == 1:
        return ", ".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def _noun(value: tuple[object, ...], language: Language) -> str:
    """One place as a noun."""
    kind, first, second = value
    english = language is Language.EN
    if kind in ("hours", "input"):
        span = hours_range((first, second), language)
        if kind == "hours":
            return f"{span} before issue" if english else f"예보 발표 {span} 전"
        return f"{span} before the last input" if english else f"마지막 입력 {span} 전"
    if kind == "step":
        if english:
            return f"step\u00a0{first}{_of_steps(second, language)}"
        return f"스텝\u00a0{first}{_of_steps(second, language)}"
    if kind == "token":
        # Samples of several texts share few tokens, or the first alone.
        named = f"\u00a0{first} “{second}”" if second else f"\u00a0{first}"
        return f"token{named}" if english else f"토큰{named}"
    raise TypeError(f"{kind!r} is not a kind of place (hours, input, step, token)")


def _of_steps(count: object, language: Language) -> str:
    """All steps there are; their ends tell that they are counted from 0."""
    last = int(str(count)) - 1
    if last < 1:
        return ""
    both = joined_range("0", str(last), language)
    return f" of {both}" if language is Language.EN else f"({both}\u00a0중)"


def _adverb(value: tuple[object, ...], language: Language) -> str:
    """One place as an adverb."""
    noun = _noun(value, language)
    in_hours = value[0] in ("hours", "input")
    if language is Language.EN:
        return noun if in_hours else f"at {noun}"
    return noun + ("에" if in_hours else "에서")


def _input(value: tuple[object, ...], language: Language) -> str:
    """One place as the input that stands there."""
    noun = _noun(value, language)
    if value[0] not in ("hours", "input"):
        return noun
    return f"the input {noun}" if language is Language.EN else f"{noun} 입력"
