"""What ``convert`` writes, by the rules of CF."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import reportgen
from reportgen.build.convert import write_netcdf
from tests.builders import SAMPLES, peaked_run, random_attention, write_run
from tests.conftest import skip_or_fail
from tests.sources.test_align import mixed_run

COLUMNS = """\
inputs:
  - {name: Bz, units: nT, mean: -0.1, std: 3.5}
  - {name: speed, units: km/s, mean: 420, std: 90}
  - {name: density, units: cm-3, mean: 5, std: 4}
"""


def test_convert_keeps_names_units_and_normalisation(tmp_path: Path) -> None:
    import xarray as xr

    run = peaked_run(tmp_path / "run", key=2, samples=2, companions=True, yaml=COLUMNS)
    write_netcdf(reportgen.open_run(run), tmp_path / "out.nc")
    with xr.open_dataset(tmp_path / "out.nc", decode_timedelta=False) as dataset:
        assert dataset["inputs"].dims == ("batch", "input_step", "variable")
        assert dataset["variable_name"].values.tolist() == ["Bz", "speed", "density"]
        assert dataset["variable_stored_units"].values.tolist() == ["nT", "km/s", "cm-3"]
        assert dataset["variable_std"].values.tolist() == [3.5, 90, 4]


def test_a_converted_run_is_a_run_again(tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=2, samples=3)
    ours = reportgen.open_run(run)
    write_netcdf(ours, tmp_path / "out.nc")
    again = reportgen.open_run(tmp_path / "out.nc")
    np.testing.assert_array_equal(again["attention"], ours["attention"])
    assert "note.layout.stored" in again.attrs["reportgen"]


def run_of_kind(kind: str, folder: Path) -> Path:
    if kind == "cross-attention":
        return write_run(folder, random_attention(0, shape=(4, 2, 2, 5, 9)), hourly=True)
    if kind == "different lengths":
        return mixed_run(folder)
    return SAMPLES / kind


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["omni_dst", "guide_8x8", "cross-attention", "different lengths"])
def test_convert_passes_the_cf_checker(tmp_path: Path, kind: str) -> None:
    checker = Path(sys.executable).with_name("compliance-checker")
    if not checker.is_file():
        skip_or_fail("REPORTGEN_REQUIRE_CF", "compliance-checker is not installed")
    write_netcdf(reportgen.open_run(run_of_kind(kind, tmp_path / "run")), tmp_path / "out.nc")
    done = subprocess.run(
        [str(checker), "--test=cf:1.11", str(tmp_path / "out.nc")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "All tests passed" in done.stdout, done.stdout[-3000:] + done.stderr[-1000:]
