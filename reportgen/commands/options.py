"""The options that several commands share."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from reportgen.terminal import Console

RunDir = Annotated[
    Path, typer.Argument(metavar="RUN_DIR", help="Folder of npz files, or a zip of one.")
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("-c", "--config", metavar="FILE", help="Instead of RUN_DIR/reportgen.yaml."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a folder reportgen did not make.")]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Processes for reading.")]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="Dask cluster whose workers read, instead of processes here.",
    ),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file, and keep no partial sums.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in a browser.")]
Templates = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of templates searched before ours.")
]
OneLanguage = Annotated[Literal["en", "ko"], typer.Option("--lang", help="Language.")]
FailOn = Annotated[
    Literal["fail", "warn", "never"] | None,
    typer.Option("--fail-on", help="Exit with 1 when the checklist reaches this."),
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a run is read: the fields of its configuration that a flag may give."""

    cadence: Annotated[
        str | None, typer.Option(metavar="12min", help="Time between two inputs; never assumed.")
    ] = None
    issue_offset: Annotated[
        str | None,
        typer.Option(
            metavar="12min", help="From the stamp of the last input to the forecast's issue."
        ),
    ] = None
    horizon: Annotated[
        str | None,
        typer.Option(metavar="24h", help="Forecast period after issue: 6h, or 1h:6h."),
    ] = None
    patch: Annotated[
        str | None, typer.Option(metavar="LENGTH:STRIDE", help="Steps that one token covers.")
    ] = None
    prefix_tokens: Annotated[
        int | None, typer.Option(help="Tokens in front that have no time, such as CLS.")
    ] = None
    mask: Annotated[
        str | None,
        typer.Option("--mask", metavar="none|causal|window:N", help="Detected by default."),
    ] = None
    part: Annotated[
        str | None,
        typer.Option("--part", metavar="NAME", help="Epoch or target, in a run with several."),
    ] = None
    variable: Annotated[
        str | None, typer.Option(help="Name of the attention array in the files.")
    ] = None
    dims: Annotated[
        str | None,
        typer.Option(metavar="layer,head,query,key", help="Meaning of the stored axes."),
    ] = None
    select: Annotated[
        str | None,
        typer.Option(
            metavar="EXPR", help="Samples: a date, A..B, a pattern of names, event, no-event."
        ),
    ] = None

    def overrides(self) -> dict[str, object]:
        """Flags that were given, by the name of their configuration field."""
        return _given(asdict(self))


@dataclass(frozen=True, slots=True)
class Judging:
    """What the report speaks of, and how it judges."""

    layer: Annotated[
        int | None, typer.Option(help="Layer the report speaks of; -1 is the last.")
    ] = None
    readout: Annotated[
        Literal["mean", "last", "cls"] | None,
        typer.Option("--readout", help="Rows that the model's head reads."),
    ] = None
    profile: Annotated[
        Literal["default", "guide"] | None,
        typer.Option("--profile", help="Thresholds: normalised, or the users' guide's own."),
    ] = None
    fail_on: FailOn = None

    def overrides(self) -> dict[str, object]:
        """Flags that were given, by the name of their configuration field."""
        return _given(asdict(self))


@dataclass(frozen=True, slots=True)
class Outputs:
    """Which files are written, in which languages, from which templates."""

    output: Annotated[
        str,
        typer.Option("--output", metavar="LIST", help="Of html, md, json, nc, pdf; with commas."),
    ] = "html,md,json,nc"
    lang: Annotated[
        Literal["en", "ko", "both"] | None,
        typer.Option("--lang", help="Language of the report; both by default."),
    ] = None
    templates: Templates = None
    force: Force = False
    open_page: Open = False


@dataclass(frozen=True, slots=True)
class Talk:
    """How much is said on the way."""

    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no notes.")] = False
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more; show tracebacks.")] = (
        False
    )

    def console(self) -> Console:
        """Return the terminal that talks so much."""
        return Console(quiet=self.quiet, verbose=self.verbose)


def _given(flags: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in flags.items() if value is not None}
