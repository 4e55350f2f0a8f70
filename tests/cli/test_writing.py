"""What happens to the directory of the report: whole or not at all, and nobody else's files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from reportgen import cli
from reportgen.build import compose
from reportgen.sources.store import FolderStore
from tests.builders import peaked_run, random_attention, stamps, tree
from tests.cli.conftest import Run, report_json

JSON = ("--output", "json")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return peaked_run(tmp_path / "run", key=4, samples=4)


def test_a_folder_reportgen_did_not_make_is_left_alone(
    reportgen: Run, run: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.tex").write_text("years of work")
    before = tree(other)
    assert "--force" in reportgen("build", run, "-o", other, *JSON).failed_with(2)
    assert tree(other) == before
    assert reportgen("build", run, "-o", other, *JSON, "--force").code == 0
    assert (other / "thesis.tex").read_text() == "years of work"
    assert (other / "report.json").is_file()


def test_a_refused_target_costs_no_reading(
    reportgen: Run, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    monkeypatch.setattr(FolderStore, "sample_files", pytest.fail)
    reportgen("build", run, "-o", tmp_path / "other").failed_with(2)
    reportgen("build", run, "--output", "docx").failed_with(2)


def test_an_empty_folder_and_a_new_one_are_filled(
    reportgen: Run, run: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new", "deep/er"):
        assert reportgen("build", run, "-o", tmp_path / name, *JSON).code == 0
        assert (tmp_path / name / "report.json").is_file()


def test_a_file_or_a_link_in_the_way(reportgen: Run, run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    reportgen("build", run, "-o", tmp_path / "file", *JSON).failed_with(2)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    reportgen("build", run, "-o", tmp_path / "link", *JSON).failed_with(2)
    reportgen("build", run, "-o", tmp_path / "file" / "below", *JSON).failed_with(4)


def test_the_run_itself_is_no_target(reportgen: Run, run: Path) -> None:
    before = tree(run)
    reportgen("build", run, "-o", run, *JSON).failed_with(2)
    assert tree(run) == before


def test_files_of_others_in_the_report_survive(reportgen: Run, run: Path) -> None:
    report = run / "report"
    assert reportgen("build", run, "--output", "json,nc").code == 0
    (report / "notes.md").write_text("mine")
    (report / "sub").mkdir()
    (report / "sub" / "photo.png").write_bytes(b"png")
    (report / "latest").symlink_to("sub")
    (report / "dangling").symlink_to("gone")
    assert reportgen("build", run, *JSON).code == 0
    assert (report / "notes.md").read_text() == "mine"
    assert (report / "sub" / "photo.png").read_bytes() == b"png"
    assert (report / "latest").readlink() == Path("sub")
    assert (report / "dangling").readlink() == Path("gone")
    # What the older report made and this one did not is gone.
    assert not (report / "summary.nc").exists()


def test_a_failed_build_leaves_the_older_report_whole(
    reportgen: Run, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reportgen("build", run, "--output", "json,nc").code == 0
    before = tree(run)

    def fail(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compose, "render_json", fail)
    message = reportgen("build", run, "--output", "json,nc").failed_with(4)
    assert "No space left" in message
    assert tree(run) == before


def test_a_bug_in_a_renderer_leaves_the_older_report_whole(
    reportgen: Run, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reportgen("build", run, *JSON).code == 0
    before = tree(run)
    monkeypatch.setattr(compose, "render_json", lambda *_: 1 / 0)
    message = reportgen("build", run, *JSON).failed_with(cli.UNFORESEEN)
    assert "-v" in message
    assert tree(run) == before


def test_an_interrupt_leaves_the_older_report_whole(
    reportgen: Run, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reportgen("build", run, *JSON).code == 0
    before = tree(run)

    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(compose, "render_json", interrupt)
    assert "interrupted" in reportgen("build", run, *JSON).failed_with(130)
    assert tree(run) == before


def test_a_report_may_be_read_by_the_group(reportgen: Run, run: Path) -> None:
    reportgen("build", run, *JSON)
    mask = os.umask(0)
    os.umask(mask)
    assert (run / "report").stat().st_mode & 0o777 == 0o777 & ~mask


def read_only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make a folder read-only: for root, whom no permission stops, too."""
    made = tempfile.mkdtemp

    def refused(*arguments: object, **keywords: object) -> str:
        if Path(str(keywords.get("dir", ""))) == folder:
            raise OSError(30, "Read-only file system")
        return made(*arguments, **keywords)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "mkdtemp", refused)


def test_a_read_only_run_needs_another_place(
    reportgen: Run, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(run)
    run.chmod(0o555)
    read_only(monkeypatch, run)
    try:
        message = reportgen("build", run, *JSON).failed_with(4)
        assert "-o" in message
        assert reportgen("build", run, "-o", tmp_path / "out", *JSON).code == 0
        for command in ("check", "inspect"):
            assert reportgen(command, run).code == 0
    finally:
        run.chmod(0o755)
    assert tree(run) == before
    assert report_json(tmp_path / "out")["run"]["samples"] == 4


def test_a_target_below_no_real_folder(reportgen: Run, run: Path) -> None:
    reportgen("build", run, "-o", "/proc/no/report", *JSON).failed_with(4)
    reportgen("convert", run, "/proc/no/out.nc").failed_with(4)


def test_convert_leaves_no_half_file(reportgen: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    weights = random_attention(0, shape=(3, 1, 2, 40, 40)).astype(np.float32)
    for stem, sample in zip(stamps(3), weights, strict=True):
        # Not compressed: the header is sound, and only the CRC of the data is not.
        np.savez(run / f"{stem}.npz", attention_weights=sample)
    broken = run / f"{stamps(3)[2]}.npz"
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken.write_bytes(bytes(content))
    assert "truncated" in reportgen("convert", run, tmp_path / "out.nc").failed_with(3)
    assert not list(tmp_path.glob("*out.nc*"))


def test_convert_names_the_files_it_leaves_out(reportgen: Run, run: Path, tmp_path: Path) -> None:
    (run / "npz" / "broken.npz").write_bytes(b"no zip")
    done = reportgen("convert", run, tmp_path / "out.nc")
    assert done.code == 0
    assert "broken.npz" in done.err


def test_own_templates_come_first(reportgen: Run, run: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "report.md.j2").write_text("only this\n", encoding="utf-8")
    done = reportgen(
        "build", run, "-o", tmp_path / "out", "--output", "md", "--templates", tmp_path / "own"
    )
    assert done.code == 0, done.err
    text = (tmp_path / "out" / "report.md").read_text()
    assert set(text.split("\n")) == {"only this", ""}


def test_a_broken_template_is_one_message(reportgen: Run, run: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "report.md.j2").write_text("{{ unknown.thing }}\n", encoding="utf-8")
    arguments = ("build", run, "-o", tmp_path / "out", "--output", "md", "--templates")
    message = reportgen(*arguments, tmp_path / "own").failed_with(4)
    assert "report.md.j2" in message or "unknown" in message
    assert not (tmp_path / "out").exists()


# Languages ---------------------------------------------------------------------------------------


def test_language_of_the_yaml_holds_for_build_and_render(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4, samples=4, yaml="lang: ko\n")
    reportgen("build", run, "--output", "md,nc")
    pictures = {file.name.split(".")[-2] for file in (run / "report" / "figures").iterdir()}
    assert pictures == {"ko"}
    summary = run / "report" / "summary.nc"
    reportgen("render", summary, "-o", tmp_path / "again", "--output", "md")
    assert tree(tmp_path / "again" / "figures") == tree(run / "report" / "figures")
    reportgen("render", summary, "-o", tmp_path / "other", "--output", "md", "--lang", "en")
    pictures = {file.name.split(".")[-2] for file in (tmp_path / "other" / "figures").iterdir()}
    assert pictures == {"en"}
