"""A night in lines, flips first: what the feed and the mail say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.nightly.cells import change_cell, glyph, verdict_words, words
from reportgen.nightly.rows import REMOVED, Index, Row
from reportgen.schema import Language, Message
from reportgen.text import say

#: Lines under one heading; the index has the rest.
MOST_LINES = 40

Say = Callable[[Message | str], str]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and its lines, in one language."""

    title: str
    lines: tuple[str, ...]


def headline(index: Index, said: Say) -> str:
    """The night in one line."""
    if not index.rows:
        return said(words("headline-none"))
    failed = sum(row.failed for row in index.rows)
    return said(words("headline", flips=len(index.flips), failed=failed, n=len(index.rows)))


def paragraphs(index: Index, said: Say) -> tuple[Paragraph, ...]:
    """What changed: verdicts first, then failures, drift, new runs and those that went."""
    rows = index.rows
    failed = [row for row in rows if row.failed and not row.flipped]
    found: tuple[tuple[str, Sequence[Row], Callable[[Row, Say], str]], ...] = (
        ("flips", index.flips, _flip),
        ("failed", failed, _reason),
        ("drift", [row for row in rows if row.drift and not row.flipped], _drift),
        ("new", [row for row in rows if row.is_new and row not in failed], _verdict),
        ("removed", [row for row in rows if row.state == REMOVED], _name),
    )
    return tuple(_written(found, said))


def _written(
    found: Sequence[tuple[str, Sequence[Row], Callable[[Row, Say], str]]], said: Say
) -> Iterator[Paragraph]:
    for name, rows, line in found:
        if not rows and name != "flips":
            continue
        lines = [line(row, said) for row in rows[:MOST_LINES]]
        if len(rows) > MOST_LINES:
            lines.append(said(words("digest.more", n=len(rows) - MOST_LINES)))
        if not rows:
            lines.append(said("nightly.flips-none"))
        yield Paragraph(said(f"nightly.digest.{name}"), tuple(lines))


def _line(row: Row, what: str, said: Say) -> str:
    return said(words("line", name=row.record.name, what=what))


def _flip(row: Row, said: Say) -> str:
    assert row.before is not None
    before, after = (said(verdict_words(v)) for v in (row.before, row.record.verdict))
    change = said(words("flip", before=before, after=f"{glyph(row.record.verdict)} {after}"))
    reason = f". {_cause(row, said)}" if row.record.cause else ""
    return _line(row, change + reason, said)


def _reason(row: Row, said: Say) -> str:
    return _line(row, _cause(row, said), said)


def _cause(row: Row, said: Say) -> str:
    """Why there is no report, in the language of the lines where we have the words."""
    cause = row.record.cause
    return cause if isinstance(cause, str) else said(cause)


def _drift(row: Row, said: Say) -> str:
    lines = change_cell(row.change, first=True).lines
    return _line(row, ", ".join(said(line) for line in lines), said)


def _verdict(row: Row, said: Say) -> str:
    return _line(row, said(verdict_words(row.record.verdict)), said)


def _name(row: Row, _: Say) -> str:
    return row.record.name


def speaker(language: Language) -> Say:
    """Says messages in one language, in the plain style of pages."""
    return lambda message: say(message, language)
