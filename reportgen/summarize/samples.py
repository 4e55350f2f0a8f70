"""The samples of one file: read, and summed up one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry, geometry_of
from reportgen.schema import BATCH, Mask, Precision, Readout
from reportgen.summarize.faithfulness import gradient_importance
from reportgen.summarize.parts import Part
from reportgen.summarize.precision import value_precision
from reportgen.summarize.sample_rows import Sample
from reportgen.summarize.sums import RunningSums

if TYPE_CHECKING:
    import xarray as xr

_INFINITE_HALF = 0x7C00
_KEPT = ("inputs", "predictions", "targets", "label")
_COMPANIONS = (
    "attention_mask",
    "temporal_importance",
    "value_norms",
    "attention_gradients",
    *_KEPT,
)


def values_read(dataset: xr.Dataset) -> list[str]:
    """Names of the variables whose values the Summary needs, the attention first."""
    return [name for name in ("attention", *_COMPANIONS) if name in dataset]


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
    sums: RunningSums, loaded: dict[str, NDArray[Any]], mask: Mask, readout: Readout
) -> None:
    """Add the samples of a file, in order."""
    attention = loaded["attention"]
    precision = value_precision(attention)
    counts = np.array([[item is precision for item in Precision]], dtype=np.int64)
    for index in range(attention.shape[0]):
        geometry = geometry_in(loaded, index, mask, readout)
        weights = as_weights(attention[index])
        here = slice(index, index + 1)
        # Copies: what was read is gone when the next file is.
        companions: Part = {name: loaded[name][here].copy() for name in _KEPT if name in loaded}
        companions |= {
            "sample_issue": loaded["issue"][here],
            "precision_files": counts if index == 0 else np.zeros_like(counts),
            "importance_difference": _importance_difference(loaded, index),
        }
        if "attention_gradients" in loaded:
            gradients = loaded["attention_gradients"][index]
            shares = gradient_importance(weights, gradients, geometry)
            companions["sample_gradient_importance"] = shares[None]
        norms = loaded["value_norms"][index].copy() if "value_norms" in loaded else None
        sums.add(weights, Sample(str(loaded["name"][index]), geometry, companions, norms))


def as_weights(values: NDArray[Any]) -> NDArray[Any]:
    """Weights in the precision that they are computed in: float32, or float64 if stored so.

    Examples
    --------
    >>> as_weights(np.array([0.25, -2, 6e-8], dtype=np.float16)).tolist()
    [0.25, -2.0, 5.960464477539063e-08]
    """
    if values.dtype != np.float16 or not values.dtype.isnative:
        return values.astype(np.float32 if values.dtype.itemsize <= 4 else np.float64, copy=False)
    halves = values.view(np.uint16)
    if np.max(halves & 0x7FFF, initial=0) >= _INFINITE_HALF:
        return values.astype(np.float32)
    # Exponent and fraction moved to where float32 has them are the number over 2 ** 112: several
    # times as fast as a cast, and as exact.
    bits = (halves & np.uint16(0x7FFF)).astype(np.uint32)
    bits <<= 13
    weights = bits.view(np.float32)
    weights *= np.float32(2.0**112)
    negative = halves >> 15
    return np.where(negative, -weights, weights) if negative.any() else weights


def geometry_in(
    loaded: dict[str, NDArray[Any]], index: int, mask: Mask, readout: Readout
) -> Geometry:
    """Mask, padding and readout of a sample of a file."""
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
