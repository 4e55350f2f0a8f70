"""The documents that show the figures: page, Markdown with its pictures, PDF."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.request import Request, languages_of
from reportgen.exceptions import OutputError
from reportgen.figures import draw_figures
from reportgen.render import render_html, render_markdown
from reportgen.render.pdf import render_pdf
from reportgen.schema import Language, Report
from reportgen.style import figure_style

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PIL.Image import Image

    from reportgen.figures.drawing import Drawing

#: Drawn again for other widths: the page shows one of them.
_PAGE_ONLY = ("ribbon-medium", "ribbon-narrow", "parts-narrow")

#: Pictures in memory that are still to be packed.
_WAITING_PICTURES = 4


def write_documents(report: Report, staging: Path, request: Request) -> None:
    """Write what the request names into a folder.

    Raises
    ------
    OutputError
        A template of the user cannot be filled, or an extra is missing.
    """
    if not {"html", "md", "pdf"} & set(request.formats):
        return
    languages = request.languages or languages_of(str(report.provenance.config.get("lang", "both")))
    with _template_errors(), figure_style():
        _write_drawn(report, draw_figures(report), staging, request, languages)
    if "pdf" in request.formats:
        for language in languages:
            with _template_errors():
                made = report_pdf(report, language, templates=request.templates)
            (staging / pdf_name(language)).write_bytes(made)


def _write_drawn(
    report: Report,
    drawings: dict[str, Drawing],
    staging: Path,
    request: Request,
    languages: tuple[Language, ...],
) -> None:
    """What shows the figures: drawn once, for every output and language."""
    files: dict[str, dict[Language, str]] = {}
    with _picture_writer() as write:
        if "md" in request.formats:
            files = _draw_pictures(drawings, staging / "figures", languages, write)
        if "html" in request.formats:
            from reportgen.figures.svg import to_svg

            page = render_html(
                report,
                pictures={name: to_svg(drawing) for name, drawing in drawings.items()},
                drawings=drawings,
                languages=languages,
                templates=request.templates,
            )
            write_text(staging / "report.html", page)
        if "md" in request.formats:
            text = render_markdown(
                report,
                pictures=files,
                drawings=drawings,
                languages=languages,
                templates=request.templates,
            )
            write_text(staging / "report.md", text)


def pdf_name(language: Language) -> str:
    """Name of the PDF in a language: a PDF has one, for its tags and for those who listen."""
    return f"report.{language.value}.pdf"


def report_pdf(report: Report, language: Language, *, templates: Path | None = None) -> bytes:
    """The report as a PDF, with its figures drawn for the width of a page.

    Raises
    ------
    OutputError
        The extra ``pdf`` is missing.
    """
    from reportgen.figures.columns import draw_print_figures
    from reportgen.figures.svg import to_svg

    drawings = draw_print_figures(report)
    return render_pdf(
        report,
        language=language,
        pictures={name: to_svg(drawing) for name, drawing in drawings.items()},
        drawings=drawings,
        templates=templates,
    )


def _draw_pictures(
    drawings: Mapping[str, Drawing],
    folder: Path,
    languages: Sequence[Language],
    write: Callable[[Image, Path], None],
) -> dict[str, dict[Language, str]]:
    """Draw the figures and have them written; their names by figure and language."""
    from reportgen.figures.drawing import to_images

    folder.mkdir()
    files: dict[str, dict[Language, str]] = {}
    for name, drawing in drawings.items():
        if name in _PAGE_ONLY:
            continue
        files[name] = {}
        for language, image in to_images(drawing, languages).items():
            file = folder / f"{name}.{language.value}.png"
            write(image, file)
            files[name][language] = f"{folder.name}/{file.name}"
    return files


@contextmanager
def _picture_writer() -> Iterator[Callable[[Image, Path], None]]:
    """Writes pictures while other things are done, and all of them by the end.

    Packing takes a tenth of a small build, and leaves the interpreter to the rest of it.
    """
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[int]] = deque()
    with ThreadPoolExecutor(1) as packer:

        def write(image: Image, file: Path) -> None:
            if len(waiting) == _WAITING_PICTURES:
                waiting.popleft().result()
            waiting.append(packer.submit(_write_picture, image, file))

        yield write
        for written in waiting:
            written.result()


def _write_picture(image: Image, file: Path) -> int:
    from reportgen.figures.drawing import encoded

    return file.write_bytes(encoded(image))


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with one kind of line end, whatever the system."""
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _template_errors() -> Iterator[None]:
    """One message for a template that cannot be filled: users may bring their own."""
    from jinja2 import TemplateError

    try:
        yield
    except TemplateError as error:
        name = getattr(error, "name", None) or "a template"
        raise OutputError(
            f"{name} cannot be filled ({error.message})",
            allowed="the values that README.md of the template folder lists",
            fix="correct the template, or leave --templates out",
        ) from error
