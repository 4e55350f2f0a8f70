"""The commands that look at a run and write no report: check, inspect, convert and guide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import (
    ConfigFile,
    Force,
    Jobs,
    Judging,
    NoCache,
    OneLanguage,
    Reading,
    RunDir,
    Scheduler,
    Talk,
)
from reportgen.commands.verdict import exit_code
from reportgen.start import begin_readers

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.schema import SkippedFile


@grouped
def check_command(
    *,
    run_dir: RunDir,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    lang: OneLanguage = "en",
    config: ConfigFile = None,
    reading: Reading,
    judging: Judging,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    talk: Talk,
) -> None:
    """Run the checklist and print it; no report is written."""
    if scheduler is None:
        begin_readers(run_dir, jobs, cache=not no_cache)
    from reportgen.build import report_of
    from reportgen.build.caches import cache_folder
    from reportgen.build.parts import summarize_run

    console = talk.console()
    given = {**reading.overrides(), **judging.overrides()}
    summary = summarize_run(
        run_dir,
        config_file=config,
        overrides=given,
        jobs=jobs,
        scheduler=scheduler,
        progress=console.progress,
        cache=None if no_cache else cache_folder(run_dir),
    )
    report = report_of(summary)
    console.done()
    console.checklist(report, as_json=as_json, lang=lang)
    raise typer.Exit(exit_code(report))


@grouped
def inspect_command(
    *, run_dir: RunDir, reading: Reading, config: ConfigFile = None, talk: Talk
) -> None:
    """Say what a run holds and how it was understood; no tensor is read."""
    from reportgen.sources.run import open_run

    dataset = open_run(run_dir, config_file=config, overrides=reading.overrides())
    talk.console().inventory(dataset)


@grouped
def convert_command(
    *,
    run_dir: RunDir,
    out: Annotated[Path, typer.Argument(metavar="OUT.nc", help="NetCDF file to write.")],
    reading: Reading,
    config: ConfigFile = None,
    force: Force = False,
    talk: Talk,
) -> None:
    """Write the labelled dataset of a run as one CF NetCDF file."""
    from reportgen.build.convert import write_netcdf
    from reportgen.sources.run import open_run

    console = talk.console()
    dataset = open_run(run_dir, config_file=config, overrides=reading.overrides())
    write_netcdf(dataset, out, force=force, progress=console.progress)
    console.done()
    console.skipped(_skipped_files(dataset))
    console.note(f"{out}")


def guide_command(lang: OneLanguage = "en") -> None:
    """Print the reading guide alone, as Markdown."""
    from reportgen.render import render_guide
    from reportgen.schema import Language

    typer.echo(render_guide(Language(lang)))


def _skipped_files(dataset: xr.Dataset) -> tuple[SkippedFile, ...]:
    from reportgen.sources.description import from_attributes

    description = from_attributes(dataset.attrs)
    return () if description is None else description.skipped
