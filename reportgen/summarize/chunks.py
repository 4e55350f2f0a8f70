"""Chunks of whole files: how a run is cut into them, and what each adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.nulls import geometry_of
from reportgen.schema import BATCH, Mask, Readout, SkippedFile
from reportgen.sources.members import Room
from reportgen.summarize.attention import SpoiledError
from reportgen.summarize.cache import Kept
from reportgen.summarize.parts import Part, Plan
from reportgen.summarize.reading import Source, file_edges, source_of
from reportgen.summarize.reuse import without_first
from reportgen.summarize.samples import add_samples, labels_of, values_read
from reportgen.summarize.sums import (
    GROUP,
    KEPT_MATRIX_BYTES,
    Pending,
    RunningSums,
    matrix_bytes,
)

if TYPE_CHECKING:
    import xarray as xr

# Chunks are cut by content alone, so that sums are taken in one order wherever they are taken.
# What a chunk adds up to is as large as ten samples, and is sent back: few large ones.
_CHUNK_BYTES = 256 * 2**20
_CHUNK_SAMPLES, _FEWEST_SAMPLES = 256, 8
_LARGE_SAMPLE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Task:
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

    @property
    def files(self) -> str:
        """First and last file, for messages."""
        name = "file" if "file" in self.dataset.coords else "sample"
        first, last = (str(self.dataset[name].values[index]) for index in (0, -1))
        return first if first == last else f"{first} … {last}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """What there is to do of a task: all that goes to another process, without xarray.

    Attributes
    ----------
    source
        What is still to be read.
    shape, dtype
        Of the attention of a sample, dims (layer, head, query, key).
    labels
        Values that are known of each sample, first dim: batch.
    kept
        Sum of the samples before.
    """

    source: Source
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    labels: dict[str, NDArray[Any]]
    mask: Mask
    readout: Readout
    plan: Plan
    samples: int
    kept: Kept | None


def chunk_of(task: Task) -> Chunk:
    """What there is to do of a task."""
    dataset = task.dataset if task.kept is None else without_first(task.dataset, task.covered)
    attention = dataset["attention"]
    return Chunk(
        source_of(dataset, values_read(dataset)),
        attention.shape[1:],
        attention.dtype,
        labels_of(dataset),
        task.mask,
        task.readout,
        task.plan,
        int(task.dataset.sizes[BATCH]),
        task.kept,
    )


@dataclass(frozen=True, slots=True)
class ChunkSum:
    """What a chunk adds up to; no part where not one file could be read."""

    part: Part | None
    skipped: tuple[SkippedFile, ...]
    samples: int
    pending: Pending | None = None


def chunk_slices(dataset: xr.Dataset, block: int) -> list[slice]:
    """Cut the samples into runs of whole files, by bytes and number alone.

    Parameters
    ----------
    block
        Cells a side of a stored block.
    """
    attention = dataset["attention"]
    per_sample = attention.nbytes // max(1, attention.sizes[BATCH])
    most = max(1, min(_CHUNK_SAMPLES, _CHUNK_BYTES // max(1, per_sample)))
    if matrix_bytes(attention.shape[1:], block) > KEPT_MATRIX_BYTES:
        most = min(most, GROUP)
    if per_sample <= _LARGE_SAMPLE:
        # The sum of a chunk is as large as a sample or two: several share the way back.
        most = max(most, _FEWEST_SAMPLES)
    edges = file_edges(dataset)
    chunks: list[slice] = []
    start = 0
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        if following is None or following - start > most:
            chunks.append(slice(start, edge))
            start = edge
    return chunks


class Workspace:
    """Memory that one chunk after another is read and summed up in: new pages are what costs most.

    What a chunk added up to is valid until the next one is summed up.
    """

    def __init__(self) -> None:
        self.room = Room()
        self._sums: RunningSums | None = None
        self._sums_of: tuple[Plan, tuple[int, ...], np.dtype[Any]] | None = None

    def sums(self, plan: Plan, shape: tuple[int, ...], dtype: np.dtype[Any]) -> RunningSums:
        """Sums of nothing yet."""
        if self._sums is None or self._sums_of != (plan, shape, dtype):
            # Not beside the memory of another shape.
            self._sums = None
            self._sums = RunningSums(plan, shape, dtype)
            self._sums_of = (plan, shape, dtype)
        else:
            self._sums.clear()
        return self._sums


def chunk_sum(chunk: Chunk, workspace: Workspace | None = None) -> ChunkSum:
    """Read a chunk, one file at a time, and sum it up; files that cannot be read are listed.

    Parameters
    ----------
    workspace
        Kept from one chunk to the next; the sum lies in it.
    """
    workspace = workspace or Workspace()
    # Numbers may be anything until the CRC is known; those that are stored are for checks to judge.
    with np.errstate(all="ignore"):
        try:
            return _summed(chunk, workspace, in_turn=True)
        except SpoiledError:
            # What was added of a damaged file cannot be taken out again: once more, and every file
            # is read to its end before anything of it is added.
            return _summed(chunk, workspace, in_turn=False)


def _summed(chunk: Chunk, workspace: Workspace, *, in_turn: bool) -> ChunkSum:
    skipped: list[SkippedFile] = [] if chunk.kept is None else [*chunk.kept.skipped]
    sums = _begun(chunk, workspace)
    for piece in chunk.source.pieces(workspace.room, in_turn=in_turn):
        labels = {name: values[piece.samples] for name, values in chunk.labels.items()}
        try:
            with piece.opened() as loaded:
                add_samples(sums, loaded, labels, chunk.mask, chunk.readout)
        except UnreadableFileError as error:
            name = chunk.source.name_of(piece)
            skipped.append(SkippedFile(name, error.reason, error.detail))
    part, pending = sums.result()
    return ChunkSum(part, tuple(skipped), chunk.samples, pending)


def _begun(chunk: Chunk, workspace: Workspace) -> RunningSums:
    """Sums of the samples that an earlier build added; the same bits as if they were read."""
    dtype = np.dtype(np.float32 if chunk.dtype.itemsize <= 4 else np.float64)
    sums = workspace.sums(chunk.plan, chunk.shape, dtype)
    if chunk.kept is not None and chunk.kept.part is not None:
        pending = chunk.kept.pending
        geometry = None
        if pending is not None:
            real, (queries, keys) = pending.real, chunk.shape[-2:]
            geometry = geometry_of(chunk.mask, queries, keys, chunk.readout, key_is_real=real)
        sums.resume(chunk.kept.part, pending, geometry)
    return sums
