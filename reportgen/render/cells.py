"""Tables without a language: heads and cells are messages, or text of a file as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reportgen.schema import Message

#: A message to be said in the reader's language, or text that has none (a name, an id, a hash).
Cell: TypeAlias = Message | str


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be drawn as HTML or Markdown.

    Attributes
    ----------
    id
        Anchor on the page.
    title, note
        Heading above the table, and a paragraph below it.
    heads
        One message a column.
    rows
        Cells, as many a row as there are heads; the first names the row.
    numeric
        Columns that are aligned to the right.
    """

    id: str
    title: Message
    heads: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    note: Message | None = None


def words(identifier: str, **values: object) -> Message:
    """A message of the page's own catalogue area."""
    return Message(f"page.{identifier}", values)  # type: ignore[arg-type]


def number(value: float | None, spec: str) -> Cell:
    """A number by one of the page's specs (``int``, ``n1`` … ``pct``, ``hours``)."""
    return words("dash") if value is None else words(spec, x=value)


def heads(*identifiers: str) -> tuple[Message, ...]:
    """Column heads by the last part of their ids."""
    return tuple(words(f"head.{identifier}") for identifier in identifiers)
