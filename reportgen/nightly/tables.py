"""The index for programs: JSON and CSV with the numbers of the page."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any, Final

from reportgen.nightly.page import report_link
from reportgen.nightly.record import LAST_HOURS
from reportgen.nightly.rows import Change, Index, Row
from reportgen.schema import Language, Message
from reportgen.text import say

SCHEMA: Final = "reportgen-nightly/1"
#: Beginnings that spreadsheets take for formulas.
_FORMULA: Final = ("=", "+", "-", "@")


def index_json(index: Index) -> str:
    """Every row with all its figures; hours as floats, no NaN."""
    plain = {
        "schema": SCHEMA,
        "night": index.date or None,
        "ended": index.ended,
        "version": index.version,
        "baseline": index.baseline or None,
        "flips": [row.record.name for row in index.flips],
        "runs": [_row(row) for row in index.rows],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _row(row: Row) -> dict[str, Any]:
    record = row.record
    traits = asdict(record.traits)
    return {
        "name": record.name,
        "state": row.state,
        "verdict": record.verdict,
        "before": row.before,
        "reason": record.reason or None,
        "cause": _cause(record.cause),
        "built": record.night,
        "report": report_link(row) or None,
        "identity": record.identity,
        "version": record.version,
        **{key: traits[key] or None for key in ("model", "window", "target")},
        "sources": traits["sources"],
        "numbers": None if record.numbers is None else asdict(record.numbers),
        "checks": dict(record.checks),
        "change": _change(row.change),
        "against_baseline": _change(row.against_baseline),
        "drift": row.drift,
        "history": [{"hours_half": half, "verdict": verdict} for half, verdict in row.history],
    }


def _cause(cause: Message | str) -> dict[str, str] | None:
    """Why there is no report, in both languages; the English text where it is all there is."""
    if not cause:
        return None
    return {
        language.value: cause if isinstance(cause, str) else say(cause, language)
        for language in Language
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    shares = zip(LAST_HOURS, change.last, strict=True)
    return {
        "last": {f"{hours:g}": part for hours, part in shares},
        "hours_half": change.hours_half,
        "normalized_entropy": change.entropy,
        "in_keys": change.in_keys,
        "peak_moved": change.moved,
        "share_drifted": change.drifted,
    }


def index_csv(index: Index) -> str:
    """One line a run; empty where there is no figure."""
    rows = [_flat(row) for row in index.rows]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(_COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


_COLUMNS: Final = (
    *("name", "state", "verdict", "before", "model", "window", "target", "samples"),
    *("cadence_hours", "window_hours", "clock"),
    *("peak_low_hours", "peak_high_hours", "peak_interval_low_hours", "peak_interval_high_hours"),
    *("p_value", "last_1h", "last_3h", "last_6h", "hours_half"),
    *("keys", "last_1_keys", "last_3_keys", "last_6_keys", "keys_half", "normalized_entropy"),
    *("skill", "skill_low", "skill_high"),
    *("change_last_3h", "change_hours_half", "change_normalized_entropy", "drift"),
    *("baseline_last_3h", "baseline_hours_half", "baseline_normalized_entropy"),
    *("built", "report", "reason"),
)


def _flat(row: Row) -> dict[str, object]:
    record, numbers = row.record, row.record.numbers
    flat: dict[str, object] = {
        "name": _text(record.name),
        "state": row.state,
        "verdict": record.verdict,
        "before": row.before,
        "model": _text(record.traits.model),
        "window": _text(record.traits.window),
        "target": _text(record.traits.target),
        "drift": int(row.drift),
        "built": record.night,
        "report": report_link(row),
        "reason": _text(record.reason),
    }
    if numbers is not None:
        flat |= {
            "samples": numbers.samples,
            "cadence_hours": numbers.cadence,
            "window_hours": numbers.window,
            "clock": numbers.clock,
            "p_value": numbers.p_value,
            "hours_half": numbers.hours_half,
            "normalized_entropy": numbers.normalized_entropy,
            "skill": numbers.skill,
            "keys": numbers.keys or None,
            "keys_half": numbers.keys_half,
            **{f"last_{key}h": share for key, share in numbers.last.items()},
            **{f"last_{key}_keys": share for key, share in numbers.last_keys.items()},
            **_ends("peak", numbers.peak, "_hours"),
            **_ends("peak_interval", numbers.peak_interval, "_hours"),
            **_ends("skill", numbers.skill_interval, ""),
        }
    for prefix, change in (("change", row.change), ("baseline", row.against_baseline)):
        if change is not None:
            flat |= {
                f"{prefix}_last_3h": None if change.in_keys else change.last[1],
                f"{prefix}_hours_half": change.hours_half,
                f"{prefix}_normalized_entropy": change.entropy,
            }
    return flat


def _ends(name: str, pair: tuple[float, float] | None, unit: str) -> dict[str, float]:
    return {} if pair is None else {f"{name}_low{unit}": pair[0], f"{name}_high{unit}": pair[1]}


def _text(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
