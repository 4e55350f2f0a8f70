"""Captured arrays as one CF NetCDF file a batch or sample, beside which the npz format stands."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import OutputError
from reportgen.schema import ATTENTION_DIMS, BATCH, KEY, LAYER

_EPOCH: Final = "hours since 1970-01-01 00:00:00"
# In CF a dimension called time is that of valid times; the steps of an input window are none.
_DIMS: Final = {
    "attention_weights": ATTENTION_DIMS,
    "attention_mask": (BATCH, KEY),
    "predictions": (BATCH, "forecast_step", "target"),
    "targets": (BATCH, "forecast_step", "target"),
    "solar_wind_data": (BATCH, "input_step", "variable"),
    "layer_names": (LAYER,),
    "tokens": (KEY,),
    "key_time": (KEY,),
}
_MEANINGS: Final = {
    "attention_weights": ("attention weight after the softmax", "1"),
    "attention_mask": ("1 for real keys, 0 for padding", "1"),
    "predictions": ("model output, as the model gave it", "1"),
    "targets": ("observed values, on the scale of the predictions", "1"),
    "solar_wind_data": ("input window, as the model saw it", "1"),
    "layer_names": ("module whose attention a layer is", ""),
    "tokens": ("names of the keys", ""),
    "key_time": ("hours since the window's first input", "hours"),
}


def write_netcdf(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write one NetCDF-4 file under CF-1.11; a file of that name is always whole.

    Parameters
    ----------
    arrays
        As for an npz; without the batch axis in a file of one sample.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    import netCDF4

    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with netCDF4.Dataset(str(partial), "w", format="NETCDF4") as file:
            _write(file, arrays, path.stem)
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise OutputError(
            f"{path} cannot be written ({error})",
            fix="choose another output directory, or make room",
        ) from error


def _write(file: Any, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
    file.Conventions = "CF-1.11"
    file.title = "Attention weights of a model"
    file.history = "captured by reportgen.capture"
    for each, values in with_hours(arrays).items():
        dims = _DIMS[each][-values.ndim :]
        if values.dtype.kind == "U":
            values, dims = as_characters(values), (*dims, f"{each}_length")
        for dim, size in zip(dims, values.shape, strict=True):
            if dim not in file.dimensions:
                file.createDimension(dim, size)
        variable = file.createVariable(
            each, values.dtype, dims, zlib=True, complevel=4, shuffle=True, fill_value=False
        )
        variable[:] = values
        meaning, units = _MEANINGS[each]
        variable.setncatts({"long_name": meaning, **({"units": units} if units else {})})
    _write_issue(file, name)


def _write_issue(file: Any, name: str) -> None:
    """The time of issue that a sample's file is named by, as CF calls it."""
    try:
        issued = datetime.strptime(name, "%Y%m%d%H%M%S")
    except ValueError:
        return
    variable = file.createVariable("forecast_reference_time", np.float64, (), fill_value=False)
    variable.setncatts(
        {"standard_name": "forecast_reference_time", "long_name": "time of issue", "units": _EPOCH}
    )
    variable[...] = (issued - datetime(1970, 1, 1)).total_seconds() / 3600


def as_characters(text: NDArray[np.str_]) -> NDArray[np.bytes_]:
    """Text as UTF-8 characters along a last axis: every reader of NetCDF knows these."""
    encoded = np.char.encode(text, "utf-8")
    return encoded.view("S1").reshape(*text.shape, -1)


def with_hours(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Arrays with dates of the keys as hours since the first: NetCDF has no dates of its own."""
    kept = dict(arrays)
    dates = kept.pop("time", None)
    if dates is not None:
        kept["key_time"] = (dates - dates[0]) / np.timedelta64(1, "h")
    return kept
