"""A Summary as an xarray Dataset: made from parts, merged, saved and opened."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import NoAttentionError, OutputError, UsageError
from reportgen.interrupts import interrupts_wait
from reportgen.schema import SUMMARY_SCHEMA, Precision
from reportgen.sources.description import (
    ATTRIBUTE,
    Description,
    combined,
    from_attributes,
    to_json,
)
from reportgen.summarize.parts import Part, accumulated
from reportgen.summarize.variables import (
    BLOCK,
    PRECISION,
    ROW_SUM_TOLERANCES,
    TOLERANCE,
    VARIABLES,
    Merge,
)

if TYPE_CHECKING:
    import xarray as xr

_SCHEMA = "reportgen_summary_schema"


def summary_dataset(part: Part, description: Description) -> xr.Dataset:
    """Label a finished part; values take the precision of the stored file.

    Returns
    -------
    Dataset
        Variables and dims as in ``summarize.variables``.
    """
    import xarray as xr

    variables = {}
    for name, variable in VARIABLES.items():
        if name not in part:
            continue
        values = part[name]
        if variable.dtype != "O":
            values = values.astype(variable.dtype)
        attributes = {"long_name": variable.long_name}
        if variable.units:
            attributes["units"] = variable.units
        variables[name] = xr.Variable(variable.dims, values, attributes)
    summary = xr.Dataset(variables)
    summary = summary.assign_coords(
        {
            TOLERANCE: list(ROW_SUM_TOLERANCES),
            PRECISION: [precision.value for precision in Precision],
        }
    )
    summary.attrs = {
        "title": "reportgen summary of attention tensors",
        "Conventions": "CF-1.11",
        _SCHEMA: SUMMARY_SCHEMA,
        BLOCK: description.block,
        ATTRIBUTE: to_json(description),
    }
    return summary


def description_of(summary: xr.Dataset) -> Description:
    """Facts a Summary carries.

    Raises
    ------
    NoAttentionError
        The dataset is no Summary, or of another schema.
    """
    description = from_attributes(summary.attrs)
    if description is None or _SCHEMA not in summary.attrs:
        raise NoAttentionError(
            "this dataset is not a reportgen Summary",
            allowed="what summarize() returns, or a summary.nc",
            fix="call reportgen.summarize(dataset) first",
        )
    if int(summary.attrs[_SCHEMA]) > SUMMARY_SCHEMA:
        raise NoAttentionError(
            f"this Summary has schema {summary.attrs[_SCHEMA]}",
            allowed=f"schemas up to {SUMMARY_SCHEMA}",
            fix="update reportgen",
        )
    return description


def merge(first: xr.Dataset, *others: xr.Dataset) -> xr.Dataset:
    """Summary of several parts of one run taken together.

    Merging equals summarising everything at once to 1e-6, counts exactly. Samples stand in the
    order of their names, as in a run; where a part has another order, in that of the arguments.

    Raises
    ------
    UsageError
        Shapes or masks disagree, or a sample stands in two of them.
    """
    summaries = (first, *others)
    descriptions = [description_of(summary) for summary in summaries]
    _same_reading(descriptions)
    total = accumulated(_part_of(summary) for summary in summaries)
    assert total is not None
    names = total["sample_name"]
    if len(set(names)) < len(names):
        unnamed = not any(description.files for description in descriptions)
        raise UsageError(
            f"sample {_first_repeated(names)} stands in more than one of the summaries",
            allowed="each sample once",
            fix="give the samples names before they are summarised, such as "
            'dataset.assign_coords(sample=("batch", names)): without any they are numbered'
            if unnamed
            else "summarise the files that are new",
        )
    if all(_by_name(summary["sample_name"].values) is None for summary in summaries):
        total = _reordered(total, _by_name(names))
    description = descriptions[0]
    for other in descriptions[1:]:
        description = combined(description, other)
    return summary_dataset(total, description)


def _first_repeated(names: NDArray[Any]) -> str:
    """First of the names that are there more than once."""
    counts = Counter(map(str, names))
    return next(name for name, count in counts.items() if count > 1)


def _same_reading(descriptions: list[Description]) -> None:
    """Stop unless the parts were read under one mask, for one layer and readout."""
    for what, found, fix in (
        ("masks", {item.mask for item in descriptions}, "--mask"),
        ("focus layers or readouts", {item.focus for item in descriptions}, "--layer, --readout"),
    ):
        if len(found) > 1:
            raise UsageError(
                f"summaries under {len(found)} different {what} cannot be merged",
                allowed="summaries of one run, read in one way",
                fix=f"declare it with {fix} and summarise again",
            )


def _by_name(names: NDArray[Any]) -> NDArray[np.int64] | None:
    """Order of the samples in a run, that of their files' names; None where they are in it."""

    def place(index: int) -> tuple[str, int]:
        stem, number, within = str(names[index]).rpartition("#")
        numbered = bool(number) and within.isdecimal()
        # Files are ordered by their names with the suffix.
        return (f"{stem if numbered else names[index]}.npz", int(within) if numbered else 0)

    order = sorted(range(len(names)), key=place)
    return None if order == list(range(len(names))) else np.array(order)


def _reordered(part: Part, order: NDArray[np.int64] | None) -> Part:
    if order is None:
        return part
    return {
        name: values[order] if VARIABLES[name].merge is Merge.CONCAT else values
        for name, values in part.items()
    }


def _part_of(summary: xr.Dataset) -> Part:
    return {
        name: summary[name].values.astype(np.float64)
        if VARIABLES[name].dtype.startswith("f")
        else summary[name].values
        for name in VARIABLES
        if name in summary
    }


def save_summary(summary: xr.Dataset, path: Path) -> None:
    """Write a Summary as compressed NetCDF, whole or not at all.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    encoding: dict[str, dict[str, Any]] = {}
    for name in summary.variables:
        kind = summary[name].dtype.kind
        compress = kind in "fi" and summary[name].size > 1
        encoding[str(name)] = {"zlib": True, "complevel": 4, "shuffle": True} if compress else {}
        if kind == "f":
            encoding[str(name)]["_FillValue"] = None
    try:
        # Xarray's locks of a file are not let go by an interrupt that comes as they are taken.
        with interrupts_wait():
            summary.to_netcdf(partial, engine="netcdf4", format="NETCDF4", encoding=encoding)
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        # A full disk is an error of the library's own.
        with contextlib.suppress(OSError):
            partial.unlink()
        raise OutputError(
            f"{path.name} cannot be written ({getattr(error, 'strerror', None) or error})",
            fix="choose another directory with -o",
        ) from error


def open_summary(path: Path) -> xr.Dataset:
    """Read a saved Summary into memory.

    Raises
    ------
    NoAttentionError
        It is missing, no NetCDF, or no Summary.
    """
    import xarray as xr

    if not path.is_file():
        raise NoAttentionError(
            f"{path} does not exist", allowed="a summary.nc", fix="check the path"
        )
    try:
        with (
            interrupts_wait(),
            xr.open_dataset(path, engine="netcdf4", decode_times=False) as stored,
        ):
            summary = stored.load()
    except (OSError, ValueError) as error:
        raise NoAttentionError(
            f"{path.name} cannot be read ({error})",
            allowed="a summary.nc that reportgen wrote",
            fix="build the report again",
        ) from error
    description_of(summary)
    return summary


def described(summary: xr.Dataset, description: Description) -> xr.Dataset:
    """The same numbers with other facts."""
    return summary.assign_attrs({ATTRIBUTE: to_json(replace(description))})
