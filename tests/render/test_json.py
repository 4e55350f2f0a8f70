"""``report.json`` keeps its contract: the published fields, valid numbers, equal bytes."""

from __future__ import annotations

import json
import math
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportgen.render import render_json
from reportgen.schema import Output, Report
from tests.render.reports import make_report

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8")
)
OUTPUTS = (Output("report.html", 1234, "0" * 64),)

PUBLISHED = {
    "": "schema status run time focus summary peak layers heads checks provenance outputs",
    "run": "name files_read files_skipped samples layers heads queries keys dtype mask",
    "run.mask": "kind source",
    "run.files_skipped.0": "file reason",
    "time": "declared source cadence_hours window_hours hours_before_last_input",
    "focus": "layer head readout",
    "summary": (
        "min max mean std row_sum_min row_sum_max entropy_nats normalized_entropy effective_keys "
        "gini diagonal_mean diagonal_share incoming importance lift top_connections pattern"
    ),
    "summary.top_connections.0": "query key weight",
    "peak": (
        "key incoming share lift p_value ci95_share ci95_lift ci95_key elapsed_hours "
        "hours_before_last_input hours_before_issue"
    ),
    "layers.1": "normalized_entropy effective_keys gini pattern entropy_nats row_sum_max",
    "heads.7": "layer head normalized_entropy diagonal_mean min max",
    "checks.0": "id group status value threshold unit message",
    "checks.0.message": "en ko",
    "provenance": "version command config digest libraries",
    "outputs.0": "file bytes sha256",
}


def written(report: Report) -> dict[str, Any]:
    """What a strict reader gets back."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in report.json")

    document: dict[str, Any] = json.loads(render_json(report, OUTPUTS), parse_constant=refuse)
    return document


def reached(document: Any, path: str) -> Any:
    for step in filter(None, path.split(".")):
        document = document[int(step)] if step.isdigit() else document[step]
    return document


def strict(schema: Any) -> Any:
    """The schema with undescribed fields forbidden."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    tightened = {name: strict(part) for name, part in schema.items()}
    if tightened.get("type") == "object" and "properties" in schema:
        tightened["additionalProperties"] = False
    return tightened


@pytest.mark.parametrize(
    "variant",
    [{}, {"timed": False, "samples": 1}, {"layers": 1, "heads": 1}],
    ids=["timed", "single sample in steps", "one head"],
)
def test_output_validates_and_every_field_is_described(variant: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = written(make_report(**variant))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(document)


def test_the_strict_schema_notices_a_field_that_is_not_described() -> None:
    document = written(make_report())
    for path in ("", "peak", "heads.0", "checks.0", "time"):
        changed = deepcopy(document)
        reached(changed, path)["surprise"] = 1
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(strict(SCHEMA)).validate(changed)


def test_published_fields_are_there() -> None:
    document = written(make_report())
    for path, names in PUBLISHED.items():
        missing = set(names.split()) - set(reached(document, path))
        assert not missing, f"{path}: {missing}"
    assert document["schema"] == "reportgen/1"
    assert document["status"] == "fail"
    assert document["focus"] == {"layer": 1, "head": "mean", "readout": "mean"}
    assert document["run"]["files_skipped"][0]["reason"] == "truncated"


def test_not_a_number_becomes_null_wherever_it_stands() -> None:
    report = make_report()
    broken = replace(
        report, figures=replace(report.figures, gini=math.nan, max=math.inf), lift=(math.nan,) * 24
    )
    summary = written(broken)["summary"]
    assert summary["gini"] is None
    assert summary["max"] is None
    assert summary["lift"] == [None] * 24


def test_without_time_hours_are_null_and_with_one_sample_intervals_are() -> None:
    document = written(make_report(timed=False, samples=1))
    peak = document["peak"]
    assert document["time"]["declared"] is False
    assert document["time"]["cadence_hours"] is None
    assert peak["hours_before_issue"] is None
    assert peak["ci95_share"] is None
    assert isinstance(peak["p_value"], float)


def test_numbers_read_well_and_survive() -> None:
    report = make_report()
    report = replace(report, incoming=(0.1 + 0.2, 1 / 3, 2e-7))
    text = render_json(report)
    assert '"incoming": [0.3, 0.3333333333, 2e-07]' in text
    assert json.loads(text)["summary"]["incoming"][1] == pytest.approx(1 / 3, rel=1e-9)


def test_words_are_plain_text_in_both_languages() -> None:
    document = written(make_report())
    texts = [check["message"] for check in document["checks"]]
    texts += [finding["message"] for finding in document["findings"]]
    for text in texts:
        assert text["en"]
        assert text["ko"]
        assert not set("\u2060\u00a0") & set(text["en"] + text["ko"])
        assert "**" not in text["en"] + text["ko"]


def test_equal_reports_give_equal_bytes_that_end_in_a_newline() -> None:
    text = render_json(make_report(), OUTPUTS)
    assert text == render_json(make_report(), OUTPUTS)
    assert text.endswith("}\n")
    assert "균등" in text
