"""Figures: drawn once by matplotlib from a `Report`, for the page, Markdown, mail and papers.

`draw_figures` gives the drawings by name; `to_svg` and `to_png` turn one into bytes for a place.
Matplotlib is imported when the first figure is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.figures.drawing import Drawing
    from reportgen.schema import Report

__all__ = ["FIGURE_NAMES", "PART_FIGURES", "draw_figures"]

FIGURE_NAMES = (
    "ribbon",
    "ribbon-medium",
    "ribbon-narrow",
    "matrix",
    "incoming",
    "distribution",
    "layers",
    "heads",
    "head-map",
    "samples",
    "lags",
)
#: Only of a run with several epochs or targets.
PART_FIGURES = ("parts", "parts-narrow")
#: Only of a run that stores its inputs and its forecasts.
CONTENT_FIGURES = ("inputs", "conditions", "locks", "issue-map", "outcomes")


def draw_figures(report: Report) -> dict[str, Drawing]:
    """Every figure of a report, by name and in the order of `FIGURE_NAMES`, then `PART_FIGURES`.

    ``head-map`` is left out with one head, ``samples`` with one sample, ``lags`` where there are
    none (cross-attention), ``flow`` where no query is chosen, ``parts`` for a run without epochs
    or targets.

    Parameters
    ----------
    report
        What is drawn and captioned.
    """
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
    from reportgen.figures.ribbon import MEDIUM, NARROW, WIDE, draw_ribbon
    from reportgen.figures.samples import draw_samples
    from reportgen.figures.square import draw_distribution, draw_incoming, draw_matrix
    from reportgen.style import figure_style

    with figure_style():
        drawings = [draw_ribbon(report, look) for look in (WIDE, MEDIUM, NARROW)]
        drawings += [draw_matrix(report), draw_incoming(report), draw_distribution(report)]
        drawings += [draw_layers(report), draw_heads(report)]
        if report.head_map is not None:
            drawings.append(draw_head_map(report, report.head_map))
        if report.run.samples > 1:
            drawings.append(draw_samples(report))
        if len(report.lags):
            drawings.append(draw_lags(report))
        content = report.content
        if report.inputs:
            drawings.append(draw_inputs(report))
        if content is not None and content.conditions:
            drawings.append(draw_conditions(content))
        if content is not None and content.locks:
            drawings.append(draw_locks(content))
        if content is not None and content.issue_map is not None:
            drawings.append(draw_issue_map(report, content, content.issue_map))
        if content is not None and content.epochs and content.share_difference:
            drawings.append(draw_outcomes(report, content))
        if report.flow is not None and not report.flow.missing:
            drawings.append(draw_flow(report, report.flow))
        if report.parts is not None:
            drawings += [draw_parts(report, WIDE_PARTS), draw_parts(report, NARROW_PARTS)]
    return {drawing.name: drawing for drawing in drawings}
