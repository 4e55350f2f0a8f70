"""From a run, or from its Summary alone, to the files of the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.caches import cache_folder
from reportgen.build.directory import check_target, staged
from reportgen.checks import judged
from reportgen.exceptions import OutputError, UsageError
from reportgen.figures import draw_figures
from reportgen.interpret import interpret
from reportgen.render import render_html, render_json, render_markdown, section_sizes
from reportgen.render.pdf import check_pdf, render_pdf
from reportgen.schema import Analysis, Language, Output, Profile, Provenance, Report, Status
from reportgen.sources.zarr_store import is_zarr
from reportgen.statistics import analyse
from reportgen.style import figure_style
from reportgen.summarize import Progress, open_summary, save_summary
from reportgen.summarize.dataset import description_of

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.figures.drawing import Drawing

FORMATS = ("html", "md", "json", "nc")
#: Made when asked for: they need an extra.
MORE_FORMATS = ("pdf",)
_LIBRARIES = ("jinja2", "markdown-it-py", "matplotlib", "netCDF4", "numpy", "xarray")
#: Drawn again for smaller screens: the page shows one of them.
_PAGE_ONLY = ("ribbon-medium", "ribbon-narrow", "parts-narrow")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be made.

    Attributes
    ----------
    formats
        Of ``html``, ``md``, ``json``, ``nc``, ``pdf``.
    languages
        In the order of the page's switch; None takes what the run's configuration says.
    templates
        Folder searched before our own.
    force
        Replace a directory that reportgen did not make.
    command
        Command line without paths, for the provenance.
    """

    formats: tuple[str, ...] = FORMATS
    languages: tuple[Language, ...] | None = None
    templates: Path | None = None
    force: bool = False
    command: str = "reportgen.build"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A finished report.

    Attributes
    ----------
    directory
        Where it lies.
    report
        Every number in it.
    outputs
        Files with sizes and hashes, ``report.json`` left out of its own list.
    """

    directory: Path
    report: Report
    outputs: tuple[Output, ...] = field(default=())

    @property
    def status(self) -> Status:
        """The gravest verdict of the checklist."""
        return self.report.status

    def _repr_html_(self) -> str:
        """A card with headline, ribbon and verdict, for notebooks."""
        from reportgen.build.notebook import notebook_card

        config = self.report.provenance.config
        return notebook_card(
            self.report, self.directory, languages_of(str(config.get("lang", "both")))[0]
        )


def build(
    path: str | Path,
    output: str | Path | None = None,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    request: Request | None = None,
    cache: bool | Path = True,
    scheduler: str | None = None,
) -> BuildResult:
    """Build the report of a run.

    Parameters
    ----------
    path
        A run directory, or a zip of one.
    output
        Where the report goes; ``report`` in the run directory if None.
    config_file, overrides
        As for ``open_run``.
    jobs
        Processes for reading; the bytes do not depend on it.
    progress
        Called with samples done and samples in all.
    request
        Formats, languages, templates.
    cache
        Whether partial sums of earlier builds are used and kept, in ``.reportgen`` of the run or,
        where it cannot be written, in the user's cache folder; or a folder for them. The bytes of
        the report do not depend on it.
    scheduler
        Address of a dask scheduler, such as ``tcp://10.0.0.5:8786``, whose workers read the run
        instead of ``jobs`` processes. The bytes do not depend on it.

    Raises
    ------
    ReportgenError
        The run or the configuration cannot be used, or the output not written; an older report is
        then still whole.
    """
    from reportgen.build.parts import summarize_run

    request = request or Request()
    target = Path(output) if output is not None else default_output(Path(path))
    _check_formats(request)
    check_target(target, force=request.force)
    summary = summarize_run(
        path,
        config_file=config_file,
        overrides=overrides,
        jobs=jobs,
        progress=progress,
        cache=cache_folder(Path(path)) if cache is True else cache or None,
        scheduler=scheduler,
    )
    return _write(summary, target, request)


def render_summary(
    summary_file: str | Path, output: str | Path, *, request: Request | None = None
) -> BuildResult:
    """Make every output again from a saved Summary, without the tensors.

    Raises
    ------
    ReportgenError
        The file is no Summary, or the output cannot be written.
    """
    request = request or Request()
    target = Path(output)
    _check_formats(request)
    check_target(target, force=request.force)
    return _write(open_summary(Path(summary_file)), target, request)


def default_output(path: Path) -> Path:
    """``report`` in a run directory; beside an archive or a file, named after it."""
    if path.is_dir() and not is_zarr(path):
        return path / "report"
    return path.with_name(f"{path.stem}-report")


def report_of(summary: xr.Dataset, *, command: str = "") -> Report:
    """Every number and finding of the report of a Summary."""
    description = description_of(summary)
    profile = Profile(description.config.get("profile", Profile.DEFAULT))
    analysis = analyse(summary, profile=profile)
    checks = judged(summary, analysis, profile)
    return Report(
        **{item.name: getattr(analysis, item.name) for item in fields(Analysis)},
        profile=profile,
        checks=checks,
        findings=interpret(analysis, checks),
        provenance=Provenance(
            version=_version("reportgen"),
            command=command,
            config=description.config,
            input_digest=description.digest,
            libraries={name: _version(name) for name in _LIBRARIES},
        ),
    )


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _check_formats(request: Request) -> None:
    every = (*FORMATS, *MORE_FORMATS)
    if not request.formats or not set(request.formats) <= set(every):
        raise UsageError(
            f"--output {','.join(request.formats)}",
            allowed=", ".join(every),
            fix="name the outputs with commas between them",
        )
    if "pdf" in request.formats:
        check_pdf()


def _write(summary: xr.Dataset, target: Path, request: Request) -> BuildResult:
    report = report_of(summary, command=request.command)
    with staged(target) as staging:
        if "nc" in request.formats:
            save_summary(summary, staging / "summary.nc")
        with _template_errors():
            _write_documents(report, staging, request)
        outputs = tuple(_outputs(staging))
        if "json" in request.formats:
            sections = _sections(staging / "report.html")
            _write_text(staging / "report.json", render_json(report, outputs, sections))
    return BuildResult(target, report, outputs)


def _sections(page: Path) -> tuple[tuple[str, int], ...]:
    return section_sizes(page.read_text(encoding="utf-8")) if page.is_file() else ()


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


def _write_documents(report: Report, staging: Path, request: Request) -> None:
    if not {"html", "md", "pdf"} & set(request.formats):
        return
    languages = request.languages or languages_of(str(report.provenance.config.get("lang", "both")))
    with figure_style():
        _write_drawn(report, draw_figures(report), staging, request, languages)
    if "pdf" in request.formats:
        for language in languages:
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
    if "html" in request.formats:
        from reportgen.figures.svg import to_svg

        page = render_html(
            report,
            pictures={name: to_svg(drawing) for name, drawing in drawings.items()},
            drawings=drawings,
            languages=languages,
            templates=request.templates,
        )
        _write_text(staging / "report.html", page)
    if "md" in request.formats:
        files = _write_pictures(drawings, staging / "figures", languages)
        text = render_markdown(
            report,
            pictures=files,
            drawings=drawings,
            languages=languages,
            templates=request.templates,
        )
        _write_text(staging / "report.md", text)


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


def _write_pictures(
    drawings: Mapping[str, Drawing], folder: Path, languages: Sequence[Language]
) -> dict[str, dict[Language, str]]:
    from reportgen.figures.drawing import to_pngs

    folder.mkdir()
    files: dict[str, dict[Language, str]] = {}
    for name, drawing in drawings.items():
        if name in _PAGE_ONLY:
            continue
        files[name] = {}
        for language, picture in to_pngs(drawing, languages).items():
            file = folder / f"{name}.{language.value}.png"
            file.write_bytes(picture)
            files[name][language] = f"{folder.name}/{file.name}"
    return files


def languages_of(choice: str) -> tuple[Language, ...]:
    """Languages of ``en``, ``ko`` or ``both``."""
    return tuple(Language) if choice == "both" else (Language(choice),)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _outputs(staging: Path) -> list[Output]:
    found = []
    for file in sorted(staging.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            name = file.relative_to(staging).as_posix()
            found.append(Output(name, len(content), hashlib.sha256(content).hexdigest()))
    return found
