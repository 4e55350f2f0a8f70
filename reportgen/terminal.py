"""What the command line prints: payload on stdout, progress and notes on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.build import BuildResult
    from reportgen.schema import PartList, Report, SkippedFile


@dataclass(frozen=True, slots=True)
class Console:
    """A terminal, quiet or talkative."""

    quiet: bool
    verbose: bool

    def progress(self, done: int, total: int) -> None:
        """Show how many samples are read, on a terminal only."""
        if not self.quiet and sys.stderr.isatty():
            typer.echo(f"\rreading sample {done} of {total}", err=True, nl=False)

    def done(self) -> None:
        """Close the progress line."""
        if not self.quiet and sys.stderr.isatty():
            typer.echo("", err=True)

    def note(self, text: str) -> None:
        """Say something on the side."""
        if not self.quiet:
            typer.echo(text, err=True)

    def skipped(self, files: Sequence[SkippedFile]) -> None:
        """Name the files that were left out."""
        for file in files:
            self.note(f"skipped {file.file}: {file.reason} {file.detail}".rstrip())

    def changed(self, older: Mapping[str, Any], report: Report) -> None:
        """Say what is not as in the report that lay there before."""
        from reportgen.compare.since import changes_since
        from reportgen.schema import Language

        for line in changes_since(older, report, Language.EN):
            self.note(line)

    def built(self, result: BuildResult) -> None:
        """Say where the report lies (stdout), and its verdict."""
        from reportgen.schema import Language
        from reportgen.text import say

        headline = next(f.message for f in result.report.findings if f.place == "headline")
        self.note(say(headline, Language.EN))
        counts = ", ".join(
            f"{sum(check.status is status for check in result.report.checks)} {status.value}"
            for status in sorted(
                {c.status for c in result.report.checks}, key=lambda s: -s.severity
            )
        )
        self.note(f"checklist: {counts}")
        self.skipped(result.report.run.files_skipped)
        page = result.directory / "report.html"
        typer.echo(str(page if page.is_file() else result.directory))

    def checklist(self, report: Report, *, as_json: bool, lang: str) -> None:
        """Print the checklist."""
        import shutil

        from reportgen.render import render_json, render_terminal
        from reportgen.schema import Language

        if as_json:
            record = json.loads(render_json(report))
            wanted = {key: record[key] for key in ("schema", "status", "checks")}
            typer.echo(json.dumps(wanted, ensure_ascii=False, indent=2))
            return
        width = shutil.get_terminal_size((100, 24)).columns
        text = render_terminal(
            report.checks, language=Language(lang), profile=report.profile, width=width
        )
        typer.echo(text.rstrip("\n"))

    def inventory(self, dataset: xr.Dataset) -> None:
        """Print what a run holds and how it was understood."""
        from reportgen.sources.description import from_attributes
        from reportgen.timeaxis import cadence_text

        description = from_attributes(dataset.attrs)
        assert description is not None
        sizes = dataset["attention"].sizes
        times, mask = description.times, description.mask
        rows = [
            ("run", description.name),
            ("files", f"{len(description.files)} read, {len(description.skipped)} skipped"),
            ("attention", ", ".join(f"{size} {name}" for name, size in sizes.items())),
            ("dtype", description.dtype),
            ("beside it", ", ".join(str(n) for n in dataset.data_vars if n != "attention") or "-"),
            ("left unread", ", ".join(description.unread) or "-"),
            (
                "cadence",
                f"{cadence_text(times)} ({times.source}: {times.detail})"
                if times.declared
                else "not declared: steps only; declare it with --cadence",
            ),
            ("window", f"{times.window_hours:g} h" if times.window_hours is not None else "-"),
            (
                "issue",
                f"{times.issue_offset_hours:g} h after the last input"
                if times.issue_offset_hours is not None
                else "not declared: --issue-offset",
            ),
            ("mask", mask.kind.value if mask else "detected while reading"),
            (
                "focus",
                f"layer {description.focus.layer}, readout {description.focus.readout.value}",
            ),
            (
                "inputs",
                ", ".join(f"{c.name} [{c.units or 'standard units'}]" for c in description.inputs)
                or "-",
            ),
        ]
        rows += _part_rows(description.parts)
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            typer.echo(f"{name:<{width}}  {value}")
        for skipped in description.skipped:
            typer.echo(f"skipped {skipped.file}: {skipped.reason} {skipped.detail}".rstrip())


def _part_rows(parts: PartList | None) -> list[tuple[str, str]]:
    """Which epochs or targets a run holds, and which of them was opened."""
    if parts is None:
        return []
    labels = ", ".join(name.label for name in parts.names)
    rows = [(f"{parts.kind.value}s", f"{labels}; opened: {parts.names[parts.main].label}")]
    return rows + [
        ("left out", f"{part.label}: {part.reason} {part.detail}".rstrip())
        for part in parts.skipped
    ]
