"""Padding changes nothing: neither its amount, nor its side, nor what lies in it."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.schema import Pattern
from reportgen.statistics import analyse
from reportgen.statistics.planes import Plane
from reportgen.summarize import summarize
from reportgen.summarize.variables import SAMPLE_FIGURES
from tests.builders import dataset_of, random_attention, uniform_attention


def padded(attention: np.ndarray, before: int, after: int, seed: int = 0) -> xr.Dataset:
    """The same samples in a longer window: pad keys zero, pad queries any row that sums to one."""
    *outer, n, _ = attention.shape
    size = before + n + after
    inside = slice(before, before + n)
    longer = np.zeros((*outer, size, size))
    longer[..., inside, inside] = attention
    generator = np.random.default_rng(seed)
    for query in [*range(before), *range(before + n, size)]:
        rows = generator.gamma(1.0, size=(*outer, n))
        longer[..., query, inside] = rows / rows.sum(axis=-1, keepdims=True)
    mask = np.zeros((attention.shape[0], size), dtype=np.int8)
    mask[:, inside] = 1
    return dataset_of(longer, attention_mask=(("batch", "key"), mask))


@given(seed=st.integers(0, 999), before=st.integers(0, 4), after=st.integers(0, 4))
@settings(max_examples=15, deadline=None)
def test_figures_of_every_sample_stay(seed: int, before: int, after: int) -> None:
    attention = random_attention(seed, shape=(3, 1, 2, 6, 6))
    plain = summarize(dataset_of(attention))
    longer = summarize(padded(attention, before, after, seed))
    inside = slice(before, before + 6)
    for name in SAMPLE_FIGURES:
        one, two = plain[f"sample_{name}"].values, longer[f"sample_{name}"].values
        np.testing.assert_allclose(one, two, atol=1e-5, err_msg=name)
    for name in ("incoming_sum", "expected_sum", "incoming_variance_sum"):
        np.testing.assert_allclose(longer[name].values[..., inside], plain[name], atol=1e-5)
        assert not longer[name].values[..., :before].any()
        assert not longer[name].values[..., before + 6 :].any()
    for name in ("leak_cells", "dead_rows", "off_rows", "nonfinite_cells"):
        assert not longer[name].values.any(), name


@pytest.mark.parametrize("sides", [(0, 3), (3, 0)])
def test_peak_keeps_its_numbers_and_moves_with_the_window(sides: tuple[int, int]) -> None:
    attention = random_attention(2, shape=(8, 1, 1, 8, 8))
    attention[..., 5] += 0.4
    attention /= attention.sum(axis=-1, keepdims=True)
    plain = analyse(summarize(dataset_of(attention))).peak
    longer = analyse(summarize(padded(attention, *sides))).peak
    assert (plain.key, longer.key) == (5, 5 + sides[0])
    assert longer.lift == pytest.approx(plain.lift, abs=1e-5)
    assert longer.share == pytest.approx(plain.share, abs=1e-5)
    assert longer.p_value < 0.05


def mixed_lengths(lengths: tuple[int, ...], size: int) -> xr.Dataset:
    """Uniform attention in windows of several lengths."""
    attention = np.zeros((len(lengths), 2, 1, size, size))
    mask = np.zeros((len(lengths), size), dtype=np.int8)
    for index, n in enumerate(lengths):
        attention[index, :, :, :, :n] = 1 / n
        mask[index, :n] = 1
    return dataset_of(attention, attention_mask=(("batch", "key"), mask))


def test_uniform_attention_over_several_lengths_has_lift_one_everywhere() -> None:
    summary = summarize(mixed_lengths((8, 5, 3, 8, 6, 4, 7, 8, 8), 8))
    analysis = analyse(summary)
    np.testing.assert_allclose(analysis.lift, 1, rtol=1e-6)
    np.testing.assert_allclose(Plane(summary, 0).lift_matrix(), 1, rtol=1e-6)
    np.testing.assert_allclose(analysis.rollout_lift, 1, rtol=1e-6)
    np.testing.assert_allclose(analysis.lag_spectrum, 1, rtol=1e-6)
    assert analysis.figures.pattern is Pattern.UNIFORM
    assert analysis.figures.pattern_score == pytest.approx(1, abs=1e-6)
    assert analysis.figures.diagonal_mean == pytest.approx(analysis.figures.diagonal_null)
    assert analysis.figures.mean_abs_lag == pytest.approx(analysis.figures.mean_abs_lag_null)
    assert analysis.figures.early_third_share == pytest.approx(analysis.figures.early_third_null)


def test_each_sample_counts_once_whatever_its_length() -> None:
    attention = np.zeros((2, 1, 1, 6, 6))
    mask = np.zeros((2, 6), dtype=np.int8)
    attention[0, ..., :6, :6] = random_attention(1, shape=(1, 1, 6, 6))
    attention[1, ..., :3, :3] = random_attention(2, shape=(1, 1, 3, 3))
    mask[0], mask[1, :3] = 1, 1
    summary = summarize(dataset_of(attention, attention_mask=(("batch", "key"), mask)))
    entropy = summary["sample_entropy"].values[:, 0, 0]
    assert Plane(summary, 0, 0).sample_mean("entropy") == pytest.approx(entropy.mean())


def test_no_padding_says_the_same_as_no_mask() -> None:
    attention = random_attention(0, shape=(2, 1, 1, 5, 5))
    ones = np.ones((2, 5), dtype=np.int8)
    with_mask = summarize(dataset_of(attention, attention_mask=(("batch", "key"), ones)))
    xr.testing.assert_identical(with_mask, summarize(dataset_of(attention)))


def test_uniform_rows_of_padded_queries_do_not_leak() -> None:
    attention = np.broadcast_to(uniform_attention(6, 6), (2, 1, 1, 6, 6)).copy()
    attention[..., :4, :] = 0
    attention[..., :4, :4] = 1 / 4
    mask = np.array([[1, 1, 1, 1, 0, 0]] * 2, dtype=np.int8)
    summary = summarize(dataset_of(attention, attention_mask=(("batch", "key"), mask)))
    assert not summary["leak_cells"].values.any()
