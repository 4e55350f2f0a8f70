"""Reports computed from small synthetic tensors, for every test that needs a real-looking one.

`make_report` plants a peak and computes the numbers of a `Report` from the weights themselves, so
that captions, figures and tables agree with one another.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportgen.physics import map_scales
from reportgen.schema import (
    Figures,
    Focus,
    HeadFigures,
    HeadMap,
    InputSeries,
    Interval,
    Mask,
    MaskKind,
    Matrices,
    Origin,
    Pattern,
    Peak,
    Precision,
    Profile,
    Provenance,
    Readout,
    Report,
    RunFacts,
    ScaleResult,
    Times,
)
from reportgen.statistics.headmap import compared_heads
from reportgen.timeaxis import build_times, key_cells

Floats = NDArray[np.float64]


def attention(
    *,
    samples: int,
    layers: int,
    heads: int,
    keys: int,
    peak: int | None,
    strength: float = 1.4,
    causal: bool = False,
    seed: int = 7,
) -> Floats:
    """Softmax weights (batch, layer, head, query, key) that rise towards a planted key."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 0.35, (samples, layers, heads, keys, keys))
    logits += random.normal(0, 0.25, (1, layers, heads, 1, keys))
    if peak is not None:
        near = np.exp(-np.abs(np.arange(keys) - peak) / (keys / 12))
        per_head = strength * (1 + 0.8 * random.standard_normal((1, layers, heads, 1, 1)) ** 2)
        logits += per_head * near * random.uniform(0.3, 1.2, (samples, 1, 1, 1, 1))
    if causal:
        logits = np.where(np.tril(np.ones((keys, keys), bool)), logits, -np.inf)
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def make_report(
    *,
    keys: int = 24,
    layers: int = 2,
    heads: int = 4,
    samples: int = 64,
    peak: int | None = -1,
    causal: bool = False,
    times: Times | None = None,
    forecast: Interval | None = None,
    tokens: tuple[str, ...] = (),
    inputs: bool = True,
    block: int = 1,
    p_value: float | None = None,
) -> Report:
    """A report on planted attention; ``times`` None gives hourly inputs and a 6 h forecast."""
    if times is None:
        times = hourly(keys, forecast=forecast or Interval(0.0, 6.0))
    planted = None if peak is None else peak % keys
    weights = attention(
        samples=samples, layers=layers, heads=heads, keys=keys, peak=planted, causal=causal
    )
    allowed = np.tril(np.ones((keys, keys), bool)) if causal else np.ones((keys, keys), bool)
    seen = allowed.sum(axis=1)
    even = allowed / seen[:, None]
    mean_head = weights.mean(axis=2)
    focus = mean_head[:, -1].mean(axis=0)
    lift = focus.sum(axis=0) / even.sum(axis=0)
    sample_lift = mean_head[:, -1].sum(axis=1) / even.sum(axis=0)
    found = int(np.argmax(lift)) if planted is None else planted
    spread = 2 * sample_lift.std(axis=0) / np.sqrt(samples)
    masked = np.where(allowed, 1.0, np.nan) * seen[:, None]
    p = (0.4 if planted is None else 0.005) if p_value is None else p_value
    return Report(
        run=_facts(samples, layers, heads, keys, causal=causal, tokens=tokens),
        times=times,
        focus=Focus(layers - 1, Readout.MEAN),
        profile=Profile.DEFAULT,
        figures=_figures(focus, lift, even),
        peak=_peak(found, focus, lift, spread, times, samples=samples, p=p),
        incoming=_floats(focus.sum(axis=0)),
        importance=_floats(focus.sum(axis=0) / keys),
        lift=_floats(lift),
        lift_low=_floats(lift - spread) if samples > 1 else None,
        lift_high=_floats(lift + spread) if samples > 1 else None,
        top_connections=(),
        layers=tuple(
            _figures(plane, plane.sum(axis=0) / even.sum(axis=0), even)
            for plane in mean_head.mean(axis=0)
        ),
        heads=tuple(
            HeadFigures(layer, head, _figures(plane, plane.sum(axis=0) / even.sum(axis=0), even))
            for layer, planes in enumerate(weights.mean(axis=0))
            for head, plane in enumerate(planes)
        ),
        layer_lift_by_key=mean_head.mean(axis=0).sum(axis=1) / even.sum(axis=0),
        rollout_lift=_rollout(mean_head.mean(axis=0)) / _rollout(even[None].repeat(layers, 0)),
        lags=np.arange(-keys + 1, keys)[(keys - 1 if causal else 0) :].astype(np.float64),
        lag_spectrum=_lag_spectrum(focus * masked)[(keys - 1 if causal else 0) :],
        sample_peaks=tuple(int(key) for key in sample_lift.argmax(axis=1)),
        sample_lift_low=_floats(np.quantile(sample_lift, 0.025, axis=0)),
        sample_lift_high=_floats(np.quantile(sample_lift, 0.975, axis=0)),
        inputs=_inputs(keys, samples) if inputs else (),
        scales=_scales(times, found),
        head_map=_head_map(weights),
        matrices=_matrices(focus, mean_head.mean(axis=0), weights.mean(axis=0), masked, block),
        checks=(),
        findings=(),
        provenance=Provenance("0.0.0", "reportgen build run", {}, "0" * 64, {}),
    )


def hourly(keys: int, *, forecast: Interval | None = None, cadence: float = 1.0) -> Times:
    """Regular inputs up to one cadence before issue."""
    return build_times(
        keys,
        cadence_hours=cadence,
        source="flag",
        issue_offset_hours=cadence,
        forecast_period=forecast,
    )


def _facts(
    samples: int, layers: int, heads: int, keys: int, *, causal: bool, tokens: tuple[str, ...]
) -> RunFacts:
    return RunFacts(
        name="omni_in24h_out6h_transformer",
        files_read=samples,
        files_skipped=(),
        samples=samples,
        layers=layers,
        heads=heads,
        queries=keys,
        keys=keys,
        dtype="float32",
        precision=Precision.FLOAT32,
        mask=Mask(MaskKind.CAUSAL if causal else MaskKind.NONE, Origin.DETECTED),
        unread=(),
        notes=(),
        reference_times=(None,) * samples,
        sample_names=tuple(f"sample {number}" for number in range(samples)),
        tokens=tokens,
    )


def _figures(plane: Floats, lift: Floats, even: Floats) -> Figures:
    keys = plane.shape[1]
    entropy = float(-(plane * np.log(np.where(plane > 0, plane, 1))).sum(axis=1).mean())
    return Figures(
        min=float(plane.min()),
        max=float(plane.max()),
        mean=float(plane.mean()),
        std=float(plane.std()),
        row_sum_min=1.0,
        row_sum_max=1.0,
        entropy_nats=entropy,
        normalized_entropy=entropy / float(np.log(keys)) if keys > 1 else 1.0,
        effective_keys=float(np.exp(entropy)),
        gini=0.3,
        unevenness=0.5,
        max_cell_lift=float((plane * keys).max()),
        diagonal_mean=float(np.trace(plane) / keys),
        diagonal_share=float(np.trace(plane) / plane.sum()),
        diagonal_null=float(np.trace(even) / keys),
        band_share=0.2,
        band_null=0.2,
        mean_lag=0.0,
        mean_abs_lag=keys / 3,
        mean_abs_lag_null=keys / 3,
        lag_half=keys * 0.3,
        lag_ninety=keys * 0.8,
        early_third_share=0.33,
        early_third_null=1 / 3,
        sink_key=0,
        sink_strength=float(plane[:, 0].mean()),
        sink_null=1 / keys,
        variability=0.5,
        peak_key=int(lift.argmax()),
        peak_lift=float(lift.max()),
        pattern=Pattern.STRIPE,
        pattern_score=0.8,
    )


def _peak(
    key: int,
    focus: Floats,
    lift: Floats,
    spread: Floats,
    times: Times,
    *,
    samples: int,
    p: float,
) -> Peak:
    share = focus.sum(axis=0) / focus.shape[0]
    several = samples > 1
    half: float | None = None
    if times.declared:
        held = np.cumsum(share[::-1])
        cell = key_cells(times)[int(len(share) - 1 - np.searchsorted(held, 0.5))]
        half = None if cell is None else cell.high
    near = Interval(lift[key] - spread[key], lift[key] + spread[key])
    return Peak(
        key=key,
        incoming=float(focus.sum(axis=0)[key]),
        share=float(share[key]),
        lift=float(lift[key]),
        p_rows=p,
        p_samples=p if several else None,
        p_value=p,
        ci95_share=Interval(share[key] * 0.85, share[key] * 1.15) if several else None,
        ci95_lift=near if several else None,
        ci95_key=Interval(key, key) if several else None,
        critical=bool(p < 0.05 and lift[key] > 1.5),
        at_edge=key in (0, len(share) - 1),
        is_sink=False,
        without_sink_key=None,
        without_sink_lift=None,
        stability=0.7 if several else None,
        samples=samples,
        blocks=min(samples, 34),
        block_hours=168.0 if several and times.declared else 0.0,
        half_widths=(),
        elapsed_hours=times.elapsed[key],
        hours_before_last_input=times.before_last_input[key],
        hours_before_issue=times.before_issue[key],
        last_hours=(),
        hours_half=half,
    )


def _rollout(planes: Floats) -> Floats:
    """Mean over the queries of the rolled out attention (key,)."""
    keys = planes.shape[-1]
    rolled = np.eye(keys)
    for plane in planes:
        rolled = (plane + np.eye(keys)) / 2 @ rolled
    return rolled.mean(axis=0)


def _lag_spectrum(cells: Floats) -> Floats:
    keys = cells.shape[0]
    means = []
    for lag in range(-keys + 1, keys):
        pairs = np.diagonal(cells, -lag)
        means.append(float(np.nanmean(pairs)) if np.isfinite(pairs).any() else np.nan)
    return np.array(means)


def _inputs(keys: int, samples: int) -> tuple[InputSeries, ...]:
    place = np.linspace(0, 3, keys)
    bz = np.sin(place * 2) * 1.5 - place
    spread = np.full(keys, 1.8 if samples > 1 else 0.0)
    speed = 420 + 30 * place
    return (
        InputSeries("speed", "km/s", "speed", speed, speed - 40, speed + 40),
        InputSeries("Bz (GSM)", "nT", "bz", bz, bz - spread, bz + spread),
    )


def _scales(times: Times, peak: int) -> tuple[ScaleResult, ...]:
    if not times.declared:
        return ()
    results: list[ScaleResult] = []
    for scale in map_scales(times, clock="bow-shock"):
        cell = key_cells(times)[peak]
        meets = None
        if scale.testable and scale.seen is not None and cell is not None:
            meets = scale.seen.low < cell.high and cell.low < scale.seen.high
        results.append(replace(scale, meets_peak=meets))
    return tuple(results)


def _head_map(weights: Floats) -> HeadMap | None:
    halves = [half.mean(axis=0) for half in np.array_split(weights, 2) if len(half)]
    rows = [mean.reshape(-1, *mean.shape[-2:]) for mean in (weights.mean(axis=0), *halves)]
    if len(rows[0]) < 2:
        return None
    empty = [np.zeros_like(rows[0])] if len(halves) < 2 else []
    return compared_heads(rows[0], rows[1:] + empty)


def _matrices(focus: Floats, layers: Floats, heads: Floats, masked: Floats, block: int) -> Matrices:
    return Matrices(
        focus=_blocks(focus, block),
        focus_lift=_blocks(focus * masked, block),
        layer_lift=_blocks(layers * masked, block),
        head_lift=_blocks(heads * masked, block),
        block=block,
    )


def _blocks(cells: Floats, block: int) -> Floats:
    """Block averages as a Summary stores them: the last block may be smaller."""
    if block == 1:
        return cells
    edges = range(0, cells.shape[-1], block)
    rows = [
        [np.nanmean(cells[..., q : q + block, k : k + block], axis=(-2, -1)) for k in edges]
        for q in edges
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
