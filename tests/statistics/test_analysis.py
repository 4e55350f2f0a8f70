"""Numbers of the report from a Summary: intervals, blocks, patterns, rollout, physical units."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.schema import Focus, Interval, Pattern, Profile, Readout
from reportgen.sources.description import Column
from reportgen.sources.run import open_run
from reportgen.statistics import analyse
from reportgen.statistics.blocks import blocks_of
from reportgen.statistics.inputs import physical
from reportgen.statistics.intervals import half_widths, resampled
from reportgen.statistics.pattern import attention_pattern
from reportgen.statistics.rollout import rollout_of
from reportgen.summarize import summarize
from tests.builders import (
    GUIDE_MATRIX,
    dataset_of,
    description_of,
    planted_attention,
    random_attention,
    stamps,
    uniform_attention,
    write_run,
)

# Blocks ---------------------------------------------------------------------------------------


def test_a_block_starts_at_the_first_sample_not_yet_in_one() -> None:
    issue = np.array([100.0, 129.9, 130.0, 101.0, 400.0])
    blocks = blocks_of(issue, 30.0)
    assert blocks.of_sample.tolist() == [0, 0, 1, 0, 2]
    assert blocks.sizes.tolist() == [3, 1, 1]
    np.testing.assert_allclose(blocks.sums(np.arange(5.0)[:, None])[:, 0], [4, 2, 4])


def test_storms_are_not_cut_by_a_grid() -> None:
    """Four windows of one storm, 6 h from first to last, wherever the storm falls."""
    issue = (np.arange(20) * 217.0)[:, None] + np.array([0.0, 1.0, 3.0, 6.0])
    assert blocks_of(issue.ravel(), 30.0).sizes.tolist() == [4.0] * 20


@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=60),
    st.integers(1, 200),
    st.integers(0, 600_000),
    st.randoms(use_true_random=False),
)
def test_blocks_are_shorter_than_their_length_and_all_but_neighbours_farther_apart(
    ticks: list[int], length: int, since: int, random: Random
) -> None:
    """Times on a grid of 12 minutes, hours since 1970, with the jitter of real stamps."""
    hours = length / 5
    issue = np.array([since + tick / 5 + random.uniform(-1, 1) * 1e-5 for tick in ticks])
    blocks = blocks_of(issue, hours)
    spans = [issue[blocks.of_sample == block] for block in range(blocks.count)]
    assert min(blocks.sizes) >= 1
    assert all(np.ptp(span) < hours for span in spans)
    firsts = np.array([span.min() for span in spans])
    assert (np.diff(firsts) > hours - 1e-3).all()
    for one, other in itertools.pairwise(spans):
        assert one.max() < other.min()
    for one, other in zip(spans, spans[2:], strict=False):
        assert other.min() - one.max() > hours - 1e-3
    # The order of the samples changes nothing, and neither does the zero of time.
    order = np.array(random.sample(range(issue.size), issue.size))
    np.testing.assert_array_equal(
        blocks_of(issue[order] - since, hours).of_sample, blocks.of_sample[order]
    )


def test_zero_hours_take_every_sample_for_itself() -> None:
    blocks = blocks_of(np.array([5.0, 5.0, 5.0]), 0.0)
    assert (blocks.count, blocks.hours) == (3, 0.0)


def test_overlapping_windows_share_a_block(tmp_path: Path) -> None:
    attention = planted_attention(7, 2.0, shape=(24, 1, 1, 12, 12))
    names = stamps(24, step_hours=3)
    peak = analyse(
        summarize(open_run(write_run(tmp_path, attention, names=names, hourly=True)))
    ).peak
    # A window of 12 h and a forecast of 6 h; 24 samples every 3 h span 69 h.
    assert peak.block_hours == 18
    assert peak.blocks == 4
    assert peak.samples == 24
    assert peak.p_samples is None


def test_without_reference_times_independence_is_assumed(tmp_path: Path) -> None:
    attention = planted_attention(7, 2.0, shape=(8, 1, 1, 12, 12))
    names = [f"attention_batch_{index:04d}" for index in range(8)]
    peak = analyse(
        summarize(open_run(write_run(tmp_path, attention, names=names, hourly=True)))
    ).peak
    assert (peak.blocks, peak.block_hours) == (8, 0.0)
    assert peak.half_widths == ()


# Intervals ------------------------------------------------------------------------------------


def test_bootstrap_interval_covers_the_true_share() -> None:
    generator = np.random.default_rng(5)
    covered = 0
    trials = 100
    for _ in range(trials):
        importance = generator.dirichlet(np.array([2.0, 3.0, 5.0]), size=40)
        blocks = blocks_of(np.arange(40.0), 1.0)
        drawn = resampled(importance, np.full_like(importance, 1 / 3), blocks)
        assert drawn is not None
        low, high = np.percentile(drawn.share[:, 2], (2.5, 97.5))
        covered += low <= 0.5 <= high
    assert 85 <= covered <= 100


def test_dependent_samples_widen_the_interval() -> None:
    generator = np.random.default_rng(6)
    centres = generator.uniform(0.3, 0.7, 10)
    share = np.repeat(centres, 24) + generator.normal(0, 0.01, 240)
    importance = np.stack([share, 1 - share], axis=1)
    issue = np.repeat(np.arange(10) * 24.0, 24) + np.tile(np.arange(24.0), 10)
    alone, day, week, _ = half_widths(importance, np.full((240, 2), 0.5), issue, 0)
    assert (alone.blocks, day.blocks, week.blocks) == (240, 10, 2)
    assert alone.share is not None
    assert day.share is not None
    assert day.share > 3 * alone.share


def test_interval_of_the_place_holds_the_planted_key() -> None:
    attention = planted_attention(9, 2.5, shape=(20, 1, 2, 12, 12))
    peak = analyse(summarize(dataset_of(attention))).peak
    assert peak.ci95_key == Interval(9, 9)
    assert peak.ci95_lift is not None
    assert peak.ci95_lift.low < peak.lift < peak.ci95_lift.high
    assert peak.ci95_lift.low < 2.5 < peak.ci95_lift.high + 0.1
    assert peak.stability == 1


# Pattern --------------------------------------------------------------------------------------


def matrix(kind: str, n: int = 12) -> np.ndarray:
    lag = np.arange(n)[:, None] - np.arange(n)[None, :]
    cells = {
        "diagonal": lag == 0,
        "previous-step": (lag == 1) | ((lag == 0) & (np.arange(n)[:, None] == 0)),
        "local": np.abs(lag) <= 1,
        "vertical-stripe": np.broadcast_to(np.arange(n) == 7, (n, n)),
        "first-key": np.broadcast_to(np.arange(n) == 0, (n, n)),
        "block": (np.arange(n)[:, None] // 6) == (np.arange(n)[None, :] // 6),
        "uniform": np.ones((n, n), dtype=bool),
    }[kind].astype(float)
    noise = random_attention(3, shape=(n, n), concentration=5.0)
    return 0.85 * cells / cells.sum(axis=1, keepdims=True) + 0.15 * noise


@pytest.mark.parametrize("pattern", [p for p in Pattern if p is not Pattern.MIXED])
def test_pattern_of_synthetic_matrices(pattern: Pattern) -> None:
    found, score = attention_pattern(matrix(pattern.value), uniform_attention(12, 12))
    assert found is pattern
    assert 0.25 <= score <= 1


def test_noise_is_mixed_and_causal_uniform_is_uniform() -> None:
    noise = random_attention(0, shape=(16, 16), concentration=0.3)
    assert attention_pattern(noise, uniform_attention(16, 16))[0] is Pattern.MIXED
    even = uniform_attention(16, 16, "causal")
    assert attention_pattern(even, even) == (Pattern.UNIFORM, 1.0)


@pytest.mark.parametrize("pattern", [Pattern.DIAGONAL, Pattern.PREVIOUS, Pattern.FIRST_KEY])
def test_pattern_under_a_causal_mask_is_decided_on_lifts(pattern: Pattern) -> None:
    even = uniform_attention(12, 12, "causal")
    cells = np.where(even > 0, matrix(pattern.value), 0)
    found, _ = attention_pattern(cells / cells.sum(axis=1, keepdims=True), even)
    assert found is pattern


# Rollout --------------------------------------------------------------------------------------


@pytest.mark.parametrize("readout", list(Readout))
@pytest.mark.parametrize("mask", ["none", "causal"])
def test_rollout_of_uniform_attention_is_one(mask: str, readout: Readout) -> None:
    attention = np.broadcast_to(uniform_attention(7, 7, mask), (3, 3, 2, 7, 7)).copy()
    described = replace(description_of(attention), focus=Focus(2, readout))
    analysis = analyse(summarize(dataset_of(attention, description=described)))
    np.testing.assert_allclose(analysis.rollout_lift, 1, rtol=1e-6)


def test_rollout_multiplies_the_later_layer_from_the_left() -> None:
    first, second = random_attention(1, shape=(2, 4, 4))
    eye = np.eye(4)
    wanted = (second + eye) / 2 @ (first + eye) / 2
    np.testing.assert_allclose(rollout_of([first, second]), wanted)


# Readout and focus ----------------------------------------------------------------------------


@pytest.mark.parametrize(("readout", "row"), [(Readout.LAST, -1), (Readout.CLS, 0)])
def test_readout_reads_one_row(readout: Readout, row: int) -> None:
    attention = random_attention(8, shape=(10, 2, 2, 6, 6))
    described = replace(description_of(attention), focus=Focus(0, readout))
    analysis = analyse(summarize(dataset_of(attention, description=described)))
    wanted = attention[:, 0].mean(axis=(0, 1))[row]
    np.testing.assert_allclose(analysis.importance, wanted, rtol=1e-6)
    np.testing.assert_allclose(analysis.lift, wanted * 6, rtol=1e-6)


def test_importance_sums_to_one_and_lift_averages_to_one() -> None:
    analysis = analyse(summarize(dataset_of(random_attention(8, shape=(10, 2, 2, 6, 6)))))
    assert sum(analysis.importance) == pytest.approx(1)
    assert np.mean(analysis.lift) == pytest.approx(1)


# The guide's matrix ---------------------------------------------------------------------------


def test_the_guides_matrix() -> None:
    analysis = analyse(summarize(dataset_of(GUIDE_MATRIX[None, None, None])))
    np.testing.assert_allclose(
        analysis.incoming, [0.80, 0.89, 1.00, 0.90, 0.91, 1.51, 1.00, 0.99], atol=1e-9
    )
    assert analysis.peak.key == 5
    assert analysis.peak.share == pytest.approx(0.18875)
    assert analysis.figures.diagonal_mean == pytest.approx(0.21)
    assert analysis.figures.entropy_nats == pytest.approx(2.0048, abs=5e-5)
    assert analysis.figures.std == pytest.approx(0.0496, abs=5e-5)
    assert analysis.figures.mean == pytest.approx(0.125)
    strongest = analysis.top_connections[0]
    assert (strongest.query, strongest.key) == (7, 7)
    assert strongest.weight == pytest.approx(0.27)


def test_the_guides_profile_takes_the_largest_incoming() -> None:
    attention = random_attention(4, shape=(12, 1, 2, 16, 16), mask="causal")
    summary = summarize(dataset_of(attention))
    assert analyse(summary, profile=Profile.GUIDE).peak.key == 0
    assert analyse(summary).peak.key != 0


# Inputs ---------------------------------------------------------------------------------------


def test_declared_normalisation_is_undone() -> None:
    values = np.array([-1.0, 0.0, 2.0])
    numbers, units = physical(values, Column("v", "km/s", mean=430.0, std=90.0))
    assert units == "km/s"
    np.testing.assert_allclose(numbers, [340, 430, 610])
    assert physical(values, Column("v"))[1] == "standard units"
    assert physical(values, Column("v", "km/s"))[1] == "km/s"


def test_inputs_keep_their_axis_and_quartiles(tmp_path: Path) -> None:
    attention = random_attention(0, shape=(9, 1, 1, 6, 6))
    yaml = "inputs:\n  - {name: Bz, units: nT, mean: 1, std: 2, role: bz}\n  - V\n  - {name: N}\n"
    run = write_run(tmp_path / "run", attention, companions=True, yaml=yaml)
    dataset = open_run(run)
    series = analyse(summarize(dataset)).inputs
    assert [(item.name, item.units) for item in series] == [
        ("Bz", "nT"),
        ("V", "standard units"),
        ("N", "standard units"),
    ]
    stored = dataset["inputs"].values[:, :, 0] * 2 + 1
    np.testing.assert_allclose(series[0].mean, stored.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(series[0].low, np.percentile(stored, 25, axis=0), rtol=1e-4)


def test_each_head_keeps_its_place() -> None:
    attention = random_attention(0, shape=(4, 2, 3, 6, 6), concentration=5)
    attention[:, 1, 2] = np.eye(6) * 0.9 + 0.1 / 6
    analysis = analyse(summarize(dataset_of(attention)))
    places = [(head.layer, head.head) for head in analysis.heads]
    assert places == [(layer, head) for layer in range(2) for head in range(3)]
    assert analysis.heads[5].figures.pattern is Pattern.DIAGONAL
    assert analysis.heads[5].figures.variability == pytest.approx(0, abs=1e-6)
    assert analysis.heads[0].figures.pattern is not Pattern.DIAGONAL
