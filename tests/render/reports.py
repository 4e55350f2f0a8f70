"""Reports made of numbers alone, for tests of the render room."""

from __future__ import annotations

import numpy as np

from reportgen.schema import (
    CheckResult,
    Connection,
    Figures,
    Finding,
    Focus,
    HalfWidth,
    HeadFigures,
    InputSeries,
    Interval,
    Mask,
    MaskKind,
    Matrices,
    Message,
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
    SkippedFile,
    Stamp,
    Status,
    Times,
)

HOUR_WHERE = ("hours", 0.0, 1.0)
STEP_WHERE = ("step", 5, 8)


def figures(rng: np.random.Generator, keys: int) -> Figures:
    """Plausible figures of a plane."""
    entropy = float(rng.uniform(0.6, 0.98))
    return Figures(
        min=0.0003,
        max=0.41,
        mean=1 / keys,
        std=0.0496,
        row_sum_min=0.9999998,
        row_sum_max=1.0000002,
        entropy_nats=entropy * float(np.log(keys)),
        normalized_entropy=entropy,
        effective_keys=float(np.exp(entropy * np.log(keys))),
        gini=float(rng.uniform(0.1, 0.6)),
        unevenness=float(rng.uniform(0.2, 1.4)),
        max_cell_lift=6.2,
        diagonal_mean=0.034,
        diagonal_share=0.034,
        diagonal_null=1 / keys,
        band_share=0.12,
        band_null=0.11,
        mean_lag=float(rng.uniform(-6, 1)),
        mean_abs_lag=7.1,
        mean_abs_lag_null=8.0,
        lag_half=6.0,
        lag_ninety=17.0,
        early_third_share=0.21,
        early_third_null=1 / 3,
        sink_key=0,
        sink_strength=1.02 / keys,
        sink_null=1 / keys,
        variability=0.57,
        peak_key=keys - 1,
        peak_lift=float(rng.uniform(1.2, 5)),
        pattern=list(Pattern)[int(rng.integers(len(Pattern)))],
        pattern_score=float("nan"),
    )


def hourly_times(keys: int) -> Times:
    """An hourly window up to issue, forecast 0-6 h."""
    hours = tuple(float(k) for k in range(keys))
    return Times(
        cadence_hours=1.0,
        source="training config",
        detail="data.interval_minutes",
        stamp=Stamp.START,
        cell_hours=1.0,
        elapsed=hours,
        before_last_input=tuple(reversed(hours)),
        before_issue=tuple(hour + 1 for hour in reversed(hours)),
        before_valid=tuple((hour + 1, hour + 7) for hour in reversed(hours)),
        window_hours=float(keys - 1),
        issue_offset_hours=1.0,
        forecast_period=Interval(0.0, 6.0),
        gaps=((3, 4.0),),
    )


def no_times(keys: int) -> Times:
    """A run that declares no cadence."""
    return Times(
        cadence_hours=None,
        source="undeclared",
        detail="",
        stamp=Stamp.START,
        cell_hours=None,
        elapsed=(None,) * keys,
        before_last_input=(None,) * keys,
        before_issue=(None,) * keys,
        before_valid=(None,) * keys,
        window_hours=None,
        issue_offset_hours=None,
        forecast_period=None,
    )


def check_results(timed: bool) -> tuple[CheckResult, ...]:
    """One result of each verdict and more."""
    where = HOUR_WHERE if timed else STEP_WHERE

    def check(
        identifier: str,
        group: str,
        status: Status,
        outcome: str,
        value: float | None = None,
        threshold: float | None = None,
        **values: object,
    ) -> CheckResult:
        return CheckResult(identifier, group, status, outcome, value, threshold, values=values)

    return (
        check(
            "input-files",
            "arrays",
            Status.WARN,
            "skipped",
            1.0,
            read=64,
            skipped=2,
            example="<script>alert(1)</script>|.npz",
            reason="truncated",
        ),
        check("finite-values", "arrays", Status.PASS, "ok", 0.0),
        check("weight-range", "arrays", Status.PASS, "ok", min=0.0003, max=0.41),
        check(
            "row-sums",
            "arrays",
            Status.PASS,
            "ok",
            2e-7,
            1e-5,
            deviation=2e-7,
            tolerance=1e-5,
            precision="float32",
        ),
        check("dead-rows", "arrays", Status.FAIL, "dead", 0.25, 0.0, rows=12, share=0.25),
        check("mask-leak", "arrays", Status.SKIP, "no-mask"),
        check(
            "self-attention",
            "pattern",
            Status.PASS,
            "ordinary",
            0.82,
            1.2,
            ratio=0.82,
            mean=0.034,
            even=0.042,
        ),
        check(
            "critical-timestep",
            "pattern",
            Status.INFO,
            "critical",
            4.49,
            1.5,
            key=23,
            where=where,
            lift=4.49,
            p=0.0004,
        ),
        check(
            "uniform-attention",
            "pattern",
            Status.PASS,
            "structured",
            0.9,
            0.08,
            cv=0.9,
            normalized_entropy=0.86,
        ),
        check("physical-plausibility", "time", Status.SKIP, "edge" if timed else "no-time"),
        check(
            "over-reliance",
            "pattern",
            Status.WARN,
            "over",
            4.49,
            3.0,
            key=23,
            where=where,
            share=0.187,
            lift=4.49,
            p=0.0004,
        ),
        check("edge-peak", "time", Status.WARN, "edge-last", where=where),
        check("skill", "model", Status.SKIP, "no-history"),
    )


def findings(timed: bool) -> tuple[Finding, ...]:
    """A finding for every place of the page."""
    where = HOUR_WHERE if timed else STEP_WHERE
    interval = (0.157, 0.216)
    peak = {"where": where, "share": 0.187, "lift": 4.49, "samples": 64, "blocks": 34}
    return (
        Finding("headline", Message("finding.headline.edge", peak)),
        Finding("deck", Message("finding.deck.interval", {"share_interval": interval})),
        Finding("deck", Message("finding.deck.edge")),
        Finding("doubt", Message("finding.doubt.edge")),
        Finding("doubt", Message("finding.doubt.over-reliance", peak)),
        Finding("doubt", Message("finding.doubt.overlap", peak)),
        Finding("safe", Message("finding.safe", {**peak, "interval": interval})),
        Finding("ladder", Message("ladder.arrays", {"read": 64, "deviation": 2e-7}), True),
        Finding(
            "ladder",
            Message("ladder.uneven", {"lift": 4.49, "interval": (3.77, 5.19), "p": 0.0004}),
            True,
        ),
        Finding("ladder", Message("ladder.position", {"share": 0.43}), False),
        Finding("ladder", Message("ladder.layers"), None),
        Finding("ladder", Message("ladder.repeats"), None),
        Finding("ladder", Message("ladder.depends"), None),
        Finding("tested", Message("tested.rows")),
        Finding("tested", Message("tested.uniform")),
        Finding("tested", Message("tested.bootstrap", {"blocks": 34})),
        Finding("untested", Message("untested.gradients")),
        Finding("untested", Message("untested.norms")),
    )


def _peak(keys: int, samples: int, timed: bool) -> Peak:
    many = samples > 1
    return Peak(
        key=keys - 1,
        incoming=4.49,
        share=0.187,
        lift=4.49,
        p_rows=0.0001,
        p_samples=0.0004 if many else None,
        p_value=0.0004,
        ci95_share=Interval(0.157, 0.216) if many else None,
        ci95_lift=Interval(3.77, 5.19) if many else None,
        ci95_key=Interval(keys - 1, keys - 1) if many else None,
        critical=True,
        at_edge=True,
        is_sink=False,
        without_sink_key=None,
        without_sink_lift=None,
        stability=0.67 if many else None,
        samples=samples,
        blocks=34 if many else 1,
        block_hours=168.0 if many else 0.0,
        half_widths=(HalfWidth(0.0, 64, 0.003), HalfWidth(168.0, 34, 0.012)) if many else (),
        elapsed_hours=keys - 1.0 if timed else None,
        hours_before_last_input=0.0 if timed else None,
        hours_before_issue=1.0 if timed else None,
        last_hours=((1.0, 0.187, 1 / 24), (3.0, 0.322, 0.125), (6.0, 0.446, 0.25)) if timed else (),
        hours_half=8.0 if timed else None,
    )


def _inputs(rng: np.random.Generator, keys: int) -> tuple[InputSeries, ...]:
    def series(name: str, units: str, role: str, centre: float, spread: float) -> InputSeries:
        mean = centre + spread * np.cumsum(rng.normal(size=keys)) / 4
        return InputSeries(name, units, role, mean, mean - spread, mean + spread)

    return (
        series("Bz_gsm", "nT", "bz", -1.0, 2.0),
        series("V <b>|`", "km/s", "speed", 430.0, 30.0),
        series("N", "standard units", "density", 0.0, 1.0),
    )


def _scales() -> tuple[ScaleResult, ...]:
    return (
        ScaleResult(
            "vbs-response",
            Interval(1, 2),
            Interval(-5, 2),
            Interval(0, 2),
            True,
            True,
            "measured on hourly OMNI",
        ),
        ScaleResult(
            "ring-current-decay",
            Interval(6.6, 19.2),
            Interval(0.6, 19.2),
            Interval(0.6, 19.2),
            True,
            False,
            "O'Brien & McPherron 2000",
        ),
        ScaleResult(
            "cme-transit", Interval(24, 120), Interval(18, 120), None, False, None, "Owens 2004"
        ),
        ScaleResult(
            "my own | scale",
            Interval(2, 3),
            Interval(-4, 3),
            Interval(0, 3),
            True,
            None,
            "declared",
        ),
    )


def make_report(
    *,
    layers: int = 2,
    heads: int = 4,
    keys: int = 24,
    samples: int = 64,
    timed: bool = True,
    name: str = "omni_in24h_out6h_transformer",
    profile: Profile = Profile.DEFAULT,
) -> Report:
    """A report of a run that attends to its last hours."""
    rng = np.random.default_rng(7)
    lift = 0.6 + 0.4 * rng.random(keys) + 3.4 * np.exp((np.arange(keys) - keys + 1) / 2)
    lift /= lift.mean()
    importance = lift / keys
    cells = np.clip(lift[None, :] * rng.uniform(0.7, 1.3, (keys, keys)), 0.05, 20)
    spread = 0.15 * lift
    return Report(
        run=RunFacts(
            name=name,
            files_read=64,
            files_skipped=(
                SkippedFile("<script>alert(1)</script>|.npz", "skip.truncated", "bad CRC `x`"),
                SkippedFile("b.npz", "no-attention"),
            ),
            samples=samples,
            layers=layers,
            heads=heads,
            queries=keys,
            keys=keys,
            dtype="float32",
            precision=Precision.FLOAT32,
            mask=Mask(MaskKind.NONE, Origin.DETECTED),
            unread=("metadata", "sdo_<data>"),
            notes=(Message("tested.rows"),),
            reference_times=tuple(float(k) for k in range(samples)),
            sample_names=tuple(f"2002{k:04d}" for k in range(samples)),
            tokens=(),
        ),
        times=hourly_times(keys) if timed else no_times(keys),
        focus=Focus(layers - 1, Readout.MEAN),
        profile=profile,
        figures=figures(rng, keys),
        peak=_peak(keys, samples, timed),
        incoming=tuple(map(float, lift)),
        importance=tuple(map(float, importance)),
        lift=tuple(map(float, lift)),
        lift_low=tuple(map(float, lift - spread)) if samples > 1 else None,
        lift_high=tuple(map(float, lift + spread)) if samples > 1 else None,
        top_connections=tuple(Connection(keys - 1 - k, keys - 1, 0.41 - k / 50) for k in range(5)),
        layers=tuple(figures(rng, keys) for _ in range(layers)),
        heads=tuple(
            HeadFigures(layer, head, figures(rng, keys))
            for layer in range(layers)
            for head in range(heads)
        ),
        layer_lift_by_key=np.stack([lift**0.7] * (layers - 1) + [lift]),
        rollout_lift=lift**0.8,
        lags=np.arange(1 - keys, keys, dtype=np.float64),
        lag_spectrum=rng.uniform(0.5, 1.5, 2 * keys - 1),
        sample_peaks=tuple(int(k) for k in rng.integers(0, keys, samples // 3))
        + (keys - 1,) * (samples - samples // 3),
        sample_lift_low=tuple(map(float, lift * 0.5)),
        sample_lift_high=tuple(map(float, lift * 1.8)),
        inputs=_inputs(rng, keys),
        scales=_scales() if timed else (),
        matrices=Matrices(
            focus=cells / keys,
            focus_lift=cells,
            layer_lift=np.stack([cells] * layers),
            head_lift=rng.uniform(0.2, 4, (layers, heads, keys, keys)) * lift,
        ),
        checks=check_results(timed),
        findings=findings(timed),
        provenance=Provenance(
            version="0.1.0",
            command="reportgen build omni_in24h_out6h_transformer",
            config={
                "cadence_hours": 1.0,
                "mask": "none",
                "scales": [{"name": "x", "hours": [1, 2]}],
            },
            input_digest="sha256:6f1d2a0c",
            libraries={"numpy": "2.4.6", "xarray": "2026.9.0"},
        ),
    )
