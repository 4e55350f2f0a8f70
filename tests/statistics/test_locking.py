"""Locked to the event or to issue: what is claimed, on what interval, and the map of it."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.schema import Estimate, Interval, Lock
from reportgen.statistics.blocks import blocks_of
from reportgen.statistics.content.issue_map import MOST_COLUMNS, MOST_ROWS, issue_map
from reportgen.statistics.content.locking import (
    Residual,
    followed,
    locks,
    residual_attention,
    telling,
)
from reportgen.statistics.content.resampling import draw_weights, student_quantile
from reportgen.timeaxis import build_times

KEYS = 24
CLUSTERS = np.repeat(np.arange(16) * 200.0, 4) + np.tile([0.0, 1.0, 3.0, 6.0], 16)


def residual_of(lift, issue, spacing=1.0):
    return Residual(lift - lift.mean(axis=0), issue, spacing)


def found_in(lift, issue):
    blocks = blocks_of(issue, 30.0)
    return locks(residual_of(lift, issue), blocks, draw_weights(blocks))


def lock(hours, low, high):
    middle = Estimate(0.0, None)
    apart = Estimate((low + high) / 2, Interval(low, high))
    return Lock(hours, 8, middle, middle, apart)


def test_a_finding_needs_an_interval_that_leaves_out_0():
    assert followed((lock(1, 0.1, 0.4), lock(3, -0.1, 0.4))) == "hour"
    assert followed((lock(1, -0.4, -0.1), lock(3, -0.1, 0.4))) == "lag"
    assert followed((lock(1, -0.01, 0.9), lock(3, -0.3, 0.01))) == "neither"
    assert followed((lock(1, 0.1, 0.4), lock(3, -0.4, -0.1))) == "neither"


def test_the_step_that_is_told_is_the_clearest_of_those_that_say_it():
    steps = (lock(1, 0.1, 0.4), lock(3, 0.2, 0.9), lock(6, 0.05, 0.9), lock(12, -0.5, 0.4))
    assert telling(steps).hours == 3
    assert telling((lock(1, -0.2, 0.2), lock(3, -0.3, 0.1))).hours == 1


@pytest.mark.parametrize("memory", [0.0, 0.8])
def test_attention_that_follows_neither_is_seldom_taken_for_either(memory):
    """Taking each step at 95 % by itself, or all blocks for telling, claims 15-26 % of these."""
    claimed = 0
    for seed in range(150):
        generator = np.random.default_rng(seed)
        lift = generator.normal(size=(CLUSTERS.size, KEYS))
        for key in range(1, KEYS):
            fresh = np.sqrt(1 - memory**2) * lift[:, key]
            lift[:, key] = memory * lift[:, key - 1] + fresh
        claimed += followed(found_in(1 + 0.3 * lift, CLUSTERS)) != "neither"
    # 5 % expected, 5 and 7 % measured over 500; 20 of 150 has a probability below 0.003 at 7 %.
    assert claimed < 20


def test_few_storms_among_many_quiet_weeks_are_few():
    """Only the blocks that hold a pair tell anything of the difference."""
    quiet = 10_000 + np.arange(40) * 100.0
    lift = np.random.default_rng(1).normal(size=(52, KEYS))
    few = np.concatenate([CLUSTERS[:12], quiet])
    assert all(step.difference.interval is None for step in found_in(lift, few))
    assert found_in(lift, few)


def test_intervals_of_the_difference_hold_for_all_steps_together():
    lift = np.random.default_rng(1).normal(size=(CLUSTERS.size, KEYS))
    steps = found_in(lift, CLUSTERS)
    assert [step.hours for step in steps] == [1.0, 3.0, 6.0]
    for step in steps:
        hour, lag, apart = step.same_hour, step.same_lag, step.difference
        assert apart.value == pytest.approx(hour.value - lag.value)
        assert apart.interval.low < apart.value < apart.interval.high
    # 95 % for three steps is 98.3 % for one.
    assert student_quantile(30, 1 - 0.05 / 3) == pytest.approx(2.536, abs=2e-3)


@pytest.mark.parametrize(
    ("times", "issue", "why"),
    [
        (build_times(KEYS), CLUSTERS, "no-time"),
        (build_times(1, cadence_hours=24.0, source="flag"), CLUSTERS, "one-token"),
        (
            build_times(KEYS, cadence_hours=1.0, source="flag"),
            CLUSTERS * np.nan,
            "no-reference-times",
        ),
        (
            build_times(KEYS, stored_hours=np.arange(KEYS) ** 1.5, stored_name="time"),
            CLUSTERS,
            "uneven-times",
        ),
    ],
)
def test_what_cannot_be_mapped_says_why(times, issue, why):
    keys = len(times.elapsed)
    lift = np.random.default_rng(1).normal(size=(CLUSTERS.size, keys))
    assert residual_attention(lift, issue, times) == why


def test_samples_that_are_alike_or_not_finite_are_not_mapped():
    times = build_times(KEYS, cadence_hours=1.0, source="flag")
    lift = np.ones((CLUSTERS.size, KEYS))
    assert residual_attention(lift, CLUSTERS, times) == "alike"
    lift[3, 4] = np.nan
    assert residual_attention(lift, CLUSTERS, times) == "not-finite"


def test_prefix_tokens_and_patches_keep_their_hours():
    times = build_times(
        13, n_steps=24, cadence_hours=1.0, source="flag", patch_length=2, patch_stride=2,
        prefix_tokens=1,
    )  # fmt: skip
    lift = np.random.default_rng(1).normal(size=(CLUSTERS.size, 13))
    residual = residual_attention(lift, CLUSTERS, times)
    assert residual.spacing_hours == 2.0
    np.testing.assert_allclose(residual.values, lift[:, 1:] - lift[:, 1:].mean(axis=0))


# The map --------------------------------------------------------------------------------------


def windows(world, issue, keys=KEYS):
    return np.stack([world[int(hour) : int(hour) + keys] for hour in issue])


def test_the_map_lays_the_same_hour_of_the_world_over_itself():
    world = np.random.default_rng(2).normal(size=4000)
    found = issue_map(Residual(windows(world, CLUSTERS), CLUSTERS, 1.0))
    assert (len(found.stretches), found.of, found.rows) == (16, 16, 64)
    assert found.same_hour == pytest.approx(1, abs=1e-6)
    assert abs(found.same_lag) < 0.2
    for index, each in enumerate(found.stretches):
        assert each.first_issue_hours == 200.0 * index
        assert each.after == (0, 1, 3, 6)
        for after, row in zip(each.after, each.residual, strict=True):
            start = 200 * index + after
            np.testing.assert_allclose(row, world[start : start + KEYS], atol=5e-5)


def test_attention_that_stays_at_its_place_is_upright_before_issue():
    own = np.repeat(np.random.default_rng(2).normal(size=(16, KEYS)), 4, axis=0)
    found = issue_map(Residual(own, CLUSTERS, 1.0))
    assert found.same_lag == pytest.approx(1, abs=1e-6)
    assert abs(found.same_hour) < 0.2


@pytest.mark.parametrize("keys", [24, 100, 720])
def test_thousands_of_samples_are_binned_and_chosen_by_time_alone(keys):
    issue = np.arange(3000.0)
    memory = 4 * -(-keys // MOST_COLUMNS)
    noise = np.random.default_rng(3).normal(size=4000)
    world = np.convolve(noise, np.ones(memory) / memory**0.5, "same")
    residual = Residual(windows(world, issue, keys), issue, 1.0)
    found = issue_map(residual)
    width = -(-keys // MOST_COLUMNS)
    assert found.column_hours == width
    assert found.columns == -(-keys // width) <= MOST_COLUMNS
    assert found.rows <= max(MOST_ROWS, max(len(each.after) for each in found.stretches))
    assert found.same_hour > 0.95
    assert found.same_lag < found.same_hour - 0.05
    assert set(found.stretches[1].samples[1:-1]) == {width}
    # The choice does not look at the values.
    other = issue_map(Residual(residual.values[::-1] ** 2, issue, 1.0))
    firsts = [each.first_issue_hours for each in found.stretches]
    assert firsts == [each.first_issue_hours for each in other.stretches]
    # The last column is the mean of the last keys.
    last = found.stretches[0].residual[0][-1]
    rows = residual.values[: found.stretches[0].samples[0], -width:]
    assert last == pytest.approx(rows.mean(), abs=5e-5)


def test_windows_apart_have_no_map():
    issue = np.arange(30) * 13.0
    assert issue_map(Residual(np.ones((30, KEYS)), issue, 1.0)) is None


def test_the_order_of_the_samples_changes_nothing():
    lift = np.random.default_rng(4).normal(size=(CLUSTERS.size, KEYS))
    order = np.random.default_rng(5).permutation(CLUSTERS.size)
    assert issue_map(Residual(lift[order], CLUSTERS[order], 1.0)) == issue_map(
        Residual(lift, CLUSTERS, 1.0)
    )
