"""The runs that every figure must survive, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from reportgen.schema import Interval, Report
from reportgen.timeaxis import build_times
from tests.figures.reports import hourly, make_report

TOKENS = ("[CLS]", "$x^2$", "<b>&", "日本語", "a\x00b", "한글", "very" * 20, "[SEP]")


def cross_attention() -> Report:
    """Four queries on eight keys: no diagonal, no lags."""
    report = make_report(keys=8, samples=2, times=build_times(8))
    matrices = report.matrices
    return replace(
        report,
        run=replace(report.run, queries=4),
        matrices=replace(
            matrices,
            focus=matrices.focus[:4],
            focus_lift=matrices.focus_lift[:4],
            head_lift=matrices.head_lift[:, :, :4],
        ),
        lags=np.array([]),
        lag_spectrum=np.array([]),
    )


def not_numbers() -> Report:
    """A run whose every weight was NaN: the checks say so, the figures stay empty."""
    report = make_report(keys=8, samples=3)
    nothing = (float("nan"),) * 8
    matrices = report.matrices
    return replace(
        report,
        lift=nothing,
        incoming=nothing,
        importance=nothing,
        lift_low=nothing,
        lift_high=nothing,
        sample_lift_low=nothing,
        sample_lift_high=nothing,
        layer_lift_by_key=np.full_like(report.layer_lift_by_key, np.nan),
        rollout_lift=np.full(8, np.nan),
        lag_spectrum=np.full_like(report.lag_spectrum, np.nan),
        peak=replace(report.peak, lift=nothing[0], share=nothing[0], p_value=nothing[0]),
        matrices=replace(
            matrices,
            focus=np.full_like(matrices.focus, np.nan),
            focus_lift=np.full_like(matrices.focus_lift, np.nan),
            head_lift=np.full_like(matrices.head_lift, np.nan),
        ),
    )


def _steps(keys: int, **parts: object) -> Report:
    return make_report(keys=keys, times=build_times(keys), **parts)  # type: ignore[arg-type]


CASES: dict[str, Callable[[], Report]] = {
    "hourly": make_report,
    "peak in the middle": lambda: make_report(peak=14),
    "nothing stands out": lambda: make_report(peak=None, inputs=False),
    "guide": lambda: _steps(8, layers=1, heads=1, samples=1, peak=5),
    "causal": lambda: make_report(causal=True, keys=48, layers=6, samples=12, peak=30),
    "tokens": lambda: _steps(8, samples=1, tokens=TOKENS, inputs=False, peak=0),
    "512 keys": lambda: _steps(512, samples=3, layers=1, heads=2, block=5, peak=300),
    "24 layers": lambda: make_report(
        keys=32, samples=2, layers=24, heads=16, peak=20,
        times=hourly(32, cadence=0.2, forecast=Interval(24, 72)),
    ),
    "patches": lambda: make_report(
        keys=10, samples=5, peak=7,
        times=build_times(
            10, cadence_hours=1.0, prefix_tokens=1, patch_length=8, patch_stride=4
        ),
    ),
    "irregular": lambda: make_report(
        keys=8, samples=2,
        times=build_times(
            8,
            stored_hours=np.array([0, 1, 2, 3, 7, 8, 9.5, 10.0]),
            issue_offset_hours=1.0,
        ),
    ),
    "cross-attention": cross_attention,
    "not numbers": not_numbers,
    "one key": lambda: _steps(1, samples=1, layers=1, heads=1, peak=0),
}  # fmt: skip
