"""Same input, same bytes: whatever the jobs, the container, the hash seed and the directory."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.builders import SAMPLES, peaked_run, tree, zipped
from tests.cli.conftest import Run, report_json

OMNI = SAMPLES / "omni_dst"


def assert_same(one: Path, two: Path) -> None:
    left, right = tree(one), tree(two)
    assert set(left) == set(right)
    assert [name for name in left if left[name] != right[name]] == []


@pytest.fixture(scope="module")
def omni(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a run of its own, without the scripts that made it."""
    target = tmp_path_factory.mktemp("a") / "omni_dst"
    shutil.copytree(OMNI, target, ignore=shutil.ignore_patterns("*.py", "__pycache__", "report"))
    return target


def test_json_and_summary_of_a_small_run(reportgen: Run, shell: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "a" / "run", key=4, companions=True)
    packed = zipped(run, tmp_path / "b" / "run")
    flags = ("--output", "json,nc")
    assert reportgen("build", run, "-o", tmp_path / "one", *flags).code == 0
    assert reportgen("build", packed, "-o", tmp_path / "two" / "deeper", *flags).code == 0
    done = shell(
        "build", run, "-o", tmp_path / "three", *flags, PYTHONHASHSEED="7", TZ="Asia/Seoul"
    )
    assert done.code == 0, done.err
    assert_same(tmp_path / "one", tmp_path / "two" / "deeper")
    assert_same(tmp_path / "one", tmp_path / "three")


@pytest.mark.slow
def test_every_output_of_the_omni_run(shell: Run, omni: Path, tmp_path: Path) -> None:
    packed = zipped(omni, tmp_path / "zip" / "omni_dst")
    ways: list[tuple[Path, Path, str, str]] = [
        (omni, tmp_path / "one", "1", "0"),
        (omni, tmp_path / "two" / "elsewhere", "2", "12345"),
        (packed, tmp_path / "three", "2", "99"),
    ]
    for run, target, jobs, seed in ways:
        done = shell("build", run, "-o", target, "--jobs", jobs, PYTHONHASHSEED=seed)
        assert done.code == 0, done.err
    assert {"report.html", "report.md", "report.json", "summary.nc"} <= set(tree(tmp_path / "one"))
    for _, target, _, _ in ways[1:]:
        assert_same(tmp_path / "one", target)


def without_command(folder: Path) -> dict[str, Any]:
    """Outputs with the command taken out; hashes of files that hold it, too."""
    files: dict[str, Any] = {}
    for name, content in tree(folder).items():
        if name == "report.json":
            record = json.loads(content)
            record["provenance"].pop("command")
            # The command stands in the page's list of files, whose size follows its length.
            record["sections"] = [item for item in record["sections"] if item["section"] != "files"]
            record["outputs"] = [
                item for item in record["outputs"] if item["file"].startswith("figures/")
            ]
            files[name] = record
        elif name.endswith((".html", ".md")):
            command = json.loads((folder / "report.json").read_text("utf-8"))["provenance"][
                "command"
            ]
            # The page lets long words break.
            text = content.decode("utf-8").replace("--<wbr>", "--")
            assert command in text
            files[name] = text.replace(command, "COMMAND")
        else:
            files[name] = content
    return files


@pytest.mark.parametrize("profile", ["default", "guide"])
def test_render_gives_the_same_bytes_without_the_tensors(
    reportgen: Run, tmp_path: Path, profile: str
) -> None:
    run = peaked_run(tmp_path / "run", key=4, companions=True)
    flags = ("--profile", profile, "--output", "html,md,json,nc")
    assert reportgen("build", run, "-o", tmp_path / "built", *flags).code == 0
    shutil.move(tmp_path / "built" / "summary.nc", tmp_path / "summary.nc")
    shutil.copy(tmp_path / "summary.nc", tmp_path / "built" / "summary.nc")
    shutil.rmtree(run)
    done = reportgen("render", tmp_path / "summary.nc", "-o", tmp_path / "again")
    assert done.code == 0, done.err
    one, two = without_command(tmp_path / "built"), without_command(tmp_path / "again")
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert (tmp_path / "again" / "summary.nc").read_bytes() == (
        tmp_path / "summary.nc"
    ).read_bytes()


def test_no_path_and_no_host_in_any_output(reportgen: Run, tmp_path: Path) -> None:
    import getpass
    import socket

    run = peaked_run(tmp_path / "run", key=4, companions=True)
    assert reportgen("build", run, "-o", tmp_path / "somewhere").code == 0
    secrets = [str(tmp_path), "somewhere"]
    secrets += [word for word in (socket.gethostname(), getpass.getuser()) if len(word) > 6]
    for name, content in tree(tmp_path / "somewhere").items():
        for secret in secrets:
            assert secret.encode() not in content, (name, secret)


def test_another_order_of_writing_gives_the_same_report(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "a" / "run", key=4)
    target = tmp_path / "b" / "run"
    for file in sorted(run.rglob("*"), reverse=True):
        if file.is_file():
            copy = target / file.relative_to(run)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    for name in ("a", "b"):
        flags = ("-o", tmp_path / f"report {name}", "--output", "json,nc")
        assert reportgen("build", tmp_path / name / "run", *flags).code == 0
    assert_same(tmp_path / "report a", tmp_path / "report b")


def test_the_digest_follows_the_data(reportgen: Run, tmp_path: Path) -> None:
    digests = set()
    for seed in (0, 0, 1):
        run = peaked_run(tmp_path / f"run{len(digests)}{seed}", key=4, samples=2, seed=seed)
        reportgen("build", run, "--output", "json")
        digests.add(report_json(run / "report")["provenance"]["digest"])
        shutil.rmtree(run)
    assert len(digests) == 2
