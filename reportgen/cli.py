"""The command line: options, one call, printing, exit code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from reportgen.commands.compare import compare_command
from reportgen.commands.deliver import email_command, paper_command
from reportgen.commands.nightly import nightly_command
from reportgen.exceptions import ReportgenError
from reportgen.terminal import Console

#: Exit code of an error in reportgen itself (EX_SOFTWARE); never that of the checklist.
UNFORESEEN = 70

app = typer.Typer(
    name="reportgen",
    help="Turn the attention tensors of a transformer into a report a scientist can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RunDir = Annotated[
    Path, typer.Argument(metavar="RUN_DIR", help="Folder of npz files, or a zip of one.")
]
OutputDir = Annotated[
    Path | None, typer.Option("-o", metavar="DIR", help="Where the report goes; RUN_DIR/report.")
]
Formats = Annotated[
    str, typer.Option("--output", metavar="LIST", help="Of html, md, json, nc, pdf; with commas.")
]
Lang = Annotated[
    Literal["en", "ko", "both"] | None,
    typer.Option("--lang", help="Language of the report; both by default."),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("-c", "--config", metavar="FILE", help="Instead of RUN_DIR/reportgen.yaml."),
]
Cadence = Annotated[
    str | None, typer.Option(metavar="12min", help="Time between two inputs; never assumed.")
]
IssueOffset = Annotated[
    str | None,
    typer.Option(metavar="12min", help="From the stamp of the last input to the forecast's issue."),
]
Horizon = Annotated[
    str | None, typer.Option(metavar="24h", help="Forecast period after issue: 6h, or 1h:6h.")
]
Patch = Annotated[
    str | None, typer.Option(metavar="LENGTH:STRIDE", help="Steps that one token covers.")
]
PrefixTokens = Annotated[
    int | None, typer.Option(help="Tokens in front that have no time, such as CLS.")
]
MaskText = Annotated[
    str | None, typer.Option("--mask", metavar="none|causal|window:N", help="Detected by default.")
]
PartText = Annotated[
    str | None,
    typer.Option("--part", metavar="NAME", help="Epoch or target, in a run with several."),
]
Layer = Annotated[int | None, typer.Option(help="Layer the report speaks of; -1 is the last.")]
ReadoutText = Annotated[
    Literal["mean", "last", "cls"] | None,
    typer.Option("--readout", help="Rows that the model's head reads."),
]
Variable = Annotated[str | None, typer.Option(help="Name of the attention array in the files.")]
Dims = Annotated[
    str | None, typer.Option(metavar="layer,head,query,key", help="Meaning of the stored axes.")
]
Select = Annotated[
    str | None,
    typer.Option(
        metavar="EXPR", help="Samples: a date, A..B, a pattern of names, event, no-event."
    ),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file, and keep no partial sums.")
]
ProfileText = Annotated[
    Literal["default", "guide"] | None,
    typer.Option("--profile", help="Thresholds: normalised, or the users' guide's own."),
]
FailOn = Annotated[
    Literal["fail", "warn", "never"] | None,
    typer.Option("--fail-on", help="Exit with 1 when the checklist reaches this."),
]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help="Processes for reading.")]
Templates = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of templates searched before ours.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a folder reportgen did not make.")]
Open = Annotated[bool, typer.Option("--open", help="Open the page in a browser.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no notes.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more; show tracebacks.")]


_INTERRUPTED = 130


def _overrides(**flags: Any) -> dict[str, object]:
    """Flags that were given, by the name of their configuration field."""
    return {name: value for name, value in flags.items() if value is not None}


@app.command("build")
def build_command(
    run_dir: RunDir,
    output_dir: OutputDir = None,
    output: Formats = "html,md,json,nc",
    lang: Lang = None,
    config: ConfigFile = None,
    cadence: Cadence = None,
    issue_offset: IssueOffset = None,
    horizon: Horizon = None,
    patch: Patch = None,
    prefix_tokens: PrefixTokens = None,
    mask: MaskText = None,
    part: PartText = None,
    layer: Layer = None,
    readout: ReadoutText = None,
    variable: Variable = None,
    dims: Dims = None,
    select: Select = None,
    profile: ProfileText = None,
    fail_on: FailOn = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    templates: Templates = None,
    force: Force = False,
    open_page: Open = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the report of a run: report.html, report.md, report.json and summary.nc."""
    from reportgen.build import build
    from reportgen.build.compose import default_output
    from reportgen.compare.since import older_record

    console = Console(quiet=quiet, verbose=verbose)
    given = _overrides(
        cadence=cadence,
        issue_offset=issue_offset,
        horizon=horizon,
        patch=patch,
        prefix_tokens=prefix_tokens,
        mask=mask,
        part=part,
        layer=layer,
        readout=readout,
        variable=variable,
        dims=dims,
        select=select,
        profile=profile,
        fail_on=fail_on,
        lang=lang,
    )
    older = older_record(output_dir or default_output(run_dir))
    result = build(
        run_dir,
        output_dir,
        config_file=config,
        overrides=given,
        jobs=jobs,
        progress=console.progress,
        cache=not no_cache,
        request=_request("build", output, lang, templates, force=force, given=given),
    )
    _finish(result, console, open_page=open_page, older=older)


@app.command("check")
def check_command(
    run_dir: RunDir,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    lang: Annotated[Literal["en", "ko"], typer.Option("--lang", help="Language.")] = "en",
    config: ConfigFile = None,
    cadence: Cadence = None,
    issue_offset: IssueOffset = None,
    horizon: Horizon = None,
    patch: Patch = None,
    prefix_tokens: PrefixTokens = None,
    mask: MaskText = None,
    part: PartText = None,
    layer: Layer = None,
    readout: ReadoutText = None,
    variable: Variable = None,
    dims: Dims = None,
    select: Select = None,
    profile: ProfileText = None,
    fail_on: FailOn = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run the checklist and print it; nothing is written."""
    from reportgen.build import report_of
    from reportgen.build.parts import summarize_run

    console = Console(quiet=quiet, verbose=verbose)
    given = _overrides(
        cadence=cadence,
        issue_offset=issue_offset,
        horizon=horizon,
        patch=patch,
        prefix_tokens=prefix_tokens,
        mask=mask,
        part=part,
        layer=layer,
        readout=readout,
        variable=variable,
        dims=dims,
        select=select,
        profile=profile,
        fail_on=fail_on,
    )
    summary = summarize_run(
        run_dir, config_file=config, overrides=given, jobs=jobs, progress=console.progress
    )
    report = report_of(summary)
    console.done()
    console.checklist(report, as_json=as_json, lang=lang)
    raise typer.Exit(_exit_code(report))


@app.command("inspect")
def inspect_command(
    run_dir: RunDir,
    config: ConfigFile = None,
    cadence: Cadence = None,
    issue_offset: IssueOffset = None,
    horizon: Horizon = None,
    patch: Patch = None,
    prefix_tokens: PrefixTokens = None,
    mask: MaskText = None,
    part: PartText = None,
    variable: Variable = None,
    dims: Dims = None,
    verbose: Verbose = False,
) -> None:
    """Say what a run holds and how it was understood; no tensor is read."""
    from reportgen.sources.run import open_run

    console = Console(quiet=False, verbose=verbose)
    given = _overrides(
        cadence=cadence,
        issue_offset=issue_offset,
        horizon=horizon,
        patch=patch,
        prefix_tokens=prefix_tokens,
        mask=mask,
        part=part,
        variable=variable,
        dims=dims,
    )
    console.inventory(open_run(run_dir, config_file=config, overrides=given))


@app.command("convert")
def convert_command(
    run_dir: RunDir,
    out: Annotated[Path, typer.Argument(metavar="OUT.nc", help="NetCDF file to write.")],
    config: ConfigFile = None,
    cadence: Cadence = None,
    issue_offset: IssueOffset = None,
    horizon: Horizon = None,
    patch: Patch = None,
    prefix_tokens: PrefixTokens = None,
    mask: MaskText = None,
    variable: Variable = None,
    dims: Dims = None,
    select: Select = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the labelled dataset of a run as one CF NetCDF file."""
    from reportgen.build.convert import write_netcdf
    from reportgen.sources.run import open_run

    console = Console(quiet=quiet, verbose=verbose)
    given = _overrides(
        cadence=cadence,
        issue_offset=issue_offset,
        horizon=horizon,
        patch=patch,
        prefix_tokens=prefix_tokens,
        mask=mask,
        variable=variable,
        dims=dims,
        select=select,
    )
    dataset = open_run(run_dir, config_file=config, overrides=given)
    write_netcdf(dataset, out, force=force, progress=console.progress)
    console.done()
    console.skipped(_skipped_files(dataset))
    console.note(f"{out}")


@app.command("render")
def render_command(
    summary: Annotated[Path, typer.Argument(metavar="SUMMARY.nc", help="A saved Summary.")],
    output_dir: Annotated[Path, typer.Option("-o", metavar="DIR", help="Where the report goes.")],
    output: Formats = "html,md,json,nc",
    lang: Lang = None,
    fail_on: FailOn = None,
    templates: Templates = None,
    force: Force = False,
    open_page: Open = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make every output again from a Summary, without the tensors."""
    from reportgen.build import render_summary

    console = Console(quiet=quiet, verbose=verbose)
    given = _overrides(lang=lang, fail_on=fail_on)
    result = render_summary(
        summary,
        output_dir,
        request=_request("render", output, lang, templates, force=force, given=given),
    )
    _finish(result, console, open_page=open_page, fail_on=fail_on)


@app.command("capture")
def capture_command(
    config: Annotated[
        Path, typer.Argument(metavar="CONFIG.yaml", help="Model, checkpoint, data and output.")
    ],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Keep the attention of a PyTorch model over its data, as a run that build reads."""
    from reportgen.capture import run_capture

    console = Console(quiet=quiet, verbose=verbose)
    for run in run_capture(config, quiet=quiet):
        there = f", {run.kept} there already" if run.kept else ""
        console.note(f"captured {run.batches} batches{there}")
        typer.echo(str(run.path))


app.command("compare")(compare_command)
app.command("email")(email_command)
app.command("paper")(paper_command)
app.command("nightly")(nightly_command)


@app.command("guide")
def guide_command(
    lang: Annotated[Literal["en", "ko"], typer.Option("--lang", help="Language.")] = "en",
) -> None:
    """Print the reading guide alone, as Markdown."""
    from reportgen.render import render_guide
    from reportgen.schema import Language

    typer.echo(render_guide(Language(lang)))


@app.command("demo")
def demo_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for it.")],
    force: Force = False,
    open_page: Open = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Lay a sample run (Dst forecasts on OMNI data) into DIR and build its report."""
    from reportgen.build import Request, build
    from reportgen.build.demo import copy_sample

    console = Console(quiet=quiet, verbose=verbose)
    run = copy_sample(directory, force=force)
    request = Request(force=force, command="reportgen demo")
    _finish(build(run, progress=console.progress, request=request), console, open_page=open_page)


def _skipped_files(dataset: Any) -> tuple[Any, ...]:
    from reportgen.sources.description import from_attributes

    description = from_attributes(dataset.attrs)
    return () if description is None else description.skipped


def _request(
    command: str,
    output: str,
    lang: str | None,
    templates: Path | None,
    *,
    force: bool,
    given: dict[str, object],
) -> Any:
    from reportgen.build import Request
    from reportgen.build.compose import languages_of

    languages = None if lang is None else languages_of(lang)
    flags = [f"--{name.replace('_', '-')} {value}" for name, value in given.items()]
    if output != "html,md,json,nc":
        flags.append(f"--output {output}")
    return Request(
        formats=tuple(part.strip() for part in output.split(",") if part.strip()),
        languages=languages,
        templates=templates,
        force=force,
        command=" ".join(["reportgen", command, *flags]),
    )


def _finish(
    result: Any,
    console: Console,
    *,
    open_page: bool,
    fail_on: str | None = None,
    older: Mapping[str, Any] | None = None,
) -> None:
    console.done()
    if older is not None:
        console.changed(older, result.report)
    console.built(result)
    if open_page:
        page = result.directory / "report.html"
        if page.is_file():
            typer.launch(str(page))
    raise typer.Exit(_exit_code(result.report, fail_on))


def _exit_code(report: Any, fail_on: str | None = None) -> int:
    """1 when the checklist reached the level that was asked for, else 0."""
    from reportgen.schema import Status

    level = fail_on or report.provenance.config.get("fail_on", "never")
    if level == "never":
        return 0
    return int(report.status.severity >= Status(level).severity)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"reportgen {version('reportgen')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn the attention tensors of a transformer into a report a scientist can trust."""


def main() -> None:
    """Run the command line; expected errors become one message and an exit code."""
    try:
        app()
    except ReportgenError as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            traceback.print_exception(error)
        else:
            typer.echo(f"reportgen: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        kind = type(error).__name__
        typer.echo(
            f"reportgen: an error we did not foresee ({kind}: {error}). Fix: run again with -v and "
            "report what it prints.",
            err=True,
        )
        raise SystemExit(UNFORESEEN) from None
    except SystemExit as end:
        # Typer turns the interrupt into this code, and says nothing.
        if end.code == _INTERRUPTED:
            typer.echo("reportgen: interrupted; nothing was changed", err=True)
        raise
