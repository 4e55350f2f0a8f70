"""Whatever lies in a run directory: a report that says so, or one message. Never a traceback."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.builders import (
    column_sums,
    planted_attention,
    random_attention,
    stamps,
    write_npz,
    write_run,
)
from tests.cli.conftest import Run

GOOD = (3, 2, 2, 6, 6)


def results(reportgen: Run, run: Path, *flags: str) -> dict[str, Any]:
    done = reportgen("check", run, "--json", *flags)
    assert done.code == 0, done.err
    return {check["id"]: check for check in done.json["checks"]}


def built(reportgen: Run, run: Path, *flags: str) -> Any:
    done = reportgen("build", run, "--output", "json", *flags)
    assert done.code == 0, done.err
    return json.loads((run / "report" / "report.json").read_text(encoding="utf-8"))


# Nothing usable: exit 3, nothing written ---------------------------------------------------------


def test_empty_folder(reportgen: Run, tmp_path: Path) -> None:
    assert "no attention file" in reportgen("build", tmp_path).failed_with(3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["build", "check", "inspect"])
def test_missing_folder(reportgen: Run, tmp_path: Path, command: str) -> None:
    message = reportgen(command, tmp_path / "gone").failed_with(3)
    assert "does not exist" in message
    assert "Fix:" in message


def test_a_file_that_is_no_zip(reportgen: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    assert "zip" in reportgen("build", tmp_path / "notes.txt").failed_with(3)


def test_an_archive_that_is_no_zip(reportgen: Run, tmp_path: Path) -> None:
    (tmp_path / "npz.zip").write_bytes(b"PK but no")
    reportgen("build", tmp_path).failed_with(3)
    assert [file.name for file in tmp_path.iterdir()] == ["npz.zip"]


def bad_files() -> dict[str, bytes]:
    """Files that cannot be used, by what is wrong with them."""

    def npz(**arrays: Any) -> bytes:
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    whole = npz(attention_weights=random_attention(0, shape=(2, 2, 6, 6)).astype("f4"))
    # A flipped bit in the middle of the data: the header is sound, the CRC is not.
    flipped = bytearray(whole)
    flipped[len(flipped) // 2] ^= 0xFF
    return {
        "no zip": b"this is no zip",
        "nothing in it": b"",
        "truncated": whole[: len(whole) // 2],
        "flipped": bytes(flipped),
        "other array": npz(hidden=np.zeros((2, 6, 64), dtype="f4")),
        "hidden states": npz(attention_weights=np.zeros((2, 6, 64), dtype="f4")),
        "pickled": npz(attention_weights=np.array([{"a": 1}], dtype=object)),
        "text": npz(attention_weights=np.array(["a", "b"])),
        "empty array": npz(attention_weights=np.zeros((0, 2, 6, 6), dtype="f4")),
        "scalar": npz(attention_weights=np.float32(1)),
    }


@pytest.mark.parametrize("kind", list(bad_files()))
def test_only_bad_files(reportgen: Run, tmp_path: Path, kind: str) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "a.npz").write_bytes(bad_files()[kind])
    message = reportgen("build", run).failed_with(3)
    assert "a.npz" in message
    assert [file.name for file in run.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("kind", list(bad_files()))
def test_one_bad_file_among_good_ones(reportgen: Run, tmp_path: Path, kind: str) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    # First by name: nothing may hang on the first file.
    (run / "npz" / "20000101000000.npz").write_bytes(bad_files()[kind])
    report = built(reportgen, run)
    assert report["run"]["files_read"] == 3
    assert report["run"]["samples"] == 3
    (skipped,) = report["run"]["files_skipped"]
    assert skipped["file"] == "20000101000000.npz"
    assert skipped["reason"]
    files = next(check for check in report["checks"] if check["id"] == "input-files")
    assert (files["status"], files["outcome"]) == ("warn", "skipped")
    assert files["values"]["example"] == "20000101000000.npz"
    assert "20000101000000.npz" in files["message"]["en"] + files["meaning"]["en"]


def test_a_bad_member_in_a_zipped_run_is_skipped(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    with zipfile.ZipFile(run / "npz.zip", "w") as archive:
        for file in (run / "npz").iterdir():
            archive.write(file, f"npz/{file.name}")
            file.unlink()
        archive.writestr("npz/broken.npz", b"no zip")
    (run / "npz").rmdir()
    report = built(reportgen, run)
    assert (report["run"]["files_read"], len(report["run"]["files_skipped"])) == (3, 1)


def test_the_commonest_shape_is_kept(reportgen: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for index, n in enumerate([7, 6, 6, 7, 6]):
        write_npz(
            run / f"2002010{index + 1}000000.npz", random_attention(index, shape=(1, 2, n, n))
        )
    report = built(reportgen, run)
    assert report["run"]["keys"] == 6
    assert [item["file"] for item in report["run"]["files_skipped"]] == [
        "20020101000000.npz",
        "20020104000000.npz",
    ]


def test_a_tie_of_shapes_goes_to_the_first_by_name(reportgen: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for name, n in (("c", 7), ("b", 6), ("a", 7), ("d", 6)):
        write_npz(run / f"{name}.npz", random_attention(n, shape=(1, 2, n, n)))
    assert built(reportgen, run)["run"]["keys"] == 7


# Arrays that are no probabilities: built, and the checks fail with the cause ---------------------


def test_nan_rows(reportgen: Run, tmp_path: Path) -> None:
    attention = planted_attention(3, 2.5, shape=(12, 2, 2, 8, 8))
    attention[2, 1, 0, 4] = np.nan
    run = write_run(tmp_path / "run", attention)
    report = built(reportgen, run)
    checks = {check["id"]: check for check in report["checks"]}
    assert checks["finite-values"]["status"] == "fail"
    assert checks["finite-values"]["values"]["rows"] == 1
    assert checks["row-sums"]["status"] == "pass"
    assert report["peak"]["key"] == 3
    assert report["peak"]["lift"] == pytest.approx(2.5, abs=0.15)
    text = (run / "report" / "report.json").read_text(encoding="utf-8")
    json.loads(text, parse_constant=pytest.fail)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0], ids=["NaN", "infinite", "zero"])
def test_nothing_but_broken_values(reportgen: Run, tmp_path: Path, value: float) -> None:
    run = write_run(tmp_path / "run", np.full(GOOD, value))
    done = reportgen("build", run)
    assert done.code == 0, done.err
    assert (run / "report" / "report.html").is_file()


def test_logits(reportgen: Run, tmp_path: Path) -> None:
    logits = np.random.default_rng(0).normal(0, 3, size=GOOD)
    checks = results(reportgen, write_run(tmp_path / "run", logits))
    for name in ("weight-range", "row-sums"):
        assert (checks[name]["status"], checks[name]["outcome"]) == ("fail", "logits")
        assert "softmax" in checks[name]["message"]["en"] + checks[name]["meaning"]["en"]


def test_logits_make_a_page_that_claims_nothing(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", np.random.default_rng(0).normal(0, 3, size=GOOD))
    done = reportgen("build", run)
    assert done.code == 0, done.err
    page = (run / "report" / "report.html").read_text(encoding="utf-8")
    assert "nan" not in page.replace("finance", "").split("<main")[-1].lower().split()


def test_percentages(reportgen: Run, tmp_path: Path) -> None:
    checks = results(reportgen, write_run(tmp_path / "run", 100 * random_attention(0, shape=GOOD)))
    for name in ("weight-range", "row-sums"):
        assert (checks[name]["status"], checks[name]["outcome"]) == ("fail", "percentages")


def test_integers_are_read(reportgen: Run, tmp_path: Path) -> None:
    percent = np.rint(100 * random_attention(0, shape=GOOD, concentration=5)).astype(np.int16)
    checks = results(reportgen, write_run(tmp_path / "run", percent))
    assert checks["weight-range"]["outcome"] == "percentages"


# The writer's own column sums --------------------------------------------------------------------


def test_agreeing_column_sums_pass(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD), companions=True)
    assert results(reportgen, run)["input-files"]["status"] == "pass"


@pytest.mark.parametrize("error", [0.01, np.nan])
def test_disagreeing_column_sums_warn(reportgen: Run, tmp_path: Path, error: float) -> None:
    for stem, weights in zip(stamps(3), random_attention(0, shape=GOOD), strict=True):
        sums = column_sums(weights)
        if stem == stamps(3)[1]:
            sums[1, 2] += error
        write_npz(tmp_path / "run" / f"{stem}.npz", weights, temporal_importance=sums)
    check = results(reportgen, tmp_path / "run")["input-files"]
    assert (check["status"], check["outcome"]) == ("warn", "importance-differs")
    assert check["values"]["files"] == 1


# Never unpickled, never read ---------------------------------------------------------------------


class Bomb:
    """A pickle that leaves a trace when it is loaded."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.trace),))


@pytest.mark.parametrize("command", ["build", "check", "inspect", "convert"])
def test_metadata_is_never_unpickled(reportgen: Run, tmp_path: Path, command: str) -> None:
    trace = tmp_path / "fired"
    bomb = np.array(Bomb(trace), dtype=object)
    names = ("metadata", "attention_mask", "tokens", "time", "solar_wind_data", "variables")
    arrays = dict.fromkeys(names, bomb)
    for stem, weights in zip(stamps(2), random_attention(0, shape=(2, 1, 1, 5, 5)), strict=True):
        write_npz(tmp_path / "run" / f"{stem}.npz", weights, **arrays)
    more = {"build": ("--output", "json"), "convert": (tmp_path / "out.nc",)}.get(command, ())
    done = reportgen(command, tmp_path / "run", *more)
    assert done.code == 0, done.err
    assert not trace.exists()
    # The trap is armed.
    with np.load(tmp_path / "run" / f"{stamps(2)[0]}.npz", allow_pickle=True) as loaded:
        loaded["metadata"]
    assert trace.exists()


def test_unread_arrays_are_listed(reportgen: Run, tmp_path: Path) -> None:
    attention = random_attention(0, shape=(2, 1, 1, 5, 5))
    sdo = np.zeros((2, 3, 4, 4), dtype=np.float32)
    run = write_run(tmp_path / "run", attention, companions=True, extra={"sdo_data": sdo})
    assert built(reportgen, run)["run"]["unread"] == ["metadata", "sdo_data"]
    assert "metadata, sdo_data" in reportgen("inspect", run).out


def sdo_members() -> dict[str, bytes]:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (9, 99, 4096, 4096)}
    )
    return {"lying": header.getvalue() + b"\0" * 16, "no array": b"garbage", "empty": b""}


@pytest.mark.parametrize("kind", list(sdo_members()))
def test_sdo_data_is_never_read(reportgen: Run, tmp_path: Path, kind: str) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=(2, 1, 1, 5, 5)))
    for file in (run / "npz").iterdir():
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("sdo_data.npy", sdo_members()[kind])
    report = built(reportgen, run)
    assert report["run"]["files_read"] == 2
    assert report["run"]["unread"] == ["sdo_data"]


def test_a_corrupt_sdo_member_does_not_matter(reportgen: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for stem, weights in zip(stamps(2), random_attention(0, shape=(2, 1, 1, 5, 5)), strict=True):
        path = write_npz(run / f"{stem}.npz", weights)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("sdo_data.npy", b"A" * 4000)
        content = path.read_bytes()
        path.write_bytes(content.replace(b"A" * 4000, b"B" * 4000))
    assert built(reportgen, run)["run"]["files_read"] == 2


# What is declared --------------------------------------------------------------------------------


def test_unknown_keys_in_the_yaml(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(
        tmp_path / "run", random_attention(0, shape=GOOD), yaml="cadance: 1h\nlayr: 2\n"
    )
    message = reportgen("build", run).failed_with(2)
    for words in ("cadance", "layr", "cadence"):
        assert words in message
    assert not (run / "report").exists()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--cadence", "soon"), "soon"),
        (("--layer", "7"), "layer 7"),
        (("--dims", "layer,head"), "--dims"),
        (("--dims", "layer,head,query,key,batch"), "axes"),
        (("--mask", "triangle"), "triangle"),
        (("--output", "docx"), "docx"),
        (("--output", ""), "--output"),
        (("--patch", "0:1"), "patch"),
    ],
)
def test_flags_that_cannot_be_used(
    reportgen: Run, tmp_path: Path, flags: tuple[str, ...], words: str
) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    assert words in reportgen("build", run, *flags).failed_with(2)
    assert not (run / "report").exists()


def test_unknown_option_is_usage(reportgen: Run) -> None:
    done = reportgen("build", ".", "--nonsense")
    assert (done.code, done.out) == (2, "")
    assert "--nonsense" in done.err


def test_verbose_shows_the_traceback_and_keeps_the_exit_code(shell: Run, tmp_path: Path) -> None:
    done = shell("build", tmp_path / "gone", "-v")
    assert done.code == 3
    assert "Traceback" in done.err
    assert "does not exist" in done.err


def test_wrong_variable_name(reportgen: Run, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    assert "nope" in reportgen("build", run, "--variable", "nope").failed_with(3)


# Layouts -----------------------------------------------------------------------------------------


def test_five_axes_are_told_apart_by_their_companions(reportgen: Run, tmp_path: Path) -> None:
    attention = random_attention(0, shape=(3, 2, 2, 6, 6))
    layer_first = attention.transpose(1, 0, 2, 3, 4)
    mask = np.ones((3, 6), dtype=np.int8)
    write_npz(tmp_path / "batch" / "attention_batch_0000.npz", attention, attention_mask=mask)
    write_npz(tmp_path / "layer" / "attention_batch_0000.npz", layer_first, attention_mask=mask)
    one, two = (built(reportgen, tmp_path / name) for name in ("batch", "layer"))
    assert one["run"]["samples"] == two["run"]["samples"] == 3
    assert one["summary"] == two["summary"]
    assert one["heads"] == two["heads"]


def test_declared_dims(reportgen: Run, tmp_path: Path) -> None:
    attention = random_attention(0, shape=(1, 2, 3, 6, 6))
    write_npz(tmp_path / "a" / "x.npz", attention[0])
    write_npz(tmp_path / "b" / "x.npz", attention[0].transpose(3, 2, 1, 0))
    one = built(reportgen, tmp_path / "a")
    two = built(reportgen, tmp_path / "b", "--dims", "key,query,head,layer")
    assert (two["run"]["layers"], two["run"]["heads"]) == (2, 3)
    assert one["summary"] == two["summary"]


def test_files_at_the_top_level_and_in_npz_say_the_same(reportgen: Run, tmp_path: Path) -> None:
    attention = random_attention(0, shape=(3, 1, 2, 6, 6))
    one = built(reportgen, write_run(tmp_path / "a" / "run", attention))
    two = built(reportgen, write_run(tmp_path / "b" / "run", attention, inner=""))
    assert one == two


def test_a_run_of_tokens_without_time(reportgen: Run, tmp_path: Path) -> None:
    tokens = np.array(["[CLS]", "the", "solar", "wind", "blows"])
    attention = planted_attention(2, 3.0, shape=(9, 2, 2, 5, 5))
    run = write_run(
        tmp_path / "run", attention, names=[f"s{i}" for i in range(9)], extra={"tokens": tokens}
    )
    report = built(reportgen, run)
    assert report["run"]["tokens"] == tokens.tolist()
    headline = next(item for item in report["findings"] if item["place"] == "headline")
    assert "solar" in headline["message"]["en"]
    assert "solar" in headline["message"]["ko"]
