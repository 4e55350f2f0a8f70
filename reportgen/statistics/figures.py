"""The figures of a plane, each beside what uniform attention would give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.nulls import geometry_of, lags_of, local_band
from reportgen.schema import Figures, HeadFigures, Mask, Readout
from reportgen.statistics.pattern import attention_pattern
from reportgen.statistics.planes import Plane, finite_mean, mean_uniform
from reportgen.statistics.variability import head_variability

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.description import Description


def plane_figures(plane: Plane, description: Description) -> Figures:
    """Figures of one plane: sample means, except extremes, pattern and peak.

    The pattern and the peak are those of the sample-mean matrix.
    """
    square = plane.summary.sizes["query"] == plane.summary.sizes["key"]
    nulls = _nulls(plane, description)
    lift = plane.lift()
    weights, uniform = plane.mean_weights(), mean_uniform(plane.summary)
    # Padding that no sample fills is no part of the picture.
    inside = np.ix_(uniform.any(axis=1), uniform.any(axis=0))
    pattern, score = attention_pattern(weights[inside], uniform[inside], block=description.block)
    half, ninety = _lags_holding(plane) if square else (None, None)
    return Figures(
        min=plane.number("weight_min"),
        max=plane.number("weight_max"),
        mean=plane.sample_mean("mean"),
        std=plane.sample_mean("std"),
        row_sum_min=plane.number("row_sum_min"),
        row_sum_max=plane.number("row_sum_max"),
        entropy_nats=plane.sample_mean("entropy"),
        normalized_entropy=plane.sample_mean("normalized_entropy"),
        effective_keys=plane.sample_mean("effective_keys"),
        gini=plane.sample_mean("gini"),
        unevenness=plane.sample_mean("unevenness"),
        max_cell_lift=plane.sample_mean("max_cell_lift"),
        diagonal_mean=plane.sample_mean("diagonal") if square else None,
        diagonal_share=plane.sample_mean("diagonal_share") if square else None,
        diagonal_null=nulls["diagonal"] if square else None,
        band_share=plane.sample_mean("band_share") if square else None,
        band_null=nulls["band"] if square else None,
        mean_lag=plane.sample_mean("mean_lag") if square else None,
        mean_abs_lag=plane.sample_mean("mean_abs_lag") if square else None,
        mean_abs_lag_null=nulls["abs_lag"] if square else None,
        lag_half=half,
        lag_ninety=ninety,
        early_third_share=plane.sample_mean("early_third"),
        early_third_null=nulls["early_third"],
        sink_key=0,
        sink_strength=plane.sample_mean("first_key"),
        sink_null=nulls["first_key"],
        variability=head_variability(plane),
        peak_key=int(np.argmax(lift)),
        peak_lift=float(lift.max()),
        pattern=pattern,
        pattern_score=score,
    )


def layer_figures(summary: xr.Dataset, description: Description, layer: int) -> Figures:
    """Figures of a layer.

    Entropy, effective keys and Gini are the mean over its heads, row sums the extremes over its
    heads; the rest are those of the mean matrix over heads, as in the users' guide.
    """
    heads = [Plane(summary, layer, head) for head in range(summary.sizes["head"])]
    mean = plane_figures(Plane(summary, layer), description)

    def average(name: str) -> float:
        return finite_mean(np.array([head.sample_mean(name) for head in heads]))

    return replace(
        mean,
        entropy_nats=average("entropy"),
        normalized_entropy=average("normalized_entropy"),
        effective_keys=average("effective_keys"),
        gini=average("gini"),
        row_sum_min=min(head.number("row_sum_min") for head in heads),
        row_sum_max=max(head.number("row_sum_max") for head in heads),
    )


def head_figures(summary: xr.Dataset, description: Description) -> tuple[HeadFigures, ...]:
    """Figures of every head, layer by layer."""
    return tuple(
        HeadFigures(layer, head, plane_figures(Plane(summary, layer, head), description))
        for layer in range(summary.sizes["layer"])
        for head in range(summary.sizes["head"])
    )


def _nulls(plane: Plane, description: Description) -> dict[str, float]:
    """Uniform attention's own figures, averaged over the samples' lengths."""
    queries, keys = plane.summary.sizes["query"], plane.summary.sizes["key"]
    real = plane.summary["sample_real_keys"].values
    lengths, counts = np.unique(real, return_counts=True)
    collected = [
        _length_nulls(description.mask or Mask(), queries, keys, int(length)) for length in lengths
    ]
    return {
        name: float(np.average([nulls[name] for nulls in collected], weights=counts))
        for name in collected[0]
    }


def _length_nulls(mask: Mask, queries: int, keys: int, real: int) -> dict[str, float]:
    # Padding moves tokens but not their distances: a shorter square is the same problem.
    rows = real if queries == keys else queries
    geometry = geometry_of(mask, rows, real, Readout.MEAN)
    uniform = geometry.uniform
    counted = max(1, int(geometry.rows.sum()))
    lag = lags_of(rows, real)
    early = 3 * geometry.key_rank < real
    sees_first = geometry.allowed[:, 0]
    return {
        "diagonal": float(np.trace(uniform) / counted),
        "band": float(uniform[np.abs(lag) <= local_band(real)].sum() / counted),
        "abs_lag": float((uniform * np.abs(lag)).sum() / counted),
        "early_third": float(uniform[:, early].sum() / counted),
        "first_key": float(uniform[sees_first, 0].mean()) if sees_first.any() else 0.0,
    }


def _lags_holding(plane: Plane) -> tuple[float | None, float | None]:
    """Smallest absolute lags that hold 50 % and 90 % of the mean matrix, in steps."""
    weights = np.nan_to_num(plane.mean_weights())
    if weights.shape[0] != plane.summary.sizes["query"] or weights.sum() <= 0:
        return None, None
    lag = np.abs(lags_of(*weights.shape))
    mass = np.bincount(lag.ravel(), weights=weights.ravel())
    held = np.cumsum(mass) / mass.sum()
    half, ninety = (int(np.searchsorted(held, level - 1e-12)) for level in (0.5, 0.9))
    return float(half), float(ninety)
