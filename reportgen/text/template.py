"""Fill a template of the catalogue: values by their specs, Korean particles, English plurals.

Beside the specs of :mod:`reportgen.text.specs` a template knows

``where``, ``at``, ``input``
    a place as a noun, as an adverb, as the input that stands there; ``Where``, ``At``, ``Input``
    open a sentence;
``span``
    a length of the window in hours, or in steps without time;
``list``, ``terms``, ``scales``
    a tuple as text, as field terms, as names of physical scales;
``term``, ``scale``, ``reason``
    one field term, one scale, the reason why a file was skipped (filled with the same values);
``nth``
    an index counted from 0, printed counted from 1 (layers and heads);
``quoted``
    a token's text in quotes after a space, nothing where there is none;
``code``
    text between back quotes, for commands and file names.

In English ``[file|files]`` picks the form by the number last printed; in Korean
``을(를)`` and its kin pick theirs by the last sound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Final

from reportgen.schema import Language
from reportgen.schema.lines import one_line
from reportgen.text.catalogue import MESSAGES
from reportgen.text.numbers import NBSP, NOTHING, number
from reportgen.text.particles import with_particles
from reportgen.text.places import at_place, input_at, joined, place, span
from reportgen.text.ranges import JOINER
from reportgen.text.specs import format_number
from reportgen.text.symbols import printed_condition, printed_units

_PLACES: Final = {"where": place, "at": at_place, "input": input_at, "span": span}
_PLURAL: Final = re.compile(r"\[([^|\[\]]*)\|([^|\[\]]*)\]")
_UNIT: Final = re.compile(r"(?<=\d) (?=(?:h|nT|km/s|mV/m|min|d|MB|×|points|steps?|%)(?![A-Za-z]))")
#: A threshold keeps its sign; "p" and "even" keep to the number that they belong to.
_SIGN: Final = re.compile(r"(?<![^ (])([≤≥<>]) (?=[\d−]|$)")
_P: Final = re.compile(r"\bp (?=[<=>])")
_EVEN: Final = re.compile(r"(?<=\u00a0×) (?=even\b)")
#: Placeholders whose text was typed on a keyboard, by a user or a program.
_TYPED: Final = {"unit": printed_units, "units": printed_units, "event": printed_condition}
# At the start or end of a literal the dash stands beside a placeholder.
_RANGE: Final = re.compile(r"(?:^|(?<=\d))([–~])(?=\d|$)")


def _word(family: str, name: object, language: Language, *, own: bool = False) -> str:
    """The catalogue's word for ``name``; where a run may bring its own names, those as they are."""
    pair = MESSAGES.get(f"{family}.{name}")
    if pair is None:
        if own:
            return str(name)
        raise KeyError(f"no {family} {name!r} in the text catalogue")
    return pair[0] if language is Language.EN else pair[1]


def format_value(value: object, spec: str, language: Language) -> str:
    """Format one value by one spec.

    Parameters
    ----------
    value
        What the template's placeholder stands for; None prints as "—".
    spec
        See the module's and :mod:`reportgen.text.specs`' docstrings; ``""`` prints text as it is.
    language
        Language of the words and units.

    Raises
    ------
    KeyError
        If a term is not in the catalogue.
    TypeError, ValueError
        If the value does not fit the spec, or the spec is unknown.
    """
    if spec == "quoted":
        return f" “{_unmarked(value)}”" if value not in (None, "") else ""
    if value is None:
        return NOTHING
    if spec.lower() in _PLACES:
        words = _PLACES[spec.lower()](value, language)
        return words if spec.islower() else words[:1].upper() + words[1:]
    if spec in ("term", "scale"):
        return _unmarked(_word(spec, value, language, own=spec == "scale"))
    if spec in ("list", "terms", "scales"):
        items = value if isinstance(value, tuple | list) else (value,)
        family = {"list": "", "terms": "term", "scales": "scale"}[spec]
        own = spec != "terms"
        named = [_word(family, item, language, own=own) for item in items]
        # Words of ours know no marks either.
        return joined([_unmarked(name) for name in named], language)
    if spec == "nth":
        return format_number((number(value) or 0) + 1, "int", language)
    if spec == "code":
        return f"`{_unmarked(value)}`"
    if spec:
        return format_number(value, spec, language)
    if isinstance(value, tuple | list):
        return format_value(value, "list", language)
    if isinstance(value, float):
        return format_number(value, "g3", language)
    return _unmarked(value)


def _unmarked(value: object) -> str:
    """A name that somebody gave, on one line, in which nothing is bold and nothing a command."""
    return one_line(str(value)).replace("`", "'").replace("**", "*\u2060*")


def fill(template: str, values: Mapping[str, object], language: Language) -> str:
    """Fill one template.

    Raises
    ------
    KeyError
        If a value is missing, naming the template and what was given.
    """
    out = ""
    latest: float | None = None
    for literal, name, spec, _ in Formatter().parse(template):
        out += _literal(literal, out, latest, language)
        if name is None:
            continue
        if name not in values:
            given = ", ".join(sorted(values)) or "nothing"
            raise KeyError(f"no value {name!r} for the text {template!r}; given: {given}")
        value = values[name]
        if name in _TYPED and isinstance(value, str):
            value = _TYPED[name](value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            latest = number(value)
        out += _value(value, spec or "", values, language)
    return out


def _value(value: object, spec: str, values: Mapping[str, object], language: Language) -> str:
    """A value; the reason of a skipped file is a template itself."""
    if spec == "reason" and value is not None:
        reason = "skip." + str(value).removeprefix("skip.")
        return fill(_word("skip", reason.removeprefix("skip."), language), values, language)
    return format_value(value, spec, language)


def _literal(text: str, before: str, latest: float | None, language: Language) -> str:
    """A template's own words, made to fit what stands before them."""
    if language is Language.EN:
        text = _PLURAL.sub(lambda match: match.group(1 if latest == 1 else 2), text)
    else:
        text = with_particles(text, before)
    return unbroken(text)


def unbroken(text: str) -> str:
    r"""Text whose numbers keep together with their units and whose ranges do not break.

    Examples
    --------
    >>> unbroken("12 min, 0~1"), unbroken("1 ± 2"), unbroken("p < 0.05")
    ('12\xa0min, 0\u2060~\u20601', '1\xa0±\xa02', 'p\xa0<\xa00.05')
    """
    text = _UNIT.sub(NBSP, text).replace(" ± ", f"{NBSP}±{NBSP}").replace("(± ", f"(±{NBSP}")
    text = re.sub(r"^ × ", f"{NBSP}×{NBSP}", text)
    text = _P.sub(f"p{NBSP}", _SIGN.sub(rf"\1{NBSP}", _EVEN.sub(NBSP, text)))
    return _RANGE.sub(rf"{JOINER}\1{JOINER}", text)
