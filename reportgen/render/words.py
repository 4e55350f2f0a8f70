"""Messages as HTML in one or both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from reportgen.render.cells import Cell
from reportgen.schema import Language, Message
from reportgen.text import say

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_MARKS = re.compile(r"\*\*|`")


def emphasised(text: str) -> Markup:
    """Escape text, then let ``**bold**`` and back-quoted commands through.

    Examples
    --------
    >>> str(emphasised("**<b>** is `a & b`"))
    '<b>&lt;b&gt;</b> is <code>a &amp; b</code>'
    """
    escaped = str(escape(text))
    return Markup(_CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<b>\1</b>", escaped)))


def unmarked(text: str) -> str:
    """Text without its marks, for attributes and other places that know no bold."""
    return _MARKS.sub("", text)


def breakable(text: str) -> Markup:
    """A name that may break after ``_``, ``-``, ``/`` and ``.``."""
    return Markup(re.sub(r"([_/.\-]+)(?=.)", r"\1<wbr>", str(escape(text))))


@dataclass(frozen=True, slots=True)
class Words:
    """Says messages in the languages of one page."""

    languages: tuple[Language, ...]

    def spans(self, message: Cell, **values: object) -> Markup:
        """A message (or its id) in every language; a text that is the same in all stands once."""
        texts = [say(message, language, **values) for language in self.languages]
        return self._switched(texts, emphasised)

    def cell(self, cell: Cell) -> Markup:
        """A table cell: a message, or text that is shown as it stands."""
        return breakable(cell) if isinstance(cell, str) else self.spans(cell)

    def plain(self, message: Message | str, **values: object) -> str:
        """A message for an attribute, languages after one another."""
        texts = [unmarked(say(message, language, **values)) for language in self.languages]
        return " / ".join(dict.fromkeys(texts))

    def _switched(self, texts: list[str], show: Callable[[str], Markup]) -> Markup:
        if len(set(texts)) == 1:
            return show(texts[0])
        spans = (
            Markup('<span class="{0}" lang="{0}">{1}</span>').format(language.value, show(text))
            for language, text in zip(self.languages, texts, strict=True)
        )
        # Without styles the languages must not run into each other; with them no space is wanted.
        return Markup('<span class="gap"> </span>').join(spans)
