"""Stream the samples of a run, a chunk of files at a time, into one Summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import NoAttentionError, UnreadableFileError, UsageError
from reportgen.schema import (
    ATTENTION_DIMS,
    BATCH,
    KEY,
    Mask,
    Origin,
    Readout,
    SkippedFile,
)
from reportgen.sources.description import Description, describe_arrays, from_attributes
from reportgen.summarize.cache import Kept, PartialCache
from reportgen.summarize.dataset import summary_dataset
from reportgen.summarize.masks import candidate_mask, contradicts
from reportgen.summarize.parts import Part, Plan, accumulated
from reportgen.summarize.permutation import FEW_SAMPLES
from reportgen.summarize.reuse import Reuse, known_candidate, reuse_of, without_first
from reportgen.summarize.samples import file_parts, loaded_samples

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]

MAX_STORED_CELLS = 8_000_000
# Chunks are cut by content alone, so that sums are taken in one order whatever the number of jobs.
_CHUNK_BYTES = 64 * 2**20
_CHUNK_SAMPLES = 256
_WORTH_A_PROCESS = 256 * 2**20


@dataclass(frozen=True, slots=True)
class _Task:
    """A chunk of files, the number of its first samples whose sum is kept, and that sum."""

    dataset: xr.Dataset
    mask: Mask
    readout: Readout
    plan: Plan
    covered: int = 0
    kept: Kept | None = None

    @property
    def whole(self) -> bool:
        """Whether the sum of every sample is kept."""
        return self.covered == self.dataset.sizes[BATCH]


@dataclass(frozen=True, slots=True)
class _ChunkResult:
    part: Part | None
    skipped: tuple[SkippedFile, ...]
    samples: int


def summarize(
    dataset: xr.Dataset,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: PartialCache | None = None,
) -> xr.Dataset:
    """Reduce a labelled run to its Summary in one pass of bounded memory.

    Parameters
    ----------
    dataset
        ``attention`` with dims (batch, layer, head, query, key), as ``open_run`` gives it; lazily
        loaded arrays are read a chunk of files at a time. ``attention_mask`` (batch, key),
        ``inputs`` (batch, time, variable), ``predictions`` and ``targets`` are used where present.
    jobs
        Processes; None uses every core for large runs. The result does not depend on it.
    progress
        Called with samples done and samples in all.
    cache
        Partial sums of earlier builds; the result does not depend on it.

    Returns
    -------
    Dataset
        The Summary: variables of ``reportgen.summarize.variables``.

    Raises
    ------
    NoAttentionError
        Not one sample could be read.
    UsageError
        ``attention`` is missing or has other dims.
    """
    attention = _checked(dataset)
    description = from_attributes(dataset.attrs) or describe_arrays(attention)
    samples = int(attention.sizes[BATCH])
    if "sample" not in dataset.coords:
        dataset = dataset.assign_coords(sample=(BATCH, [f"{i:08d}" for i in range(samples)]))
    description = replace(description, block=_block_factor(attention.sizes))
    mask, source = description.mask, Origin.DECLARED
    if mask is None:
        mask = known_candidate(cache, dataset, lambda: candidate_mask(_first_sample(attention)))
        source = Origin.DETECTED
    summary, skipped = _pass(dataset, description, mask, jobs, progress, cache)
    if source is Origin.DETECTED and contradicts(
        summary["cell_max"], mask, attention.sizes, description.block
    ):
        # Only the first sample looked masked: the honest reading is that nothing is.
        mask = Mask()
        summary, skipped = _pass(dataset, description, mask, jobs, progress, cache)
    if (summary["sample_real_keys"] < attention.sizes[KEY]).any():
        mask = mask.with_padding()
    failed = {item.file for item in skipped}
    description = replace(
        description,
        mask=mask,
        skipped=tuple(sorted((*description.skipped, *skipped), key=lambda item: item.file)),
        files=tuple(file for file in description.files if file not in failed),
    )
    return summary_dataset(summary, description)


def _checked(dataset: xr.Dataset) -> xr.DataArray:
    if "attention" not in dataset or dataset["attention"].dims != ATTENTION_DIMS:
        found = dataset["attention"].dims if "attention" in dataset else tuple(dataset.data_vars)
        raise UsageError(
            f"the dataset has {found}",
            allowed=f"a variable 'attention' with dims {ATTENTION_DIMS}",
            fix="open the run with reportgen.open_run, or rename and transpose",
        )
    return dataset["attention"]


def _block_factor(sizes: Any) -> int:
    """Smallest block that keeps the stored matrices below the limit."""
    planes = (int(sizes["head"]) + 1) * int(sizes["layer"]) * 3
    block = 1
    while (
        planes * -(-int(sizes["query"]) // block) * -(-int(sizes["key"]) // block)
        > MAX_STORED_CELLS
    ):
        block += 1
    return block


def _first_sample(attention: xr.DataArray) -> NDArray[np.floating]:
    for index in range(attention.sizes[BATCH]):
        try:
            return np.asarray(attention.isel(batch=index).values)
        except UnreadableFileError:
            continue
    raise NoAttentionError(
        "not one of the run's files can be read to the end",
        allowed="at least one whole file",
        fix="copy or write the files again",
    )


def _pass(
    dataset: xr.Dataset,
    description: Description,
    mask: Mask,
    jobs: int | None,
    progress: Progress | None,
    cache: PartialCache | None,
) -> tuple[Part, list[SkippedFile]]:
    samples = int(dataset.sizes[BATCH])
    readout = description.focus.readout
    plan = Plan(description.block, description.focus.layer, samples <= FEW_SAMPLES)
    reuse = reuse_of(cache, dataset, mask, readout, plan)
    tasks = []
    for piece in _chunks(dataset):
        chunk = dataset.isel(batch=piece)
        tasks.append(_Task(chunk, mask, readout, plan, reuse.covered(chunk)))
    skipped: list[SkippedFile] = []
    done = 0

    def parts() -> Iterator[Part]:
        nonlocal done
        for result in _results(tasks, reuse, dataset, jobs):
            skipped.extend(result.skipped)
            done += result.samples
            if progress is not None:
                progress(done, samples)
            if result.part is not None:
                yield result.part

    total = accumulated(parts())
    if total is None:
        reasons = "; ".join(f"{item.file}: {item.reason}" for item in skipped[:3])
        raise NoAttentionError(
            f"not one sample could be read ({reasons})",
            allowed="at least one whole file",
            fix="copy or write the files again",
        )
    return total, skipped


def _workers(dataset: xr.Dataset, jobs: int | None, tasks: int) -> int:
    import os

    if jobs is not None:
        return max(1, min(jobs, tasks))
    small = dataset["attention"].nbytes < _WORTH_A_PROCESS
    return 1 if small else max(1, min(os.cpu_count() or 1, tasks))


def _results(
    tasks: list[_Task], reuse: Reuse, dataset: xr.Dataset, jobs: int | None
) -> Iterator[_ChunkResult]:
    """Result of each chunk in order: read, or taken from an earlier build."""
    # Whole sums are loaded one at a time when their turn comes, beginnings of others now.
    open_tasks = [_begun(task, reuse) for task in tasks if not task.whole]
    computed = _computed(open_tasks, _workers(dataset, jobs, len(open_tasks)))
    for task in tasks:
        kept = reuse.load(task.dataset) if task.whole else None
        if kept is not None:
            yield _ChunkResult(kept.part, kept.skipped, int(task.dataset.sizes[BATCH]))
            continue
        # A sum that vanished since it was seen is made again.
        result = _summarize_chunk(task) if task.whole else next(computed)
        reuse.save(task.dataset, Kept(0, result.part, result.skipped))
        yield result


def _begun(task: _Task, reuse: Reuse) -> _Task:
    if not task.covered:
        return task
    kept = reuse.load(task.dataset)
    return replace(task, kept=kept) if kept is not None else replace(task, covered=0)


def _computed(tasks: list[_Task], workers: int) -> Iterator[_ChunkResult]:
    if workers == 1:
        yield from map(_summarize_chunk, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: a forked copy of a process with threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_summarize_chunk, tasks)


def _chunks(dataset: xr.Dataset) -> list[slice]:
    """Cut the samples into runs of whole files, by bytes and number alone."""
    attention = dataset["attention"]
    per_sample = attention.nbytes // max(1, attention.sizes[BATCH])
    most = max(1, min(_CHUNK_SAMPLES, _CHUNK_BYTES // max(1, per_sample)))
    edges = _file_edges(dataset)
    chunks: list[slice] = []
    start = 0
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        if following is None or following - start > most:
            chunks.append(slice(start, edge))
            start = edge
    return chunks


def _file_edges(dataset: xr.Dataset) -> list[int]:
    """Ends of the files along batch; a dataset without files may be cut anywhere."""
    samples = int(dataset.sizes[BATCH])
    if "file" not in dataset.coords:
        return list(range(1, samples + 1))
    files = dataset["file"].values
    return [*(np.flatnonzero(files[1:] != files[:-1]) + 1).tolist(), samples]


def _summarize_chunk(task: _Task) -> _ChunkResult:
    kept = task.kept
    skipped: list[SkippedFile] = [] if kept is None else [*kept.skipped]
    samples = int(task.dataset.sizes[BATCH])
    dataset = task.dataset if kept is None else without_first(task.dataset, task.covered)

    def parts() -> Iterator[Part]:
        # Sums are continued where an earlier build ended: the same bits as from the start.
        if kept is not None and kept.part is not None:
            yield kept.part
        start = 0
        for edge in _file_edges(dataset):
            here = dataset.isel(batch=slice(start, edge))
            start = edge
            try:
                loaded = loaded_samples(here)
            except UnreadableFileError as error:
                name = str(here["file"].values[0]) if "file" in here.coords else "?"
                skipped.append(SkippedFile(name, error.reason, error.detail))
                continue
            yield from file_parts(loaded, task.mask, task.readout, task.plan)

    return _ChunkResult(accumulated(parts()), tuple(skipped), samples)
