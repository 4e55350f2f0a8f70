"""Tables of a comparison, without a language."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.compare.records import Difference, Estimate, Pair, Repeats, Spread
from reportgen.compare.side import Side
from reportgen.render.cells import Cell, Table
from reportgen.render.checklist import GLYPHS
from reportgen.schema import Interval, Message, Status
from reportgen.timeaxis import cadence_text, cell_interval

_SHARES = frozenset(
    [
        *("last_1h", "last_3h", "last_6h", "last_1_steps", "last_3_steps", "last_6_steps"),
        *("early_third", "diagonal_excess"),
    ]
)
_HOURS = frozenset(["hours_half", "peak_hours"])
NOTHING = Message("compare.nothing")


def unit_of(figure: str) -> str:
    """How a figure is written: ``share``, ``hours`` or ``number``."""
    return "share" if figure in _SHARES else "hours" if figure in _HOURS else "number"


def said(identifier: str, **values: object) -> Message:
    """A message of the comparison's catalogue area."""
    return Message(f"compare.{identifier}", values)  # type: ignore[arg-type]


def differences_table(pair: Pair, sides: Sequence[Side]) -> Table:
    """Every comparable figure of two runs, and their difference with its interval."""
    first, other = sides[0], sides[pair.other]
    return Table(
        id=f"differences-{other.label}",
        title=said("table.differences"),
        heads=(
            said("head.figure"),
            said("head.run", label=first.label),
            said("head.run", label=other.label),
            said("head.difference", first=first.label, other=other.label),
            said("head.interval"),
            said("head.verdict"),
        ),
        rows=tuple(_difference_row(each) for each in pair.differences),
        numeric=frozenset({1, 2, 3, 4}),
        # Once is enough on a page of several pairs.
        note=said("remark.differences") if pair.other == 1 else None,
    )


def _difference_row(each: Difference) -> tuple[Cell, ...]:
    verdict = {True: "differs", False: "alike", None: "unknown"}[each.differs]
    unit = unit_of(each.figure)
    scale = 100 if unit == "share" else 1
    return (
        said(f"figure.{each.figure}"),
        _estimate(each.figure, each.first),
        _estimate(each.figure, each.other),
        said(f"change.{unit}", x=each.value * scale),
        _change_bounds(unit, each.interval, scale),
        said(verdict),
    )


def _change_bounds(unit: str, interval: Interval | None, scale: float) -> Message:
    if interval is None:
        return NOTHING
    low, high = interval.low * scale, interval.high * scale
    # Every resample peaked in the same two cells.
    if low == high:
        return said(f"change.{unit}", x=low)
    return said(f"changes.{unit}", low=low, high=high)


def _estimate(figure: str, estimate: Estimate) -> Cell:
    unit = unit_of(figure)
    if estimate.interval is None or estimate.interval.low == estimate.interval.high:
        return said(f"value.{unit}", x=estimate.value)
    interval = (estimate.interval.low, estimate.interval.high)
    return said(f"estimate.{unit}", x=estimate.value, interval=interval)


def not_compared_table(pair: Pair, sides: Sequence[Side]) -> Table | None:
    """Figures that mean something else in the two runs, and why."""
    if not pair.not_compared:
        return None
    return Table(
        id=f"not-compared-{sides[pair.other].label}",
        title=said("table.not-compared"),
        heads=(said("head.figure"), said("head.why")),
        rows=tuple(
            (said(f"figure.{each.figure}"), said(f"why.{each.reason}"))
            for each in pair.not_compared
        ),
    )


def verdicts_table(pair: Pair, sides: Sequence[Side]) -> Table | None:
    """Checks whose status changed, those that got worse first."""
    if not pair.verdicts:
        return None
    first, other = sides[0].label, sides[pair.other].label
    return Table(
        id=f"verdicts-{other}",
        title=said("table.verdicts"),
        heads=(
            said("head.check"),
            said("head.label", label=first),
            said("head.label", label=other),
            said("head.direction"),
        ),
        rows=tuple(
            (
                Message(f"check.{change.check}.name"),
                _status(change.first),
                _status(change.other),
                said(change.direction),
            )
            for change in pair.verdicts
        ),
    )


def _status(status: Status) -> Message:
    return said("status", glyph=GLYPHS[status], status=status.value)


def heads_table(pair: Pair, sides: Sequence[Side]) -> Table | None:
    """Each head's partner with its distance beside the noise floor."""
    if not pair.heads:
        return None
    first, other = sides[0].label, sides[pair.other].label
    return Table(
        id=f"heads-{other}",
        title=said("table.heads", first=first, other=other),
        heads=(
            said("head.head", label=first),
            said("head.head", label=other),
            said("head.distance"),
            said("head.same-place"),
            said("head.floor"),
            said("head.reading"),
        ),
        rows=tuple(
            (
                said("place", layer=match.layer, head=match.first),
                said("head-only", head=match.other),
                said("spread.number", x=match.distance),
                said("spread.number", x=match.same_place),
                NOTHING if match.floor is None else said("spread.number", x=match.floor),
                said(_reading(match.distance, match.floor)),
            )
            for match in pair.heads
        ),
        numeric=frozenset({2, 3, 4}),
        note=said("remark.heads") if pair.other == 1 else None,
    )


def _reading(distance: float, floor: float | None) -> str:
    if floor is None:
        return "heads.unknown"
    return "heads.noise" if distance <= floor else "heads.other"


def heads_sentence(pair: Pair, sides: Sequence[Side]) -> Message:
    """Whether the heads are in another order, or why they were not matched."""
    names = {"first": sides[0].label, "other": sides[pair.other].label}
    if not pair.heads:
        return said(f"heads.left-out-{pair.heads_reason}")
    moved_heads = [match for match in pair.heads if match.first != match.other]
    moved = len(moved_heads)
    count = len(pair.heads)
    distance = sum(match.distance for match in pair.heads) / count
    same = sum(match.same_place for match in pair.heads) / count
    if not moved:
        return said("heads.ordered", distance=distance, **names)
    if not any(match.floor is None or match.same_place > match.floor for match in moved_heads):
        return said("heads.unclear", moved=moved, of=count, distance=distance, **names)
    return said("heads.permuted", moved=moved, of=count, distance=distance, same=same, **names)


def spreads_table(repeats: Repeats) -> Table:
    """Figures over the repeats: between the runs, and within them."""
    return Table(
        id="spreads",
        title=said("table.spreads"),
        heads=tuple(
            said(f"head.{name}")
            for name in ("figure", "mean", "mean-interval", "between", "within", "values")
        ),
        rows=tuple(_spread_row(each) for each in repeats.spreads),
        numeric=frozenset({1, 2, 3, 4, 5}),
        note=said("remark.spreads", runs=repeats.runs),
    )


def _spread_row(each: Spread) -> tuple[Cell, ...]:
    unit = unit_of(each.figure)
    scale = 100 if unit == "share" else 1
    return (
        said(f"figure.{each.figure}"),
        said(f"value.{unit}", x=each.mean),
        _range(unit, each.interval),
        said(f"spread.{unit}", x=each.deviation * scale),
        NOTHING if each.within is None else said(f"spread.{unit}", x=each.within * scale),
        _range(unit, Interval(min(each.values), max(each.values))),
    )


def _range(unit: str, interval: Interval) -> Message:
    return said(f"interval.{unit}", interval=(interval.low, interval.high))


def runs_table(sides: Sequence[Side]) -> Table:
    """What was compared."""
    names = ("samples", "blocks", "model", "cadence", "window", "mask", "peak", "status")
    return Table(
        id="runs",
        title=said("table.runs"),
        heads=(said("head.name"), *(said(f"head.{name}") for name in names)),
        rows=tuple(_run_row(side) for side in sides),
        numeric=frozenset({1, 2}),
    )


def _run_row(side: Side) -> tuple[Cell, ...]:
    report = side.report
    run, times = report.run, report.times
    return (
        f"{side.label}: {side.name}",
        said("count", x=run.samples),
        said("count", x=report.peak.blocks),
        said("model", layers=run.layers, heads=run.heads),
        cadence_text(times) or NOTHING,
        NOTHING if times.window_hours is None else said("value.hours", x=times.window_hours),
        said("mask", kind=run.mask.kind.value),
        said("where", where=cell_interval(times, report.peak.key, run.tokens)),
        _status(report.status),
    )
