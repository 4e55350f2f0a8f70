"""What changed since an older report in the same place; for the terminal only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reportgen.schema import REPORT_SCHEMA, Language, Message, Report, Status
from reportgen.text import say

#: Smaller relative changes are the last digits of sums in another order.
_SAME = 1e-6


def older_record(directory: Path) -> Mapping[str, Any] | None:
    """``report.json`` of an older report, None where there is none that can be read."""
    try:
        record = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(record, dict) and record.get("schema") == REPORT_SCHEMA
    return record if known else None


def changes_since(older: Mapping[str, Any], report: Report, language: Language) -> tuple[str, ...]:
    """Lines that say what is not as it was: verdicts first, then figures; one line if nothing is.

    Parameters
    ----------
    older
        From `older_record`.
    report
        The report that took its place.
    """
    try:
        changes = (*_verdicts(older, report, language), *_figures(older, report, language))
    except (AttributeError, KeyError, TypeError, ValueError):
        # Somebody else's file, or one that was cut: nothing can be said about it.
        return ()
    if not changes:
        return (say("compare.since.same", language),)
    return (say("compare.since.title", language), *(f"  {line}" for line in changes))


def _verdicts(older: Mapping[str, Any], report: Report, language: Language) -> Iterator[str]:
    before = {check["id"]: Status(check["status"]) for check in older["checks"]}
    for check in report.checks:
        was = before.get(check.id)
        if was is not None and was is not check.status:
            values = {"check": check.id, "before": was.value, "after": check.status.value}
            yield say(Message("compare.since.check", values), language)


def _figures(older: Mapping[str, Any], report: Report, language: Language) -> Iterator[str]:
    peak, was = report.peak, older["peak"]
    hours = peak.hours_before_issue is not None and was["hours_before_issue"] is not None
    place = (
        ("peak-hours", was["hours_before_issue"], peak.hours_before_issue, None)
        if hours
        else ("peak-key", was["key"], peak.key, None)
    )
    rows = (
        ("samples", older["run"]["samples"], report.run.samples, None),
        place,
        ("share", was["share"], peak.share, was["ci95_share"]),
        ("lift", was["lift"], peak.lift, was["ci95_lift"]),
        (
            "entropy",
            older["summary"]["normalized_entropy"],
            report.figures.normalized_entropy,
            None,
        ),
    )
    for name, before, after, interval in rows:
        if before is None or after is None or abs(after - before) <= _SAME * abs(before):
            continue
        values = {
            "figure": say(f"compare.since.{name}", language),
            "before": before,
            "after": after,
        }
        beyond = interval is not None and not interval[0] <= after <= interval[1]
        if beyond and interval is not None:
            bounds = (interval[0], interval[1])
            yield say("compare.since.beyond", language, interval=bounds, **values)
        else:
            counted = isinstance(before, int) and isinstance(after, int)
            yield say(f"compare.since.{'count' if counted else 'figure'}", language, **values)
