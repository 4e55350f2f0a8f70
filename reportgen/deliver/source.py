"""What is delivered: the report of a report directory, of a Summary, or of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.build.parts import summarize_run
from reportgen.build.report import report_of
from reportgen.exceptions import UsageError
from reportgen.schema import Report
from reportgen.summarize import Progress, open_summary

SUMMARY = "summary.nc"


def report_in(directory: Path) -> Report:
    """The report that lies in a directory, from its Summary.

    Raises
    ------
    UsageError
        There is no such directory, or no Summary in it.
    NoAttentionError
        The Summary cannot be read.
    """
    if not (directory / SUMMARY).is_file():
        raise UsageError(
            f"{directory} holds no {SUMMARY}",
            allowed="a directory that `reportgen build` or `reportgen render` made",
            fix="build the report first, with nc among its outputs",
        )
    return report_of(open_summary(directory / SUMMARY))


def report_from(
    path: Path,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of a Summary, of a report directory, or of a run that is read now.

    Parameters
    ----------
    path
        ``summary.nc``, a directory that holds one, or a run.
    config_file, overrides, jobs, progress
        For a run, as for ``build``.

    Raises
    ------
    ReportgenError
        It is none of them, or cannot be read.
    """
    if path.suffix == ".nc" and path.is_file():
        return report_of(open_summary(path))
    if (path / SUMMARY).is_file():
        return report_in(path)
    summary = summarize_run(
        path, config_file=config_file, overrides=overrides, jobs=jobs, progress=progress
    )
    return report_of(summary)
