"""What a reader must know before believing the headline."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.interpret.peak import broken, message, peak_place, stands_out
from reportgen.schema import Analysis, CheckResult, MaskKind, Message, Status
from reportgen.statistics.significance import FEWEST_BLOCKS
from reportgen.timeaxis import cell_interval


def doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """What a reader must know before believing the headline, the gravest first."""
    yield from _array_doubts(analysis, results)
    if broken(results):
        return
    peak, where = analysis.peak, peak_place(analysis)
    if stands_out(analysis):
        edge = results["edge-peak"].outcome
        if edge == "edge-last":
            yield message("finding.doubt.edge")
        if edge == "edge-first" and not peak.is_sink:
            yield message("finding.doubt.edge-first")
    if results["layer-agreement"].outcome == "disagree":
        yield message("finding.doubt.disagree")
    yield from _measure_doubts(analysis)
    yield from _result_doubts(analysis, results)
    if results["over-reliance"].outcome == "over":
        yield message("finding.doubt.over-reliance", where=where, lift=peak.lift)
    if peak.blocks < FEWEST_BLOCKS:
        yield message("finding.doubt.few-samples", samples=peak.samples)
    if peak.samples > 1 and peak.block_hours == 0:
        yield message("finding.doubt.independence")
    elif peak.blocks < peak.samples:
        yield message("finding.doubt.overlap", samples=peak.samples, blocks=peak.blocks)
    if analysis.run.mask.cells is not MaskKind.NONE:
        late = peak.key >= 2 * analysis.run.keys // 3 and stands_out(analysis)
        yield message("finding.doubt.late-keys" if late else "finding.doubt.causal")
    if not analysis.times.declared:
        yield message("finding.doubt.no-time")


def _array_doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    if results["weight-range"].status is Status.FAIL:
        yield message("finding.doubt.range")
    if results["row-sums"].status is Status.FAIL:
        yield message("finding.doubt.rows")
    if results["finite-values"].status is Status.FAIL:
        yield message("finding.doubt.not-finite")
    if results["mask-leak"].status is Status.FAIL:
        yield message("finding.doubt.leak")
    run = analysis.run
    if run.files_skipped:
        yield message("finding.doubt.skipped", skipped=len(run.files_skipped), read=run.files_read)
    if analysis.parts is not None and analysis.parts.skipped:
        labels = tuple(part.label for part in analysis.parts.skipped)
        yield message("finding.doubt.parts-skipped", skipped=len(labels), labels=labels)


def _measure_doubts(analysis: Analysis) -> Iterator[Message]:
    """Where the values or the gradients put the weight of the matter elsewhere."""
    for item in analysis.faithfulness:
        apart = abs(item.key - item.weights_key) > analysis.agreement.tolerance
        if apart and stands_out(analysis):
            where = cell_interval(analysis.times, item.key, analysis.run.tokens)
            yield message(f"finding.doubt.{item.measure.value}", where=where)


def _result_doubts(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """Doubts that one check raises by itself."""
    sink = results["attention-sink"]
    if sink.outcome == "sink":
        yield Message(
            "finding.doubt.sink", {name: sink.values[name] for name in ("key", "strength")}
        )
    if results["uniform-attention"].outcome in ("uniform", "guide-uniform"):
        yield message("finding.doubt.uniform")
    stability = results["peak-stability"]
    if stability.outcome == "unstable":
        yield message("finding.doubt.unstable", share=stability.values["share"])
    if results["physical-plausibility"].outcome == "implausible":
        yield message("finding.doubt.implausible")
    redundant = results["redundant-heads"]
    if redundant.outcome == "redundant":
        yield message("finding.doubt.redundant", pairs=redundant.values["pairs"])
    skill = results["skill"]
    if skill.outcome == "worse":
        yield _chosen("finding.doubt.skill", skill, "score", "reference")
    if skill.outcome == "unclear":
        yield _chosen("finding.doubt.skill-unclear", skill, "score", "reference")
    yield from _content_doubts(analysis)
    collapse = results["entropy-collapse"]
    if collapse.outcome == "collapsed":
        yield message("finding.doubt.collapse", heads=collapse.values["heads"])
    if collapse.outcome == "collapsed-epochs":
        yield _chosen("finding.doubt.collapse-epochs", collapse, "heads", "of", "epoch")
    if collapse.outcome == "fell-epochs":
        yield _chosen("finding.doubt.entropy-fell", collapse, "share", "epoch")


def _content_doubts(analysis: Analysis) -> Iterator[Message]:
    """Doubts about the samples: hours of the day, stretches that look filled."""
    content = analysis.content
    if content is not None and content.composition is not None and content.composition.one_hour:
        hour = next(h for h, count in enumerate(content.composition.ut_hours) if count)
        yield message("finding.doubt.one-hour", hour=hour)
    if content is not None and content.filled is not None:
        filled = content.filled
        yield message("finding.doubt.filled", cells=filled.cells, attention=filled.attention.value)


def _chosen(id: str, check: CheckResult, *names: str) -> Message:
    """A message with some of a check's values."""
    return Message(id, {name: check.values[name] for name in names})
