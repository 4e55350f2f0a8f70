"""The command that puts runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from reportgen.terminal import Console


def compare_command(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="A B [C …]", help="Runs, summary.nc files or report directories."),
    ],
    output_dir: Annotated[Path, typer.Option("-o", metavar="DIR", help="Where it goes.")],
    group: Annotated[
        bool, typer.Option("--group", help="They are repeats (seeds, folds) of one experiment.")
    ] = False,
    lang: Annotated[
        Literal["en", "ko", "both"], typer.Option("--lang", help="Language of the page.")
    ] = "both",
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes for reading runs.")
    ] = None,
    templates: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of templates searched before ours.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a folder reportgen did not make.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no notes.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say more; show tracebacks.")
    ] = False,
) -> None:
    """Compare runs with the first: every figure with its interval, verdicts, heads, repeats."""
    from reportgen.build.compose import languages_of
    from reportgen.compare import compare
    from reportgen.compare.compose import PAGE
    from reportgen.compare.findings import decks, headlines
    from reportgen.schema import Language
    from reportgen.text import say

    console = Console(quiet=quiet, verbose=verbose)
    result = compare(
        runs,
        output_dir,
        group=group,
        languages=languages_of(lang),
        templates=templates,
        force=force,
        jobs=jobs,
        progress=console.progress,
    )
    console.done()
    for message in (*headlines(result.comparison), *decks(result.comparison)):
        console.note(say(message, Language.EN))
    typer.echo(str(result.directory / PAGE))
