"""Attention rollout of the sample-mean matrices, over the rollout of uniform attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Readout
from reportgen.statistics.planes import Plane, lift_of, mean_uniform

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


def rollout_of(layers: list[Floats]) -> Floats:
    """Roll attention out through the layers, dims (query, key).

    ``A~_l = (A_l + I) / 2``, ``R_l = A~_l R_{l-1}``.

    References
    ----------
    Abnar & Zuidema 2020, "Quantifying Attention Flow in Transformers".
    """
    size = layers[0].shape[0]
    rolled = np.eye(size)
    for weights in layers:
        rolled = (weights + np.eye(size)) / 2 @ rolled
    return rolled


def rollout_lift(summary: xr.Dataset, readout: Readout) -> Floats | None:
    """Rollout received by each key over that of uniform attention, dim (key).

    Returns
    -------
    None for attention that is not square or matrices stored as block averages.
    """
    uniform = mean_uniform(summary)
    if uniform.shape[0] != uniform.shape[1] or uniform.shape[0] != summary.sizes["query"]:
        return None
    layers = [
        np.nan_to_num(Plane(summary, layer).mean_weights())
        for layer in range(summary.sizes["layer"])
    ]
    rolled, even = rollout_of(layers), rollout_of([uniform] * len(layers))
    counted = np.flatnonzero(uniform.any(axis=1))
    rows = {Readout.MEAN: counted, Readout.LAST: counted[-1:], Readout.CLS: counted[:1]}
    chosen = rows[readout]
    return lift_of(rolled[chosen].sum(axis=0), even[chosen].sum(axis=0))
