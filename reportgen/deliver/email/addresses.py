"""Addresses and subjects as people type them, checked before they become header lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.exceptions import UsageError

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
#: One of a list: an address, or a name and an address in angle brackets.
_ENTRY: Final = re.compile(
    r"""\s*(?:(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^"<>,@]*?))\s*<\s*(?P<angled>[^<>\s]+)\s*>"""
    r"""|(?P<bare>[^<>\s,"]+))\s*(?:,|$)"""
)
_ALLOWED: Final = 'name@example.org, or "Name <name@example.org>"; several with commas'


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address, and the name that stands before it."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the at sign."""
        return self.address.rpartition("@")[2]


def mailboxes(flag: str, texts: Iterable[str]) -> tuple[Mailbox, ...]:
    """Addresses of one flag, each once, in the order given.

    Parameters
    ----------
    flag
        Name of the flag, for the message.
    texts
        What was typed; a text may hold several addresses with commas between them.

    Raises
    ------
    UsageError
        Something in it is no address, or would reach beyond its header line.

    Examples
    --------
    >>> mailboxes("--to", ["Kim <kim@example.org>, lee@example.org"])[1].address
    'lee@example.org'
    """
    found: dict[str, Mailbox] = {}
    for text in texts:
        for box in _listed(flag, one_line(flag, text)):
            found.setdefault(box.address.lower(), box)
    return tuple(found.values())


def _listed(flag: str, text: str) -> Iterator[Mailbox]:
    start = 0
    while start < len(text) or start == 0:
        entry = _ENTRY.match(text, start)
        address = (entry["angled"] or entry["bare"]) if entry else ""
        if entry is None or not _ADDRESS.fullmatch(address) or ".." in address:
            raise UsageError(f"{flag} {text!r} is no address", allowed=_ALLOWED, fix="correct it")
        quoted = re.sub(r"\\(.)", r"\1", entry["quoted"] or "")
        yield Mailbox(address, quoted or (entry["plain"] or "").strip())
        start = entry.end()


def one_line(flag: str, text: str) -> str:
    """The text, if it fits on one header line.

    Raises
    ------
    UsageError
        It holds a line break or another control character: what follows would become a header.
    """
    if any(not char.isprintable() and char != "\u00a0" for char in text):
        raise UsageError(
            f"{flag} {text!r} holds a line break or another control character",
            allowed="text on one line",
            fix="take it out",
        )
    return text


def header_text(text: str) -> str:
    """Our own text made fit for a header: invisible joiners and control characters taken out."""
    shown = (
        " " if char.isspace() else char for char in text if char.isprintable() or char.isspace()
    )
    return " ".join("".join(shown).replace("\u2060", "").split())
