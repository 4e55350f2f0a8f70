"""The figures of a mail: opaque pictures that its HTML names by their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.figures.columns import draw_column_figures, draw_ribbon_of_width
from reportgen.figures.drawing import to_png
from reportgen.schema import Language, Message, Report

if TYPE_CHECKING:
    from reportgen.figures.drawing import Drawing

#: Widths in CSS pixels: of the mail's body, and of a phone's.
BODY, PHONE = 592.0, 352.0
#: Beside the ribbon, as far as the run has them.
_SHOWN = ("layers", "matrix", "parts")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a mail.

    Attributes
    ----------
    name
        Of the figure.
    png
        Its bytes, at twice its size on the screen.
    width, height
        Size on the screen, in CSS pixels.
    title, caption, alt
        The words that come with it.
    """

    name: str
    png: bytes
    width: int
    height: int
    title: Message
    caption: tuple[Message, ...]
    alt: Message

    @property
    def cid(self) -> str:
        """Content id: the same picture has the same one."""
        return f"{self.name}.{hashlib.sha256(self.png).hexdigest()[:16]}@reportgen"


def mail_pictures(report: Report, language: Language) -> dict[str, Picture]:
    """Pictures by name: ``ribbon``, ``ribbon-narrow`` for phones, then those below it."""
    narrow = draw_column_figures(report, PHONE)
    drawings = [
        draw_ribbon_of_width(report, BODY),
        draw_ribbon_of_width(report, PHONE, name="ribbon-narrow"),
        *(narrow[name] for name in _SHOWN if name in narrow),
    ]
    return {drawing.name: _picture(drawing, language) for drawing in drawings}


def _picture(drawing: Drawing, language: Language) -> Picture:
    return Picture(
        drawing.name,
        to_png(drawing, language),
        round(drawing.width),
        round(drawing.height),
        drawing.title,
        drawing.caption,
        drawing.alt,
    )
