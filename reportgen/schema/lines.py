"""Names that others gave, as text on one line that no terminal and no document obeys."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
#: Control characters, those that turn the direction of writing, and halves of characters.
_OBEYED: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def one_line(text: str) -> str:
    r"""Text whose line breaks are spaces, and whose other control characters are their numbers.

    Examples
    --------
    >>> one_line("a\r\nBcc: b"), one_line("\x1b[31mred"), one_line("시간\u00a0h")
    ('a Bcc: b', '\\x1b[31mred', '시간\xa0h')
    """
    return _OBEYED.sub(_number, _SPACE.sub(" ", text))


def obeyed(text: str) -> bool:
    r"""Whether there is anything in a text that `one_line` would change.

    Examples
    --------
    >>> obeyed("Bz [nT]"), obeyed("a\nb")
    (False, True)
    """
    return bool(_SPACE.search(text) or _OBEYED.search(text))


def lines_of(text: str) -> str:
    r"""The same for a text of several lines, which stay.

    Examples
    --------
    >>> lines_of("two problems:\n  \x1b[2J")
    'two problems:\n  \\x1b[2J'
    """
    return "\n".join(one_line(line) for line in text.split("\n"))


def _number(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
