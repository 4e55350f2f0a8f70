"""Head distances, their map and groups, redundant heads, variability."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reportgen.schema import HeadMap, Mask, MaskKind
from reportgen.statistics import analyse, distance
from reportgen.statistics.distance import head_distances, head_rows, matched_distances
from reportgen.statistics.grouping import classical_map, groups_of, mean_silhouette
from reportgen.statistics.headmap import REDUNDANT, head_map
from reportgen.summarize import summarize
from reportgen.synthetic import dirichlet_attention, synthetic_attention
from tests.builders import as_bfloat16, dataset_of, description_of, random_attention

Floats = NDArray[np.float64]


def summary_of(attention: Floats, mask: Mask | None = None) -> xr.Dataset:
    description = description_of(attention)
    if mask is not None:
        description = replace(description, mask=mask)
    return summarize(dataset_of(attention, description=description))


def compared(attention: Floats) -> HeadMap:
    found = head_map(summary_of(attention))
    assert found is not None
    return found


def noisy_heads(patterns: list[str], *, samples: int = 16, noise: float = 0.05) -> Floats:
    """One layer whose heads follow the patterns, dims as the tensors."""
    generator = np.random.default_rng(0)
    heads = [
        [synthetic_attention(name, 12, noise=noise, seed=generator) for name in patterns]
        for _ in range(samples)
    ]
    return np.array(heads)[:, None]


# Distance -----------------------------------------------------------------------------------------


@given(seed=st.integers(0, 10_000), concentration=st.sampled_from([0.05, 0.5, 3.0]))
def test_the_distance_is_a_metric(seed: int, concentration: float) -> None:
    rows = random_attention(seed, shape=(5, 4, 6), concentration=concentration)
    distances = head_distances(rows)
    assert ((distances >= 0) & (distances <= 1)).all()
    np.testing.assert_array_equal(distances, distances.T)
    np.testing.assert_array_equal(np.diag(distances), 0)
    for a, b, c in itertools.permutations(range(5), 3):
        assert distances[a, c] <= distances[a, b] + distances[b, c] + 1e-9


@given(order=st.permutations(range(6)), seed=st.integers(0, 100))
def test_permuted_heads_give_permuted_distances(order: list[int], seed: int) -> None:
    rows = random_attention(seed, shape=(6, 4, 5))
    np.testing.assert_allclose(
        head_distances(rows[order]), head_distances(rows)[np.ix_(order, order)], atol=1e-12
    )


def test_the_distance_of_known_heads() -> None:
    one, two = np.zeros((3, 3)), np.full((3, 3), 1 / 3)
    one[:, 0] = 1
    third = np.roll(one, 1, axis=1)
    distances = head_distances(np.stack([one, two, third, one]))
    # By hand: H of (2/3, 1/6, 1/6) less half of ln 3, in units of ln 2.
    mixed = -(2 / 3 * np.log(2 / 3) + 1 / 3 * np.log(1 / 6))
    assert distances[0, 1] == pytest.approx(np.sqrt((mixed - np.log(3) / 2) / np.log(2)))
    assert distances[0, 2] == 1
    assert distances[0, 3] == 0


def test_a_tenth_bounds_the_weight_that_lies_elsewhere() -> None:
    rows = random_attention(3, shape=(40, 1, 6), concentration=5)
    distances = head_distances(rows)
    moved = np.abs(rows[:, None] - rows[None]).sum(axis=-1).mean(axis=-1) / 2
    assert (moved <= np.sqrt(2 * np.log(2)) * distances + 1e-9).all()


def test_single_precision_and_small_chunks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_attention(0, shape=(9, 10, 10))
    exact = head_distances(rows)
    monkeypatch.setattr(distance, "_MANY_CELLS", 0)
    monkeypatch.setattr(distance, "_CHUNK_CELLS", 150)
    np.testing.assert_allclose(head_distances(rows), exact, atol=1e-3)
    np.testing.assert_allclose(matched_distances(rows[:-1], rows[1:]), np.diag(exact, 1), atol=1e-9)


def test_rows_are_means_over_the_rows_that_count() -> None:
    attention = random_attention(1, shape=(5, 2, 2, 6, 6))
    attention[0, 1, 0, 3] = np.nan
    rows = head_rows(summary_of(attention))
    expected = attention.reshape(5, 4, 6, 6)
    np.testing.assert_allclose(rows, np.nanmean(expected, axis=0), atol=1e-6)
    attention[:, 1, 0, 3] = np.nan
    rows = head_rows(summary_of(attention))
    assert not rows[2, 3].any()
    assert np.isfinite(head_distances(rows)).all()


# Map and groups -----------------------------------------------------------------------------------


def test_a_plane_is_mapped_faithfully() -> None:
    points = np.random.default_rng(0).normal(size=(12, 2))
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1)
    positions, shown = classical_map(distances)
    again = np.linalg.norm(positions[:, None] - positions[None], axis=-1)
    np.testing.assert_allclose(again, distances, atol=1e-9)
    assert shown == pytest.approx(1)
    farthest = np.abs(positions).argmax(axis=0)
    assert (positions[farthest, [0, 1]] > 0).all()


@given(order=st.permutations(range(7)))
def test_the_map_of_permuted_heads_is_the_permuted_map(order: list[int]) -> None:
    distances = head_distances(random_attention(4, shape=(7, 5, 5)))
    positions, shown = classical_map(distances)
    permuted, shown_again = classical_map(distances[np.ix_(order, order)])
    np.testing.assert_allclose(permuted, positions[order], atol=1e-7)
    assert shown_again == pytest.approx(shown)


@given(order=st.permutations(range(9)))
def test_planted_groups_are_found_in_any_order(order: list[int]) -> None:
    generator = np.random.default_rng(1)
    centres = np.repeat([0.0, 5.0, 10.0], [4, 3, 2])[order]
    points = centres + generator.normal(0, 0.1, 9)
    labels, silhouette = groups_of(np.abs(points[:, None] - points[None]))
    # The largest group is 0, whatever comes first.
    assert [int(centre / 5) for centre in centres] == labels.tolist()
    assert silhouette is not None
    assert silhouette > 0.9


def test_heads_that_are_all_as_far_apart_form_no_groups() -> None:
    distances = np.ones((10, 10)) - np.eye(10)
    labels, silhouette = groups_of(distances)
    assert silhouette is None
    assert labels.tolist() == [0] * 10


def test_the_silhouette_by_hand() -> None:
    points = np.array([0.0, 1.0, 4.0])
    distances = np.abs(points[:, None] - points[None])
    # (4 - 1) / 4, (3 - 1) / 3, and 0 for the one alone.
    expected = (3 / 4 + 2 / 3) / 3
    assert mean_silhouette(distances, np.array([0, 0, 1])) == pytest.approx(expected)


@pytest.mark.parametrize("heads", [2, 3])
def test_two_and_three_heads_are_enough(heads: int) -> None:
    found = compared(random_attention(0, shape=(6, 1, heads, 5, 5)))
    assert len(found.groups) == heads
    assert np.isfinite(found.positions).all()


# Redundancy ---------------------------------------------------------------------------------------


def test_heads_with_one_pattern_are_redundant_and_others_are_not() -> None:
    found = compared(noisy_heads(["diagonal", "block", "diagonal", "first-key", "block"]))
    assert {(pair.first, pair.second) for pair in found.pairs} == {(0, 2), (1, 4)}
    assert found.unresolved == 0
    assert all(max(pair.distance, *pair.halves, pair.floor) <= REDUNDANT for pair in found.pairs)
    assert found.groups[0] == found.groups[2] != found.groups[1]


def test_heads_of_noise_are_never_called_redundant() -> None:
    for seed in range(10):
        found = compared(random_attention(seed, shape=(12, 2, 3, 10, 10)))
        assert not found.pairs
        # Their means differ no more from one another than each from itself.
        assert found.unresolved > 0


def test_what_holds_in_one_half_only_is_not_redundant() -> None:
    attention = noisy_heads(["diagonal", "diagonal", "block"], noise=0.0)
    summary = summary_of(attention)
    counts = summary["row_count"].values[:, 0, 0, 0]
    # In the smaller half the second head turns into another one.
    half = int(np.argmin(counts))
    summary["attention_sum"].values[half, 0, 1] = summary["attention_sum"].values[half, 0, 2]
    found = head_map(summary)
    assert found is not None
    assert not found.pairs


def test_one_sample_judges_no_pair() -> None:
    found = compared(noisy_heads(["diagonal", "diagonal"], samples=1))
    assert found.floors is None
    assert not found.pairs
    assert found.unresolved == 1


def test_one_head_and_scores_have_no_map() -> None:
    assert head_map(summary_of(random_attention(0, shape=(4, 1, 1, 5, 5)))) is None
    scores = np.random.default_rng(0).normal(size=(4, 1, 3, 5, 5))
    assert head_map(summary_of(scores)) is None


def test_stored_block_means_bound_the_distance_from_below() -> None:
    attention = random_attention(2, shape=(6, 1, 4, 10, 10))
    exact = compared(attention).distances
    description = replace(description_of(attention), block=3)
    pooled = head_map(summarize(dataset_of(attention, description=description)), block=3)
    assert pooled is not None
    assert pooled.block == 3
    assert (pooled.distances <= exact + 1e-6).all()


# Variability --------------------------------------------------------------------------------------


def variability(attention: Floats, mask: Mask | None = None) -> float | None:
    return analyse(summary_of(attention, mask)).heads[0].figures.variability


@pytest.mark.parametrize("pattern", ["uniform", "diagonal", "block"])
def test_the_same_matrix_in_every_sample_has_no_variability(pattern: str) -> None:
    attention = np.repeat(synthetic_attention(pattern, 8)[None, None, None], 6, axis=0)
    assert variability(attention) == pytest.approx(0, abs=1e-3)


def test_single_keys_chosen_anew_vary_as_much_as_can_be() -> None:
    keys = np.random.default_rng(0).integers(0, 8, size=(200, 1, 1, 8))
    assert variability(np.eye(8)[keys]) == pytest.approx(1, abs=0.01)


def test_variability_is_the_share_of_content() -> None:
    generator = np.random.default_rng(0)
    fixed = synthetic_attention("block", 10)
    found = []
    for share in (0.0, 0.2, 0.4):
        drawn = [dirichlet_attention(10, seed=generator) for _ in range(200)]
        found.append(
            variability(np.array([(1 - share) * fixed + share * d for d in drawn])[:, None, None])
        )
    # Deviations double with the share: the figure is linear in them.
    assert found[0] == pytest.approx(0, abs=1e-3)
    assert found[2] / found[1] == pytest.approx(2, rel=0.1)


def test_variability_does_not_depend_on_the_number_of_samples() -> None:
    drawn = np.array([dirichlet_attention(10, seed=seed) for seed in range(200)])[:, None, None]
    few = [variability(drawn[start : start + 4]) for start in range(0, 200, 4)]
    assert np.mean(np.square(few)) == pytest.approx(variability(drawn) ** 2, rel=0.05)


def test_causal_rows_that_see_one_key_do_not_count_as_variable() -> None:
    eye = np.repeat(np.eye(2)[None, None, None], 3, axis=0)
    assert variability(eye, Mask(MaskKind.CAUSAL)) == 0


def test_coarse_values_do_not_matter() -> None:
    attention = noisy_heads(["diagonal", "block"])
    exact, coarse = compared(attention), compared(as_bfloat16(attention).astype(np.float64))
    np.testing.assert_allclose(coarse.distances, exact.distances, atol=2e-3)
