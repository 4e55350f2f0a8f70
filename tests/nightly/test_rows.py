"""Flips, drift and comparisons: what is said to have changed, and what is noise."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.nightly.history import History, Night
from reportgen.nightly.record import FAILED, NO_ATTENTION, RunRecord
from reportgen.nightly.rows import Index, change_between, index_of

from .records import numbers, record


def night(*records: RunRecord, removed: tuple[str, ...] = ()) -> Night:
    return Night("2026-01-01T00:00:00Z", records, removed)


def index(*nights: Night, baseline: str = "") -> Index:
    return index_of(History(nights), baseline=baseline, reports=frozenset("a"))


def test_a_verdict_that_changed_is_a_flip_and_comes_first() -> None:
    made = index(
        night(record("a"), record("b"), record("c"), record("d")),
        night(
            record("b", status="warn", identity="2"),
            record("c", status="fail", identity="2"),
            record("d", identity="2"),
        ),
    )
    assert [row.record.name for row in made.rows] == ["c", "b", "a", "d"]
    assert [row.before for row in made.flips] == ["pass", "pass"]
    assert [row.state for row in made.rows] == ["changed", "changed", "unchanged", "changed"]


@pytest.mark.parametrize("state", [FAILED, NO_ATTENTION])
def test_a_run_that_lost_its_report_is_a_flip(state: str) -> None:
    lost = record("a", state=state, status="", numbers=None, reason="x", identity="2")
    (row,) = index(night(record("a")), night(lost)).rows
    assert (row.before, row.record.verdict) == ("pass", state)
    assert row.change is None


def test_a_flip_of_an_earlier_night_is_no_news() -> None:
    made = index(
        night(record("a"), record("b")),
        night(record("a", status="warn", identity="2")),
        night(record("b", identity="2")),
    )
    assert made.flips == ()


def test_the_change_passes_over_a_failed_build() -> None:
    broken = record("a", state=FAILED, status="", numbers=None, reason="x", identity="2")
    better = record("a", identity="3", numbers=numbers(hours_half=7.5))
    (row,) = index(night(record("a")), night(broken), night(better)).rows
    assert row.change is not None
    assert row.change.hours_half == 1.5
    assert [half for half, _ in row.history] == [6.0, None, 7.5]
    assert row.before == FAILED


def test_a_removed_run_is_listed_last() -> None:
    made = index(night(record("a"), record("b")), night(removed=("a",)))
    assert [(row.record.name, row.state) for row in made.rows] == [
        ("b", "unchanged"),
        ("a", "removed"),
    ]


@pytest.mark.parametrize(
    ("values", "moved", "drifted"),
    [
        ({}, False, False),
        ({"share": 0.22, "share_interval": (0.2, 0.24)}, False, False),
        ({"share": 0.24, "share_interval": (0.22, 0.26)}, False, True),
        ({"share": 0.9, "share_interval": None}, False, False),
        ({"share": 0.9, "share_interval": (0.8, 1.0), "window": 48.0}, False, False),
        ({"peak_key": 17, "peak": (6.0, 7.0), "peak_interval": (6.0, 7.0)}, True, False),
        ({"peak_key": 17, "peak": (6.0, 7.0), "peak_interval": (5.0, 7.0)}, False, False),
        ({"peak_key": 9, "peak": (2.0, 3.0), "peak_interval": (2.0, 3.0)}, True, False),
        ({"clock": "input", "peak_interval": (9.0, 10.0)}, False, False),
        ({"peak_interval": None}, False, False),
    ],
)
def test_drift_is_what_the_intervals_do_not_allow(
    values: dict[str, Any], moved: bool, drifted: bool
) -> None:
    change = change_between(numbers(), numbers(**values))
    assert (change.moved, change.drifted) == (moved, drifted)


def test_no_drift_is_flagged_for_a_run_that_stayed() -> None:
    far = numbers(peak_interval=(9.0, 10.0))
    first, second = night(record("a")), night(record("a", identity="2", numbers=far))
    assert index(first, second).rows[0].drift
    later = index(first, second, night(record("b")))
    assert not any(row.drift for row in later.rows)


def test_every_run_is_compared_with_the_baseline_but_itself() -> None:
    other = numbers(window=48.0, cadence=0.5, last={"1": 0.1, "3": 0.4}, hours_half=3.0)
    made = index(night(record("a"), record("b", numbers=other)), baseline="a")
    rows = {row.record.name: row for row in made.rows}
    assert rows["a"].against_baseline is None
    change = rows["b"].against_baseline
    assert change is not None
    assert change.hours_half == -3.0
    assert change.last == (pytest.approx(0.05), pytest.approx(0.2), None)
