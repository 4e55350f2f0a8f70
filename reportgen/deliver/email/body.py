"""The two bodies of a mail: HTML that mail programs understand, and plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import css_inline

from reportgen.deliver.email.contents import MailContents, MailWords
from reportgen.deliver.email.pictures import Picture
from reportgen.exceptions import OutputError
from reportgen.render.environment import environment, source_of
from reportgen.style import PALETTE

#: Gmail cuts a mail's HTML at about 102 KB.
MOST_HTML: Final = 90_000
_LINE: Final = 74
_VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
_COMMENT: Final = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def mail_html(
    contents: MailContents,
    words: MailWords,
    pictures: Mapping[str, Picture],
    notes: Sequence[str],
) -> str:
    """The HTML part: tables for layout, every style inline, colours as they are.

    Parameters
    ----------
    contents, words
        What is said, and how.
    pictures
        By name; the HTML refers to them by their content ids.
    notes
        Lines at the end: what is attached, what is not.

    Raises
    ------
    OutputError
        It is larger than mail programs show.
    """
    page = (
        environment()
        .get_template("email/mail.html.j2")
        .render(
            **contents.page,
            mail=contents,
            language=words.language,
            t=words.html,
            plain=words.text,
            pictures=pictures,
            notes=notes,
            style=_style(),
        )
    )
    inliner = css_inline.CSSInliner(
        inline_style_tags=True,
        keep_style_tags=False,
        keep_at_rules=True,
        load_remote_stylesheets=False,
    )
    html = inliner.inline(page)
    size = len(html.encode("utf-8"))
    if size > MOST_HTML:
        raise OutputError(
            f"the HTML part of the mail has {size} bytes",
            allowed=f"{MOST_HTML}, beyond which mail programs cut it",
            fix="report this, with the run's report.json",
        )
    return html


def _style() -> str:
    """The style sheet with literal colours: few mail programs know variables."""
    sheet = _COMMENT.sub("", source_of("email/mail.css"))
    return _VARIABLE.sub(lambda match: PALETTE[match[1]][0], sheet)


def mail_text(contents: MailContents, words: MailWords, notes: Sequence[str]) -> str:
    """The plain text part, wrapped."""
    text = (
        environment()
        .get_template("email/mail.txt.j2")
        .render(
            **contents.page,
            mail=contents,
            language=words.language,
            t=words.text,
            notes=notes,
        )
    )
    # Joiners mean nothing in plain text, and some programs show them.
    text = text.replace("\u2060", "").replace("\u00a0", " ")
    lines = [part for line in text.splitlines() for part in wrapped(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def wrapped(line: str) -> list[str]:
    """A line on several of at most 74 columns; a Hangul syllable takes two.

    Examples
    --------
    >>> wrapped("- " + "word " * 16)[1]
    '  word word'
    """
    hang = " " * (len(line) - len(line.lstrip("- ")))
    out, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current.strip("- ") and _columns(longer) > _LINE:
            out.append(current.rstrip())
            longer = hang + word
        current = longer
    return [*out, current.rstrip()]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
