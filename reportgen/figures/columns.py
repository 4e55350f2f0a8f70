"""The same figures on sheets of other widths: a column of a journal, or the body of a mail.

Text keeps its size in pixels, so that a figure is drawn again for each width and never stretched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.figures.conditions import draw_conditions
from reportgen.figures.flow import draw_flow
from reportgen.figures.headmap import draw_head_map
from reportgen.figures.heads import draw_heads
from reportgen.figures.inputs import draw_inputs
from reportgen.figures.issue_map import draw_issue_map
from reportgen.figures.lags import draw_lags
from reportgen.figures.layers import draw_layers
from reportgen.figures.locks import draw_locks
from reportgen.figures.outcomes import draw_outcomes
from reportgen.figures.parts import NARROW as NARROW_PARTS
from reportgen.figures.parts import WIDE as WIDE_PARTS
from reportgen.figures.parts import draw_parts
from reportgen.figures.ribbon import NARROW, WIDE, RibbonLook, draw_ribbon
from reportgen.figures.samples import draw_samples
from reportgen.figures.square import draw_distribution, draw_incoming, draw_matrix
from reportgen.style import figure_style

if TYPE_CHECKING:
    from reportgen.figures.drawing import Drawing
    from reportgen.schema import Report

#: Text width of an A4 page at 9 points for 12 pixels.
PRINTED = 660.0
#: Figures that a printed page shows over its whole width.
_ACROSS = ("ribbon", "heads", "parts")
#: Below this the figures for phones are taken.
LEAST_WIDE = 560.0
#: On a sheet between the phone's and the page's: size of the ribbon's first words, and room for the
#: words right of issue.
_CALLOUT, _STRIP = 16.0, 176.0


def ribbon_look(width: float) -> RibbonLook:
    """Look of a ribbon that is so many pixels wide."""
    base = NARROW if width < LEAST_WIDE else WIDE
    look = replace(base, name="ribbon", width=width, right=width - (base.width - base.right))
    return look if look.narrow else replace(look, callout=_CALLOUT, strip=_STRIP)


def draw_ribbon_of_width(report: Report, width: float, *, name: str = "ribbon") -> Drawing:
    """The ribbon alone, so many pixels wide."""
    with figure_style():
        return draw_ribbon(report, replace(ribbon_look(width), name=name))


def draw_column_figures(report: Report, width: float) -> dict[str, Drawing]:
    """Every figure of a report on sheets of one width.

    Parameters
    ----------
    report
        What is drawn and captioned.
    width
        Of the sheets, in CSS pixels; at 352 text fills a phone, at twice that a page.

    Returns
    -------
    dict
        Drawings by name, in the order of the page, each once.
    """
    with figure_style():
        drawings = [draw_ribbon(report, ribbon_look(width))]
        drawings += [
            draw(report, sheet_width=width)
            for draw in (draw_matrix, draw_incoming, draw_distribution, draw_layers, draw_heads)
        ]
        if report.head_map is not None:
            drawings.append(draw_head_map(report, report.head_map, sheet_width=width))
        if report.run.samples > 1:
            drawings.append(draw_samples(report, sheet_width=width))
        if len(report.lags):
            drawings.append(draw_lags(report, sheet_width=width))
        content = report.content
        if report.inputs:
            drawings.append(draw_inputs(report, sheet_width=width))
        if content is not None and content.conditions:
            drawings.append(draw_conditions(content, sheet_width=width))
        if content is not None and content.locks:
            drawings.append(draw_locks(content, sheet_width=width))
        if content is not None and content.issue_map is not None:
            drawings.append(draw_issue_map(report, content, content.issue_map, sheet_width=width))
        if content is not None and content.epochs and content.share_difference:
            drawings.append(draw_outcomes(report, content, sheet_width=width))
        if report.flow is not None and not report.flow.missing:
            drawings.append(draw_flow(report, report.flow, sheet_width=width))
        if report.parts is not None:
            base = NARROW_PARTS if width < LEAST_WIDE else WIDE_PARTS
            drawings.append(draw_parts(report, replace(base, name="parts", width=width)))
    return {drawing.name: drawing for drawing in drawings}


def draw_print_figures(report: Report) -> dict[str, Drawing]:
    """Figures for a printed page: some over its width, the others side by side as on the page."""
    from reportgen.figures import draw_figures

    wide = draw_column_figures(report, PRINTED)
    drawings = draw_figures(report)
    return {
        name: wide[name] if name in _ACROSS else drawing
        for name, drawing in drawings.items()
        if not name.endswith(("-medium", "-narrow"))
    }
