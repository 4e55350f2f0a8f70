"""The figures of a plane against an independent implementation, and what must leave them alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.nulls import geometry_of
from reportgen.schema import Mask, MaskKind, Origin, Readout
from reportgen.statistics.planes import Plane
from reportgen.summarize import summarize
from reportgen.summarize.cleaning import Defects
from reportgen.summarize.kernel import ordered, plane_figures
from reportgen.summarize.matrices import PlaneStack
from reportgen.summarize.measures import Measures, Scratch
from reportgen.summarize.passes import NUMPY, passes_of
from reportgen.summarize.pooling import pooled, sheared
from tests.builders import allowed, dataset_of, random_attention, uniform_attention
from tests.summarize.naive import naive_figures

try:
    from reportgen.summarize.fused import KERNEL
except ImportError:
    KERNEL = None

MASKS = {
    "none": Mask(),
    "causal": Mask(MaskKind.CAUSAL, Origin.DECLARED),
    "window:3": Mask(MaskKind.WINDOW, Origin.DECLARED, 3),
}


@dataclass(frozen=True)
class Kernel:
    """One of those that measure weights, and how exact its figures are."""

    name: str
    dtype: type
    rel: float

    def figures(self, weights: np.ndarray, mask: str = "none") -> dict[str, np.ndarray]:
        """Figures of one plane (query, key)."""
        queries, keys = weights.shape
        geometry = geometry_of(MASKS[mask], queries, keys, Readout.MEAN)
        block = np.ascontiguousarray(weights[None], self.dtype)
        scratch = Scratch(block.size, block.dtype)
        measures = Measures.empty(1, queries, keys, block.dtype)
        defects = Defects.none(1, queries)
        stack = PlaneStack("", (1, 1), (queries, keys), block.dtype, group=1, block=1)
        name = KERNEL if self.name == "numba" else NUMPY
        passes = passes_of(name, block.shape, block.dtype, scratch)
        clean = ordered(block, geometry, measures, defects, scratch)
        passes.add(clean, geometry, measures, [stack.target(0, 0, slice(0, 1))])
        added = plane_figures(measures, defects, geometry)
        return {name: np.asarray(value)[0] for name, value in added.items()}

    def near(self, value: object, *, least: float = 1e-12) -> object:
        """The value within what this kernel's precision allows."""
        return pytest.approx(
            value, rel=self.rel, abs=least if self.dtype is np.float64 else self.rel
        )


KERNELS = pytest.mark.parametrize(
    "kernel",
    [
        Kernel("numpy", np.float64, 1e-9),
        Kernel("numpy", np.float32, 1e-6),
        pytest.param(
            Kernel("numba", np.float32, 1e-6),
            marks=pytest.mark.skipif(KERNEL is None, reason="needs Numba"),
        ),
    ],
    ids=lambda kernel: f"{kernel.name} {kernel.dtype.__name__}",
)


@KERNELS
@pytest.mark.parametrize(
    ("queries", "keys", "mask"),
    [
        *((n, n, mask) for n in (2, 8, 13) for mask in MASKS),
        *((5, 9, mask) for mask in MASKS),
        # With more queries than keys the first ones see nothing under a mask.
        (9, 5, "none"),
    ],
)
def test_every_figure_equals_the_plain_implementation(
    kernel: Kernel, queries: int, keys: int, mask: str
) -> None:
    weights = random_attention(queries * keys, shape=(queries, keys), mask=mask)
    wanted = naive_figures(weights, allowed(queries, keys, mask))
    got = kernel.figures(weights, mask)
    for name in sorted(set(wanted) - {"incoming", "variance", "lag_spectrum"}):
        assert got[f"sample_{name}"] == kernel.near(wanted[name]), name
    assert got["incoming_sum"] == kernel.near(wanted["incoming"])
    assert got["incoming_variance_sum"] == kernel.near(wanted["variance"], least=1e-14)
    if queries != keys:
        assert np.isnan(got["sample_diagonal"])
        assert np.isnan(got["sample_mean_lag"])


@KERNELS
def test_variance_is_that_of_permuted_rows(kernel: Kernel) -> None:
    """science.md section 2: the formula against rows that are really exchanged."""
    weights = random_attention(3, shape=(6, 6))
    generator = np.random.default_rng(0)
    draws = generator.permuted(np.broadcast_to(weights, (40_000, 6, 6)), axis=2).sum(axis=1)
    np.testing.assert_allclose(
        kernel.figures(weights)["incoming_variance_sum"], draws.var(0), rtol=0.04
    )
    np.testing.assert_allclose(draws.mean(axis=0), 1.0, atol=0.02)


@KERNELS
@pytest.mark.parametrize("mask", list(MASKS))
@pytest.mark.parametrize("n", [2, 8, 24])
def test_uniform_attention(kernel: Kernel, n: int, mask: str) -> None:
    weights = uniform_attention(n, n, mask)
    seen = (weights > 0).sum(axis=1)
    got = kernel.figures(weights, mask)
    assert got["sample_entropy"] == kernel.near(np.log(seen).mean())
    assert got["sample_normalized_entropy"] == kernel.near(1)
    assert got["sample_effective_keys"] == kernel.near(seen.mean())
    assert got["sample_gini"] == kernel.near(0)
    # A difference of equal squares: nothing below the square root of the rounding.
    assert got["sample_unevenness"] == pytest.approx(
        0, abs=10 * float(np.finfo(kernel.dtype).eps) ** 0.5
    )
    assert got["sample_max_cell_lift"] == kernel.near(1)
    geometry = geometry_of(MASKS[mask], n, n, Readout.MEAN)
    assert got["incoming_sum"] == kernel.near(geometry.expected_incoming)
    np.testing.assert_allclose(got["incoming_variance_sum"], 0, atol=kernel.near(0).abs)
    if mask == "none":
        assert got["sample_mean_lag"] == kernel.near(0, least=1e-9)
        assert got["sample_mean_abs_lag"] == kernel.near((n**2 - 1) / (3 * n))
    if mask == "causal":
        assert got["sample_mean_lag"] == kernel.near((n - 1) / 4)


@KERNELS
def test_one_key_of_all_has_no_entropy_and_the_largest_gini(kernel: Kernel) -> None:
    weights = np.zeros((4, 4))
    weights[:, 2] = 1
    got = kernel.figures(weights)
    assert got["sample_entropy"] == 0
    assert got["sample_effective_keys"] == 1
    assert got["sample_gini"] == kernel.near(3 / 4)


@KERNELS
@given(seed=st.integers(0, 2**16), n=st.integers(2, 10))
@settings(max_examples=30, deadline=None)
def test_order_of_keys_changes_nothing_that_has_no_order(kernel: Kernel, seed: int, n: int) -> None:
    weights = random_attention(seed, shape=(n, n))
    order = np.random.default_rng(seed).permutation(n)
    one, two = kernel.figures(weights), kernel.figures(weights[:, order])
    for name in ("entropy", "normalized_entropy", "effective_keys", "gini", "std", "unevenness"):
        assert one[f"sample_{name}"] == kernel.near(two[f"sample_{name}"]), name
    assert one["incoming_sum"][order] == kernel.near(two["incoming_sum"])


@KERNELS
@given(seed=st.integers(0, 2**16), n=st.integers(2, 10), factor=st.floats(0.1, 50))
@settings(max_examples=30, deadline=None)
def test_scaling_laws(kernel: Kernel, seed: int, n: int, factor: float) -> None:
    weights = random_attention(seed, shape=(n, n))
    one, scaled = kernel.figures(weights), kernel.figures(weights * factor)
    for name in ("gini", "early_third", "diagonal_share", "band_share", "mean_lag"):
        wanted = kernel.near(one[f"sample_{name}"], least=1e-9)
        assert scaled[f"sample_{name}"] == wanted, name
    for name in ("mean", "std", "diagonal", "unevenness"):
        # Roots of a difference: the rounding of what is subtracted weighs more in them.
        wanted = pytest.approx(factor * one[f"sample_{name}"], rel=100 * kernel.rel, abs=1e-9)
        assert scaled[f"sample_{name}"] == wanted, name


@KERNELS
def test_nan_rows_and_dead_rows_are_left_out_and_counted(kernel: Kernel) -> None:
    weights = random_attention(5, shape=(6, 6))
    weights[1, 2] = np.nan
    weights[4] = 0
    got = kernel.figures(weights)
    keep = [0, 2, 3, 5]
    assert (got["nonfinite_cells"], got["nonfinite_rows"], got["dead_rows"]) == (1, 1, 1)
    wanted = naive_figures(weights, np.ones((6, 6), dtype=bool))
    for name in ("entropy", "gini", "std", "diagonal", "mean_abs_lag", "early_third"):
        assert got[f"sample_{name}"] == kernel.near(wanted[name]), name
    assert got["incoming_sum"] == kernel.near(weights[keep].sum(axis=0))
    assert got["row_sum_min"] == kernel.near(1)


@KERNELS
def test_infinite_cells_count_as_not_finite(kernel: Kernel) -> None:
    weights = random_attention(5, shape=(4, 4))
    weights[0, 0], weights[2, 1] = np.inf, -np.inf
    got = kernel.figures(weights)
    assert (got["nonfinite_cells"], got["nonfinite_rows"]) == (2, 2)
    assert got["weight_max"] <= 1
    assert got["weight_min"] >= 0


@KERNELS
def test_leaks_are_counted_and_taken_out(kernel: Kernel) -> None:
    weights = random_attention(1, shape=(5, 5), mask="causal") * 0.9
    weights[1, 4] = 0.1
    got = kernel.figures(weights, "causal")
    assert got["leak_cells"] == 1
    assert got["leak_mass"] == kernel.near(0.1)
    assert got["incoming_sum"][4] == kernel.near(weights[4, 4])


@KERNELS
def test_range_and_row_sums_are_counted(kernel: Kernel) -> None:
    weights = uniform_attention(4, 4)
    weights[0] = [1.5, -0.5, 0, 0]
    weights[1] *= 1.0005
    weights[2] *= 1.1
    got = kernel.figures(weights)
    assert got["negative_cells"] == 1
    assert got["above_one_cells"] == 1
    assert got["off_rows"].tolist() == [2, 1, 1]
    assert (got["weight_min"], got["weight_max"]) == (-0.5, 1.5)


@given(seed=st.integers(0, 999), queries=st.integers(1, 9), keys=st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_sheared_sums_the_cells_of_each_lag(seed: int, queries: int, keys: int) -> None:
    values = np.random.default_rng(seed).normal(size=(2, queries, keys))
    wanted = np.zeros((2, queries + keys - 1))
    for q in range(queries):
        for k in range(keys):
            wanted[:, q - k + keys - 1] += values[:, q, k]
    np.testing.assert_allclose(sheared(values), wanted, atol=1e-12)


@given(seed=st.integers(0, 999), size=st.integers(1, 11), block=st.integers(1, 5))
@settings(max_examples=30, deadline=None)
def test_pooled_averages_blocks_and_the_smaller_last_one(seed: int, size: int, block: int) -> None:
    values = np.random.default_rng(seed).normal(size=(size, size))
    got = pooled(values, block)
    for row in range(got.shape[0]):
        rows = slice(row * block, (row + 1) * block)
        assert got[row, 0] == pytest.approx(values[rows, :block].mean())


# Through the whole pass --------------------------------------------------------------------


def lag_spectrum_of(summary: xr.Dataset) -> np.ndarray:
    from reportgen.statistics import analyse

    return np.asarray(analyse(summary).lag_spectrum)


@pytest.mark.parametrize("mask", ["none", "causal"])
def test_lag_spectrum_equals_the_plain_one(mask: str) -> None:
    attention = random_attention(4, shape=(3, 1, 1, 7, 7), mask=mask)
    summary = summarize(dataset_of(attention))
    cells = allowed(7, 7, mask)
    wanted = np.mean(
        [naive_figures(sample[0, 0], cells)["lag_spectrum"] for sample in attention], axis=0
    )
    np.testing.assert_allclose(lag_spectrum_of(summary), wanted, rtol=1e-6)


@pytest.mark.parametrize("mask", ["none", "causal"])
def test_uniform_lag_spectrum_is_one_even_where_rows_are_broken(mask: str) -> None:
    attention = np.broadcast_to(uniform_attention(7, 7, mask), (3, 1, 2, 7, 7)).copy()
    attention[1, 0, 0, 5, 0] = np.nan
    spectrum = lag_spectrum_of(summarize(dataset_of(attention)))
    valid = slice(6, None) if mask == "causal" else slice(None)
    np.testing.assert_allclose(spectrum[valid], 1, rtol=1e-6)


def test_one_nan_row_leaves_the_other_figures_of_uniform_attention_alone() -> None:
    attention = np.broadcast_to(uniform_attention(6, 6), (2, 1, 2, 6, 6)).copy()
    attention[0, 0, 1, 3] = np.nan
    summary = summarize(dataset_of(attention))
    for plane in (Plane(summary, 0), Plane(summary, 0, 0), Plane(summary, 0, 1)):
        np.testing.assert_allclose(plane.lift(), 1, rtol=1e-6)
        np.testing.assert_allclose(plane.lift_matrix(), 1, rtol=1e-6)
        assert plane.sample_mean("normalized_entropy") == pytest.approx(1, abs=1e-6)
    assert int(summary["nonfinite_cells"].sum()) == 6
    assert int(summary["nonfinite_rows"].sum()) == 1
    # A row of the mean over heads needs every head.
    assert int(summary["row_count"].sum()) == 23
    assert int(summary["headmean_row_count"].sum()) == 11


def test_heads_keep_their_figures_when_they_change_places() -> None:
    attention = random_attention(9, shape=(3, 2, 4, 6, 6))
    one = summarize(dataset_of(attention))
    order = [2, 0, 3, 1]
    two = summarize(dataset_of(attention[:, :, order]))
    for name in ("sample_gini", "incoming_sum", "attention_sum", "row_entropy_sum"):
        np.testing.assert_array_equal(one[name].isel(head=order), two[name])
    np.testing.assert_allclose(one["headmean_incoming_sum"], two["headmean_incoming_sum"])
