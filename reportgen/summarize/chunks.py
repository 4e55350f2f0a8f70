"""Chunks of whole files: how a run is cut into them, and what each adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.exceptions import UnreadableFileError
from reportgen.nulls import geometry_of
from reportgen.schema import BATCH, Mask, Readout, SkippedFile
from reportgen.sources.members import Room
from reportgen.summarize.cache import Kept
from reportgen.summarize.parts import Part, Plan
from reportgen.summarize.reading import pieces_of
from reportgen.summarize.reuse import without_first
from reportgen.summarize.samples import add_samples, labels_of, values_read
from reportgen.summarize.sums import Pending, RunningSums

if TYPE_CHECKING:
    import xarray as xr

# Chunks are cut by content alone, so that sums are taken in one order wherever they are taken.
# What a chunk adds up to is as large as ten samples, and is sent back: few large ones.
_CHUNK_BYTES = 256 * 2**20
_CHUNK_SAMPLES, _FEWEST_SAMPLES = 256, 8
_LARGE_SAMPLE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk of files, the number of its first samples whose sum is kept, and that sum.

    Sent to another process, a chunk of a run from disk is its paths: no tensor goes along.
    """

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
class ChunkSum:
    """What a chunk adds up to; no part where not one file could be read."""

    part: Part | None
    skipped: tuple[SkippedFile, ...]
    samples: int
    pending: Pending | None = None


def chunk_slices(dataset: xr.Dataset) -> list[slice]:
    """Cut the samples into runs of whole files, by bytes and number alone."""
    attention = dataset["attention"]
    per_sample = attention.nbytes // max(1, attention.sizes[BATCH])
    most = max(1, min(_CHUNK_SAMPLES, _CHUNK_BYTES // max(1, per_sample)))
    if per_sample <= _LARGE_SAMPLE:
        # The sum of a chunk is as large as a sample or two: several share the way back.
        most = max(most, _FEWEST_SAMPLES)
    edges = _file_edges(dataset)
    chunks: list[slice] = []
    start = 0
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        if following is None or following - start > most:
            chunks.append(slice(start, edge))
            start = edge
    return chunks


def chunk_sum(task: Task, room: Room | None = None) -> ChunkSum:
    """Read a chunk, one file at a time, and sum it up; files that cannot be read are listed.

    Parameters
    ----------
    room
        Memory for a file, kept from one chunk to the next: new pages are what it costs most.
    """
    kept = task.kept
    skipped: list[SkippedFile] = [] if kept is None else [*kept.skipped]
    samples = int(task.dataset.sizes[BATCH])
    dataset = task.dataset if kept is None else without_first(task.dataset, task.covered)
    sums = _begun(task)
    labels = labels_of(dataset)
    files = dataset["file"].values if "file" in dataset.coords else None
    names, edges = values_read(dataset), _file_edges(dataset)
    for piece in pieces_of(dataset, names, edges, room or Room()):
        try:
            loaded = piece.values()
        except UnreadableFileError as error:
            name = "?" if files is None else str(files[piece.samples.start])
            skipped.append(SkippedFile(name, error.reason, error.detail))
            continue
        loaded |= {name: values[piece.samples] for name, values in labels.items()}
        add_samples(sums, loaded, task.mask, task.readout)
    part, pending = sums.result()
    return ChunkSum(part, tuple(skipped), samples, pending)


def _begun(task: Task) -> RunningSums:
    """Sums of the samples that an earlier build added; the same bits as if they were read."""
    attention = task.dataset["attention"]
    dtype = np.dtype(np.float32 if attention.dtype.itemsize <= 4 else np.float64)
    sums = RunningSums(task.plan, attention.shape[1:], dtype)
    if task.kept is not None and task.kept.part is not None:
        pending = task.kept.pending
        geometry = None
        if pending is not None:
            queries, keys = attention.shape[-2:]
            geometry = geometry_of(task.mask, queries, keys, task.readout, key_is_real=pending.real)
        sums.resume(task.kept.part, pending, geometry)
    return sums


def _file_edges(dataset: xr.Dataset) -> list[int]:
    """Ends of the files along batch; a dataset without files may be cut anywhere."""
    samples = int(dataset.sizes[BATCH])
    if "file" not in dataset.coords:
        return list(range(1, samples + 1))
    files = dataset["file"].values
    return [*(np.flatnonzero(files[1:] != files[:-1]) + 1).tolist(), samples]
