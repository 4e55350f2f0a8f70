"""The samples of one file: read, and summed up one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry, geometry_of
from reportgen.schema import BATCH, Mask, Precision, Readout
from reportgen.summarize.faithfulness import gradient_importance
from reportgen.summarize.importance import Compared, importance_difference
from reportgen.summarize.parts import Part
from reportgen.summarize.reading import ATTENTION, GRADIENTS, Loaded
from reportgen.summarize.sample_rows import Sample
from reportgen.summarize.sums import RunningSums

if TYPE_CHECKING:
    import xarray as xr

_KEPT = ("inputs", "predictions", "targets", "label")
_COMPANIONS = (
    "attention_mask",
    "temporal_importance",
    "value_norms",
    GRADIENTS,
    *_KEPT,
)


def values_read(dataset: xr.Dataset) -> list[str]:
    """Names of the variables whose values the Summary needs, the attention first."""
    return [name for name in (ATTENTION, *_COMPANIONS) if name in dataset]


def labels_of(dataset: xr.Dataset) -> dict[str, NDArray[Any]]:
    """Names of the samples, and their issue times in hours since 1970 where they are known."""
    issue = np.full(dataset.sizes[BATCH], np.nan)
    if "forecast_reference_time" in dataset.coords:
        stamps = dataset["forecast_reference_time"].values
        epoch = np.datetime64("1970-01-01T00:00:00", "ns")
        hours = (stamps - epoch) / np.timedelta64(1, "h")
        issue = np.where(np.isnat(stamps), np.nan, hours)
    return {"name": dataset["sample"].values.astype(str), "issue": issue}


def add_samples(
    sums: RunningSums,
    loaded: Loaded,
    labels: Mapping[str, NDArray[Any]],
    mask: Mask,
    readout: Readout,
) -> None:
    """Add the samples of a file, in order.

    Parameters
    ----------
    labels
        What is known of them, first dim: batch.
    """
    attention, values = loaded.attention, loaded.values
    precision = attention.precision
    counts = np.array([[item is precision for item in Precision]], dtype=np.int64)
    for index in range(attention.shape[0]):
        geometry = _geometry(loaded, index, mask, readout)
        weights = attention.sample(index)
        here = slice(index, index + 1)
        # Copies: what was read is gone when the next file is.
        companions: Part = {name: values[name][here].copy() for name in _KEPT if name in values}
        companions |= {
            "sample_issue": labels["issue"][here],
            "precision_files": counts if index == 0 else np.zeros_like(counts),
            "importance_difference": np.array([np.nan]),
        }
        if "temporal_importance" in values:
            theirs = values["temporal_importance"][index]
            if isinstance(weights, np.ndarray):
                companions["importance_difference"] = importance_difference(weights, theirs)
            else:
                weights = Compared(weights, attention.shape[2], theirs)
                companions["importance_difference"] = weights.difference
        if GRADIENTS in values:
            assert isinstance(weights, np.ndarray)
            shares = gradient_importance(weights, values[GRADIENTS][index], geometry)
            companions["sample_gradient_importance"] = shares[None]
        norms = values["value_norms"][index].copy() if "value_norms" in values else None
        sums.add(weights, Sample(str(labels["name"][index]), geometry, companions, norms))


def _geometry(loaded: Loaded, index: int, mask: Mask, readout: Readout) -> Geometry:
    """Mask, padding and readout of a sample of a file."""
    queries, keys = loaded.attention.shape[-2:]
    stored = loaded.values.get("attention_mask")
    real = None if stored is None else stored[index].astype(bool)
    return geometry_of(mask, queries, keys, readout, key_is_real=real)
