"""One night: find the runs, build what is new or changed, keep the history, write the index."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reportgen.build.directory import MARKER
from reportgen.build.request import FORMATS
from reportgen.deliver.email.draft import source_date
from reportgen.exceptions import OutputError, UsageError
from reportgen.nightly.address import site_address
from reportgen.nightly.build_all import RUNS, Order, built_records
from reportgen.nightly.files import write_site
from reportgen.nightly.find import FoundRun, find_runs
from reportgen.nightly.history import (
    FILE,
    History,
    append_night,
    append_record,
    append_removed,
    read_history,
    repeats,
    site_lock,
)
from reportgen.nightly.record import BUILT, FAILED, RunRecord
from reportgen.nightly.rows import Index, index_of
from reportgen.schema import Language

#: Two languages of pictures for Markdown take as long as all the rest, and nobody reads 336.
NIGHTLY_FORMATS: Final = ("html", "json", "nc")


@dataclass(frozen=True, slots=True)
class NightlyResult:
    """What a night did.

    Attributes
    ----------
    site
        Where the index lies.
    records
        Of the runs that were built or tried now.
    changed
        Whether anything is different from the night before.
    """

    site: Path
    found: int
    records: tuple[RunRecord, ...]
    changed: bool
    index: Index


def nightly(
    root: str | Path,
    site: str | Path,
    *,
    jobs: int | None = None,
    languages: tuple[Language, ...] = tuple(Language),
    baseline: str = "",
    formats: tuple[str, ...] = NIGHTLY_FORMATS,
    config_file: Path | None = None,
    site_url: str = "",
    force: bool = False,
    told: Callable[[str], None] = lambda _: None,
) -> NightlyResult:
    """Build what is new or changed below a folder, then the index of all of it.

    Parameters
    ----------
    root
        Folder that holds runs, at any depth; nothing is written into it.
    site
        Where reports, index and history go.
    jobs
        Builds at a time; as many as there are processors if None.
    languages
        Of the reports and of the index; the feed takes the first.
    baseline
        Name of the run that every run is compared with.
    formats, config_file
        As for ``build``, for every run.
    site_url
        Where the site is served, for the links of its feed; "" where it is not.
    force
        Use a folder that reportgen did not make.
    told
        Called with a line on how far it is.

    Raises
    ------
    UsageError
        The root cannot be listed, the site is something else, or no run has the baseline's name.
    OutputError
        The index cannot be written.
    """
    root, site = Path(root), Path(site)
    _check(root, site, formats, force=force)
    address = site_address(site_url)
    order = Order(_absolute(site), _now(), _version(), formats, languages, config_file)
    try:
        _open(site)
        with site_lock(site, lambda: told(f"another job is at work in {site}; waiting")):
            return _night(root, order, jobs or os.cpu_count() or 1, baseline, address, told)
    except OSError as error:
        raise OutputError(
            f"{site} cannot be written ({error.strerror or error})",
            allowed="a folder that may be written, on a disk with room",
            fix="choose another one with -o",
        ) from error


def _night(
    root: Path,
    order: Order,
    jobs: int,
    baseline: str,
    address: str,
    told: Callable[[str], None],
) -> NightlyResult:
    site = order.site
    runs = find_runs(root, without=site)
    history = read_history(site)
    _check_baseline(baseline, runs, history)
    due = [run for run in runs if _is_due(run, order, history)]
    told(f"{len(runs)} runs found, {len(due)} to build")
    records = _built(due, order, jobs, history, told)
    names = {run.name for run in runs}
    for name in sorted(set(history.by_run) - names - history.gone):
        append_removed(site, name, order.night)
    history = read_history(site)
    changed = bool(history.nights) and not history.nights[-1].ended
    if changed:
        append_night(site, order.night)
        history = read_history(site)
    index = index_of(history, baseline=baseline, version=order.version, reports=_reports(site))
    write_site(site, index, history, order.languages, address=address)
    return NightlyResult(site, len(runs), records, changed, index)


def _built(
    due: Sequence[FoundRun],
    order: Order,
    jobs: int,
    history: History,
    told: Callable[[str], None],
) -> tuple[RunRecord, ...]:
    """Build what is due; each record is kept as soon as it is there."""
    records = []
    for number, record in enumerate(built_records(due, order, jobs), 1):
        before = history.by_run.get(record.name)
        if record.name in history.gone or not repeats(before[-1] if before else None, record):
            append_record(order.site, record)
        records.append(record)
        told(f"{number}/{len(due)} {record.name}: {record.verdict} {record.reason}".rstrip())
    return tuple(records)


def _is_due(run: FoundRun, order: Order, history: History) -> bool:
    """New, changed, come back, without its report, or failed: a disk may have been away."""
    records = history.by_run.get(run.name, ())
    if not records or records[-1].identity != order.identity(run) or run.name in history.gone:
        return True
    if records[-1].state == FAILED:
        return True
    return records[-1].state == BUILT and not (order.site / RUNS / run.folder / MARKER).is_file()


def _reports(site: Path) -> frozenset[str]:
    try:
        return frozenset(
            folder.name
            for folder in (site / RUNS).iterdir()
            if (folder / "report.html").is_file() and (folder / MARKER).is_file()
        )
    except OSError:
        return frozenset()


def _check(root: Path, site: Path, formats: tuple[str, ...], *, force: bool) -> None:
    if not set(formats) <= set(FORMATS) or not {"html", "json"} <= set(formats):
        raise UsageError(
            f"--output {','.join(formats)}",
            allowed=f"{', '.join(FORMATS)}; html and json among them",
            fix="name the outputs with commas between them",
        )
    if site.exists() and not site.is_dir():
        raise UsageError(f"{site} is not a directory", fix="choose another one with -o")
    if os.path.realpath(site) == os.path.realpath(root):
        raise UsageError(
            "ROOT and -o are the same folder",
            allowed="a folder of its own; it may lie below ROOT",
            fix="choose another one with -o",
        )
    ours = (site / MARKER).is_file() or (site / FILE).is_file()
    if site.is_dir() and any(site.iterdir()) and not ours and not force:
        raise UsageError(
            f"{site} was not made by reportgen nightly",
            allowed="a new or empty directory, or an older site",
            fix="choose another one with -o, or add --force",
        )


def _check_baseline(baseline: str, runs: Sequence[FoundRun], history: History) -> None:
    names = sorted({run.name for run in runs} | set(history.by_run))
    if baseline and baseline not in names:
        raise UsageError(
            f"--baseline {baseline} names no run",
            allowed=", ".join(names[:8]) + (" …" if len(names) > 8 else "") or "(no run was found)",
            fix="give the name as the index shows it",
        )


def _open(site: Path) -> None:
    """A site is marked first, so that no other job takes its reports for runs."""
    (site / RUNS).mkdir(parents=True, exist_ok=True)
    marker = site / MARKER
    if not marker.is_file():
        marker.write_text("index.html\n", encoding="utf-8")


def _absolute(site: Path) -> Path:
    return Path(os.path.abspath(site))  # noqa: PTH100 - resolve() would follow links


def _now() -> str:
    """The night's date: SOURCE_DATE_EPOCH, else the clock. An index is a log, a report is not."""
    return (source_date() or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("reportgen")
    except PackageNotFoundError:
        return "unknown"
