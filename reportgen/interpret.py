"""From numbers and verdicts to findings: which statements this run supports. No prose here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.schema import (
    Analysis,
    CheckResult,
    Finding,
    Interval,
    MaskKind,
    Message,
    Status,
    Value,
    Where,
)
from reportgen.statistics.content.conditions import beats_chance
from reportgen.statistics.significance import FEWEST_BLOCKS, LEVEL
from reportgen.timeaxis import cell_interval

_BREAKING = ("weight-range", "row-sums")
_AGREEMENT = {"agree": True, "disagree": False}


def interpret(analysis: Analysis, checks: Sequence[CheckResult]) -> tuple[Finding, ...]:
    """Statements that the numbers support, in the order of the page.

    Returns
    -------
    tuple of Finding
        Places: headline, deck, doubt, safe, ladder, tested, untested.
    """
    results = {check.id: check for check in checks}
    return (
        _finding("headline", _headline(analysis, results)),
        *(_finding("deck", message) for message in _deck(analysis, results)),
        *(_finding("doubt", message) for message in _doubts(analysis, results)),
        *(_finding("safe", message) for message in _safe(analysis, results)),
        *_ladder(analysis, results),
        *(_finding("tested", message) for message in _tested(analysis, results)),
        *(_finding("untested", message) for message in _untested(analysis, results)),
    )


def _finding(place: str, message: Message) -> Finding:
    return Finding(place, message)


def _message(id: str, **values: Value) -> Message:
    return Message(id, values)


def broken(results: dict[str, CheckResult]) -> bool:
    """Whether the arrays are no attention weights, so that nothing may be read from them."""
    return any(results[check].status is Status.FAIL for check in _BREAKING)


def stands_out(analysis: Analysis) -> bool:
    """Whether one key beats both nulls."""
    return analysis.peak.p_value < LEVEL and analysis.peak.lift > 1


def peak_place(analysis: Analysis) -> Where:
    """Place of the peak: an interval of hours, a step or a token."""
    return cell_interval(analysis.times, analysis.peak.key, analysis.run.tokens)


def _pair(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low, interval.high)


def _edge(analysis: Analysis) -> str:
    """``first``, ``last`` or nothing: the edge of the timed keys on which the peak lies."""
    if not analysis.peak.at_edge:
        return ""
    timed = [key for key, hours in enumerate(analysis.times.elapsed) if hours is not None]
    return "first" if analysis.peak.key == (timed[0] if timed else 0) else "last"


def _headline(analysis: Analysis, results: dict[str, CheckResult]) -> Message:
    peak, where = analysis.peak, peak_place(analysis)
    if broken(results):
        return _message("finding.headline.broken")
    if not stands_out(analysis):
        return _message("finding.headline.none")
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
        return _layers_headline(analysis)
    kind = {"first": "first", "last": "edge", "": "peak"}[_edge(analysis)]
    if kind == "edge" and not analysis.times.declared:
        kind = "peak"
    return Message(f"finding.headline.{kind}", {"where": where, **numbers})


def _layers_headline(analysis: Analysis) -> Message:
    """Two places: a deep layer's tokens mix hours, so one place alone would claim too much."""
    peaks, times, tokens = analysis.agreement.peaks, analysis.times, analysis.run.tokens
    if abs(peaks[0] - analysis.peak.key) <= analysis.agreement.tolerance:
        rollout = analysis.agreement.rollout_peak
        assert rollout is not None
        where = cell_interval(times, rollout, tokens)
        return _message(
            "finding.headline.rollout-differs",
            layer=analysis.focus.layer,
            where=peak_place(analysis),
            rollout=where,
        )
    return _message(
        "finding.headline.disagree",
        first=0,
        first_where=cell_interval(times, peaks[0], tokens),
        layer=analysis.focus.layer,
        where=peak_place(analysis),
    )


def _deck(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    peak = analysis.peak
    if broken(results):
        return
    claimed = stands_out(analysis)
    if claimed and results["layer-agreement"].outcome == "disagree":
        yield _message(
            "finding.deck.layer",
            layer=analysis.focus.layer,
            share=peak.share,
            lift=peak.lift,
            share_interval=_pair(peak.ci95_share),
        )
        yield _message("finding.deck.disagree")
    elif claimed:
        if peak.ci95_share is None:
            yield _message("finding.deck.no-interval", samples=peak.samples)
        else:
            yield _message("finding.deck.interval", share_interval=_pair(peak.ci95_share))
    if not analysis.times.declared:
        yield _message("finding.deck.no-time")
    elif (
        claimed
        and peak.hours_before_last_input is not None
        and results["layer-agreement"].outcome != "disagree"
    ):
        yield _hours(peak.hours_before_last_input, peak.hours_before_issue)
    if claimed and _edge(analysis) and analysis.times.declared:
        kind = "first" if _edge(analysis) == "first" else "edge"
        yield _message(f"finding.deck.{kind}")
    if peak.hours_half is not None:
        yield _message("finding.deck.half", hours=peak.hours_half)


def _hours(before_last_input: float, before_issue: float | None) -> Message:
    if before_issue is None:
        return _message("finding.deck.hours-input", before_last_input=before_last_input)
    return _message(
        "finding.deck.hours", before_last_input=before_last_input, before_issue=before_issue
    )


def _doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """What a reader must know before believing the headline, the gravest first."""
    yield from _array_doubts(analysis, results)
    if broken(results):
        return
    peak, where = analysis.peak, peak_place(analysis)
    if stands_out(analysis):
        edge = results["edge-peak"].outcome
        if edge == "edge-last":
            yield _message("finding.doubt.edge")
        if edge == "edge-first" and not peak.is_sink:
            yield _message("finding.doubt.edge-first")
    if results["layer-agreement"].outcome == "disagree":
        yield _message("finding.doubt.disagree")
    yield from _result_doubts(analysis, results)
    if results["over-reliance"].outcome == "over":
        yield _message("finding.doubt.over-reliance", where=where, lift=peak.lift)
    if peak.blocks < FEWEST_BLOCKS:
        yield _message("finding.doubt.few-samples", samples=peak.samples)
    if peak.samples > 1 and peak.block_hours == 0:
        yield _message("finding.doubt.independence")
    elif peak.blocks < peak.samples:
        yield _message("finding.doubt.overlap", samples=peak.samples, blocks=peak.blocks)
    if analysis.run.mask.cells is not MaskKind.NONE:
        late = peak.key >= 2 * analysis.run.keys // 3 and stands_out(analysis)
        yield _message("finding.doubt.late-keys" if late else "finding.doubt.causal")
    if not analysis.times.declared:
        yield _message("finding.doubt.no-time")


def _array_doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    if results["weight-range"].status is Status.FAIL:
        yield _message("finding.doubt.range")
    if results["row-sums"].status is Status.FAIL:
        yield _message("finding.doubt.rows")
    if results["finite-values"].status is Status.FAIL:
        yield _message("finding.doubt.not-finite")
    if results["mask-leak"].status is Status.FAIL:
        yield _message("finding.doubt.leak")
    run = analysis.run
    if run.files_skipped:
        yield _message("finding.doubt.skipped", skipped=len(run.files_skipped), read=run.files_read)
    if analysis.parts is not None and analysis.parts.skipped:
        labels = tuple(part.label for part in analysis.parts.skipped)
        yield _message("finding.doubt.parts-skipped", skipped=len(labels), labels=labels)


def _result_doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """Doubts that one check raises by itself."""
    sink = results["attention-sink"]
    if sink.outcome == "sink":
        yield Message(
            "finding.doubt.sink", {name: sink.values[name] for name in ("key", "strength")}
        )
    if results["uniform-attention"].outcome in ("uniform", "guide-uniform"):
        yield _message("finding.doubt.uniform")
    stability = results["peak-stability"]
    if stability.outcome == "unstable":
        yield _message("finding.doubt.unstable", share=stability.values["share"])
    if results["physical-plausibility"].outcome == "implausible":
        yield _message("finding.doubt.implausible")
    redundant = results["redundant-heads"]
    if redundant.outcome == "redundant":
        yield _message("finding.doubt.redundant", pairs=redundant.values["pairs"])
    skill = results["skill"]
    if skill.outcome == "worse":
        yield Message(
            "finding.doubt.skill",
            {"score": skill.values["score"], "reference": skill.values["reference"]},
        )
    content = analysis.content
    if content is not None and content.composition is not None and content.composition.one_hour:
        hour = next(h for h, count in enumerate(content.composition.ut_hours) if count)
        yield _message("finding.doubt.one-hour", hour=hour)
    if content is not None and content.filled is not None:
        filled = content.filled
        yield _message("finding.doubt.filled", cells=filled.cells, attention=filled.attention.value)
    collapse = results["entropy-collapse"]
    if collapse.outcome == "collapsed":
        yield _message("finding.doubt.collapse", heads=collapse.values["heads"])
    if collapse.outcome == "collapsed-epochs":
        yield _chosen("finding.doubt.collapse-epochs", collapse, "heads", "of", "epoch")
    if collapse.outcome == "fell-epochs":
        yield _chosen("finding.doubt.entropy-fell", collapse, "share", "epoch")


def _chosen(id: str, check: CheckResult, *names: str) -> Message:
    """A message with some of a check's values."""
    return Message(id, {name: check.values[name] for name in names})


def _safe(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    if broken(results):
        return
    peak = analysis.peak
    values: dict[str, Value] = {
        "samples": peak.samples,
        "blocks": peak.blocks,
        "share": peak.share,
        "interval": _pair(peak.ci95_share),
        "where": peak_place(analysis),
        "layer": analysis.focus.layer,
    }
    if results["layer-agreement"].outcome == "disagree":
        kind = "disagree-no-interval" if peak.ci95_share is None else "disagree"
        yield Message(f"finding.safe-{kind}", values)
    elif peak.ci95_share is None:
        yield Message("finding.safe-no-interval", values)
    elif not analysis.times.declared:
        yield Message("finding.safe-no-time", values)
    else:
        yield Message("finding.safe", values)


def _ladder(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Finding]:
    peak = analysis.peak
    sound = all(
        check.status is not Status.FAIL for check in results.values() if check.group == "arrays"
    )
    deviation = results["row-sums"].value
    yield Finding(
        "ladder",
        _message("ladder.arrays", read=analysis.run.files_read, deviation=deviation),
        sound,
    )
    uneven = _message(
        "ladder.uneven", lift=peak.lift, interval=_pair(peak.ci95_lift), p=peak.p_value
    )
    tested = peak.blocks >= FEWEST_BLOCKS and sound
    yield Finding("ladder", uneven, stands_out(analysis) if tested else None)
    yield _position_step(analysis)
    layers = results["layer-agreement"]
    yield Finding("ladder", Message("ladder.layers", layers.values), _AGREEMENT.get(layers.outcome))
    for step in ("repeats", "depends"):
        yield Finding("ladder", _message(f"ladder.{step}"), None)


def _position_step(analysis: Analysis) -> Finding:
    """Whether some input differs where attention goes beyond what pairing at random gives."""
    content = analysis.content
    if content is None or content.position is None or not content.conditions:
        return Finding("ladder", _message("ladder.position"), None)
    share = content.position.value
    compared = len(content.conditions)
    shown = [item for item in content.conditions if beats_chance(item, compared)]
    strongest = max(shown, key=lambda item: abs(item.effect), default=None)
    if strongest is None:
        return Finding("ladder", _message("ladder.position", share=share), False)
    values: dict[str, Value] = {
        "share": share,
        "name": strongest.name,
        "difference": strongest.difference.value,
        "unit": f"\u00a0{strongest.units}" if strongest.units else "",
        "interval": _pair(strongest.difference.interval),
    }
    return Finding("ladder", Message("ladder.position.follows", values), True)


def _tested(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    peak, run = analysis.peak, analysis.run
    yield _message("tested.rows")
    if run.mask.kind is not MaskKind.NONE:
        yield _message("tested.mask", kind=run.mask.kind.value)
    yield _message("tested.uniform")
    yield _message("tested.row-null")
    if peak.p_samples is not None:
        yield _message("tested.sample-null", blocks=peak.blocks)
    if peak.ci95_share is not None:
        yield _message("tested.bootstrap", blocks=peak.blocks)
        yield _message("tested.stability", samples=peak.samples)
    if results["redundant-heads"].status is not Status.SKIP:
        yield _message("tested.heads")
    scales = tuple(scale.id for scale in analysis.scales if scale.testable)
    if results["physical-plausibility"].status is not Status.SKIP and scales:
        yield _message("tested.scales", scales=scales)
    if peak.without_sink_key is not None:
        yield _message("tested.sink")
    if results["layer-agreement"].status is not Status.SKIP:
        yield _message("tested.layers")
    content = analysis.content
    if content is not None and content.conditions:
        yield _message("tested.conditions", variables=len(content.conditions))
    if content is not None and content.locks:
        yield _message("tested.locks")
    if results["skill"].status is not Status.SKIP:
        yield _message("tested.skill")
    if results["outcome-contrast"].status is not Status.SKIP:
        yield _message("tested.outcomes")
    if analysis.parts is not None and len(analysis.parts.items) > 1:
        yield _message(f"tested.{analysis.parts.kind.value}s", n=len(analysis.parts.items))


def _untested(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    peak = analysis.peak
    if peak.ci95_share is None:
        yield _message("untested.intervals")
    if peak.p_samples is None:
        yield _message("untested.sample-null")
    content = analysis.content
    if content is None or content.position is None or not content.conditions:
        yield _message("untested.position")
    if results["layer-agreement"].status is Status.SKIP:
        yield _message("untested.layers")
    if results["skill"].status is Status.SKIP:
        yield _message("untested.skill")
    if results["outcome-contrast"].status is Status.SKIP:
        yield _message("untested.outcomes")
    if not analysis.times.declared:
        yield _message("untested.time")
    elif any(not scale.testable for scale in analysis.scales):
        yield _message("untested.scales")
    for item in ("variables", "gradients", "norms", "ablation", "repeats", "windows", "untrained"):
        yield _message(f"untested.{item}")
