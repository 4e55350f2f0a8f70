"""The files of a site: index, feed, and a page for each run without a report."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reportgen.nightly.feed import feed_xml
from reportgen.nightly.history import History
from reportgen.nightly.page import FAILURES, render_failure, render_index
from reportgen.nightly.rows import Index
from reportgen.nightly.tables import index_csv, index_json
from reportgen.schema import Language


def write_site(
    site: Path,
    index: Index,
    history: History,
    languages: tuple[Language, ...],
    *,
    address: str = "",
) -> None:
    """Write every file of a site, each whole or not at all; the page that leads to them last.

    Parameters
    ----------
    address
        Where the site is served, for the links of its feed; "" where that is not known.

    Raises
    ------
    OSError
        The disk is full, or the place cannot be written.
    """
    _write_failures(site / FAILURES, index, languages)
    _replace(site / "index.json", index_json(index))
    _replace(site / "index.csv", index_csv(index))
    _replace(site / "feed.xml", feed_xml(history, index, languages[0], address=address))
    _replace(site / "index.html", render_index(index, checks_before(history), languages))


def checks_before(history: History) -> dict[str, dict[str, str]]:
    """Verdict of each check in the last build but one, by run."""
    built = {
        name: [record for record in records if record.checks]
        for name, records in history.by_run.items()
    }
    return {name: dict(records[-2].checks) for name, records in built.items() if len(records) > 1}


def _write_failures(folder: Path, index: Index, languages: tuple[Language, ...]) -> None:
    """Pages of the reasons; those of runs that are built again go."""
    folder.mkdir(exist_ok=True)
    kept = set()
    for row in index.rows:
        if row.record.reason:
            name = f"{row.record.folder}.html"
            kept.add(name)
            _replace(folder / name, render_failure(row, languages, index.version))
    for file in folder.glob("*.html"):
        if file.name not in kept:
            file.unlink(missing_ok=True)


def _replace(file: Path, text: str) -> None:
    """Write a file beside its place and move it there, if it says anything else than before."""
    new = text.encode("utf-8")
    if file.is_file() and file.read_bytes() == new:
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes a private file; a site is to be read by the group like any other.
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o666 & ~umask)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
