"""Parts of ``report.json``: each function returns plain dictionaries in the published order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields

from reportgen.render.checklist import check_row
from reportgen.render.finding import ladder_step
from reportgen.render.json_heads import lag_hours_record
from reportgen.render.words import unmarked
from reportgen.schema import (
    CheckResult,
    Figures,
    Finding,
    Interval,
    Language,
    Message,
    Profile,
    Report,
    ScaleResult,
    SkippedFile,
)
from reportgen.text import known, say, skip_reason

#: Spaces that keep a number with its unit on paper only get in the way of whoever reads JSON.
_SPACES = str.maketrans({"\u00a0": " ", "\u2060": None})

_FIRST_FIGURES = (
    "min",
    "max",
    "mean",
    "std",
    "row_sum_min",
    "row_sum_max",
    "entropy_nats",
    "normalized_entropy",
    "effective_keys",
    "gini",
    "diagonal_mean",
    "diagonal_share",
)


def worded(message: Message | str) -> dict[str, str]:
    """A message in every language, as plain text."""
    return {
        language.value: unmarked(say(message, language)).translate(_SPACES) for language in Language
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def run_record(report: Report) -> dict[str, object]:
    """What was read, and how it was understood."""
    run = report.run
    return {
        "name": run.name,
        "files_read": run.files_read,
        "files_skipped": [_skipped(skipped) for skipped in run.files_skipped],
        "samples": run.samples,
        "layers": run.layers,
        "heads": run.heads,
        "queries": run.queries,
        "keys": run.keys,
        "dtype": run.dtype,
        "precision": run.precision.value,
        "mask": {
            "kind": run.mask.kind.value,
            "source": run.mask.source.value,
            "width": run.mask.width,
        },
        "unread": list(run.unread),
        "notes": [worded(note) for note in run.notes],
        "tokens": list(run.tokens),
    }


def _skipped(skipped: SkippedFile) -> dict[str, object]:
    texts = {
        language.value: skip_reason(skipped, language).translate(_SPACES) for language in Language
    }
    reason = skipped.reason.removeprefix("skip.")
    return {
        "file": skipped.file,
        "reason": reason,
        "detail": skipped.detail,
        "message": texts,
    }


def time_record(report: Report) -> dict[str, object]:
    """The clocks of the keys; null where nothing may be said in hours."""
    times = report.times
    return {
        "declared": times.declared,
        "source": times.source,
        "detail": times.detail,
        "cadence_hours": times.cadence_hours,
        "window_hours": times.window_hours,
        "cell_hours": times.cell_hours,
        "stamp": times.stamp.value,
        "regular": times.regular,
        "gaps": [{"after_step": step, "hours": hours} for step, hours in times.gaps],
        "issue_offset_hours": times.issue_offset_hours,
        "forecast_period": _pair(times.forecast_period),
        "prefix_tokens": times.prefix_tokens,
        "patch_length": times.patch_length,
        "patch_stride": times.patch_stride,
        "padded_share": times.padded_share,
        "elapsed_hours": list(times.elapsed),
        "hours_before_last_input": list(times.before_last_input),
        "hours_before_issue": list(times.before_issue),
        "hours_before_valid": [None if ends is None else list(ends) for ends in times.before_valid],
    }


def focus_record(report: Report) -> dict[str, object]:
    """The plane the report speaks of."""
    return {
        "layer": report.focus.layer,
        "head": "mean",
        "readout": report.focus.readout.value,
    }


def figures_record(figures: Figures) -> dict[str, object]:
    """The figures of a plane, flat: the documented ones first, then the others."""
    flat = asdict(figures)
    first = {name: flat.pop(name) for name in _FIRST_FIGURES}
    return {**first, **flat, "pattern": figures.pattern.value}


def summary_record(report: Report) -> dict[str, object]:
    """The focus plane: its figures, its keys, its strongest cells."""
    record = figures_record(report.figures)
    pattern = {name: record.pop(name) for name in ("pattern", "pattern_score")}
    first = {name: record.pop(name) for name in _FIRST_FIGURES}
    return {
        **first,
        "incoming": list(report.incoming),
        "importance": list(report.importance),
        "lift": list(report.lift),
        "lift_low": _listed(report.lift_low),
        "lift_high": _listed(report.lift_high),
        "top_connections": [asdict(cell) for cell in report.top_connections],
        **pattern,
        **record,
    }


def _listed(values: Iterable[float] | None) -> list[float] | None:
    return None if values is None else [float(value) for value in values]


def peak_record(report: Report) -> dict[str, object]:
    """The key that stands out, and how well founded that is."""
    peak = report.peak
    first = {
        "key": peak.key,
        "incoming": peak.incoming,
        "share": peak.share,
        "lift": peak.lift,
        "p_value": peak.p_value,
        "ci95_share": _pair(peak.ci95_share),
        "ci95_lift": _pair(peak.ci95_lift),
        "ci95_key": _pair(peak.ci95_key),
        "elapsed_hours": peak.elapsed_hours,
        "hours_before_last_input": peak.hours_before_last_input,
        "hours_before_issue": peak.hours_before_issue,
    }
    others = {
        field.name: getattr(peak, field.name)
        for field in fields(peak)
        if field.name not in first and field.name not in ("half_widths", "last_hours")
    }
    return {
        **first,
        **others,
        "half_widths": [asdict(width) for width in peak.half_widths],
        "last_hours": [
            {"hours": hours, "share": share, "even": even} for hours, share, even in peak.last_hours
        ],
    }


def layer_records(report: Report) -> list[dict[str, object]]:
    """One record a layer, mean of its heads, with its lift per key."""
    return [
        {
            "layer": layer,
            **figures_record(figures),
            **lag_hours_record(report, figures),
            "lift": _listed(report.layer_lift_by_key[layer]),
        }
        for layer, figures in enumerate(report.layers)
    ]


def head_records(report: Report) -> list[dict[str, object]]:
    """One record a head."""
    return [
        {
            "layer": head.layer,
            "head": head.head,
            **figures_record(head.figures),
            **lag_hours_record(report, head.figures),
        }
        for head in report.heads
    ]


def check_record(check: CheckResult, profile: Profile) -> dict[str, object]:
    """One check: the documented fields, then its outcome and the rest of its words."""
    row = check_row(check, profile)
    return {
        "id": check.id,
        "group": check.group,
        "status": check.status.value,
        "value": check.value,
        "threshold": check.threshold,
        "unit": check.unit,
        "message": worded(row.measured),
        "outcome": check.outcome,
        "name": worded(row.name),
        "criterion": None if row.criterion is None else worded(row.criterion),
        "meaning": worded(row.meaning),
        "action": None if row.action is None else worded(row.action),
        "values": _values(check.values),
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """One finding: its place, its words and the numbers in them."""
    return {
        "place": finding.place,
        "id": finding.message.id,
        "holds": finding.holds,
        "message": _finding_words(finding),
        "values": _values(finding.message.values),
    }


def _finding_words(finding: Finding) -> dict[str, str]:
    """A finding in every language; a step of the ladder is its title and its figure."""
    if finding.place != "ladder":
        return worded(finding.message)
    step = ladder_step(finding)
    titles, texts = worded(step.title), worded(step.text)
    return {
        language: f"{title}{'' if title.endswith('?') else '.'} {texts[language]}"
        for language, title in titles.items()
    }


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: [value.low, value.high] if isinstance(value, Interval) else value
        for name, value in sorted(values.items())
    }


def scale_record(scale: ScaleResult) -> dict[str, object]:
    """A physical scale and where it falls."""
    known_name = known(f"scale.{scale.id}")
    own = {language.value: scale.id for language in Language}
    return {
        "id": scale.id,
        "name": worded(f"scale.{scale.id}") if known_name else own,
        "hours": _pair(scale.hours),
        "before_issue": _pair(scale.before_issue),
        "seen": _pair(scale.seen),
        "testable": scale.testable,
        "meets_peak": scale.meets_peak,
        "source": scale.source
        if isinstance(scale.source, str)
        else unmarked(say(scale.source, Language.EN)).translate(_SPACES),
    }


def input_records(report: Report) -> list[dict[str, object]]:
    """Every input variable over the window."""
    return [
        {
            "name": series.name,
            "units": series.units,
            "role": series.role,
            "mean": _listed(series.mean),
            "low": _listed(series.low),
            "high": _listed(series.high),
        }
        for series in report.inputs
    ]


def sample_record(report: Report) -> dict[str, object]:
    """What the samples do one by one, in the order of their names."""
    return {
        "names": list(report.run.sample_names),
        "reference_times": list(report.run.reference_times),
        "peaks": list(report.sample_peaks),
        "lift_low": _listed(report.sample_lift_low),
        "lift_high": _listed(report.sample_lift_high),
    }


def lag_record(report: Report) -> dict[str, object]:
    """Mean weight in even shares against the lag, query less key, in steps."""
    return {"steps": _listed(report.lags), "lift": _listed(report.lag_spectrum)}
