"""What a finished report means for the terminal and for the exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from reportgen.build import BuildResult
    from reportgen.schema import Report
    from reportgen.terminal import Console


def finish(
    result: BuildResult,
    console: Console,
    *,
    open_page: bool,
    fail_on: str | None = None,
    older: Mapping[str, Any] | None = None,
) -> None:
    """Tell of a report that was written, and end with its exit code."""
    console.done()
    if older is not None:
        console.changed(older, result.report)
    console.built(result)
    page = result.directory / "report.html"
    if open_page and page.is_file():
        typer.launch(str(page))
    raise typer.Exit(exit_code(result.report, fail_on))


def exit_code(report: Report, fail_on: str | None = None) -> int:
    """1 when the checklist reached the level that was asked for, else 0."""
    from reportgen.schema import Status

    level = fail_on or str(report.provenance.config.get("fail_on", "never"))
    if level == "never":
        return 0
    return int(report.status.severity >= Status(level).severity)
