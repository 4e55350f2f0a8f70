"""A real bidirectional text encoder: no time, a first-token sink, padding, coarse precision."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reportgen import open_run, summarize
from reportgen.build import report_of
from reportgen.figures import draw_figures
from reportgen.schema import Language, MaskKind, Message, Precision, Report, Status
from reportgen.text import say

SENTENCES = Path(__file__).parent / "data" / "text_encoder"
LENGTHS = (11, 18)


def stored(length: int) -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    """Attention (layer, head, query, key) and tokens of one sentence."""
    with np.load(SENTENCES / f"sentence_{length}_tokens.npz") as file:
        return file["attention_weights"], file["tokens"]


def report_from(folder: Path) -> Report:
    return report_of(summarize(open_run(folder)))


def single(folder: Path, length: int) -> Report:
    folder.mkdir()
    attention, tokens = stored(length)
    np.savez(folder / "sentence.npz", attention_weights=attention, tokens=tokens)
    return report_from(folder)


def padded(length: int, to: int) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """A sentence padded as the model pads: pad keys get nothing, pad queries still sum to one."""
    attention, _ = stored(length)
    layers, heads = attention.shape[:2]
    wide = np.zeros((layers, heads, to, to), np.float32)
    wide[:, :, :length, :length] = attention
    wide[:, :, length:, :length] = 1 / length
    mask = np.zeros(to, np.int8)
    mask[:length] = 1
    return wide, mask


def padded_batch(folder: Path, lengths: tuple[int, ...], to: int, dtype: type) -> Report:
    """One file with axes (layer, batch, head, query, key) and its attention_mask."""
    folder.mkdir()
    pairs = [padded(length, to) for length in lengths]
    np.savez(
        folder / "batch.npz",
        attention_weights=np.stack([pair[0] for pair in pairs], axis=1).astype(dtype),
        attention_mask=np.stack([pair[1] for pair in pairs]),
    )
    return report_from(folder)


def check(report: Report, id: str):
    return next(result for result in report.checks if result.id == id)


@pytest.mark.parametrize("length", LENGTHS)
def test_the_first_token_is_named_as_a_sink_and_no_time_is_claimed(tmp_path, length):
    report = single(tmp_path / "run", length)
    sink = check(report, "attention-sink")
    assert (sink.status, sink.outcome) == (Status.WARN, "sink")
    assert sink.values["token"] == stored(length)[1][0]
    assert check(report, "row-sums").outcome == "ok"
    assert not report.times.declared
    assert report.peak.elapsed_hours is None
    assert report.peak.hours_before_issue is None
    assert check(report, "physical-plausibility").outcome == "no-time"
    said = [
        say(finding.message, language)
        for finding in report.findings
        if finding.place in ("headline", "deck")
        for language in Language
    ]
    assert not any(" h before" in text or "시간 전" in text for text in said)


def test_float16_batches_with_layer_first_are_read_by_their_mask(tmp_path):
    report = padded_batch(tmp_path / "run", LENGTHS, 18, np.float16)
    assert (report.run.layers, report.run.heads, report.run.samples) == (6, 12, 2)
    assert report.run.mask.kind is MaskKind.PADDING
    assert report.run.precision is Precision.FLOAT16
    assert check(report, "row-sums").outcome == "ok"
    assert check(report, "mask-leak").outcome == "ok"


def test_a_batch_of_several_texts_names_the_tokens_they_share(tmp_path):
    """Both sentences begin with [CLS]; the sink is named by it, the rest by its place."""
    pairs = [padded(length, 18) for length in LENGTHS]
    tokens = [[*stored(length)[1], *["[PAD]"] * (18 - length)] for length in LENGTHS]
    np.savez(
        tmp_path / "batch.npz",
        attention_weights=np.stack([pair[0] for pair in pairs], axis=1).astype(np.float16),
        attention_mask=np.stack([pair[1] for pair in pairs]),
        tokens=np.array(tokens),
    )
    report = report_from(tmp_path)
    assert report.run.tokens[0] == "[CLS]"
    assert report.run.tokens[10] == ""
    measured = check(report, "attention-sink")
    assert measured.values["token"] == "[CLS]"
    axis = draw_figures(report)["incoming"].labels
    assert {"[CLS]", "10"} <= {label.words for label in axis if isinstance(label.words, str)}


def test_a_sink_without_a_name_is_its_key(tmp_path):
    report = padded_batch(tmp_path / "run", LENGTHS, 18, np.float16)
    measured = check(report, "attention-sink")
    assert measured.values["token"] == ""
    words = say(Message("check.attention-sink.sink.measured", measured.values), Language.EN)
    assert words.startswith("key\u00a00: ") or words.startswith("key 0: ")


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_padding_of_the_two_sentences_in_one_batch_changes_no_figure(tmp_path, dtype):
    """Wider by 0 and by 13: the shorter one is padded in both, the longer one in the second."""
    alone = padded_batch(tmp_path / "alone", LENGTHS, 18, dtype)
    wide = padded_batch(tmp_path / "wide", LENGTHS, 31, dtype)
    compared = 0
    for mine, theirs in zip(
        (alone.figures, *alone.layers, *(head.figures for head in alone.heads)),
        (wide.figures, *wide.layers, *(head.figures for head in wide.heads)),
        strict=True,
    ):
        for field in fields(mine):
            value, other = getattr(mine, field.name), getattr(theirs, field.name)
            if isinstance(value, float):
                assert value == pytest.approx(other, abs=1e-5, nan_ok=True), field.name
                compared += 1
    assert compared > 1000
    assert alone.lift == pytest.approx(wide.lift[:18], abs=1e-5)
    assert alone.peak.p_value == pytest.approx(wide.peak.p_value, abs=0.02)


def test_bfloat16_values_kept_in_float32_are_judged_as_bfloat16(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    attention, tokens = stored(18)
    # Round to nearest by adding half of the last kept bit, then cut the low sixteen bits.
    bits = attention.view(np.uint32) + np.uint32(0x8000)
    coarse = (bits & np.uint32(0xFFFF0000)).view(np.float32)
    np.savez(folder / "sentence.npz", attention_weights=coarse, tokens=tokens)
    report = report_from(folder)
    assert report.run.dtype == "float32"
    assert report.run.precision is Precision.BFLOAT16
    assert check(report, "row-sums").outcome == "ok"
    # The same sums would fail as float32: the tolerance follows the values, not the container.
    assert check(report, "row-sums").value > 1e-5


@pytest.mark.parametrize("length", LENGTHS)
def test_padding_changes_no_figure(tmp_path, length):
    alone = single(tmp_path / "alone", length)
    wide = padded_batch(tmp_path / "wide", (length,), 24, np.float32)
    for mine, theirs in zip(alone.heads, wide.heads, strict=True):
        for name in (
            "entropy_nats",
            "normalized_entropy",
            "effective_keys",
            "gini",
            "unevenness",
            "max_cell_lift",
            "mean",
            "std",
            "diagonal_mean",
            "diagonal_share",
            "diagonal_null",
            "band_share",
            "band_null",
            "mean_lag",
            "mean_abs_lag",
            "mean_abs_lag_null",
            "early_third_share",
            "early_third_null",
            "sink_strength",
            "sink_null",
            "lag_half",
            "lag_ninety",
            "peak_lift",
        ):
            value, other = getattr(mine.figures, name), getattr(theirs.figures, name)
            assert value == pytest.approx(other, abs=1e-5), name
        assert mine.figures.peak_key == theirs.figures.peak_key
        assert mine.figures.pattern is theirs.figures.pattern
    assert alone.peak.key == wide.peak.key
    assert alone.lift == pytest.approx(wide.lift[:length], abs=1e-5)
    assert wide.lift[length:] == (1.0,) * (24 - length)
    assert alone.importance == pytest.approx(wide.importance[:length], abs=1e-5)
    assert np.allclose(alone.rollout_lift, wide.rollout_lift[:length], atol=1e-5)
