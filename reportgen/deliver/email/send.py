"""Handing a mail to a server: encrypted, tried again where that can help, honest about the rest."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from reportgen.deliver.email.settings import SmtpSettings
from reportgen.exceptions import OutputError

#: Seconds before the second, third and fourth attempt.
PAUSES: Final = (2.0, 8.0, 30.0)
#: What a server said to an address: its code, and its words.
Replies: TypeAlias = dict[str, tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a mail.

    Attributes
    ----------
    accepted
        Addresses that the server took it for.
    refused
        The others, with the server's reason.
    """

    accepted: tuple[str, ...]
    refused: dict[str, str]


class _NotNowError(Exception):
    """Something that may pass."""


def deliver(
    content: bytes,
    *,
    sender: str,
    recipients: Sequence[str],
    settings: SmtpSettings,
    pause: Callable[[float], None] = time.sleep,
) -> Delivery:
    """Hand a mail to the server, trying again with growing pauses.

    A connection that breaks, a server that is busy and an address that is put off are tried again;
    a refusal is final. A connection that breaks after the mail was sent, before the answer, is
    tried again, too: the mail keeps its Message-ID, by which receivers know the second copy.

    Parameters
    ----------
    content
        The mail.
    sender, recipients
        Addresses of the envelope.
    settings
        The server.
    pause
        What waits.

    Raises
    ------
    OutputError
        No attempt succeeded, or the server refuses as a whole. The text names no secret.
    """
    waiting, refused, reason = list(recipients), dict[str, str](), ""
    for seconds in (*PAUSES, None):
        try:
            replies = _attempt(content, sender, waiting, settings)
        except _NotNowError as error:
            reason = str(error)
        else:
            final = {to: reply for to, reply in replies.items() if reply[0] >= 500}
            refused |= {to: _shown(*reply) for to, reply in final.items()}
            put_off = {to: reply for to, reply in replies.items() if to not in final}
            waiting = list(put_off)
            if not waiting or seconds is None:
                refused |= {to: _shown(*reply) for to, reply in put_off.items()}
                accepted = tuple(to for to in recipients if to not in refused)
                return Delivery(accepted, refused)
        if seconds is not None:
            pause(seconds)
    done = tuple(to for to in recipients if to not in waiting and to not in refused)
    if done:
        return Delivery(done, refused | dict.fromkeys(waiting, reason))
    raise OutputError(
        f"{settings.host} did not take the mail in {len(PAUSES) + 1} attempts ({reason})",
        fix="send the draft later, with --send or with a mail program",
    )


def _attempt(
    content: bytes, sender: str, recipients: Sequence[str], settings: SmtpSettings
) -> Replies:
    """One attempt; replies for the addresses that were not accepted.

    Raises
    ------
    _NotNowError
        It may work later.
    OutputError
        It will not.
    """
    try:
        server = _connected(settings)
        try:
            _logged_in(server, settings)
            return server.sendmail(sender, list(recipients), content)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        return dict(error.recipients)
    except smtplib.SMTPResponseException as error:
        if error.smtp_code < 500:
            raise _NotNowError(_shown(error.smtp_code, error.smtp_error)) from None
        raise OutputError(
            f"{settings.host} refuses the mail ({_shown(error.smtp_code, error.smtp_error)})",
            fix="correct what it names, then send the draft again",
        ) from None
    except ssl.SSLError as error:
        raise OutputError(
            f"{settings.host} cannot be trusted ({error.reason or type(error).__name__})",
            allowed="a certificate for this name that the system or ca_file knows",
            fix="correct host, port, security or ca_file",
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        # Text of a broken connection: no secret passes through it.
        raise _NotNowError(f"{type(error).__name__}: {error}") from None


def _connected(settings: SmtpSettings) -> smtplib.SMTP:
    """A connection, encrypted before anything is said on it."""
    door = (settings.host, settings.door)
    if settings.security == "tls":
        context = _context(settings)
        return smtplib.SMTP_SSL(*door, timeout=settings.timeout, context=context)
    server = smtplib.SMTP(*door, timeout=settings.timeout)
    if settings.security == "none":
        return server
    try:
        server.starttls(context=_context(settings))
    except smtplib.SMTPNotSupportedError:
        server.close()
        raise OutputError(
            f"{settings.host} offers no encryption (STARTTLS) on port {settings.door}",
            allowed="starttls or tls; none for localhost alone",
            fix="set security to tls, or another port",
        ) from None
    except BaseException:
        server.close()
        raise
    return server


def _context(settings: SmtpSettings) -> ssl.SSLContext:
    if settings.ca_file is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(settings.ca_file))
    except OSError as error:
        raise OutputError(
            f"{settings.ca_file} holds no certificates that can be read ({error.strerror})",
            fix="correct ca_file",
        ) from None


def _logged_in(server: smtplib.SMTP, settings: SmtpSettings) -> None:
    if settings.user is None or settings.password is None:
        return
    try:
        server.login(settings.user, settings.password.get_secret_value())
    except smtplib.SMTPNotSupportedError:
        raise OutputError(
            f"{settings.host} offers no login", fix="leave user and password out"
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise
        # The server's words may quote what it was given.
        raise OutputError(
            f"{settings.host} refuses the login of {settings.user} ({error.smtp_code})",
            fix="correct user and password; many providers want an app password",
        ) from None


def _shown(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return f"{code} {line}"[:200]
