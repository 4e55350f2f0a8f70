"""Whether entropy collapses in the course of a training, for runs with several epochs."""

from __future__ import annotations

from reportgen.schema import Analysis, PartKind, Status, Value
from reportgen.statistics.parts import COLLAPSED, FALLEN

Verdict = tuple[Status, str, dict[str, Value]]


def collapse_over_epochs(analysis: Analysis) -> Verdict | None:
    """Status, outcome and further values where the epochs say more than the last one alone.

    Heads that have collapsed in the epoch of the report come first, then a mean that has fallen by
    more than ``FALLEN``, then heads that collapsed in some other epoch.

    References
    ----------
    Zhai et al. 2023, "Stabilizing Transformer Training by Preventing Attention Entropy Collapse".
    """
    parts = analysis.parts
    if parts is None or parts.kind is not PartKind.EPOCH or len(parts.items) < 2:
        return None
    labels = [item.name.label for item in parts.items]
    here = parts.items[parts.main].normalized_entropy < COLLAPSED
    collapsed = [each for each in parts.collapses if here[each.layer, each.head]]
    others = [each for each in parts.collapses if not here[each.layer, each.head]]
    if collapsed:
        epoch = labels[min(each.first for each in collapsed)]
        return Status.WARN, "collapsed-epochs", {"heads": len(collapsed), "epoch": epoch}
    fall = parts.fall
    if fall is not None and fall.share > FALLEN:
        values: dict[str, Value] = {
            "share": fall.share,
            "before": fall.before,
            "after": fall.after,
            "highest": labels[fall.highest],
            "epoch": labels[fall.lowest],
        }
        return Status.WARN, "fell-epochs", values
    if others:
        epoch = labels[min(each.first for each in others)]
        return Status.INFO, "collapsed-elsewhere", {"heads": len(others), "epoch": epoch}
    return None
