"""Epochs or targets of one run: a row each, where it looks and how wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis
from reportgen.figures.drawing import Drawing, Sheet, widest
from reportgen.figures.frame import (
    draw_bottom,
    draw_heat_legend,
    draw_key_axis,
    draw_left,
    room_below,
)
from reportgen.figures.glyphs import text_width
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.marks import plot_dot, plot_line
from reportgen.figures.parts_words import parts_words, stands_out
from reportgen.figures.tables import number
from reportgen.schema import Message, PartKind, Parts, Report
from reportgen.statistics.parts import COLLAPSED
from reportgen.style import TEXT, TICK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

    from reportgen.figures.drawing import Cell

    Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PartsLook:
    """Sizes of the figure in pixels."""

    name: str
    width: float
    entropy: float
    between: float
    label: float


WIDE = PartsLook("parts", 900, entropy=260, between=44, label=120)
NARROW = PartsLook("parts-narrow", 352, entropy=92, between=22, label=64)

_TOP, _LEGEND = 66.0, 24.0
_LEAST_ROW, _MOST_ROW, _MOST_HEIGHT = 2.0, 24.0, 420.0
_RIGHT = 10.0
_ROWS = Message("figure.parts.rows-epoch")


@dataclass(frozen=True, slots=True)
class EntropyArtists:
    """What `plot_entropy` drew: a line a layer, and that of the lowest head."""

    layers: tuple[Line2D, ...]
    lowest: Line2D
    threshold: Line2D


def plot_entropy(entropy: Floats, ax: Axes, *, focus: int, joined: bool) -> EntropyArtists:
    """Normalised entropy of each layer from part to part, downwards.

    Parameters
    ----------
    entropy : (part, layer, head)
        1 is even attention, 0 a single key.
    ax
        Axes with a row of height 1 for each part, the first on top.
    focus
        Layer in the accent.
    joined
        Whether the parts follow one another: targets have no order, and only dots are drawn.
    """
    rows = np.arange(len(entropy), dtype=np.float64) + np.float64(0.5)
    threshold = plot_line(ax, [COLLAPSED, COLLAPSED], [0, len(entropy)], dashes=(5, 4))
    by_layer = np.asarray(entropy.mean(axis=2), dtype=np.float64)
    lowest = np.asarray(entropy.min(axis=(1, 2)), dtype=np.float64)
    line = plot_line(
        ax, lowest, rows, role="ink", width=1.4, dashes=(2, 3), opacity=None if joined else 0.0
    )
    order = [layer for layer in range(by_layer.shape[1]) if layer != focus] + [focus]
    layers = {}
    for layer in order:
        role, width = ("attn", 2.2) if layer == focus else ("bar", 1.6)
        shown = by_layer[:, layer]
        layers[layer] = plot_line(
            ax, shown, rows, role=role, width=width, opacity=None if joined else 0.0
        )
        if not joined or len(entropy) == 1:
            for place, row in zip(shown, rows, strict=True):
                plot_dot(ax, float(place), float(row), role=role, radius=3.5)
    if not joined or len(entropy) == 1:
        for place, row in zip(lowest, rows, strict=True):
            plot_dot(ax, float(place), float(row), role="ink", radius=2)
    return EntropyArtists(tuple(layers[layer] for layer in sorted(layers)), line, threshold)


def draw_parts(report: Report, look: PartsLook) -> Drawing:
    """A row for each part: lift by key as colours, and beside it the entropy of each layer."""
    parts = report.parts
    assert parts is not None
    axis = key_axis(report)
    labels = [item.name.label for item in parts.items]
    longest = max(text_width(label, TICK) * 1.1 for label in labels)
    left = 12 + max(min(look.label, longest), widest(_ROWS, TICK) if look is WIDE else 0)
    row = max(_LEAST_ROW, min(_MOST_ROW, _MOST_HEIGHT / len(labels)))
    height = row * len(labels)
    width = look.width - left - look.between - look.entropy - _RIGHT
    sheet = Sheet(look.width, _TOP + height + max(room_below(axis, width), 40))
    _draw_lift(sheet, report, parts, axis, (left, width, height), look)
    _draw_entropy(sheet, report, parts, left + width + look.between, height, look)
    draw_heat_legend(sheet, left=left + 4, top=6)
    return sheet.drawing(
        look.name,
        **parts_words(report, axis),
        columns=_columns(parts),
        rows=_rows(parts, report.focus.layer),
    )


def _draw_lift(
    sheet: Sheet,
    report: Report,
    parts: Parts,
    axis: KeyAxis,
    place: tuple[float, float, float],
    look: PartsLook,
) -> None:
    left, width, height = place
    lift = np.stack([item.lift[report.focus.layer] for item in parts.items])
    size = lift.shape
    ax = sheet.panel(left, _TOP, width, height, xlim=(0, size[1]), ylim=(size[0], 0))
    plot_heat(heat_levels(lift), ax, name=look.name)
    for index, item in enumerate(parts.items):
        if stands_out(item):
            plot_dot(ax, item.peak_key + 0.5, index + 0.5, role="surface", radius=2.6)
    draw_key_axis(sheet, ax, axis, cells=True)
    # Every row is named while there is room for it.
    every = max(1, int(np.ceil(TICK * 1.15 * size[0] / height)))
    ticks = [
        (index + 0.5, item.name.label)
        for index, item in enumerate(parts.items)
        if index % every == 0
    ]
    draw_left(sheet, ax, ticks, room=look.label)
    title = Message("figure.parts.heat", {"layer": report.focus.layer})
    sheet.lane_title(ax, title, above=8)
    if parts.kind is PartKind.EPOCH and look is WIDE:
        sheet.note(
            ax,
            _ROWS,
            (0, 1),
            place="axes fraction",
            shift=(-6, 8),
            anchor="right",
        )


def _draw_entropy(
    sheet: Sheet, report: Report, parts: Parts, left: float, height: float, look: PartsLook
) -> None:
    entropy: Floats = np.stack([np.asarray(item.normalized_entropy) for item in parts.items])
    ax = sheet.panel(left, _TOP, look.entropy, height, xlim=(0, 1), ylim=(len(entropy), 0))
    plot_line(ax, [0, 0], [0, len(entropy)])
    joined = parts.kind is PartKind.EPOCH
    plot_entropy(entropy, ax, focus=report.focus.layer, joined=joined)
    ticks = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]
    draw_bottom(sheet, ax, ticks)
    sheet.note(
        ax,
        Message("figure.parts.entropy-axis"),
        (0.5, 0),
        place="axes fraction",
        shift=(0, -35),
        anchor="center",
    )
    title = Message("figure.parts.entropy")
    sheet.note(
        ax, title, (0, 1), place="axes fraction", shift=(0, 8 if look is NARROW else 24),
        size=TEXT, role="ink", bold=True,
    )  # fmt: skip
    if look is NARROW:
        return
    names = [(Message("figure.parts.focus", {"layer": report.focus.layer}), "attn")]
    if report.run.layers == 2:
        names.append((Message("figure.parts.focus", {"layer": 1 - report.focus.layer}), "ink2"))
    elif report.run.layers > 2:
        names.append((Message("figure.parts.others"), "ink2"))
    names.append((Message("figure.parts.lowest"), "ink"))
    right = 0.0
    for words, role in names:
        sheet.note(ax, words, (0, 1), place="axes fraction", shift=(right, 8), role=role)
        right += widest(words, TICK) + 14


def _columns(parts: Parts) -> tuple[str, ...]:
    layers, keys = np.asarray(parts.items[0].lift).shape
    return (
        parts.kind.value,
        *(f"lift_key_{key}" for key in range(keys)),
        *(f"normalized_entropy_layer_{layer}" for layer in range(layers)),
        "normalized_entropy_lowest_head",
    )


def _rows(parts: Parts, focus: int) -> list[tuple[Cell, ...]]:
    """The plotted numbers, a row a part."""
    return [
        (
            item.name.label,
            *map(number, item.lift[focus]),
            *map(number, np.asarray(item.normalized_entropy).mean(axis=1)),
            number(np.min(item.normalized_entropy)),
        )
        for item in parts.items
    ]
