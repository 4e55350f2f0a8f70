"""Does attention follow the hour of the world or the place in the window? Two dots a step."""

from __future__ import annotations

import numpy as np

from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import BELOW_TITLE, draw_bottom, number_ticks
from reportgen.figures.marks import plot_dot, plot_line, plot_segments
from reportgen.figures.tables import number
from reportgen.schema import Content, Estimate, Interval, Lock, Message, Value
from reportgen.statistics.content.locking import followed, telling

WIDTH, LEFT, RIGHT, TOP, ROW = 352.0, 44.0, 14.0, 44.0, 44.0
_APART = 0.16


def draw_locks(content: Content, *, sheet_width: float = WIDTH) -> Drawing:
    """One row for each step between issues; above the same hour of the world, below the place."""
    locks = content.locks
    width, height = sheet_width - LEFT - RIGHT, ROW * len(locks)
    low = min(0.0, *(_ends(each)[0] for lock in locks for each in (lock.same_hour, lock.same_lag)))
    sheet = Sheet(sheet_width, TOP + height + BELOW_TITLE)
    ax = sheet.panel(
        LEFT, TOP, width, height, xlim=(min(-0.25, low * 1.08), 1.04), ylim=(len(locks), 0)
    )
    plot_line(ax, [0, 0], [0, len(locks)], role="ink2")
    places = np.arange(len(locks), dtype=np.float64) + 0.5
    for lock, place in zip(locks, places, strict=True):
        _plot(ax, lock.same_hour, place - _APART, "attn", 5)
        _plot(ax, lock.same_lag, place + _APART, "ink", 3)
        sheet.note(
            ax,
            Message("content.hours", {"hours": lock.hours}),
            (0, place),
            place=("axes fraction", "data"),
            shift=(-6, -4),
            anchor="right",
        )
    draw_bottom(sheet, ax, number_ticks([0.0, 0.5, 1.0]))
    for words, role, shift in (("same-hour", "attn", 26.0), ("same-lag", "ink", 10.0)):
        sheet.note(
            ax,
            Message(f"figure.locks.{words}"),
            (0, 1),
            place="axes fraction",
            shift=(12 - LEFT, shift),
            role=role,
            bold=role == "attn",
        )
    sheet.note(
        ax,
        Message("figure.locks.axis"),
        (0.5, 0),
        place="axes fraction",
        shift=(0, -35),
        anchor="center",
    )
    return _described(sheet, locks)


def _ends(estimate: Estimate) -> tuple[float, float]:
    interval = estimate.interval or Interval(estimate.value, estimate.value)
    return interval.low, interval.high


def _plot(ax: object, estimate: Estimate, place: float, role: str, radius: float) -> None:
    low, high = _ends(estimate)
    across = np.array([low]), np.array([high])
    level = np.array([place]), np.array([place])
    plot_segments(ax, across, level, role=role, width=1.6)  # type: ignore[arg-type]
    plot_dot(ax, estimate.value, place, role=role, radius=radius)  # type: ignore[arg-type]


def _described(sheet: Sheet, locks: tuple[Lock, ...]) -> Drawing:
    kind, shown = followed(locks), telling(locks)
    tested = shown.difference.interval is not None
    values: dict[str, Value] = {
        "hours": shown.hours,
        "pairs": shown.pairs,
        "hour": shown.same_hour.value,
        "hour_interval": _pair(shown.same_hour),
        "lag": shown.same_lag.value,
        "lag_interval": _pair(shown.same_lag),
        "difference": shown.difference.value,
        "difference_interval": _pair(shown.difference),
        "steps": len(locks),
    }
    return sheet.drawing(
        "locks",
        title=Message(f"figure.locks.title-{kind}"),
        caption=(Message(f"figure.locks.caption-{kind if tested else 'few'}", values),),
        alt=Message(f"figure.locks.alt-{'interval' if tested else 'few'}", values),
        columns=(
            "hours_apart",
            "pairs",
            *(
                f"{of}{end}"
                for of in ("same_hour", "same_lag", "difference")
                for end in ("", "_low", "_high")
            ),
        ),
        rows=[
            (
                lock.hours,
                lock.pairs,
                *_cells(lock.same_hour),
                *_cells(lock.same_lag),
                *_cells(lock.difference),
            )
            for lock in locks
        ],
    )


def _pair(estimate: Estimate) -> tuple[float, float] | None:
    return None if estimate.interval is None else _ends(estimate)


def _cells(estimate: Estimate) -> tuple[float | None, ...]:
    pair = _pair(estimate) or (None, None)
    return (number(estimate.value), *(None if end is None else number(end) for end in pair))
