"""Messages as HTML in one or both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from reportgen.render.cells import Cell
from reportgen.schema import Language, Message
from reportgen.text import say
from reportgen.text.numbers import NBSP

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_MARKS = re.compile(r"\*\*|`")
#: Browsers break Korean between a sign and the particle that follows it, as in "8.0%" + "가".
_BEFORE_PARTICLE = re.compile(r"([%)\]’”⁰-⁹¹²³×°])((?:</?(?:b|code|strong)>)*)(?=[가-힣])")
_PLACE = re.compile(r"(?:예보 발표|마지막 입력) [^ <]+ 전[^ <]*")
_JOINER = "\u2060"


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


def particles_kept(html: str) -> str:
    r"""Korean HTML in which no line begins with a particle.

    Examples
    --------
    >>> particles_kept("<b>8.0%</b>가 1이다(끝)")
    '<b>8.0%</b>\u2060가 1이다(끝)'
    """
    return _BEFORE_PARTICLE.sub(rf"\1\2{_JOINER}", str(html))


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

    def headline(self, cell: Cell) -> Markup:
        """The page's first heading, in which "예보 발표 22~23시간 전에" stands on one line."""
        return Markup(_PLACE.sub(lambda place: place[0].replace(" ", NBSP), str(self.cell(cell))))

    def labels(self, head: Message) -> Markup:
        """A column's head as an attribute for each language: narrow screens set it in each cell."""
        said = ((one.value, unmarked(say(head, one))) for one in self.languages)
        return Markup("").join(Markup(' data-{}="{}"').format(*pair) for pair in said)

    def plain(self, message: Message | str, **values: object) -> str:
        """A message for an attribute, languages after one another."""
        texts = [unmarked(say(message, language, **values)) for language in self.languages]
        return " / ".join(dict.fromkeys(texts))

    def _switched(self, texts: list[str], show: Callable[[str], Markup]) -> Markup:
        shown = [
            Markup(particles_kept(show(text))) if language is Language.KO else show(text)
            for language, text in zip(self.languages, texts, strict=True)
        ]
        if len(set(texts)) == 1:
            return shown[-1]
        spans = (
            Markup('<span class="{0}" lang="{0}">{1}</span>').format(language.value, html)
            for language, html in zip(self.languages, shown, strict=True)
        )
        # Without styles the languages must not run into each other; with them no space is wanted.
        return Markup('<span class="gap"> </span>').join(spans)
