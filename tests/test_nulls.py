"""Uniform attention under every mask: the baseline of every figure (science.md, section 1)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.nulls import allowed_cells, geometry_of, lags_of
from reportgen.schema import Mask, MaskKind, Origin, Readout

CAUSAL = Mask(MaskKind.CAUSAL, Origin.DECLARED)
sizes = st.integers(1, 40)


def harmonic(n: int) -> float:
    return sum(1 / i for i in range(1, n + 1))


@given(queries=sizes, keys=sizes)
def test_bidirectional_expectation_is_queries_over_keys(queries: int, keys: int) -> None:
    geometry = geometry_of(Mask(), queries, keys, Readout.MEAN)
    np.testing.assert_allclose(geometry.expected_incoming, queries / keys, rtol=1e-12)
    assert geometry.full


@given(n=sizes)
def test_causal_expectation_is_a_difference_of_harmonic_numbers(n: int) -> None:
    expected = geometry_of(CAUSAL, n, n, Readout.MEAN).expected_incoming
    wanted = [harmonic(n) - harmonic(k) for k in range(n)]
    np.testing.assert_allclose(expected, wanted, rtol=1e-12)


def test_causal_ends_of_the_expectation() -> None:
    expected = geometry_of(CAUSAL, 400, 400, Readout.MEAN).expected_incoming
    assert expected[0] == pytest.approx(np.log(400) + 0.5772, abs=2e-3)
    assert expected[-1] == pytest.approx(1 / 400)


@given(n=sizes, width=st.integers(1, 50))
def test_window_sees_itself_and_the_last_steps(n: int, width: int) -> None:
    cells = allowed_cells(Mask(MaskKind.WINDOW, Origin.DECLARED, width), n, n)
    for query in range(n):
        seen = np.flatnonzero(cells[query])
        assert seen.tolist() == list(range(max(0, query - width + 1), query + 1))


@given(
    queries=sizes,
    keys=sizes,
    kind=st.sampled_from([MaskKind.NONE, MaskKind.CAUSAL, MaskKind.WINDOW]),
    width=st.integers(1, 12),
    readout=st.sampled_from(list(Readout)),
)
def test_expectations_sum_to_the_rows_that_are_read(
    queries: int, keys: int, kind: MaskKind, width: int, readout: Readout
) -> None:
    mask = Mask(kind, Origin.DECLARED, width if kind is MaskKind.WINDOW else None)
    geometry = geometry_of(mask, queries, keys, readout)
    np.testing.assert_allclose(geometry.uniform.sum(axis=1), geometry.rows, atol=1e-12)
    assert geometry.expected_incoming.sum() == pytest.approx(geometry.readout.sum())
    if readout is not Readout.MEAN:
        assert geometry.readout.sum() == min(1, geometry.rows.sum())


@given(data=st.data(), n=st.integers(2, 20), causal=st.booleans())
def test_padding_equals_the_shorter_window(data: st.DataObject, n: int, causal: bool) -> None:
    real = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    mask = CAUSAL if causal else Mask()
    padded = geometry_of(mask, n, n, Readout.MEAN, key_is_real=real)
    short = geometry_of(mask, int(real.sum()), int(real.sum()), Readout.MEAN)
    assert not padded.allowed[:, ~real].any()
    assert not padded.allowed[~real].any()
    np.testing.assert_array_equal(padded.allowed[np.ix_(real, real)], short.allowed)
    np.testing.assert_allclose(padded.expected_incoming[real], short.expected_incoming)
    assert padded.real_keys == real.sum()
    assert padded.key_rank[real].tolist() == list(range(int(real.sum())))
    assert (padded.key_rank[~real] == -1).all()


def test_padded_keys_of_cross_attention_leave_every_query() -> None:
    real = np.array([True, False, True])
    geometry = geometry_of(Mask(), 2, 3, Readout.MEAN, key_is_real=real)
    assert geometry.rows.all()
    np.testing.assert_allclose(geometry.expected_incoming, [1.0, 0.0, 1.0])


def test_readout_takes_the_last_and_the_first_real_row() -> None:
    real = np.array([False, True, True, True, False])
    last = geometry_of(Mask(), 5, 5, Readout.LAST, key_is_real=real)
    first = geometry_of(Mask(), 5, 5, Readout.CLS, key_is_real=real)
    assert np.flatnonzero(last.readout).tolist() == [3]
    assert np.flatnonzero(first.readout).tolist() == [1]


@pytest.mark.parametrize("n", [1, 8, 24])
def test_lag_counts_into_the_past(n: int) -> None:
    lag = lags_of(n, n)
    assert lag[n - 1, 0] == n - 1
    assert (np.diag(lag) == 0).all()
    assert np.abs(lag).sum() / n**2 == pytest.approx((n**2 - 1) / (3 * n))


def test_early_third_of_uniform_attention_under_a_causal_mask_of_24() -> None:
    """science.md section 3: 0.686."""
    geometry = geometry_of(CAUSAL, 24, 24, Readout.MEAN)
    early = 3 * geometry.key_rank < geometry.real_keys
    assert geometry.uniform[:, early].sum() / 24 == pytest.approx(0.686, abs=5e-4)
