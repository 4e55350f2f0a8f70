"""Stream the samples of a run, a chunk of files at a time, into one Summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import NoAttentionError, UnreadableFileError, UsageError
from reportgen.nulls import Geometry, geometry_of
from reportgen.schema import (
    ATTENTION_DIMS,
    BATCH,
    KEY,
    Mask,
    Origin,
    Precision,
    Readout,
    SkippedFile,
)
from reportgen.sources.description import Description, describe_arrays, from_attributes
from reportgen.summarize.dataset import summary_dataset
from reportgen.summarize.masks import candidate_mask, contradicts
from reportgen.summarize.parts import Part, Plan, accumulated, sample_part
from reportgen.summarize.permutation import FEW_SAMPLES
from reportgen.summarize.precision import value_precision

if TYPE_CHECKING:
    import xarray as xr

Progress = Callable[[int, int], None]

MAX_STORED_CELLS = 8_000_000
# Chunks are cut by content alone, so that sums are taken in one order whatever the number of jobs.
_CHUNK_BYTES = 64 * 2**20
_CHUNK_SAMPLES = 256
_WORTH_A_PROCESS = 256 * 2**20


@dataclass(frozen=True, slots=True)
class _ChunkResult:
    part: Part | None
    skipped: tuple[SkippedFile, ...]
    samples: int


def summarize(
    dataset: xr.Dataset, *, jobs: int | None = None, progress: Progress | None = None
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
        mask, source = candidate_mask(_first_sample(attention)), Origin.DETECTED
    summary, skipped = _pass(dataset, description, mask, samples, jobs, progress)
    if source is Origin.DETECTED and contradicts(summary["cell_max"], mask, attention.sizes):
        # Only the first sample looked masked: the honest reading is that nothing is.
        mask = Mask()
        summary, skipped = _pass(dataset, description, mask, samples, jobs, progress)
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
    samples: int,
    jobs: int | None,
    progress: Progress | None,
) -> tuple[Part, list[SkippedFile]]:
    plan = Plan(description.block, description.focus.layer, samples <= FEW_SAMPLES)
    tasks = [
        (dataset.isel(batch=chunk), mask, description.focus.readout, plan)
        for chunk in _chunks(dataset)
    ]
    skipped: list[SkippedFile] = []
    done = 0

    def parts() -> Iterator[Part]:
        nonlocal done
        for result in _results(tasks, _workers(dataset, jobs, len(tasks))):
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


def _results(tasks: list[Any], workers: int) -> Iterator[_ChunkResult]:
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


def _summarize_chunk(task: tuple[xr.Dataset, Mask, Readout, Plan]) -> _ChunkResult:
    dataset, mask, readout, plan = task
    skipped: list[SkippedFile] = []

    def parts() -> Iterator[Part]:
        start = 0
        for edge in _file_edges(dataset):
            here = dataset.isel(batch=slice(start, edge))
            start = edge
            try:
                loaded = _loaded(here)
            except UnreadableFileError as error:
                name = str(here["file"].values[0]) if "file" in here.coords else "?"
                skipped.append(SkippedFile(name, error.reason, error.detail))
                continue
            yield from _file_parts(loaded, mask, readout, plan)

    part = accumulated(parts())
    return _ChunkResult(part, tuple(skipped), int(dataset.sizes[BATCH]))


_COMPANIONS = ("attention_mask", "temporal_importance", "inputs", "predictions", "targets")


def _loaded(here: xr.Dataset) -> dict[str, NDArray[Any]]:
    names = [name for name in ("attention", *_COMPANIONS) if name in here]
    loaded = {name: np.asarray(here[name].values) for name in names}
    count = here.sizes[BATCH]
    loaded["name"] = here["sample"].values.astype(str)
    if "forecast_reference_time" in here.coords:
        stamps = here["forecast_reference_time"].values
        epoch = np.datetime64("1970-01-01T00:00:00", "ns")
        hours = (stamps - epoch) / np.timedelta64(1, "h")
        loaded["issue"] = np.where(np.isnat(stamps), np.nan, hours)
    else:
        loaded["issue"] = np.full(count, np.nan)
    return loaded


def _file_parts(
    loaded: dict[str, NDArray[Any]], mask: Mask, readout: Readout, plan: Plan
) -> Iterator[Part]:
    attention = loaded["attention"]
    precision = value_precision(attention)
    counts = np.array([item is precision for item in Precision], dtype=np.int64)
    for index in range(attention.shape[0]):
        geometry = _geometry(loaded, index, mask, readout)
        name = str(loaded["name"][index])
        part = sample_part(attention[index], geometry, plan, name)
        part["sample_issue"] = np.asarray(loaded["issue"][index : index + 1])
        part["precision_files"] = counts if index == 0 else np.zeros_like(counts)
        part["importance_difference"] = _importance_difference(loaded, index)
        for companion in ("inputs", "predictions", "targets"):
            if companion in loaded:
                part[companion] = loaded[companion][index : index + 1].astype(np.float64)
        yield part


def _geometry(
    loaded: dict[str, NDArray[Any]], index: int, mask: Mask, readout: Readout
) -> Geometry:
    queries, keys = loaded["attention"].shape[-2:]
    real = loaded["attention_mask"][index].astype(bool) if "attention_mask" in loaded else None
    return geometry_of(mask, queries, keys, readout, key_is_real=real)


def _importance_difference(loaded: dict[str, NDArray[Any]], index: int) -> NDArray[np.float64]:
    """Largest distance between our column sums and the writer's, relative to float precision."""
    if "temporal_importance" not in loaded:
        return np.array([np.nan])
    theirs = loaded["temporal_importance"][index].astype(np.float64)
    ours = loaded["attention"][index].astype(np.float64).mean(axis=1).sum(axis=1)
    # Where a weight is not finite ours says nothing; where only theirs is not, they disagree.
    compared = np.isfinite(ours)
    difference = np.where(np.isfinite(theirs), np.abs(ours - theirs), np.inf)[compared]
    return np.array([difference.max(initial=0.0) if compared.any() else np.nan])
