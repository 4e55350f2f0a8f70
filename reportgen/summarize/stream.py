"""Stream the samples of a run, a chunk of files at a time, into one Summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import NoAttentionError, UnreadableFileError, UsageError
from reportgen.schema import (
    ATTENTION_DIMS,
    BATCH,
    KEY,
    Mask,
    Message,
    Origin,
    SkippedFile,
)
from reportgen.sources.description import Description, describe_arrays, from_attributes
from reportgen.summarize.cache import Kept, PartialCache
from reportgen.summarize.chunks import ChunkSum, Task, chunk_of, chunk_slices, chunk_sum
from reportgen.summarize.dataset import summary_dataset
from reportgen.summarize.masks import candidate_mask, contradicts
from reportgen.summarize.parts import Part, Plan, Total
from reportgen.summarize.permutation import FEW_SAMPLES
from reportgen.summarize.reuse import Reuse, known_candidate, reuse_of
from reportgen.summarize.workers import Workers, local_workers

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]

MAX_STORED_CELLS = 8_000_000


def summarize(
    dataset: xr.Dataset,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: PartialCache | None = None,
    workers: Workers | None = None,
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
    workers
        Those who read and sum up, instead of ``jobs`` processes of this machine.

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
    WorkersError
        Those who should read the run cannot.
    """
    attention = _checked(dataset)
    description = from_attributes(dataset.attrs) or describe_arrays(attention)
    samples = int(attention.sizes[BATCH])
    if "sample" not in dataset.coords:
        dataset = dataset.assign_coords(sample=(BATCH, [f"{i:08d}" for i in range(samples)]))
    description = replace(description, block=_block_factor(attention.sizes))
    workers = workers or local_workers(dataset, jobs)
    mask, source = description.mask, Origin.DECLARED
    if mask is None:
        mask = known_candidate(cache, dataset, lambda: candidate_mask(_first_sample(attention)))
        source = Origin.DETECTED
    summary, skipped = _pass(dataset, description, mask, workers, progress, cache)
    if source is Origin.DETECTED and contradicts(
        summary["cell_max"], mask, attention.sizes, description.block
    ):
        # Only the first sample looked masked: the honest reading is that nothing is.
        mask = Mask()
        summary, skipped = _pass(dataset, description, mask, workers, progress, cache)
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
    first = ""
    for index in range(attention.sizes[BATCH]):
        sample = attention.isel(batch=index)
        try:
            return np.asarray(sample.values)
        except UnreadableFileError as error:
            name = str(sample["file"].values) if "file" in sample.coords else "the first"
            first = first or f"; {name}: {error.reason}"
    raise NoAttentionError(
        f"not one of the run's files can be read to the end{first}",
        allowed="at least one whole file",
        fix="copy or write the files again",
        message=Message("failure.none-read"),
    )


def _pass(
    dataset: xr.Dataset,
    description: Description,
    mask: Mask,
    workers: Workers,
    progress: Progress | None,
    cache: PartialCache | None,
    *,
    few: bool = False,
) -> tuple[Part, list[SkippedFile]]:
    samples = int(dataset.sizes[BATCH])
    readout = description.focus.readout
    permute = few or samples <= FEW_SAMPLES
    kernel = workers.kernel(int(dataset["attention"].size))
    plan = Plan(description.block, description.focus.layer, permute, kernel)
    reuse = reuse_of(cache, dataset, mask, readout, plan)
    tasks = [
        Task(chunk, mask, readout, plan, reuse.covered(chunk))
        for chunk in _chunks(dataset, plan.block)
    ]
    skipped: list[SkippedFile] = []
    sums, done = Total(), 0
    for result in _results(tasks, reuse, workers):
        skipped.extend(result.skipped)
        done += result.samples
        if progress is not None:
            progress(done, samples)
        if result.part is not None:
            sums.add(result.part, None if result.pending is None else result.pending.sums)
        # Its matrices must not lie beside those of the next chunk.
        del result
    total = sums.result()
    if total is None:
        reasons = "; ".join(f"{item.file}: {item.reason}" for item in skipped[:3])
        raise NoAttentionError(
            f"not one sample could be read ({reasons})",
            allowed="at least one whole file",
            fix="copy or write the files again",
            message=Message("failure.none-read"),
        )
    if not permute and len(total["sample_name"]) <= FEW_SAMPLES:
        # Files that cannot be read leave so few that they are soon read again.
        return _pass(dataset, description, mask, workers, progress, cache, few=True)
    return total, skipped


def _chunks(dataset: xr.Dataset, block: int) -> Iterator[xr.Dataset]:
    # The description names every file of the run, and no chunk asks for it.
    bare = dataset.copy()
    bare.attrs = {}
    for samples in chunk_slices(bare, block):
        yield bare.isel(batch=samples)


def _results(tasks: list[Task], reuse: Reuse, workers: Workers) -> Iterator[ChunkSum]:
    """Sum of each chunk in order: of its files, or taken from an earlier build."""
    # Whole sums are loaded one at a time when their turn comes, beginnings of others now.
    computed = workers.sums([_begun(task, reuse) for task in tasks if not task.whole])
    for task in tasks:
        kept = reuse.load(task.dataset) if task.whole else None
        if kept is not None:
            samples = int(task.dataset.sizes[BATCH])
            yield ChunkSum(kept.part, kept.skipped, samples, kept.pending)
            del kept
            continue
        # A sum that vanished since it was seen is made again.
        result = chunk_sum(chunk_of(task)) if task.whole else next(computed)
        reuse.save(task.dataset, Kept(0, result.part, result.skipped, result.pending))
        yield result
        del result


def _begun(task: Task, reuse: Reuse) -> Task:
    if not task.covered:
        return task
    kept = reuse.load(task.dataset)
    return replace(task, kept=kept) if kept is not None else replace(task, covered=0)
