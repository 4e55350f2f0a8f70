"""Every message of the catalogue can be said, in both languages, and says the same in both."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from reportgen.schema import (
    Language,
    MaskKind,
    Message,
    Origin,
    Pattern,
    Precision,
    Profile,
    Readout,
    SkippedFile,
    Stamp,
    Status,
)
from reportgen.text import MESSAGES, known, say, skip_reason
from reportgen.text.catalogue import merged
from reportgen.text.template import fill

EN, KO = Language.EN, Language.KO

CHECKS = [
    "input-files",
    "finite-values",
    "weight-range",
    "row-sums",
    "dead-rows",
    "mask-leak",
    "self-attention",
    "critical-timestep",
    "uniform-attention",
    "physical-plausibility",
    "ignores-past",
    "over-reliance",
    "weak-attention",
    "attention-sink",
    "entropy-collapse",
    "redundant-heads",
    "peak-stability",
    "edge-peak",
    "outcome-contrast",
    "layer-agreement",
    "skill",
]
# Names, units and symbols that are the same in Korean.
SAME_IN_KOREAN = re.compile(
    r"[\W\d_]*|.*float\d\d|reportgen\.yaml|CV .*|p .*|PNG|CSV|%p|reportgen|—|1 ± .*"
)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def sample(name: str, spec: str) -> object:
    """A value that fits the spec of a placeholder."""
    by_spec: dict[str, object] = {
        "term": "causal",
        "terms": ("causal", "padding"),
        "scale": "vbs-response",
        "scales": ("vbs-response", "substorm"),
        "list": ("a", "b"),
        "reason": "truncated",
        "quoted": "[CLS]",
        "code": "20240510170000.npz",
        "": "text",
        "int": 3,
        "nth": 0,
        "pval": 0.012,
        "span": ("hours", 3.0),
    }
    if spec.lower() in ("where", "at", "input"):
        return ("hours", 5.0, 6.0)
    if "range" in spec:
        return (0.157, 0.216)
    return by_spec.get(spec, 0.187)


def sample_values(identifier: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for template in MESSAGES[identifier]:
        for _, name, spec, _ in Formatter().parse(template):
            if name:
                values[name] = sample(name, spec or "")
    return values


@pytest.mark.parametrize("identifier", sorted(MESSAGES))
@pytest.mark.parametrize("language", Language)
def test_every_message_can_be_said(identifier: str, language: Language) -> None:
    text = say(identifier, language, **sample_values(identifier))
    assert not re.search(r"[{}]|은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)|\(이\)", text)
    assert not re.search(r"\[[^\]]*\|[^\]]*\]", text)
    assert text == text.strip()
    assert "  " not in text
    assert text.count("**") % 2 == 0
    assert text.count("`") % 2 == 0


@pytest.mark.parametrize("identifier", sorted(MESSAGES))
def test_both_languages_use_the_same_values(identifier: str) -> None:
    english, korean = MESSAGES[identifier]
    assert placeholders(english) == placeholders(korean)
    assert bool(english) == bool(korean)


@pytest.mark.parametrize("identifier", sorted(MESSAGES))
def test_korean_is_korean(identifier: str) -> None:
    english, korean = MESSAGES[identifier]
    bare = re.sub(r"{[^}]*}", "", korean)
    hangul = re.search(r"[가-힣]", bare)
    assert hangul or SAME_IN_KOREAN.fullmatch(bare) or english == korean == ""
    assert not re.search(r"[가-힣]", english)
    assert not re.search(r"(습니다|어요|세요)", korean), "plain style on the page"
    assert not re.search(r"[\d}]\s%|\d\s*[-–]\s*\d", korean), "no space before %, ~ for ranges"


def test_bold_closes_where_markdown_sees_it() -> None:
    """``**…)**이`` is not closed in CommonMark: punctuation inside, a letter outside."""
    for identifier, (_, korean) in MESSAGES.items():
        text = say(identifier, KO, **sample_values(identifier)) if korean else ""
        for match in re.finditer(r"\*\*[^*]+\*\*", text):
            closes = not re.search(r"[^\w\s]\*\*$", match.group())
            assert closes or text[match.end() : match.end() + 1] in ("", " ", ".", ",", "("), text


@pytest.mark.parametrize("identifier", CHECKS)
def test_each_check_has_its_words(identifier: str) -> None:
    assert known(f"check.{identifier}.name")
    assert known(f"check.{identifier}.criterion")
    outcomes = {
        key.split(".")[2] for key in MESSAGES if re.match(rf"check\.{identifier}\.[^.]+\.", key)
    }
    assert outcomes
    for outcome in outcomes:
        for part in ("measured", "meaning", "action"):
            assert known(f"check.{identifier}.{outcome}.{part}"), (outcome, part)
        assert len(MESSAGES[f"check.{identifier}.{outcome}.measured"][0].split()) <= 10
    if any(outcome.startswith("guide-") for outcome in outcomes):
        assert known(f"check.{identifier}.guide-criterion")


@pytest.mark.parametrize(
    "member", [*Status, *Pattern, *MaskKind, *Origin, *Readout, *Precision, *Profile, *Stamp]
)
def test_each_member_of_the_enumerations_has_a_term(member: str) -> None:
    assert known(f"term.{member}")


@pytest.mark.parametrize("step", ["arrays", "uneven", "position", "layers", "repeats", "depends"])
def test_each_step_of_the_ladder_has_its_words(step: str) -> None:
    for part in ("title", "question", "yes", "no", "untested"):
        assert known(f"ladder.{step}.{part}")


def test_an_unknown_id_and_a_missing_value_are_named() -> None:
    with pytest.raises(KeyError, match=r"no message 'check\.zebra' in the text catalogue"):
        say("check.zebra", EN)
    with pytest.raises(KeyError, match=r"no value 'read'.*given: nothing"):
        say("check.input-files.ok.measured", EN)


def test_a_message_carries_its_values() -> None:
    message = Message(
        "finding.headline.peak", {"where": ("hours", 5, 6), "share": 0.187, "lift": 4.49}
    )
    assert say(message, EN) == (
        "Attention peaks 5\u2060–\u20606\u00a0h before issue: 18.7% of it, 4.5 times an even share"
    )
    assert say(message, KO) == (
        "어텐션은 예보 발표 5\u2060~\u20606시간 전에 가장 높다. 전체의 18.7%, 균등값의 4.5배다"
    )
    assert "19.9%" in say(message, EN, share=0.199)


def test_one_is_singular() -> None:
    assert say("check.input-files.ok.measured", EN, read=1) == "1 of 1 file read"
    assert say("check.input-files.ok.measured", EN, read=2) == "2 of 2 files read"


def test_values_are_never_taken_for_markup_or_markers() -> None:
    template = "{name}을(를) 읽음"
    assert fill(template, {"name": "run(이)[a|b]{x}"}, KO).startswith("run(이)[a|b]{x}")


def test_a_skipped_file_says_why() -> None:
    skipped = SkippedFile("a.npz", "no-attention", "x, y")
    assert skip_reason(skipped, EN) == "no attention array in it (x, y)"
    assert skip_reason(SkippedFile("a.npz", "skip.empty"), KO) == "빈 파일"


def test_two_areas_may_not_define_one_id() -> None:
    with pytest.raises(ValueError, match="'x' is defined in both a and b"):
        merged([("a", {"x": ("one", "하나")}), ("b", {"x": ("two", "둘")})])
