"""``report.json``: every number of the report for scripts, by the schema in ``docs/``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from numbers import Integral, Real

from reportgen.render.json_heads import head_map_record
from reportgen.render.json_parts import parts_record
from reportgen.render.json_records import (
    check_record,
    finding_record,
    focus_record,
    head_records,
    input_records,
    lag_record,
    layer_records,
    peak_record,
    run_record,
    sample_record,
    scale_record,
    summary_record,
    time_record,
)
from reportgen.schema import REPORT_SCHEMA, Output, Report

#: Enough that nothing is lost of float32 data, few enough to be read.
SIGNIFICANT_DIGITS = 10


def render_json(
    report: Report,
    outputs: Sequence[Output] = (),
    sections: Sequence[tuple[str, int]] = (),
) -> str:
    """The report as JSON text.

    Parameters
    ----------
    report
        What was found.
    outputs
        Files written beside this one.
    sections
        Parts of the page and their bytes, of `section_sizes`.

    Returns
    -------
    str
        Keys in a fixed order, not-a-number and infinity as null, lists of numbers on one line.
    """
    return _written(report_record(report, outputs, sections), "") + "\n"


def report_record(
    report: Report, outputs: Sequence[Output], sections: Sequence[tuple[str, int]] = ()
) -> dict[str, object]:
    """The whole document as nested dictionaries."""
    made = report.provenance
    return {
        "schema": REPORT_SCHEMA,
        "status": report.status.value,
        "profile": report.profile.value,
        "run": run_record(report),
        "time": time_record(report),
        "focus": focus_record(report),
        "summary": summary_record(report),
        "peak": peak_record(report),
        "layers": layer_records(report),
        "heads": head_records(report),
        "head_map": head_map_record(report),
        "rollout_lift": None
        if report.rollout_lift is None
        else [float(value) for value in report.rollout_lift],
        "lags": lag_record(report),
        "parts": parts_record(report),
        "checks": [check_record(check, report.profile) for check in report.checks],
        "findings": [finding_record(finding) for finding in report.findings],
        "inputs": input_records(report),
        "scales": [scale_record(scale) for scale in report.scales],
        "agreement": agreement_record(report),
        "flow": None if report.flow is None else asdict(report.flow),
        "faithfulness": [asdict(item) for item in report.faithfulness],
        "wind": wind_record(report),
        "content": None if report.content is None else asdict(report.content),
        "samples": sample_record(report),
        "provenance": {
            "version": made.version,
            "command": made.command,
            "config": made.config,
            "digest": made.input_digest,
            "libraries": dict(sorted(made.libraries.items())),
        },
        "outputs": [asdict(output) for output in outputs],
        "sections": [
            {"file": "report.html", "section": name, "bytes": size} for name, size in sections
        ],
    }


def agreement_record(report: Report) -> dict[str, object]:
    """Peaks of the layers and of the rollout."""
    agreement = report.agreement
    return {
        "agrees": agreement.agrees,
        "layer_peaks": list(agreement.peaks),
        "rollout_peak": agreement.rollout_peak,
        "tolerance_keys": agreement.tolerance,
    }


def wind_record(report: Report) -> dict[str, object] | None:
    """Speed of the samples' windows and the hours per sample it makes of distances."""
    if report.wind is None:
        return None
    return {
        "speed_km_s": [report.wind.typical.low, report.wind.typical.high],
        "l1_to_earth_hours": list(report.wind.l1_hours),
        "sun_to_earth_hours": list(report.wind.sun_hours),
    }


def _written(value: object, indent: str) -> str:
    """JSON text of a value; lists without dictionaries stay on one line."""
    deeper = indent + "  "
    if isinstance(value, Mapping):
        items = [f"{_quoted(str(key))}: {_written(item, deeper)}" for key, item in value.items()]
        return _block("{", items, "}", indent)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return _scalar(value)
    if any(isinstance(item, Mapping) for item in value):
        return _block("[", [_written(item, deeper) for item in value], "]", indent)
    return "[" + ", ".join(_written(item, deeper) for item in value) + "]"


def _block(opening: str, items: list[str], closing: str, indent: str) -> str:
    if not items:
        return opening + closing
    inner = f",\n{indent}  ".join(items)
    return f"{opening}\n{indent}  {inner}\n{indent}{closing}"


def _quoted(text: str) -> str:
    # A file name may hold bytes that are no text: they must not break the encoding.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False)


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        number = float(value)
        if not math.isfinite(number):
            return "null"
        return repr(float(f"{number:.{SIGNIFICANT_DIGITS}g}"))
    return _quoted(str(value))
