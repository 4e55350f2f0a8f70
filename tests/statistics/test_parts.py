"""Entropy over epochs: a collapse is found in the epoch in which it happens, and only there."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from reportgen.schema import PartFigures, PartKind, PartList, PartName, Pattern
from reportgen.statistics import analyse
from reportgen.statistics.parts import (
    COLLAPSED,
    entropy_fall,
    head_collapses,
    mean_entropy,
    part_values,
    parts_of,
    with_parts,
)
from reportgen.summarize import merge, open_summary, save_summary, summarize
from tests.builders import Floats, dataset_of, planted_attention

KEYS = 12


def sharpened(scale: Floats, *, seed: int = 0, samples: int = 8, key: int = 9) -> Floats:
    """Softmax attention (batch, layer, head, query, key) whose logits a head's scale multiplies."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 0.5, (samples, *scale.shape, KEYS, KEYS))
    logits[..., key] += 0.8
    logits *= scale[None, :, :, None, None]
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def epochs_summary(epochs: list[Floats], kind: PartKind = PartKind.EPOCH) -> xr.Dataset:
    summaries = [summarize(dataset_of(attention)) for attention in epochs]
    names = tuple(PartName(str(number + 1), number + 1) for number in range(len(epochs)))
    parts = PartList(kind, names, len(epochs) - 1)
    return with_parts(summaries[-1], parts, [part_values(each) for each in summaries], "digest")


def collapsing(epoch: int, of: int = 6) -> list[Floats]:
    """Heads that sharpen slowly, and one (layer 1, head 0) that locks onto single keys."""
    scales = [np.full((2, 3), 1 + 0.2 * number) for number in range(1, of + 1)]
    for number in range(epoch, of + 1):
        scales[number - 1][1, 0] = 80
    return [sharpened(scale, seed=number) for number, scale in enumerate(scales)]


@pytest.mark.parametrize("epoch", [2, 4, 6])
def test_a_head_that_collapses_is_found_in_its_epoch(epoch: int) -> None:
    parts = parts_of(epochs_summary(collapsing(epoch)))
    assert parts is not None
    (collapse,) = parts.collapses
    assert (collapse.layer, collapse.head) == (1, 0)
    assert parts.items[collapse.first].name.epoch == epoch
    assert collapse.lasts
    assert collapse.lowest < COLLAPSED


def test_a_training_that_stays_even_has_no_collapse() -> None:
    parts = parts_of(epochs_summary([sharpened(np.ones((2, 3)), seed=s) for s in range(5)]))
    assert parts is not None
    assert parts.collapses == ()
    assert parts.fall is None or parts.fall.share < 0.05


def test_targets_have_no_course_and_so_no_collapse() -> None:
    parts = parts_of(epochs_summary(collapsing(2, of=3), PartKind.TARGET))
    assert parts is not None
    assert parts.collapses == ()
    assert parts.fall is None


def item(entropy: float | list[list[float]], label: str = "1") -> PartFigures:
    return PartFigures(
        PartName(label),
        samples=8,
        blocks=8,
        normalized_entropy=np.atleast_2d(np.asarray(entropy, dtype=np.float64)),
        lift=np.ones((1, 2)),
        peak_key=0,
        peak_share=0.5,
        peak_lift=1.0,
        ci95_lift=None,
        p_value=0.5,
        pattern=Pattern.MIXED,
        pattern_score=0.0,
        head_patterns=((Pattern.MIXED,),),
    )


def test_a_fall_is_measured_from_the_highest_value_before() -> None:
    fall = entropy_fall([item(value) for value in (0.6, 0.9, 0.5, 0.3, 0.4)])
    assert fall is not None
    assert (fall.highest, fall.lowest) == (1, 3)
    assert fall.share == pytest.approx(2 / 3)


def test_a_rise_is_no_fall_and_a_missing_epoch_does_not_hide_one() -> None:
    assert entropy_fall([item(value) for value in (0.1, 0.3, 0.9)]) is None
    fall = entropy_fall([item(value) for value in (0.9, np.nan, 0.3)])
    assert fall is not None
    assert (fall.highest, fall.lowest) == (0, 2)


def test_a_head_that_recovers_is_told_from_one_that_does_not() -> None:
    items = [item([[0.9, 0.9]]), item([[0.05, 0.05]]), item([[0.8, 0.02]])]
    recovered, lasting = head_collapses(items)
    assert (recovered.first, recovered.lasts) == (1, False)
    assert (lasting.first, lasting.lasts, lasting.lowest) == (1, True, 0.02)
    assert mean_entropy(items) == pytest.approx([0.9, 0.05, 0.41])


def test_the_main_items_numbers_are_those_of_the_report() -> None:
    summary = epochs_summary([planted_attention(k, 3, shape=(12, 2, 2, 8, 8)) for k in (2, 5)])
    analysis = analyse(summary)
    assert analysis.parts is not None
    first, main = analysis.parts.items
    assert (first.peak_key, main.peak_key) == (2, 5)
    assert main.peak_lift == analysis.peak.lift
    assert main.p_value == analysis.peak.p_value
    assert main.ci95_lift == analysis.peak.ci95_lift
    assert main.pattern is analysis.figures.pattern
    assert main.lift == pytest.approx(analysis.layer_lift_by_key)
    mean = [figures.normalized_entropy for figures in analysis.layers]
    assert main.normalized_entropy.mean(axis=1) == pytest.approx(mean)


def test_parts_survive_saving(tmp_path) -> None:
    summary = epochs_summary(collapsing(2, of=3))
    save_summary(summary, tmp_path / "summary.nc")
    stored, made = parts_of(open_summary(tmp_path / "summary.nc")), parts_of(summary)
    assert stored is not None
    assert made is not None
    assert stored.collapses == made.collapses
    assert [each.head_patterns for each in stored.items] == [
        each.head_patterns for each in made.items
    ]


def test_merging_keeps_equal_parts_and_drops_different_ones() -> None:
    attention = collapsing(2, of=2)
    whole = epochs_summary(attention)

    def half(samples: slice, values: xr.Dataset) -> xr.Dataset:
        names = [f"sample{index:04d}" for index in range(8)][samples]
        part = summarize(dataset_of(attention[-1][samples], names=names))
        columns = {name: values[name] for name in values if str(name).startswith("part_")}
        return part.assign(columns).assign_attrs(reportgen=values.attrs["reportgen"])

    merged = merge(half(slice(0, 4), whole), half(slice(4, 8), whole))
    assert parts_of(merged) is not None
    other = whole.assign(part_peak_lift=whole["part_peak_lift"] + 1)
    assert parts_of(merge(half(slice(0, 4), whole), half(slice(4, 8), other))) is None
