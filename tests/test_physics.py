from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config import Scale
from reportgen.physics import (
    ASTRONOMICAL_UNIT_KM,
    L1_DISTANCE_KM,
    PhysicalScale,
    applicable_scales,
    ballistic_hours,
    covered_share,
    map_scale,
    map_scales,
    physical_scales,
    ring_current_decay_hours,
    untestable_reason,
)
from reportgen.schema import Interval, Language, Times
from reportgen.text import say
from reportgen.timeaxis import build_times


def window(
    keys: int = 24,
    cadence: float = 1.0,
    offset: float | None = 1.0,
    period: tuple[float, float] | None = (0.0, 6.0),
) -> Times:
    return build_times(
        keys,
        cadence_hours=cadence,
        source="flag",
        issue_offset_hours=offset,
        forecast_period=None if period is None else Interval(*period),
    )


def scale(low: float, high: float) -> PhysicalScale:
    return PhysicalScale("any", Interval(low, high), "test")


# The table --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speed", "l1", "sun"), [(300, 1.39, 138), (400, 1.04, 104), (500, 0.83, 83), (800, 0.52, 52)]
)
def test_ballistic_times(speed: float, l1: float, sun: float) -> None:
    assert ballistic_hours(L1_DISTANCE_KM, speed) == pytest.approx(l1, abs=0.005)
    assert ballistic_hours(ASTRONOMICAL_UNIT_KM, speed) == pytest.approx(sun, abs=0.6)


@pytest.mark.parametrize(("vbs", "hours"), [(0, 19.2), (1, 13.3), (2, 10.3), (5, 6.6)])
def test_ring_current_decay(vbs: float, hours: float) -> None:
    assert ring_current_decay_hours(vbs) == pytest.approx(hours, abs=0.06)


def test_table_is_ordered_and_each_scale_has_its_source() -> None:
    table = physical_scales()
    assert [each.hours.low for each in table] == sorted(each.hours.low for each in table)
    assert all(each.source and each.hours.low <= each.hours.high for each in table)
    assert len({each.id for each in table}) == len(table) == 8


def test_omni_wind_needs_no_l1_delay() -> None:
    assert "l1-to-earth" in {each.id for each in applicable_scales("L1")}
    assert "l1-to-earth" in {each.id for each in applicable_scales(None)}
    assert "l1-to-earth" not in {each.id for each in applicable_scales("bow-shock")}


def test_declared_scale_joins_the_table_or_replaces_its_namesake() -> None:
    declared = [
        Scale.model_validate({"name": "mine", "hours": [3, "4h"]}),
        Scale.model_validate({"name": "substorm", "hours": [1, 2], "source": "me 2024"}),
    ]
    scales = {each.id: each for each in applicable_scales("bow-shock", declared)}
    assert scales["mine"].hours == Interval(3.0, 4.0)
    assert scales["mine"].source == "declared"
    assert scales["substorm"].hours == Interval(1.0, 2.0)


# Mapping ----------------------------------------------------------------------------------------


def test_driver_is_mapped_through_the_forecast_period() -> None:
    result = map_scale(scale(1.0, 2.0), window())
    assert result.before_issue == Interval(-5.0, 2.0)
    assert result.seen == Interval(0.0, 2.0)
    assert result.testable
    assert result.meets_peak is None


def test_nowcast_leaves_a_scale_where_it_is() -> None:
    result = map_scale(scale(7.0, 19.0), window(period=(0.0, 0.0)))
    assert result.before_issue == result.seen == Interval(7.0, 19.0)


def test_later_target_moves_the_driver_after_issue() -> None:
    times = window(period=(24.0, 48.0))
    result = map_scale(scale(1.0, 2.0), times)
    assert result.before_issue == Interval(-47.0, -22.0)
    assert (result.seen, result.testable) == (None, False)
    assert untestable_reason(scale(1.0, 2.0), times) == "not-seen"


def test_guide_window_can_say_nothing_on_cme_transit() -> None:
    results = {each.id: each for each in map_scales(window(24, 0.2, 0.2, (0.0, 1.0)), clock="L1")}
    assert {name for name, each in results.items() if each.testable} == {
        "l1-to-earth",
        "vbs-response",
        "substorm",
    }


def test_hourly_day_on_the_bow_shock_clock() -> None:
    results = {each.id: each for each in map_scales(window(), clock="bow-shock")}
    assert {name for name, each in results.items() if each.testable} == {
        "vbs-response",
        "substorm",
        "ring-current-decay",
    }
    decay = results["ring-current-decay"].before_issue
    assert (decay.low, decay.high) == pytest.approx((0.6, 19.2), abs=0.06)


@pytest.mark.parametrize(
    ("times", "given_scale", "reason"),
    [
        (build_times(24), (1, 2), "no-time"),
        (window(1), (1, 2), "no-time"),
        (window(offset=None), (1, 2), "no-issue"),
        (window(period=None), (1, 2), "no-forecast-period"),
        (window(), (0.08, 0.08), "finer-than-cell"),
        (window(), (24, 120), "longer-than-window"),
        (window(), (1, 2), None),
    ],
)
def test_reason_why_a_scale_is_not_testable(
    times: Times, given_scale: tuple[float, float], reason: str | None
) -> None:
    assert untestable_reason(scale(*given_scale), times) == reason
    assert map_scale(scale(*given_scale), times).testable == (reason is None)


@given(
    st.tuples(st.floats(0, 200), st.floats(0, 50)),
    st.tuples(st.floats(0, 48), st.floats(0, 48)),
)
def test_seen_is_inside_the_window_and_inside_the_mapped_scale(
    ends: tuple[float, float], period: tuple[float, float]
) -> None:
    times = window(period=(period[0], period[0] + period[1]))
    result = map_scale(scale(ends[0], ends[0] + ends[1]), times)
    mapped = result.before_issue
    assert mapped.high - mapped.low == pytest.approx(ends[1] + period[1], abs=1e-6)
    if result.seen is not None:
        assert max(mapped.low, 0.0) <= result.seen.low <= result.seen.high
        assert result.seen.high <= min(mapped.high, 24.0)
    assert not result.testable or result.seen is not None


def test_share_of_the_window_counts_overlaps_once() -> None:
    times = window(period=(0.0, 0.0))
    results = [map_scale(scale(*ends), times) for ends in ((1, 4), (2, 6), (12, 18), (30, 40))]
    assert covered_share(results, times) == pytest.approx(11 / 24)
    assert covered_share([], times) == 0.0
    assert covered_share([], build_times(4)) is None


@pytest.mark.parametrize("speeds", [None, Interval(321.4, 503.2)])
def test_a_source_is_a_citation_or_in_both_languages(speeds: Interval | None) -> None:
    for each in physical_scales(speeds):
        if isinstance(each.source, str):
            assert re.fullmatch(r"[\w'&;. ]+ (et al\. )?\d{4}", each.source), each.source
        else:
            assert re.search("[가-힣]", say(each.source, Language.KO))
            assert not re.search("[가-힣]", say(each.source, Language.EN))
    words = say(physical_scales(Interval(321.4, 503.2))[1].source, Language.KO)
    assert words.replace("\u2060", "") == "등속 이동, 이 실행의 속도 321~503\u00a0km/s"
