"""A mail opens as a draft, in every mail program, with the same bytes."""

from __future__ import annotations

import email
import email.policy
import io
import re
import subprocess
import sys
from email.header import decode_header, make_header
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from reportgen.deliver.email import draft as drafts
from reportgen.deliver.email.addresses import mailboxes
from reportgen.deliver.email.body import MOST_HTML, wrapped
from reportgen.deliver.email.draft import Draft, draft_mail
from reportgen.deliver.email.message import mail_bytes
from reportgen.exceptions import UsageError
from reportgen.schema import Language
from tests.cli.conftest import Run

TO = mailboxes("--to", ["김 철수 박사 <kim@example.org>, lee@example.org"])


@pytest.fixture(scope="module")
def both(report_dir: Path) -> dict[Language, Draft]:
    """The drafts in both languages, as the plain installation makes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "report_pdf", _missing)
        return {language: draft_mail(report_dir, to=TO, language=language) for language in Language}


def _missing(*_: object, **__: object) -> bytes:
    from reportgen.exceptions import OutputError

    raise OutputError("a PDF needs WeasyPrint")


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert isinstance(found, EmailMessage)
    text: str = found.get_content()
    return text


@pytest.mark.parametrize("language", Language)
def test_structure(both: dict[Language, Draft], language: Language) -> None:
    content = mail_bytes(both[language].mail, draft=True)
    message = parsed(content)
    assert parts(message)[:5] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert set(parts(message)[5:-1]) == {"image/png"}
    assert [part.get_filename() for part in message.iter_attachments()] == ["report.html"]
    assert message["X-Unsent"] == "1"
    assert message["To"] == "김 철수 박사 <kim@example.org>, lee@example.org"
    assert "From" not in message
    assert message["Date"].datetime.year == 2002
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize("language", Language)
def test_it_opens_with_the_headline(both: dict[Language, Draft], language: Language) -> None:
    message = parsed(mail_bytes(both[language].mail, draft=True))
    html, text = body(message, "html"), body(message, "plain")
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert headline
    shown = unescape(headline[1]).strip().replace("\u2060", "").replace("\u00a0", " ")
    assert " ".join(text.split()).startswith(shown)
    assert shown in message["Subject"]
    assert message["Subject"].startswith("ap_run [")
    assert f'<html lang="{language.value}"' in html
    for part in (html, text):
        plain = re.findall(r"[가-힣]+(?<!니)다[.]", part)
        assert not plain, plain
    assert bool(re.search("[가-힣]", text)) is (language is Language.KO)


@pytest.mark.parametrize("language", Language)
def test_every_mail_program_can_show_it(both: dict[Language, Draft], language: Language) -> None:
    message = parsed(mail_bytes(both[language].mail, draft=True))
    html = body(message, "html")
    assert len(html.encode()) < MOST_HTML
    for unknown in ("data:", "<svg", "var(", "<details", "<script", "<link", "flex", "url("):
        assert unknown not in html, unknown
    # What is not inline is one media query, on which nothing depends.
    rest = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*\s*\}", "", html)
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", rest, re.S)
    assert not "".join(sheets).strip()
    pictures = re.findall(r"<img [^>]*>", html)
    assert len(pictures) >= 3
    for picture in pictures:
        assert re.search(r' width="\d+"', picture)
        assert re.search(r' alt="[^"]+"', picture)
    cids = set(re.findall(r'src="cid:([^"]+)"', html))
    there = {
        str(part["Content-ID"]).strip("<>"): part.get_content()
        for part in message.walk()
        if part.get_content_type() == "image/png"
    }
    assert set(there) == cids
    for png in there.values():
        picture = Image.open(io.BytesIO(png))
        assert picture.mode == "P"
        assert "transparency" not in picture.info
    colours = re.findall(r"(?:color|background-color):\s*([^;\"]+)", html)
    assert all(re.fullmatch(r"#[0-9A-Fa-f]{6}", colour.strip()) for colour in colours)


def test_the_same_report_gives_the_same_bytes(
    both: dict[Language, Draft], report_dir: Path, no_pdf: None
) -> None:
    again = draft_mail(report_dir, to=TO, language=Language.KO)
    first = mail_bytes(both[Language.KO].mail, draft=True)
    assert first == mail_bytes(again.mail, draft=True)
    other = draft_mail(report_dir, to=TO[:1], language=Language.KO)
    assert parsed(first)["Message-ID"] != parsed(mail_bytes(other.mail, draft=True))["Message-ID"]


def test_the_bytes_do_not_depend_on_the_hash_seed(report_dir: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from reportgen.deliver.email import draft as d; from pathlib import Path\n"
        "from reportgen.exceptions import OutputError\n"
        "def missing(*a, **k): raise OutputError('none')\n"
        "d.report_pdf = missing\n"
        "from reportgen.cli import main; main()"
    )
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.eml"
        arguments = ["email", str(report_dir), "--to", "a@example.org", "-o", str(file)]
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script, *arguments],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": f"UTC-{seed}"},
            cwd=Path(__file__).parents[2],
        )
        made.append(file.read_bytes())
    assert made[0] == made[1]


def test_source_date_epoch_is_the_date(
    report_dir: Path, no_pdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    message = parsed(mail_bytes(draft_mail(report_dir, to=TO).mail, draft=True))
    assert message["Date"] == "Fri, 02 Jan 1970 00:00:00 +0000"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        draft_mail(report_dir, to=TO)


def test_long_names_and_subjects_survive(report_dir: Path, no_pdf: None) -> None:
    name = "대한민국 우주환경 예보 연구실 어텐션 점검 담당자 김철수 책임연구원"
    long = "아주 긴 제목 " * 20
    to = mailboxes("--to", [f"{name} <kim@example.org>", '"Kim, \\"J\\"" <j@example.org>'])
    mail = draft_mail(report_dir, to=to, subject_text=long.strip()).mail
    content = mail_bytes(mail, draft=True)
    message = parsed(content)
    assert message["Subject"] == long.strip()
    # The library's own parser adds spaces between encoded words; the older one follows the RFC.
    raw = email.message_from_bytes(content)["To"]
    assert str(make_header(decode_header(raw.split("<")[0].strip()))) == name
    assert message["To"].addresses[1].display_name == 'Kim, "J"'
    assert max(len(line) for line in content.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78


def test_a_run_may_have_any_name(report_dir: Path, no_pdf: None) -> None:
    from dataclasses import replace

    from reportgen.deliver.email.contents import MailWords, subject
    from reportgen.deliver.source import report_in

    report = report_in(report_dir)
    evil = replace(report, run=replace(report.run, name="a\r\nBcc: eve@example.org\u2028<b>"))
    shown = drafts.header_text(subject(evil, MailWords(Language.EN)))
    assert "\n" not in shown
    assert "\r" not in shown
    assert shown.startswith("a Bcc: eve@example.org <b> [")


def test_what_is_not_there_is_said(report_dir: Path, both: dict[Language, Draft]) -> None:
    assert "reportgen[pdf]" in both[Language.EN].left_out[0]
    text = both[Language.EN].mail.text
    assert "Attached: report.html." in text
    assert "There is no PDF" in " ".join(text.split())


def test_what_is_too_large_is_left_out(
    report_dir: Path, no_pdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_ATTACHED", 1000)
    draft = draft_mail(report_dir, to=TO, language=Language.EN)
    assert draft.mail.attachments == ()
    assert re.match(r"report\.html is too large for a mail \(\d\.\d.MB\)", draft.left_out[0])


def test_lines_are_wrapped() -> None:
    korean = "- " + "어텐션은 " * 20
    lines = wrapped(korean)
    assert all(sum(2 if char >= "가" else 1 for char in line) <= 74 for line in lines)
    assert all(line.startswith("  ") for line in lines[1:])
    assert wrapped("") == [""]
    assert wrapped("x" * 90) == ["x" * 90]


# The command ------------------------------------------------------------------------------------


def test_email_writes_a_draft(
    reportgen: Run, report_dir: Path, tmp_path: Path, no_pdf: None
) -> None:
    file = tmp_path / "mail.eml"
    done = reportgen(
        "email", report_dir, "--to", "a@example.org", "--to", "b@example.org", "--cc",
        "c@example.org", "--subject", "어텐션", "--lang", "ko", "--from", "me@example.org",
        "-o", file,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.out == f"{file}\n"
    assert "PDF는 없습니다" in done.err
    message = parsed(file.read_bytes())
    assert (message["To"], message["Cc"]) == ("a@example.org, b@example.org", "c@example.org")
    assert (message["Subject"], message["From"]) == ("어텐션", "me@example.org")
    assert message["Message-ID"].endswith("@example.org>")
    assert list(tmp_path.iterdir()) == [file]


def test_the_draft_lies_beside_the_report(reportgen: Run, report_dir: Path, no_pdf: None) -> None:
    done = reportgen("email", report_dir, "--to", "a@example.org", "-q")
    assert (done.code, done.err) == (0, "")
    (report_dir / "report.eml").unlink()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "nobody"), "is no address"),
        (("--to", "a@example.org\nBcc: b@example.org"), "line break"),
        (("--to", "a@example.org", "--subject", "x\r\nBcc: b@example.org"), "line break"),
        (("--to", "a@example.org", "--from", "x"), "is no address"),
    ],
)
def test_bad_arguments_write_nothing(
    reportgen: Run, report_dir: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    file = tmp_path / "mail.eml"
    assert message in reportgen("email", report_dir, *arguments, "-o", file).failed_with(2)
    assert not file.exists()


def test_a_folder_without_a_report(reportgen: Run, tmp_path: Path) -> None:
    said = reportgen("email", tmp_path, "--to", "a@example.org").failed_with(2)
    assert "holds no summary.nc" in said
    assert "reportgen build" in said
