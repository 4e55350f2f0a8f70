"""Korean sentences in the polite style of letters."""

from __future__ import annotations

import re

import pytest

from reportgen.schema import Language
from reportgen.text import MESSAGES, say
from reportgen.text.formal import formal
from tests.text.test_catalogue import sample_values

#: Any sentence that still ends plainly; "every" and "than" end alike.
PLAIN = re.compile(r"(?<![마보])(?<!니)다(?=[.!?)”]|\*\*|$)")


@pytest.mark.parametrize("identifier", sorted(MESSAGES))
def test_no_sentence_of_the_catalogue_stays_plain(identifier: str) -> None:
    plain = say(identifier, Language.KO, **sample_values(identifier))
    text = formal(plain)
    assert not PLAIN.search(text), text
    assert formal(text) == text, "twice is once"


@pytest.mark.parametrize(
    ("plain", "polite"),
    [
        ("가장 높다", "가장 높습니다"),
        ("4.5배다", "4.5배입니다"),
        ("1층이다.", "1층입니다."),
        ("다르다.", "다릅니다."),
        ("균등하다.", "균등합니다."),
        ("0.3 이하다.", "0.3 이하입니다."),
        ("그 사이다.", "그 사이입니다."),
        ("그렇게 읽는다.", "그렇게 읽습니다."),
        ("마지막 입력으로 간다.", "마지막 입력으로 갑니다."),
        ("했다(값 3).", "했습니다(값 3)."),
        ("**아니다.** 없다.", "**아닙니다.** 없습니다."),
        ("표본마다 균등값보다 크다", "표본마다 균등값보다 큽니다"),
        ("18.7%다", "18.7%입니다"),
        ("All passed.", "All passed."),
    ],
)
def test_ends_of_sentences(plain: str, polite: str) -> None:
    assert formal(plain) == polite
