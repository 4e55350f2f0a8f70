"""Partial sums of earlier builds: nothing is read twice, and no byte depends on them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import reportgen
from reportgen.build import Request
from reportgen.build.caches import FOLDER, cache_folder
from reportgen.sources.npz import NpzFile
from reportgen.summarize import chunks
from tests.builders import random_attention, stamps, tree, write_npz, write_run
from tests.cli.conftest import Run
from tests.cli.conftest import reportgen as reportgen_cli  # noqa: F401

JSON = Request(formats=("json", "nc"))
SHAPE = (24, 2, 2, 6, 6)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tensors that were read since the list was last cleared."""
    names: list[str] = []
    read = NpzFile.read

    def noted(self: NpzFile, name: str) -> object:
        names.append(name)
        return read(self, name)

    monkeypatch.setattr(NpzFile, "read", noted)
    return names


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", random_attention(0, shape=SHAPE))


def built(run: Path, target: Path, **options: object) -> dict[str, bytes]:
    reportgen.build(run, target, request=JSON, **options)  # type: ignore[arg-type]
    return tree(target)


def add(run: Path, count: int, *, first: int = SHAPE[0]) -> None:
    for index, stem in enumerate(stamps(first + count)[first:]):
        write_npz(run / "npz" / f"{stem}.npz", random_attention(index + 50, shape=SHAPE[1:]))


def test_an_unchanged_run_reads_no_tensor_again(
    run: Path, tmp_path: Path, asked: list[str]
) -> None:
    first = built(run, tmp_path / "one")
    assert len(asked) >= SHAPE[0]
    asked.clear()
    assert built(run, tmp_path / "two") == first
    assert asked == []


def test_ten_new_files_read_ten(run: Path, tmp_path: Path, asked: list[str]) -> None:
    built(run, tmp_path / "one")
    add(run, 10)
    asked.clear()
    grown = built(run, tmp_path / "two")
    assert asked == ["attention_weights"] * 10
    assert built(run, tmp_path / "three", cache=False) == grown


def test_a_changed_file_reads_its_chunk_again(
    run: Path, tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "_CHUNK_SAMPLES", 8)
    built(run, tmp_path / "one")
    changed = sorted((run / "npz").iterdir())[10]
    write_npz(changed, random_attention(99, shape=SHAPE[1:]))
    asked.clear()
    again = built(run, tmp_path / "two")
    assert len(asked) == 8
    assert built(run, tmp_path / "three", cache=False) == again


def test_a_touched_file_is_read_again(run: Path, tmp_path: Path, asked: list[str]) -> None:
    first = built(run, tmp_path / "one")
    os.utime(sorted((run / "npz").iterdir())[-1], (0, 0))
    asked.clear()
    assert built(run, tmp_path / "two") == first
    assert asked != []


def test_a_removed_file_is_gone(run: Path, tmp_path: Path) -> None:
    built(run, tmp_path / "one")
    sorted((run / "npz").iterdir())[3].unlink()
    assert built(run, tmp_path / "two") == built(run, tmp_path / "three", cache=False)


def test_a_file_that_could_not_be_read_stays_listed(
    run: Path, tmp_path: Path, asked: list[str]
) -> None:
    bad = sorted((run / "npz").iterdir())[5]
    content = bytearray(bad.read_bytes())
    content[content.index(b"PK\x01\x02") - 8] ^= 1
    bad.write_bytes(content)
    first = built(run, tmp_path / "one")
    asked.clear()
    assert built(run, tmp_path / "two") == first
    assert asked == []
    assert bad.name.encode() in first["report.json"]


@pytest.mark.parametrize("overrides", [{"mask": "causal"}, {"readout": "last"}, {"layer": 0}])
def test_another_reading_shares_nothing(
    run: Path, tmp_path: Path, overrides: dict[str, object]
) -> None:
    built(run, tmp_path / "one")
    other = built(run, tmp_path / "two", overrides=overrides)
    assert built(run, tmp_path / "three", overrides=overrides, cache=False) == other


@pytest.mark.parametrize("harm", ["cut", "junk", "deleted", "pickled"])
def test_a_damaged_cache_is_not_believed(run: Path, tmp_path: Path, harm: str) -> None:
    first = built(run, tmp_path / "one")
    entries = list((run / FOLDER).iterdir())
    assert entries
    for entry in entries:
        content = entry.read_bytes()
        if harm == "cut":
            entry.write_bytes(content[: len(content) // 2])
        elif harm == "junk":
            entry.write_bytes(b"PK\x03\x04" + bytes(200))
        elif harm == "pickled":
            with entry.open("wb") as file:
                np.savez(file, _files=np.array([object()], dtype=object))
    if harm == "deleted":
        shutil.rmtree(run / FOLDER)
    assert built(run, tmp_path / "two") == first


def test_check_and_compare_read_no_tensor_again(
    run: Path,
    tmp_path: Path,
    asked: list[str],
    reportgen_cli: Run,  # noqa: F811
) -> None:
    other = write_run(tmp_path / "other", random_attention(1, shape=SHAPE))
    for command in (["check", run, "--json"], ["compare", run, other, "-o", tmp_path / "out"]):
        shutil.rmtree(run / FOLDER, ignore_errors=True)
        shutil.rmtree(other / FOLDER, ignore_errors=True)
        asked.clear()
        bare = [*command, "--no-cache", *(["--force"] if command[0] == "compare" else [])]
        first = reportgen_cli(*bare)
        assert len(asked) >= SHAPE[0]
        assert not (run / FOLDER).exists()
        for reads in (SHAPE[0], 0):
            asked.clear()
            again = reportgen_cli(*command)
            assert (again.code, again.out) == (first.code, first.out)
            assert len(asked) >= reads
        assert asked == []
    # What one command kept serves the others.
    reportgen_cli("build", run, "-o", tmp_path / "report", "--output", "json")
    assert asked == []


def test_no_cache_keeps_nothing(run: Path, tmp_path: Path) -> None:
    built(run, tmp_path / "one", cache=False)
    assert not (run / FOLDER).exists()


def test_jobs_make_no_difference(run: Path, tmp_path: Path) -> None:
    one = built(run, tmp_path / "one", jobs=1)
    add(run, 3)
    two = built(run, tmp_path / "two", jobs=2)
    assert two == built(run, tmp_path / "three", jobs=1, cache=False)
    assert one != two


def test_a_read_only_run_is_cached_elsewhere(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", str(tmp_path / "cache"))
    before = tree(run)
    run.chmod(0o555)
    try:
        built(run, tmp_path / "one")
        asked.clear()
        built(run, tmp_path / "two")
    finally:
        run.chmod(0o755)
    assert asked == []
    assert tree(run) == before
    assert list((tmp_path / "cache").rglob("*.npz"))


def test_where_caches_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder(tmp_path) == tmp_path / FOLDER
    monkeypatch.delenv("REPORTGEN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    archive = tmp_path / "run.zip"
    archive.touch()
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert cache_folder(archive).parent == tmp_path / "xdg" / "reportgen"
