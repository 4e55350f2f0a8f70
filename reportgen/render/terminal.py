"""The checklist as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from reportgen.render.checklist import CheckRow, check_rows, status_counts
from reportgen.render.words import unmarked
from reportgen.schema import CheckResult, Language, Message, Profile
from reportgen.text import say

#: Below this many columns a row is written as a block instead of a line.
NARROW = 72
LEAST = 24
_SPACES = str.maketrans({"\u00a0": " ", "\u2060": None})


def render_terminal(
    checks: Sequence[CheckResult],
    *,
    language: Language = Language.EN,
    profile: Profile = Profile.DEFAULT,
    width: int = 80,
) -> str:
    """The checklist, worst first.

    Parameters
    ----------
    checks
        Results in any order.
    language
        Language of the text.
    profile
        Whose criteria were applied.
    width
        Columns of the terminal; a narrow one gets a block a check instead of a line.

    Returns
    -------
    str
        Lines without colour or control characters, the last one with the counts.
    """
    rows = check_rows(checks, profile)
    width = max(width, LEAST)
    status = max((text_columns(_said(row.word, language)) for row in rows), default=0) + 2
    name = max((text_columns(row.id) for row in rows), default=0)
    lines: list[str] = []
    for row in rows:
        if width < NARROW:
            lines += _block(row, language, width)
        else:
            lines += _line(row, language, width, status, name)
    counts = ", ".join(_said(count, language) for count in status_counts(checks))
    return "\n".join([*lines, "", counts]).strip("\n") + "\n"


def _said(message: Message, language: Language) -> str:
    text = unmarked(say(message, language)).translate(_SPACES)
    # Names from files could otherwise drive the terminal.
    return "".join(char if char.isprintable() else " " for char in text)


def _details(row: CheckRow, language: Language) -> list[str]:
    """Measured and criterion, then what it means and what to do unless all is well."""
    measured = _said(row.measured, language)
    if row.criterion is not None:
        criterion = _said(row.criterion, language)
        measured += f" ({say('page.check.criterion-is', language)} {criterion})"
    parts = [measured]
    if row.status.severity > 1:
        parts.append(_said(row.meaning, language))
        if row.action is not None:
            parts.append("→ " + _said(row.action, language))
    return parts


def _line(row: CheckRow, language: Language, width: int, status: int, name: int) -> list[str]:
    word = f"{row.glyph} {_said(row.word, language)}"
    head = _padded(word, status) + "  " + _padded(row.id, name) + "  "
    room = width - text_columns(head)
    texts = [line for part in _details(row, language) for line in wrapped(part, room)]
    return [head + texts[0], *(" " * text_columns(head) + text for text in texts[1:])]


def _block(row: CheckRow, language: Language, width: int) -> list[str]:
    lines = [f"{row.glyph} {_said(row.word, language)}  {row.id}"]
    for part in _details(row, language):
        lines += ["  " + text for text in wrapped(part, width - 2)]
    return [*lines, ""]


def text_columns(text: str) -> int:
    """Columns a text takes on a terminal: a Korean syllable takes two.

    Examples
    --------
    >>> text_columns("lift"), text_columns("경고")
    (4, 4)
    """
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - text_columns(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, broken between words; a longer word stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_columns(longer) > columns:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]
