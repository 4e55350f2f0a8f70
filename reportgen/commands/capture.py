"""The command that takes attention out of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.commands.grouping import grouped
from reportgen.commands.options import Talk


@grouped
def capture_command(
    *,
    config: Annotated[
        Path, typer.Argument(metavar="CONFIG.yaml", help="Model, checkpoint, data and output.")
    ],
    talk: Talk,
) -> None:
    """Keep the attention of a PyTorch model over its data, as a run that build reads."""
    from reportgen.capture import run_capture

    console = talk.console()
    for run in run_capture(config, quiet=talk.quiet):
        there = f", {run.kept} there already" if run.kept else ""
        console.note(f"captured {run.batches} batches{there}")
        typer.echo(str(run.path))
