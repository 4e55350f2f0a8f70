"""Title, caption and description of the figure of the parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import numpy as np

from reportgen.figures.axis import KeyAxis
from reportgen.figures.peaks import SIGNIFICANT
from reportgen.schema import Message, PartFigures, PartKind, Parts, Report, Value
from reportgen.statistics.parts import COLLAPSED, FALLEN, mean_entropy

#: Collapsed heads, and targets, that a caption names one by one.
NAMED = 3
MOST_TARGETS = 6


class PartsWords(TypedDict):
    """The words of a drawing."""

    title: Message
    caption: tuple[Message, ...]
    alt: Message


def stands_out(item: PartFigures) -> bool:
    """Whether the part's peak is more than chance gives."""
    return item.p_value < SIGNIFICANT and item.peak_lift > 1


def parts_words(report: Report, axis: KeyAxis) -> PartsWords:
    """The finding over the parts, with its numbers."""
    parts = report.parts
    assert parts is not None
    kind = parts.kind.value
    return {
        "title": _title(report, parts, axis),
        "caption": tuple(_caption(report, parts, axis)),
        "alt": Message(f"figure.parts.alt-{kind}", {"n": len(parts.items)}),
    }


def _title(report: Report, parts: Parts, axis: KeyAxis) -> Message:
    items, fall = parts.items, parts.fall
    if len(items) == 1:
        return Message(f"figure.parts.title-{parts.kind.value}-one")
    lasting = [collapse for collapse in parts.collapses if collapse.lasts]
    if lasting:
        first = min(collapse.first for collapse in lasting)
        values: dict[str, Value] = {
            "heads": len(lasting),
            "of": items[0].normalized_entropy.size,
            "epoch": items[first].name.label,
        }
        return Message("figure.parts.title-collapse", values)
    if fall is not None and fall.share > FALLEN:
        ends = {"before": items[fall.highest].name.label, "after": items[fall.lowest].name.label}
        return Message("figure.parts.title-fall", {"share": fall.share, **ends})
    return _peak_title(report, parts, axis)


def _peak_title(report: Report, parts: Parts, axis: KeyAxis) -> Message:
    kind, tolerance = parts.kind.value, report.agreement.tolerance
    found = [item for item in parts.items if stands_out(item)]
    values: dict[str, Value] = {"n": len(parts.items), "count": len(found)}
    if not found:
        return Message(f"figure.parts.title-{kind}-none", values)
    keys = [item.peak_key for item in found]
    values["where"] = axis.where(keys[-1])
    values["first"], values["last"] = axis.where(keys[0]), axis.where(keys[-1])
    if max(keys) - min(keys) > tolerance:
        # A peak that wanders and comes back has not moved from first to last.
        moved = abs(keys[0] - keys[-1]) > tolerance or parts.kind is PartKind.TARGET
        return Message(f"figure.parts.title-{kind}-{'moves' if moved else 'late'}", values)
    whole = "same" if len(found) == len(parts.items) else "late"
    return Message(f"figure.parts.title-{kind}-{whole}", values)


def _caption(report: Report, parts: Parts, axis: KeyAxis) -> Iterator[Message]:
    kind, items = parts.kind.value, parts.items
    found = [item for item in items if stands_out(item)]
    values: dict[str, Value] = {"n": len(items), "count": len(found)}
    if not found:
        yield Message(f"figure.parts.caption-{kind}-none", values)
    else:
        last = found[-1]
        place: dict[str, Value] = {
            "part": last.name.label,
            "where": axis.where(last.peak_key),
            "lift": last.peak_lift,
        }
        yield Message(f"figure.parts.caption-{kind}-significant", {**values, **place})
    if parts.kind is PartKind.TARGET:
        yield from _targets(found, axis)
        yield from _target_entropy(parts)
    else:
        yield from _epoch_entropy(parts)
    reading: dict[str, Value] = {"threshold": COLLAPSED, "layer": report.focus.layer}
    yield Message(f"figure.parts.caption-reading-{kind}", reading)


def _targets(found: list[PartFigures], axis: KeyAxis) -> Iterator[Message]:
    for item in found[:MOST_TARGETS]:
        yield Message(
            "figure.parts.caption-item",
            {"part": item.name.label, "where": axis.where(item.peak_key), "lift": item.peak_lift},
        )


def _target_entropy(parts: Parts) -> Iterator[Message]:
    means = mean_entropy(parts.items)
    if len(means) < 2 or not np.isfinite(means).all():
        return
    low, high = int(np.argmin(means)), int(np.argmax(means))
    yield Message(
        "figure.parts.caption-entropy-target",
        {
            "low": float(means[low]),
            "low_part": parts.items[low].name.label,
            "high": float(means[high]),
            "high_part": parts.items[high].name.label,
        },
    )


def _epoch_entropy(parts: Parts) -> Iterator[Message]:
    items, fall = parts.items, parts.fall
    means = mean_entropy(items)
    if len(items) > 1:
        yield Message(
            "figure.parts.caption-entropy",
            {
                "first": items[0].name.label,
                "first_value": float(means[0]),
                "last": items[-1].name.label,
                "last_value": float(means[-1]),
            },
        )
    for collapse in parts.collapses[:NAMED]:
        yield Message(
            f"figure.parts.caption-head-{'lasts' if collapse.lasts else 'recovers'}",
            {
                "layer": collapse.layer,
                "head": collapse.head,
                "threshold": COLLAPSED,
                "epoch": items[collapse.first].name.label,
                "lowest": collapse.lowest,
            },
        )
    if len(parts.collapses) > NAMED:
        yield Message("figure.parts.caption-more-heads", {"n": len(parts.collapses) - NAMED})
    if fall is not None and fall.share > FALLEN:
        yield Message(
            "figure.parts.caption-fall",
            {
                "share": fall.share,
                "before": fall.before,
                "after": fall.after,
                "highest": items[fall.highest].name.label,
                "lowest": items[fall.lowest].name.label,
            },
        )
