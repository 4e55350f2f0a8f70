"""Every number of the report, from the Summary alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.config import RunConfig
from reportgen.physics import map_scales
from reportgen.schema import (
    Analysis,
    Connection,
    Focus,
    Interval,
    Mask,
    Matrices,
    Peak,
    Precision,
    Profile,
    RunFacts,
    ScaleResult,
    Times,
    WindSpeed,
)
from reportgen.statistics.agreement import layer_agreement
from reportgen.statistics.content import content_of
from reportgen.statistics.faithfulness import faithfulness
from reportgen.statistics.figures import head_figures, layer_figures
from reportgen.statistics.flow import flow_of
from reportgen.statistics.headmap import head_map
from reportgen.statistics.inputs import input_series
from reportgen.statistics.parts import parts_of
from reportgen.statistics.peak import SINK_RATIO, Incoming, find_peak, focus_incoming, sample_peaks
from reportgen.statistics.planes import Plane
from reportgen.statistics.rollout import rollout_lift
from reportgen.statistics.wind import wind_speed
from reportgen.summarize.dataset import description_of
from reportgen.summarize.variables import PRECISION
from reportgen.timeaxis import interval_of

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.description import Description

Floats = NDArray[np.float64]

TOP_CONNECTIONS = 5


def analyse(summary: xr.Dataset, *, profile: Profile | None = None) -> Analysis:
    """Compute every number of the report.

    Parameters
    ----------
    summary
        From ``summarize`` or ``open_summary``.
    profile
        Whose rule names the peak; None takes the run's configuration.

    Raises
    ------
    NoAttentionError
        The dataset is no Summary.
    """
    description = description_of(summary)
    config = RunConfig.model_validate(description.config)
    profile = profile or config.profile
    times, focus = description.times, description.focus
    incoming = focus_incoming(summary, times, focus)
    layers = tuple(
        layer_figures(summary, description, layer) for layer in range(summary.sizes["layer"])
    )
    figures = layers[focus.layer]
    sink = figures.sink_strength > SINK_RATIO * figures.sink_null
    low, high = (None, None) if incoming.resampled is None else incoming.resampled.lift_bounds()
    spread_low, spread_high = _sample_spread(incoming)
    queries, keys = summary.sizes["query"], summary.sizes["key"]
    plane = Plane(summary, focus.layer)
    wind = wind_speed(summary, description)
    rollout = rollout_lift(summary, focus.readout)
    peak = find_peak(incoming, times, profile, sink=sink)
    return Analysis(
        run=_run_facts(summary, description),
        times=times,
        focus=focus,
        figures=figures,
        peak=peak,
        incoming=_numbers(incoming.incoming),
        importance=_numbers(incoming.importance),
        lift=_numbers(incoming.lift),
        lift_low=None if low is None else _numbers(low),
        lift_high=None if high is None else _numbers(high),
        top_connections=_top_connections(plane),
        layers=layers,
        heads=head_figures(summary, description),
        head_map=head_map(summary, block=description.block),
        layer_lift_by_key=np.stack(
            [Plane(summary, layer).lift() for layer in range(summary.sizes["layer"])]
        ),
        rollout_lift=rollout,
        agreement=layer_agreement(summary, focus, rollout, peak=peak.key),
        lags=np.arange(-(keys - 1), queries).astype(np.float64),
        lag_spectrum=_lag_spectrum(plane),
        sample_peaks=tuple(int(key) for key in sample_peaks(incoming)),
        sample_lift_low=spread_low,
        sample_lift_high=spread_high,
        inputs=input_series(summary, description),
        scales=_scales(config, times, peak, wind),
        wind=wind,
        content=content_of(summary, description, config, incoming),
        matrices=_matrices(summary, description, focus),
        flow=flow_of(summary, config.flow),
        parts=parts_of(summary),
        faithfulness=faithfulness(summary, focus, incoming),
    )


def _run_facts(summary: xr.Dataset, description: Description) -> RunFacts:
    issue = summary["sample_issue"].values
    return RunFacts(
        name=description.name,
        files_read=len(description.files),
        files_skipped=description.skipped,
        samples=int(summary.sizes["batch"]),
        layers=int(summary.sizes["layer"]),
        heads=int(summary.sizes["head"]),
        queries=int(summary.sizes["query"]),
        keys=int(summary.sizes["key"]),
        dtype=description.dtype,
        precision=_precision(summary),
        mask=description.mask or Mask(),
        unread=description.unread,
        notes=description.notes,
        reference_times=tuple(float(h) if np.isfinite(h) else None for h in issue),
        sample_names=tuple(str(name) for name in summary["sample_name"].values),
        tokens=description.tokens,
    )


def _precision(summary: xr.Dataset) -> Precision:
    """Finest precision any file shows: coarser ones may be exact by accident."""
    counts = summary["precision_files"].values
    names = [str(name) for name in summary[PRECISION].values]
    return next(
        (Precision(name) for name, count in zip(names, counts, strict=True) if count),
        Precision.FLOAT32,
    )


def _scales(
    config: RunConfig, times: Times, peak: Peak, wind: WindSpeed | None
) -> tuple[ScaleResult, ...]:
    """Scales on the axis of the report, with whether the peak's location interval meets them."""
    low, high = (
        (peak.key, peak.key) if peak.ci95_key is None else (peak.ci95_key.low, peak.ci95_key.high)
    )
    kind, *ends = interval_of(times, low, high)
    results = map_scales(
        times,
        clock=config.clock,
        declared=config.scales,
        speeds_km_s=wind.typical if wind else None,
    )
    if kind != "hours":
        return results
    place = Interval(*(float(end) for end in ends if isinstance(end, int | float)))
    return tuple(
        replace(result, meets_peak=_overlap(result.seen, place)) if result.testable else result
        for result in results
    )


def _overlap(seen: Interval | None, place: Interval) -> bool:
    if seen is None:
        return False
    if seen.low == seen.high:
        return place.low <= seen.low <= place.high
    return max(seen.low, place.low) < min(seen.high, place.high)


def _sample_spread(incoming: Incoming) -> tuple[tuple[float, ...], tuple[float, ...]]:
    even = incoming.sample_expected
    lift = np.where(even > 0, incoming.sample_importance / np.where(even > 0, even, 1), 1.0)
    low, high = np.percentile(lift, (2.5, 97.5), axis=0)
    return _numbers(low), _numbers(high)


def _top_connections(plane: Plane) -> tuple[Connection, ...]:
    weights = np.nan_to_num(plane.mean_weights(), nan=-np.inf)
    order = np.argsort(-weights, axis=None, kind="stable")[:TOP_CONNECTIONS]
    queries, keys = np.unravel_index(order, weights.shape)
    return tuple(
        Connection(int(q), int(k), float(weights[q, k])) for q, k in zip(queries, keys, strict=True)
    )


def _lag_spectrum(plane: Plane) -> Floats:
    """Mean ``k_q A`` over the allowed pairs at each lag; NaN where a lag has none."""
    pairs = plane.values("lag_pairs").astype(np.float64)
    sums = plane.values("lag_sum").astype(np.float64)
    spectrum: Floats = np.where(pairs > 0, sums / np.where(pairs > 0, pairs, 1), np.nan)
    return spectrum


def _matrices(summary: xr.Dataset, description: Description, focus: Focus) -> Matrices:
    layers, heads = summary.sizes["layer"], summary.sizes["head"]
    by_layer = [Plane(summary, layer).lift_matrix() for layer in range(layers)]
    by_head = [
        [Plane(summary, layer, head).lift_matrix() for head in range(heads)]
        for layer in range(layers)
    ]
    return Matrices(
        focus=Plane(summary, focus.layer).mean_weights(),
        focus_lift=by_layer[focus.layer],
        layer_lift=np.stack(by_layer),
        head_lift=np.stack([np.stack(row) for row in by_head]),
        block=description.block,
    )


def _numbers(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
