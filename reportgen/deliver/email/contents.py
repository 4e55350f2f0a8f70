"""What a mail says about a report, in its order and in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from reportgen.render.cells import Cell
from reportgen.render.checklist import CheckRow, check_rows
from reportgen.render.contents import page_contents
from reportgen.render.words import emphasised, unmarked
from reportgen.schema import Language, Message, Report, Status
from reportgen.text import say
from reportgen.text.formal import formal

#: Verdicts that a mail spells out; of the others it gives the number.
_SPELT_OUT = (Status.FAIL, Status.WARN, Status.INFO)


@dataclass(frozen=True, slots=True)
class MailWords:
    """Says messages to somebody: plain text or HTML, Korean in the polite style."""

    language: Language

    def text(self, cell: Cell, **values: object) -> str:
        """A message, its id, or text that stands as it is said; without marks."""
        return unmarked(self._said(cell, **values))

    def html(self, cell: Cell, **values: object) -> Markup:
        """The same with its bold words."""
        return emphasised(self._said(cell, **values))

    def _said(self, cell: Cell, **values: object) -> str:
        text = say(cell, self.language, **values)
        return formal(text) if self.language is Language.KO else text


@dataclass(frozen=True, slots=True)
class MailContents:
    """Everything the templates of a mail need, apart from words and pictures.

    Attributes
    ----------
    page
        The names that the page's templates use.
    headline
        The finding, in the mail's language and without marks.
    spelt_out
        Checks that call for attention, the gravest first.
    """

    page: Mapping[str, object]
    headline: str
    spelt_out: tuple[CheckRow, ...]


def mail_contents(report: Report, words: MailWords) -> MailContents:
    """What a mail shows of a report."""
    page = page_contents(report)
    rows = check_rows(report.checks, report.profile)
    return MailContents(
        page,
        headline(report, words),
        tuple(row for row in rows if row.status in _SPELT_OUT),
    )


def headline(report: Report, words: MailWords) -> str:
    """The finding in one line; the run's name where there is none."""
    messages = [finding.message for finding in report.findings if finding.place == "headline"]
    return words.text(messages[0]) if messages else report.run.name


def subject(report: Report, words: MailWords) -> str:
    """Name of the run, gravest verdict and headline."""
    values = {
        "name": report.run.name,
        "status": report.status.value,
        "headline": headline(report, words),
    }
    return words.text(Message("email.subject", values))
