"""Normalised entropy of the layers of every run, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.compare.findings import Comparison
from reportgen.compare.records import LayerEntropy
from reportgen.compare.tables import said
from reportgen.figures.axis import value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import draw_bottom, draw_left, number_ticks
from reportgen.figures.marks import plot_dot, plot_line, plot_segments, width_px
from reportgen.figures.peaks import displayed
from reportgen.figures.tables import number
from reportgen.schema import Message
from reportgen.style import TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reportgen.compare.side import Side


@dataclass(frozen=True, slots=True)
class EntropyLook:
    """Size of the drawing."""

    name: str
    width: float


WIDE = EntropyLook("entropy", 560.0)
NARROW = EntropyLook("entropy-narrow", 352.0)
_LEFT, _RIGHT, _TOP, _HEIGHT, _BELOW = 44.0, 40.0, 30.0, 190.0, 44.0
#: Runs in their order, told apart by hue and, from the fifth on, by dashes.
_ROLES = ("ink", "attn", "phys", "bar")
#: Pixels between the marks of two runs at one layer, and at most for all of them.
_APART, _SPREAD = 9.0, 36.0


def draw_entropy(comparison: Comparison, look: EntropyLook) -> Drawing:
    """A line for each run over the layers, with its intervals."""
    sides = comparison.sides
    layers = max(len(side.layer_entropy) for side in sides)
    width = look.width - _LEFT - _RIGHT
    sheet = Sheet(look.width, _TOP + _HEIGHT + _BELOW)
    ax = sheet.panel(_LEFT, _TOP, width, _HEIGHT, xlim=(-0.5, layers - 0.5), ylim=(0, 1.02))
    plot_line(ax, list(ax.get_xlim()), [1, 1], role="ink2", dashes=(5, 4))
    apart = min(_APART, _SPREAD / len(sides)) * layers / width
    for place, side in enumerate(sides):
        _draw_run(sheet, ax, side, place, (place - (len(sides) - 1) / 2) * apart)
    every = max(1, -(-layers * 24 // int(width)))
    ticks = [(float(layer), str(displayed(layer))) for layer in range(0, layers, every)]
    draw_bottom(sheet, ax, ticks)
    draw_left(sheet, ax, number_ticks(value_ticks(1.0, most=5)), line=True, shift=7)
    axis = {"place": "axes fraction", "anchor": "center"}
    sheet.note(ax, said("entropy.axis"), (0.5, 0), shift=(0, -36), **axis)  # type: ignore[arg-type]
    sheet.note(ax, said("entropy.unit"), (0, 1), place="axes fraction", shift=(8 - _LEFT, 14))
    largest = _largest(comparison)
    return sheet.drawing(
        look.name,
        title=_title(comparison),
        caption=(*((largest,) if largest else ()), said("entropy.caption")),
        alt=said("entropy.alt", runs=len(sides)),
        columns=("run", "layer", "normalized_entropy", "low", "high"),
        rows=_rows(sides),
    )


def _draw_run(sheet: Sheet, ax: Axes, side: Side, place: int, shift: float) -> None:
    """One run, moved sideways so that whiskers do not hide one another."""
    role = _ROLES[place % len(_ROLES)]
    values = np.array([each.value for each in side.layer_entropy])
    x = np.arange(len(values), dtype=np.float64) + shift
    dashes = None if place < len(_ROLES) else (4.0, 3.0)
    plot_line(ax, x, values, role=role, width=1.2, dashes=dashes, opacity=0.6)
    for at, estimate in zip(x, side.layer_entropy, strict=True):
        if estimate.interval is not None:
            ends = np.array([estimate.interval.low]), np.array([estimate.interval.high])
            plot_segments(ax, (np.array([at]), np.array([at])), ends, role=role, width=1.5)
        plot_dot(ax, float(at), estimate.value, role=role, radius=3.5)
    sheet.note(
        ax,
        side.label,
        (0, 1),
        place="axes fraction",
        shift=(width_px(ax) - 16 * (8 - place % 8), 14),
        size=TEXT,
        role=role,
        bold=True,
    )


def _pairs(comparison: Comparison) -> list[tuple[str, LayerEntropy]]:
    """Every layer's difference, with the other run's label."""
    return [
        (comparison.sides[pair.other].label, each)
        for pair in comparison.pairs
        for each in pair.layers
    ]


def _differs(each: LayerEntropy) -> bool:
    return each.interval is not None and not each.interval.low <= 0 <= each.interval.high


def _title(comparison: Comparison) -> Message:
    known = [each for _, each in _pairs(comparison) if each.interval is not None]
    if not known or len(comparison.pairs) > 1:
        return said("entropy.title-plain")
    differ = sum(_differs(each) for each in known)
    if not differ:
        return said("entropy.title-same")
    return said("entropy.title-differ", differ=differ, of=len(known))


def _largest(comparison: Comparison) -> Message | None:
    """The largest difference that its interval shows."""
    shown = [(label, each) for label, each in _pairs(comparison) if _differs(each)]
    if not shown:
        return None
    label, each = max(shown, key=lambda pair: abs(pair[1].value))
    assert each.interval is not None
    return said(
        "entropy.caption-largest",
        first=comparison.sides[0].label,
        other=label,
        layer=each.layer,
        here=each.first.value,
        there=each.other.value,
        low=each.interval.low,
        high=each.interval.high,
    )


def _rows(sides: tuple[Side, ...]) -> list[tuple[Cell, ...]]:
    return [
        (
            side.label,
            layer,
            number(each.value),
            *(
                (None, None)
                if each.interval is None
                else (number(each.interval.low), number(each.interval.high))
            ),
        )
        for side in sides
        for layer, each in enumerate(side.layer_entropy)
    ]
