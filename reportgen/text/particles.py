"""Korean particles: choose 은/는, 이/가, 을/를 … by how the text before them is read aloud.

A template writes both forms - ``{hours:h}이(가)``, ``softmax(으)로`` - and the choice is made once
the values stand in the sentence. Digits, units and Latin words have no spelled final consonant, so
they are read as a Korean speaker reads them: ``8`` is *pal*, ``%`` is *peosenteu*, ``nT`` is
*nanotesla*, ``CME`` is spelled letter by letter, ``softmax`` is *sopeuteumaegseu*.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Ending: TypeAlias = Literal["", "ㄹ", "받침"]
"""How a reading ends: in a vowel, in ㄹ (which takes 로, not 으로) or in another consonant."""

VOWEL: Final[Ending] = ""
RIEUL: Final[Ending] = "ㄹ"
CLOSED: Final[Ending] = "받침"

_PAIRS: Final = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
}
_MARKER: Final = re.compile(r"은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)|\(이\)")

_DIGITS: Final[dict[str, Ending]] = dict(
    zip(
        "0123456789",
        (CLOSED, RIEUL, VOWEL, CLOSED, VOWEL, VOWEL, CLOSED, RIEUL, RIEUL, VOWEL),
        strict=True,
    )
)
_LETTERS_CLOSED: Final[dict[str, Ending]] = {"l": RIEUL, "m": CLOSED, "n": CLOSED, "r": RIEUL}
_UNITS: Final[dict[str, Ending]] = {
    "h": CLOSED, "d": RIEUL, "min": CLOSED, "s": VOWEL, "nT": VOWEL, "nPa": RIEUL, "km": VOWEL,
    "km/s": VOWEL, "m/s": VOWEL, "mV/m": VOWEL, "cm⁻³": VOWEL, "K": CLOSED, "eV": VOWEL, "AU": VOWEL,
    "MB": VOWEL, "GB": VOWEL, "kB": VOWEL,
}  # fmt: skip
_WORDS: Final[dict[str, Ending]] = {
    "L1": CLOSED, "NaN": CLOSED, "lift": VOWEL, "step": CLOSED, "map": CLOSED, "softmax": VOWEL,
    "dropout": CLOSED, "rollout": CLOSED, "input": CLOSED, "output": CLOSED, "key": VOWEL,
    "head": VOWEL, "token": CLOSED, "query": VOWEL, "peak": VOWEL, "sink": VOWEL, "batch": VOWEL,
    "time": CLOSED, "dim": CLOSED, "logit": CLOSED, "entropy": VOWEL, "Dst": VOWEL, "SYM-H": VOWEL,
}  # fmt: skip
_SYMBOLS: Final[dict[str, Ending]] = {"%": VOWEL, "°": VOWEL, "×": VOWEL, "∞": VOWEL, "—": CLOSED}
_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SILENT: Final = "\u2060\u00a0 *`'\"’”」』]}.,!?"
_POWERS: Final = ((12, VOWEL), (8, CLOSED), (4, CLOSED), (3, CLOSED), (2, CLOSED), (1, CLOSED))
_HANGUL_FIRST, _HANGUL_LAST, _FINALS, _FINAL_RIEUL = 0xAC00, 0xD7A3, 28, 8


def _without_gloss(text: str) -> str:
    """Drop a closing bracket with its content: the particle follows the word, not its gloss."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[position], 0)
        if depth == 0:
            word = text[:position].rstrip("\u2060")
            # An expression that is all bracket is read itself.
            return word if word and not word[-1].isspace() else text[:-1]
    return text[:-1]


def _sounded(text: str) -> str:
    """The text up to the last character that is read aloud."""
    while text:
        bare = text.rstrip(_SILENT)
        if bare.endswith(")"):
            bare = _without_gloss(bare)
        if bare == text:
            return text
        text = bare
    return text


def _number_final(digits: str) -> Ending:
    """How a run of digits ends: the last digit, or for a round integer its power of ten."""
    if "." in digits or not digits.endswith("0"):
        return _DIGITS[digits[-1]]
    whole = digits.replace(",", "")
    zeros = len(whole) - len(whole.rstrip("0"))
    if zeros == len(whole):
        return _DIGITS["0"]
    return next(final for power, final in _POWERS if zeros >= power)


def _word_final(word: str) -> Ending:
    """How a Latin word ends when read in Korean: spelled out if an acronym, else by its spelling."""
    for table in (_WORDS, _UNITS):
        if word in table:
            return table[word]
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if word.isupper() or len(word) <= 3 or not re.search(r"[aeiouy]", word):
        return _LETTERS_CLOSED.get(word[-1].lower(), VOWEL)
    lower = word.lower()
    if re.search(r"(l|le)$", lower):
        return RIEUL
    if re.search(r"(m|n|ng|me|ne|c|ck|op|ap|ep|ip|out|put|ot|et)$", lower):
        return CLOSED
    return VOWEL


def final_sound(text: str) -> str:
    """How ``text`` ends when read aloud in Korean.

    Parameters
    ----------
    text
        Any text; what is not read (quotes, ``**``, closing brackets with a gloss) is passed over.

    Returns
    -------
    str
        ``""`` for a vowel, ``"ㄹ"``, or ``"받침"`` for any other consonant.

    Examples
    --------
    >>> final_sound("창"), final_sound("18.7%"), final_sound("float16"), final_sound("리프트(lift)")
    ('받침', '', '받침', '')
    >>> final_sound("8"), final_sound("100"), final_sound("nT"), final_sound("CME")
    ('ㄹ', '받침', '', '')
    """
    text = _sounded(text)
    if not text:
        return VOWEL
    last = text[-1]
    if _HANGUL_FIRST <= ord(last) <= _HANGUL_LAST:
        final = (ord(last) - _HANGUL_FIRST) % _FINALS
        return RIEUL if final == _FINAL_RIEUL else CLOSED if final else VOWEL
    unit = re.search(r"(?:cm⁻³|[A-Za-z]+/[A-Za-z]+)$", text)
    if unit:
        return _UNITS.get(unit.group(), VOWEL)
    if last in _SUPERSCRIPTS:
        return CLOSED  # "10의 -7승"
    if last in _SYMBOLS:
        return _SYMBOLS[last]
    code = re.search(r"\bL1$", text)
    if code:
        return _WORDS["L1"]
    digits = re.search(r"\d[\d,]*(?:\.\d+)?$", text)
    if digits:
        return _number_final(digits.group())
    after_number = re.search(r"\d[\u00a0 ]?([A-Za-z]+)$", text)
    if after_number and after_number.group(1) in _UNITS:
        return _UNITS[after_number.group(1)]
    word = re.search(r"[A-Za-z]+(?:-[A-Z])?$", text)
    return _word_final(word.group()) if word else VOWEL


def particle(before: str, marker: str) -> str:
    """The form of ``marker`` that follows ``before``.

    Examples
    --------
    >>> particle("파일 8개", "을(를)"), particle("리프트 4.5", "이(가)"), particle("서울", "(으)")
    ('를', '가', '')
    """
    final = final_sound(before)
    if marker == "(으)":
        return "으" if final == CLOSED else ""
    if marker == "(이)":
        return "이" if final else ""
    closed, open_ = _PAIRS[marker]
    return closed if final else open_


def with_particles(text: str, before: str = "") -> str:
    """Resolve every marker in ``text``, given what already stands before it.

    Examples
    --------
    >>> with_particles("25%은(는) 4.5배(이)다")
    '25%는 4.5배다'
    >>> with_particles("float32(으)로, 표본 3(으)로, “Bz”과(와) 8(으)로")
    'float32로, 표본 3으로, “Bz”와 8로'
    """
    out = before
    position = 0
    for match in _MARKER.finditer(text):
        out += text[position : match.start()]
        out += particle(out, match.group())
        position = match.end()
    return (out + text[position:])[len(before) :]
