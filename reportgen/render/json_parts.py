"""The epochs or targets of a run in ``report.json``."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from reportgen.render.json_records import worded
from reportgen.schema import Parts, Report, SkippedPart
from reportgen.statistics.parts import mean_entropy


def parts_record(report: Report) -> dict[str, object] | None:
    """Every part with its numbers; null for a run without parts."""
    parts = report.parts
    if parts is None:
        return None
    labels = [item.name.label for item in parts.items]
    fall = parts.fall
    return {
        "kind": parts.kind.value,
        "main": parts.main,
        "items": _items(report, parts),
        "skipped": [_skipped(part) for part in parts.skipped],
        "collapses": [
            {**asdict(collapse), "first": labels[collapse.first]} for collapse in parts.collapses
        ],
        "entropy_fall": None
        if fall is None
        else {**asdict(fall), "highest": labels[fall.highest], "lowest": labels[fall.lowest]},
    }


def _items(report: Report, parts: Parts) -> list[dict[str, object]]:
    times = report.times
    means = mean_entropy(parts.items)
    return [
        {
            "label": item.name.label,
            "epoch": item.name.epoch,
            "samples": item.samples,
            "blocks": item.blocks,
            "mean_normalized_entropy": float(mean),
            "normalized_entropy": _listed(item.normalized_entropy),
            "lift": _listed(item.lift),
            "peak": {
                "key": item.peak_key,
                "share": item.peak_share,
                "lift": item.peak_lift,
                "ci95_lift": None
                if item.ci95_lift is None
                else [item.ci95_lift.low, item.ci95_lift.high],
                "p_value": item.p_value,
                "elapsed_hours": times.elapsed[item.peak_key],
                "hours_before_last_input": times.before_last_input[item.peak_key],
                "hours_before_issue": times.before_issue[item.peak_key],
            },
            "pattern": item.pattern.value,
            "pattern_score": item.pattern_score,
            "head_patterns": [[head.value for head in row] for row in item.head_patterns],
        }
        for item, mean in zip(parts.items, means, strict=True)
    ]


def _listed(values: object) -> list[list[float]]:
    return [[float(value) for value in row] for row in np.asarray(values)]


def _skipped(part: SkippedPart) -> dict[str, object]:
    return {
        "label": part.label,
        "reason": part.reason,
        "detail": part.detail,
        "message": worded(f"skip.{part.reason}"),
    }
