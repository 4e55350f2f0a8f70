"""Widths of the columns that figures are drawn for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MM_PER_INCH: Final = 25.4
_PICA_MM: Final = MM_PER_INCH / 6
_TEX_POINT_MM: Final = MM_PER_INCH / 72.27


@dataclass(frozen=True, slots=True)
class Journal:
    """Widths of a publisher's columns.

    Attributes
    ----------
    name
        What ``--style`` calls it.
    publisher
        Its name in words.
    single, double
        Width of a figure over one and over both columns, in millimetres.
    source
        Where the widths are from.
    """

    name: str
    publisher: str
    single: float
    double: float
    source: str


#: The first is the default.
JOURNALS: Final[dict[str, Journal]] = {
    journal.name: journal
    for journal in (
        Journal(
            "agu",
            "American Geophysical Union",
            round(20 * _PICA_MM, 1),
            round(41 * _PICA_MM, 1),
            "AGU LaTeX class, \\figurewidth: 20 and 41 picas",
        ),
        Journal(
            "aas",
            "American Astronomical Society",
            round(242.26653 * _TEX_POINT_MM, 1),
            round(513.11743 * _TEX_POINT_MM, 1),
            "AASTeX 6.31, twocolumn: \\columnwidth and \\textwidth, 242.27 and 513.12 TeX points",
        ),
        Journal(
            "elsevier",
            "Elsevier",
            90.0,
            190.0,
            "Elsevier, Artwork sizing: single and double column (full width), 90 and 190 mm",
        ),
        Journal(
            "ieee",
            "IEEE",
            88.9,
            182.0,
            "IEEE Author Center, Size Requirements for Graphics: 3.5 and 7.16 in (88.9, 182 mm)",
        ),
    )
}
