"""Arrays that are something else: the checks name what, and the fix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.schema import CheckResult, Language
from reportgen.text import say
from tests.builders import dataset_of, random_attention

SHAPE = (6, 2, 2, 8, 8)


def checked(attention: Any, **companions: Any) -> dict[str, CheckResult]:
    summary = reportgen.summarize(dataset_of(attention.astype(np.float32), **companions))
    return {check.id: check for check in reportgen.run_checks(summary)}


def says(check: CheckResult, word: str) -> None:
    for part in ("measured", "meaning", "action"):
        say(f"check.{check.id}.{check.outcome}.{part}", Language.KO, **check.values)
    texts = [
        say(f"check.{check.id}.{check.outcome}.{part}", Language.EN, **check.values)
        for part in ("measured", "meaning", "action")
    ]
    assert word in " ".join(texts)


def test_swapped_query_and_key() -> None:
    check = checked(random_attention(0, shape=SHAPE).swapaxes(-1, -2))["row-sums"]
    assert (check.status, check.outcome) == ("fail", "transposed")
    says(check, "--dims layer,head,key,query")


def test_hidden_states() -> None:
    check = checked(np.random.default_rng(0).normal(size=(6, 2, 2, 8, 24)))["weight-range"]
    assert (check.status, check.outcome) == ("fail", "hidden-states")
    says(check, "output_attentions=True")


def test_logits() -> None:
    check = checked(np.random.default_rng(0).normal(size=SHAPE))["weight-range"]
    assert check.outcome == "logits"
    says(check, "softmax")


def test_percentages() -> None:
    checks = checked(100 * random_attention(0, shape=SHAPE))
    assert checks["row-sums"].outcome == checks["weight-range"].outcome == "percentages"
    says(checks["row-sums"], "Divide by 100")


def test_dropout_left_on() -> None:
    generator = np.random.default_rng(0)
    weights = random_attention(0, shape=(6, 2, 2, 24, 24), concentration=5.0)
    check = checked(weights * (generator.random(weights.shape) > 0.1) / 0.9)["row-sums"]
    assert check.outcome == "dropout"
    says(check, "model.eval()")


def test_padding_at_the_end() -> None:
    weights = random_attention(0, shape=SHAPE)
    weights[:3, ..., 6:, :] = 0
    weights[3:, ..., 7:, :] = 0
    check = checked(weights)["dead-rows"]
    assert (check.status, check.outcome) == ("warn", "padded")
    assert check.values["first"] == 6
    says(check, "attention_mask")


def test_empty_rows_elsewhere_are_no_padding() -> None:
    weights = random_attention(0, shape=SHAPE)
    weights[:, :, :, 2] = 0
    assert checked(weights)["dead-rows"].outcome == "dead"


@pytest.mark.parametrize(("steps", "outcome"), [(24, "variables"), (8, "ok")])
def test_attention_between_variables(steps: int, outcome: str) -> None:
    window = np.random.default_rng(0).normal(size=(6, steps, 8))
    inputs = (("batch", "time", "variable"), window)
    check = checked(random_attention(0, shape=SHAPE), inputs=inputs)["input-files"]
    assert check.outcome == outcome
    if outcome == "variables":
        says(check, "attention between variables")


def test_sound_weights_have_no_cause() -> None:
    checks = checked(random_attention(0, shape=SHAPE))
    assert {checks[name].outcome for name in ("row-sums", "weight-range", "dead-rows")} == {"ok"}
