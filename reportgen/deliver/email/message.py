"""The message itself: bodies, pictures and attachments, the same bytes every time."""

from __future__ import annotations

import email.policy
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.utils import formataddr
from typing import Final

from reportgen.deliver.email.addresses import Mailbox
from reportgen.deliver.email.pictures import Picture

POLICY: Final = email.policy.SMTP.clone(cte_type="7bit")
_END: Final = "\r\n"
#: A name that no machine can have, where the sender's is not known (RFC 2606).
_NOWHERE: Final = "reportgen.invalid"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything that a message is made of.

    Attributes
    ----------
    sender
        None for a draft of somebody whose mail program will say who it is.
    date
        None where nothing fixes one; the mail program then sets it.
    pictures
        Those that the HTML names.
    """

    subject: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    sender: Mailbox | None
    date: datetime | None
    text: str
    html: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that it goes to, once."""
        return tuple(dict.fromkeys(box.address for box in (*self.to, *self.cc)))


def mail_bytes(mail: Mail, *, draft: bool) -> bytes:
    """The mail as it is written to a file or handed to a server.

    Parameters
    ----------
    mail
        Its parts.
    draft
        Whether mail programs are to open it for editing (``X-Unsent``).
    """
    message = EmailMessage(policy=POLICY)
    if mail.date is not None:
        message["Date"] = mail.date
    digest = _digest(mail)
    domain = mail.sender.domain if mail.sender else _NOWHERE
    message["Message-ID"] = f"<{digest[:32]}@{domain}>"
    if draft:
        message["X-Unsent"] = "1"
    _fill(message, mail)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_reportgen_{digest[:24]}_{number}")
    return _names(mail).encode("ascii") + message.as_bytes()


def _names(mail: Mail) -> str:
    """Subject and people as header lines.

    Written here, because the library loses spaces between encoded words (in Python 3.11).
    """
    subject = Header(mail.subject, _charset(mail.subject), header_name="Subject")
    lines = [f"Subject: {subject.encode(linesep=_END)}"]
    people = (("From", (mail.sender,) if mail.sender else ()), ("To", mail.to), ("Cc", mail.cc))
    lines += [f"{name}: {_people(boxes)}" for name, boxes in people if boxes]
    return "".join(f"{line}{_END}" for line in lines)


def _people(boxes: Iterable[Mailbox]) -> str:
    return f",{_END} ".join(_person(box) for box in boxes)


def _person(box: Mailbox) -> str:
    if box.name.isascii():
        return formataddr((box.name, box.address))
    name = Header(box.name, "utf-8", maxlinelen=60).encode(linesep=_END)
    return f"{name}{_END} <{box.address}>"


def _charset(text: str) -> str:
    return "us-ascii" if text.isascii() else "utf-8"


def _fill(message: EmailMessage, mail: Mail) -> None:
    """Mixed > alternative > plain text, and HTML with its pictures; then the attachments."""
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    *_, html = message.iter_parts()
    assert isinstance(html, EmailMessage)
    for picture in mail.pictures.values():
        html.add_related(
            picture.png,
            maintype="image",
            subtype="png",
            cid=f"<{picture.cid}>",
            filename=f"{picture.name}.png",
            disposition="inline",
        )
    for attachment in mail.attachments:
        kind, _, subtype = attachment.type.partition("/")
        message.add_attachment(
            attachment.content, maintype=kind, subtype=subtype, filename=attachment.name
        )


def _digest(mail: Mail) -> str:
    """Hash of all that the reader sees and of whom it goes to."""
    hashed = hashlib.sha256()
    for part in _parts(mail):
        hashed.update(len(part).to_bytes(8, "big") + part)
    return hashed.hexdigest()


def _parts(mail: Mail) -> Iterable[bytes]:
    boxes = (*mail.to, *mail.cc, *((mail.sender,) if mail.sender else ()))
    texts = [mail.subject, mail.text, mail.html, str(mail.date)]
    texts += [f"{box.name} <{box.address}>" for box in boxes]
    yield from (text.encode("utf-8") for text in texts)
    yield from (picture.png for picture in mail.pictures.values())
    for attachment in mail.attachments:
        yield attachment.name.encode("utf-8")
        yield attachment.content
