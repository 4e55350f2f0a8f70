"""What differs between two runs, figure by figure, with independent resamples of both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.clocks import shared_clock
from reportgen.compare.comparable import figures_of, not_comparable
from reportgen.compare.matching import heads_reason, matched_heads
from reportgen.compare.planes import plane_difference
from reportgen.compare.profile import profile_difference
from reportgen.compare.records import (
    Difference,
    LayerEntropy,
    NotCompared,
    Pair,
    VerdictChange,
)
from reportgen.compare.side import Side
from reportgen.schema import Interval
from reportgen.statistics.intervals import interval_of

Floats = NDArray[np.float64]


def pair_of(first: Side, other: Side, place: int) -> Pair:
    """Compare a run with the first one.

    Parameters
    ----------
    place
        The other run's place among all.
    """
    differences, left_out = [], []
    for figure in figures_of((first, other)):
        if figure not in first.estimates and figure not in other.estimates:
            continue
        reason = not_comparable(figure, first, other)
        if reason is None:
            differences.append(difference_of(figure, first, other))
        else:
            left_out.append(NotCompared(figure, reason))
    reason = heads_reason(first.summary, other.summary)
    clock = shared_clock((first.report, other.report))
    return Pair(
        other=place,
        differences=tuple(differences),
        not_compared=tuple(left_out),
        verdicts=_verdicts(first, other),
        profile=profile_difference(first, other, clock),
        plane=plane_difference(first, other, clock),
        layers=layer_entropies(first, other),
        heads=() if reason else matched_heads(first.summary, other.summary),
        heads_reason=reason,
    )


def difference_of(figure: str, first: Side, other: Side) -> Difference:
    """Difference of a figure.

    The place of a peak is known to within its cell only: that interval is widened by half a cell
    of both runs where their cells differ, so that a coarser cadence is no shift.
    """
    one, two = first.estimates[figure], other.estimates[figure]
    interval = None
    if figure in first.drawn and figure in other.drawn:
        drawn = other.drawn[figure] - first.drawn[figure]
        interval = interval_of(drawn[np.isfinite(drawn)])
        if figure == "peak_hours":
            slack = _cell_slack(first, other)
            interval = Interval(interval.low - slack, interval.high + slack)
    return Difference(figure, one, two, two.value - one.value, interval)


def layer_entropies(first: Side, other: Side) -> tuple[LayerEntropy, ...]:
    """Normalised entropy layer by layer; nothing where masks or numbers of layers differ."""
    runs = first.layer_entropy, other.layer_entropy
    if not_comparable("normalized_entropy", first, other) or len(runs[0]) != len(runs[1]):
        return ()
    drawn = None
    if first.drawn_layer_entropy is not None and other.drawn_layer_entropy is not None:
        drawn = other.drawn_layer_entropy - first.drawn_layer_entropy
    return tuple(
        LayerEntropy(
            layer=layer,
            first=one,
            other=two,
            value=two.value - one.value,
            interval=None if drawn is None else interval_of(drawn[:, layer]),
        )
        for layer, (one, two) in enumerate(zip(*runs, strict=True))
    )


def _cell_slack(first: Side, other: Side) -> float:
    widths = [side.report.times.cell_hours or 0.0 for side in (first, other)]
    return 0.0 if abs(widths[0] - widths[1]) < 1e-9 else sum(widths) / 2


def _verdicts(first: Side, other: Side) -> tuple[VerdictChange, ...]:
    """Checks whose status changed: worse, then better, then judged in one run only."""
    before = {check.id: check.status for check in first.report.checks}
    changes = [
        VerdictChange(check.id, before[check.id], check.status)
        for check in other.report.checks
        if check.id in before and before[check.id] is not check.status
    ]
    order = ("worse", "better", "untested")

    def rank(change: VerdictChange) -> tuple[int, int, str]:
        return order.index(change.direction), -change.other.severity, change.check

    return tuple(sorted(changes, key=rank))
