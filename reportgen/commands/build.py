"""The commands that write a report: build, render and demo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import (
    ConfigFile,
    FailOn,
    Force,
    Jobs,
    Judging,
    NoCache,
    Open,
    Outputs,
    Reading,
    RunDir,
    Scheduler,
    Talk,
)
from reportgen.commands.verdict import finish
from reportgen.start import begin_readers

if TYPE_CHECKING:
    from reportgen.build import Request


@grouped
def build_command(
    *,
    run_dir: RunDir,
    output_dir: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="Where the report goes; RUN_DIR/report."),
    ] = None,
    outputs: Outputs,
    config: ConfigFile = None,
    reading: Reading,
    judging: Judging,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    talk: Talk,
) -> None:
    """Build the report of a run: report.html, report.md, report.json and summary.nc."""
    if scheduler is None:
        begin_readers(run_dir, jobs, cache=not no_cache)
    from reportgen.build import build
    from reportgen.build.compose import default_output
    from reportgen.compare.since import older_record

    console = talk.console()
    given = {**reading.overrides(), **judging.overrides()}
    if outputs.lang is not None:
        given["lang"] = outputs.lang
    older = older_record(output_dir or default_output(run_dir))
    result = build(
        run_dir,
        output_dir,
        config_file=config,
        overrides=given,
        jobs=jobs,
        scheduler=scheduler,
        progress=console.progress,
        cache=not no_cache,
        request=_request("build", outputs, given),
    )
    finish(result, console, open_page=outputs.open_page, older=older)


@grouped
def render_command(
    *,
    summary: Annotated[Path, typer.Argument(metavar="SUMMARY.nc", help="A saved Summary.")],
    output_dir: Annotated[Path, typer.Option("-o", metavar="DIR", help="Where the report goes.")],
    outputs: Outputs,
    fail_on: FailOn = None,
    talk: Talk,
) -> None:
    """Make every output again from a Summary, without the tensors."""
    from reportgen.build import render_summary

    flags = {"lang": outputs.lang, "fail_on": fail_on}
    given = {name: value for name, value in flags.items() if value is not None}
    result = render_summary(summary, output_dir, request=_request("render", outputs, given))
    finish(result, talk.console(), open_page=outputs.open_page, fail_on=fail_on)


@grouped
def demo_command(
    *,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for it.")],
    force: Force = False,
    open_page: Open = False,
    talk: Talk,
) -> None:
    """Lay a sample run (Dst forecasts on OMNI data) into DIR and build its report."""
    from reportgen.build import Request, build
    from reportgen.build.demo import copy_sample

    console = talk.console()
    run = copy_sample(directory, force=force)
    request = Request(force=force, command="reportgen demo")
    finish(build(run, progress=console.progress, request=request), console, open_page=open_page)


def _request(command: str, outputs: Outputs, given: Mapping[str, object]) -> Request:
    from reportgen.build import Request
    from reportgen.build.request import languages_of

    flags = [f"--{name.replace('_', '-')} {value}" for name, value in given.items()]
    if outputs.output != Outputs().output:
        flags.append(f"--output {outputs.output}")
    return Request(
        formats=tuple(part.strip() for part in outputs.output.split(",") if part.strip()),
        languages=None if outputs.lang is None else languages_of(outputs.lang),
        templates=outputs.templates,
        force=outputs.force,
        command=" ".join(["reportgen", command, *flags]),
    )
