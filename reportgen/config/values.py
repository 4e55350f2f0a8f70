"""Values as people write them, brought into the form the model checks.

Each function raises ``ValueError`` with *what is allowed* as its text; the place and what was given
are added by the reader of the configuration.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from reportgen.config.durations import (
    DURATION_ALLOWED,
    Hours,
    parse_duration,
    parse_horizon,
)
from reportgen.schema import ATTENTION_DIMS, KEY, QUERY
from reportgen.schema.lines import obeyed

__all__ = ["parse_horizon"]

EVENT_ALLOWED: Final = "a target, an operator (<, <=, >, >=) and a number, such as Dst <= -50"
HOUR_RANGE_ALLOWED: Final = "two numbers of hours or durations, the shorter first, such as [1, 2]"
MASK_ALLOWED: Final = "none, causal or window:N (N keys, the query's own included)"
PATCH_ALLOWED: Final = "LENGTH:STRIDE in steps, such as 4:2, or {length: 4, stride: 2}"
FURTHER_DIMS: Final = ("epoch", "target", "outcome")

_EVENT: Final = re.compile(
    r"\s*(?P<column>[^<>=]+?)\s*(?P<operator><=|>=|<|>)\s*"
    r"(?P<threshold>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?P<units>[^\d\s<>=][^<>=]*)?"
)


def not_boolean(value: object) -> object:
    """Return the value; a boolean is no number."""
    if isinstance(value, bool):
        raise ValueError("a whole number")
    return value


def parse_cadence(value: object) -> float | None:
    """Hours between inputs: more than none."""
    if value is None:
        return None
    hours = parse_duration(value)
    if not 0 < hours < math.inf:
        raise ValueError(f"{DURATION_ALLOWED}; more than 0")
    return hours


def parse_offset(value: object) -> float | None:
    """Hours from the last input to issue, of either sign."""
    return None if value is None else parse_duration(value)


def parse_hour_range(value: object) -> tuple[float, float]:
    """Both ends of a scale; plain numbers are hours here, as the key says so."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(HOUR_RANGE_ALLOWED)
    numeric = [isinstance(end, int | float) and not isinstance(end, bool) for end in value]
    low, high = (
        parse_duration(Hours(end) if is_number else end)
        for end, is_number in zip(value, numeric, strict=True)
    )
    if not 0 <= low <= high < math.inf:
        raise ValueError(HOUR_RANGE_ALLOWED)
    return low, high


def named_clock(value: object) -> object:
    """A clock by its name in whatever case."""
    names = {"l1": "L1", "bow-shock": "bow-shock", "bow shock": "bow-shock"}
    return names.get(value.strip().lower(), value) if isinstance(value, str) else value


def on_one_line(text: str) -> str:
    """A text without line breaks and other control characters."""
    if obeyed(text.strip()):
        raise ValueError("text on one line, without control characters")
    return text


def no_attention(value: object) -> object:
    """``none`` in the words in which a model without attention is declared."""
    said = value.strip().lower() if isinstance(value, str) else value
    return "none" if said is False or said in ("no", "off", "false") else said


def split_patch(value: object) -> object:
    """``4:2`` or ``[4, 2]`` as length and stride."""
    if isinstance(value, str):
        match = re.fullmatch(r"\s*(\d{1,9})\s*:\s*(\d{1,9})\s*", value)
        if match is None:
            raise ValueError(PATCH_ALLOWED)
        return {"length": int(match[1]), "stride": int(match[2])}
    if isinstance(value, list | tuple) and len(value) == 2:
        return {"length": value[0], "stride": value[1]}
    if value is not None and not isinstance(value, Mapping) and not hasattr(value, "stride"):
        raise ValueError(PATCH_ALLOWED)
    return value


def named_column(value: object) -> object:
    """A bare name as a column of that name."""
    return {"name": value} if isinstance(value, str) else value


def distinct_names(value: object) -> object:
    """A list of columns or scales, no name twice."""
    if not isinstance(value, list | tuple):
        raise ValueError("a list, one entry for each, each with its name")
    names = [item if isinstance(item, str) else _name_of(item) for item in value]
    twice = sorted(name for name, count in Counter(names).items() if count > 1 and name)
    if twice:
        raise ValueError(f"each name once; {', '.join(twice)} stands there more than once")
    return value


def _name_of(item: object) -> str:
    """Name of an entry, empty where it has none."""
    name = item.get("name") if isinstance(item, Mapping) else getattr(item, "name", None)
    return "" if name is None else str(name)


def split_event(value: object) -> object:
    """``Dst <= -50`` as column, operator, threshold and, where written, units."""
    if not isinstance(value, str):
        return value
    text = value.replace("\u2212", "-").replace("≤", "<=").replace("≥", ">=")
    match = _EVENT.fullmatch(text)
    if match is None:
        raise ValueError(EVENT_ALLOWED)
    return match.groupdict(default="")


def check_event(column: str, units: str, targets: Mapping[str, str]) -> None:
    """Check that the event speaks of a declared target, in its units."""
    if column not in targets:
        near = difflib.get_close_matches(column, targets, 1, 0.5)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise ValueError(f"one of the targets: {', '.join(targets)}{hint}")
    if units and targets[column] and units.strip() != targets[column]:
        raise ValueError(f"the units of the target {column}: {targets[column]}")


def parse_mask(value: object) -> object:
    """A mask as ``none``, ``causal`` or ``window:N``; None where it is to be detected."""
    if value is None:
        return None
    text = value.strip().lower() if isinstance(value, str) else ""
    match = re.fullmatch(r"none|causal|window:\s*0*([1-9]\d{0,8})", text)
    if match is None:
        raise ValueError(MASK_ALLOWED)
    return f"window:{match[1]}" if match[1] else text


def split_dims(value: object) -> object:
    """``layer,head,query,key`` as names, each once, query and key among them."""
    if value is None:
        return None
    names = re.split(r"[\s,]+", value.strip()) if isinstance(value, str) else value
    known = (*ATTENTION_DIMS, *FURTHER_DIMS)
    allowed = f"names out of {', '.join(known)}, each once, with query and key"
    if not isinstance(names, list | tuple) or not all(name in known for name in names):
        raise ValueError(allowed)
    if len(set(names)) != len(names) or not {QUERY, KEY} <= set(names):
        raise ValueError(allowed)
    return tuple(names)


def parse_pattern(value: object) -> object:
    """A regular expression with at least one named group."""
    allowed = r"a regular expression with named groups, such as out(?P<horizon>\d+h)"
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(allowed)
    try:
        pattern = re.compile(value)
    except re.error as error:
        raise ValueError(f"{allowed}; {error}") from None
    if not pattern.groupindex:
        raise ValueError(f"{allowed}; it names no group")
    return value
