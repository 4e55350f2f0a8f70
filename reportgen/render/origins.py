"""Files that were read and skipped, and how the report came to be."""

from __future__ import annotations

import json

from reportgen.render.cells import Cell, Table, heads, words
from reportgen.schema import Report


def skipped_table(report: Report) -> Table | None:
    """Every file that was left out, with the reason; None where all were read."""
    if not report.run.files_skipped:
        return None
    rows = tuple(
        (skipped.file, words("reason", reason=skipped.reason), skipped.detail or words("dash"))
        for skipped in report.run.files_skipped
    )
    return Table("skipped", words("files.skipped"), heads("file", "reason", "detail"), rows)


def provenance_table(report: Report) -> Table:
    """Version, command, digest of the inputs and versions of the libraries."""
    made = report.provenance
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(made.libraries.items()))
    rows: tuple[tuple[Cell, ...], ...] = (
        (words("provenance.version"), made.version),
        (words("provenance.command"), made.command),
        (words("provenance.digest"), made.input_digest),
        (words("provenance.libraries"), libraries or words("dash")),
    )
    return Table("provenance", words("provenance"), heads("fact", "value"), rows)


def configuration(report: Report) -> str:
    """The configuration as indented JSON."""
    return json.dumps(dict(report.provenance.config), ensure_ascii=False, indent=2, default=str)
