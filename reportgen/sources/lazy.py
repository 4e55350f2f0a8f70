"""Arrays of a run that are read from their files only when values are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.aligned import filled_up
from reportgen.sources.arrays import ArrayFile
from reportgen.sources.formats import open_arrays
from reportgen.sources.inventory import Inventory, SampleFile, identity_of
from reportgen.sources.layout import Layout
from reportgen.sources.members import Room
from reportgen.sources.npz import NpzFile

#: Which keys are real: needed where samples of different length are laid over one another.
MASK = "attention_mask"


@dataclass(frozen=True, slots=True)
class Companion:
    """An array beside the attention.

    Attributes
    ----------
    name
        In the files.
    batched
        Whether batch is its first axis.
    like_attention
        Whether its axes are those of the attention.
    padded, fill
        Axes, batch first, along which shorter samples are filled up, and with what.
    """

    name: str
    batched: bool
    like_attention: bool = False
    padded: tuple[int, ...] = ()
    fill: float = 0.0


class RunArray(BackendArray):
    """One variable over all samples of a run; indexing reads the files it touches, one at a time.

    Parameters
    ----------
    inventory
        Files that share one shape.
    shape
        Sizes, batch first.
    companion
        The array to read; None for the attention itself.
    """

    def __init__(
        self,
        inventory: Inventory,
        shape: tuple[int, ...],
        dtype: np.dtype[Any],
        companion: Companion | None = None,
    ) -> None:
        self._inventory = inventory
        self._companion = companion
        self._starts = np.cumsum([0, *(file.samples for file in inventory.files)])
        self.shape = shape
        self.dtype = dtype

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        """Read what an xarray indexer asks for."""
        return indexing.explicit_indexing_adapter(
            key, self.shape, indexing.IndexingSupport.BASIC, self._read
        )

    def excerpt(self, key: indexing.ExplicitIndexer) -> tuple[RunArray, indexing.ExplicitIndexer]:
        """An array of only those files that a key touches, and the key within it."""
        first, rest = key.tuple[0], key.tuple[1:]
        wanted = np.atleast_1d(np.arange(self.shape[0])[first])
        if not wanted.size:
            return self, key
        low = int(np.searchsorted(self._starts, wanted.min(), side="right")) - 1
        high = int(np.searchsorted(self._starts, wanted.max(), side="right"))
        start, stop = int(self._starts[low]), int(self._starts[high])
        inventory = replace(
            self._inventory,
            store=self._inventory.store.anywhere(),
            files=self._inventory.files[low:high],
            skipped=(),
        )
        inner = RunArray(inventory, (stop - start, *self.shape[1:]), self.dtype, self._companion)
        moved: Any = wanted - start
        if isinstance(first, slice) and first.step in (None, 1):
            moved = slice(int(moved[0]), int(moved[-1]) + 1, 1)
        elif not isinstance(first, slice | np.ndarray):
            moved = int(moved[0])
        lists = isinstance(moved, np.ndarray)
        return inner, (indexing.OuterIndexer if lists else type(key))((moved, *rest))

    def _read(self, key: tuple[int | slice, ...]) -> NDArray[Any]:
        first, rest = key[0], key[1:]
        if isinstance(first, slice):
            wanted = range(*first.indices(self.shape[0]))
            if not wanted:
                return np.empty((0, *self.shape[1:]), self.dtype)[(slice(None), *rest)]
            pieces = [
                self._sample_range(file, wanted)[(slice(None), *rest)]
                for file in self._touched(wanted)
            ]
            return np.concatenate(pieces)
        index = int(first) % self.shape[0]
        file = int(np.searchsorted(self._starts, index, side="right")) - 1
        return np.asarray(self._whole(file)[index - int(self._starts[file])][rest])

    def _touched(self, wanted: range) -> list[int]:
        files = np.searchsorted(self._starts, np.asarray(wanted), side="right") - 1
        return list(dict.fromkeys(files.tolist()))

    def _sample_range(self, file: int, wanted: range) -> NDArray[Any]:
        start, stop = int(self._starts[file]), int(self._starts[file + 1])
        inside = [index - start for index in wanted if start <= index < stop]
        return self._whole(file)[inside]

    def _whole(self, file: int) -> NDArray[Any]:
        """All samples of one file, dims (batch, …)."""
        with self.opened(file) as opened:
            return self.of_file(opened, file)

    def place_of(self, start: int, stop: int) -> tuple[int, slice] | None:
        """Number of the file that some samples lie in, and where; None if they lie in several."""
        file = int(np.searchsorted(self._starts, start, side="right")) - 1
        first = int(self._starts[file])
        if stop > self._starts[file + 1]:
            return None
        return file, slice(start - first, stop - first)

    @contextmanager
    def opened(self, file: int, room: Room | None = None) -> Iterator[ArrayFile]:
        """A file that is still what its header was.

        Parameters
        ----------
        room
            Where arrays of an npz are read to; they are valid until it is cleared.

        Raises
        ------
        UnreadableFileError
            It cannot be opened, or has changed.
        """
        item = self._inventory.files[file]
        store = self._inventory.store
        with open_arrays(store, item.name) as opened:
            now = identity_of(item.name, dict(opened.headers), store.stamp(item.name))
            if now != item.identity:
                raise UnreadableFileError("changed", "it is not what its header was")
            if isinstance(opened, NpzFile):
                opened.room = room
            yield opened

    def of_file(self, opened: ArrayFile, file: int) -> NDArray[Any]:
        """All samples of an open file, dims (batch, …)."""
        item = self._inventory.files[file]
        if self._companion is None:
            return self._square(item.layout.read(opened), item)
        if self._companion.like_attention:
            layout = replace(item.layout, variable=self._companion.name)
            return self._square(layout.read(opened), item)
        values = self._companion_values(opened, item)
        filled = filled_up(values, self._companion.padded, item.padding, self._companion.fill)
        return filled.astype(self.dtype, copy=False)

    def _square(self, values: NDArray[Any], item: SampleFile) -> NDArray[Any]:
        return filled_up(values, (3, 4), item.padding).astype(self.dtype, copy=False)

    def _companion_values(self, opened: ArrayFile, item: SampleFile) -> NDArray[Any]:
        """Values with the batch first; where a file names no padding, every key is real."""
        assert self._companion is not None
        if self._companion.name == MASK and self._companion.padded:
            shape = (item.samples, item.sizes[-1] - item.padding)
            stored = opened.read(MASK) if MASK in item.numeric else np.ones(shape, dtype=np.int8)
            return stored.reshape(shape) if stored.size == math.prod(shape) else np.ones(shape)
        values = opened.read(self._companion.name)
        return values if self._companion.batched else values[None]


class RunValues(indexing.LazilyIndexedArray):
    """Lazy values of a run that take along, to another process, the files they lie in alone.

    A chunk of a run of ten thousand files is then a few kilobytes to send, whoever sends it.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.array.excerpt(self.key)


def batch_axis_first(layout: Layout, shape: tuple[int, ...], samples: int, rank: int) -> bool:
    """Whether a companion array carries the batch as its first axis.

    Parameters
    ----------
    shape
        Of the companion.
    samples
        In the file.
    rank
        Axes it has without a batch.
    """
    return len(shape) == rank + 1 and shape[0] == samples and "batch" in layout.dims
