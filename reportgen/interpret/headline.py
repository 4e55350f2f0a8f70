"""The one sentence, and the lines below it."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.interpret.peak import broken, edge_of, message, pair, peak_place, stands_out
from reportgen.schema import Analysis, CheckResult, Message, Value
from reportgen.statistics.significance import FEWEST_BLOCKS
from reportgen.timeaxis import cell_interval


def headline(analysis: Analysis, results: dict[str, CheckResult]) -> Message:
    """The one sentence: where the model looks, or why that cannot be said."""
    peak, where = analysis.peak, peak_place(analysis)
    if broken(results):
        return message("finding.headline.broken")
    if not stands_out(analysis):
        return message("finding.headline.none")
    numbers: dict[str, Value] = {"share": peak.share, "lift": peak.lift}
    if peak.blocks < FEWEST_BLOCKS:
        return Message(
            "finding.headline.within", {"where": where, "samples": peak.samples, **numbers}
        )
    if peak.is_sink:
        tokens = analysis.run.tokens
        token = tokens[peak.key] if tokens else ""
        return Message("finding.headline.sink", {"key": peak.key, "token": token, **numbers})
    if results["layer-agreement"].outcome == "disagree":
        return _layersheadline(analysis)
    kind = {"first": "first", "last": "edge", "": "peak"}[edge_of(analysis)]
    if kind == "edge" and not analysis.times.declared:
        kind = "peak"
    return Message(f"finding.headline.{kind}", {"where": where, **numbers})


def _layersheadline(analysis: Analysis) -> Message:
    """Two places: a deep layer's tokens mix hours, so one place alone would claim too much."""
    peaks, times, tokens = analysis.agreement.peaks, analysis.times, analysis.run.tokens
    if abs(peaks[0] - analysis.peak.key) <= analysis.agreement.tolerance:
        rollout = analysis.agreement.rollout_peak
        assert rollout is not None
        where = cell_interval(times, rollout, tokens)
        return message(
            "finding.headline.rollout-differs",
            layer=analysis.focus.layer,
            where=peak_place(analysis),
            rollout=where,
        )
    return message(
        "finding.headline.disagree",
        first=0,
        first_where=cell_interval(times, peaks[0], tokens),
        layer=analysis.focus.layer,
        where=peak_place(analysis),
    )


def deck(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """Its interval, its hours on the clocks, and what limits it."""
    peak = analysis.peak
    if broken(results):
        return
    claimed = stands_out(analysis)
    if claimed and results["layer-agreement"].outcome == "disagree":
        alone = "-no-interval" if peak.ci95_share is None else ""
        yield message(
            f"finding.deck.layer{alone}",
            layer=analysis.focus.layer,
            share=peak.share,
            lift=peak.lift,
            share_interval=pair(peak.ci95_share),
        )
        yield message("finding.deck.disagree")
    elif claimed:
        if peak.ci95_share is None:
            yield message("finding.deck.no-interval", samples=peak.samples)
        else:
            yield message("finding.deck.interval", share_interval=pair(peak.ci95_share))
    if not analysis.times.declared:
        yield message("finding.deck.no-time")
    elif (
        claimed
        and peak.hours_before_last_input is not None
        and results["layer-agreement"].outcome != "disagree"
    ):
        yield _hours(peak.hours_before_last_input, peak.hours_before_issue)
    if claimed and edge_of(analysis) and analysis.times.declared:
        kind = "first" if edge_of(analysis) == "first" else "edge"
        yield message(f"finding.deck.{kind}")
    if peak.hours_half is not None:
        yield message("finding.deck.half", hours=peak.hours_half)


def _hours(before_last_input: float, before_issue: float | None) -> Message:
    if before_issue is None:
        return message("finding.deck.hours-input", before_last_input=before_last_input)
    return message(
        "finding.deck.hours", before_last_input=before_last_input, before_issue=before_issue
    )
