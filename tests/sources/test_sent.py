"""What a chunk of a run takes along to another process."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from reportgen.sources.run import open_run
from tests.builders import random_attention, stamps, write_npz, write_run, zipped


def run_of(folder: Path, samples: int) -> Path:
    return write_run(folder, random_attention(0, shape=(samples, 1, 2, 6, 6)), companions=True)


@pytest.mark.parametrize(
    "piece",
    [
        *(slice(2, 5), slice(0, 1), slice(3, 3), slice(6, 1, -2), slice(None)),
        *([4, 1, 5], [3], np.array([0, 6]), 2, -1),
    ],
    ids=str,
)
def test_a_piece_comes_back_as_it_was(tmp_path: Path, piece: Any) -> None:
    here = open_run(run_of(tmp_path / "run", 7)).isel(batch=piece)
    there = pickle.loads(pickle.dumps(here))
    assert there["attention"].shape == here["attention"].shape
    xr.testing.assert_identical(there.load(), here.load())


def test_pieces_of_pieces_along_every_axis(tmp_path: Path) -> None:
    run = open_run(run_of(tmp_path / "run", 7)).isel(batch=slice(1, 6))
    here = run.isel(batch=[3, 0], query=[5, 1], key=slice(None, None, 2), head=1)
    xr.testing.assert_identical(pickle.loads(pickle.dumps(here)).load(), here.load())


def test_files_of_several_samples_are_cut_within(tmp_path: Path) -> None:
    for number, stem in enumerate(stamps(4)):
        values = random_attention(number, shape=(3, 1, 2, 6, 6))
        write_npz(tmp_path / "run" / "npz" / f"{stem}.npz", values, dims=["batch", *"lhqk"])
    run = open_run(tmp_path / "run", overrides={"dims": "batch,layer,head,query,key"})
    assert run.sizes["batch"] == 12
    here = run.isel(batch=slice(4, 8))
    xr.testing.assert_identical(pickle.loads(pickle.dumps(here)).load(), here.load())


def test_a_chunk_is_small_whatever_the_run(tmp_path: Path) -> None:
    small = open_run(run_of(tmp_path / "small", 4)).isel(batch=slice(0, 4)).drop_attrs()
    large = open_run(run_of(tmp_path / "large", 60)).isel(batch=slice(30, 34)).drop_attrs()
    sizes = [len(pickle.dumps(dataset)) for dataset in (small, large)]
    assert sizes[1] < sizes[0] + 200


@pytest.mark.parametrize("container", ["folder", "zip"])
def test_paths_hold_in_another_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, container: str
) -> None:
    run = run_of(tmp_path / "run", 3)
    if container == "zip":
        zipped(run, tmp_path / "packed")
    monkeypatch.chdir(tmp_path)
    sent = pickle.dumps(open_run("packed" if container == "zip" else "run"))
    os.chdir("/")
    expected = open_run(run)["attention"]
    np.testing.assert_array_equal(pickle.loads(sent)["attention"], expected)
