"""The labelled dataset of a run as one CF NetCDF file, a file of the run at a time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.exceptions import OutputError, UnreadableFileError, UsageError
from reportgen.schema import BATCH
from reportgen.sources.description import from_attributes
from reportgen.summarize import Progress

if TYPE_CHECKING:
    import xarray as xr

_STEPS = {
    "input_step": "step of the input window, counted from 0",
    "variable": "column of the input window, counted from 0",
    "forecast_step": "step of the forecast, counted from 0",
    "target": "column of the targets, counted from 0",
}
_EPOCH = "hours since 1970-01-01 00:00:00"


def write_netcdf(
    dataset: xr.Dataset, path: Path, *, force: bool = False, progress: Progress | None = None
) -> None:
    """Write a run as CF-1.11 NetCDF, in bounded memory, whole or not at all.

    Parameters
    ----------
    dataset
        As ``open_run`` returns it.

    Raises
    ------
    UsageError
        The file exists and ``force`` is not given.
    UnreadableFileError
        A file of the run cannot be read to its end.
    OutputError
        The file cannot be written.
    """
    import netCDF4

    if path.exists() and not force:
        raise UsageError(f"{path} exists", allowed="a new file", fix="choose another, or --force")
    partial = path.with_name(f".{path.name}.partial")
    try:
        with netCDF4.Dataset(str(partial), "w", format="NETCDF4") as file:
            _write(dataset, file, progress)
        partial.replace(path)
    except UnreadableFileError as error:
        _discard(partial)
        raise UnreadableFileError(
            error.reason, error.detail, fix="move the broken file away and convert again"
        ) from error
    except (OSError, RuntimeError) as error:
        _discard(partial)
        raise OutputError(
            f"{path} cannot be written ({error})", fix="choose another file"
        ) from error


def _discard(partial: Path) -> None:
    with contextlib.suppress(OSError):
        partial.unlink()


def _write(dataset: xr.Dataset, file: Any, progress: Progress | None) -> None:
    file.Conventions = "CF-1.11"
    file.title = dataset.attrs["title"]
    file.history = f"converted from the files of the run by reportgen {_version()}"
    # In CF a dimension called time is that of valid times; the window's steps are none.
    dataset = dataset.rename({dim: "input_step" for dim in ("time",) if dim in dataset.dims})
    dataset = dataset.assign_coords(_column_labels(dataset))
    for dim, size in dataset.sizes.items():
        file.createDimension(str(dim), size)
    for name, coordinate in dataset.coords.items():
        _write_small(file, str(name), coordinate)
    samples = int(dataset.sizes[BATCH])
    labels = [str(name) for name in dataset.coords if name not in dataset.sizes]
    for name, variable in dataset.data_vars.items():
        target = file.createVariable(
            str(name), variable.dtype, variable.dims, zlib=True, complevel=1, fill_value=False
        )
        target.setncatts({"units": "1", **variable.attrs})
        fitting = [label for label in labels if set(dataset[label].dims) <= set(variable.dims)]
        if fitting:
            target.coordinates = " ".join(fitting)
        for index in range(samples):
            target[index] = variable.isel(batch=index).values
            if name == "attention" and progress is not None:
                progress(index + 1, samples)


def _version() -> str:
    from importlib.metadata import version

    return version("reportgen")


def _column_labels(dataset: xr.Dataset) -> dict[str, Any]:
    """Coordinates of the axes beside the attention: steps, and each column with its units.

    Stored values are written as they are; mean and std say how to turn them into physical ones.
    """
    labels: dict[str, Any] = {
        dim: (dim, np.arange(dataset.sizes[dim]), {"long_name": text})
        for dim, text in _STEPS.items()
        if dim in dataset.sizes
    }
    description = from_attributes(dataset.attrs)
    if description is None:
        return labels
    for dim, columns in (("variable", description.inputs), ("target", description.targets)):
        if len(columns) != dataset.sizes.get(dim, 0):
            continue
        texts = {"name": [c.name for c in columns], "stored_units": [c.units for c in columns]}
        for key, values in texts.items():
            if any(values):
                what = key.replace("_", " ")
                labels[f"{dim}_{key}"] = (dim, np.array(values), {"long_name": f"{what} of {dim}"})
        if any(column.std is not None for column in columns):
            for key in ("mean", "std"):
                numbers = [getattr(column, key) for column in columns]
                filled = np.array([np.nan if value is None else value for value in numbers])
                text = f"{key} taken out of the {dim} by its normalisation"
                labels[f"{dim}_{key}"] = (dim, filled, {"long_name": text})
    return labels


def _write_small(file: Any, name: str, coordinate: xr.DataArray) -> None:
    values = coordinate.values
    attributes: dict[str, Any] = dict(coordinate.attrs)
    if values.dtype.kind == "M":
        epoch = np.datetime64("1970-01-01T00:00:00", "ns")
        values = (values - epoch) / np.timedelta64(1, "h")
        attributes |= {"units": _EPOCH, "calendar": "standard"}
    if values.dtype.kind == "U":
        variable = file.createVariable(name, str, coordinate.dims)
        variable[:] = values.astype(object)
    else:
        attributes.setdefault("units", "1")
        variable = file.createVariable(name, values.dtype, coordinate.dims, fill_value=False)
        variable[:] = values
    variable.setncatts(attributes)
