"""Numbers print as a reader expects, keep to their units and never flatter."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.schema import Interval, Language
from reportgen.text import format_value
from reportgen.text.numbers import p_number, percent, significant
from reportgen.text.specs import format_number

EN, KO = Language.EN, Language.KO


@pytest.mark.parametrize(
    ("value", "spec", "english", "korean"),
    [
        (0.187, "pct", "18.7%", "18.7%"),
        (0.041667, "pct", "4.2%", "4.2%"),
        (0.25, "pct", "25%", "25%"),
        (0.187, "pct0", "19%", "19%"),
        (4.493, "n2", "4.49", "4.49"),
        (-0.88, "n2", "−0.88", "−0.88"),
        (-0.0001, "n2", "0.00", "0.00"),
        (0.000345, "g2", "0.00034", "0.00034"),
        (2e-7, "sci", "2·10⁻⁷", "2·10⁻⁷"),
        (1e-5, "sci", "10⁻⁵", "10⁻⁵"),
        (0.0, "sci", "0", "0"),
        (0.0123, "p", "0.012", "0.012"),
        (0.0123, "pval", "p\u00a0=\u00a00.012", "p\u00a0=\u00a00.012"),
        (0.0002, "pval", "p\u00a0<\u00a00.001", "p\u00a0<\u00a00.001"),
        (4.49, "times", "4.5\u00a0×", "4.5배"),
        (1.018, "times", "1.02\u00a0×", "1.02배"),
        (1.0, "h", "1\u00a0h", "1시간"),
        (0.2, "h", "0.2\u00a0h", "0.2시간"),
        (23 * 0.2, "h", "4.6\u00a0h", "4.6시간"),
        (24.0, "h", "24\u00a0h", "24시간"),
        (648.0, "h", "648\u00a0h", "648시간"),
        (0.0833, "h", "0.08\u00a0h", "0.08시간"),
        ((0.0, 1.0), "hrange", "0\u2060–\u20601\u00a0h", "0\u2060~\u20601시간"),
        (Interval(0.0, 1.0), "h", "0\u2060–\u20601\u00a0h", "0\u2060~\u20601시간"),
        ((-5.0, 14.0), "hrange", "−5\u00a0to\u00a014\u00a0h", "−5\u2060~\u206014시간"),
        ((0.157, 0.216), "pctrange", "15.7\u2060–\u206021.6%", "15.7\u2060~\u206021.6%"),
        ((3.77, 5.19), "range2", "3.8\u2060–\u20605.2", "3.8\u2060~\u20605.2"),
        ((3.77, 5.19), "range3", "3.77\u2060–\u20605.19", "3.77\u2060~\u20605.19"),
        (0.04, "points", "+4\u00a0points", "+4%p"),
        (8760, "int", "8760", "8760"),
        (125_000, "int", "125,000", "125,000"),
        (0, "nth", "1", "1"),
        (("a", "b", "c"), "list", "a, b and c", "a, b, c"),
        (("causal", "padding"), "terms", "causal mask and padding mask", None),
        (("vbs-response", "my own"), "scales", "VBs → Dst response and my own", None),
        ("[CLS]", "quoted", " “[CLS]”", " “[CLS]”"),
        (None, "quoted", "", ""),
        (("step", 5, 8), "At", "At step\u00a05 of 0\u2060–\u20607", None),
        (("token", 0, "[CLS]"), "where", "token\u00a00 “[CLS]”", "토큰\u00a00 “[CLS]”"),
        ((("hours", 0, 1), ("hours", 0, 1)), "where", "0\u2060–\u20601\u00a0h before issue", None),
        (("input", 0, 1), "at", None, "마지막 입력 0\u2060~\u20601시간 전에"),
    ],
)
def test_every_spec_in_both_languages(
    value: object, spec: str, english: str | None, korean: str | None
) -> None:
    if english is not None:
        assert format_value(value, spec, EN) == english
    if korean is not None:
        assert format_value(value, spec, KO) == korean


@pytest.mark.parametrize(
    "spec",
    ["pct", "n2", "g3", "sci", "p", "times", "h", "hrange", "range2", "int", "where", "term"],
)
@pytest.mark.parametrize("language", Language)
def test_nothing_is_a_dash(spec: str, language: Language) -> None:
    assert format_value(None, spec, language) == "—"
    if spec not in ("where", "term"):
        missing = (math.nan, math.nan) if "range" in spec else math.nan
        assert format_value(missing, spec, language) == "—"


def test_a_share_is_never_rounded_to_nothing_or_everything() -> None:
    assert percent(0.0001, 1) == "<\u00a00.1%"
    assert percent(0.9999, 1) == ">\u00a099.9%"
    assert percent(0.0, 1) == "0%"
    assert percent(1.0, 1) == "100%"


@given(st.floats(0.0, 1.0))
def test_a_p_value_never_crosses_the_threshold_by_rounding(p: float) -> None:
    printed = p_number(p).removeprefix("<\u00a0")
    assert (float(printed) < 0.05) == (p < 0.05) or p >= 0.04999


@given(st.floats(-1e9, 1e9), st.sampled_from(["n2", "g3", "sci", "h", "times", "pct", "int"]))
def test_no_hyphen_stands_for_a_minus(value: float, spec: str) -> None:
    assert "-" not in format_number(value, spec, EN)


@given(st.floats(1e-3, 1e5))
def test_significant_digits_stay_within_half_a_unit(value: float) -> None:
    assert float(significant(value, 3)) == pytest.approx(value, rel=5.1e-3)


def test_unknown_specs_and_misfits_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown format spec"):
        format_number(1.0, "percent!", EN)
    with pytest.raises(ValueError, match="unknown format spec"):
        format_number(1.0, "zebra", EN)
    with pytest.raises(TypeError, match="not a number"):
        format_number("eight", "n2", EN)
    with pytest.raises(TypeError, match="not a range"):
        format_number(1.0, "range2", EN)
    with pytest.raises(TypeError, match="not a kind of place"):
        format_value(("nowhere", 1, 2), "where", EN)
    with pytest.raises(KeyError, match="no term"):
        format_value("zebra", "term", KO)
