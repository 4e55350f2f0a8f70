from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.exceptions import ReportgenError, UsageError
from reportgen.schema import Interval, Stamp, Times
from reportgen.timeaxis import (
    build_times,
    cadence_text,
    cell_interval,
    elapsed_cells,
    hours_axis,
    interval_of,
    key_cells,
    lag_hours,
    reaches_after_issue,
    timed_tokens,
    token_spacing_hours,
    window_interval,
)
from reportgen.timeaxis.cells import HOURS_BEFORE_ISSUE, HOURS_BEFORE_LAST_INPUT, STEP

HOURLY = build_times(
    24,
    cadence_hours=1.0,
    source="flag",
    issue_offset_hours=1.0,
    forecast_period=Interval(0.0, 6.0),
)


@st.composite
def grids(draw: st.DrawFn) -> Times:
    length = draw(st.integers(1, 6))
    return build_times(
        draw(st.integers(2, 40)) + 1,
        cadence_hours=draw(st.integers(1, 2000)) / 60,
        source="flag",
        stamp=draw(st.sampled_from(list(Stamp))),
        issue_offset_hours=draw(st.integers(0, 600)) / 60,
        forecast_period=Interval(1.0, 6.0),
        prefix_tokens=1,
        patch_length=length,
        patch_stride=draw(st.integers(1, length)),
    )


# The guide's examples ---------------------------------------------------------------------------


def test_step_5_of_8_at_12_minutes_is_1_h_elapsed_and_0_4_h_before_the_last_input() -> None:
    times = build_times(8, cadence_hours=0.2, source="flag", detail="--cadence")
    assert (times.elapsed[5], times.before_last_input[5]) == (1.0, 0.4)
    assert (times.window_hours, times.cell_hours) == (1.4, 0.2)
    assert (times.source, times.detail) == ("flag", "--cadence")
    # Nothing is said of issue where its time is unknown.
    assert set(times.before_issue) == {None}
    assert set(times.before_valid) == {None}


def test_step_18_of_24_lies_1_h_before_the_last_input_not_3_6() -> None:
    times = build_times(24, cadence_hours=0.2, source="flag")
    assert times.window_hours == 4.6
    assert (times.elapsed[18], times.before_last_input[18]) == (3.6, 1.0)
    assert cadence_text(times) == "12min"


# Laws -------------------------------------------------------------------------------------------


@given(grids())
def test_clocks_differ_by_constants(times: Times) -> None:
    assert times.window_hours is not None
    assert times.issue_offset_hours is not None
    assert times.elapsed[0] is None
    assert cell_interval(times, 0) == ("token", 0, "")
    rows = zip(
        times.elapsed[1:],
        times.before_last_input[1:],
        times.before_issue[1:],
        times.before_valid[1:],
        strict=True,
    )
    for elapsed, before_last, before_issue, before_valid in rows:
        assert elapsed is not None
        assert before_last is not None
        assert before_issue is not None
        assert before_valid is not None
        assert elapsed + before_last == pytest.approx(times.window_hours, abs=2e-9)
        assert before_issue - before_last == pytest.approx(times.issue_offset_hours, abs=2e-9)
        assert before_valid == pytest.approx((before_issue + 1, before_issue + 6), abs=2e-9)


@given(grids())
def test_cells_hold_their_stamps_and_together_the_window(times: Times) -> None:
    cells = [cell for cell in elapsed_cells(times) if cell is not None]
    assert len(cells) == timed_tokens(times) == len(times.elapsed) - 1
    for cell, elapsed in zip(cells, times.elapsed[1:], strict=True):
        assert elapsed is not None
        assert cell.low - 1e-8 <= elapsed <= cell.high + 1e-8
        assert cell.high - cell.low == pytest.approx(times.cell_hours, abs=1e-8)
    # Patches that overlap or touch leave no hole.
    assert all(one.high >= other.low - 1e-8 for one, other in pairwise(cells))
    reach = window_interval(times)
    assert reach is not None
    assert times.window_hours is not None
    assert times.cadence_hours is not None
    span = times.window_hours + times.cadence_hours
    assert reach.high - reach.low == pytest.approx(span, abs=1e-7)


@given(
    st.lists(st.floats(0.01, 100), min_size=2, max_size=30),
    st.floats(-1e4, 1e4),
)
def test_stored_times_may_start_anywhere(spacings: list[float], start: float) -> None:
    hours = np.concatenate([[0.0], np.cumsum(spacings)])
    one = build_times(hours.size, stored_hours=hours)
    other = build_times(hours.size, stored_hours=hours + start)
    # Rounding may tip times at the edge of the jitter from uneven to regular, which moves them
    # by no more than the jitter.
    jitter = 0.011 * max(spacings) + 1e-3
    np.testing.assert_allclose(
        np.array(one.elapsed, float), np.array(other.elapsed, float), atol=jitter
    )
    assert one.source == "files"


@given(grids())
def test_lag_is_antisymmetric_and_positive_for_the_past(times: Times) -> None:
    lags = lag_hours(times)
    assert lags is not None
    assert np.isnan(lags[0]).all()
    timed = lags[1:, 1:]
    np.testing.assert_allclose(timed, -timed.T, atol=1e-9)
    assert (timed[np.tril_indices(len(timed), -1)] > 0).all()
    spacing = token_spacing_hours(times)
    assert spacing is not None


# Cells ------------------------------------------------------------------------------------------


def test_last_hour_is_the_cell_0_to_1_h_before_issue() -> None:
    assert cell_interval(HOURLY, 23) == ("hours", 0.0, 1.0)
    assert cell_interval(HOURLY, 0) == ("hours", 23.0, 24.0)
    assert interval_of(HOURLY, 20.4, 23) == ("hours", 0.0, 4.0)
    assert HOURLY.before_issue[23] == 1.0
    assert HOURLY.before_valid[23] == (1.0, 7.0)


@pytest.mark.parametrize(
    ("stamp", "offset", "interval"),
    [
        (Stamp.START, 1.0, (0.0, 1.0)),
        (Stamp.START, 0.0, (-1.0, 0.0)),
        (Stamp.MIDDLE, 1.0, (0.5, 1.5)),
        (Stamp.END, 0.0, (0.0, 1.0)),
        (Stamp.END, 1.0, (1.0, 2.0)),
    ],
)
def test_stamp_says_which_hour_is_meant(
    stamp: Stamp, offset: float, interval: tuple[float, float]
) -> None:
    times = build_times(4, cadence_hours=1.0, stamp=stamp, issue_offset_hours=offset)
    assert cell_interval(times, 3) == ("hours", *interval)
    assert reaches_after_issue(times) == (interval[0] < 0)


@pytest.mark.parametrize("stamp", list(Stamp))
def test_without_issue_cells_count_from_the_end_of_the_last_input(stamp: Stamp) -> None:
    times = build_times(24, cadence_hours=0.2, stamp=stamp)
    assert cell_interval(times, 23) == ("input", 0.0, 0.2)
    assert cell_interval(times, 18) == ("input", 1.0, 1.2)
    assert not reaches_after_issue(times)


def test_without_time_places_are_steps_or_tokens() -> None:
    times = build_times(8)
    assert not times.declared
    assert times.elapsed == (None,) * 8
    assert cell_interval(times, 5) == ("step", 5, 8)
    assert cell_interval(times, 0, ["[CLS]"]) == ("token", 0, "[CLS]")
    assert interval_of(times, 5, 5) == ("step", 5, 8)
    assert interval_of(times, 4.5, 6) == (("step", 4, 8), ("step", 6, 8))
    assert lag_hours(times) is None
    assert cadence_text(times) is None
    assert token_spacing_hours(times) is None
    assert window_interval(times) is None


def test_axis_is_the_best_clock_there_is() -> None:
    axis = hours_axis(HOURLY)
    assert axis.label == HOURS_BEFORE_ISSUE
    assert (axis.values[23], axis.low[23], axis.high[23]) == (0.5, 0.0, 1.0)
    assert axis.descending
    assert hours_axis(build_times(4, cadence_hours=1.0)).label == HOURS_BEFORE_LAST_INPUT
    steps = hours_axis(build_times(4))
    assert (steps.label, steps.values, steps.descending) == (STEP, (0.0, 1.0, 2.0, 3.0), False)
    prefixed = build_times(3, cadence_hours=1.0, prefix_tokens=1)
    assert hours_axis(prefixed).values == (None, 1.5, 0.5)


# Patches and prefixes ---------------------------------------------------------------------------


def test_patches_stand_midway_and_overlap() -> None:
    times = build_times(
        3, cadence_hours=1.0, patch_length=4, patch_stride=2, issue_offset_hours=1.0
    )
    assert times.elapsed == (1.5, 3.5, 5.5)
    assert times.window_hours == 7.0
    assert (times.cell_hours, times.padded_share) == (4.0, 0.0)
    assert cell_interval(times, 2) == ("hours", 0.0, 4.0)
    assert cell_interval(times, 1) == ("hours", 2.0, 6.0)
    assert token_spacing_hours(times) == 2.0


def test_last_patch_is_clipped_to_the_window_and_its_padding_reported() -> None:
    times = build_times(3, cadence_hours=1.0, patch_length=4, patch_stride=4, n_steps=9)
    assert times.padded_share == 0.75
    assert times.elapsed == (1.5, 5.5, 8.0)
    assert times.window_hours == 8.0
    assert key_cells(times)[2] == Interval(0.0, 1.0)


def test_steps_left_over_at_the_end_belong_to_no_token() -> None:
    times = build_times(2, cadence_hours=1.0, patch_length=4, patch_stride=4, n_steps=10)
    assert (times.window_hours, times.padded_share) == (9.0, 0.0)
    assert cell_interval(times, 1) == ("input", 2.0, 6.0)


def test_prefix_token_has_no_time_on_any_clock() -> None:
    times = build_times(
        4,
        cadence_hours=1.0,
        prefix_tokens=1,
        issue_offset_hours=0.0,
        forecast_period=Interval(0, 1),
    )
    clocks = (times.elapsed, times.before_last_input, times.before_issue, times.before_valid)
    assert [clock[0] for clock in clocks] == [None] * 4
    assert times.elapsed[1:] == (0.0, 1.0, 2.0)
    assert interval_of(times, 0, 1)[0] == "hours"


def test_whole_window_in_one_patch_has_one_timed_token() -> None:
    times = build_times(1, cadence_hours=1.0, patch_length=24, patch_stride=24)
    assert timed_tokens(times) == 1
    assert times.elapsed == (11.5,)


@pytest.mark.parametrize(
    ("tokens", "steps", "hint"),
    [(25, 24, "--prefix-tokens 1"), (8, 24, "--patch 3:3"), (7, 24, "--patch LENGTH:STRIDE")],
)
def test_tokens_that_are_no_steps_are_a_question(tokens: int, steps: int, hint: str) -> None:
    with pytest.raises(UsageError, match=f"cannot cover the {steps} steps.*{hint}"):
        build_times(tokens, cadence_hours=1.0, n_steps=steps)
    # Without a cadence nothing is said in hours, and nothing has to fit.
    assert not build_times(tokens, n_steps=steps).declared


def test_prefix_leaves_a_token() -> None:
    with pytest.raises(UsageError, match="leave none"):
        build_times(2, cadence_hours=1.0, prefix_tokens=2)


def test_span_of_the_window_gives_the_cadence() -> None:
    times = build_times(8, span_hours=24.0)
    assert (times.cadence_hours, times.window_hours) == (3.0, 21.0)
    assert times.source == "reportgen.yaml"


# Stored times -----------------------------------------------------------------------------------


def test_sharp_jitter_is_regular() -> None:
    jitter = np.random.default_rng(0).uniform(-0.02, 0.02, 120) / 3600
    times = build_times(120, stored_hours=np.arange(120) * 0.2 + jitter)
    assert times.regular
    assert times.cadence_hours == 0.2
    assert times.elapsed[5] == 1.0
    assert times.gaps == ()


def test_uneven_times_are_taken_as_given_and_gaps_are_listed() -> None:
    times = build_times(5, stored_hours=np.array([100.0, 101, 102, 110, 111]))
    assert not times.regular
    assert times.cadence_hours is None
    assert times.elapsed == (0.0, 1.0, 2.0, 10.0, 11.0)
    assert times.gaps == ((2, 8.0),)
    # The hours of the gap are nobody's.
    assert elapsed_cells(times)[2] == Interval(2.0, 3.0)
    assert times.before_last_input[2] == 9.0


@pytest.mark.parametrize("stamp", list(Stamp))
def test_uneven_cells_do_not_overlap(stamp: Stamp) -> None:
    hours = np.array([0.0, 1.0, 1.5, 4.0, 5.0])
    cells = elapsed_cells(build_times(5, stored_hours=hours, stamp=stamp))
    known = [cell for cell in cells if cell is not None]
    assert all(one.high <= other.low for one, other in pairwise(known))


def test_stored_times_of_a_regular_run_say_the_same_as_its_cadence() -> None:
    stored = build_times(24, stored_hours=np.arange(24) * 0.2, issue_offset_hours=0.2)
    declared = build_times(24, cadence_hours=0.2, issue_offset_hours=0.2)
    assert stored.before_issue == declared.before_issue
    assert key_cells(stored) == key_cells(declared)


def test_leading_nan_of_prefix_tokens_is_allowed() -> None:
    times = build_times(4, stored_hours=np.array([np.nan, 0, 1, 2]), prefix_tokens=1)
    assert times.elapsed == (None, 0.0, 1.0, 2.0)


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ([0, 1, 1, 2], r"time\[2\] = 1 h repeats time\[1\]"),
        ([0, 2, 1, 3], r"time\[2\] = 1 h lies before time\[1\] = 2 h"),
        ([0, np.nan, 1, 2], r"time\[1\] is nan"),
        ([0, 1, 2, np.inf], r"time\[3\] is inf"),
        ([[0, 1], [2, 3]], r"shape \(2, 2\)"),
    ],
)
def test_bad_stored_times_name_the_element(hours: list[float], says: str) -> None:
    with pytest.raises(ReportgenError, match=says):
        build_times(4, stored_hours=np.array(hours))


def test_declared_cadence_against_the_stored_one_is_a_question() -> None:
    with pytest.raises(UsageError, match=r"12min \(--cadence\).*30min apart"):
        build_times(
            8, cadence_hours=0.2, source="flag", detail="--cadence", stored_hours=np.arange(8) / 2
        )


def test_patches_over_uneven_times_are_refused() -> None:
    with pytest.raises(UsageError, match="uneven stored times"):
        build_times(2, stored_hours=np.array([0.0, 1, 5, 6]), patch_length=2, patch_stride=2)
