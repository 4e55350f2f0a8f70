"""The Summary of a run with all its parts: the main one whole, a few numbers of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.build.caches import cache_of
from reportgen.exceptions import NoAttentionError, ReportgenError, WorkersError
from reportgen.schema import PartList, SkippedPart
from reportgen.sources.run import dataset_of_part
from reportgen.sources.survey import WholeRun, survey_run
from reportgen.statistics.parts import PartValues, part_values, with_parts
from reportgen.summarize import Progress, summarize
from reportgen.summarize.cache import PartialCache
from reportgen.summarize.cluster import connected
from reportgen.summarize.dataset import description_of
from reportgen.timeaxis import key_cells

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.description import Description


def summarize_run(
    path: str | Path,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    scheduler: str | None = None,
) -> xr.Dataset:
    """Summary of a run; of one with several epochs or targets, with the numbers of each.

    The parts are read one after another, each as a run of its own: memory stays bounded, and of
    every part but the main one only a few numbers remain. A part that cannot be read is listed
    and does not stop the others.

    Parameters
    ----------
    cache
        Folder of partial sums of earlier builds; None reads everything.
    scheduler
        Address of a dask scheduler whose workers read the run, instead of ``jobs`` processes.

    Raises
    ------
    ReportgenError
        As for ``open_run`` and ``summarize``.
    """
    with nullcontext() if scheduler is None else connected(scheduler) as workers:
        summed = partial(summarize, jobs=jobs, progress=progress, workers=workers)
        return _summary(Path(path), config_file, overrides, summed, cache)


def _summary(
    path: Path,
    config_file: Path | None,
    overrides: Mapping[str, object] | None,
    summed: Callable[..., xr.Dataset],
    cache: Path | None,
) -> xr.Dataset:
    broken: list[SkippedPart] = []
    while True:
        whole = survey_run(path, config_file=config_file, overrides=overrides, without=broken)
        main = dataset_of_part(whole, whole.main)
        try:
            sums = _cache(whole, whole.main, cache)
            summary = summed(main, cache=sums)
        except NoAttentionError as error:
            # Headers may be whole and the values behind them not: the next part takes its place.
            if whole.parts is None or not whole.others or _declared(whole):
                raise
            label = whole.parts.names[whole.main].label
            broken.append(SkippedPart(label, "part-unreadable", _cause(error)))
            continue
        return summary if whole.parts is None else _with_others(whole, summary, summed, cache)


def _cache(whole: WholeRun, index: int, folder: Path | None) -> PartialCache | None:
    surveyed = whole.surveyed[index]
    if surveyed.loaded.config.select is not None:
        # A few samples are soon read, and their sums would push out those of the whole run.
        return None
    label = "" if whole.parts is None else whole.parts.names[index].label
    return cache_of(folder, surveyed.inventory, label)


def _declared(whole: WholeRun) -> bool:
    return whole.surveyed[whole.main].loaded.config.part is not None


def _cause(error: ReportgenError) -> str:
    return str(error).partition(" Allowed:")[0].partition(" Fix:")[0].rstrip(".")


def _with_others(
    whole: WholeRun,
    summary: xr.Dataset,
    summed: Callable[..., xr.Dataset],
    cache: Path | None,
) -> xr.Dataset:
    """The main part's Summary with the numbers of every part that can be read and compared."""
    assert whole.parts is not None
    main = description_of(summary)
    values: dict[int, PartValues] = {whole.main: part_values(summary)}
    skipped: list[SkippedPart] = []
    for index in whole.others:
        label = whole.parts.names[index].label
        try:
            dataset = dataset_of_part(whole, index)
            sums = _cache(whole, index, cache)
            other = summed(dataset, cache=sums)
        except WorkersError:
            # Not the fault of the part, which others may read.
            raise
        except ReportgenError as error:
            skipped.append(SkippedPart(label, "part-unreadable", _cause(error)))
            continue
        reason = _incomparable(main, description_of(other))
        if reason:
            skipped.append(SkippedPart(label, reason))
        else:
            values[index] = part_values(other)
    kept = sorted(values)
    parts = PartList(
        whole.parts.kind,
        tuple(whole.parts.names[index] for index in kept),
        kept.index(whole.main),
        tuple(sorted((*whole.parts.skipped, *skipped), key=lambda item: item.label)),
    )
    return with_parts(summary, parts, [values[index] for index in kept], whole.digest)


def _incomparable(main: Description, other: Description) -> str:
    """Why a part's numbers cannot stand beside the main part's; nothing where they can."""
    if main.focus != other.focus:
        return "part-reading"
    if key_cells(main.times) != key_cells(other.times):
        return "part-clock"
    return ""
