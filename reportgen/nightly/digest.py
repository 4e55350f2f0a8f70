"""A night as a mail that opens with the verdicts that changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reportgen.deliver.email.addresses import Mailbox, header_text
from reportgen.deliver.email.body import wrapped
from reportgen.deliver.email.contents import MailWords
from reportgen.deliver.email.message import Mail
from reportgen.nightly.rows import Index
from reportgen.nightly.summary_lines import headline, paragraphs
from reportgen.render.environment import environment
from reportgen.schema import Language
from reportgen.style import PALETTE

FILE: Final = "digest.eml"
INDEX: Final = "index.html"


def digest_mail(
    index: Index,
    *,
    to: tuple[Mailbox, ...],
    language: Language,
    site: Path,
    address: str = "",
) -> Mail:
    """The mail about the last night.

    Parameters
    ----------
    to
        Whom it goes to.
    site
        Where the index lies; only its folder's name is said.
    address
        Where it is served, with a slash at its end: then the mail links to it.
    """
    words = MailWords(language)
    title = headline(index, words.text)
    parts = paragraphs(index, words.text)
    where = words.text("nightly.digest.site", name=f"{site.name}/{INDEX}")
    lines = [title, ""]
    for part in parts:
        lines += [part.title, *(f"- {line}" for line in part.lines), ""]
    link = f"{address}{INDEX}" if address else ""
    made_by = words.text("nightly.made-by", version=index.version)
    lines += [where, *([link] if link else []), made_by]
    text = "\n".join(piece for line in lines for piece in wrapped(_plain(line))) + "\n"
    html = (
        environment()
        .get_template("nightly/digest.html.j2")
        .render(
            title=title,
            parts=parts,
            where=where,
            link=link,
            made_by=made_by,
            language=language,
            colours={role: light for role, (light, _) in PALETTE.items()},
        )
    )
    return Mail(
        subject=header_text(f"reportgen: {title}"),
        to=to,
        cc=(),
        sender=None,
        date=datetime.strptime(index.date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if index.date
        else None,
        text=text,
        html=html,
    )


def _plain(line: str) -> str:
    """Without joiners, which mean nothing in plain text."""
    return line.replace("\u2060", "").replace("\u00a0", " ")
