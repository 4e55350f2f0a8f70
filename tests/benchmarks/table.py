"""A row of the benchmark's table, and the table as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HEADER = ("what", "goal", "measured", "met", "remark")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured.

    Attributes
    ----------
    name
        What it is.
    goal
        What we want; empty where there is no goal and the number only informs.
    measured
        The number with its unit; "not measured" where it could not be.
    met
        Whether the goal is reached; None where there is no goal or no measurement.
    remark
        By how much it is missed and why, or how the number was taken.
    """

    name: str
    goal: str
    measured: str
    met: bool | None
    remark: str = ""


def not_measured(name: str, goal: str, why: str) -> Row:
    """The row of something that this machine cannot show."""
    return Row(name, goal, "not measured", None, why)


def table(rows: Iterable[Row]) -> str:
    """Rows as a Markdown table, in their order."""
    cells: list[Sequence[str]] = [_HEADER, ("---",) * len(_HEADER)]
    for row in rows:
        met = {True: "yes", False: "**no**", None: "–"}[row.met]
        cells.append((row.name, row.goal or "–", row.measured, met, row.remark))
    lines = ("| " + " | ".join(text.replace("|", "\\|") for text in line) + " |" for line in cells)
    return "\n".join(lines) + "\n"
