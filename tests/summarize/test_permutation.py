"""Draws from the rows null: every row keeps its weights, on its own allowed keys."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reportgen.nulls import geometry_of
from reportgen.schema import Mask, MaskKind, Readout
from reportgen.summarize.permutation import DRAWS, permuted_incoming

KEYS = 6


def plane_of(allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
    generator = np.random.default_rng(2)
    weights = generator.dirichlet(np.full(KEYS, 0.5), size=KEYS) * allowed
    return (weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)).astype(np.float32)


def geometry(kind: MaskKind, width: int | None = None, real: NDArray[np.bool_] | None = None):  # type: ignore[no-untyped-def]
    return geometry_of(Mask(kind, width), KEYS, KEYS, Readout.MEAN, key_is_real=real)


FRONT_PADDED = np.array([False, False, True, True, True, True])
GEOMETRIES = {
    "full": geometry(MaskKind.NONE),
    "causal": geometry(MaskKind.CAUSAL),
    "window": geometry(MaskKind.WINDOW, 2),
    "padded in front": geometry(MaskKind.NONE, real=FRONT_PADDED),
    "causal, padded in front": geometry(MaskKind.CAUSAL, real=FRONT_PADDED),
}


@pytest.mark.parametrize("name", GEOMETRIES)
def test_a_row_alone_keeps_its_weights_on_its_keys(name: str) -> None:
    shape = GEOMETRIES[name]
    plane = plane_of(shape.allowed)
    for query in np.flatnonzero(shape.readout):
        alone = np.zeros_like(plane)
        alone[query] = plane[query]
        draws = permuted_incoming(alone, shape, "sample")
        wanted = np.sort(plane[query].astype(np.float64))
        np.testing.assert_array_equal(np.sort(draws, axis=1), np.tile(wanted, (DRAWS, 1)))
        assert not draws[:, ~shape.allowed[query]].any()


@pytest.mark.parametrize("name", GEOMETRIES)
def test_every_allowed_place_is_as_likely(name: str) -> None:
    """The mean of 999 draws is each row's mean over its keys, within four standard errors."""
    shape = GEOMETRIES[name]
    plane = plane_of(shape.allowed)
    draws = permuted_incoming(plane, shape, "sample")
    means = plane.sum(axis=1) / np.maximum(shape.keys_seen, 1)
    expected = (shape.allowed * means[:, None]).sum(axis=0)
    error = draws.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(draws.mean(axis=0) - expected) <= 4 * error + 1e-6).all()


def test_the_spread_is_that_of_the_formula() -> None:
    """Var[c_k] = sum_q m (sum_k A^2 / k_q - mean^2), as the formula beyond eight samples has it."""
    for shape in GEOMETRIES.values():
        plane = plane_of(shape.allowed).astype(np.float64)
        seen = np.maximum(shape.keys_seen, 1)
        row = (plane**2).sum(axis=1) / seen - (plane.sum(axis=1) / seen) ** 2
        formula = (shape.allowed * row[:, None]).sum(axis=0)
        found = permuted_incoming(plane, shape, "sample").var(axis=0)
        # The variance of a variance of 999 draws: some five per cent.
        np.testing.assert_allclose(found, formula, rtol=0.25, atol=1e-6)


def test_rows_are_shuffled_apart() -> None:
    plane = np.tile(np.eye(KEYS, dtype=np.float32)[0], (KEYS, 1))
    draws = permuted_incoming(plane, GEOMETRIES["full"], "sample")
    assert (draws.max(axis=1) < KEYS).mean() > 0.99


def test_draws_depend_on_the_name_alone() -> None:
    plane = plane_of(GEOMETRIES["full"].allowed)
    one, again, other = (
        permuted_incoming(plane, GEOMETRIES["full"], name) for name in ("a", "a", "b")
    )
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
