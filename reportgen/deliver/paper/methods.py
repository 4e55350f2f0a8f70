"""The paragraphs of a manuscript that follow from the numbers: methods, result, limits.

A sentence is written only where the run supports it: nothing in hours without time, no interval
with one sample, no statement on a peak where the arrays are no attention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.interpret import broken
from reportgen.render.finding import placed
from reportgen.schema import Language, Message, Readout, Report
from reportgen.text import say

#: Parts of the finding that speak to the user of reportgen, not to the readers of a paper.
_FOR_THE_USER = frozenset(["finding.deck.no-time"])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement without its full stop, and the works that it rests on (keys of the BibTeX)."""

    message: Message
    cites: tuple[str, ...] = ()


def methods_sentences(report: Report) -> tuple[Sentence, ...]:
    """What was done to get the numbers of this run."""
    results = {check.id: check for check in report.checks}
    return (
        *_read(report),
        *_time(report),
        *_measured(report),
        *(_claimed(report) if not broken(results) else [_sentence("broken")]),
        *_compared(report),
        _sentence("caution", cites=("jain2019", "wiegreffe2019", "kobayashi2020")),
        _sentence("software", version=report.provenance.version),
    )


def result_messages(report: Report) -> tuple[Message, ...]:
    """The finding as it may be stated: headline, its particulars, the safe sentence."""
    decks = placed(report, "deck")
    return (
        *placed(report, "headline"),
        *(deck for deck in decks if deck.id not in _FOR_THE_USER),
        *placed(report, "safe"),
    )


def limit_messages(report: Report, language: Language) -> tuple[Message, ...]:
    """What a reader must know beside the result: each doubt, and in one what was not tested."""
    untested = [say(message, language).rstrip(".") for message in placed(report, "untested")]
    if not untested:
        return placed(report, "doubt")
    return (*placed(report, "doubt"), Message("paper.untested", {"items": "; ".join(untested)}))


def _sentence(name: str, *, cites: tuple[str, ...] = (), **values: object) -> Sentence:
    return Sentence(Message(f"paper.methods.{name}", values), cites)  # type: ignore[arg-type]


def _read(report: Report) -> Iterator[Sentence]:
    run = report.run
    yield _sentence(
        "data", layers=run.layers, heads=run.heads, samples=run.samples, cites=("vaswani2017",)
    )
    if run.files_skipped:
        skipped = len(run.files_skipped)
        yield _sentence("skipped", skipped=skipped, files=run.files_read + skipped)


def _time(report: Report) -> Iterator[Sentence]:
    run, times = report.run, report.times
    if not times.declared:
        yield _sentence("tokens-steps", keys=run.keys)
        return
    if times.cadence_hours is None:
        yield _sentence("tokens-irregular", keys=run.keys, window=times.window_hours)
    else:
        yield _sentence(
            "tokens", keys=run.keys, cadence=times.cadence_hours, window=times.window_hours
        )
    if times.issue_offset_hours is not None:
        yield _sentence("issue", offset=times.issue_offset_hours)
        if times.forecast_period is not None:
            period = times.forecast_period
            yield _sentence("forecast", period=(period.low, period.high))


def _measured(report: Report) -> Iterator[Sentence]:
    mask, focus = report.run.mask, report.focus
    yield _sentence("baseline", kind=mask.kind.value, source=mask.source.value)
    yield _sentence("focus", layer=focus.layer, layers=report.run.layers)
    if focus.readout is not Readout.MEAN:
        yield _sentence("readout", readout=focus.readout.value)


def _claimed(report: Report) -> Iterator[Sentence]:
    peak = report.peak
    if peak.p_samples is None:
        yield _sentence("null-rows", rows=peak.p_rows)
    else:
        yield _sentence("null-both", rows=peak.p_rows, samples=peak.p_samples, blocks=peak.blocks)
    if peak.ci95_share is None:
        yield _sentence("interval-none")
    elif peak.block_hours > 0:
        yield _sentence("interval-blocks", blocks=peak.blocks, hours=peak.block_hours)
    else:
        yield _sentence("interval-independent", blocks=peak.blocks)
    yield _sentence("entropy", entropy=report.figures.normalized_entropy, cites=("clark2019",))


def _compared(report: Report) -> Iterator[Sentence]:
    outcomes = {check.id: check.outcome for check in report.checks}
    if report.rollout_lift is not None and report.run.layers > 1:
        yield _sentence("rollout", cites=("abnar2020",))
    if report.head_map is not None:
        yield _sentence("heads", cites=("clark2019",))
    if outcomes.get("attention-sink") in ("none", "sink"):
        yield _sentence("sink", cites=("xiao2023", "gu2024"))
    if outcomes.get("entropy-collapse") in ("ok", "collapsed"):
        yield _sentence("collapse", cites=("zhai2023",))
