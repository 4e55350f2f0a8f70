"""Each check: a run that passes it and one that does not; the guide's own rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from reportgen.checks import CHECKS, run_checks
from reportgen.exceptions import NoAttentionError
from reportgen.schema import CheckResult, Focus, Mask, MaskKind, Origin, Readout, Status
from reportgen.sources.run import open_run
from reportgen.summarize import summarize
from tests.builders import (
    GUIDE_MATRIX,
    column_sums,
    dataset_of,
    description_of,
    peaked_run,
    planted_attention,
    random_attention,
    stamps,
    uniform_attention,
    write_npz,
    write_run,
)

IDS = [
    "input-files",
    "finite-values",
    "weight-range",
    "row-sums",
    "dead-rows",
    "mask-leak",
    "self-attention",
    "critical-timestep",
    "uniform-attention",
    "physical-plausibility",
    "ignores-past",
    "over-reliance",
    "weak-attention",
    "attention-sink",
    "entropy-collapse",
    "redundant-heads",
    "peak-stability",
    "edge-peak",
    "outcome-contrast",
    "layer-agreement",
    "skill",
]
SHAPE = (10, 2, 2, 12, 12)


def of(
    attention: np.ndarray, profile: str = "default", **options: object
) -> dict[str, CheckResult]:
    summary = summarize(dataset_of(attention, **options))  # type: ignore[arg-type]
    return {check.id: check for check in run_checks(summary, profile=profile)}


def of_run(run: Path, **flags: object) -> dict[str, CheckResult]:
    summary: xr.Dataset = summarize(open_run(run, overrides=flags))
    return {check.id: check for check in run_checks(summary)}


def verdict(check: CheckResult) -> tuple[Status, str]:
    return check.status, check.outcome


def stack(matrix: np.ndarray, samples: int = 10, layers: int = 1, heads: int = 2) -> np.ndarray:
    """The same matrix in every plane, with a little noise so that samples differ."""
    n = matrix.shape[-1]
    noise = random_attention(0, shape=(samples, layers, heads, n, n), concentration=5.0)
    return 0.97 * matrix + 0.03 * noise


def test_every_check_answers_in_the_order_of_the_design() -> None:
    assert [check.id for check in run_checks(summarize(dataset_of(random_attention(0))))] == IDS
    assert len(CHECKS) == len(IDS)


def test_a_sound_run_fails_nothing() -> None:
    checks = of(random_attention(0, shape=SHAPE, concentration=2.0))
    assert {check.status for check in checks.values()} <= {Status.PASS, Status.INFO, Status.SKIP}


@pytest.mark.parametrize("profile", ["default", "guide"])
def test_values_are_finite_or_none(profile: str) -> None:
    broken = random_attention(0, shape=SHAPE)
    broken[:] = np.nan
    for check in of(broken, profile).values():
        assert check.value is None or np.isfinite(check.value)


def test_no_summary() -> None:
    with pytest.raises(NoAttentionError):
        run_checks(dataset_of(random_attention(0)))


# Arrays -------------------------------------------------------------------------------------------


def test_input_files(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=(4, 1, 2, 6, 6)), companions=True)
    assert verdict(of_run(run)["input-files"]) == (Status.PASS, "ok")
    (run / "npz" / "bad.npz").write_bytes(b"")
    skipped = of_run(run)["input-files"]
    assert verdict(skipped) == (Status.WARN, "skipped")
    assert skipped.values == {"read": 4, "skipped": 1, "example": "bad.npz", "reason": "empty"}


@pytest.mark.parametrize(("error", "outcome"), [(1e-6, "ok"), (1e-3, "importance-differs")])
def test_input_files_compares_the_writers_sums(tmp_path: Path, error: float, outcome: str) -> None:
    for stem, weights in zip(stamps(2), random_attention(0, shape=(2, 1, 2, 8, 8)), strict=True):
        sums = column_sums(weights) + np.float32(error)
        write_npz(tmp_path / f"{stem}.npz", weights, temporal_importance=sums)
    assert of_run(tmp_path)["input-files"].outcome == outcome


def test_finite_values() -> None:
    attention = random_attention(0, shape=SHAPE)
    assert verdict(of(attention)["finite-values"]) == (Status.PASS, "ok")
    attention[1, 0, 1, 3, :2] = np.inf
    check = of(attention)["finite-values"]
    assert verdict(check) == (Status.FAIL, "not-finite")
    assert (check.values["cells"], check.values["rows"]) == (2, 1)
    assert check.values["share"] == pytest.approx(2 / attention.size)


def with_cells(**cells: float) -> np.ndarray:
    attention = uniform_attention(12, 12) * np.ones(SHAPE)
    for index, value in enumerate(cells.values()):
        attention[0, 0, 0, 0, index] = value
    return attention


@pytest.mark.parametrize(
    ("attention", "outcome"),
    [
        (random_attention(0, shape=SHAPE), "ok"),
        (100 * random_attention(0, shape=SHAPE), "percentages"),
        (np.random.default_rng(0).normal(0, 3, SHAPE), "logits"),
        (with_cells(a=-0.01), "negative"),
        (with_cells(a=1.01), "above-one"),
    ],
    ids=["ok", "percentages", "logits", "negative", "above-one"],
)
def test_weight_range(attention: np.ndarray, outcome: str) -> None:
    check = of(attention)["weight-range"]
    assert verdict(check) == (Status.PASS if outcome == "ok" else Status.FAIL, outcome)


def test_row_sums_name_the_cause() -> None:
    generator = np.random.default_rng(0)
    sound = random_attention(0, shape=SHAPE, concentration=5.0)
    kept = generator.random(SHAPE) > 0.1
    causes = {
        "ok": sound,
        "off": sound * 0.98,
        "dropout": np.where(kept, sound / 0.9, 0),
        "percentages": sound * 100,
        "logits": generator.normal(0, 3, SHAPE),
    }
    for outcome, attention in causes.items():
        check = of(attention)["row-sums"]
        assert verdict(check) == (Status.PASS if outcome == "ok" else Status.FAIL, outcome)


@pytest.mark.parametrize(("error", "outcome"), [(0.8e-5, "ok"), (1.3e-5, "off")])
def test_row_sums_hold_the_tolerance_of_float32(error: float, outcome: str) -> None:
    attention = random_attention(0, shape=SHAPE) * (1 + error)
    check = of(attention)["row-sums"]
    assert check.outcome == outcome
    assert check.threshold == 1e-5
    if outcome == "off":
        assert check.values["rows"] == 10 * 2 * 2 * 12


def test_dead_rows() -> None:
    attention = random_attention(0, shape=SHAPE)
    assert verdict(of(attention)["dead-rows"]) == (Status.PASS, "ok")
    attention[0, 0, 0, 2:4] = 0
    check = of(attention)["dead-rows"]
    assert verdict(check) == (Status.WARN, "dead")
    assert check.values["rows"] == 2


def test_mask_leak() -> None:
    attention = random_attention(0, shape=SHAPE, mask="causal")
    causal = Mask(MaskKind.CAUSAL, Origin.DECLARED)
    declared = replace(description_of(attention), mask=causal)
    assert verdict(of(random_attention(0, shape=SHAPE))["mask-leak"]) == (Status.SKIP, "no-mask")
    assert verdict(of(attention)["mask-leak"]) == (Status.PASS, "ok")
    attention[:, :, :, 2, 9] = 0.25
    check = of(attention, description=declared)["mask-leak"]
    assert verdict(check) == (Status.FAIL, "leak")
    assert check.values["cells"] == 10 * 2 * 2
    assert check.values["mass"] == pytest.approx(0.25 / 12)


# Patterns -----------------------------------------------------------------------------------------


def test_self_attention() -> None:
    assert of(uniform_attention(12, 12) * np.ones(SHAPE))["self-attention"].outcome == "ordinary"
    strong = of(stack(0.5 * np.eye(12) + 0.5 / 12))["self-attention"]
    assert verdict(strong) == (Status.INFO, "strong")
    oblong = of(random_attention(0, shape=(4, 1, 1, 5, 7)))
    assert verdict(oblong["self-attention"]) == (Status.SKIP, "not-square")
    assert verdict(oblong["ignores-past"]) == (Status.SKIP, "not-square")


def test_self_attention_is_judged_against_the_mask() -> None:
    causal = uniform_attention(12, 12, "causal") * np.ones(SHAPE)
    assert of(causal)["self-attention"].values["ratio"] == pytest.approx(1)


def test_critical_timestep() -> None:
    check = of(planted_attention(4, 2.0, shape=(12, 1, 2, 12, 12)))["critical-timestep"]
    assert verdict(check) == (Status.INFO, "critical")
    assert check.values["key"] == 4
    few = of(planted_attention(4, 3.0, shape=(3, 1, 2, 12, 12)))["critical-timestep"]
    assert verdict(few) == (Status.INFO, "few-samples")
    noise = of(random_attention(0, shape=SHAPE))["critical-timestep"]
    assert verdict(noise) == (Status.PASS, "none")


def test_critical_timestep_needs_more_than_significance() -> None:
    check = of(planted_attention(4, 1.3, shape=(64, 1, 2, 12, 12)))["critical-timestep"]
    assert check.values["p"] < 0.05  # type: ignore[operator]
    assert check.outcome == "none"


def test_uniform_attention() -> None:
    flat = of(random_attention(0, shape=SHAPE, concentration=2000.0))
    assert verdict(flat["uniform-attention"]) == (Status.WARN, "uniform")
    assert verdict(flat["weak-attention"]) == (Status.WARN, "weak")
    sharp = of(random_attention(0, shape=SHAPE))
    assert verdict(sharp["uniform-attention"]) == (Status.PASS, "structured")
    assert verdict(sharp["weak-attention"]) == (Status.PASS, "ok")


def test_ignores_past() -> None:
    assert verdict(of(stack(np.eye(12)))["ignores-past"]) == (Status.WARN, "diagonal-only")
    assert verdict(of(random_attention(0, shape=SHAPE))["ignores-past"]) == (Status.PASS, "ok")


def test_over_reliance() -> None:
    over = of(planted_attention(4, 4.0, shape=(12, 1, 2, 12, 12)))["over-reliance"]
    assert verdict(over) == (Status.WARN, "over")
    few = of(planted_attention(4, 4.0, shape=(3, 1, 2, 12, 12)))["over-reliance"]
    assert verdict(few) == (Status.INFO, "over")
    ok = of(planted_attention(4, 2.0, shape=(12, 1, 2, 12, 12)))["over-reliance"]
    assert verdict(ok) == (Status.PASS, "ok")


def test_attention_sink() -> None:
    sink = of(planted_attention(0, 4.0, shape=(12, 1, 2, 12, 12)))["attention-sink"]
    assert verdict(sink) == (Status.WARN, "sink")
    assert (sink.values["heads"], sink.values["of"]) == (2, 2)
    none = of(planted_attention(5, 4.0, shape=(12, 1, 2, 12, 12)))["attention-sink"]
    assert verdict(none) == (Status.PASS, "none")
    # Under a causal mask key 0 receives most, and that is no sink.
    causal = of(random_attention(0, shape=SHAPE, mask="causal"))["attention-sink"]
    assert verdict(causal) == (Status.PASS, "none")


def test_entropy_collapse() -> None:
    attention = random_attention(0, shape=SHAPE)
    assert verdict(of(attention)["entropy-collapse"]) == (Status.PASS, "ok")
    attention[:, 1, 0] = np.eye(12)
    check = of(attention)["entropy-collapse"]
    assert verdict(check) == (Status.WARN, "collapsed")
    named = {name: check.values[name] for name in ("heads", "of", "layer", "head")}
    assert named == {"heads": 1, "of": 4, "layer": 1, "head": 0}


# Time ---------------------------------------------------------------------------------------------


def test_physical_plausibility_without_time() -> None:
    check = of(planted_attention(4, 2.5, shape=(12, 1, 2, 12, 12)))["physical-plausibility"]
    assert verdict(check) == (Status.SKIP, "no-time")


def test_physical_plausibility_without_a_peak(tmp_path: Path) -> None:
    run = write_run(tmp_path / "a", random_attention(1, shape=SHAPE), hourly=True)
    assert verdict(of_run(run)["physical-plausibility"]) == (Status.SKIP, "no-peak")
    edge = peaked_run(tmp_path / "b", key=11)
    assert verdict(of_run(edge)["physical-plausibility"]) == (Status.SKIP, "edge")


@pytest.mark.parametrize(("key", "outcome"), [(20, "plausible"), (10, "implausible")])
def test_physical_plausibility_meets_a_scale(tmp_path: Path, key: int, outcome: str) -> None:
    # No forecast period: a scale of 3 to 4 h lies 3 to 4 h before the last input's end.
    yaml = "cadence: 1h\nissue_offset: 1h\nhorizon: [0h, 0.001h]\n"
    yaml += "scales:\n  - {name: own, hours: [3, 5]}\n"
    attention = planted_attention(key, 2.5, shape=(12, 1, 2, 24, 24))
    run = write_run(tmp_path / "run", attention, yaml=yaml)
    check = of_run(run)["physical-plausibility"]
    assert check.outcome in (outcome, "covers-most")
    if check.outcome == outcome:
        assert check.status is (Status.PASS if outcome == "plausible" else Status.WARN)


def test_edge_peak(tmp_path: Path) -> None:
    outcomes = {
        key: of_run(peaked_run(tmp_path / str(key), key=key))["edge-peak"] for key in (0, 5, 11)
    }
    assert verdict(outcomes[0]) == (Status.WARN, "edge-first")
    assert verdict(outcomes[5]) == (Status.PASS, "inside")
    assert verdict(outcomes[11]) == (Status.WARN, "edge-last")
    assert outcomes[5].values["where"] == ("hours", 6.0, 7.0)
    noise = of(random_attention(0, shape=SHAPE))["edge-peak"]
    assert verdict(noise) == (Status.SKIP, "no-peak")


def test_peak_stability() -> None:
    stable = of(planted_attention(6, 4.0, shape=(12, 1, 2, 12, 12)))["peak-stability"]
    assert verdict(stable) == (Status.PASS, "stable")
    # The mean prefers key 6; most samples prefer one of their own.
    attention = planted_attention(6, 1.8, shape=(48, 1, 2, 12, 12), concentration=5.0)
    generator = np.random.default_rng(1)
    for sample, key in zip(attention, generator.integers(0, 12, 48), strict=True):
        sample *= 0.75
        sample[..., key] += 0.25
    unstable = of(attention)["peak-stability"]
    assert verdict(unstable) == (Status.WARN, "unstable")
    one = of(random_attention(0))["peak-stability"]
    assert verdict(one) == (Status.SKIP, "one-sample")


def test_layer_agreement_with_one_layer() -> None:
    check = of(planted_attention(4, 3.0, shape=(9, 1, 2, 12, 12)))["layer-agreement"]
    assert verdict(check) == (Status.SKIP, "one-layer")


def test_unbuilt_checks_say_so() -> None:
    checks = of(random_attention(0, shape=(8, 1, 1, 6, 6)))
    assert verdict(checks["skill"]) == (Status.SKIP, "no-history")
    assert checks["outcome-contrast"].status is Status.SKIP
    assert verdict(checks["redundant-heads"]) == (Status.SKIP, "one-head")


# The guide's profile ------------------------------------------------------------------------------


def test_guide_profile_on_the_guides_matrix() -> None:
    checks = of(GUIDE_MATRIX[None, None, None], "guide")
    outcomes = {name: check.outcome for name, check in checks.items()}
    assert outcomes["self-attention"] == "guide-strong"
    assert outcomes["critical-timestep"] == "guide-critical"
    assert outcomes["uniform-attention"] == "guide-structured"
    assert outcomes["ignores-past"] == "guide-ok"
    assert outcomes["over-reliance"] == "guide-ok"
    assert outcomes["weak-attention"] == "guide-ok"
    assert outcomes["entropy-collapse"] == "guide-between-capped"


@pytest.mark.parametrize(
    ("attention", "check", "outcome"),
    [
        (uniform_attention(8, 8), "self-attention", "guide-ordinary"),
        (uniform_attention(8, 8), "critical-timestep", "guide-none"),
        (uniform_attention(8, 8), "uniform-attention", "guide-uniform"),
        (uniform_attention(8, 8), "weak-attention", "guide-weak"),
        (uniform_attention(20, 20), "entropy-collapse", "guide-distributed"),
        (np.eye(8), "entropy-collapse", "guide-focused-capped"),
        (0.95 * np.eye(20) + 0.05 / 20, "entropy-collapse", "guide-focused"),
        (np.eye(8), "ignores-past", "guide-ignores"),
        (np.tile(np.eye(8)[3], (8, 1)), "over-reliance", "guide-over"),
    ],
)
def test_guide_profile_uses_absolute_rules(attention: np.ndarray, check: str, outcome: str) -> None:
    assert of(attention[None, None, None], "guide")[check].outcome == outcome


def test_guide_profile_looks_at_the_focus_layer() -> None:
    attention = uniform_attention(8, 8) * np.ones((1, 2, 1, 8, 8))
    attention[:, 0] = np.eye(8)
    assert of(attention, "guide")["ignores-past"].outcome == "guide-ok"
    first = replace(description_of(attention), focus=Focus(0, Readout.MEAN))
    assert of(attention, "guide", description=first)["ignores-past"].outcome == "guide-ignores"
