"""Patterns are recognised at any length, and not in noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.schema import Pattern
from reportgen.statistics.pattern import attention_pattern
from reportgen.synthetic import dirichlet_attention, synthetic_attention
from tests.builders import uniform_attention

DRAWS = 60
LENGTHS = (8, 24, 120)
NAMED = [pattern for pattern in Pattern if pattern is not Pattern.MIXED]


@pytest.mark.parametrize("mask", ["none", "causal"])
@pytest.mark.parametrize("tokens", LENGTHS)
@pytest.mark.parametrize("pattern", NAMED)
def test_a_pattern_is_recognised_in_95_of_100_draws(
    pattern: Pattern, tokens: int, mask: str
) -> None:
    even = uniform_attention(tokens, tokens, mask)
    found = [
        attention_pattern(
            synthetic_attention(pattern, tokens, mask=mask, noise=0.05, seed=seed), even
        )
        for seed in range(DRAWS)
    ]
    assert sum(name is pattern for name, _ in found) >= 0.95 * DRAWS
    assert all(0 <= score <= 1 for _, score in found)


@pytest.mark.parametrize("mask", ["none", "causal"])
@pytest.mark.parametrize("tokens", LENGTHS)
@pytest.mark.parametrize("concentration", [0.1, 0.5, 1.0])
def test_dirichlet_noise_is_mixed(concentration: float, tokens: int, mask: str) -> None:
    even = uniform_attention(tokens, tokens, mask)
    draws = 400 if tokens < 24 else DRAWS
    found = [
        attention_pattern(
            dirichlet_attention(tokens, mask=mask, concentration=concentration, seed=seed), even
        )[0]
        for seed in range(draws)
    ]
    assert found.count(Pattern.MIXED) >= 0.95 * draws


@pytest.mark.parametrize("tokens", [8, 24, 120])
@pytest.mark.parametrize("pattern", ["diagonal", "previous-step", "vertical-stripe"])
def test_a_floor_of_noise_on_every_cell_does_not_hide_a_pattern(pattern: str, tokens: int) -> None:
    # In a long sequence 0.05 on every cell is most of the weight; the pattern still stands out.
    even = uniform_attention(tokens, tokens)
    generator = np.random.default_rng(0)
    weights = 0.7 * synthetic_attention(pattern, tokens, strength=1.0)
    weights += generator.uniform(0, 0.05, size=weights.shape)
    weights /= weights.sum(axis=1, keepdims=True)
    assert attention_pattern(weights, even)[0] == pattern


@given(strength=st.floats(0.3, 1), tokens=st.integers(12, 40))
def test_the_score_is_the_same_whether_the_pattern_holds_much_or_little(
    strength: float, tokens: int
) -> None:
    even = uniform_attention(tokens, tokens)
    name, score = attention_pattern(
        synthetic_attention("vertical-stripe", tokens, strength=strength), even
    )
    assert name is Pattern.STRIPE
    assert score == pytest.approx(1)


def test_rows_that_do_not_count_change_nothing() -> None:
    weights, even = synthetic_attention("diagonal", 12, noise=0.05), uniform_attention(12, 12)
    weights[10:] = np.nan
    assert attention_pattern(weights, even)[0] is Pattern.DIAGONAL


def test_nothing_at_all_is_uniform() -> None:
    assert attention_pattern(np.full((6, 6), np.nan), uniform_attention(6, 6))[0] is Pattern.UNIFORM


def test_cross_attention_has_columns_only() -> None:
    weights = np.full((6, 10), 0.02)
    weights[:, 4] = 0.82
    name, score = attention_pattern(weights, uniform_attention(6, 10))
    assert name is Pattern.STRIPE
    assert score == pytest.approx(1)


def test_block_means_name_no_single_lag_or_key() -> None:
    even = uniform_attention(12, 12)
    for pattern, seen in (("diagonal", Pattern.LOCAL), ("first-key", Pattern.STRIPE)):
        weights = synthetic_attention(pattern, 12, noise=0.05)
        assert attention_pattern(weights, even, block=4)[0] is seen
