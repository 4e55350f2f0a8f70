"""What is typed as an address or a subject never reaches beyond its header line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.deliver.email.addresses import Mailbox, header_text, mailboxes, one_line
from reportgen.exceptions import UsageError


def test_lists_names_and_repeats() -> None:
    typed = ['"Kim, J." <kim@example.org>, lee@example.org', "Park <park@sub.example.org>"]
    assert mailboxes("--to", [*typed, "LEE@example.org"]) == (
        Mailbox("kim@example.org", "Kim, J."),
        Mailbox("lee@example.org"),
        Mailbox("park@sub.example.org", "Park"),
    )
    assert mailboxes("--to", ["김 철수 <kim@example.org>"])[0].name == "김 철수"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@example.org",
        "a@example..org",
        "a@-example.org",
        "<a@example.org",
        "Kim <kim@example.org> Lee",
        "kim@example.org lee@example.org",
        "김@example.org",
        "a@example.org>, <b@example.org",
        '"Kim <kim@example.org>',
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"--to .* is no address\. Allowed: name@example\.org"):
        mailboxes("--to", [typed])


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x00", "\x0b", "\u2028", "\u0085", "\x1b"])
def test_nothing_follows_on_a_new_line(end: str) -> None:
    for flag, text in (
        ("--to", f"a@example.org{end}Bcc: eve@example.org"),
        ("--to", f"Kim{end}Bcc: eve@example.org <a@example.org>"),
        ("--cc", f"a@example.org, b@example.org{end}"),
    ):
        with pytest.raises(UsageError, match="line break or another control character"):
            mailboxes(flag, [text])
    with pytest.raises(UsageError, match=r"--subject .* on one line"):
        one_line("--subject", f"Report{end}Bcc: eve@example.org")


@given(st.text())
def test_our_own_header_text_is_one_line(text: str) -> None:
    shown = header_text(text)
    assert all(char.isprintable() for char in shown)
    assert shown == shown.strip()
