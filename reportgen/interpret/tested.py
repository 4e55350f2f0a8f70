"""Which tests of the claim were run, and which were not."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.interpret.peak import message
from reportgen.schema import Analysis, CheckResult, MaskKind, Message, Status


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
    content = analysis.content
    if content is not None and content.conditions:
        yield message("tested.conditions", variables=len(content.conditions))
    if content is not None and content.locks:
        yield message("tested.locks")
    if results["skill"].status is not Status.SKIP:
        yield message("tested.skill")
    if results["outcome-contrast"].status is not Status.SKIP:
        yield message("tested.outcomes")
    if analysis.parts is not None and len(analysis.parts.items) > 1:
        yield message(f"tested.{analysis.parts.kind.value}s", n=len(analysis.parts.items))


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
    for item in ("variables", "gradients", "norms", "ablation", "repeats", "windows", "untrained"):
        yield message(f"untested.{item}")
