"""What is said to differ does, and what is the same is not."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.compare.differences import pair_of
from reportgen.compare.matching import least_assignment
from reportgen.compare.profile import common_edges, overlap
from reportgen.statistics.spans import hours_holding_half
from tests.builders import write_run
from tests.compare.conftest import read


def test_a_run_does_not_differ_from_itself(runs: dict[str, Path]) -> None:
    pair = pair_of(read(runs["far"]), read(runs["far"], 1), 1)
    assert len(pair.differences) == 11
    for difference in pair.differences:
        assert difference.value == 0
        assert difference.differs is False, difference.figure
    assert pair.verdicts == ()
    assert pair.profile is not None
    assert pair.profile.low is not None
    assert pair.profile.high is not None
    assert ((pair.profile.low <= 0) & (pair.profile.high >= 0)).all()


def test_the_two_runs_are_resampled_independently(runs: dict[str, Path]) -> None:
    first, other = read(runs["far"]), read(runs["far"], 1)
    pair = pair_of(first, other, 1)
    share = next(each for each in pair.differences if each.figure == "last_3h")
    assert share.interval is not None
    assert share.first.interval is not None
    own = share.first.interval.high - share.first.interval.low
    # Independent errors add in squares; the same draws would leave an interval of no width.
    assert share.interval.high - share.interval.low == pytest.approx(own * 2**0.5, rel=0.15)


def test_the_figures_are_those_of_the_report(runs: dict[str, Path]) -> None:
    side = read(runs["far"])
    report, values = side.report, side.estimates
    for hours, share, _ in report.peak.last_hours:
        assert values[f"last_{hours:.0f}h"].value == pytest.approx(share)
    assert values["hours_half"].value == report.peak.hours_half
    assert values["normalized_entropy"].value == pytest.approx(
        report.figures.normalized_entropy, abs=1e-6
    )
    assert values["effective_keys"].value == pytest.approx(report.figures.effective_keys, abs=1e-5)
    assert values["early_third"].value == pytest.approx(report.figures.early_third_share, abs=1e-6)
    assert values["peak_lift"].value == report.peak.lift
    for estimate in values.values():
        assert estimate.interval is not None
        assert estimate.interval.low <= estimate.value + 1e-6
        assert estimate.value - 1e-6 <= estimate.interval.high


def test_a_closer_peak_is_found_with_its_sign(runs: dict[str, Path]) -> None:
    pair = pair_of(read(runs["far"]), read(runs["near"], 1), 1)
    peak = next(each for each in pair.differences if each.figure == "peak_hours")
    assert peak.value == -3.0
    assert peak.differs
    assert pair.profile is not None
    # Bins run from issue backwards: the gain lies 3-4 h before it, the loss 6-7 h.
    assert int(pair.profile.value.argmax()) == 3
    assert int(pair.profile.value.argmin()) == 6


def test_a_closer_peak_is_found_across_cadences(runs: dict[str, Path]) -> None:
    pair = pair_of(read(runs["far"]), read(runs["fine"], 1), 1)
    figures = {each.figure: each for each in pair.differences}
    peak = figures["peak_hours"]
    assert (peak.first.value, peak.other.value) == (6.5, 3.75)
    assert peak.value == -2.75
    assert peak.differs
    # Half a cell of both: 0.75 h on either side.
    assert peak.interval is not None
    assert peak.interval.low <= -3.5
    assert -2.0 <= peak.interval.high < 0
    assert figures["last_6h"].value > 0
    assert {each.figure: each.reason for each in pair.not_compared} == {
        "effective_keys": "tokens",
        "peak_lift": "tokens",
    }
    assert pair.heads_reason == "tokens"
    profile = pair.profile
    assert profile is not None
    np.testing.assert_allclose(profile.edges, np.arange(13.0))
    assert (profile.first * np.diff(profile.edges)).sum() == pytest.approx(1)
    assert (profile.other * np.diff(profile.edges)).sum() == pytest.approx(1)


def test_without_hours_only_what_needs_none_is_compared(runs: dict[str, Path]) -> None:
    pair = pair_of(read(runs["far"]), read(runs["steps"], 1), 1)
    compared = {each.figure for each in pair.differences}
    steps = {"last_1_steps", "last_3_steps", "last_6_steps", "steps_half"}
    assert compared == steps | {"normalized_entropy", "gini", "early_third", "diagonal_excess"}
    assert pair.profile is not None
    assert pair.profile.clock == "step"
    reasons = {each.figure: each.reason for each in pair.not_compared}
    assert reasons["last_3h"] == reasons["peak_hours"] == "no-hours"
    assert reasons["peak_lift"] == "tokens"


def test_one_sample_has_no_interval(tmp_path: Path) -> None:
    weights = np.full((1, 1, 1, 8, 8), 0.125)
    side = read(write_run(tmp_path / "one", weights, hourly=True))
    pair = pair_of(side, read(tmp_path / "one", 1), 1)
    assert pair.differences
    assert all(each.differs is None for each in pair.differences)


def test_verdicts_that_got_worse_stand_first(runs: dict[str, Path], tmp_path: Path) -> None:
    even = write_run(tmp_path / "even", np.full((14, 2, 2, 12, 12), 1 / 12), hourly=True)
    pair = pair_of(read(runs["far"]), read(even, 1), 1)
    directions = [change.direction for change in pair.verdicts]
    assert "worse" in directions
    order = {"worse": 0, "better": 1, "untested": 2}
    assert directions == sorted(directions, key=order.__getitem__)
    for change in pair.verdicts:
        assert change.first is not change.other


def test_permuted_heads_find_their_partners(permuted: tuple[Path, Path]) -> None:
    pair = pair_of(read(permuted[0]), read(permuted[1], 1), 1)
    assert pair.heads_reason is None
    partners = [(match.layer, match.first, match.other) for match in pair.heads]
    expected = {0: 1, 1: 3, 2: 0, 3: 2}
    assert partners == [(layer, head, expected[head]) for layer in range(2) for head in range(4)]
    for match in pair.heads:
        assert match.floor is not None
        assert match.distance <= match.floor
        assert match.same_place > 4 * match.floor


@settings(max_examples=60, deadline=None)
@given(size=st.integers(1, 5), extra=st.integers(0, 2), seed=st.integers(0, 2**16))
def test_the_assignment_is_the_least_of_all(size: int, extra: int, seed: int) -> None:
    costs = np.random.default_rng(seed).integers(0, 9, size=(size, size + extra)).astype(float)
    found = least_assignment(costs)
    assert len(set(found.tolist())) == size
    every = itertools.permutations(range(size + extra), size)
    least = min(costs[np.arange(size), list(order)].sum() for order in every)
    assert costs[np.arange(size), found].sum() == least


def test_half_is_found_within_a_cell() -> None:
    ages = np.array([np.inf, 2.0, 1.0, 0.0])
    shares = np.array([[0.3, 0.1, 0.2, 0.4], [0.0, 1.0, 0.0, 0.0]])
    np.testing.assert_allclose(hours_holding_half(shares, ages, 1.0), [0.875, 2.5])


def test_rebinned_shares_keep_their_sum() -> None:
    fine = np.stack([np.arange(6) * 0.5, np.arange(1, 7) * 0.5], axis=1)
    coarse = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0], [3.0, 4.0], [np.nan, np.nan]])
    edges = common_edges(fine, coarse)
    np.testing.assert_allclose(edges, [0, 1, 2, 3])
    np.testing.assert_allclose(overlap(fine, edges).sum(axis=1), 1)
    np.testing.assert_allclose(overlap(coarse, edges).sum(axis=1), [1, 1, 1, 0, 0])
    assert common_edges(fine, coarse + 9).size == 0
