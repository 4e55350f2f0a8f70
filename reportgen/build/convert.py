"""The labelled dataset of a run as one CF NetCDF file, a file of the run at a time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.exceptions import OutputError, UnreadableFileError, UsageError
from reportgen.schema import BATCH
from reportgen.summarize import Progress

if TYPE_CHECKING:
    import xarray as xr

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
