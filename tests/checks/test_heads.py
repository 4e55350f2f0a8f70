"""The check of redundant heads, and the doubt it raises."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reportgen.checks import judged
from reportgen.interpret import interpret
from reportgen.schema import CheckResult, Finding, Language, Profile, Status
from reportgen.statistics import analyse
from reportgen.summarize import summarize
from reportgen.synthetic import synthetic_attention
from reportgen.text import say
from tests.builders import dataset_of, random_attention

Floats = NDArray[np.float64]


def heads_of(patterns: list[str], samples: int = 16) -> Floats:
    generator = np.random.default_rng(0)
    drawn = [
        [synthetic_attention(name, 12, noise=0.05, seed=generator) for name in patterns]
        for _ in range(samples)
    ]
    return np.array(drawn)[:, None]


def judge(attention: Floats) -> tuple[CheckResult, tuple[Finding, ...]]:
    summary = summarize(dataset_of(attention))
    analysis = analyse(summary)
    checks = judged(summary, analysis, Profile.DEFAULT)
    (found,) = (check for check in checks if check.id == "redundant-heads")
    return found, interpret(analysis, checks)


@pytest.mark.parametrize(
    ("patterns", "samples", "status", "outcome"),
    [
        (["diagonal", "block", "first-key", "local"], 16, Status.PASS, "ok"),
        (["diagonal", "diagonal", "block", "first-key", "local"], 16, Status.INFO, "redundant"),
        (["diagonal", "diagonal", "block"], 16, Status.WARN, "redundant"),
        (["mixed", "mixed", "mixed"], 8, Status.INFO, "unresolved"),
        (["diagonal", "diagonal"], 1, Status.SKIP, "one-half"),
        (["diagonal"], 16, Status.SKIP, "one-head"),
    ],
)
def test_outcomes(patterns: list[str], samples: int, status: Status, outcome: str) -> None:
    check, findings = judge(heads_of(patterns, samples))
    assert (check.status, check.outcome) == (status, outcome)
    doubts = [each.message for each in findings if each.message.id == "finding.doubt.redundant"]
    assert len(doubts) == (outcome == "redundant")
    for part in ("measured", "meaning", "action"):
        for language in Language:
            assert "{" not in say(f"check.{check.id}.{outcome}.{part}", language, **check.values)


def test_scores_are_not_compared() -> None:
    check, _ = judge(np.random.default_rng(0).normal(size=(6, 1, 3, 8, 8)))
    assert (check.status, check.outcome) == (Status.SKIP, "no-weights")


def test_the_numbers_are_those_of_the_pairs() -> None:
    check, _ = judge(heads_of(["diagonal", "block", "diagonal", "first-key"]))
    assert {name: check.values[name] for name in ("pairs", "of", "heads")} == {
        "pairs": 1, "of": 6, "heads": 2,
    }  # fmt: skip
    assert check.value == check.values["distance"]
    assert check.value is not None
    assert check.threshold is not None
    assert check.value < check.threshold


def test_two_layers_are_compared_with_each_other() -> None:
    attention = random_attention(0, shape=(8, 2, 1, 6, 6))
    assert judge(attention)[0].values["of"] == 1
