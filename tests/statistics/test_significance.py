"""Is the peak real? Both nulls hold their level and a planted peak is found (science.md, 2)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reportgen.statistics import analyse
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.significance import (
    row_scores,
    rows_p_values,
    samples_p_values,
)
from reportgen.summarize import summarize
from tests.builders import dataset_of, planted_attention, random_attention, uniform_attention

N = 8


def most_hits(trials: int, rate: float) -> int:
    """Hits that a true rate would exceed once in a thousand."""
    total = 0.0
    for hits in range(trials + 1):
        total += math.comb(trials, hits) * rate**hits * (1 - rate) ** (trials - hits)
        if total >= 0.999:
            return hits
    return trials


def independent(samples: int) -> Blocks:
    return Blocks(np.arange(samples), 0.0)


def row_p(attention: np.ndarray) -> float:
    """Smallest p of the rows null by the formula, attention (batch, query, key)."""
    incoming = attention.sum(axis=(0, 1))
    keys = attention.shape[-1]
    rows = attention.shape[0] * attention.shape[1]
    expected = np.full(keys, rows / keys)
    variance = np.full(keys, ((attention**2).sum(axis=-1) / keys - 1 / keys**2).sum())
    return float(
        rows_p_values(row_scores(incoming, expected, variance), None, expected, variance).min()
    )


def sample_p(importance: np.ndarray) -> float:
    even = np.full_like(importance, 1 / importance.shape[1])
    p = samples_p_values(importance, even, independent(importance.shape[0]))
    assert p is not None
    return float(p.min())


def heads_mean(generator: np.random.Generator, samples: int, n: int = N) -> np.ndarray:
    """Four Dirichlet(0.5) heads averaged, (batch, query, key)."""
    return random_attention(generator, shape=(samples, 4, n, n)).mean(axis=1)


def test_rows_null_holds_its_level_by_the_formula() -> None:
    generator = np.random.default_rng(1)
    trials = 400
    p = np.array([row_p(heads_mean(generator, 64)) for _ in range(trials)])
    hits = int((p < 0.05).sum())
    assert trials - most_hits(trials, 0.97) <= hits <= most_hits(trials, 0.07)


def test_samples_null_holds_its_level_where_every_sample_has_keys_of_its_own() -> None:
    generator = np.random.default_rng(2)
    trials, samples = 120, 24
    hits, rows = 0, 0
    for _ in range(trials):
        attention = heads_mean(generator, samples)
        own = generator.integers(0, N, samples)
        attention = 0.5 * attention
        attention[np.arange(samples), :, own] += 0.5
        hits += sample_p(attention.mean(axis=1)) < 0.05
        rows += row_p(attention) < 0.05
    assert hits <= most_hits(trials, 0.05)
    # The rows null alone would claim far too often: that is why there are two.
    assert rows > 0.4 * trials


def test_planted_peak_is_found_by_both() -> None:
    generator = np.random.default_rng(3)
    found = 0
    for _ in range(30):
        attention = planted_attention(5, 2.0, generator, shape=(64, 4, N, N)).mean(axis=1)
        importance = attention.mean(axis=1)
        p = samples_p_values(importance, np.full_like(importance, 1 / N), independent(64))
        assert p is not None
        found += bool(p[5] < 0.05 and row_p(attention) < 0.05)
    assert found >= 29


def test_samples_test_needs_six_blocks() -> None:
    importance = np.full((9, 4), 0.25)
    assert samples_p_values(importance[:5], importance[:5], independent(5)) is None
    assert samples_p_values(importance[:6], importance[:6], independent(6)) is not None
    # Nine samples in three blocks are three observations.
    assert samples_p_values(importance, importance, Blocks(np.arange(9) // 3, 24.0)) is None


def test_uniform_attention_is_no_peak() -> None:
    even = np.full((12, N), 1 / N)
    assert sample_p(even) == 1
    assert row_p(np.full((12, N, N), 1 / N)) > 0.9


def test_p_is_never_zero_and_counts_ties_against_the_claim() -> None:
    importance = np.tile([0.7, 0.1, 0.1, 0.1], (6, 1))
    p = samples_p_values(importance, np.full((6, 4), 0.25), independent(6))
    assert p is not None
    # Of 64 sign patterns two reach as far: the observed one for key 0, its opposite for the others.
    assert p[0] == pytest.approx(2 / 64, rel=0.25)
    assert (p[1:] > 0.5).all()


@pytest.mark.parametrize("mask", ["none", "causal"])
@pytest.mark.parametrize("samples", [1, 8])
def test_few_samples_are_permuted_and_hold_their_level(samples: int, mask: str) -> None:
    generator = np.random.default_rng(samples)
    trials = 40
    hits = 0
    for trial in range(trials):
        attention = random_attention(generator, shape=(samples, 1, 4, N, N), mask=mask)
        names = [f"{mask}-{trial}-{index}" for index in range(samples)]
        hits += analyse(summarize(dataset_of(attention, names=names))).peak.p_rows < 0.05
    assert hits <= most_hits(trials, 0.06)


@pytest.mark.slow
@pytest.mark.parametrize("mask", ["none", "causal"])
@pytest.mark.parametrize("n", [8, 24])
@pytest.mark.parametrize("samples", [1, 8, 64])
def test_critical_timestep_on_noise(samples: int, n: int, mask: str) -> None:
    """science.md: at most 7 % on independent rows, whatever the length, mask and number."""
    generator = np.random.default_rng(samples * n)
    trials = 40 if samples == 64 else 100
    hits = 0
    for trial in range(trials):
        attention = random_attention(generator, shape=(samples, 1, 4, n, n), mask=mask)
        names = [f"{trial}-{index}" for index in range(samples)]
        peak = analyse(summarize(dataset_of(attention, names=names))).peak
        hits += peak.lift > 1.5 and peak.p_value < 0.05
    assert hits <= most_hits(trials, 0.07)


def test_one_planted_sample_is_found_within_that_sample_only() -> None:
    attention = planted_attention(4, 4.0, 1, shape=(1, 1, 1, 12, 12))
    peak = analyse(summarize(dataset_of(attention))).peak
    assert peak.key == 4
    assert peak.p_value < 0.05
    assert peak.p_samples is None
    assert not peak.critical
    assert peak.ci95_share is None
    assert peak.stability is None


def test_permutations_depend_on_the_samples_name_alone() -> None:
    attention = random_attention(0, shape=(2, 1, 1, 6, 6))
    both = summarize(dataset_of(attention, names=["a", "b"]))["null_incoming"]
    one = summarize(dataset_of(attention[:1], names=["a"]))["null_incoming"]
    two = summarize(dataset_of(attention[1:], names=["b"]))["null_incoming"]
    np.testing.assert_allclose(both, one + two, rtol=1e-12)


def test_permuted_rows_stay_under_the_mask() -> None:
    attention = random_attention(0, shape=(1, 1, 1, 6, 6), mask="causal")
    draws = summarize(dataset_of(attention))["null_incoming"].values
    np.testing.assert_allclose(draws.sum(axis=1), 6, rtol=1e-5)
    expected = uniform_attention(6, 6, "causal").sum(axis=0)
    np.testing.assert_allclose(draws.mean(axis=0), expected, atol=0.08)
    # The last key is seen by the last query alone.
    last_row = attention[0, 0, 0, 5].astype(np.float32)
    assert np.isin(draws[:, 5].astype(np.float32), last_row).all()
    assert len(np.unique(draws[:, 5])) == 6


def test_key_zero_of_a_causal_model_is_no_finding() -> None:
    """Raw incoming is nearly always largest at key 0, and means nothing."""
    attention = random_attention(4, shape=(40, 1, 4, 16, 16), mask="causal")
    analysis = analyse(summarize(dataset_of(attention)))
    assert int(np.argmax(analysis.incoming)) == 0
    assert not analysis.peak.critical
