"""From a report directory to a mail: what is said, what is attached, when it is dated."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reportgen.build.documents import pdf_name, report_pdf
from reportgen.deliver.email.addresses import Mailbox, header_text
from reportgen.deliver.email.body import mail_html, mail_text
from reportgen.deliver.email.contents import MailWords, mail_contents, subject
from reportgen.deliver.email.message import Attachment, Mail
from reportgen.deliver.email.pictures import mail_pictures
from reportgen.deliver.source import report_in
from reportgen.exceptions import OutputError, UsageError
from reportgen.schema import Language, Message, Report

PAGE: Final = "report.html"
#: Servers take about 25 MB encoded, which is a third more than the files themselves.
MOST_ATTACHED: Final = 17_000_000
_MB: Final = 1e6


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail, and what could not go with it (in its own language)."""

    mail: Mail
    left_out: tuple[str, ...]


def draft_mail(
    directory: Path,
    *,
    to: tuple[Mailbox, ...],
    cc: tuple[Mailbox, ...] = (),
    subject_text: str | None = None,
    language: Language | None = None,
    sender: Mailbox | None = None,
) -> Draft:
    """The mail about the report in a directory.

    Parameters
    ----------
    directory
        Where ``build`` or ``render`` wrote it.
    to, cc
        Whom it goes to.
    subject_text
        Instead of run, verdict and headline.
    language
        Of the mail; None takes the report's where it has one, else English.
    sender
        Who it is from; None leaves that to the mail program.

    Raises
    ------
    UsageError
        There is no report in the directory.
    OutputError
        The mail cannot be made.
    """
    report = report_in(directory)
    language = language or _language(report)
    words = MailWords(language)
    attachments, notes = _attachments(directory, report, words)
    contents = mail_contents(report, words)
    pictures = mail_pictures(report, language)
    lines = (_attached(attachments, words), *notes)
    mail = Mail(
        subject=header_text(subject_text or subject(report, words)),
        to=to,
        cc=cc,
        sender=sender,
        date=_date(report),
        text=mail_text(contents, words, lines),
        html=mail_html(contents, words, pictures, lines),
        pictures=pictures,
        attachments=attachments,
    )
    return Draft(mail, notes)


def _language(report: Report) -> Language:
    choice = str(report.provenance.config.get("lang", "both"))
    return Language.EN if choice == "both" else Language(choice)


def source_date() -> datetime | None:
    """What SOURCE_DATE_EPOCH says.

    Raises
    ------
    UsageError
        It is no number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {text!r}", allowed="seconds since 1970", fix="correct it"
        ) from error


def _date(report: Report) -> datetime | None:
    """SOURCE_DATE_EPOCH, else the latest reference time of the data, else nothing."""
    given = source_date()
    if given is not None:
        return given
    hours = [hours for hours in report.run.reference_times if hours is not None]
    if not hours:
        return None
    try:
        return datetime.fromtimestamp(round(max(hours) * 3600), UTC)
    except (ValueError, OverflowError, OSError):
        # Simulated runs may lie in years that no calendar of a mail program has.
        return None


def _attachments(
    directory: Path, report: Report, words: MailWords
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Page and PDF as far as they exist and fit, and a line for each that does not."""
    kept: list[Attachment] = []
    notes: list[str] = []
    for found in _candidates(directory, report, words.language):
        if isinstance(found, Message):
            notes.append(words.text(found))
        elif sum(len(each.content) for each in (*kept, found)) > MOST_ATTACHED:
            size = len(found.content) / _MB
            notes.append(words.text("email.too-large", file=found.name, size=size))
        else:
            kept.append(found)
    return tuple(kept), tuple(notes)


def _candidates(
    directory: Path, report: Report, language: Language
) -> Iterator[Attachment | Message]:
    page, made = directory / PAGE, directory / pdf_name(language)
    if page.is_file():
        yield Attachment(PAGE, "text/html", page.read_bytes())
    else:
        yield Message("email.no-page")
    if made.is_file():
        yield Attachment(made.name, "application/pdf", made.read_bytes())
        return
    try:
        yield Attachment(made.name, "application/pdf", report_pdf(report, language))
    except OutputError:
        yield Message("email.no-pdf")


def _attached(attachments: tuple[Attachment, ...], words: MailWords) -> str:
    names = tuple(attachment.name for attachment in attachments)
    if not names:
        return words.text("email.nothing-attached")
    return words.text("email.attached" if PAGE in names else "email.attached-pdf", files=names)
