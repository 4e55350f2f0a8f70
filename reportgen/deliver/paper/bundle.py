"""The folder that goes with a manuscript, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.directory import check_target, staged
from reportgen.build.documents import pdf_name, report_pdf
from reportgen.deliver.paper.journals import MM_PER_INCH, Journal
from reportgen.deliver.paper.latex import to_table
from reportgen.deliver.paper.methods import limit_messages, methods_sentences, result_messages
from reportgen.deliver.paper.prose import Prose, caption_macro, plain
from reportgen.deliver.paper.saved import DOTS_PER_INCH, to_fine_png, to_pdf, to_svg_file
from reportgen.deliver.paper.tables import paper_tables
from reportgen.exceptions import OutputError
from reportgen.figures.columns import draw_column_figures
from reportgen.figures.drawing import POINTS_PER_INCH, to_csv
from reportgen.render.environment import environment, source_of
from reportgen.schema import Language, Report
from reportgen.schema.lines import one_line
from reportgen.text import say

if TYPE_CHECKING:
    from reportgen.figures.drawing import Drawing

#: Size of the figures' words on paper, in points, where they are 12 pixels on the screen.
POINTS_PER_PIXEL = 8.0 / 12.0
#: Figures that the LaTeX file shows over the whole width.
_ACROSS = ("ribbon", "heads", "parts")
#: No page is wider than this.
_WIDEST_TEXT = 190.0


@dataclass(frozen=True, slots=True)
class PaperResult:
    """A written folder.

    Attributes
    ----------
    directory
        Where it lies.
    left_out
        Why the supplementary PDF is not in it; empty where it is.
    """

    directory: Path
    left_out: str = ""


def write_paper(
    report: Report,
    target: Path,
    *,
    journal: Journal,
    language: Language = Language.EN,
    force: bool = False,
) -> PaperResult:
    """Write figures, captions, tables, methods, references and plotted numbers.

    Parameters
    ----------
    report
        What was found.
    target
        Folder to write; an older one of ours is replaced.
    journal
        Widths of the columns.
    language
        Of figures and text.
    force
        Replace a folder that reportgen did not make.

    Raises
    ------
    UsageError
        The folder holds something else.
    OutputError
        It cannot be written.
    """
    check_target(target, force=force)
    prose = Prose(language)
    with staged(target) as folder:
        drawings = _write_figures(report, folder, journal, language)
        tables = _write_tables(report, folder / "tables", prose)
        _write_text(folder, _texts(report, drawings, prose))
        left_out = _write_supplement(report, folder, language)
        _write_documents(report, folder, journal, prose, drawings, tables, left_out)
    return PaperResult(target, left_out)


def sheet_width(width_mm: float) -> float:
    """Pixels of a sheet whose words have their proper size on so many millimetres."""
    return width_mm / MM_PER_INCH * POINTS_PER_INCH / POINTS_PER_PIXEL


def _write_figures(
    report: Report, folder: Path, journal: Journal, language: Language
) -> Mapping[str, Drawing]:
    """Every figure in both widths, and the numbers in it."""
    for name in ("figures", "data"):
        (folder / name).mkdir()
    drawings: Mapping[str, Drawing] = {}
    for column, width in (("double", journal.double), ("single", journal.single)):
        drawings = draw_column_figures(report, sheet_width(width))
        for name, drawing in drawings.items():
            stem = folder / "figures" / f"{name}-{column}"
            stem.with_suffix(".pdf").write_bytes(to_pdf(drawing, language, width))
            _write(stem.with_suffix(".svg"), to_svg_file(drawing, language, width))
            stem.with_suffix(".png").write_bytes(to_fine_png(drawing, language, width))
    for name, drawing in drawings.items():
        _write(folder / "data" / f"{name}.csv", to_csv(drawing))
    return drawings


def _write_tables(report: Report, folder: Path, prose: Prose) -> tuple[str, ...]:
    folder.mkdir()
    tables = paper_tables(report)
    for name, drawn in tables.items():
        text = to_table(drawn.table, prose.cell, label=name, columns=drawn.columns, wide=drawn.wide)
        _write(folder / f"{name}.tex", text)
    return tuple(tables)


def _texts(report: Report, drawings: Mapping[str, Drawing], prose: Prose) -> dict[str, str]:
    """Captions and paragraphs by their file, as LaTeX and as plain text."""
    methods, result = methods_sentences(report), result_messages(report)
    limits = limit_messages(report, prose.language)
    return {
        "captions.tex": prose.captions_tex(drawings.values()),
        "captions.txt": prose.captions_text(drawings.values()),
        "methods.tex": prose.paragraph_tex(methods),
        "methods.txt": prose.paragraph_text(methods),
        "result.tex": prose.result_tex(result),
        "result.txt": plain(" ".join(prose.stated(result))) + "\n",
        "limits.tex": prose.limits_tex(limits),
        "limits.txt": "".join(f"- {plain(text)}\n" for text in prose.stated(limits)),
    }


def _write_text(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        _write(folder / name, text)


def _write_supplement(report: Report, folder: Path, language: Language) -> str:
    """The whole report as a PDF; why not, where the extra is missing."""
    try:
        (folder / f"supplement-{pdf_name(language)}").write_bytes(report_pdf(report, language))
    except OutputError as error:
        return str(error)
    return ""


def _write_documents(
    report: Report,
    folder: Path,
    journal: Journal,
    prose: Prose,
    drawings: Mapping[str, Drawing],
    tables: tuple[str, ...],
    left_out: str,
) -> None:
    """The LaTeX file that shows everything, the references, and what lies in the folder."""
    language = prose.language
    figures = [
        {
            "name": name,
            "macro": caption_macro(name),
            "file": f"{name}-{'double' if name in _ACROSS else 'single'}",
        }
        for name in drawings
    ]
    contents = {
        "title": one_line(plain(say("paper.title", language, name=report.run.name))),
        "version": report.provenance.version,
        "journal": journal,
        "textwidth": min(journal.double, _WIDEST_TEXT),
        "language": language,
        "tex": prose.tex,
        "section": lambda name: say(f"paper.section.{name}", language),
        "figures": figures,
        "tables": tables,
        "dots": DOTS_PER_INCH,
        "left_out": left_out,
        "supplement": f"supplement-{pdf_name(language)}",
    }
    jinja = environment()
    for template, name in (
        ("paper/paper.tex.j2", "paper.tex"),
        (f"paper/README.{language.value}.txt.j2", "README.txt"),
    ):
        _write(folder / name, jinja.get_template(template).render(contents) + "\n")
    _write(folder / "references.bib", source_of("paper/references.bib"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
