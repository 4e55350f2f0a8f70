"""The samples of one file: read, and summed up one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry, geometry_of
from reportgen.schema import BATCH, Mask, Precision, Readout
from reportgen.summarize.parts import Part, Plan, sample_part
from reportgen.summarize.precision import value_precision

if TYPE_CHECKING:
    import xarray as xr

_KEPT = ("inputs", "predictions", "targets", "label")
_COMPANIONS = ("attention_mask", "temporal_importance", *_KEPT)


def loaded_samples(here: xr.Dataset) -> dict[str, NDArray[Any]]:
    """Values of the samples of one file, by name, with their names and issue times."""
    names = [name for name in ("attention", *_COMPANIONS) if name in here]
    loaded = {name: np.asarray(here[name].values) for name in names}
    count = here.sizes[BATCH]
    loaded["name"] = here["sample"].values.astype(str)
    if "forecast_reference_time" in here.coords:
        stamps = here["forecast_reference_time"].values
        epoch = np.datetime64("1970-01-01T00:00:00", "ns")
        hours = (stamps - epoch) / np.timedelta64(1, "h")
        loaded["issue"] = np.where(np.isnat(stamps), np.nan, hours)
    else:
        loaded["issue"] = np.full(count, np.nan)
    return loaded


def file_parts(
    loaded: dict[str, NDArray[Any]], mask: Mask, readout: Readout, plan: Plan
) -> Iterator[Part]:
    """Sums of each sample of a file, in order."""
    attention = loaded["attention"]
    precision = value_precision(attention)
    counts = np.array([item is precision for item in Precision], dtype=np.int64)
    for index in range(attention.shape[0]):
        geometry = _geometry(loaded, index, mask, readout)
        name = str(loaded["name"][index])
        part = sample_part(attention[index], geometry, plan, name)
        part["sample_issue"] = np.asarray(loaded["issue"][index : index + 1])
        part["precision_files"] = counts if index == 0 else np.zeros_like(counts)
        part["importance_difference"] = _importance_difference(loaded, index)
        for companion in _KEPT:
            if companion in loaded:
                part[companion] = loaded[companion][index : index + 1].astype(np.float64)
        yield part


def _geometry(
    loaded: dict[str, NDArray[Any]], index: int, mask: Mask, readout: Readout
) -> Geometry:
    queries, keys = loaded["attention"].shape[-2:]
    real = loaded["attention_mask"][index].astype(bool) if "attention_mask" in loaded else None
    return geometry_of(mask, queries, keys, readout, key_is_real=real)


def _importance_difference(loaded: dict[str, NDArray[Any]], index: int) -> NDArray[np.float64]:
    """Largest distance between our column sums and the writer's, relative to float precision."""
    if "temporal_importance" not in loaded:
        return np.array([np.nan])
    theirs = loaded["temporal_importance"][index].astype(np.float64)
    ours = loaded["attention"][index].astype(np.float64).mean(axis=1).sum(axis=1)
    # Where a weight is not finite ours says nothing; where only theirs is not, they disagree.
    compared = np.isfinite(ours)
    difference = np.where(np.isfinite(theirs), np.abs(ours - theirs), np.inf)[compared]
    return np.array([difference.max(initial=0.0) if compared.any() else np.nan])
