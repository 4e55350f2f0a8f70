"""What is read off the values: the mask, the precision, the writer's own sums, broken samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportgen.exceptions import NoAttentionError, UsageError
from reportgen.schema import Mask, MaskKind, Origin, Precision
from reportgen.sources.run import open_run
from reportgen.statistics import analyse
from reportgen.summarize import open_summary, summarize
from reportgen.summarize.dataset import description_of as facts_of
from reportgen.summarize.importance import importance_difference
from reportgen.summarize.masks import candidate_mask
from reportgen.summarize.precision import value_precision
from tests.builders import (
    as_bfloat16,
    column_sums,
    dataset_of,
    description_of,
    random_attention,
    write_npz,
)

# Mask -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mask", "kind", "width"),
    [
        ("none", MaskKind.NONE, None),
        ("causal", MaskKind.CAUSAL, None),
        ("window:3", MaskKind.WINDOW, 3),
    ],
)
def test_mask_is_read_from_exact_zeros(mask: str, kind: MaskKind, width: int | None) -> None:
    attention = random_attention(1, shape=(3, 2, 2, 8, 8), mask=mask)
    facts = facts_of(summarize(dataset_of(attention)))
    assert facts.mask is not None
    assert (facts.mask.kind, facts.mask.width) == (kind, width)
    assert facts.mask.source is (Origin.ASSUMED if kind is MaskKind.NONE else Origin.DETECTED)


@pytest.mark.parametrize(
    "weights",
    [np.eye(6), np.ones((1, 1)), np.full((6, 6), np.nan), np.zeros((6, 6))],
    ids=["diagonal", "one key", "nothing finite", "nothing"],
)
def test_no_mask_is_read_from_what_cannot_show_one(weights: np.ndarray) -> None:
    assert candidate_mask(weights[None, None]).kind is MaskKind.NONE


def test_a_broken_row_does_not_hide_the_mask() -> None:
    attention = random_attention(1, shape=(2, 1, 2, 8, 8), mask="causal")
    attention[0, 0, 1, 5, 2] = np.nan
    facts = facts_of(summarize(dataset_of(attention)))
    assert facts.mask is not None
    assert facts.mask.kind is MaskKind.CAUSAL


def test_a_first_sample_that_looks_masked_is_no_mask() -> None:
    attention = random_attention(1, shape=(4, 1, 1, 6, 6))
    attention[0] = random_attention(2, shape=(1, 1, 6, 6), mask="causal")[0]
    summary = summarize(dataset_of(attention))
    facts = facts_of(summary)
    assert facts.mask == Mask()
    assert not summary["leak_cells"].values.any()
    np.testing.assert_allclose(
        summary["headmean_incoming_sum"].values[0], attention.sum(axis=(0, 1, 2, 3)), rtol=1e-6
    )


def test_a_declared_mask_stays_and_leaks_are_counted() -> None:
    attention = random_attention(1, shape=(2, 1, 1, 6, 6))
    mask = Mask(MaskKind.CAUSAL, Origin.DECLARED)
    described = replace(description_of(attention), mask=mask)
    summary = summarize(dataset_of(attention, description=described))
    assert facts_of(summary).mask == mask
    assert int(summary["leak_cells"].sum()) == 2 * 15


def test_causal_uniform_attention_has_lift_one() -> None:
    from tests.builders import uniform_attention

    attention = np.broadcast_to(uniform_attention(9, 9, "causal"), (7, 1, 1, 9, 9))
    analysis = analyse(summarize(dataset_of(attention)))
    np.testing.assert_allclose(analysis.lift, 1, rtol=1e-6)
    np.testing.assert_allclose(analysis.rollout_lift, 1, rtol=1e-6)
    assert analysis.peak.p_value == 1
    assert not analysis.peak.critical


# Precision ------------------------------------------------------------------------------------


def test_precision_is_that_of_the_values() -> None:
    weights = random_attention(0, shape=(1, 1, 1, 8, 8))
    assert value_precision(weights) is Precision.FLOAT64
    assert value_precision(weights.astype(np.float32)) is Precision.FLOAT32
    assert value_precision(weights.astype(np.float16)) is Precision.FLOAT16
    half = weights.astype(np.float16)
    half[half < 1e-4] = 0  # subnormal halves use more bits of a float32 than normal ones
    assert value_precision(half.astype(np.float32)) is Precision.FLOAT16
    assert value_precision(as_bfloat16(weights)) is Precision.BFLOAT16


def test_weights_exact_in_every_format_tell_nothing() -> None:
    assert value_precision(np.full((4, 4), 0.25, dtype=np.float32)) is Precision.FLOAT32


@pytest.mark.parametrize(
    ("convert", "precision"),
    [
        (lambda a: a.astype(np.float32), Precision.FLOAT32),
        (lambda a: a.astype(np.float16), Precision.FLOAT16),
        (as_bfloat16, Precision.BFLOAT16),
    ],
    ids=["float32", "float16", "bfloat16"],
)
def test_row_sums_pass_at_their_own_precision(convert: object, precision: Precision) -> None:
    from reportgen.checks import run_checks

    weights = random_attention(3, shape=(9, 2, 2, 24, 24), concentration=2.0)
    summary = summarize(dataset_of(convert(weights)))  # type: ignore[operator]
    assert analyse(summary).run.precision is precision
    rows = next(check for check in run_checks(summary) if check.id == "row-sums")
    assert (rows.outcome, rows.values["precision"]) == ("ok", precision.value)


def test_float16_gives_the_figures_of_its_values() -> None:
    weights = random_attention(3, shape=(4, 1, 2, 8, 8)).astype(np.float16)
    one = summarize(dataset_of(weights))
    two = summarize(dataset_of(weights.astype(np.float64)))
    for name in ("sample_entropy", "sample_gini", "incoming_sum", "sample_std", "lag_sum"):
        np.testing.assert_allclose(one[name], two[name], rtol=1e-5, atol=1e-6, err_msg=name)


# The writer's own column sums -----------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_our_incoming_equals_the_writers_for_each_file(tmp_path: Path, dtype: type) -> None:
    attention = random_attention(1, shape=(5, 2, 4, 12, 12)).astype(dtype)
    for index, weights in enumerate(attention):
        write_npz(
            tmp_path / f"2002010{index + 1}000000.npz",
            weights,
            temporal_importance=column_sums(weights),
        )
    difference = summarize(open_run(tmp_path))["importance_difference"].values
    assert difference.shape == (5,)
    assert (difference < (5e-3 if dtype is np.float16 else 1e-5)).all()


def test_missing_column_sums_are_unknown_not_zero(tmp_path: Path) -> None:
    write_npz(tmp_path / "a.npz", random_attention(0, shape=(1, 1, 4, 4)))
    assert np.isnan(summarize(open_run(tmp_path))["importance_difference"].values).all()


@pytest.mark.parametrize("rows", [3, 40])
def test_column_sums_that_say_nothing_are_not_compared(rows: int) -> None:
    """Infinite or NaN: no warning, and the other keys count, those beyond single precision, too."""
    weights = np.full((1, 2, rows, 5), 0.2, dtype=np.float32)
    theirs = np.full((1, 5), 0.2 * rows)
    weights[0, 0, :2, 0] = np.inf, -np.inf
    weights[0, :, :, 1] = 3e38
    theirs[0, 1] = rows * np.float64(weights[0, 0, 0, 1])
    weights[0, 1, 0, 2] = np.nan
    theirs[0, 3] += 0.25
    assert importance_difference(weights, theirs)[0] == pytest.approx(0.25, abs=1e-5)
    theirs[0, 4] = np.nan
    assert importance_difference(weights, theirs)[0] == np.inf
    weights[:] = np.nan
    assert np.isnan(importance_difference(weights, theirs)[0])


# What cannot be summarised --------------------------------------------------------------------


def test_other_dims_are_refused() -> None:
    dataset = dataset_of(random_attention(0)).transpose("layer", "batch", ...)
    with pytest.raises(UsageError, match="attention"):
        summarize(dataset)


def test_no_summary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoAttentionError, match="not a reportgen Summary"):
        analyse(dataset_of(random_attention(0)))
    (tmp_path / "summary.nc").write_bytes(b"no netcdf")
    with pytest.raises(NoAttentionError, match="cannot be read"):
        open_summary(tmp_path / "summary.nc")
    with pytest.raises(NoAttentionError, match="does not exist"):
        open_summary(tmp_path / "other.nc")


@pytest.mark.parametrize(
    "weights",
    [np.full((3, 1, 2, 5, 5), np.nan), np.zeros((3, 1, 2, 5, 5))],
    ids=["all NaN", "all zero"],
)
def test_a_run_without_one_good_row_still_has_a_summary(weights: np.ndarray) -> None:
    analysis = analyse(summarize(dataset_of(weights)))
    assert analysis.run.samples == 3
    assert not analysis.peak.critical
    assert analysis.peak.p_value == 1


@pytest.mark.parametrize(
    "shape", [(1, 1, 1, 1, 1), (2, 1, 1, 2, 2), (3, 1, 2, 4, 7), (3, 2, 1, 7, 4)]
)
def test_small_and_oblong_runs_have_numbers(shape: tuple[int, ...]) -> None:
    analysis = analyse(summarize(dataset_of(random_attention(0, shape=shape))))
    assert len(analysis.lift) == shape[-1]
    assert (analysis.figures.diagonal_mean is None) == (shape[-1] != shape[-2])
