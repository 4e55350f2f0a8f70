"""What counts as a run, how it is called, and what tells that it changed."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from reportgen.build.directory import MARKER
from reportgen.exceptions import UsageError
from reportgen.nightly.find import find_runs, folder_name


def put(file: Path, content: bytes = b"x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def names(root: Path) -> list[str]:
    return [run.name for run in find_runs(root, without=root / "site")]


def test_folders_and_archives_of_samples_are_runs(tmp_path: Path) -> None:
    put(tmp_path / "top" / "a.npz")
    put(tmp_path / "deep" / "er" / "npz" / "a.npz")
    put(tmp_path / "packed" / "npz.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as archive:
        archive.writestr("npz/a.npz", b"x")
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as archive:
        archive.writestr("main.py", b"x")
    put(tmp_path / "torn.zip", b"PK nothing more")
    put(tmp_path / "notes" / "readme.txt")
    assert names(tmp_path) == ["deep/er", "packed", "top", "torn.zip", "whole.zip"]


def test_epochs_and_targets_are_one_run(tmp_path: Path) -> None:
    for number in (1, 2):
        put(tmp_path / "trained" / f"epoch_{number}" / "npz" / "a.npz")
    put(tmp_path / "targets" / "reportgen.yaml", b"")
    put(tmp_path / "targets" / "ap" / "a.npz")
    put(tmp_path / "group" / "one" / "a.npz")
    assert names(tmp_path) == ["group/one", "targets", "trained"]


def test_reports_hidden_folders_and_the_site_are_no_runs(tmp_path: Path) -> None:
    put(tmp_path / ".cache" / "a.npz")
    put(tmp_path / "old" / MARKER)
    put(tmp_path / "old" / "a.npz")
    put(tmp_path / "report" / "a.npz")
    put(tmp_path / "site" / "runs" / "a.npz")
    assert names(tmp_path) == []


def test_the_root_may_be_a_run_itself(tmp_path: Path) -> None:
    put(tmp_path / "run" / "a.npz")
    assert names(tmp_path / "run") == ["run"]


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    put(tmp_path / "a" / "npz" / "a.npz")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "back").symlink_to(tmp_path)
    (tmp_path / "b" / "self").symlink_to("self")
    assert names(tmp_path) == ["a"]


def test_identity_follows_files_and_configuration_and_nothing_else(tmp_path: Path) -> None:
    def identity() -> str:
        (run,) = find_runs(tmp_path, without=tmp_path / "site")
        return run.identity

    sample = put(tmp_path / "a" / "npz" / "a.npz")
    seen = [identity()]
    for file, content in (
        (tmp_path / "a" / ".hydra" / "config.yaml", b"x: 1"),
        (tmp_path / "a" / "npz" / "b.npz", b"x"),
        (tmp_path / "a" / "npz" / "b.npz", b"xy"),
    ):
        put(file, content)
        seen.append(identity())
    os.utime(sample, ns=(1, 1))
    seen.append(identity())
    assert len(set(seen)) == len(seen)
    put(tmp_path / "a" / "train.log")
    put(tmp_path / "a" / "plots" / "a.png")
    put(tmp_path / "a" / "report" / "x.zip")
    assert identity() == seen[-1]


@pytest.mark.parametrize("name", ["new\nline", "<b>&\"'", "a b", "-o", "한글", "x" * 200, "a.."])
def test_a_hostile_name_gives_a_safe_folder_and_one_line(tmp_path: Path, name: str) -> None:
    put(tmp_path / name / "a.npz")
    (run,) = find_runs(tmp_path, without=tmp_path / "site")
    assert run.name.isprintable()
    assert set(run.folder) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    )
    assert not run.folder.startswith((".", "-"))
    assert len(run.folder) < 100


def test_a_name_that_is_no_utf8_is_written_out(tmp_path: Path) -> None:
    try:
        put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe")) / "a.npz")
    except OSError:
        pytest.skip("this file system knows UTF-8 only")
    assert names(tmp_path) == ["\\xff\\xfe"]


def test_names_that_are_made_safe_stay_apart() -> None:
    assert len({folder_name(name, name.encode()) for name in ("a/b", "a_b", "a b", "a__b")}) == 4


def test_a_root_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be listed"):
        find_runs(tmp_path / "none", without=tmp_path)
