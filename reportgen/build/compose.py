"""From a run, or from its Summary alone, to the files of the report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.caches import cache_folder
from reportgen.build.directory import check_target, staged
from reportgen.build.documents import write_documents, write_text
from reportgen.build.report import report_of
from reportgen.build.request import BuildResult, Request, check_formats
from reportgen.render import render_json, section_sizes
from reportgen.schema import Output
from reportgen.sources.zarr_store import is_zarr
from reportgen.summarize import Progress, open_summary, save_summary

if TYPE_CHECKING:
    import xarray as xr


def build(
    path: str | Path,
    output: str | Path | None = None,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    request: Request | None = None,
    cache: bool | Path = True,
    scheduler: str | None = None,
) -> BuildResult:
    """Build the report of a run.

    Parameters
    ----------
    path
        A run directory, or a zip of one.
    output
        Where the report goes; ``report`` in the run directory if None.
    config_file, overrides
        As for ``open_run``.
    jobs
        Processes for reading; the bytes do not depend on it.
    progress
        Called with samples done and samples in all.
    request
        Formats, languages, templates.
    cache
        Whether partial sums of earlier builds are used and kept, in ``.reportgen`` of the run or,
        where it cannot be written, in the user's cache folder; or a folder for them. The bytes of
        the report do not depend on it.
    scheduler
        Address of a dask scheduler, such as ``tcp://10.0.0.5:8786``, whose workers read the run
        instead of ``jobs`` processes. The bytes do not depend on it.

    Raises
    ------
    ReportgenError
        The run or the configuration cannot be used, or the output not written; an older report is
        then still whole.
    """
    from reportgen.build.parts import summarize_run

    request = request or Request()
    target = Path(output) if output is not None else default_output(Path(path))
    check_formats(request)
    check_target(target, force=request.force)
    summary = summarize_run(
        path,
        config_file=config_file,
        overrides=overrides,
        jobs=jobs,
        progress=progress,
        cache=cache_folder(Path(path)) if cache is True else cache or None,
        scheduler=scheduler,
    )
    return _write(summary, target, request)


def render_summary(
    summary_file: str | Path, output: str | Path, *, request: Request | None = None
) -> BuildResult:
    """Make every output again from a saved Summary, without the tensors.

    Raises
    ------
    ReportgenError
        The file is no Summary, or the output cannot be written.
    """
    request = request or Request()
    target = Path(output)
    check_formats(request)
    check_target(target, force=request.force)
    return _write(open_summary(Path(summary_file)), target, request)


def default_output(path: Path) -> Path:
    """``report`` in a run directory; beside an archive or a file, named after it."""
    if path.is_dir() and not is_zarr(path):
        return path / "report"
    return path.with_name(f"{path.stem}-report")


def _write(summary: xr.Dataset, target: Path, request: Request) -> BuildResult:
    report = report_of(summary, command=request.command)
    with staged(target) as staging:
        if "nc" in request.formats:
            save_summary(summary, staging / "summary.nc")
        write_documents(report, staging, request)
        outputs = tuple(_outputs(staging))
        if "json" in request.formats:
            sections = _sections(staging / "report.html")
            write_text(staging / "report.json", render_json(report, outputs, sections))
    return BuildResult(target, report, outputs)


def _sections(page: Path) -> tuple[tuple[str, int], ...]:
    return section_sizes(page.read_text(encoding="utf-8")) if page.is_file() else ()


def _outputs(staging: Path) -> list[Output]:
    found = []
    for file in sorted(staging.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            name = file.relative_to(staging).as_posix()
            found.append(Output(name, len(content), hashlib.sha256(content).hexdigest()))
    return found
