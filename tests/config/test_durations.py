from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.config.durations import duration_text, parse_duration, parse_horizon


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("12min", 0.2),
        ("1h", 1.0),
        ("30 min", 0.5),
        ("PT12M", 0.2),
        ("P1DT6H", 30.0),
        ("1h30min", 1.5),
        ("1 h 30 min", 1.5),
        ("36s", 0.01),
        ("1d", 24.0),
        ("12분", 0.2),
        ("3시간", 3.0),
        ("1.5 Hours", 1.5),
        ("-12min", -0.2),
        ("\u221212min", -0.2),
        ("0", 0.0),
        (0, 0.0),
    ],
)
def test_durations_are_exact_hours(text: object, hours: float) -> None:
    assert parse_duration(text) == hours


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (12, "has no unit"),
        ("12", "has no unit"),
        ("12m", "write min for minutes"),
        ("twelve min", "a number with its unit"),
        ("", "a number with its unit"),
        ("min", "a number with its unit"),
        ("12min and more", "a number with its unit"),
        ("--1h", "a number with its unit"),
        ("1e999999999h", "a number with its unit"),
        ("P", "a number with its unit"),
        (True, "a number with its unit"),
        (None, "a number with its unit"),
    ],
)
def test_what_is_no_duration_says_what_is(text: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_duration(text)


@given(st.floats(-1e6, 1e6).filter(lambda hours: hours == 0 or abs(hours) > 1e-9))
@example(0.0004998592706492501)
def test_text_of_a_duration_reads_back_exactly(hours: float) -> None:
    assert parse_duration(duration_text(hours)) == hours


@given(st.integers(1, 10**6))
def test_whole_minutes_are_written_short(minutes: int) -> None:
    assert duration_text(minutes / 60) in (f"{minutes}min", f"{minutes // 60}h")


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        ("6h", (0.0, 6.0)),
        (["1h", "6h"], (1.0, 6.0)),
        ("1h:6h", (1.0, 6.0)),
        ("1h, 6h", (1.0, 6.0)),
        ("1h to 1d", (1.0, 24.0)),
        (["0", "6h"], (0.0, 6.0)),
    ],
)
def test_horizon_is_both_ends_after_issue(value: object, ends: tuple[float, float]) -> None:
    assert parse_horizon(value) == ends


@pytest.mark.parametrize("value", ["6h:1h", ["1h"] * 3, "6", [], "-6h"])
def test_what_is_no_horizon_says_what_is(value: object) -> None:
    with pytest.raises(ValueError, match="both ends"):
        parse_horizon(value)
