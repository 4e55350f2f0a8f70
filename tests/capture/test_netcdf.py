"""Captures as NetCDF: the same report as from npz, labels that CF readers understand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import netCDF4
import numpy as np
import pytest

import reportgen
from reportgen.build import Request
from reportgen.capture import capture_attention, run_capture
from reportgen.capture.netcdf_files import write_netcdf
from reportgen.exceptions import OutputError, UsageError
from tests.capture.test_runner import configure, project

__all__ = ["project"]


def captured(torch: ModuleType, run_dir: Path, *, stamped: bool, **asked: Any) -> None:
    torch.manual_seed(5)
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
    model = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
    padded = torch.zeros(3, 8, dtype=torch.bool)
    padded[1, 6:] = True
    with (
        torch.no_grad(),
        capture_attention(
            model,
            run_dir,
            name="run",
            issue_offset="1h",
            inputs=[f"v{index}" for index in range(16)],
            targets=["Dst"],
            tokens=[f"시각 {index}" for index in range(8)],
            **asked,
        ) as capture,
    ):
        for day in range(2):
            x = torch.randn(3, 8, 16)
            output = model(x, src_key_padding_mask=padded)
            times = [f"2024-05-{3 * day + index + 1:02}T07:00" for index in range(3)]
            capture.add(
                predictions=output[:, :6, 0],
                targets=x[:, :6, 0],
                inputs=x,
                reference_times=times if stamped else None,
            )


@pytest.mark.capture
@pytest.mark.parametrize("stamped", [True, False])
@pytest.mark.parametrize("dated", [True, False])
def test_netcdf_gives_the_report_of_npz(
    torch: ModuleType, tmp_path: Path, stamped: bool, dated: bool
) -> None:
    clock: dict[str, Any] = {"cadence": "1h"}
    if dated:
        clock = {"times": [f"2024-05-01T{hour:02}:00" for hour in range(8)]}
    reports = []
    for kind in ("npz", "netcdf"):
        captured(torch, tmp_path / kind, stamped=stamped, format=kind, **clock)
        reportgen.build(
            tmp_path / kind, tmp_path / f"out-{kind}", request=Request(formats=("json", "nc"))
        )
        reports.append(json.loads((tmp_path / f"out-{kind}" / "report.json").read_text()))
    names = {path.name for path in (tmp_path / "netcdf").iterdir()}
    first = "20240501070000.nc" if stamped else "attention_batch_0000.nc"
    assert first in names
    assert not any(name.endswith((".partial", ".npz")) for name in names)
    for report in reports:
        # Which files, and the digest of their bytes, differ by design.
        del report["provenance"], report["outputs"]
    assert reports[0] == reports[1]
    assert reports[0]["time"]["declared"] or dated


@pytest.mark.capture
def test_a_file_says_what_is_in_it(torch: ModuleType, tmp_path: Path) -> None:
    captured(torch, tmp_path / "run", stamped=True, format="netcdf", cadence="1h")
    with netCDF4.Dataset(str(tmp_path / "run" / "20240501070000.nc")) as file:
        assert file.Conventions == "CF-1.11"
        weights = file["attention_weights"]
        assert weights.dimensions == ("layer", "head", "query", "key")
        assert weights.units == "1"
        np.testing.assert_allclose(weights[:].sum(-1), 1, atol=1e-6)
        issued = file["forecast_reference_time"]
        assert issued[...] == (netCDF4.date2num(_issue(), issued.units))
        names = netCDF4.chartostring(file["layer_names"][:])
        assert list(names) == ["layers.0.self_attn", "layers.1.self_attn"]
        assert file["solar_wind_data"].dimensions == ("input_step", "variable")
        assert all(file[name].long_name for name in file.variables)


def _issue() -> Any:
    from datetime import datetime

    return datetime(2024, 5, 1, 7)


@pytest.mark.capture
def test_the_configuration_file_asks_for_it_and_resumes(torch: ModuleType, project: Path) -> None:
    config = configure(project, "format: netcdf")
    run_capture(config)
    run_dir = project / "run"
    before = {path.name: path.read_bytes() for path in run_dir.glob("*.nc")}
    assert len(before) == 4
    (run_dir / "attention_batch_0001.nc").unlink()
    (run_dir / "attention_batch_0002.nc").write_bytes(b"cut off")
    (run,) = run_capture(config)
    assert (run.batches, run.kept) == (2, 2)
    assert set(before) == {path.name for path in run_dir.glob("*.nc")}
    assert reportgen.open_run(run_dir)["attention"].shape == (12, 2, 4, 8, 8)
    sys.modules.pop(f"project_{project.name}", None)


@pytest.mark.capture
def test_a_folder_of_netcdf_is_taken(torch: ModuleType, tmp_path: Path) -> None:
    captured(torch, tmp_path / "run", stamped=False, format="netcdf", cadence="1h")
    (tmp_path / "run" / "reportgen.yaml").unlink()
    with pytest.raises(UsageError, match="holds a run already"):
        captured(torch, tmp_path / "run", stamped=False, cadence="1h")


@pytest.mark.capture
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"format": "csv"}, "npz or netcdf"),
        ({"format": "netcdf", "dtype": "float16"}, "no half precision"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(
    torch: ModuleType, tmp_path: Path, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        captured(torch, tmp_path / "run", stamped=False, **asked)
    assert not (tmp_path / "run").exists()


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    weights = {"attention_weights": np.full((1, 1, 2, 2), 0.5, dtype=np.float32)}
    with pytest.raises(OutputError, match="cannot be written"):
        write_netcdf(tmp_path / "taken" / "a.nc", weights)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
