"""Heads of one run above their partners in another, and what is different."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.matrices import log_ratio
from reportgen.compare.records import HeadMatch, Pair
from reportgen.compare.side import Side
from reportgen.compare.tables import said
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import draw_heat_legend
from reportgen.figures.heads import mosaic
from reportgen.figures.heat import block_means, heat_levels, plot_heat
from reportgen.figures.tables import number
from reportgen.schema import Message

Floats = NDArray[np.float64]

_LEFT, _TOP, _ABOVE, _BELOW, _GAP = 56.0, 34.0, 20.0, 28.0, 6.0
#: Pairs of heads that are drawn: the farthest beyond noise.
MOST_MAPS = 16
#: Cells a side of a thumbnail.
_MOST_CELLS = 48


@dataclass(frozen=True, slots=True)
class MapsLook:
    """Size of the drawing and how many heads stand side by side."""

    suffix: str
    width: float
    across: int


WIDE = MapsLook("", 1120.0, 8)
NARROW = MapsLook("-narrow", 352.0, 3)


def farthest(matches: tuple[HeadMatch, ...]) -> tuple[HeadMatch, ...]:
    """Matches that are drawn, in their own order: the farthest beyond their noise floor."""

    def beyond(match: HeadMatch) -> float:
        return match.distance - (match.floor or 0.0)

    chosen = sorted(matches, key=beyond, reverse=True)[:MOST_MAPS]
    return tuple(match for match in matches if match in chosen)


def draw_head_maps(pair: Pair, sides: tuple[Side, ...], look: MapsLook) -> Drawing:
    """Columns of three heat maps: a head, its partner, the ratio of their lifts."""
    first, other = sides[0], sides[pair.other]
    shown = farthest(pair.heads)
    lines = -(-len(shown) // look.across)
    step = (look.width - _LEFT) / look.across
    size = step - _GAP
    pitch = _ABOVE + 3 * step + _BELOW
    sheet = Sheet(look.width, _TOP + lines * pitch)
    lifts = [np.asarray(side.report.matrices.head_lift, np.float64) for side in (first, other)]
    for line in range(lines):
        matches = shown[line * look.across : (line + 1) * look.across]
        _draw_line(sheet, matches, lifts, _TOP + line * pitch + _ABOVE, (size, step), line)
        _name_rows(sheet, (first.label, other.label), _TOP + line * pitch + _ABOVE, step)
    draw_heat_legend(sheet, left=_LEFT, top=6)
    names = {"first": first.label, "other": other.label}
    return sheet.drawing(
        f"head-maps-{other.label}{look.suffix}",
        title=_title(pair, names),
        caption=_caption(pair, shown, names),
        alt=said("maps.alt", drawn=len(shown), **names),
        columns=("layer", "first_head", "other_head", "distance", "same_number", "noise_floor"),
        rows=[_row(match) for match in pair.heads],
    )


def _draw_line(
    sheet: Sheet,
    matches: tuple[HeadMatch, ...],
    lifts: list[Floats],
    top: float,
    sizes: tuple[float, float],
    line: int,
) -> None:
    """One picture for a line of heads: three rows of thumbnails with free cells between."""
    size, step = sizes
    block = max(1, -(-max(lifts[0].shape[-2:]) // _MOST_CELLS))
    triples = [_triple(match, lifts, block) for match in matches]
    levels = np.stack(triples, axis=1)
    cells = levels.shape[-2:]
    gap = max(1, round(_GAP / size * cells[0])), max(1, round(_GAP / size * cells[1]))
    picture = mosaic(levels, gap)
    across = len(matches) * step - (step - size)
    down = 3 * step - (step - size)
    ax = sheet.panel(_LEFT, top, across, down, xlim=(0, across), ylim=(down, 0))
    plot_heat(picture, ax, name=f"maps-{line}", size=(across, down))
    for place, match in enumerate(matches):
        middle = place * step + size / 2
        words = said("maps.column", layer=match.layer, one=match.first, two=match.other)
        sheet.note(ax, words, (middle, 0), shift=(0, 6), anchor="center")
        sheet.note(ax, _distance(match), (middle, down), shift=(0, -16), anchor="center")


def _triple(match: HeadMatch, lifts: list[Floats], block: int) -> NDArray[np.uint8]:
    """Levels of a head, its partner and the ratio, dims (row, query, key)."""
    one = block_means(lifts[0][match.layer, match.first], block)
    two = block_means(lifts[1][match.layer, match.other], block)
    return np.stack([heat_levels(each) for each in (one, two, 2.0 ** log_ratio(one, two))])


def _distance(match: HeadMatch) -> Message:
    if match.floor is None:
        return said("maps.distance", x=match.distance)
    return said("maps.distance-floor", x=match.distance, floor=match.floor)


def _name_rows(sheet: Sheet, labels: tuple[str, str], top: float, step: float) -> None:
    whole = sheet.background()
    for row, label in enumerate((*labels, f"{labels[1]} / {labels[0]}")):
        place = (_LEFT - 10, top + row * step + step / 2)
        sheet.note(whole, label, place, anchor="right", role="ink", bold=True)


def _title(pair: Pair, names: dict[str, str]) -> Message:
    beyond = [each for each in pair.heads if each.floor is None or each.distance > each.floor]
    if not beyond:
        return said("maps.title-noise", **names)
    return said("maps.title-beyond", beyond=len(beyond), of=len(pair.heads), **names)


def _caption(
    pair: Pair, shown: tuple[HeadMatch, ...], names: dict[str, str]
) -> tuple[Message, ...]:
    read = said("maps.caption", **names)
    if len(shown) == len(pair.heads):
        return (read,)
    return (read, said("maps.caption-some", drawn=len(shown), of=len(pair.heads)))


def _row(match: HeadMatch) -> tuple[Cell, ...]:
    floor = None if match.floor is None else number(match.floor)
    places = match.layer, match.first, match.other
    return (*places, number(match.distance), number(match.same_place), floor)
