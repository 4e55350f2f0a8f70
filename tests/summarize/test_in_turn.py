"""Large samples are read while they are measured, and damage that shows late costs nothing else."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from reportgen import open_run, summarize
from reportgen.schema import Precision
from reportgen.sources.npz import ArrayInTurn
from reportgen.summarize import reading, stream
from reportgen.summarize.attention import InTurn
from reportgen.summarize.dataset import description_of
from tests.builders import as_bfloat16, random_attention

# Four blocks of two planes in single precision, and one of one.
WEIGHTS = random_attention(3, shape=(2, 3, 3, 300, 300))
FIVE = "batch,layer,head,query,key"
Save = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_permutations(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take most of the time of so few samples."""
    monkeypatch.setattr(stream, "FEW_SAMPLES", 0)


def run_of(folder: Path, files: list[np.ndarray], save: Save = np.savez, **others: Any) -> Path:
    (folder / "npz").mkdir(parents=True)
    for index, attention in enumerate(files):
        save(folder / "npz" / f"s{index}.npz", attention_weights=attention, **others)
    return folder


def opened(run: Path, dims: str) -> xr.Dataset:
    return open_run(run, overrides={"mask": "none", "dims": dims.split(",")})


def read_in_turn(run: Path, monkeypatch: pytest.MonkeyPatch, dims: str = FIVE) -> xr.Dataset | None:
    """Summary of a run whose files are read in turn; None where one of them is not."""
    given: list[InTurn | None] = []
    with monkeypatch.context() as patched:
        chosen = reading.in_turn
        patched.setattr(reading, "in_turn", lambda *of: given.append(chosen(*of)) or given[-1])
        summary = summarize(opened(run, dims), jobs=1)
    return summary if given and None not in given else None


def read_whole(run: Path, monkeypatch: pytest.MonkeyPatch, dims: str = FIVE) -> xr.Dataset:
    with monkeypatch.context() as patched:
        patched.setattr(reading, "in_turn", lambda *_: None)
        return summarize(opened(run, dims), jobs=1)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_same_bits_as_if_they_were_read_before(
    tmp_path: Path, dtype: type, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [WEIGHTS.astype(dtype), WEIGHTS[:, ::-1].astype(dtype)]
    run = run_of(tmp_path / "run", files, save)
    found = read_in_turn(run, monkeypatch)
    assert found is not None
    xr.testing.assert_identical(found, read_whole(run, monkeypatch))


def test_one_sample_is_in_turn_wherever_the_file_has_its_axis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = WEIGHTS[:1].astype(np.float32)
    forms = {
        "layer,head,query,key": one[0],
        FIVE: one,
        "layer,batch,head,query,key": np.ascontiguousarray(one.swapaxes(0, 1)),
    }
    sums = []
    for index, (dims, stored) in enumerate(forms.items()):
        summary = read_in_turn(run_of(tmp_path / str(index), [stored]), monkeypatch, dims)
        assert summary is not None
        sums.append(summary["attention_sum"].values)
    np.testing.assert_array_equal(sums[1:], [sums[0], sums[0]])


@pytest.mark.parametrize("factor", [1, 1.01])
def test_a_files_own_column_sums_are_compared_in_turn(
    tmp_path: Path, factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    sums = WEIGHTS.mean(axis=2).sum(axis=2)
    run = run_of(tmp_path / "run", [WEIGHTS.astype(np.float32)], temporal_importance=factor * sums)
    found = read_in_turn(run, monkeypatch)
    assert found is not None
    xr.testing.assert_identical(found, read_whole(run, monkeypatch))
    wanted = (factor - 1) * sums.max(axis=(1, 2))
    np.testing.assert_allclose(found["importance_difference"], wanted, atol=1e-5)


def test_column_sums_of_scores_are_as_exact_as_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = 50 * np.random.default_rng(0).normal(size=WEIGHTS.shape).astype(np.float32)
    sums = scores.astype(np.float64).mean(axis=2).sum(axis=2)
    found = read_in_turn(run_of(tmp_path / "run", [scores], temporal_importance=sums), monkeypatch)
    assert found is not None
    assert found["importance_difference"].max() < 1e-9


def test_a_causal_run_is_read_in_turn_though_its_first_row_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    causal = random_attention(0, shape=(1, 1, 1, 1100, 1100), mask="causal").astype(np.float32)
    assert (causal[0, 0, 0, 0, 1:] == 0).all()
    assert read_in_turn(run_of(tmp_path / "run", [causal]), monkeypatch) is not None


@pytest.mark.parametrize(
    "chosen",
    [
        *({"batch": slice(1, 4)}, {"batch": slice(0, 4, 2)}, {"head": slice(1, 3)}),
        *({"layer": slice(1, 2)}, {"query": slice(5, 300)}, {"key": slice(0, 290)}),
    ],
    ids=str,
)
def test_a_part_of_the_run_is_that_part(
    tmp_path: Path, chosen: dict[str, slice], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = WEIGHTS.astype(np.float32)
    run = run_of(tmp_path / "run", [weights, weights[::-1]])
    part = opened(run, FIVE).isel(chosen)
    found = summarize(part, jobs=1)
    xr.testing.assert_identical(found, summarize(part.load(), jobs=1))


@pytest.mark.parametrize("other", ["half", "double", "shorter"])
def test_files_that_are_not_alike_are_as_if_they_were(
    tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another precision, or keys that the run fills up."""
    weights = WEIGHTS.astype(np.float32)
    second = {
        "half": weights.astype(np.float16),
        "double": WEIGHTS,
        "shorter": random_attention(4, shape=(2, 3, 3, 296, 296)).astype(np.float32),
    }
    run = run_of(tmp_path / "run", [weights, second[other]])
    if other == "shorter":
        (run / "reportgen.yaml").write_text("align: last", encoding="utf-8")
    found = summarize(opened(run, FIVE), jobs=1)
    assert found.sizes["batch"] == 4
    xr.testing.assert_identical(found, read_whole(run, monkeypatch))


@pytest.mark.parametrize("why", ["layers first", "fortran", "big-endian", "exact", "gradients"])
def test_what_cannot_be_taken_in_turn_is_read_whole(
    tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights, others, dims = WEIGHTS.astype(np.float32), {}, FIVE
    match why:
        case "layers first":
            weights = np.ascontiguousarray(weights.swapaxes(0, 1))
            dims = "layer,batch,head,query,key"
        case "fortran":
            weights = np.asfortranarray(weights)
        case "big-endian":
            weights = weights.astype(">f4")
        case "exact":
            # The first weights tell nothing; others do.
            weights[0, 0, 0, :4] = 1 / 512
            weights = as_bfloat16(weights)
        case "gradients":
            others["attention_gradients"] = weights
    run = run_of(tmp_path / "run", [weights], **others)
    assert read_in_turn(run, monkeypatch, dims) is None
    summary = read_whole(run, monkeypatch, dims)
    assert summary.sizes["batch"] == 2
    told = dict(zip(Precision, summary["precision_files"].values.tolist(), strict=True))
    assert told[Precision.BFLOAT16 if why == "exact" else Precision.FLOAT32] == 1


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("damage", ["crc", "byte", "numbers", "gone"])
def test_damage_that_shows_late_costs_that_file_alone(
    tmp_path: Path, damage: str, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both samples of the second file are measured before its CRC is wrong."""
    first, second, third = (WEIGHTS[:, :, :, ::step].astype(np.float32) for step in (1, -1, 1))
    third = third[::-1]
    run = run_of(tmp_path / "run", [first, second, third], save)
    sound = run_of(tmp_path / "sound", [first, third], save)
    (sound / "npz" / "s1.npz").rename(sound / "npz" / "s2.npz")
    if damage == "gone":
        gone_amid_the_second(run / "npz" / "s1.npz", monkeypatch)
    else:
        spoil(run / "npz" / "s1.npz", damage)
    found = read_in_turn(run, monkeypatch)
    assert found is not None
    assert [(item.file, item.reason) for item in description_of(found).skipped] == [
        ("s1.npz", "not-zip" if damage == "gone" else "truncated")
    ]
    wanted = read_whole(sound, monkeypatch)
    for name in wanted:
        np.testing.assert_array_equal(found[name], wanted[name], err_msg=str(name))


def spoil(file: Path, damage: str) -> None:
    """Another CRC in the directory, or other bytes: one near the end, or many in the middle."""
    with zipfile.ZipFile(file) as archive:
        end = archive.start_dir
    content = bytearray(file.read_bytes())
    if damage == "numbers":
        # As numbers they are large: nothing may be said of them before the CRC is known.
        content[end // 2 : end // 2 + 64] = b"\x7e" * 64
    else:
        content[end + 16 if damage == "crc" else end - 1000] ^= 0x10
    file.write_bytes(content)


def gone_amid_the_second(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file loses its second half when some of it has been measured."""
    fill, blocks = ArrayInTurn.fill, iter(range(100))

    def cut(array: ArrayInTurn, target: np.ndarray) -> None:
        # Ten blocks to a file.
        if next(blocks) == 13:
            os.truncate(file, file.stat().st_size // 2)
        fill(array, target)

    monkeypatch.setattr(ArrayInTurn, "fill", cut)
