"""The guide's 8 x 8 matrix gives the guide's numbers, where the guide is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import SAMPLES
from tests.cli.conftest import Run, report_json

GUIDE = SAMPLES / "guide_8x8"


@pytest.fixture
def report(reportgen: Run, tmp_path: Path) -> Any:
    done = reportgen(
        "build", GUIDE, "-o", tmp_path / "report", "--cadence", "12min", "--output", "json"
    )
    assert done.code == 0, done.err
    return report_json(tmp_path / "report")


def checks(report: Any) -> dict[str, Any]:
    return {check["id"]: check for check in report["checks"]}


def test_numbers(report: Any) -> None:
    summary, peak = report["summary"], report["peak"]
    assert peak["key"] == 5
    assert peak["incoming"] == pytest.approx(1.51, abs=1e-6)
    assert peak["share"] == pytest.approx(0.18875, abs=1e-7)
    assert summary["importance"][5] == pytest.approx(0.18875, abs=1e-7)
    assert summary["diagonal_mean"] == pytest.approx(0.21, abs=1e-7)
    assert summary["entropy_nats"] == pytest.approx(2.0048, abs=5e-5)
    assert summary["std"] == pytest.approx(0.0496, abs=5e-5)
    sums = [0.80, 0.89, 1.00, 0.90, 0.91, 1.51, 1.00, 0.99]
    assert summary["incoming"] == pytest.approx(sums, abs=1e-6)


def test_hours(report: Any) -> None:
    peak, time = report["peak"], report["time"]
    assert peak["elapsed_hours"] == pytest.approx(1.0)
    assert peak["hours_before_last_input"] == pytest.approx(0.4)
    assert peak["hours_before_issue"] is None
    assert time["declared"]
    assert time["cadence_hours"] == pytest.approx(0.2)
    assert time["window_hours"] == pytest.approx(1.4)


def test_issue_offset_moves_the_peak_before_issue(reportgen: Run, tmp_path: Path) -> None:
    flags = ("--cadence", "12min", "--issue-offset", "12min", "--output", "json")
    reportgen("build", GUIDE, "-o", tmp_path / "r", *flags)
    assert report_json(tmp_path / "r")["peak"]["hours_before_issue"] == pytest.approx(0.6)


def test_one_sample_has_no_interval(report: Any) -> None:
    peak = report["peak"]
    assert peak["ci95_share"] is peak["ci95_lift"] is peak["ci95_key"] is None
    assert isinstance(peak["p_value"], float)


def test_without_cadence_every_hour_is_null_and_steps_remain(reportgen: Run) -> None:
    results = {check["id"]: check for check in reportgen("check", GUIDE, "--json").json["checks"]}
    assert results["physical-plausibility"]["status"] == "skip"
    assert "--cadence" in str(results["physical-plausibility"])


def test_profile_guide_applies_the_absolute_rules(reportgen: Run, tmp_path: Path) -> None:
    flags = ("--profile", "guide", "--output", "json")
    assert reportgen("build", GUIDE, "-o", tmp_path / "r", *flags).code == 0
    report = report_json(tmp_path / "r")
    results = checks(report)
    assert report["profile"] == "guide"
    critical = results["critical-timestep"]
    assert critical["outcome"] == "guide-critical"
    assert critical["values"]["key"] == 5
    assert "critical" in critical["message"]["en"].lower() + critical["meaning"]["en"].lower()
    diagonal = results["self-attention"]
    assert diagonal["outcome"] == "guide-strong"
    assert (
        "strong self-attention" in (diagonal["message"]["en"] + diagonal["meaning"]["en"]).lower()
    )


def test_profile_guide_says_why_entropy_above_two_and_a_half_cannot_apply(
    reportgen: Run, tmp_path: Path
) -> None:
    reportgen("build", GUIDE, "-o", tmp_path / "r", "--profile", "guide", "--output", "json")
    entropy = checks(report_json(tmp_path / "r"))["entropy-collapse"]
    text = entropy["message"]["en"] + " " + entropy["meaning"]["en"]
    assert entropy["outcome"].endswith("-capped")
    for words in ("2.5", "8", "2.08"):
        assert words in text, words


def test_the_page_shows_the_numbers(reportgen: Run, tmp_path: Path) -> None:
    done = reportgen(
        "build", GUIDE, "-o", tmp_path / "r", "--cadence", "12min", "--output", "html,md"
    )
    assert done.code == 0, done.err
    for name in ("report.html", "report.md"):
        text = (tmp_path / "r" / name).read_text(encoding="utf-8")
        # 2.0048 nat, rounded for print.
        for number in ("18.9", "0.21", "2.00"):
            assert number in text, (name, number)
