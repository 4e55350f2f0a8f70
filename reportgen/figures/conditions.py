"""What the inputs are like where attention goes: a dot and its interval against chance."""

from __future__ import annotations

import numpy as np

from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import BELOW_TITLE, draw_bottom, draw_left, number_ticks
from reportgen.figures.marks import plot_bars, plot_dot, plot_line, plot_segments
from reportgen.figures.tables import number
from reportgen.schema import Condition, Content, Message, Value
from reportgen.statistics.content.conditions import beats_chance

WIDTH, LEFT, RIGHT, TOP, ROW = 352.0, 62.0, 86.0, 8.0, 30.0


def shown_conditions(content: Content) -> list[Condition]:
    """Conditions that beat chance, all inputs together, the strongest first."""
    count = len(content.conditions)
    found = [item for item in content.conditions if beats_chance(item, count)]
    return sorted(found, key=lambda item: -abs(item.effect))


def draw_conditions(content: Content, *, sheet_width: float = WIDTH) -> Drawing:
    """One row an input, in standard deviations of that input, so that rows compare."""
    items = content.conditions
    scaled = [_scaled(item) for item in items]
    reach = max(max(abs(value) for value in row) for row in scaled) * 1.08
    reach = max(reach, 1e-6)
    width, height = sheet_width - LEFT - RIGHT, ROW * len(items)
    sheet = Sheet(sheet_width, TOP + height + BELOW_TITLE)
    ax = sheet.panel(LEFT, TOP, width, height, xlim=(-reach, reach), ylim=(len(items), 0))
    places = np.arange(len(items), dtype=np.float64) + 0.5
    rows = np.array(scaled, dtype=np.float64)
    for place, (_, _, _, low, high) in zip(places, scaled, strict=True):
        plot_bars(
            ax,
            np.array([low]),
            np.array([high]),
            np.array([place + 0.28]),
            role="null",
            base=np.array([place - 0.28]),
        )
    plot_line(ax, [0, 0], [0, len(items)], role="ink2")
    plot_segments(ax, (rows[:, 1], rows[:, 2]), (places, places), width=1.6)
    beaten = {item.name for item in shown_conditions(content)}
    for item, place, row in zip(items, places, rows, strict=True):
        plot_dot(ax, row[0], place, role="attn" if item.name in beaten else "ink")
        words = Message("figure.conditions.value", _values(item))
        sheet.note(
            ax,
            words,
            (1, place),
            place=("axes fraction", "data"),
            shift=(8, -4),
            role="ink",
            bold=item.name in beaten,
        )
    draw_left(sheet, ax, [(p, item.name) for p, item in zip(places, items, strict=True)])
    step = float(f"{reach * 0.6:.1g}")
    draw_bottom(sheet, ax, number_ticks([-step, 0.0, step]))
    sheet.note(
        ax,
        Message("figure.conditions.axis"),
        (0.5, 0),
        place="axes fraction",
        shift=(0, -35),
        anchor="center",
    )
    return _described(sheet, content)


def _scaled(item: Condition) -> tuple[float, float, float, float, float]:
    """Difference, its interval and the chance band in standard deviations."""
    value = item.difference.value
    spread = value / item.effect if item.effect else 1.0
    interval = item.difference.interval
    low, high = (value, value) if interval is None else (interval.low, interval.high)
    numbers = (value, low, high, item.null.low, item.null.high)
    return tuple(each / spread for each in numbers)  # type: ignore[return-value]


def _values(item: Condition) -> dict[str, Value]:
    interval = item.difference.interval
    return {
        "name": item.name,
        "difference": item.difference.value,
        "unit": f"\u00a0{item.units}" if item.units else "",
        "interval": None if interval is None else (interval.low, interval.high),
    }


def _described(sheet: Sheet, content: Content) -> Drawing:
    shown = shown_conditions(content)
    counts: dict[str, Value] = {"shown": len(shown), "of": len(content.conditions)}
    kind = "" if shown else "-none"
    strongest = shown[0] if shown else max(content.conditions, key=lambda item: abs(item.effect))
    values = {**_values(strongest), **counts}
    return sheet.drawing(
        "conditions",
        title=Message(f"figure.conditions.title{kind}", values),
        caption=(Message(f"figure.conditions.caption{kind}", values),),
        alt=Message("figure.conditions.alt", values),
        columns=("variable", "units", "difference", "low", "high", "null_low", "null_high", "p"),
        rows=[
            (
                item.name,
                item.units,
                number(item.difference.value),
                None if item.difference.interval is None else number(item.difference.interval.low),
                None if item.difference.interval is None else number(item.difference.interval.high),
                number(item.null.low),
                number(item.null.high),
                number(item.p_value),
            )
            for item in content.conditions
        ],
    )
