"""A mail as a file, and from there to the server: a mail that was not sent stays a draft."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reportgen.deliver.email.addresses import Mailbox, mailboxes
from reportgen.deliver.email.draft import source_date
from reportgen.deliver.email.message import Mail, mail_bytes
from reportgen.deliver.email.send import Delivery, deliver
from reportgen.deliver.email.settings import SmtpSettings, smtp_settings
from reportgen.exceptions import OutputError, ReportgenError


@dataclass(frozen=True, slots=True)
class Outbox:
    """The file of one mail."""

    path: Path

    def keep(self, mail: Mail, *, draft: bool) -> None:
        """Write the mail, whole or not at all.

        Raises
        ------
        OutputError
            The file cannot be written.
        """
        partial = self.path.with_name(f".{self.path.name}.partial")
        try:
            partial.write_bytes(mail_bytes(mail, draft=draft))
            partial.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise OutputError(
                f"{self.path} cannot be written ({error.strerror or error})",
                fix="choose another file with -o",
            ) from error

    def send(self, mail: Mail, *, pause: Callable[[float], None] = time.sleep) -> Delivery:
        """Send a kept draft; the file then holds what was sent, or still the draft.

        Where the server refuses some addresses only, a draft to these remains.

        Raises
        ------
        OutputError
            Nothing, or not all of it, was sent; the message says where the draft lies.
        """
        try:
            settings = smtp_settings()
            sending = replace(mail, sender=mail.sender or _sender(settings), date=_now())
            assert sending.sender is not None
            result = deliver(
                mail_bytes(sending, draft=False),
                sender=sending.sender.address,
                recipients=sending.recipients,
                settings=settings,
                pause=pause,
            )
        except ReportgenError as error:
            raise OutputError(f"{error} The mail was not sent; the draft is {self.path}") from error
        if not result.refused:
            self.keep(sending, draft=False)
            return result
        rest = replace(
            mail,
            to=tuple(box for box in mail.to if box.address in result.refused),
            cc=tuple(box for box in mail.cc if box.address in result.refused),
        )
        self.keep(rest, draft=True)
        reasons = "; ".join(f"{address}: {why}" for address, why in result.refused.items())
        sent = f"sent to {', '.join(result.accepted)}" if result.accepted else "sent to nobody"
        raise OutputError(
            f"the mail was {sent}, and refused for {reasons}",
            fix=f"correct the addresses; the draft to them is {self.path}",
        )


def _sender(settings: SmtpSettings) -> Mailbox:
    """Who mails are from.

    Raises
    ------
    OutputError
        Nobody says so.
    """
    for given in (settings.sender, settings.user):
        if given and "@" in given:
            return mailboxes("sender", [given])[0]
    raise OutputError(
        "nobody is named as the sender",
        allowed="--from, REPORTGEN_SMTP_SENDER, or sender in the settings file",
        fix="name an address",
    )


def _now() -> datetime:
    """When a mail is sent: the draft's date is that of the data, and would be sorted there."""
    return source_date() or datetime.now(UTC).replace(microsecond=0)
