"""Axis lines, ticks and their texts, drawn by hand: a fifth of the cost of matplotlib's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis, Tick
from reportgen.figures.glyphs import shortened, text_width
from reportgen.figures.heat import plot_heat
from reportgen.figures.marks import plot_line, plot_segments, px_to_x, px_to_y, width_px
from reportgen.schema import Message
from reportgen.style import HEAT_LEVELS, TICK
from reportgen.text.numbers import fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from reportgen.figures.drawing import Anchor, Sheet, Words

TICK_LENGTH = 4
#: Room below axes for tick texts, and for tick texts and a title.
BELOW_TICKS = 22
BELOW_TITLE = 40
#: Room for tokens that stand upright below or beside axes.
TOKEN_ROOM = 74


def room_below(axis: KeyAxis, width: float) -> float:
    """Pixels that ticks and title of a key axis take below axes so many pixels wide."""
    return TOKEN_ROOM + 18 if _upright(axis, width) else BELOW_TITLE


def _upright(axis: KeyAxis, width: float) -> bool:
    """Whether tokens are too wide to stand side by side."""
    if not axis.writes_tokens:
        return False
    widest = max(text_width(token, TICK) for token in axis.tokens)
    return min(widest, TOKEN_ROOM) > width / len(axis.tokens) - 4


def draw_bottom(
    sheet: Sheet,
    ax: Axes,
    ticks: Sequence[Tick],
    *,
    upright: bool = False,
    bare: Sequence[float] = (),
) -> None:
    """A line along the bottom with ticks and their texts; ``bare`` places get a tick alone."""
    left, right = ax.get_xlim()
    floor = ax.get_ylim()[0]
    places = np.array([*dict.fromkeys((*bare, *(place for place, _ in ticks)))])
    down = np.full(len(places), floor)
    plot_line(ax, [left, right], [floor, floor])
    plot_segments(
        ax, (places, places), (down, down - px_to_y(ax, TICK_LENGTH)), role="ink2", width=1
    )
    for place, text in ticks:
        if upright:
            short = shortened(text, TOKEN_ROOM - 8, TICK)
            sheet.note(
                ax, short, (place, floor), shift=(TICK * 0.35, -8), anchor="right", rotation=90
            )
        else:
            # Beside the line of issue, not across it.
            shift = -5 if place == 0 and right > 0 and left < 0 and text == "0" else 0
            anchor: Anchor = "right" if shift else "center"
            sheet.note(ax, text, (place, floor), shift=(shift, -18), anchor=anchor)


def draw_key_axis(
    sheet: Sheet, ax: Axes, axis: KeyAxis, *, cells: bool = False, title: Message | None = None
) -> None:
    """Ticks and title of the keys below axes; ``cells`` for heat maps."""
    width = width_px(ax)
    ticks = axis.cell_ticks(width) if cells else axis.ticks(width)
    upright = _upright(axis, width)
    draw_bottom(sheet, ax, ticks, upright=upright)
    sheet.note(
        ax,
        title or axis.title,
        (0.5, 0),
        place="axes fraction",
        shift=(0, 5 - room_below(axis, width)),
        anchor="center",
    )


def draw_left(
    sheet: Sheet,
    ax: Axes,
    ticks: Sequence[Tick],
    *,
    line: bool = False,
    shift: float = 6,
    room: float = TOKEN_ROOM,
) -> None:
    """Texts beside the left end of axes, cut to a room in pixels, with a line where wanted."""
    left = ax.get_xlim()[0]
    if line:
        places = np.array([place for place, _ in ticks])
        across = np.full(len(places), left)
        plot_line(ax, [left, left], list(ax.get_ylim()))
        plot_segments(
            ax, (across, across - px_to_x(ax, TICK_LENGTH)), (places, places), role="ink2", width=1
        )
    for place, text in ticks:
        short = shortened(text, room, TICK)
        sheet.note(ax, short, (left, place), shift=(-shift, -TICK * 0.35), anchor="right")


def number_ticks(values: Sequence[float]) -> list[Tick]:
    """Values with their texts, all with the same decimals."""
    return [(value, _shortest(value, values)) for value in values]


def _shortest(value: float, values: Sequence[float]) -> str:
    decimals = next(
        (
            count
            for count in range(6)
            if all(abs(round(each, count) - each) < 1e-9 + 1e-6 * abs(each) for each in values)
        ),
        6,
    )
    return fixed(value, decimals)


def draw_title_left(sheet: Sheet, ax: Axes, words: Words, *, shift: float) -> None:
    """A title along the left side, read upwards."""
    sheet.note(
        ax,
        words,
        (0, 0.5),
        place="axes fraction",
        shift=(-shift, 0),
        anchor="center",
        rotation=90,
    )


def draw_heat_legend(sheet: Sheet, *, left: float, top: float) -> None:
    """The colours of lift from an eighth of an even share to eight times it, and their name."""
    steps = np.arange(1, HEAT_LEVELS + 1, dtype=np.uint8)[np.newaxis]
    ax = sheet.panel(left + 24, top, 96, 10, xlim=(0, HEAT_LEVELS), ylim=(1, 0))
    plot_heat(steps, ax, name="legend")
    sheet.note(ax, "1/8", (0, 1), shift=(-5, 1), anchor="right")
    sheet.note(ax, "8", (HEAT_LEVELS, 1), shift=(5, 1))
    sheet.note(ax, Message("figure.heat.legend"), (HEAT_LEVELS, 1), shift=(20, 1))
