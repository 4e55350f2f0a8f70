"""The command line: the commands, and how their errors end."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from reportgen.__main__ import INTERRUPTED, SAID
from reportgen.commands.build import build_command, demo_command, render_command
from reportgen.commands.capture import capture_command
from reportgen.commands.compare import compare_command
from reportgen.commands.deliver import email_command, paper_command
from reportgen.commands.look import check_command, convert_command, guide_command, inspect_command
from reportgen.commands.nightly import nightly_command
from reportgen.exceptions import ReportgenError

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
app.command("build")(build_command)
app.command("check")(check_command)
app.command("inspect")(inspect_command)
app.command("convert")(convert_command)
app.command("render")(render_command)
app.command("capture")(capture_command)
app.command("compare")(compare_command)
app.command("email")(email_command)
app.command("paper")(paper_command)
app.command("nightly")(nightly_command)
app.command("guide")(guide_command)
app.command("demo")(demo_command)


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


def _say(text: str) -> None:
    """Print a message on stderr, whatever the names in it hold."""
    from reportgen.schema.lines import lines_of

    typer.echo(lines_of(text), err=True)


def _noted_interrupts() -> Sequence[int]:
    """Signals that interrupted the command, filled as they come."""
    came: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    # In the background they are ignored, and stay so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    return came


def main() -> None:
    """Run the command line; expected errors become one message and an exit code."""
    interrupted = _noted_interrupts()
    try:
        app()
    except ReportgenError as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            traceback.print_exception(error)
        else:
            _say(f"reportgen: {error}")
        raise SystemExit(error.exit_code) from None
    except Exception as error:
        if interrupted:
            # A library made an error of its own of it, as Pydantic does amid a model.
            typer.echo(SAID, err=True)
            raise SystemExit(INTERRUPTED) from None
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        kind = type(error).__name__
        said = f"reportgen: an error we did not foresee ({kind}: {error}). Fix: run again with -v "
        _say(said + "and report what it prints.")
        raise SystemExit(UNFORESEEN) from None
    except SystemExit as end:
        # Typer turns the interrupt into this code, and says nothing.
        if end.code == INTERRUPTED:
            typer.echo(SAID, err=True)
        raise
    except KeyboardInterrupt:
        typer.echo(SAID, err=True)
        raise SystemExit(INTERRUPTED) from None
