"""Repeats of one experiment: what they share, and how far they spread."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reportgen.compare import comparison_of
from reportgen.compare.findings import headlines, ladder_with_repeats
from reportgen.compare.repeats import shared_place, student_quantile
from reportgen.exceptions import UsageError
from reportgen.schema import Language
from reportgen.text import say
from tests.builders import write_run


def test_neighbours_share_the_place_and_a_far_peak_does_not(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs[n] for n in ("far", "again", "next", "near")], group=True)
    repeats = comparison.repeats
    assert repeats is not None
    assert (repeats.runs, repeats.standing, repeats.sharing, repeats.key) == (4, 4, 3, 5)
    assert repeats.agree is False
    english = say(headlines(comparison)[0], Language.EN)
    assert english.startswith("3 of 4 trainings peak 6")
    step = ladder_with_repeats(comparison)[4]
    assert (step.state, step.text.id) == ("fallen", "ladder.repeats.no")


def test_trainings_that_agree_fill_the_ladder(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs[name] for name in ("far", "again", "next")], group=True)
    step = ladder_with_repeats(comparison)[4]
    assert step.state == "held"
    assert say(step.text, Language.EN) == "3 trainings peak in the same place."


def test_without_a_peak_nothing_is_claimed(tmp_path: Path) -> None:
    even = [
        write_run(tmp_path / name, np.full((8, 1, 2, 12, 12), 1 / 12), hourly=True)
        for name in ("a", "b")
    ]
    comparison = comparison_of(even, group=True)
    assert comparison.repeats is not None
    assert comparison.repeats.key is None
    step = ladder_with_repeats(comparison)[4]
    assert step.state == "untested"
    assert "stand out" in say(step.text, Language.EN)


def test_a_run_is_one_observation(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs[name] for name in ("far", "again", "near")], group=True)
    assert comparison.repeats is not None
    spread = next(each for each in comparison.repeats.spreads if each.figure == "last_6h")
    values = np.array(spread.values)
    assert spread.deviation == pytest.approx(values.std(ddof=1))
    half = 4.303 * spread.deviation / np.sqrt(3)
    assert spread.interval.low == pytest.approx(spread.mean - half)
    assert spread.within is not None
    # One training looks elsewhere: no number of samples within a run would show it.
    assert spread.deviation > 3 * spread.within


def test_student_quantiles() -> None:
    stats = pytest.importorskip("scipy.stats")
    for runs in range(2, 32):
        assert student_quantile(runs) == pytest.approx(stats.t.ppf(0.975, runs - 1), abs=6e-4)
    assert student_quantile(32) == 1.96


@pytest.mark.parametrize(
    ("keys", "expected"),
    [([3], (3, 1)), ([3, 9], (3, 1)), ([2, 4, 3], (3, 3)), ([1, 1, 8, 8, 8], (8, 3))],
)
def test_the_shared_place(keys: list[int], expected: tuple[int, int]) -> None:
    assert shared_place(keys) == expected


def test_other_experiments_are_no_repeats(runs: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match=r"fine has queries 24, far has 12.*leave --group out"):
        comparison_of([runs["far"], runs["fine"]], group=True)
