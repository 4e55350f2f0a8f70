"""What differs between two runs, figure by figure, with independent resamples of both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.matching import heads_reason, matched_heads
from reportgen.compare.profile import profile_difference
from reportgen.compare.records import Difference, NotCompared, Pair, VerdictChange
from reportgen.compare.side import Side
from reportgen.schema import Interval
from reportgen.statistics.intervals import interval_of

Floats = NDArray[np.float64]

#: Every figure in the order of the tables, and what two runs must share for it to mean the same:
#: ``hours`` a declared time axis, ``clock`` the same zero of it, ``mask`` the mask, ``tokens`` also
#: the number and spacing of keys.
FIGURES: dict[str, str] = {
    "last_1h": "hours",
    "last_3h": "hours",
    "last_6h": "hours",
    "hours_half": "hours",
    "peak_hours": "clock",
    "normalized_entropy": "mask",
    "gini": "mask",
    "effective_keys": "tokens",
    "early_third": "mask",
    "diagonal_excess": "mask",
    "peak_lift": "tokens",
}


def not_comparable(figure: str, first: Side, other: Side) -> str | None:
    """Why a figure of two runs cannot be subtracted (``compare.why.`` id), None if it can."""
    needs = FIGURES[figure]
    times = first.report.times, other.report.times
    if needs in ("hours", "clock") and not all(each.declared for each in times):
        return "no-hours"
    if needs == "clock" and len({each.issue_offset_hours is None for each in times}) > 1:
        return "clock"
    if needs in ("mask", "tokens") and _mask(first) != _mask(other):
        return "mask"
    if needs == "tokens" and _axis(first) != _axis(other):
        return "tokens"
    missing = [each for each in (first, other) if figure not in each.estimates]
    return "absent" if missing else None


def _mask(side: Side) -> tuple[object, ...]:
    mask = side.report.run.mask
    return mask.kind, mask.width


def _axis(side: Side) -> tuple[object, ...]:
    times, run = side.report.times, side.report.run
    cadence = None if times.cadence_hours is None else round(times.cadence_hours, 9)
    return run.keys, run.queries, cadence, side.report.focus.readout


def pair_of(first: Side, other: Side, place: int) -> Pair:
    """Compare a run with the first one.

    Parameters
    ----------
    place
        The other run's place among all.
    """
    differences, left_out = [], []
    for figure in FIGURES:
        if figure not in first.estimates and figure not in other.estimates:
            continue
        reason = not_comparable(figure, first, other)
        if reason is None:
            differences.append(difference_of(figure, first, other))
        else:
            left_out.append(NotCompared(figure, reason))
    reason = heads_reason(first.summary, other.summary)
    return Pair(
        other=place,
        differences=tuple(differences),
        not_compared=tuple(left_out),
        verdicts=_verdicts(first, other),
        profile=profile_difference(first, other),
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
