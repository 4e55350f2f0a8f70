"""The ladder "how far does this hold", and the sentence that is safe to quote."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.interpret.peak import broken, message, pair, peak_place, stands_out
from reportgen.schema import Analysis, CheckResult, Finding, Message, Status, Value
from reportgen.statistics.content.conditions import beats_chance
from reportgen.statistics.significance import FEWEST_BLOCKS

_AGREEMENT = {"agree": True, "disagree": False}


def safe(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Message]:
    """The sentence that may be quoted as it stands."""
    if broken(results):
        return
    peak = analysis.peak
    values: dict[str, Value] = {
        "samples": peak.samples,
        "blocks": peak.blocks,
        "share": peak.share,
        "interval": pair(peak.ci95_share),
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


def ladder(analysis: Analysis, results: dict[str, CheckResult]) -> Iterator[Finding]:
    """Steps from sound arrays to a claim beyond this model; None where a step was not tested."""
    peak = analysis.peak
    sound = all(
        check.status is not Status.FAIL for check in results.values() if check.group == "arrays"
    )
    deviation = results["row-sums"].value
    yield Finding(
        "ladder",
        message("ladder.arrays", read=analysis.run.files_read, deviation=deviation),
        sound,
    )
    uneven = message("ladder.uneven", lift=peak.lift, interval=pair(peak.ci95_lift), p=peak.p_value)
    tested = peak.blocks >= FEWEST_BLOCKS and sound
    yield Finding("ladder", uneven, stands_out(analysis) if tested else None)
    yield _position_step(analysis)
    layers = results["layer-agreement"]
    yield Finding("ladder", Message("ladder.layers", layers.values), _AGREEMENT.get(layers.outcome))
    for step in ("repeats", "depends"):
        yield Finding("ladder", message(f"ladder.{step}"), None)


def _position_step(analysis: Analysis) -> Finding:
    """Whether some input differs where attention goes beyond what pairing at random gives."""
    content = analysis.content
    if content is None or content.position is None or not content.conditions:
        return Finding("ladder", message("ladder.position"), None)
    share = content.position.value
    compared = len(content.conditions)
    shown = [item for item in content.conditions if beats_chance(item, compared)]
    strongest = max(shown, key=lambda item: abs(item.effect), default=None)
    if strongest is None:
        return Finding("ladder", message("ladder.position", share=share), False)
    values: dict[str, Value] = {
        "share": share,
        "name": strongest.name,
        "difference": strongest.difference.value,
        "unit": f"\u00a0{strongest.units}" if strongest.units else "",
        "interval": pair(strongest.difference.interval),
    }
    return Finding("ladder", Message("ladder.position.follows", values), True)
