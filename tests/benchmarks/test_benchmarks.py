"""The benchmark runs, and its table says what was measured; nothing here is timed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reportgen import open_run, summarize
from tests.benchmarks import run
from tests.benchmarks.naive import naive_statistics
from tests.benchmarks.runs import generated_run
from tests.benchmarks.table import Row, not_measured, table

ROOT = Path(__file__).parents[2]


def test_a_table_shows_goals_met_and_missed() -> None:
    rows = [
        Row("speed", "5x", "6x", True),
        Row("memory", "2 MB", "3 MB", False, "a | b"),
        not_measured("peer", "", "not installed"),
    ]
    lines = table(rows).splitlines()
    assert lines[2] == "| speed | 5x | 6x | yes |  |"
    assert lines[3] == "| memory | 2 MB | 3 MB | **no** | a \\| b |"
    assert lines[4] == "| peer | – | not measured | – | not installed |"


def test_the_naive_statistics_are_those_of_the_summary(tmp_path: Path) -> None:
    """What is compared is the same work: the same numbers come out."""
    made = generated_run(tmp_path, 9, 3, layers=2, heads=2)
    naive = naive_statistics(made.path)
    summary = summarize(open_run(made.path), jobs=1)
    for (layer, head), found in naive.items():
        here = summary.isel(layer=layer, head=head)
        np.testing.assert_allclose(here["incoming_sum"], found["incoming"], rtol=1e-5)
        assert here["sample_gini"].sum().item() == pytest.approx(found["gini"], rel=1e-4)
        assert here["sample_entropy"].sum().item() == pytest.approx(found["entropy"], rel=1e-5)
        assert here["sample_diagonal"].sum().item() == pytest.approx(found["diagonal"], rel=1e-5)


def test_only_the_table_of_the_page_is_replaced() -> None:
    page = run.PAGE.read_text(encoding="utf-8")
    changed = run.with_table(page, "| new |\n")
    before, _, after = page.partition(run.BEGIN)
    assert changed.startswith(before + run.BEGIN + "\n| new |\n")
    assert changed.endswith(after.partition(run.END)[2])
    with pytest.raises(SystemExit, match="no line"):
        run.with_table("no table here", "")


def test_make_bench_runs_what_is_there() -> None:
    script = re.search(r"\$\(PY\) (tests/\S+\.py) \$\(ARGS\)", (ROOT / "Makefile").read_text())
    assert script is not None
    assert (ROOT / script[1]).samefile(run.__file__)


@pytest.mark.slow
def test_the_benchmark_runs_in_miniature() -> None:
    command = [sys.executable, "tests/benchmarks/run.py", "--tiny", "speed", "growth", "peers"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "| what | goal | measured | met | remark |"
    names = [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]]
    for wanted in ("stored npz", "deflated npz", "cost of 2", "memory", "guide", "report.html"):
        assert any(wanted in name for name in names), wanted


def test_an_unknown_subject_is_refused() -> None:
    command = [sys.executable, "tests/benchmarks/run.py", "nothing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nothing: not among startup, speed" in done.stderr
