"""Sending, against a real server on this machine: encrypted, refused, broken off."""

from __future__ import annotations

import shutil
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from reportgen.deliver.email.send import PAUSES, deliver
from reportgen.deliver.email.settings import SmtpSettings, smtp_settings
from reportgen.exceptions import OutputError
from tests.cli.conftest import Run

SECRET = "s3cret-pass"
MAIL = b"Subject: x\r\n\r\nbody\r\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Inbox:
    """Keeps what it is given; answers what it is told to."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.replies: dict[str, list[str]] = {}

    def _next(self, what: str, default: str) -> str:
        waiting = self.replies.get(what, [])
        return waiting.pop(0) if waiting else default

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        reply = self._next(address, "250 ok")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = self._next("data", "250 ok")
        if reply.startswith("250"):
            self.mails.append((envelope.rcpt_tos, envelope.content))
        return reply


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine with its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_text(key.read_text() + cert.read_text())
    return both


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def settings(port: int, **more: Any) -> SmtpSettings:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 5, **more}
    return SmtpSettings.model_validate(given)


class Clock:
    """Counts the pauses instead of waiting."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def send(port: int, *to: str, clock: Callable[[float], None] | None = None, **more: Any) -> Any:
    return deliver(
        MAIL,
        sender="me@example.org",
        recipients=to or ("a@example.org",),
        settings=settings(port, **more),
        pause=clock or Clock(),
    )


def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.password == SECRET.encode()
    return AuthResult(success=good, handled=False)


# Encryption --------------------------------------------------------------------------------------


def test_plainly_to_this_machine() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        result = send(port, "a@example.org", "b@example.org")
    assert result.accepted == ("a@example.org", "b@example.org")
    assert inbox.mails == [(["a@example.org", "b@example.org"], MAIL)]


def test_by_starttls_with_a_login(certificate: Path) -> None:
    inbox = Inbox()
    context = server_context(certificate)
    options = {"tls_context": context, "require_starttls": True, "authenticator": login}
    with serving(inbox, **options, auth_required=True) as port:
        send(port, security="starttls", ca_file=certificate, user="me", password=SECRET)
    assert len(inbox.mails) == 1


def test_by_tls(certificate: Path) -> None:
    inbox = Inbox()
    with serving(inbox, ssl_context=server_context(certificate)) as port:
        send(port, security="tls", ca_file=certificate)
    assert len(inbox.mails) == 1


def test_nothing_is_said_to_a_server_without_encryption() -> None:
    inbox = Inbox()
    with serving(inbox) as port, pytest.raises(OutputError, match="offers no encryption"):
        send(port, security="starttls", user="me", password=SECRET)
    assert inbox.mails == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_knows_is_refused(certificate: Path, security: str) -> None:
    inbox, clock = Inbox(), Clock()
    name = "tls_context" if security == "starttls" else "ssl_context"
    options = {name: server_context(certificate)}
    refused = pytest.raises(OutputError, match=r"cannot be trusted .*CERTIFICATE_VERIFY_FAILED")
    with serving(inbox, **options) as port, refused:
        send(port, clock=clock, security=security)
    assert inbox.mails == []
    assert clock.pauses == []


def test_a_refused_login_shows_no_secret(certificate: Path) -> None:
    context = server_context(certificate)
    options = {"tls_context": context, "authenticator": login, "auth_required": True}
    clock = Clock()
    with serving(Inbox(), **options) as port, pytest.raises(OutputError) as error:
        send(
            port,
            clock=clock,
            security="starttls",
            ca_file=certificate,
            user="me",
            password="wr0ng-pass",
        )
    assert "refuses the login of me (535)" in str(error.value)
    assert "wr0ng" not in str(error.value)
    assert clock.pauses == []


# Refusals and broken connections -----------------------------------------------------------------


def test_a_busy_server_is_asked_again() -> None:
    inbox, clock = Inbox(), Clock()
    inbox.replies["data"] = ["451 busy", "421 later"]
    with serving(inbox) as port:
        result = send(port, clock=clock)
    assert result.accepted == ("a@example.org",)
    assert clock.pauses == list(PAUSES[:2])
    assert len(inbox.mails) == 1


def test_an_address_that_is_put_off_is_tried_alone() -> None:
    inbox, clock = Inbox(), Clock()
    inbox.replies["b@example.org"] = ["450 greylisted"]
    with serving(inbox) as port:
        result = send(port, "a@example.org", "b@example.org", clock=clock)
    assert result.refused == {}
    assert [to for to, _ in inbox.mails] == [["a@example.org"], ["b@example.org"]]


def test_refused_addresses_are_named() -> None:
    inbox = Inbox()
    inbox.replies["b@example.org"] = ["550 no such user\u00e9"]
    with serving(inbox) as port:
        result = send(port, "a@example.org", "b@example.org")
        assert result.accepted == ("a@example.org",)
        assert result.refused["b@example.org"].startswith("550 no such user")
        inbox.replies["a@example.org"] = ["550 nor this one"]
        assert send(port).refused == {"a@example.org": "550 nor this one"}


def test_a_refused_mail_is_not_tried_again() -> None:
    inbox, clock = Inbox(), Clock()
    inbox.replies["data"] = ["554 spam"]
    with serving(inbox) as port, pytest.raises(OutputError, match=r"refuses the mail \(554 spam\)"):
        send(port, clock=clock)
    assert clock.pauses == []


def test_nobody_listens() -> None:
    clock = Clock()
    with pytest.raises(OutputError, match=r"did not take the mail in 4 attempts .*refused"):
        send(free_port(), clock=clock)
    assert clock.pauses == list(PAUSES)


@contextmanager
def hanging_up(after: bytes) -> Iterator[tuple[int, list[int]]]:
    """A server that says so much and closes the connection; counts who called."""
    calls: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

        def answer() -> None:
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                with connection:
                    calls.append(1)
                    connection.sendall(after)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield port, calls
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n", b"220 hello\r\n250 me\r\n"])
def test_a_connection_that_breaks_is_opened_again(greeting: bytes) -> None:
    clock = Clock()
    with hanging_up(greeting) as (port, calls), pytest.raises(OutputError, match="4 attempts"):
        send(port, clock=clock)
    assert len(calls) == 4


# Settings ----------------------------------------------------------------------------------------


@pytest.fixture
def mail_file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "reportgen" / "mail.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"host: mail.example.org\nuser: me@example.org\npassword: {SECRET}\n", encoding="utf-8"
    )
    path.chmod(0o600)
    return path


def test_the_environment_wins_over_the_file(mail_file: Path) -> None:
    environment = {
        "XDG_CONFIG_HOME": str(mail_file.parents[1]),
        "REPORTGEN_SMTP_HOST": "other.example.org",
        "REPORTGEN_SMTP_PORT": "2525",
    }
    found = smtp_settings(environment)
    assert (found.host, found.door, found.security) == ("other.example.org", 2525, "starttls")
    assert found.password is not None
    assert found.password.get_secret_value() == SECRET
    assert SECRET not in repr(found)
    assert SECRET not in str(found)


def test_usual_doors() -> None:
    for security, door in (("tls", 465), ("starttls", 587), ("none", 25)):
        found = smtp_settings(
            {
                "REPORTGEN_SMTP_HOST": "localhost",
                "REPORTGEN_SMTP_SECURITY": security,
                "XDG_CONFIG_HOME": "/nonexistent",
            }
        )
        assert found.door == door


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "no mail server is named"),
        ({"HOST": "mail.example.org", "SECURITY": "none"}, "none for localhost alone"),
        ({"HOST": "h", "PORT": "99999"}, "port: "),
        ({"HOST": "h", "SECURITY": SECRET}, "security: "),
        ({"HOST": "h", "USER": "me"}, "no password for me at h"),
        ({"CONFIG": "/nonexistent/mail.yaml"}, "is no file"),
    ],
)
def test_settings_that_cannot_be_used(
    given: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.deliver.email.settings._from_keyring", lambda _: None)
    environment = {f"REPORTGEN_SMTP_{name}": value for name, value in given.items()}
    with pytest.raises(OutputError) as error:
        smtp_settings({"XDG_CONFIG_HOME": "/nonexistent", **environment})
    assert message in str(error.value)
    assert SECRET not in str(error.value)


def test_a_file_that_others_can_read_is_refused(mail_file: Path) -> None:
    mail_file.chmod(0o644)
    with pytest.raises(OutputError, match="chmod 600") as error:
        smtp_settings({"XDG_CONFIG_HOME": str(mail_file.parents[1])})
    assert SECRET not in str(error.value)
    assert stat.S_IMODE(mail_file.stat().st_mode) == 0o644


@pytest.mark.parametrize("text", [f"password: [{SECRET}", f"- {SECRET}", f"pasword: {SECRET}"])
def test_a_broken_file_shows_no_secret(mail_file: Path, text: str) -> None:
    mail_file.write_text(f"host: h\n{text}\n" if "pasword" in text else text, encoding="utf-8")
    with pytest.raises(OutputError) as error:
        smtp_settings({"XDG_CONFIG_HOME": str(mail_file.parents[1])})
    assert SECRET not in str(error.value)


def test_the_keyring_is_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Ring:
        @staticmethod
        def get_password(service: str, name: str) -> str:
            asked.append((service, name))
            return SECRET

    import sys
    from types import ModuleType

    errors = ModuleType("keyring.errors")
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", Ring)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    environment = {
        "REPORTGEN_SMTP_HOST": "h",
        "REPORTGEN_SMTP_USER": "me",
        "XDG_CONFIG_HOME": "/nonexistent",
    }
    found = smtp_settings(environment)
    assert found.password is not None
    assert found.password.get_secret_value() == SECRET
    assert asked == [("reportgen", "me@h")]


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Inbox]:
    """A server that the command finds in the environment; pauses take no time."""
    inbox = Inbox()
    monkeypatch.setattr("time.sleep", lambda _: None)
    with serving(inbox) as port:
        for name, value in (
            ("HOST", "127.0.0.1"),
            ("PORT", str(port)),
            ("SECURITY", "none"),
            ("SENDER", "Reports <me@example.org>"),
        ):
            monkeypatch.setenv(f"REPORTGEN_SMTP_{name}", value)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        yield inbox


def test_send_sends_and_keeps_what_was_sent(
    reportgen: Run, report_dir: Path, tmp_path: Path, server: Inbox, no_pdf: None
) -> None:
    file = tmp_path / "mail.eml"
    done = reportgen(
        "email", report_dir, "--to", "a@example.org", "--cc", "b@example.org", "-o", file, "--send"
    )
    assert done.code == 0, done.err
    assert "sent to a@example.org, b@example.org" in done.err
    [(recipients, content)] = server.mails
    assert recipients == ["a@example.org", "b@example.org"]
    assert content == file.read_bytes()
    assert b"From: Reports <me@example.org>\r\n" in content
    assert b"X-Unsent" not in content
    # The day it was sent, not that of the data.
    assert b"2002" not in content.split(b"\r\n\r\n")[0].split(b"Date: ")[1].split(b"\r\n")[0]


def test_an_unsent_mail_stays_a_draft(
    reportgen: Run, report_dir: Path, tmp_path: Path, server: Inbox, no_pdf: None
) -> None:
    server.replies["data"] = ["554 no"]
    file = tmp_path / "mail.eml"
    said = reportgen("email", report_dir, "--to", "a@example.org", "-o", file, "--send")
    assert said.code == 4
    assert said.out == ""
    assert f"The mail was not sent; the draft is {file}" in said.err
    assert b"X-Unsent: 1" in file.read_bytes()


def test_refused_addresses_stay_in_a_draft(
    reportgen: Run, report_dir: Path, tmp_path: Path, server: Inbox, no_pdf: None
) -> None:
    server.replies["b@example.org"] = ["550 unknown"]
    file = tmp_path / "mail.eml"
    done = reportgen(
        "email", report_dir, "--to", "a@example.org,b@example.org", "-o", file, "--send"
    )
    assert done.code == 4
    assert "sent to a@example.org, and refused for b@example.org: 550 unknown" in done.err
    assert b"\r\nTo: b@example.org\r\n" in file.read_bytes()
    assert b"X-Unsent: 1" in file.read_bytes()
    assert [to for to, _ in server.mails] == [["a@example.org"]]


def test_without_a_server_the_draft_is_there(
    reportgen: Run,
    report_dir: Path,
    tmp_path: Path,
    no_pdf: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("REPORTGEN_SMTP_HOST", raising=False)
    file = tmp_path / "mail.eml"
    done = reportgen("email", report_dir, "--to", "a@example.org", "-o", file, "--send")
    assert done.code == 4
    assert "no mail server is named" in done.err
    assert file.is_file()
