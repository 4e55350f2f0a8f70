"""Which headline, which doubts, for which evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportgen.build import report_of
from reportgen.interpret import interpret
from reportgen.schema import Language, Report, Status
from reportgen.sources.run import open_run
from reportgen.summarize import summarize
from reportgen.text import say
from tests.builders import (
    dataset_of,
    peaked_run,
    planted_attention,
    random_attention,
    stamps,
    write_run,
)

SHAPE = (12, 2, 2, 12, 12)


def report(attention: np.ndarray) -> Report:
    return report_of(summarize(dataset_of(attention)))


def of_run(run: Path, **flags: object) -> Report:
    return report_of(summarize(open_run(run, overrides=flags)))


def ids(found: Report, place: str) -> list[str]:
    return [
        item.message.id.removeprefix("finding.") for item in found.findings if item.place == place
    ]


def headline(found: Report) -> str:
    (one,) = ids(found, "headline")
    return one


# Headline -----------------------------------------------------------------------------------------


def test_a_peak_inside_the_window_is_the_headline(tmp_path: Path) -> None:
    found = of_run(peaked_run(tmp_path, key=5))
    assert headline(found) == "headline.peak"
    values = next(f for f in found.findings if f.place == "headline").message.values
    assert values["where"] == ("hours", 6.0, 7.0)
    assert values["share"] == found.peak.share
    assert ids(found, "deck")[:2] == ["deck.interval", "deck.hours"]


@pytest.mark.parametrize(("key", "kind"), [(11, "edge"), (0, "sink")])
def test_a_peak_at_an_edge_is_called_one(tmp_path: Path, key: int, kind: str) -> None:
    found = of_run(peaked_run(tmp_path, key=key))
    assert headline(found) == f"headline.{kind}"
    doubts = ids(found, "doubt")
    assert ("doubt.edge" in doubts) == (kind == "edge")
    assert ("doubt.sink" in doubts) == (kind == "sink")


def test_the_first_key_that_is_no_sink_is_an_edge(tmp_path: Path) -> None:
    attention = planted_attention(0, 1.8, shape=(24, 2, 2, 12, 12))
    found = of_run(write_run(tmp_path, attention, hourly=True))
    assert headline(found) == "headline.first"
    assert "doubt.edge-first" in ids(found, "doubt")


def test_noise_claims_nothing() -> None:
    found = report(random_attention(1, shape=SHAPE))
    assert headline(found) == "headline.none"
    assert not {"deck.interval", "deck.hours", "deck.edge"} & set(ids(found, "deck"))
    assert not {"doubt.edge", "doubt.edge-first"} & set(ids(found, "doubt"))


def test_one_sample_speaks_of_itself_only() -> None:
    found = report(planted_attention(4, 4.0, shape=(1, 1, 1, 12, 12)))
    assert headline(found) == "headline.within"
    assert "doubt.few-samples" in ids(found, "doubt")
    assert "deck.no-interval" in ids(found, "deck")
    assert ids(found, "safe") == ["safe-no-interval"]
    assert "untested.sample-null" in ids(found, "untested")


def test_many_overlapping_windows_are_few_observations(tmp_path: Path) -> None:
    attention = planted_attention(5, 2.5, shape=(24, 1, 2, 12, 12))
    names = stamps(24, step_hours=1)
    found = of_run(write_run(tmp_path, attention, names=names, hourly=True))
    assert found.peak.blocks < 6
    assert headline(found) == "headline.within"
    assert not found.peak.critical
    assert "doubt.overlap" in ids(found, "doubt")


@pytest.mark.parametrize(
    ("attention", "doubt"),
    [
        (np.random.default_rng(0).normal(0, 3, SHAPE), "doubt.range"),
        (planted_attention(4, 3.0, shape=SHAPE) * 0.9, "doubt.rows"),
        (planted_attention(4, 3.0, shape=SHAPE) * 100, "doubt.range"),
    ],
    ids=["logits", "row sums", "percentages"],
)
def test_nothing_is_read_from_what_is_no_attention(attention: np.ndarray, doubt: str) -> None:
    found = report(attention)
    assert headline(found) == "headline.broken"
    assert ids(found, "deck") == ids(found, "safe") == []
    assert doubt in ids(found, "doubt")
    assert found.status is Status.FAIL


# Doubts and tests ---------------------------------------------------------------------------------


def test_no_time_is_said() -> None:
    found = report(planted_attention(4, 3.0, shape=SHAPE))
    assert "deck.no-time" in ids(found, "deck")
    assert "doubt.no-time" in ids(found, "doubt")
    assert "untested.time" in ids(found, "untested")
    assert ids(found, "safe") == ["safe-no-time"]


def test_issue_unknown_gives_hours_before_the_last_input_only(tmp_path: Path) -> None:
    found = of_run(peaked_run(tmp_path, key=5, hourly=False), cadence="1h")
    assert found.peak.hours_before_issue is None
    assert found.peak.hours_before_last_input == 6
    assert "deck.hours-input" in ids(found, "deck")


def test_nan_rows_and_skipped_files_are_doubts(tmp_path: Path) -> None:
    attention = planted_attention(5, 2.5, shape=SHAPE)
    attention[3, 0, 0, 2] = np.nan
    run = write_run(tmp_path, attention, hourly=True)
    (run / "npz" / "bad.npz").write_bytes(b"")
    assert {"doubt.not-finite", "doubt.skipped"} <= set(ids(of_run(run), "doubt"))


def test_causal_attention_is_said_to_be() -> None:
    found = report(random_attention(0, shape=SHAPE, mask="causal"))
    assert {"doubt.causal", "doubt.late-keys"} & set(ids(found, "doubt"))
    assert "tested.mask" in ids(found, "tested")


def test_even_attention_and_collapse_are_doubts() -> None:
    even = report(random_attention(0, shape=SHAPE, concentration=2000.0))
    assert "doubt.uniform" in ids(even, "doubt")
    collapsed = random_attention(0, shape=SHAPE)
    collapsed[:, 0, 0] = np.eye(12)
    assert "doubt.collapse" in ids(report(collapsed), "doubt")


def test_over_reliance_is_a_doubt() -> None:
    assert "doubt.over-reliance" in ids(report(planted_attention(5, 5.0, shape=SHAPE)), "doubt")


def test_no_doubt_stands_twice() -> None:
    for key in (0, 5, 11):
        doubts = ids(report(planted_attention(key, 5.0, shape=SHAPE)), "doubt")
        assert len(doubts) == len(set(doubts))


def test_the_ladder_holds_what_was_tested() -> None:
    found = report(planted_attention(5, 2.5, shape=SHAPE))
    ladder = {item.message.id: item.holds for item in found.findings if item.place == "ladder"}
    assert ladder["ladder.arrays"] is True
    assert ladder["ladder.uneven"] is True
    noise = report(random_attention(1, shape=SHAPE))
    ladder = {item.message.id: item.holds for item in noise.findings if item.place == "ladder"}
    assert ladder["ladder.uneven"] is False
    one = report(planted_attention(4, 4.0, shape=(1, 1, 1, 12, 12)))
    ladder = {item.message.id: item.holds for item in one.findings if item.place == "ladder"}
    assert ladder["ladder.uneven"] is None


def test_weights_alone_never_pass_for_an_explanation() -> None:
    untested = ids(report(planted_attention(5, 2.5, shape=SHAPE)), "untested")
    assert {"untested.gradients", "untested.norms", "untested.ablation"} <= set(untested)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "attention",
    [
        planted_attention(5, 2.5, shape=SHAPE),
        planted_attention(0, 5.0, shape=SHAPE),
        random_attention(1, shape=SHAPE, mask="causal"),
        random_attention(1, shape=(1, 1, 1, 3, 5)),
        np.full(SHAPE, np.nan),
        np.zeros(SHAPE),
        np.random.default_rng(0).normal(0, 3, SHAPE),
    ],
    ids=["peak", "sink", "causal", "oblong", "NaN", "zero", "logits"],
)
def test_every_finding_can_be_said(attention: np.ndarray, language: Language) -> None:
    for finding in report(attention).findings:
        if finding.place != "ladder":
            text = say(finding.message, language)
            assert text
            assert "nan" not in text.lower().split()


@pytest.mark.parametrize(
    ("outcome", "doubt"),
    [("worse", "doubt.skill"), ("unclear", "doubt.skill-unclear"), ("better", None)],
)
def test_skill_that_is_not_shown_is_a_doubt(outcome: str, doubt: str | None) -> None:
    found = report(planted_attention(5, 3.0, shape=SHAPE))
    values = {"score": 24.9, "reference": 23.9, "skill": -0.08}
    checks = [
        replace(check, outcome=outcome, status=Status.INFO, values=values)
        if check.id == "skill"
        else check
        for check in found.checks
    ]
    named = {item.message.id.removeprefix("finding.") for item in interpret(found, checks)}
    assert {item for item in named if item.startswith("doubt.skill")} == ({doubt} - {None})
