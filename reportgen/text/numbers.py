"""Numbers, percentages, hours and ratios as text, in both languages.

Every function takes the value and the language and returns text without a break between number and
unit (U+00A0 stands before an English one), and with U+2212 for the minus sign.
"""

from __future__ import annotations

import math
import re
from typing import Final

from reportgen.schema import Language

NOTHING: Final = "—"
NBSP: Final = "\u00a0"
_SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: object) -> float | None:
    """``value`` as a float, None where there is nothing to print.

    Raises
    ------
    TypeError
        If the value is not a number: a template and its values disagree.
    """
    if value is None:
        return None
    if not isinstance(value, int | float) and not hasattr(value, "__float__"):
        raise TypeError(f"{value!r} is not a number")
    converted = float(value)
    return None if math.isnan(converted) else converted


def _signed(text: str) -> str:
    """Print the true minus sign, and no minus before zero."""
    if text.startswith("-") and not re.search(r"[1-9]", text):
        return text[1:]
    return text.replace("-", "−")


def fixed(value: float, decimals: int) -> str:
    """Fixed decimals.

    Examples
    --------
    >>> fixed(-0.881, 2), fixed(-0.001, 1)
    ('−0.88', '0.0')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return _signed(f"{value:.{decimals}f}")


def significant(value: float, digits: int) -> str:
    """Significant digits, as a power of ten only far from one.

    Examples
    --------
    >>> significant(4.4912, 3), significant(0.0341, 2), significant(2e-7, 2)
    ('4.49', '0.034', '2·10⁻⁷')
    """
    if value == 0 or math.isinf(value):
        return fixed(value, 0)
    exponent = math.floor(math.log10(abs(value)))
    if not -4 <= exponent < 6:
        return power_of_ten(value)
    return fixed(value, max(digits - 1 - exponent, 0))


def power_of_ten(value: float) -> str:
    """One digit times a power of ten; plain where that is as short.

    Examples
    --------
    >>> power_of_ten(2.1e-7), power_of_ten(1e-5), power_of_ten(0.005), power_of_ten(0)
    ('2·10⁻⁷', '10⁻⁵', '0.005', '0')
    """
    if value == 0 or math.isinf(value):
        return fixed(value, 0)
    if 1e-3 <= abs(value) < 1e4:
        return _signed(f"{value:.2g}") if abs(value) < 1 else fixed(value, 0)
    mantissa, exponent = f"{value:.0e}".split("e")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPT)
    exact = math.isclose(abs(value), 10.0 ** int(exponent), rel_tol=1e-6)
    lead = "" if exact else mantissa.lstrip("-") + "·"
    return ("−" if value < 0 else "") + lead + power


def percent(fraction: float, decimals: int) -> str:
    r"""A share in percent; whole where it is whole, never rounded to nothing or to everything.

    Examples
    --------
    >>> percent(0.187, 1), percent(0.25, 1), percent(0.00001, 1), percent(0.99999, 1)
    ('18.7%', '25%', '<\xa00.1%', '>\xa099.9%')
    """
    if math.isclose(fraction * 100, round(fraction * 100), abs_tol=1e-9):
        return fixed(fraction * 100, 0) + "%"
    least = 10.0**-decimals
    if 0 < fraction * 100 < least / 2:
        return f"<{NBSP}{least:.{decimals}f}%"
    if 100 - least / 2 < fraction * 100 < 100:
        return f">{NBSP}{100 - least:.{decimals}f}%"
    return fixed(fraction * 100, decimals) + "%"


def hours_number(hours: float) -> str:
    """Hours without their unit: whole hours plain, decimals only as far as they matter.

    Examples
    --------
    >>> hours_number(0.2), hours_number(4.6000001), hours_number(24.0), hours_number(0.0833)
    ('0.2', '4.6', '24', '0.08')
    >>> hours_number(10.33), hours_number(651.7), hours_number(-1.0)
    ('10.3', '652', '−1')
    """
    size = abs(hours)
    if 0 < size < 0.01:
        return significant(hours, 1)
    text = fixed(hours, 2 if size < 10 else 1 if size < 100 else 0)
    return text.rstrip("0").rstrip(".") if "." in text else text


def hours(value: float, language: Language) -> str:
    """Hours with their unit: ``1 h``, ``1시간``."""
    return hours_number(value) + (f"{NBSP}h" if language is Language.EN else "시간")


def ratio(value: float) -> str:
    """A ratio: two decimals below two, where they tell, then one.

    Examples
    --------
    >>> ratio(1.018), ratio(4.49), ratio(250.2)
    ('1.02', '4.5', '250')
    """
    size = abs(value)
    return fixed(value, 2 if size < 2 else 1 if size < 100 else 0)


def times(value: float, language: Language) -> str:
    """A ratio with its unit: ``4.5 ×``, ``4.5배``."""
    return ratio(value) + (f"{NBSP}×" if language is Language.EN else "배")


def p_number(value: float) -> str:
    r"""A p value, never rounded across 0.05 nor to zero.

    Examples
    --------
    >>> p_number(0.0123), p_number(0.0004), p_number(0.0498)
    ('0.012', '<\xa00.001', '0.0498')
    """
    if value < 0.001:
        return f"<{NBSP}0.001"
    return fixed(value, 4 if 0.0495 <= value < 0.05 else 3)


def p_statement(value: float) -> str:
    """``p = 0.012`` or ``p < 0.001``."""
    text = p_number(value)
    return f"p{NBSP}{text}" if text.startswith("<") else f"p{NBSP}={NBSP}{text}"


def plus(value: float, decimals: int) -> str:
    """Fixed decimals with a sign on either side of zero."""
    text = fixed(value, decimals)
    return text if value <= 0 or not re.search(r"[1-9]", text) else "+" + text


def points(value: float, language: Language) -> str:
    """A difference of shares: ``+4 points``, ``+4%p``."""
    return plus(value * 100, 0) + (f"{NBSP}points" if language is Language.EN else "%p")


def count(value: float) -> str:
    """A whole number, with thousands marked from five digits on.

    Examples
    --------
    >>> count(8760), count(125000)
    ('8760', '125,000')
    """
    return _signed(f"{round(value):,}" if abs(value) >= 10_000 else f"{round(value)}")
