"""Samples of different length in one run, laid over one another at the last input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reportgen as library
from reportgen.exceptions import UsageError
from tests.builders import (
    column_sums,
    planted_attention,
    random_attention,
    stamps,
    write_npz,
    write_run,
)
from tests.cli.conftest import Run, reportgen  # noqa: F401

LAST = "align: last\ncadence: 1h\nissue_offset: 1h\n"
LONG, SHORT = 12, 8
#: Steps before the last input at which the planted key lies.
BEFORE = 3


def mixed_run(folder: Path, *, yaml: str = LAST, companions: bool = True) -> Path:
    """Every third sample is shorter; all look at the same hour before the last input."""
    for index, stem in enumerate(stamps(12)):
        keys = SHORT if index % 3 == 0 else LONG
        weights = planted_attention(keys - 1 - BEFORE, 3.0, index, shape=(2, 2, keys, keys))
        arrays: dict[str, Any] = {}
        if companions:
            window = np.arange(keys, dtype=np.float32)[:, None] - keys + 1
            arrays = {
                "temporal_importance": column_sums(weights.astype(np.float32)),
                "solar_wind_data": np.repeat(window, 3, axis=1),
            }
        write_npz(folder / "npz" / f"{stem}.npz", weights, **arrays)
    (folder / "reportgen.yaml").write_text(yaml, encoding="utf-8")
    return folder


def by_hand(run: Path) -> Path:
    """The same run, padded by hand as its writer could have done."""
    for file in (run / "npz").iterdir():
        with np.load(file) as stored:
            weights = stored["attention_weights"]
        add = LONG - weights.shape[-1]
        padded = np.pad(weights, ((0, 0), (0, 0), (add, 0), (add, 0)))
        mask = np.repeat([0, 1], [add, LONG - add])[None]
        write_npz(file, padded[None], attention_mask=mask)
    (run / "reportgen.yaml").write_text(
        LAST.partition("\n")[2] + "dims: [batch, layer, head, query, key]\n"
    )
    return run


def test_shorter_samples_stand_at_the_last_input(tmp_path: Path) -> None:
    dataset = library.open_run(mixed_run(tmp_path / "run"))
    assert dict(dataset["attention"].sizes) == {
        "batch": 12,
        "layer": 2,
        "head": 2,
        "query": LONG,
        "key": LONG,
    }
    short, whole = dataset.isel(batch=0), dataset.isel(batch=1)
    assert short["attention_mask"].values.tolist() == [0] * 4 + [1] * 8
    assert whole["attention_mask"].values.all()
    assert not short["attention"].values[..., :4].any()
    assert not short["attention"].values[..., :4, :].any()
    np.testing.assert_allclose(short["attention"].values[..., 4:, 4:].sum(-1), 1, rtol=1e-5)
    # The window says itself how many steps before the last input it stands.
    window = short["inputs"].values[:, 0]
    assert np.isnan(window[:4]).all()
    np.testing.assert_array_equal(window[4:], -dataset["hours_before_last_input"].values[4:])
    np.testing.assert_array_equal(whole["inputs"].values[:, 0], np.arange(-11.0, 1))
    assert "note.align.last" in dataset.attrs["reportgen"]


def test_alignment_gives_what_padding_by_hand_gives(tmp_path: Path) -> None:
    ours = library.summarize(library.open_run(mixed_run(tmp_path / "run", companions=False)))
    theirs = library.summarize(
        library.open_run(by_hand(mixed_run(tmp_path / "hand", companions=False)))
    )
    assert set(ours.data_vars) == set(theirs.data_vars)
    for name in ours.data_vars:
        if ours[name].dtype.kind in "fiu":
            np.testing.assert_array_equal(ours[name].values, theirs[name].values, err_msg=name)


def test_the_report_of_aligned_samples(tmp_path: Path, reportgen: Run) -> None:  # noqa: F811
    run = mixed_run(tmp_path / "run")
    assert reportgen("build", run, "--output", "html,md,json,nc").code == 0
    report = json.loads((run / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["run"]["files_skipped"] == []
    assert report["run"]["samples"] == 12
    assert report["run"]["mask"]["kind"] == "padding"
    assert report["peak"]["hours_before_last_input"] == BEFORE
    assert report["peak"]["hours_before_issue"] == BEFORE + 1
    assert report["provenance"]["config"]["align"] == "last"
    checks = {check["id"]: check["status"] for check in report["checks"]}
    assert checks["row-sums"] == checks["dead-rows"] == checks["mask-leak"] == "pass"
    # The writer's own sums agree with ours.
    assert checks["input-files"] == "pass"
    page = (run / "report" / "report.html").read_text(encoding="utf-8")
    assert "4 of 12 samples have fewer than 12 inputs" in page


def test_without_align_the_commonest_shape_is_kept(tmp_path: Path) -> None:
    dataset = library.open_run(mixed_run(tmp_path / "run", yaml=""))
    assert dataset.sizes["batch"] == 8
    assert dataset.attrs["reportgen"].count('"wrong-shape"') == 4


def test_masks_of_the_files_are_kept(tmp_path: Path) -> None:
    run = tmp_path / "run"
    own = np.array([[0, 1, 1, 1]])
    write_npz(run / "a.npz", random_attention(0, shape=(1, 2, 2, 4, 4)), attention_mask=own)
    write_npz(run / "b.npz", random_attention(1, shape=(1, 2, 2, 6, 6)))
    (run / "reportgen.yaml").write_text("align: last\ndims: [batch, layer, head, query, key]\n")
    masks = library.open_run(run)["attention_mask"].values
    assert masks.tolist() == [[0, 0, 0, 1, 1, 1], [1] * 6]


def test_stored_times_of_different_length_agree_at_their_end(tmp_path: Path) -> None:
    run = tmp_path / "run"
    for name, keys in (("a", 4), ("b", 6)):
        hours = 100.0 + 0.5 * np.arange(keys)
        write_npz(run / f"{name}.npz", random_attention(0, shape=(2, 2, keys, keys)), hours=hours)
    (run / "reportgen.yaml").write_text("align: last\n")
    dataset = library.open_run(run)
    np.testing.assert_allclose(dataset["hours_before_last_input"], np.arange(2.5, -0.1, -0.5))
    (run / "reportgen.yaml").unlink()
    assert library.open_run(run).sizes["key"] == 4


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("patch: 2:2\n", "align: last with patches"),
        ("prefix_tokens: 1\n", "align: last with 1 prefix tokens"),
    ],
)
def test_tokens_that_are_no_steps_are_refused(
    tmp_path: Path,
    reportgen: Run,  # noqa: F811
    yaml: str,
    message: str,
) -> None:
    run = mixed_run(tmp_path / "run", yaml="align: last\n" + yaml)
    error = reportgen("check", run).failed_with(2)
    assert message in error
    assert "leave align out" in error


def test_cross_attention_of_different_length_is_refused(tmp_path: Path) -> None:
    run = tmp_path / "run"
    for name, keys in (("a", 5), ("b", 6)):
        write_npz(run / f"{name}.npz", random_attention(0, shape=(2, 2, 3, keys)))
    (run / "reportgen.yaml").write_text("align: last\n")
    with pytest.raises(UsageError, match="3 queries and 5 keys"):
        library.open_run(run)
    # Of one length there is nothing to lay over one another.
    (run / "b.npz").unlink()
    assert library.open_run(run).sizes["key"] == 5


def test_another_model_is_still_a_listed_skip(tmp_path: Path) -> None:
    run = mixed_run(tmp_path / "run")
    write_npz(run / "npz" / "z.npz", random_attention(0, shape=(3, 2, LONG, LONG)))
    dataset = library.open_run(run)
    assert dataset.sizes["batch"] == 12
    assert '"z.npz","reason":"wrong-shape"' in dataset.attrs["reportgen"]


def test_aligned_sums_are_kept_between_builds(tmp_path: Path, reportgen: Run) -> None:  # noqa: F811
    run = mixed_run(tmp_path / "run")
    plain = reportgen("check", run, "--json", "--no-cache")
    assert reportgen("check", run, "--json").json == plain.json
    assert reportgen("check", run, "--json").json == plain.json


def test_an_unknown_alignment(tmp_path: Path, reportgen: Run) -> None:  # noqa: F811
    run = write_run(
        tmp_path / "run", random_attention(0, shape=(3, 1, 1, 4, 4)), yaml="align: first"
    )
    assert "reportgen.yaml, line 1: align" in reportgen("check", run).failed_with(2)
