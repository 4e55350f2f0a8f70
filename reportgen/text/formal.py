"""Korean in the polite style of letters: plain sentence ends (``-다``) become ``-습니다``.

The catalogue is written in the plain style of reports. A mail addresses somebody, so its sentences
are turned when they are said, and no text has to be kept twice.
"""

from __future__ import annotations

import re
from typing import Final

_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28
_N, _L, _B = 4, 8, 17
#: Final syllables of stems without a final consonant; after any other the ``다`` is that of ``이다``.
_VOWEL_STEMS: Final = frozenset("이니르크쁘프하")
#: Nouns that end like such a stem.
_NOUNS: Final = ("이하", "사이", "차이", "길이", "깊이", "높이")
#: A ``다`` that ends a sentence: before a stop, a closing mark or the end, not inside a word, and
#: not that of "every" and "than".
_END: Final = re.compile(r"(?<=[^\s마보])다(?=(?:\*\*|[.!?”’」』()\]`])|\s*$|[:;](?:\*\*|\s|$))")


def formal(text: str) -> str:
    """Korean text with its sentences in the polite style; other and polite text as it is.

    Parameters
    ----------
    text
        What ``say`` returns: plain style, with ``**bold**`` and back quotes.

    Examples
    --------
    >>> formal("어텐션은 창 끝에서 가장 높다. 균등값의 4.5배다")
    '어텐션은 창 끝에서 가장 높습니다. 균등값의 4.5배입니다'
    >>> formal("한 시점에 몰린다. 그렇게 읽는다. 다르다.")
    '한 시점에 몰립니다. 그렇게 읽습니다. 다릅니다.'
    """
    out, start = [], 0
    for match in _END.finditer(text):
        out += [text[start : match.start() - 1], _ending(text[: match.start()])]
        start = match.end()
    return "".join([*out, text[start:]])


def _ending(text: str) -> str:
    """The last syllable before ``다`` and the polite ending in place of both."""
    before = text[-1]
    if not _HANGUL_FIRST <= ord(before) <= _HANGUL_LAST:
        return f"{before}입니다"
    final = _final(before)
    if before == "는":
        return "습니다"
    if before == "니" and _final(text[-2:-1]) == _B:
        return "니다"
    if final in (_N, _L):
        return f"{_with_final(before, _B)}니다"
    if final:
        return f"{before}습니다"
    if before in _VOWEL_STEMS and not text.endswith(_NOUNS):
        return f"{_with_final(before, _B)}니다"
    return f"{before}입니다"


def _final(syllable: str) -> int:
    """Number of a syllable's final consonant, 0 for none and for what is no syllable."""
    if not syllable or not _HANGUL_FIRST <= ord(syllable) <= _HANGUL_LAST:
        return 0
    return (ord(syllable) - _HANGUL_FIRST) % _FINALS


def _with_final(syllable: str, final: int) -> str:
    code = ord(syllable) - _HANGUL_FIRST
    return chr(_HANGUL_FIRST + code - code % _FINALS + final)
