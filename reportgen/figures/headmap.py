"""A map of all heads on which those that attend alike lie close together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.glyphs import text_width
from reportgen.figures.marks import plot_line, plot_segments
from reportgen.figures.peaks import displayed
from reportgen.figures.shapes import outline, plot_outline, plot_shape
from reportgen.figures.tables import number
from reportgen.schema import HeadMap, Message, Report, Value
from reportgen.style import TICK
from reportgen.text.numbers import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

WIDTH, MARGIN, BELOW = 352.0, 34.0, 34.0
_TALLEST, _LOWEST = 300.0, 120.0
_RADIUS, _ROOM = 5.0, 13.0
#: Every head is labelled up to this many; beyond it those that a reader looks for.
MOST_LABELS = 32
#: Pairs that are joined by a line: an untrained model of hundreds of heads has ten thousands.
MOST_JOINED = 200
_BARS = (0.02, 0.05, 0.1, 0.2, 0.5)


def head_name(report: Report, place: int) -> str:
    """Short name of a head, the same in every language: layer and head, counted from one."""
    head = report.heads[place]
    return f"L{displayed(head.layer)}H{displayed(head.head)}"


def draw_head_map(report: Report, compared: HeadMap, *, sheet_width: float = WIDTH) -> Drawing:
    """Heads as points at their mutual distances, groups outlined, redundant pairs joined."""
    positions = np.asarray(compared.positions, dtype=np.float64)
    centre, scale, height = _frame(positions, sheet_width)
    sheet = Sheet(sheet_width, height + BELOW)
    ax = sheet.background()
    middle = np.array([sheet_width, height]) / 2
    points = middle + (positions - centre) * scale * np.array([1.0, -1.0])
    groups = np.asarray(compared.groups)
    if groups.max() > 0:
        for group in range(groups.max() + 1):
            plot_outline(ax, outline(points[groups == group], _ROOM))
    _join_pairs(ax, points, compared)
    alike = {head for pair in compared.pairs for head in (pair.first, pair.second)}
    for place, (x, y) in enumerate(points):
        plot_shape(
            ax,
            (float(x), float(y)),
            shape=int(groups[place]),
            role="attn" if place in alike else "bar",
            filled=report.heads[place].layer == report.focus.layer,
            radius=_RADIUS,
        )
    _label_heads(sheet, ax, report, points, _labelled(compared, points))
    _draw_scale(sheet, ax, scale, height)
    values = _values(report, compared)
    return sheet.drawing(
        "head-map",
        title=Message(f"figure.head-map.title-{_kind(compared)}", values),
        caption=_caption(compared, values),
        alt=_alt(report, compared, values),
        columns=("layer", "head", "x", "y", "group", "pattern", "distance_between_halves"),
        rows=[
            (
                head.layer,
                head.head,
                number(positions[place, 0]),
                number(positions[place, 1]),
                compared.groups[place],
                head.figures.pattern.value,
                None if compared.floors is None else number(compared.floors[place]),
            )
            for place, head in enumerate(report.heads)
        ],
    )


def _frame(
    positions: NDArray[np.float64], sheet_width: float
) -> tuple[NDArray[np.float64], float, float]:
    """Centre of the map, pixels per unit of distance (the same both ways), and its height."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    span = np.maximum(high - low, 1e-3)
    free = sheet_width - 2 * MARGIN, _TALLEST - 2 * MARGIN
    scale = float(min(free[0] / span[0], free[1] / span[1]))
    return (low + high) / 2, scale, max(_LOWEST, float(span[1] * scale) + 2 * MARGIN)


def _join_pairs(ax: Axes, points: NDArray[np.float64], compared: HeadMap) -> None:
    if not compared.pairs:
        return
    joined = compared.pairs[:MOST_JOINED]
    one = points[[pair.first for pair in joined]]
    two = points[[pair.second for pair in joined]]
    plot_segments(ax, (one[:, 0], two[:, 0]), (one[:, 1], two[:, 1]), role="attn", width=1.6)


def _labelled(compared: HeadMap, points: NDArray[np.float64]) -> list[int]:
    """Heads in the order in which they get a label while there is room."""
    alike = [head for pair in compared.pairs for head in (pair.first, pair.second)]
    order = alike[:2]
    groups = np.asarray(compared.groups)
    for group in range(groups.max() + 1):
        inside = np.flatnonzero(groups == group)
        # The outermost of each group: what a reader looks for first.
        away = np.linalg.norm(points[inside] - points.mean(axis=0), axis=1)
        order.append(int(inside[np.argmax(away.round(6))]))
    order += alike
    if len(points) <= MOST_LABELS:
        order += range(len(points))
    return list(dict.fromkeys(order))[:MOST_LABELS]


def _label_heads(
    sheet: Sheet, ax: Axes, report: Report, points: NDArray[np.float64], order: list[int]
) -> None:
    """Write names beside their points where they cover neither points nor other names."""
    taken = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in points]
    for place in order:
        name = head_name(report, place)
        wide = text_width(name, TICK)
        x, y = (float(each) for each in points[place])
        for left, base in (
            (x + 8, y + 4),
            (x - 8 - wide, y + 4),
            (x - wide / 2, y - 9),
            (x - wide / 2, y + 18),
            (x + 6, y - 7),
            (x + 6, y + 15),
            (x - 6 - wide, y - 7),
            (x - 6 - wide, y + 15),
        ):
            box = (left, base - 10, left + wide, base + 2)
            inside = box[0] >= 0 and box[2] <= sheet.width and box[1] >= 0
            if inside and not any(_overlap(box, other) for other in taken):
                sheet.note(ax, name, (left, base), role="ink")
                taken.append(box)
                break


def _overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _draw_scale(sheet: Sheet, ax: Axes, scale: float, height: float) -> None:
    """A bar of a round distance."""
    bar = max((bar for bar in _BARS if bar * scale <= sheet.width / 3), default=_BARS[0])
    left, level, length = 12.0, height + 14, bar * scale
    plot_line(ax, [left, left + length], [level, level], role="ink2", width=2)
    ends = np.array([left, left + length])
    plot_segments(ax, (ends, ends), (ends * 0 + level - 4, ends * 0 + level + 4), role="ink2")
    words = Message("figure.head-map.scale", {"distance": fixed(bar, 2 if bar < 0.1 else 1)})
    sheet.note(ax, words, (left + length + 8, level + 4))


def _closest(compared: HeadMap) -> tuple[int, int, float]:
    """Places of the two closest heads and their distance."""
    if compared.pairs:
        pair = compared.pairs[0]
        return pair.first, pair.second, pair.distance
    first, second = np.triu_indices(len(compared.groups), 1)
    best = int(np.argmin(compared.distances))
    return int(first[best]), int(second[best]), float(compared.distances[best])


def _kind(compared: HeadMap) -> str:
    if compared.pairs:
        return "pairs"
    return "groups" if compared.silhouette is not None else "none"


def _values(report: Report, compared: HeadMap) -> dict[str, Value]:
    first, second, distance = _closest(compared)
    distances = np.asarray(compared.distances)
    return {
        "all": len(report.heads),
        "groups": max(compared.groups) + 1,
        "silhouette": compared.silhouette,
        "pairs": len(compared.pairs),
        "joined": MOST_JOINED,
        "of": len(distances),
        "first": head_name(report, first),
        "second": head_name(report, second),
        "distance": distance,
        "range": (float(distances.min()), float(distances.max())),
        "undecided": compared.unresolved,
        "threshold": compared.threshold,
        "shown": compared.shown,
        "layer": report.focus.layer,
        "block": compared.block,
    }


def _alt(report: Report, compared: HeadMap, values: dict[str, Value]) -> Message:
    """What the map shows; with who is in which group, while that can be listened to."""
    if compared.silhouette is None or len(report.heads) > MOST_LABELS:
        return Message("figure.head-map.alt", values)
    members = [
        ", ".join(head_name(report, place) for place in _members(compared, group))
        for group in range(max(compared.groups) + 1)
    ]
    return Message("figure.head-map.alt-members", {**values, "members": "; ".join(members)})


def _members(compared: HeadMap, group: int) -> list[int]:
    return [place for place, each in enumerate(compared.groups) if each == group]


def _caption(compared: HeadMap, values: dict[str, Value]) -> tuple[Message, ...]:
    names = ["groups" if compared.silhouette is not None else "none"]
    if len(compared.pairs) > MOST_JOINED:
        names.append("many-pairs")
    else:
        names.append("pairs" if compared.pairs else "apart")
    if compared.floors is None:
        names.append("one-half")
    elif compared.unresolved:
        names.append("undecided")
    names += ["read", "map"]
    if compared.block > 1:
        names.append("block")
    return tuple(Message(f"figure.head-map.caption-{name}", values) for name in names)
