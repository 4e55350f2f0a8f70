"""One pass over everything equals any way of taking it apart."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.exceptions import UsageError
from reportgen.schema import Focus, Readout
from reportgen.sources.run import open_run
from reportgen.statistics import analyse
from reportgen.summarize import chunks, merge, open_summary, save_summary, stream, summarize
from reportgen.summarize.variables import VARIABLES
from tests.builders import (
    dataset_of,
    description_of,
    planted_attention,
    random_attention,
    stamps,
    write_run,
)

SAMPLES = 11


@cache
def whole() -> xr.Dataset:
    attention = random_attention(11, shape=(SAMPLES, 2, 3, 6, 6))
    attention[3, 1, 2, 4, 1] = np.nan
    attention[5, 0, 0, 2] = 0
    inputs = np.random.default_rng(0).normal(size=(SAMPLES, 6, 2))
    issue = [f"2002-01-{day:02d}" for day in range(1, SAMPLES + 1)]
    return dataset_of(attention, issue=issue, inputs=(("batch", "time", "variable"), inputs))


@cache
def summary_of_whole() -> xr.Dataset:
    return summarize(whole())


@cache
def part(samples: tuple[int, ...]) -> xr.Dataset:
    return summarize(whole().isel(batch=list(samples)))


def assert_equal(one: xr.Dataset, two: xr.Dataset) -> None:
    assert set(one.data_vars) == set(two.data_vars)
    for name in one.data_vars:
        left, right = one[name].values, two[name].values
        assert one[name].dims == two[name].dims
        if VARIABLES[str(name)].dtype in ("i8", "O"):
            np.testing.assert_array_equal(left, right, err_msg=str(name))
        else:
            np.testing.assert_allclose(left, right, rtol=1e-6, atol=1e-6, err_msg=str(name))


@given(groups=st.lists(st.integers(0, 3), min_size=SAMPLES, max_size=SAMPLES))
@settings(max_examples=25, deadline=None)
def test_any_split_of_the_samples_merges_to_the_whole(groups: list[int]) -> None:
    parts = [
        part(tuple(i for i in range(SAMPLES) if groups[i] == group))
        for group in sorted(set(groups))
    ]
    assert_equal(merge(*parts), summary_of_whole())


@given(order=st.permutations(range(4)), cut=st.integers(1, 3))
@settings(max_examples=10, deadline=None)
def test_merging_is_associative_and_its_order_does_not_matter(order: list[int], cut: int) -> None:
    pieces = [part((0, 1, 2)), part((3,)), part((4, 5, 6, 7)), part((8, 9, 10))]
    shuffled = [pieces[index] for index in order]
    nested = merge(merge(*shuffled[:cut]), merge(*shuffled[cut:]))
    assert_equal(nested, summary_of_whole())


def test_merged_summaries_give_the_same_report_numbers() -> None:
    merged = analyse(merge(part((1, 3, 5, 7, 9)), part((0, 2, 4, 6, 8, 10))))
    at_once = analyse(summary_of_whole())
    assert merged.peak.key == at_once.peak.key
    assert merged.peak.p_value == pytest.approx(at_once.peak.p_value, abs=1e-9)
    assert merged.peak.ci95_lift is not None
    assert at_once.peak.ci95_lift is not None
    assert merged.peak.ci95_lift.low == pytest.approx(at_once.peak.ci95_lift.low, abs=1e-6)
    np.testing.assert_allclose(merged.lift, at_once.lift, rtol=1e-6)
    assert merged.figures.gini == pytest.approx(at_once.figures.gini, abs=1e-6)


def test_few_samples_keep_their_permutations_through_a_merge() -> None:
    dataset = whole().isel(batch=slice(0, 6))
    at_once = summarize(dataset)
    merged = merge(
        summarize(dataset.isel(batch=slice(0, 2))), summarize(dataset.isel(batch=slice(2, 6)))
    )
    assert at_once.sizes["draw"] == 999
    assert_equal(merged, at_once)
    assert "null_incoming" not in summary_of_whole()


def test_split_of_the_files_on_disk(tmp_path: Path) -> None:
    attention = random_attention(0, shape=(9, 1, 2, 5, 5)).astype(np.float32)
    names = stamps(9)
    everything = write_run(tmp_path / "all" / "run", attention, names=names, companions=True)
    for group in range(2):
        chosen = slice(group, None, 2)
        write_run(
            tmp_path / str(group) / "run", attention[chosen], names=names[chosen], companions=True
        )
    # The writer's inputs are random: only what comes from attention is compared.
    parts = [summarize(open_run(tmp_path / str(group) / "run")) for group in range(2)]
    at_once = summarize(open_run(everything))
    random = ["inputs", "predictions", "targets"]
    merged = merge(*parts)
    assert_equal(merged.drop_vars(random), at_once.drop_vars(random))
    assert merged["sample_name"].values.tolist() == names


def test_samples_without_names_are_asked_for_them() -> None:
    attention = random_attention(0, shape=(6, 1, 2, 5, 5)).astype(np.float32)
    bare = [
        xr.Dataset({"attention": (("batch", "layer", "head", "query", "key"), each)})
        for each in (attention[:4], attention[4:])
    ]
    with pytest.raises(UsageError, match=r"sample 00000000 .*assign_coords\(sample="):
        merge(*map(summarize, bare))
    named = [
        dataset.assign_coords(sample=("batch", names))
        for dataset, names in zip(bare, (list("abcd"), list("ef")), strict=True)
    ]
    assert merge(*map(summarize, named))["sample_name"].values.tolist() == list("abcdef")


def test_saved_parts_merge_like_those_in_memory(tmp_path: Path) -> None:
    first, second = part((0, 1, 2, 3, 4)), part((5, 6, 7, 8, 9, 10))
    save_summary(first, tmp_path / "a.nc")
    save_summary(second, tmp_path / "b.nc")
    merged = merge(open_summary(tmp_path / "a.nc"), open_summary(tmp_path / "b.nc"))
    assert_equal(merged, summary_of_whole())


def test_saved_summary_opens_as_it_was(tmp_path: Path) -> None:
    save_summary(summary_of_whole(), tmp_path / "summary.nc")
    opened = open_summary(tmp_path / "summary.nc")
    assert_equal(opened, summary_of_whole())
    assert opened.attrs == summary_of_whole().attrs


def test_one_alone_stays_as_it_is() -> None:
    assert_equal(merge(summary_of_whole()), summary_of_whole())


def test_a_sample_in_both_is_refused() -> None:
    with pytest.raises(UsageError, match="more than one"):
        merge(part((0, 1, 2, 3)), part((3, 4)))


def test_other_shapes_are_refused() -> None:
    other = dataset_of(random_attention(0, shape=(1, 2, 3, 7, 7)), names=["other"])
    with pytest.raises(UsageError, match="cannot be merged"):
        merge(part((0, 1)), summarize(other))


def test_other_readouts_and_masks_are_refused() -> None:
    attention = random_attention(0, shape=(2, 2, 3, 6, 6))
    described = replace(description_of(attention), focus=Focus(1, Readout.LAST))
    other = dataset_of(attention, names=["x", "y"], description=described)
    with pytest.raises(UsageError, match="readout"):
        merge(part((0, 1)), summarize(other))
    causal = random_attention(0, shape=(2, 2, 3, 6, 6), mask="causal")
    with pytest.raises(UsageError, match="mask"):
        merge(part((0, 1)), summarize(dataset_of(causal, names=["x", "y"])))


# The number of jobs, chunks and blocks --------------------------------------------------------


def test_jobs_and_chunks_change_no_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attention = planted_attention(3, 2.0, shape=(7, 1, 2, 6, 6)).astype(np.float32)
    run = write_run(tmp_path / "run", attention, hourly=True, companions=True)
    monkeypatch.setattr(chunks, "_CHUNK_SAMPLES", 2)
    monkeypatch.setattr(chunks, "_FEWEST_SAMPLES", 2)
    one = summarize(open_run(run), jobs=1)
    # Spawned processes do not see the patch, and need not: the tasks are cut here.
    two = summarize(open_run(run), jobs=2)
    xr.testing.assert_identical(one, two)
    save_summary(one, tmp_path / "one.nc")
    save_summary(two, tmp_path / "two.nc")
    assert (tmp_path / "one.nc").read_bytes() == (tmp_path / "two.nc").read_bytes()


def test_progress_counts_every_sample() -> None:
    seen: list[tuple[int, int]] = []
    summarize(whole(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (SAMPLES, SAMPLES)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize(("n", "limit"), [(9, 400), (10, 400), (12, 200)])
def test_block_averages_leave_derived_figures_alone(
    n: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    attention = planted_attention(n - 3, 2.0, shape=(9, 2, 2, n, n))
    plain = summarize(dataset_of(attention))
    monkeypatch.setattr(stream, "MAX_STORED_CELLS", limit)
    blocked = summarize(dataset_of(attention))
    stored = blocked["attention_sum"].size + blocked["attention_square_sum"].size
    assert stored <= limit
    one, two = analyse(plain), analyse(blocked)
    assert two.matrices.block > 1
    assert one.matrices.block == 1
    assert one.peak == two.peak
    for name in (
        "incoming",
        "lift",
        "lift_low",
        "lift_high",
        "sample_peaks",
        "layer_lift_by_key",
    ):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)
    # Its cells are added in another order: no more than the last bit of float64 differs.
    np.testing.assert_allclose(one.lag_spectrum, two.lag_spectrum, rtol=1e-15 * 9 * 2)
    for name in (
        "entropy_nats",
        "gini",
        "std",
        "diagonal_mean",
        "band_share",
        "mean_abs_lag",
        "max",
        "early_third_share",
        "sink_strength",
        "unevenness",
    ):
        assert getattr(one.figures, name) == getattr(two.figures, name), name


@pytest.mark.parametrize(("queries", "keys", "limit"), [(10, 10, 60), (9, 30, 150)])
def test_blocks_of_uneven_size_average_to_even_attention(
    queries: int, keys: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    attention = np.full((3, 1, 1, queries, keys), 1 / keys)
    monkeypatch.setattr(stream, "MAX_STORED_CELLS", limit)
    matrices = analyse(summarize(dataset_of(attention))).matrices
    assert matrices.block == 4
    np.testing.assert_allclose(matrices.focus_lift, 1, rtol=1e-6)
    np.testing.assert_allclose(matrices.focus, 1 / keys, rtol=1e-6)
