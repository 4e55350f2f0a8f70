"""Every command of the design does what it says, with its payload on stdout."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from tests.builders import SAMPLES, peaked_run, random_attention, write_npz, write_run
from tests.cli.conftest import Run, report_json

COMMANDS = ("build", "check", "inspect", "convert", "render", "guide", "demo")


def test_help_lists_every_command(reportgen: Run) -> None:
    done = reportgen("--help")
    assert done.code == 0
    for command in COMMANDS:
        assert re.search(rf"^\s*{command}\s", done.out, re.MULTILINE), command
    assert done.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command(reportgen: Run, command: str) -> None:
    done = reportgen(command, "--help")
    assert done.code == 0
    assert "Usage" in done.out


def test_build_documents_its_options(reportgen: Run) -> None:
    text = reportgen("build", "--help").out
    for option in (
        "-o", "--output", "--lang", "-c", "--cadence", "--issue-offset", "--horizon", "--patch",
        "--prefix-tokens", "--mask", "--layer", "--readout", "--variable", "--dims", "--profile",
        "--fail-on", "--jobs", "--templates", "--force", "--open", "-q", "-v",
    ):  # fmt: skip
        assert option in text, option


def test_version(reportgen: Run) -> None:
    assert re.fullmatch(r"reportgen \d+\.\d+\.\d+\n", reportgen("--version").out)


def test_smoke_in_a_process_of_its_own(shell: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4, samples=8)
    done = shell("build", run, "--output", "json")
    assert done.code == 0, done.err
    assert done.out.strip().startswith(str(run / "report"))
    assert report_json(run / "report")["peak"]["key"] == 4
    missing = shell("build", tmp_path / "nowhere")
    assert "nowhere" in missing.failed_with(3)


def test_build_makes_four_outputs_and_prints_the_page(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4)
    done = reportgen("build", run)
    assert done.code == 0, done.err
    folder = run / "report"
    assert done.out == f"{folder / 'report.html'}\n"
    assert "checklist" in done.err
    names = {file.name for file in folder.iterdir()}
    assert {"report.html", "report.md", "report.json", "summary.nc", "figures"} <= names
    assert any((folder / "figures").iterdir())
    assert [found.name for found in run.glob(".report*")] == [".reportgen"]


def test_quiet_says_nothing_on_the_side(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4)
    done = reportgen("build", run, "-q", "--output", "json")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{run / 'report'}\n"


@pytest.mark.parametrize(
    ("wanted", "files"),
    [("json", {"report.json"}), ("nc", {"summary.nc"}), ("json,nc", {"report.json", "summary.nc"})],
)
def test_output_names_the_files(
    reportgen: Run, tmp_path: Path, wanted: str, files: set[str]
) -> None:
    run = peaked_run(tmp_path / "run", key=4)
    reportgen("build", run, "-o", tmp_path / "out", "--output", wanted)
    made = {file.name for file in (tmp_path / "out").iterdir() if not file.name.startswith(".")}
    assert made == files


def test_outputs_are_listed_with_size_and_hash(reportgen: Run, tmp_path: Path) -> None:
    import hashlib

    run = peaked_run(tmp_path / "run", key=4)
    reportgen("build", run, "-o", tmp_path / "out", "--output", "json,nc")
    listed = {item["file"]: item for item in report_json(tmp_path / "out")["outputs"]}
    assert "summary.nc" in listed
    assert "report.json" not in listed
    for name, item in listed.items():
        content = (tmp_path / "out" / name).read_bytes()
        assert item["bytes"] == len(content)
        assert item["sha256"] == hashlib.sha256(content).hexdigest()


# check, inspect, guide --------------------------------------------------------------------------


def test_check_json_is_pure_and_writes_nothing(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4)
    done = reportgen("check", run, "--json")
    assert done.code == 0
    assert len(done.json["checks"]) == 21
    assert {check["status"] for check in done.json["checks"]} <= {
        "pass",
        "info",
        "warn",
        "fail",
        "skip",
    }
    assert done.json["status"] in ("pass", "info", "warn", "fail")
    assert not (run / "report").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "row-sums"), ("ko", "행")])
def test_check_prints_the_checklist(reportgen: Run, tmp_path: Path, lang: str, words: str) -> None:
    done = reportgen("check", peaked_run(tmp_path / "run", key=4), "--lang", lang)
    assert done.code == 0
    assert words in done.out


def test_check_agrees_with_the_report(reportgen: Run, tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=4)
    reportgen("build", run, "-o", tmp_path / "out", "--output", "json")
    assert (
        report_json(tmp_path / "out")["checks"] == reportgen("check", run, "--json").json["checks"]
    )


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("warn", 1), ("fail", 1)])
@pytest.mark.parametrize("command", ["build", "check"])
def test_fail_on(reportgen: Run, tmp_path: Path, command: str, level: str, code: int) -> None:
    attention = random_attention(0, shape=(3, 1, 1, 5, 5))
    attention[0, 0, 0, 1, 1] = np.nan
    run = write_run(tmp_path / "run", attention)
    output = ("--output", "json") if command == "build" else ()
    done = reportgen(command, run, "--fail-on", level, *output)
    assert done.code == code
    assert command == "check" or (run / "report" / "report.json").is_file()


def test_fail_on_fail_passes_a_warning(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=(3, 1, 1, 5, 5)))
    (run / "npz" / "broken.npz").write_bytes(b"no zip")
    assert reportgen("check", run, "--fail-on", "fail").code == 0
    assert reportgen("check", run, "--fail-on", "warn").code == 1


def test_fail_on_may_stand_in_the_yaml(reportgen: Run, tmp_path: Path) -> None:
    attention = random_attention(0, shape=(3, 1, 1, 5, 5))
    attention[0, 0, 0, 1, 1] = np.nan
    run = write_run(tmp_path / "run", attention, yaml="fail_on: fail\n")
    assert reportgen("build", run, "--output", "json").code == 1
    assert reportgen("build", run, "--output", "json", "--fail-on", "never").code == 0


def test_inspect_reads_no_tensor(
    reportgen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.sources.run_files import RunFiles

    run = peaked_run(tmp_path / "run", key=4, companions=True)

    def never(*_: object) -> None:
        raise AssertionError("a tensor was read")

    monkeypatch.setattr(RunFiles, "of_file", never)
    done = reportgen("inspect", run)
    assert done.code == 0
    for words in (
        "12 batch",
        "2 layer",
        "2 head",
        "12 key",
        "float32",
        "metadata",
        "1 h",
        "training config",
    ):
        assert words in done.out, words


@pytest.mark.parametrize(("lang", "words"), [("en", "attention"), ("ko", "어텐션")])
def test_guide_is_markdown_in_either_language(reportgen: Run, lang: str, words: str) -> None:
    done = reportgen("guide", "--lang", lang)
    assert done.code == 0
    assert done.out.startswith("#")
    assert words in done.out
    assert len(done.out) > 3000


@pytest.mark.slow
def test_demo(reportgen: Run, tmp_path: Path) -> None:
    done = reportgen("demo", tmp_path / "demo")
    assert done.code == 0, done.err
    page = Path(done.out.strip())
    assert page.is_file()
    assert page.name == "report.html"
    assert not list((tmp_path / "demo").rglob("*.py"))
    assert reportgen("demo", tmp_path / "demo").out == done.out
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("keep")
    assert "mine" not in reportgen("demo", tmp_path / "other").failed_with(2)


# convert ----------------------------------------------------------------------------------------


def test_convert_reopens_with_the_same_labels_and_values(reportgen: Run, tmp_path: Path) -> None:
    from reportgen import open_run

    attention = random_attention(0, shape=(3, 2, 2, 6, 6)).astype(np.float32)
    run = write_run(tmp_path / "run", attention, hourly=True, companions=True)
    done = reportgen("convert", run, tmp_path / "out.nc")
    assert done.code == 0, done.err
    ours = open_run(run)
    with xr.open_dataset(tmp_path / "out.nc", decode_timedelta=False) as opened:
        assert opened["attention"].dims == ("batch", "layer", "head", "query", "key")
        np.testing.assert_array_equal(opened["attention"], attention)
        assert opened["attention"].dtype == np.float32
        assert opened.attrs["Conventions"].startswith("CF-1.")
        for name in ("key_time", "query_time", "hours_before_last_input", "hours_before_issue"):
            assert opened[name].dtype == np.float64
            assert opened[name].attrs["units"] == "hours"
            np.testing.assert_allclose(opened[name], ours[name])
        assert opened["hours_before_last_input"].values.tolist() == [5, 4, 3, 2, 1, 0]
        assert opened["hours_before_issue"].values.tolist() == [6, 5, 4, 3, 2, 1]
        np.testing.assert_array_equal(
            opened["forecast_reference_time"], ours["forecast_reference_time"]
        )
        assert opened["sample"].values.tolist() == ours["sample"].values.tolist()
        for name, variable in opened.variables.items():
            assert "long_name" in variable.attrs, name
            assert "units" in variable.attrs or variable.dtype.kind in "OUM", name
        for name in opened.coords:
            assert "_FillValue" not in opened[name].encoding or opened[name].dtype.kind == "O", name


def test_convert_twice_gives_the_same_bytes_and_never_overwrites(
    reportgen: Run, tmp_path: Path
) -> None:
    run = peaked_run(tmp_path / "run", key=2, samples=2)
    for name in ("a.nc", "b.nc"):
        assert reportgen("convert", run, tmp_path / name).code == 0
    assert (tmp_path / "a.nc").read_bytes() == (tmp_path / "b.nc").read_bytes()
    assert "exists" in reportgen("convert", run, tmp_path / "a.nc").failed_with(2)
    assert reportgen("convert", run, tmp_path / "a.nc", "--force").code == 0


def test_convert_without_time(reportgen: Run, tmp_path: Path) -> None:
    write_npz(
        tmp_path / "run" / "attention_batch_0000.npz", random_attention(0, shape=(1, 1, 4, 4))
    )
    assert reportgen("convert", tmp_path / "run", tmp_path / "out.nc").code == 0
    with xr.open_dataset(tmp_path / "out.nc", decode_timedelta=False) as opened:
        assert "key_time" not in opened
        assert "forecast_reference_time" not in opened


# render -----------------------------------------------------------------------------------------


def test_render_takes_other_files_for_errors(reportgen: Run, tmp_path: Path) -> None:
    (tmp_path / "no.nc").write_bytes(b"nothing")
    reportgen("render", tmp_path / "no.nc", "-o", tmp_path / "out").failed_with(3)
    reportgen("render", tmp_path / "missing.nc", "-o", tmp_path / "out").failed_with(3)
    run = peaked_run(tmp_path / "run", key=2, samples=2)
    reportgen("convert", run, tmp_path / "tensors.nc")
    assert "Summary" in reportgen(
        "render", tmp_path / "tensors.nc", "-o", tmp_path / "out"
    ).failed_with(3)
    assert not (tmp_path / "out").exists()


def test_samples_are_left_as_they_are() -> None:
    assert not (SAMPLES / "guide_8x8" / "report").exists()
