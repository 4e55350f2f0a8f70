"""A drawing as the files a journal takes: PDF and SVG with their true size, and a fine PNG.

A figure is drawn in pixels and scaled once, as a whole, when it is saved: words, lines and gaps
keep their proportions, and the words end up at about eight points.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportgen.deliver.paper.journals import MM_PER_INCH
from reportgen.figures.drawing import POINTS_PER_INCH, relabel
from reportgen.style import figure_style

if TYPE_CHECKING:
    from reportgen.figures.drawing import Drawing
    from reportgen.schema import Language

#: What journals ask of pictures that mix words, lines and grey; 300 is the least of any.
DOTS_PER_INCH = 500
_WIDTH_OR_HEIGHT = re.compile(r'\s(width|height)="[^"]*"')


def to_pdf(drawing: Drawing, language: Language, width_mm: float) -> bytes:
    """The figure as a PDF page of its own size, fonts embedded as TrueType, without a date.

    Parameters
    ----------
    drawing
        What was drawn.
    language
        Language of its words.
    width_mm
        Width of the page in millimetres; the height follows.
    """
    # Matplotlib's writers are untyped.
    pdf: Any = import_module("matplotlib.backends.backend_pdf")
    mixed: Any = import_module("matplotlib.backends.backend_mixed")
    out = io.BytesIO()
    scale = width_mm / MM_PER_INCH * POINTS_PER_INCH / drawing.width
    width, height = (size / POINTS_PER_INCH for size in (drawing.width, drawing.height))
    with figure_style():
        relabel(drawing, language)
        # Without the dates matplotlib writes none; the producer would name its version.
        file = pdf.PdfFile(out, metadata=dict.fromkeys(("CreationDate", "Creator", "Producer")))
        try:
            file.newPage(width * scale, height * scale)
            file.output(scale, 0, 0, scale, 0, 0, pdf.Op.concat_matrix)
            # Lines are cut at the page, which they know in the unscaled unit.
            file.width, file.height = width, height
            vector = pdf.RendererPdf(file, DOTS_PER_INCH, height, width)
            renderer = mixed.MixedModeRenderer(drawing.figure, width, height, DOTS_PER_INCH, vector)
            drawing.figure.draw(renderer)
            renderer.finalize()
            file.finalize()
        finally:
            file.close()
            drawing.figure.set_dpi(POINTS_PER_INCH)
    return out.getvalue()


def to_svg_file(drawing: Drawing, language: Language, width_mm: float) -> str:
    """The figure as an SVG file of its own size; words are outlines and need no font."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    with figure_style():
        matplotlib.rcParams["svg.fonttype"] = "path"
        relabel(drawing, language)
        canvas = FigureCanvasSVG(drawing.figure)
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        canvas.print_svg(out, metadata=metadata)  # type: ignore[no-untyped-call]
    text = out.getvalue()
    start = text.index("<svg")
    end = text.index(">", start)
    height_mm = width_mm * drawing.height / drawing.width
    opening = _WIDTH_OR_HEIGHT.sub("", text[start:end])
    sized = f'{opening} width="{width_mm:.2f}mm" height="{height_mm:.2f}mm"'
    return f"{text[:start]}{sized}{text[end:]}"


def to_fine_png(drawing: Drawing, language: Language, width_mm: float) -> bytes:
    """The figure as an opaque picture of `DOTS_PER_INCH`, in 256 colours."""
    from PIL import Image

    from reportgen.figures.drawing import to_png

    pixels = width_mm / MM_PER_INCH * DOTS_PER_INCH
    picture = Image.open(io.BytesIO(to_png(drawing, language, scale=pixels / drawing.width)))
    out = io.BytesIO()
    picture.save(out, format="png", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return out.getvalue()
