"""Which figures of two runs mean the same, so that one may be taken from the other."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.compare.side import Side

#: Every figure in the order of the tables, and what two runs must share for it to mean the same:
#: ``hours`` a declared time axis, ``clock`` the same zero of it, ``mask`` the mask (``steps`` too,
#: which stand in for hours where a run has none), ``tokens`` also the number and spacing of keys.
FIGURES: dict[str, str] = {
    "last_1h": "hours",
    "last_3h": "hours",
    "last_6h": "hours",
    "hours_half": "hours",
    "last_1_steps": "steps",
    "last_3_steps": "steps",
    "last_6_steps": "steps",
    "steps_half": "steps",
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
    if needs in ("mask", "steps", "tokens") and _mask(first) != _mask(other):
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


def figures_of(sides: Sequence[Side]) -> tuple[str, ...]:
    """Figures that runs are compared by: steps only where hours are not known of all."""
    dated = all(side.report.times.declared for side in sides)
    return tuple(name for name, needs in FIGURES.items() if not (dated and needs == "steps"))
