"""Every head of every layer as one mosaic of small heat maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, key_axis
from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import draw_heat_legend
from reportgen.figures.heat import MASKED, block_means, heat_levels, plot_heat
from reportgen.figures.peaks import displayed, strongest
from reportgen.figures.tables import number
from reportgen.schema import HeadFigures, Message, Report, Value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage
    from numpy.typing import NDArray

WIDTH, LEFT, TOP, GAP = 352.0, 54.0, 52.0, 4.0
_MOST_WIDE, _TALLEST = 96.0, 84.0
#: Cells of all thumbnails together: what a page can afford, and about what a screen can show.
_MOST_CELLS = 60_000


def mosaic(levels: NDArray[np.uint8], gap: tuple[int, int]) -> NDArray[np.uint8]:
    """Lay the heads out in one picture, a row for each layer.

    Parameters
    ----------
    levels : (layer, head, query, key)
        Of `heat_levels`.
    gap
        Empty cells between two heads, down and across.
    """
    layers, heads, queries, keys = levels.shape
    padded = np.full((layers, heads, queries + gap[0], keys + gap[1]), MASKED, dtype=np.uint8)
    padded[:, :, :queries, :keys] = levels
    joined = padded.transpose(0, 2, 1, 3).reshape(layers * (queries + gap[0]), -1)
    return joined[: joined.shape[0] - gap[0], : joined.shape[1] - gap[1]]


def plot_heads(
    lift: NDArray[np.float64],
    ax: Axes,
    *,
    gap: tuple[int, int],
    size: tuple[float, float] | None = None,
) -> AxesImage:
    """All heads as one picture.

    Parameters
    ----------
    lift : (layer, head, query, key)
        1 is an even share; NaN where the mask forbids.
    ax
        Axes to draw on.
    gap
        Empty cells between two heads, down and across.
    size
        Width and height in the axes' own units, which are cells by default.
    """
    return plot_heat(mosaic(heat_levels(lift), gap), ax, name="heads", size=size)


def draw_heads(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """A small heat map of every head, layers downwards and heads to the right."""
    lift = np.asarray(report.matrices.head_lift, dtype=np.float64)
    layers, heads = lift.shape[:2]
    larger = sheet_width / WIDTH
    across = min((sheet_width - LEFT - 4 + GAP) / heads - GAP, _MOST_WIDE * larger)
    down = min(max(across * 0.9, 14.0), _TALLEST * larger)
    lift = block_means(lift, math.ceil(math.sqrt(lift.size / _MOST_CELLS)))
    cell = across / lift.shape[-1], down / lift.shape[-2]
    gap = max(1, round(GAP / cell[1])), max(1, round(GAP / cell[0]))
    pitch = down + gap[0] * cell[1], across + gap[1] * cell[0]
    width, height = heads * pitch[1] - gap[1] * cell[0], layers * pitch[0] - gap[0] * cell[1]
    sheet = Sheet(sheet_width, TOP + height + 6)
    ax = sheet.panel(LEFT, TOP, width, height, xlim=(0, 1), ylim=(1, 0))
    plot_heads(lift, ax, gap=gap, size=(width, height))
    ax.set(xlim=(0, width), ylim=(height, 0))
    draw_heat_legend(sheet, left=LEFT, top=6)
    _name_heads(sheet, ax, layers, heads, pitch, (down, across))
    axis = key_axis(report)
    return sheet.drawing(
        "heads",
        title=Message(f"figure.heads.title-{_kind(report)}", _values(report, axis)),
        caption=_caption(report, axis),
        alt=Message("figure.heads.alt", _values(report, axis)),
        columns=(
            "layer",
            "head",
            "peak_key",
            "peak_lift",
            "normalized_entropy",
            "effective_keys",
            "pattern",
        ),
        rows=[
            (
                each.layer,
                each.head,
                each.figures.peak_key,
                number(each.figures.peak_lift),
                number(each.figures.normalized_entropy),
                number(each.figures.effective_keys),
                each.figures.pattern.value,
            )
            for each in report.heads
        ],
    )


def _name_heads(
    sheet: Sheet,
    ax: Axes,
    layers: int,
    heads: int,
    pitch: tuple[float, float],
    size: tuple[float, float],
) -> None:
    """Numbers of the layers on the left and of the heads on top; ``pitch``: down, across."""
    every_layer, every_head = (1 + int(20 / each) if each < 20 else 1 for each in pitch)
    for layer in range(0, layers, every_layer):
        place = (0.0, layer * pitch[0] + size[0] / 2)
        words = Message("figure.layers.layer", {"layer": layer})
        sheet.note(ax, words, place, shift=(-8, -4), anchor="right")
    for head in range(0, heads, every_head):
        place = (head * pitch[1] + size[1] / 2, 0.0)
        sheet.note(ax, str(displayed(head)), place, shift=(0, 5), anchor="center")
    sheet.note(ax, Message("figure.heads.corner"), (0, 0), shift=(-8, 5), anchor="right")


def _strongest(report: Report) -> tuple[HeadFigures, tuple[float, float]]:
    """The head with the largest lift, and the range of the other heads' largest lifts."""
    lifts = [each.figures.peak_lift for each in report.heads]
    best = strongest(lifts)
    others = lifts[:best] + lifts[best + 1 :]
    return report.heads[best], (min(others), max(others)) if others else (lifts[0], lifts[0])


def _kind(report: Report) -> str:
    """Whether there is one head, one that carries the peak, or several alike."""
    if len(report.heads) == 1:
        return "one"
    best, (_, second) = _strongest(report)
    return "carrier" if best.figures.peak_lift > 1.5 * second else "alike"


def _values(report: Report, axis: KeyAxis) -> dict[str, Value]:
    best, others = _strongest(report)
    entropies = [each.figures.normalized_entropy for each in report.heads]
    return {
        "layers": report.run.layers,
        "heads": report.run.heads,
        "all": len(report.heads),
        "layer": best.layer,
        "head": best.head,
        "where": axis.where(best.figures.peak_key),
        "lift": best.figures.peak_lift,
        "others": others,
        "entropy": (min(entropies), max(entropies)),
    }


def _caption(report: Report, axis: KeyAxis) -> tuple[Message, ...]:
    values = _values(report, axis)
    sentences = [Message(f"figure.heads.caption-{_kind(report)}", values)]
    sentences.append(Message("figure.heads.caption-read"))
    return tuple(sentences)
