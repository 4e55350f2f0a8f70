"""The command that puts runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import Force, Jobs, NoCache, Talk, Templates


@grouped
def compare_command(
    *,
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
    jobs: Jobs = None,
    no_cache: NoCache = False,
    templates: Templates = None,
    force: Force = False,
    talk: Talk,
) -> None:
    """Compare runs with the first: every figure with its interval, verdicts, heads, repeats."""
    from reportgen.build.request import languages_of
    from reportgen.compare import compare
    from reportgen.compare.compose import PAGE
    from reportgen.compare.findings import decks, headlines
    from reportgen.schema import Language
    from reportgen.text import say

    console = talk.console()
    result = compare(
        runs,
        output_dir,
        group=group,
        languages=languages_of(lang),
        templates=templates,
        force=force,
        jobs=jobs,
        progress=console.progress,
        cache=not no_cache,
    )
    console.done()
    for message in (*headlines(result.comparison), *decks(result.comparison)):
        console.note(say(message, Language.EN))
    typer.echo(str(result.directory / PAGE))
