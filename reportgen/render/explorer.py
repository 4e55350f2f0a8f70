"""The attention explorer: a picture of every head, the words of each, and what its script reads."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, Tick, key_axis, query_axis
from reportgen.figures.glyphs import shortened, text_width
from reportgen.figures.greys import STEP, filter_tables, grey_codes, grey_png
from reportgen.figures.heat import block_means
from reportgen.render.explorer_cells import explorer_cells
from reportgen.schema import Figures, Language, MaskKind, Message, Report, Value
from reportgen.style import HEAT_LIMIT, TICK

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Cells a side that are told one by one; beyond it they are averaged in blocks.
MOST_SIDE = 128
#: Cells of all pictures together: about a megabyte where nothing repeats.
MOST_CELLS = 2_400_000
#: Heads up to which choosing works without script.
MOST_WITHOUT_SCRIPT = 48
#: Pixels of the large picture on a phone, which the ticks must suit, too.
_STAGE = 290.0
_TOKEN_ROOM = 64.0


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: a head, or the mean of a layer's heads.

    Attributes
    ----------
    id
        ``LAYER-HEAD`` or ``LAYER-mean``, counted from 0; part of the ids on the page.
    name, alt, line
        Which head it is, what stands out in it, and its figures in a line.
    picture
        ``data:`` address of its codes.
    """

    id: str
    name: Message
    alt: Message
    line: Message
    picture: str


@dataclass(frozen=True, slots=True)
class Place:
    """A tick, its place in percent of the picture's side."""

    percent: float
    text: str
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Explorer:
    """All that the template needs.

    Attributes
    ----------
    rows : (layer, head + 1)
        Pictures, the mean of a layer last where it has several heads.
    heads
        Of each layer.
    chosen
        Id of the picture that is shown first: the strongest head of the focus layer.
    scripted
        So many heads that the large view is left to the script.
    queries, keys
        Size in cells as drawn; the last may be part of a block.
    cells
        Pixels of a picture (across, down), the last of which are cut off.
    block
        Weights a side that a cell averages.
    notes
        Sentences under the picture.
    filters
        Red, green and blue tables of the light and of the dark colours.
    script
        What the script reads, as JSON.
    """

    rows: tuple[tuple[Tile, ...], ...]
    heads: int
    chosen: str
    scripted: bool
    queries: float
    keys: float
    cells: tuple[int, int]
    block: int
    query_ticks: tuple[Place, ...]
    key_ticks: tuple[Place, ...]
    query_title: Message
    key_title: Message
    notes: tuple[Message, ...]
    legend: str
    filters: tuple[tuple[str, tuple[str, str, str]], ...]
    script: str

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Every picture, layer by layer."""
        return tuple(tile for row in self.rows for tile in row)


def explorer(report: Report, languages: tuple[Language, ...]) -> Explorer | None:
    """The explorer of a report; None where there is no matrix worth a picture.

    Parameters
    ----------
    report
        Whose heads are shown.
    languages
        Of the page.
    """
    lift = np.asarray(report.matrices.head_lift, dtype=np.float64)
    if lift.size == 0 or min(lift.shape[2:]) < 2:
        return None
    pooled = pooled_cells(lift.shape)
    heads = block_means(lift, pooled)
    means = block_means(np.asarray(report.matrices.layer_lift, dtype=np.float64), pooled)
    block = pooled * report.matrices.block
    keys, queries = key_axis(report), query_axis(report)
    return Explorer(
        rows=_rows(report, keys, heads, means),
        heads=lift.shape[1],
        chosen=_strongest(report),
        scripted=lift.shape[0] * lift.shape[1] > MOST_WITHOUT_SCRIPT,
        queries=report.run.queries / block,
        keys=report.run.keys / block,
        cells=(heads.shape[3] + 1, heads.shape[2] + 1),
        block=block,
        query_ticks=_ticks(queries, across=False),
        key_ticks=_ticks(keys, across=True),
        query_title=queries.titled("query"),
        key_title=keys.titled("key"),
        notes=_notes(report, block),
        legend=_legend(),
        filters=(("light", filter_tables()), ("dark", filter_tables(dark=True))),
        script=explorer_cells(report, keys, queries, pooled, languages),
    )


def pooled_cells(shape: Sequence[int]) -> int:
    """Cells a side to average, so that pictures of this shape fit on the page.

    Parameters
    ----------
    shape
        Sizes of layer, head, query, key.

    Examples
    --------
    >>> pooled_cells((6, 8, 240, 240)), pooled_cells((24, 16, 512, 512))
    (2, 7)
    """
    layers, heads, queries, keys = shape
    side = math.ceil(max(queries, keys) / MOST_SIDE)
    area = math.ceil(math.sqrt(layers * heads * queries * keys / MOST_CELLS))
    return max(side, area, 1)


def _rows(
    report: Report, axis: KeyAxis, heads: NDArray[np.float64], means: NDArray[np.float64]
) -> tuple[tuple[Tile, ...], ...]:
    rows: list[list[Tile]] = [[] for _ in range(len(heads))]
    for each in report.heads:
        name = Message("explorer.head", {"layer": each.layer, "head": each.head})
        lift = heads[each.layer, each.head]
        rows[each.layer].append(
            _tile(report, axis, f"{each.layer}-{each.head}", name, each.figures, lift)
        )
    if heads.shape[1] > 1:
        for layer, figures in enumerate(report.layers):
            name = Message("explorer.mean", {"layer": layer})
            rows[layer].append(_tile(report, axis, f"{layer}-mean", name, figures, means[layer]))
    return tuple(map(tuple, rows))


def _tile(
    report: Report,
    axis: KeyAxis,
    identifier: str,
    name: Message,
    figures: Figures,
    lift: NDArray[np.float64],
) -> Tile:
    strongest: dict[str, Value] = {"where": axis.where(figures.peak_key), "lift": figures.peak_lift}
    return Tile(
        id=identifier,
        name=name,
        alt=Message("explorer.alt", strongest),
        line=Message(
            "explorer.line",
            {
                **strongest,
                "entropy": figures.normalized_entropy,
                "effective": figures.effective_keys,
                "keys": report.run.keys,
                "pattern": figures.pattern.value,
            },
        ),
        picture=_address(grey_codes(lift), edge=1),
    )


def _address(codes: NDArray[np.uint8], *, edge: int = 0) -> str:
    """A picture as an address.

    Browsers that enlarge a picture repeat it in the last pixel on the right and below: with an
    edge of so many cells repeated there, and cut off, nothing foreign is seen.
    """
    codes = np.pad(codes, ((0, edge), (0, edge)), mode="edge")
    return "data:image/png;base64," + base64.b64encode(grey_png(codes)).decode("ascii")


def _strongest(report: Report) -> str:
    """Head of the focus layer with the largest lift of a key; its first where none has one."""
    heads = [each for each in report.heads if each.layer == report.focus.layer]
    lifts = np.array([each.figures.peak_lift for each in heads], dtype=np.float64)
    best = heads[int(np.argmax(np.where(np.isfinite(lifts), lifts, -np.inf)))]
    return f"{best.layer}-{best.head}"


def _notes(report: Report, block: int) -> tuple[Message, ...]:
    notes: list[Message] = []
    if block > 1:
        sizes = {"block": block, "queries": report.run.queries, "keys": report.run.keys}
        notes.append(Message("explorer.block", sizes))
    if report.run.mask.kind is not MaskKind.NONE:
        notes.append(Message("explorer.masked"))
    return tuple(notes)


def _legend() -> str:
    """Every colour from an eighth of an even share to eight times it, as one row."""
    log_lift = np.arange(-HEAT_LIMIT, HEAT_LIMIT + STEP / 2, STEP)
    return _address(grey_codes(2.0 ** log_lift[np.newaxis]))


def _ticks(axis: KeyAxis, *, across: bool) -> tuple[Place, ...]:
    count = len(axis.low)
    upright = across and axis.writes_tokens and _too_wide(axis.tokens)
    return tuple(
        _place(tick, count, axis, upright=upright)
        for tick in axis.cell_ticks(_STAGE if across else _STAGE * 1.3)
    )


def _too_wide(tokens: tuple[str, ...]) -> bool:
    return max(text_width(token, TICK) for token in tokens) > _STAGE / len(tokens) - 4


def _place(tick: Tick, count: int, axis: KeyAxis, *, upright: bool) -> Place:
    place, text = tick
    text = shortened(text, _TOKEN_ROOM, TICK) if axis.writes_tokens else text
    return Place(round(100 * place / count, 3), text, upright)
