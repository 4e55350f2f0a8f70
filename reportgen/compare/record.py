"""``compare.json``: every number of a comparison, for scripts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reportgen.compare.findings import Comparison, decks, doubts, headlines
from reportgen.compare.records import Pair, Repeats
from reportgen.compare.side import Side
from reportgen.schema import Interval, Language, Message
from reportgen.text import say

COMPARE_SCHEMA = "reportgen-compare/1"


def comparison_record(comparison: Comparison) -> Mapping[str, object]:
    """A comparison as plain values; hours and shares as floats, differences as other - first."""
    sides = comparison.sides
    return {
        "schema": COMPARE_SCHEMA,
        "headline": [_said(message) for message in headlines(comparison)],
        "deck": [_said(message) for message in decks(comparison)],
        "doubts": [_said(message) for message in doubts(comparison)],
        "runs": [_run(side) for side in sides],
        "pairs": [_pair(pair, sides) for pair in comparison.pairs],
        "repeats": None if comparison.repeats is None else _repeats(comparison.repeats),
    }


def _said(message: Message) -> Mapping[str, str]:
    return {language.value: say(message, language) for language in Language}


def _bounds(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _run(side: Side) -> Mapping[str, object]:
    report = side.report
    run, times = report.run, report.times
    return {
        "label": side.label,
        "name": run.name,
        "status": report.status.value,
        "samples": run.samples,
        "blocks": report.peak.blocks,
        "layers": run.layers,
        "heads": run.heads,
        "keys": run.keys,
        "mask": run.mask.kind.value,
        "cadence_hours": times.cadence_hours,
        "window_hours": times.window_hours,
        "input_digest": report.provenance.input_digest,
        "figures": {
            name: {"value": each.value, "ci95": _bounds(each.interval)}
            for name, each in sorted(side.estimates.items())
        },
        "layer_figures": [
            {"layer": layer, "normalized_entropy": each.value, "ci95": _bounds(each.interval)}
            for layer, each in enumerate(side.layer_entropy)
        ],
    }


def _pair(pair: Pair, sides: tuple[Side, ...]) -> Mapping[str, object]:
    return {
        "first": sides[0].label,
        "other": sides[pair.other].label,
        "differences": [
            {
                "figure": each.figure,
                "first": each.first.value,
                "other": each.other.value,
                "difference": each.value,
                "ci95": _bounds(each.interval),
                "differs": each.differs,
            }
            for each in pair.differences
        ],
        "not_compared": [
            {"figure": each.figure, "reason": each.reason} for each in pair.not_compared
        ],
        "verdicts": [
            {
                "check": each.check,
                "first": each.first.value,
                "other": each.other.value,
                "direction": each.direction,
            }
            for each in pair.verdicts
        ],
        "profile": _profile(pair),
        "matrices": _matrices(pair),
        "layers": [
            {
                "layer": each.layer,
                "first_normalized_entropy": each.first.value,
                "other_normalized_entropy": each.other.value,
                "difference": each.value,
                "ci95": _bounds(each.interval),
            }
            for each in pair.layers
        ],
        "heads": [
            {
                "layer": each.layer,
                "first": each.first,
                "other": each.other,
                "distance": each.distance,
                "same_place": each.same_place,
                "floor": each.floor,
            }
            for each in pair.heads
        ],
        "heads_reason": pair.heads_reason,
    }


def _profile(pair: Pair) -> Mapping[str, object] | None:
    profile = pair.profile
    if profile is None:
        return None
    unit, plural = ("key", "keys") if profile.clock == "step" else ("hour", "hours")
    arrays = {
        f"{plural}_edges": profile.edges,
        f"first_share_per_{unit}": profile.first,
        f"other_share_per_{unit}": profile.other,
        "difference": profile.value,
        "ci95_low": profile.low,
        "ci95_high": profile.high,
    }
    lists = {
        name: None if each is None else [float(value) for value in np.asarray(each)]
        for name, each in arrays.items()
    }
    return {"clock": profile.clock, **lists}


def _matrices(pair: Pair) -> Mapping[str, object] | None:
    """What the matrices differ by; their cells are in ``figures/matrices-*.csv``."""
    plane = pair.plane
    if plane is None:
        return None
    return {
        "unit": plane.unit,
        "rows": plane.first.shape[0],
        "columns": plane.first.shape[1],
        "block": plane.block,
        "share_elsewhere": plane.elsewhere,
        "share_elsewhere_between_halves": plane.floor,
    }


def _repeats(repeats: Repeats) -> Mapping[str, object]:
    return {
        "runs": repeats.runs,
        "standing": repeats.standing,
        "sharing": repeats.sharing,
        "key": repeats.key,
        "agree": repeats.agree,
        "figures": [
            {
                "figure": each.figure,
                "values": list(each.values),
                "mean": each.mean,
                "ci95_mean": _bounds(each.interval),
                "deviation_between": each.deviation,
                "half_width_within": each.within,
            }
            for each in repeats.spreads
        ],
    }
