"""Several epochs or targets in one run, through the real command line on real files."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from tests.builders import HYDRA_HOURLY, Floats, planted_attention, stamps, tree, write_run

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
KEYS, SAMPLES = 8, 8


def epoch_attention(epoch: int, *, collapsed: bool = False) -> Floats:
    attention = planted_attention(5, 2.5, epoch, shape=(SAMPLES, 2, 2, KEYS, KEYS))
    if collapsed:
        attention[:, 1, 0] = np.eye(KEYS)
    return attention


def course() -> Iterator[tuple[int, Floats]]:
    for epoch in (1, 2, 10):
        yield epoch, epoch_attention(epoch, collapsed=epoch == 10)


def with_config(run: Path) -> Path:
    (run / ".hydra").mkdir(parents=True)
    (run / ".hydra" / "config.yaml").write_text(HYDRA_HOURLY.format(keys=KEYS), encoding="utf-8")
    return run


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    run = with_config(tmp_path / "run")
    for epoch, attention in course():
        write_run(run / f"epoch_{epoch}", attention, inner="npz" if epoch < 10 else "")
    return run


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    run = with_config(tmp_path / "run")
    for name, key in (("dst", 2), ("kp", 5), ("ap", 7)):
        write_run(run / name, planted_attention(key, 3, key, shape=(SAMPLES, 2, 2, KEYS, KEYS)))
    return run


def built(reportgen: Any, run: Path, out: Path, *flags: str) -> dict[str, Any]:
    outcome = reportgen("build", run, "-o", out, "-q", *flags)
    assert outcome.code == 0, outcome.err
    record: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return record


def labels(record: dict[str, Any]) -> list[str]:
    return [item["label"] for item in record["parts"]["items"]]


def test_epochs_in_folders_stand_in_the_order_of_their_numbers(reportgen, folders, tmp_path):
    record = built(reportgen, folders, tmp_path / "out")
    parts = record["parts"]
    assert (parts["kind"], parts["main"], labels(record)) == ("epoch", 2, ["1", "2", "10"])
    assert parts["collapses"][0] | {"lowest": 0} == {
        "layer": 1,
        "head": 0,
        "first": "10",
        "lasts": True,
        "lowest": 0,
    }
    peak = parts["items"][0]["peak"]
    assert (peak["key"], peak["hours_before_issue"]) == (5, KEYS - 5)
    check = next(check for check in record["checks"] if check["id"] == "entropy-collapse")
    assert (check["status"], check["outcome"], check["values"]["epoch"]) == (
        "warn",
        "collapsed-epochs",
        "10",
    )
    doubts = [finding["id"] for finding in record["findings"] if finding["place"] == "doubt"]
    assert "finding.doubt.collapse-epochs" in doubts


def test_page_and_markdown_show_the_epochs(reportgen, folders, tmp_path):
    built(reportgen, folders, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    markdown = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    for text in (page, markdown):
        assert "Entropy collapses: 1 of 4 heads, first in epoch 10" in text
        assert "엔트로피 붕괴: 헤드 4개 중 1개, 에폭 10부터" in text
    assert 'id="figure-parts"' in page
    assert len(re.findall(r'<table id="table-parts"', page)) == 1
    assert (tmp_path / "out" / "figures" / "parts.ko.png").is_file()
    assert not list((tmp_path / "out" / "figures").glob("parts-narrow*"))


def test_epochs_in_names_and_in_an_array_say_the_same_as_folders(reportgen, folders, tmp_path):
    named, stored = with_config(tmp_path / "named"), with_config(tmp_path / "stored")
    for epoch, attention in course():
        write_run(named, attention, names=[f"{stamp}_epoch{epoch}" for stamp in stamps(SAMPLES)])
        write_run(
            stored,
            attention,
            names=[f"{stamp}_v{epoch}" for stamp in stamps(SAMPLES)],
            extra={"epoch": np.array([epoch]) if epoch > 1 else np.array(epoch)},
        )
    wanted = built(reportgen, folders, tmp_path / "a", "--output", "json")["parts"]
    for run in (named, stored):
        found = built(reportgen, run, tmp_path / run.name / "report", "--output", "json")
        assert found["run"]["samples"] == SAMPLES
        for mine, theirs in zip(found["parts"]["items"], wanted["items"], strict=True):
            assert mine["label"] == theirs["label"]
            assert mine["lift"] == theirs["lift"]
            assert mine["normalized_entropy"] == theirs["normalized_entropy"]


def test_render_gives_the_bytes_of_build(reportgen, folders, tmp_path):
    built(reportgen, folders, tmp_path / "a")
    summary = tmp_path / "a" / "summary.nc"
    assert reportgen("render", summary, "-o", tmp_path / "b", "-q").code == 0
    # The command line that made it is part of the report.
    without = ("report.json", "report.html", "report.md")
    assert tree(tmp_path / "a", without=without) == tree(tmp_path / "b", without=without)

    def said(out: str) -> str:
        return re.sub(
            r"reportgen (build|render)[^<`|]*",
            "",
            (tmp_path / out / "report.md").read_text(encoding="utf-8"),
        )

    assert said("a") == said("b")


def test_a_zip_of_the_run_gives_the_same_parts(reportgen, folders, tmp_path):
    archive = tmp_path / "zipped" / "run.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as out:
        for file in sorted(folders.rglob("*"), reverse=True):
            out.write(file, file.relative_to(folders).as_posix())
    folder = built(reportgen, folders, tmp_path / "a", "--output", "json,nc")
    zipped = built(reportgen, archive, tmp_path / "b", "--output", "json,nc")
    assert folder == zipped
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_targets_stand_side_by_side_and_the_first_is_the_main_one(reportgen, targets, tmp_path):
    record = built(reportgen, targets, tmp_path / "out")
    assert labels(record) == ["ap", "dst", "kp"]
    assert [item["peak"]["key"] for item in record["parts"]["items"]] == [7, 2, 5]
    assert record["peak"]["key"] == 7
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The targets peak at different places" in page
    assert "예측 대상마다 가장 높은 곳이 다르다" in page


def test_another_part_is_chosen_by_flag_by_config_and_by_path(reportgen, targets, tmp_path):
    assert built(reportgen, targets, tmp_path / "a", "--part", "kp")["peak"]["key"] == 5
    (targets / "reportgen.yaml").write_text("part: dst\n", encoding="utf-8")
    assert built(reportgen, targets, tmp_path / "b")["peak"]["key"] == 2
    alone = built(reportgen, targets / "dst", tmp_path / "c")
    assert (alone["peak"]["key"], alone["parts"]) == (2, None)


def test_a_part_that_is_not_there_is_a_usage_error(reportgen, targets, tmp_path):
    message = reportgen("build", targets, "-o", tmp_path / "a", "--part", "bz").failed_with(2)
    assert "ap, dst, kp" in message
    message = reportgen("check", targets / "dst", "--part", "3").failed_with(2)
    assert "no parts" in message


def test_targets_of_another_shape_are_listed_with_the_reason(reportgen, targets, tmp_path):
    write_run(targets / "f107", planted_attention(3, 3, 1, shape=(2, 2, 2, 6, 6)))
    record = built(reportgen, targets, tmp_path / "out")
    assert labels(record) == ["ap", "dst", "kp"]
    (skipped,) = record["parts"]["skipped"]
    assert (skipped["label"], skipped["reason"]) == ("f107", "part-shape")
    assert "f107" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_a_broken_part_is_listed_and_does_not_stop_the_rest(reportgen, folders, tmp_path):
    for file in (folders / "epoch_2" / "npz").iterdir():
        file.write_bytes(file.read_bytes()[:40])
    record = built(reportgen, folders, tmp_path / "out")
    assert labels(record) == ["1", "10"]
    (skipped,) = record["parts"]["skipped"]
    assert (skipped["label"], skipped["reason"]) == ("2", "part-unreadable")


def test_a_main_part_whose_values_are_damaged_gives_way_to_the_next(reportgen, folders, tmp_path):
    for file in (folders / "epoch_10").glob("*.npz"):
        raw = bytearray(file.read_bytes())
        # Within the compressed values: headers and directory stay whole.
        raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
        file.write_bytes(bytes(raw))
    record = built(reportgen, folders, tmp_path / "out")
    assert (labels(record), record["parts"]["main"]) == (["1", "2"], 1)
    assert [part["label"] for part in record["parts"]["skipped"]] == ["10"]


def test_files_without_an_epoch_among_others_are_listed(reportgen, tmp_path):
    run = tmp_path / "run"
    for epoch, attention in course():
        write_run(run, attention, names=[f"{stamp}_epoch{epoch}" for stamp in stamps(SAMPLES)])
    write_run(run, epoch_attention(3)[:1], names=["final"])
    record = built(reportgen, run, tmp_path / "out", "--output", "json")
    assert labels(record) == ["1", "2", "10"]
    assert [(s["file"], s["reason"]) for s in record["run"]["files_skipped"]] == [
        ("final.npz", "no-epoch")
    ]


def test_targets_with_epochs_show_the_last_epoch_of_each(reportgen, tmp_path):
    run = with_config(tmp_path / "run")
    for target, last in (("dst", 3), ("kp", 5)):
        for epoch in (1, last):
            write_run(run / target / f"epoch{epoch}", epoch_attention(epoch))
    record = built(reportgen, run, tmp_path / "out", "--output", "json")
    assert [(i["label"], i["epoch"]) for i in record["parts"]["items"]] == [("dst", 3), ("kp", 5)]
    assert any("only the last of each" in note["en"] for note in record["run"]["notes"])


def test_a_folder_of_runs_is_not_taken_for_one_run(reportgen, tmp_path):
    for name in ("a", "b"):
        write_run(tmp_path / "root" / name, epoch_attention(1), hourly=True)
    message = reportgen("build", tmp_path / "root", "-o", tmp_path / "out").failed_with(3)
    assert "2 runs" in message


def test_plots_reports_and_hidden_folders_are_no_parts(reportgen, targets, tmp_path):
    for name in ("plots", "report", ".cache"):
        write_run(targets / name, epoch_attention(1))
    assert labels(built(reportgen, targets, tmp_path / "out")) == ["ap", "dst", "kp"]


def test_one_epoch_does_not_divide_a_run(reportgen, tmp_path):
    names = [f"{stamp}_epoch7" for stamp in stamps(SAMPLES)]
    run = write_run(tmp_path / "run", epoch_attention(7), names=names)
    assert built(reportgen, run, tmp_path / "out", "--output", "json")["parts"] is None


def test_inspect_and_check_know_the_parts(reportgen, folders):
    assert "1, 2, 10; opened: 10" in reportgen("inspect", folders).out
    assert "opened: 2" in reportgen("inspect", folders, "--part", "2").out
    checks = {c["id"]: c for c in reportgen("check", folders, "--json", "-q").json["checks"]}
    assert checks["entropy-collapse"]["outcome"] == "collapsed-epochs"
