"""A run directory as one labelled, lazy Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.exceptions import UsageError
from reportgen.schema import (
    ATTENTION_DIMS,
    BATCH,
    HEAD,
    KEY,
    LAYER,
    QUERY,
    Focus,
    Message,
    Times,
    Value,
)
from reportgen.schema.lines import one_line
from reportgen.sources.description import ATTRIBUTE, Column, Description, to_json
from reportgen.sources.inventory import Inventory, without
from reportgen.sources.labels import stored_hours, stored_text, stored_tokens
from reportgen.sources.names import reference_time, sample_name
from reportgen.sources.select import selected
from reportgen.sources.store import base_name
from reportgen.sources.survey import WholeRun, survey_run
from reportgen.timeaxis import build_times

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.config import LoadedConfig

_VARIABLE_NAMES = ("variables", "variable_names", "feature_names", "input_names")


def open_run(
    path: str | Path,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
) -> xr.Dataset:
    """Open a run as a labelled Dataset; the tensors are read when their values are asked for.

    Parameters
    ----------
    path
        A run directory (npz files at its top, in ``npz/`` or in ``npz.zip``), or a zip of one. Of
        a run with several epochs the last is opened, with several targets the first by name; the
        configuration's ``part`` chooses another, and the path of a part opens it alone.
    config_file
        Read instead of the run's own ``reportgen.yaml``.
    overrides
        Configuration values that win over every file, by field name, such as
        ``{"cadence": "12min"}``.

    Returns
    -------
    Dataset
        ``attention`` (batch, layer, head, query, key) of unit 1, and where the files hold them
        ``temporal_importance`` (batch, layer, key), ``inputs`` (batch, time, variable),
        ``predictions`` and ``targets`` (batch, forecast_step, target) and ``attention_mask``
        (batch, key). Coordinates: ``sample``, ``file`` and ``forecast_reference_time`` along
        batch; hours along query and key where a cadence or times are known.

    Raises
    ------
    NoAttentionError
        Nothing usable is there.
    UsageError
        The configuration contradicts itself or the arrays.
    """
    whole = survey_run(Path(path), config_file=config_file, overrides=overrides)
    return dataset_of_part(whole, whole.main)


def dataset_of_part(whole: WholeRun, index: int) -> xr.Dataset:
    """One part of a run as a labelled, lazy Dataset; the only one of a run without parts."""
    loaded, inventory = whole.surveyed[index].loaded, whole.surveyed[index].inventory
    description = _described(inventory, loaded)
    if index == whole.main:
        description = replace(
            description,
            parts=whole.parts,
            skipped=without(inventory, whole.skipped),
            notes=(*whole.notes, *description.notes),
            digest=whole.digest,
        )
    dataset, description = selected(
        _dataset(inventory, description, loaded), description, loaded.config
    )
    return dataset.assign_attrs({ATTRIBUTE: to_json(description)})


def _described(inventory: Inventory, loaded: LoadedConfig) -> Description:
    config = loaded.config
    layers, _, _, keys = inventory.sizes
    return Description(
        name=config.name or one_line(inventory.store.name),
        files=tuple(base_name(file.name) for file in inventory.files),
        skipped=inventory.skipped,
        digest=inventory.digest,
        dtype=str(inventory.dtype),
        unread=inventory.unread,
        notes=(*loaded.notes, *_layout_notes(inventory)),
        times=_times(inventory, loaded, keys),
        focus=Focus(_focus_layer(config.layer, layers), config.readout),
        mask=config.declared_mask,
        block=1,
        inputs=_columns(config.inputs, inventory, config.input_array),
        targets=_columns(config.targets, inventory, "predictions"),
        tokens=stored_tokens(inventory, "tokens", keys) or stored_tokens(inventory, "labels", keys),
        config=_effective(loaded),
        sources=dict(loaded.sources),
    )


def _effective(loaded: LoadedConfig) -> dict[str, Any]:
    from reportgen.config import effective

    return effective(loaded.config)


def _layout_notes(inventory: Inventory) -> tuple[Message, ...]:
    layout = inventory.files[0].layout
    notes = []
    if layout.members:
        values: dict[str, Value] = {"count": len(layout.members), "variable": layout.variable}
        notes.append(Message("note.layout.members", values))
    if layout.inferred not in ("declared", "rank"):
        named = {"dims": ", ".join(layout.dims), "variable": layout.variable}
        notes.append(Message(f"note.layout.{layout.inferred.replace('_', '-')}", named))
    if inventory.aligned:
        shorter = sum(file.samples for file in inventory.files if file.padding)
        counts: dict[str, Value] = {"shorter": shorter, "of": inventory.samples}
        counts["keys"] = inventory.sizes[-1]
        notes.append(Message("note.align.last", counts))
    if inventory.files[0].bfloat16:
        notes.append(Message("note.layout.bfloat16"))
    return tuple(notes)


def _times(inventory: Inventory, loaded: LoadedConfig, keys: int) -> Times:
    return build_times(keys, **loaded.time_arguments(), stored_hours=stored_hours(inventory, keys))


def _focus_layer(layer: int, layers: int) -> int:
    if not -layers <= layer < layers:
        raise UsageError(
            f"layer {layer} of a run with {layers} layers",
            allowed=f"{-layers} … {layers - 1}; -1 is the last",
            fix="give another --layer",
        )
    return layer % layers


def _columns(declared: Any, inventory: Inventory, array: str) -> tuple[Column, ...]:
    """Columns as declared, else as the files name them, else numbered without units."""
    shape = inventory.files[0].shapes.get(array)
    width = shape[-1] if shape else 0
    if declared:
        if width and len(declared) != width:
            raise UsageError(
                f"{len(declared)} columns are declared for {array}, which has {width}",
                allowed="one entry per column, in stored order",
                fix="correct the list in reportgen.yaml",
            )
        return tuple(Column(c.name, c.units, c.mean, c.std, c.role) for c in declared)
    for name in _VARIABLE_NAMES if array != "predictions" else ():
        names = stored_text(inventory, name, width)
        if names:
            return tuple(Column(name) for name in names)
    return tuple(Column(f"variable {index}") for index in range(width))


def _dataset(inventory: Inventory, description: Description, loaded: LoadedConfig) -> xr.Dataset:
    import xarray as xr

    from reportgen.sources.companions import companions
    from reportgen.sources.lazy import RunArray, RunValues
    from reportgen.sources.run_files import RunFiles

    layers, heads, queries, keys = inventory.sizes
    shape = (inventory.samples, layers, heads, queries, keys)
    attention = RunValues(RunArray(RunFiles(inventory, inventory.dtype), shape))
    variables: dict[str, Any] = {
        "attention": (
            ATTENTION_DIMS,
            attention,
            {"long_name": "attention weight after softmax", "units": "1"},
        )
    }
    variables |= companions(inventory, loaded.config.input_array)
    dataset = xr.Dataset(variables, coords=_coordinates(inventory, description))
    dataset.attrs = {
        "Conventions": "CF-1.11",
        "title": f"attention of {description.name}",
        ATTRIBUTE: to_json(description),
    }
    return dataset


def _coordinates(inventory: Inventory, description: Description) -> dict[str, Any]:
    layers, heads, queries, keys = inventory.sizes
    names, files, stamps = [], [], []
    for file in inventory.files:
        moment = reference_time(file.stem)
        stamp: Any = np.datetime64("NaT", "ns")
        if moment is not None and file.samples == 1:
            stamp = np.datetime64(moment.replace(tzinfo=None), "ns")
        for index in range(file.samples):
            names.append(sample_name(file.stem, index, file.samples))
            files.append(base_name(file.name))
            stamps.append(stamp)
    coordinates: dict[str, Any] = {
        LAYER: (LAYER, np.arange(layers), {"long_name": "layer, counted from 0"}),
        HEAD: (HEAD, np.arange(heads), {"long_name": "head, counted from 0"}),
        QUERY: (QUERY, np.arange(queries), {"long_name": "query token"}),
        KEY: (KEY, np.arange(keys), {"long_name": "key token"}),
        "sample": (BATCH, np.array(names), {"long_name": "name of the sample"}),
        "file": (BATCH, np.array(files), {"long_name": "file it was read from"}),
    }
    if not all(np.isnat(stamp) for stamp in stamps):
        coordinates["forecast_reference_time"] = (
            BATCH,
            np.array(stamps),
            {"standard_name": "forecast_reference_time", "long_name": "issue of the forecast"},
        )
    return coordinates | _hour_coordinates(description.times, queries, keys)


def _hour_coordinates(times: Times, queries: int, keys: int) -> dict[str, Any]:
    if not times.declared:
        return {}

    def hours(values: tuple[float | None, ...], dim: str, text: str) -> tuple[Any, ...]:
        numbers = np.array([np.nan if value is None else value for value in values])
        return (dim, numbers, {"long_name": text, "units": "hours"})

    coordinates = {
        "key_time": hours(times.elapsed, KEY, "hours since the window's first input"),
        "hours_before_last_input": hours(
            times.before_last_input, KEY, "hours before the last input"
        ),
    }
    if queries == keys:
        coordinates["query_time"] = hours(
            times.elapsed, QUERY, "hours since the window's first input"
        )
    if times.issue_offset_hours is not None:
        coordinates["hours_before_issue"] = hours(
            times.before_issue, KEY, "hours before the forecast is issued"
        )
    if times.forecast_period is not None and times.issue_offset_hours is not None:
        first = tuple(None if pair is None else pair[0] for pair in times.before_valid)
        coordinates["hours_before_valid"] = hours(first, KEY, "hours before the first valid time")
    return coordinates
