"""The epochs or targets of a run as tables."""

from __future__ import annotations

import numpy as np

from reportgen.render.cells import Cell, Table, heads, number, words
from reportgen.render.places import Place, long_place
from reportgen.schema import Message, PartFigures, Report, Value
from reportgen.statistics.parts import mean_entropy

#: Parts that the run's line of facts names one by one.
NAMED = 4


def part_fact(report: Report) -> Message | None:
    """Which part of how many the report speaks of; None for a run without parts."""
    parts = report.parts
    if parts is None:
        return None
    labels = tuple(item.name.label for item in parts.items)
    values: dict[str, Value] = {"part": labels[parts.main], "n": len(labels)}
    if len(labels) <= NAMED:
        return words(f"parts.fact-{parts.kind.value}", parts=labels, **values)
    return words(f"parts.fact-{parts.kind.value}s", first=labels[0], last=labels[-1], **values)


def parts_table(report: Report, places: tuple[Place, ...]) -> Table | None:
    """One row a part; None for a run without parts."""
    parts = report.parts
    if parts is None:
        return None
    kind = parts.kind.value
    means = mean_entropy(parts.items)
    columns = ("samples", "part-entropy", "part-lowest", "peak", "part-lift", "part-p", "pattern")
    return Table(
        "parts",
        words(f"parts.{kind}"),
        heads(f"part-{kind}", *columns),
        tuple(
            _row(item, float(mean), places, main=index == parts.main)
            for index, (item, mean) in enumerate(zip(parts.items, means, strict=True))
        ),
        frozenset({1, 2, 3, 5, 6}),
        words(f"parts.note-{kind}", layer=report.focus.layer, n=len(parts.items)),
    )


def _row(
    item: PartFigures, mean: float, places: tuple[Place, ...], *, main: bool
) -> tuple[Cell, ...]:
    interval = item.ci95_lift
    lift = (
        number(item.peak_lift, "n2")
        if interval is None
        else words("parts.lift", x=item.peak_lift, interval=(interval.low, interval.high))
    )
    return (
        _name(item, main=main),
        number(item.samples, "int"),
        number(mean, "n2"),
        number(float(np.min(item.normalized_entropy)), "n2"),
        long_place(places[item.peak_key]),
        lift,
        words("parts.p", x=item.p_value),
        words("term", x=item.pattern.value),
    )


def _name(item: PartFigures, *, main: bool) -> Cell:
    label, epoch = item.name.label, item.name.epoch
    # An epoch's label is its number; a target's epoch is worth saying.
    if epoch is None or label == str(epoch):
        return words("parts.main", part=label) if main else label
    return words("parts.main-with-epoch" if main else "parts.with-epoch", part=label, epoch=epoch)


def skipped_parts_table(report: Report) -> Table | None:
    """Parts that were left out, with the reason; None where none was."""
    parts = report.parts
    if parts is None or not parts.skipped:
        return None
    kind = parts.kind.value
    rows = tuple(
        (part.label, words("reason", reason=part.reason), part.detail or words("dash"))
        for part in parts.skipped
    )
    title = words(f"parts.skipped-{kind}")
    return Table("skipped-parts", title, heads(f"part-{kind}", "reason", "detail"), rows)
