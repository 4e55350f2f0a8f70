"""Sums of a chunk: where a build stopped, and how samples are stacked, does not show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reportgen.nulls import Geometry, geometry_of
from reportgen.schema import Mask, MaskKind, Origin, Readout
from reportgen.summarize import chunks, sums
from reportgen.summarize.attention import as_weights
from reportgen.summarize.chunks import Task, chunk_of, chunk_slices, chunk_sum
from reportgen.summarize.parts import Part, Plan, Total
from reportgen.summarize.pooling import pooled
from reportgen.summarize.sample_rows import Sample
from reportgen.summarize.sums import GROUP, Pending, RunningSums, matrix_bytes
from tests.builders import dataset_of, random_attention

SHAPE = (2, 3, 9, 9)
COUNT = 37
CAUSAL = Mask(MaskKind.CAUSAL, Origin.DECLARED)
WEIGHTS = random_attention(0, shape=(COUNT, *SHAPE), mask="causal").astype(np.float32)


def geometry(index: int, *, padded: bool) -> Geometry:
    real = np.ones(9, dtype=bool)
    real[: index // 5 % 3 if padded else 0] = False
    return geometry_of(CAUSAL, 9, 9, Readout.MEAN, key_is_real=real)


def added(
    start: int, stop: int, block: int, before: tuple[Part, Pending | None] | None, *, padded: bool
) -> tuple[Part, Pending | None]:
    running = RunningSums(Plan(block, 1, permute=False), SHAPE, np.dtype(np.float32))
    if before is not None:
        running.resume(*before, geometry(start - 1, padded=padded))
    for index in range(start, stop):
        weights = WEIGHTS[index].copy()
        if index % 11 == 4:
            weights[0, 1, 5, 2] = np.nan
        companions: dict[str, Any] = {"sample_issue": np.array([float(index)])}
        sample = Sample(f"s{index}", geometry(index, padded=padded), companions)
        running.add(weights, sample)
    part, pending = running.result()
    assert part is not None
    return part, pending


def whole_of(part: Part, pending: Pending | None) -> Part:
    sums = Total()
    sums.add(part, pending and pending.sums)
    whole = sums.result()
    assert whole is not None
    return whole


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("block", [1, 2])
@pytest.mark.parametrize("stop", [1, 15, 16, 17, 32, 36])
def test_going_on_gives_the_same_bits(stop: int, block: int, padded: bool) -> None:
    whole = whole_of(*added(0, COUNT, block, None, padded=padded))
    begun = added(0, stop, block, None, padded=padded)
    continued = whole_of(*added(stop, COUNT, block, begun, padded=padded))
    assert set(continued) == set(whole)
    for name, values in whole.items():
        assert continued[name].dtype == values.dtype, name
        np.testing.assert_array_equal(continued[name], values, err_msg=name)


@pytest.mark.parametrize("block_bytes", [1, 9 * 9 * 4 * 2, 9 * 9 * 4 * 4])
def test_blocks_of_any_size_give_the_same_figures(
    block_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One plane at a time, two that straddle no layer, four that do."""
    whole = whole_of(*added(0, COUNT, 1, None, padded=True))
    monkeypatch.setattr(sums, "BLOCK_BYTES", block_bytes)
    cut = whole_of(*added(0, COUNT, 1, None, padded=True))
    for name, values in whole.items():
        if values.dtype == object:
            np.testing.assert_array_equal(cut[name], values)
        else:
            np.testing.assert_allclose(cut[name], values, rtol=2e-6, atol=1e-7, err_msg=name)


@pytest.mark.parametrize("block", [1, 2, 4])
def test_float32_sums_stay_close_to_exact_ones(block: int) -> None:
    """Squares are those of what is stored: with the same matrix in all samples, it varies by 0."""
    part = whole_of(*added(0, COUNT, block, None, padded=False))
    clean = WEIGHTS.astype(np.float64)
    for index in range(4, COUNT, 11):
        clean[index, 0, 1, 5] = 0
    cells = pooled(clean, block)
    total = part["attention_sum"].sum(axis=0)
    np.testing.assert_allclose(total, cells.sum(axis=0), rtol=1e-6, atol=1e-12)
    squares = (cells**2).sum(axis=0)
    np.testing.assert_allclose(part["attention_square_sum"], squares, rtol=2e-6, atol=1e-12)


def test_large_matrices_need_no_second_sum_in_float64(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk of theirs is one group: what it adds up to waits in float32."""
    dataset = dataset_of(random_attention(0, shape=(GROUP + 5, 1, 2, 6, 6)).astype(np.float32))
    assert chunk_slices(dataset, 1) == [slice(0, GROUP + 5)]
    monkeypatch.setattr(chunks, "KEPT_MATRIX_BYTES", matrix_bytes((1, 2, 6, 6), 1) - 1)
    cut = chunk_slices(dataset, 1)
    assert cut == [slice(0, GROUP), slice(GROUP, GROUP + 5)]
    plan = Plan(1, 0, permute=False)
    for samples in cut:
        task = Task(dataset.isel(batch=samples), Mask(), Readout.MEAN, plan)
        found = chunk_sum(chunk_of(task))
        assert found.part is not None
        assert found.pending is not None
        assert "attention_sum" not in found.part
        assert found.pending.sums["attention_sum"].dtype == np.float32


def test_every_half_is_widened_exactly() -> None:
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    np.testing.assert_array_equal(as_weights(halves), halves.astype(np.float32))
    finite = halves[np.isfinite(halves)]
    np.testing.assert_array_equal(as_weights(finite), finite.astype(np.float32))
    assert as_weights(finite).dtype == np.float32
