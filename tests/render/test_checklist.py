"""Rows of the checklist and the bar of a criterion."""

from __future__ import annotations

import pytest

from reportgen.render.checklist import check_rows, criterion_bar, status_counts
from reportgen.schema import CheckResult, Profile, Status
from tests.render.reports import check_results


def result(value: float | None, threshold: float | None, **changes: object) -> CheckResult:
    identifier = str(changes.get("id", "over-reliance"))
    status = changes.get("status", Status.PASS)
    assert isinstance(status, Status)
    return CheckResult(identifier, "pattern", status, "ok", value, threshold)


def test_rows_come_worst_first_and_otherwise_in_order() -> None:
    rows = check_rows(check_results(timed=True), Profile.DEFAULT)
    severities = [row.status.severity for row in rows]
    assert severities == sorted(severities, reverse=True)
    passed = [row.id for row in rows if row.status is Status.PASS]
    assert passed[:2] == ["finite-values", "weight-range"]


def test_the_guide_profile_states_the_guides_criterion() -> None:
    for profile, part in ((Profile.DEFAULT, "criterion"), (Profile.GUIDE, "guide-criterion")):
        rows = {row.id: row for row in check_rows(check_results(timed=True), profile)}
        criterion = rows["over-reliance"].criterion
        assert criterion is not None
        assert criterion.id == f"check.over-reliance.{part}"


def test_an_action_that_says_nothing_is_left_out() -> None:
    rows = {row.id: row for row in check_rows(check_results(timed=True), Profile.DEFAULT)}
    assert rows["finite-values"].action is None
    assert rows["edge-peak"].action is not None


def test_value_and_threshold_keep_their_proportion() -> None:
    bar = criterion_bar(result(2.0, 4.0))
    assert bar is not None
    assert bar.value == pytest.approx(bar.threshold / 2)
    assert bar.threshold == pytest.approx(0.8)
    assert (bar.good_from, bar.good_to) == (0.0, bar.threshold)


def test_the_good_side_is_the_one_the_check_wants() -> None:
    bar = criterion_bar(result(2.0, 1.5, id="critical-timestep"))
    assert bar is not None
    assert (bar.good_from, bar.good_to) == (bar.threshold, 1.0)


def test_far_apart_numbers_are_placed_by_their_logarithm() -> None:
    bar = criterion_bar(result(1e-7, 1e-5, id="row-sums"))
    assert bar is not None
    assert (bar.value, bar.threshold) == (0.0, 0.5)
    nearer = criterion_bar(result(1e-6 / 3, 1e-5, id="row-sums"))
    assert nearer is not None
    assert 0 < nearer.value < 0.25


@pytest.mark.parametrize(
    ("value", "threshold", "status"),
    [
        (None, 1.0, Status.PASS),
        (1.0, None, Status.PASS),
        (float("nan"), 1.0, Status.WARN),
        (0.0, 0.0, Status.PASS),
        (1.0, 2.0, Status.SKIP),
    ],
)
def test_no_bar_without_two_numbers(
    value: float | None, threshold: float | None, status: Status
) -> None:
    assert criterion_bar(result(value, threshold, status=status)) is None


def test_no_bar_where_the_threshold_has_no_good_side() -> None:
    assert criterion_bar(result(22.0, 1.0, id="layer-agreement")) is None


def test_verdicts_that_do_not_occur_are_not_counted() -> None:
    counts = status_counts(check_results(timed=True))
    assert [(count.id, count.values["n"]) for count in counts] == [
        ("page.count.fail", 1),
        ("page.count.warn", 3),
        ("page.count.info", 1),
        ("page.count.pass", 5),
        ("page.count.skip", 3),
    ]
    assert len(status_counts([result(1.0, 2.0)])) == 1
