"""The generator of patterns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.nulls import allowed_cells
from reportgen.schema import Mask, MaskKind, Pattern
from reportgen.synthetic import dirichlet_attention, synthetic_attention

MASKS = (Mask(), Mask(MaskKind.CAUSAL), Mask(MaskKind.WINDOW, width=3))


@given(
    pattern=st.sampled_from(Pattern),
    tokens=st.integers(4, 30),
    mask=st.sampled_from(MASKS),
    strength=st.floats(0, 1),
    noise=st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_rows_are_distributions_inside_the_mask(
    pattern: Pattern, tokens: int, mask: Mask, strength: float, noise: float, seed: int
) -> None:
    weights = synthetic_attention(
        pattern, tokens, mask=mask, strength=strength, noise=noise, seed=seed
    )
    assert weights.shape == (tokens, tokens)
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
    assert not weights[~allowed_cells(mask, tokens, tokens)].any()


@pytest.mark.parametrize(
    ("pattern", "query", "expected"),
    [
        ("diagonal", 3, {3: 1.0}),
        ("previous-step", 3, {2: 1.0}),
        ("previous-step", 0, {0: 1.0}),
        ("local", 3, {2: 1 / 3, 3: 1 / 3, 4: 1 / 3}),
        ("vertical-stripe", 5, {2: 1.0}),
        ("first-key", 5, {0: 1.0}),
        ("block", 1, {0: 1 / 3, 1: 1 / 3, 2: 1 / 3}),
        ("uniform", 4, dict.fromkeys(range(6), 1 / 6)),
    ],
)
def test_clean_patterns_lie_where_their_names_say(
    pattern: str, query: int, expected: dict[int, float]
) -> None:
    row = synthetic_attention(pattern, 6, strength=1.0)[query]
    assert {key: pytest.approx(row[key]) for key in np.flatnonzero(row)} == expected


def test_noise_is_the_share_of_a_row_that_is_replaced() -> None:
    clean = synthetic_attention("diagonal", 12)
    drawn = dirichlet_attention(12, seed=5)
    noisy = synthetic_attention("diagonal", 12, noise=0.3, seed=5)
    np.testing.assert_allclose(noisy, 0.7 * clean + 0.3 * drawn, atol=1e-12)


def test_dirichlet_rows_have_the_variance_of_their_concentration() -> None:
    drawn = np.stack([dirichlet_attention(10, concentration=0.5, seed=s) for s in range(400)])
    expected = 0.1 * 0.9 / (10 * 0.5 + 1)
    assert drawn.var() == pytest.approx(expected, rel=0.05)


def test_a_seed_gives_the_same_draw_and_a_generator_goes_on() -> None:
    np.testing.assert_array_equal(dirichlet_attention(8, seed=3), dirichlet_attention(8, seed=3))
    generator = np.random.default_rng(3)
    first, second = (dirichlet_attention(8, seed=generator) for _ in range(2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    "wrong", [{"tokens": 3}, {"noise": 1.5}, {"strength": -0.1}, {"pattern": "zigzag"}]
)
def test_what_cannot_be_drawn_is_said(wrong: dict[str, object]) -> None:
    arguments: dict[str, object] = {"pattern": "local", "tokens": 8, **wrong}
    with pytest.raises(ValueError, match=r"allowed|zigzag"):
        synthetic_attention(**arguments)  # type: ignore[arg-type]
