"""Which tests of the claim were run, and which were not."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.interpret.peak import message, pair
from reportgen.schema import Analysis, CheckResult, Faithfulness, Lock, MaskKind, Message, Status
from reportgen.statistics.content.locking import followed, telling
from reportgen.timeaxis import cell_interval


def tested(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """Tests that were run on this peak."""
    peak, run = analysis.peak, analysis.run
    yield message("tested.rows")
    if run.mask.kind is not MaskKind.NONE:
        yield message("tested.mask", kind=run.mask.kind.value)
    yield message("tested.uniform")
    yield message("tested.row-null")
    if peak.p_samples is not None:
        yield message("tested.sample-null", blocks=peak.blocks)
    if peak.ci95_share is not None:
        yield message("tested.bootstrap", blocks=peak.blocks)
        yield message("tested.stability", samples=peak.samples)
    if results["redundant-heads"].status is not Status.SKIP:
        yield message("tested.heads")
    scales = tuple(scale.id for scale in analysis.scales if scale.testable)
    if results["physical-plausibility"].status is not Status.SKIP and scales:
        yield message("tested.scales", scales=scales)
    if peak.without_sink_key is not None:
        yield message("tested.sink")
    if results["layer-agreement"].status is not Status.SKIP:
        yield message("tested.layers")
    for item in analysis.faithfulness:
        yield _measured(analysis, item)
    content = analysis.content
    if content is not None and content.conditions:
        yield message("tested.conditions", variables=len(content.conditions))
    if content is not None and content.locks and telling(content.locks).difference.interval:
        yield _locked(content.locks)
    if results["skill"].status is not Status.SKIP:
        yield message("tested.skill")
    if results["outcome-contrast"].status is not Status.SKIP:
        yield message("tested.outcomes")
    if analysis.parts is not None and len(analysis.parts.items) > 1:
        yield message(f"tested.{analysis.parts.kind.value}s", n=len(analysis.parts.items))


def _measured(analysis: Analysis, item: Faithfulness) -> Message:
    estimate = item.agreement
    kind = "within" if estimate.interval is None else "interval"
    return message(
        f"tested.{item.measure.value}.{kind}",
        agreement=estimate.value,
        interval=pair(estimate.interval),
        samples=item.samples,
        where=cell_interval(analysis.times, item.key, analysis.run.tokens),
    )


def _locked(locks: tuple[Lock, ...]) -> Message:
    step = telling(locks)
    return message(
        f"tested.locks.{followed(locks)}",
        hours=step.hours,
        difference=step.difference.value,
        interval=pair(step.difference.interval),
    )


def untested(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """Tests that were not, and what a test would need."""
    peak = analysis.peak
    if peak.ci95_share is None:
        yield message("untested.intervals")
    if peak.p_samples is None:
        yield message("untested.sample-null")
    content = analysis.content
    if content is None or content.position is None or not content.conditions:
        yield message("untested.position")
    if content is not None and analysis.times.declared and peak.samples > 1:
        if content.map_missing == "no-reference-times":
            yield message("untested.locks.times")
        elif not content.locks or telling(content.locks).difference.interval is None:
            yield message("untested.locks.overlap")
    if results["layer-agreement"].status is Status.SKIP:
        yield message("untested.layers")
    if results["skill"].status is Status.SKIP:
        yield message("untested.skill")
    if results["outcome-contrast"].status is Status.SKIP:
        yield message("untested.outcomes")
    if not analysis.times.declared:
        yield message("untested.time")
    elif any(not scale.testable for scale in analysis.scales):
        yield message("untested.scales")
    measured = {item.measure.value for item in analysis.faithfulness}
    for item in ("variables", "gradients", "norms", "ablation", "repeats", "windows", "untrained"):
        if item not in measured:
            yield message(f"untested.{item}")
