"""Korean particles follow the last sound, also of digits, units and Latin words."""

from __future__ import annotations

import pytest

from reportgen.text.particles import final_sound, with_particles


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("창은(는)", "창은"),
        ("키은(는)", "키는"),
        ("리프트이(가) 높다", "리프트가 높다"),
        ("값을(를)", "값을"),
        ("질의과(와) 키", "질의와 키"),
        ("표본과(와) 블록", "표본과 블록"),
        ("층(으)로", "층으로"),
        ("키(으)로", "키로"),
        ("서울(으)로", "서울로"),
        ("최댓값(이)다", "최댓값이다"),
        ("4.5배(이)다", "4.5배다"),
    ],
)
def test_hangul_decides_by_its_final_consonant(text: str, resolved: str) -> None:
    assert with_particles(text) == resolved


@pytest.mark.parametrize(
    ("digit", "particle"), list(zip("0123456789", "은은는은는는은은은는", strict=True))
)
def test_digits_are_read_in_sino_korean(digit: str, particle: str) -> None:
    assert with_particles(f"{digit}은(는)") == digit + particle


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("10(으)로", "10으로"),  # 십
        ("1(으)로", "1로"),  # 일
        ("8(으)로", "8로"),  # 팔
        ("10000이(가)", "10000이"),  # 만
        ("100,000,000이(가)", "100,000,000이"),  # 억
        ("1000000000000이(가)", "1000000000000가"),  # 조
        ("0.50이(가)", "0.50이"),  # 영
        ("2·10⁻⁷(이)다", "2·10⁻⁷이다"),  # 승
    ],
)
def test_numbers_are_read_whole(text: str, resolved: str) -> None:
    assert with_particles(text) == resolved


@pytest.mark.parametrize(
    ("text", "final"),
    [
        ("18.7%", ""),
        ("4%p", ""),
        ("5\u00a0nT", ""),
        ("450 km/s", ""),
        ("2 mV/m", ""),
        ("3 cm⁻³", ""),
        ("24\u00a0h", "받침"),  # 시간
        ("12 min", "받침"),  # 분
        ("27 d", "ㄹ"),  # 일
        ("5 nPa", "ㄹ"),  # 파스칼
        ("L1", "받침"),  # 엘원
        ("Dst", ""),
        ("CME", ""),
        ("IMF", ""),
        ("URL", "ㄹ"),
        ("float32", ""),
        ("bfloat16", "받침"),
        ("softmax", ""),
        ("dropout", "받침"),
        ("NaN", "받침"),
        ("model", "ㄹ"),
        ("—", "받침"),
    ],
)
def test_units_and_latin_words_are_read_aloud(text: str, final: str) -> None:
    assert final_sound(text) == final


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("리프트(lift)을(를)", "리프트(lift)를"),
        ("**균등값**이(가)", "**균등값**이"),
        ("“Bz”은(는)", "“Bz”는"),
        ("스텝\u00a05(0부터 셈, 전체 8개)이(가)", "스텝\u00a05(0부터 셈, 전체 8개)가"),
        ("18.7%(15.7\u2060~\u206021.6%)을(를)", "18.7%(15.7\u2060~\u206021.6%)를"),
        ("`--mask`(으)로", "`--mask`로"),
    ],
)
def test_quotes_markup_and_glosses_are_not_read(text: str, resolved: str) -> None:
    assert with_particles(text) == resolved


def test_text_before_decides_and_is_not_repeated() -> None:
    assert with_particles("이(가) 높다", before="값") == "이 높다"
    assert with_particles("은(는)") == "는"
