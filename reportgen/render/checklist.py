"""The checklist as rows: worst first, each with its criterion drawn as a small bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.render.cells import words
from reportgen.schema import CheckResult, Language, Message, Profile, Status
from reportgen.text import known, say

#: Beside the word, so that a verdict never hangs on colour alone.
GLYPHS = {
    Status.FAIL: "✕",
    Status.WARN: "▲",
    Status.INFO: "○",
    Status.PASS: "✓",
    Status.SKIP: "–",
}

_GOOD_ABOVE = frozenset(
    [
        "critical-timestep",
        "uniform-attention",
        "weak-attention",
        "entropy-collapse",
        "redundant-heads",
        "peak-stability",
        "skill",
    ]
)
_GOOD_BELOW = frozenset(
    [
        "weight-range",
        "row-sums",
        "dead-rows",
        "mask-leak",
        "self-attention",
        "ignores-past",
        "over-reliance",
        "attention-sink",
    ]
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a value lies against its threshold, as fractions of the bar's length."""

    value: float
    threshold: float
    good_from: float
    good_to: float


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of the checklist, ready to be said."""

    id: str
    status: Status
    glyph: str
    word: Message
    name: Message
    measured: Message
    criterion: Message | None
    meaning: Message
    action: Message | None
    bar: Bar | None


def check_rows(checks: Sequence[CheckResult], profile: Profile) -> tuple[CheckRow, ...]:
    """Rows of the checklist, the gravest verdict first, otherwise in the order of the checks."""
    ranked = sorted(checks, key=lambda check: -check.status.severity)
    return tuple(check_row(check, profile) for check in ranked)


def check_row(check: CheckResult, profile: Profile) -> CheckRow:
    """One check as a row."""
    action = _part(check, f"{check.outcome}.action")
    return CheckRow(
        id=check.id,
        status=check.status,
        glyph=GLYPHS[check.status],
        word=Message(f"term.{check.status.value}"),
        name=_part(check, "name"),
        measured=_part(check, f"{check.outcome}.measured"),
        criterion=_criterion(check, profile),
        meaning=_part(check, f"{check.outcome}.meaning"),
        action=action if say(action, Language.EN) else None,
        bar=criterion_bar(check),
    )


def _part(check: CheckResult, part: str) -> Message:
    values = {"value": check.value, "threshold": check.threshold, **check.values}
    return Message(f"check.{check.id}.{part}", values)


def _criterion(check: CheckResult, profile: Profile) -> Message | None:
    guide = f"check.{check.id}.guide-criterion"
    if profile is Profile.GUIDE and known(guide):
        return _part(check, "guide-criterion")
    return _part(check, "criterion") if known(f"check.{check.id}.criterion") else None


def criterion_bar(check: CheckResult) -> Bar | None:
    """The bar of a check whose threshold parts good from bad; None for the others.

    The scale runs from zero (or the lower of both) to a quarter beyond the larger. Numbers that
    lie more than a factor of twenty apart are placed by their logarithm, two decades either side.
    """
    value, threshold = check.value, check.threshold
    if (
        value is None
        or threshold is None
        or not math.isfinite(value)
        or not math.isfinite(threshold)
    ):
        return None
    if check.status is Status.SKIP or value == threshold == 0:
        return None
    if check.id not in _GOOD_ABOVE | _GOOD_BELOW:
        return None
    low, high = min(0.0, value, threshold), max(value, threshold)
    if threshold > 0 and value > 0 and not 0.05 <= value / threshold <= 20:
        place = 0.5 + max(-0.5, min(0.5, math.log10(value / threshold) / 4))
        marks = place, 0.5
    else:
        span = (high - low) * 1.25 or 1.0
        marks = (value - low) / span, (threshold - low) / span
    place, limit = round(marks[0], 4), round(marks[1], 4)
    good = (limit, 1.0) if check.id in _GOOD_ABOVE else (0.0, limit)
    return Bar(place, limit, *good)


def status_counts(checks: Sequence[CheckResult]) -> tuple[Message, ...]:
    """How many checks ended in each verdict that occurs, the gravest first."""
    worst_first = sorted(Status, key=lambda status: -status.severity)
    counted = ((status, sum(check.status is status for check in checks)) for status in worst_first)
    return tuple(words(f"count.{status.value}", n=n) for status, n in counted if n)
