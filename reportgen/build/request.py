"""What is asked of a build, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reportgen.exceptions import UsageError
from reportgen.render.pdf import check_pdf
from reportgen.schema import Language, Output, Report, Status

FORMATS = ("html", "md", "json", "nc")
#: Made when asked for: they need an extra.
MORE_FORMATS = ("pdf",)


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


def check_formats(request: Request) -> None:
    """Stop at an output that is not known, or that needs an extra.

    Raises
    ------
    UsageError
        It is not one of ours.
    OutputError
        Its extra is missing.
    """
    every = (*FORMATS, *MORE_FORMATS)
    if not request.formats or not set(request.formats) <= set(every):
        raise UsageError(
            f"--output {','.join(request.formats)}",
            allowed=", ".join(every),
            fix="name the outputs with commas between them",
        )
    if "pdf" in request.formats:
        check_pdf()


def languages_of(choice: str) -> tuple[Language, ...]:
    """Languages of ``en``, ``ko`` or ``both``."""
    return tuple(Language) if choice == "both" else (Language(choice),)
