"""Units and conditions as they are typed, in the signs that they are printed with."""

from __future__ import annotations

import re
from typing import Final

_SUPERSCRIPT: Final = str.maketrans("-+0123456789", "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
#: A power as CF writes it (``cm-3``), and as programs do (``cm^-3``, ``cm**-3``, ``m^2``).
_POWER: Final = re.compile(r"(?<=[A-Za-z])(?:-(\d)(?!\d)|(?:\^|\*\*)([-+]?\d+))(?![\d.])")
_SIGNS: Final = (("<=", "≤"), (">=", "≥"), ("==", "="), ("!=", "≠"))
_MINUS: Final = re.compile(r"(?<![\w.)\]])-(?=[\d.])")


def printed_units(units: str) -> str:
    """Units with their powers raised.

    Examples
    --------
    >>> printed_units("cm-3"), printed_units("W m^-2"), printed_units("km/s"), printed_units("F-10")
    ('cm⁻³', 'W m⁻²', 'km/s', 'F-10')
    """
    return _POWER.sub(
        lambda match: (f"-{match[1]}" if match[1] else match[2]).translate(_SUPERSCRIPT), units
    )


def printed_condition(condition: str) -> str:
    r"""A comparison with the signs of print, kept together with its number.

    Examples
    --------
    >>> printed_condition("Dst <= -50"), printed_condition("Kp>=5")
    ('Dst\xa0≤\xa0−50', 'Kp≥5')
    """
    for typed, sign in _SIGNS:
        condition = condition.replace(typed, sign)
    return _MINUS.sub("−", re.sub(r" *([≤≥<>=≠]) +", "\u00a0\\1\u00a0", condition))
