"""``reportgen compare`` and what it writes."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from reportgen.compare import compare
from reportgen.compare.since import changes_since, older_record
from reportgen.schema import Language
from tests.builders import peaked_run, tree
from tests.cli.conftest import Run, reportgen

__all__ = ["reportgen"]


@pytest.fixture(scope="module")
def written(runs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("written") / "out"
    compare([runs["far"], runs["near"], runs["fine"]], target)
    return target


def record(folder: Path) -> Any:
    return json.loads((folder / "compare.json").read_text(encoding="utf-8"))


def test_the_command_writes_three_documents(
    reportgen: Run, runs: dict[str, Path], tmp_path: Path
) -> None:
    outcome = reportgen("compare", runs["far"], runs["near"], "-o", tmp_path / "out")
    assert outcome.code == 0
    assert outcome.out.strip() == str(tmp_path / "out" / "compare.html")
    assert "figures differ between A and B" in outcome.err
    assert "closer" in outcome.err
    names = set(tree(tmp_path / "out"))
    assert {"compare.html", "compare.md", "compare.json", "figures/profile.en.png"} <= names


def test_the_record_says_what_the_page_says(written: Path) -> None:
    found = record(written)
    assert found["schema"] == "reportgen-compare/1"
    assert [run["label"] for run in found["runs"]] == ["A", "B", "C"]
    assert [(pair["first"], pair["other"]) for pair in found["pairs"]] == [("A", "B"), ("A", "C")]
    peak = {each["figure"]: each for each in found["pairs"][0]["differences"]}["peak_hours"]
    assert peak["difference"] == -3
    assert peak["differs"] is True
    assert found["repeats"] is None
    page = (written / "compare.html").read_text(encoding="utf-8")
    for language in ("en", "ko"):
        assert found["headline"][0][language] in re.sub(r"<[^>]+>", "", page)


def test_the_page_is_offline_and_strict(written: Path) -> None:
    page = (written / "compare.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html.unescape(page)
    assert not re.search(r"""(?:src|href)=["'](?!#|data:)""", page)
    assert " style=" not in page
    assert page.count("<style>") == page.count("<script>") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_markdown_has_both_languages_and_its_pictures(written: Path) -> None:
    text = (written / "compare.md").read_text(encoding="utf-8")
    assert "# comparison of runs" in text
    assert "# 실행 비교" in text
    for link in re.findall(r"\]\((figures/[^)]+)\)", text):
        assert (written / link).is_file()


def test_the_same_runs_give_the_same_bytes(
    written: Path, runs: dict[str, Path], tmp_path: Path
) -> None:
    compare([runs["far"], runs["near"], runs["fine"]], tmp_path / "elsewhere")
    assert tree(tmp_path / "elsewhere") == tree(written)


def test_summaries_and_report_directories_are_as_good_as_runs(
    reportgen: Run, runs: dict[str, Path], tmp_path: Path
) -> None:
    assert reportgen("build", runs["far"], "-o", tmp_path / "far", "--output", "nc").code == 0
    from_report = tmp_path / "from-report"
    reportgen("compare", tmp_path / "far", tmp_path / "far" / "summary.nc", "-o", from_report)
    reportgen("compare", runs["far"], runs["far"], "-o", tmp_path / "from-runs")
    assert tree(from_report) == tree(tmp_path / "from-runs")


def test_a_group_is_counted(reportgen: Run, runs: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcome = reportgen("compare", "--group", runs["far"], runs["again"], runs["near"], "-o", out)
    assert outcome.code == 0
    assert "2 of 3 trainings peak" in outcome.err
    repeats = record(out)["repeats"]
    assert (repeats["runs"], repeats["sharing"], repeats["agree"]) == (3, 2, False)


def test_one_run_is_not_enough(reportgen: Run, runs: dict[str, Path], tmp_path: Path) -> None:
    message = reportgen("compare", runs["far"], "-o", tmp_path / "out").failed_with(2)
    assert "two or more" in message
    assert not (tmp_path / "out").exists()


def test_a_run_that_is_not_there_is_named(
    reportgen: Run, runs: dict[str, Path], tmp_path: Path
) -> None:
    outcome = reportgen("compare", runs["far"], tmp_path / "gone", "-o", tmp_path / "out")
    assert "gone does not exist" in outcome.failed_with(2)


def test_other_experiments_are_refused_as_a_group(
    reportgen: Run, runs: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    outcome = reportgen("compare", "--group", runs["far"], runs["fine"], "-o", out)
    assert "leave --group out" in outcome.failed_with(2)
    assert not out.exists()


def test_a_folder_of_someone_else_is_not_replaced(
    reportgen: Run, runs: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = reportgen("compare", runs["far"], runs["near"], "-o", tmp_path)
    assert "was not made by reportgen" in outcome.failed_with(2)


# What changed since an older report -----------------------------------------------------------


def test_a_build_over_an_older_report_says_what_changed(reportgen: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = peaked_run(tmp_path / "first", key=5, samples=8)
    other = peaked_run(tmp_path / "other", key=8, samples=10)
    build = ("-o", out, "--output", "json", "--no-cache")
    assert "ince the last report" not in reportgen("build", first, *build).err
    assert "Nothing changed since the last report here." in reportgen("build", first, *build).err
    changed = reportgen("build", other, *build).err
    assert "Since the last report here:" in changed
    assert "samples: 8 → 10" in changed
    assert "peak, hours before issue: 7.00 → 4.00" in changed
    assert "ince the last report" not in reportgen("build", other, "-q", *build).err


def test_what_is_no_report_says_nothing(tmp_path: Path, reportgen: Run) -> None:
    assert older_record(tmp_path) is None
    for text in ("", "[1]", '{"schema": "other/1"}'):
        (tmp_path / "report.json").write_text(text, encoding="utf-8")
        assert older_record(tmp_path) is None
    run = peaked_run(tmp_path / "run", key=5, samples=4)
    from reportgen.build import report_of
    from reportgen.compare.side import summary_at

    assert changes_since({"checks": [{}]}, report_of(summary_at(run)), Language.EN) == ()
