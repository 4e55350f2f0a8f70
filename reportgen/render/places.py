"""Where the keys lie, as the figures draw them: hours before issue, a token or a step."""

from __future__ import annotations

from typing import TypeAlias

from reportgen.figures.axis import key_axis
from reportgen.render.cells import Cell, words
from reportgen.schema import Report, Value

Place: TypeAlias = tuple[Value, ...]


def key_places(report: Report) -> tuple[Place, ...]:
    """The place of every key, as the catalogue's ``where`` spec wants it (dim: key)."""
    axis = key_axis(report)
    return tuple(axis.where(key) for key in range(report.run.keys))


def long_place(place: Place) -> Cell:
    """A place with its words: "5-6 h before issue", "step 5 of 8"."""
    return words("where", where=place)


def short_place(place: Place) -> Cell:
    """A place for a narrow column: its hours, its token or its number."""
    kind, first, second = place
    if kind in ("hours", "input"):
        return words("hrange", iv=(first, second))
    return f"{first} {second}" if kind == "token" else str(first)
