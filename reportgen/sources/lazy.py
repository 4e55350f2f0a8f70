"""Arrays of a run that are read from their files only when values are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.formats import open_arrays
from reportgen.sources.inventory import Inventory, identity_of
from reportgen.sources.layout import Layout


@dataclass(frozen=True, slots=True)
class Companion:
    """An array beside the attention: its name in the files, and whether batch is its first axis."""

    name: str
    batched: bool


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
        item = self._inventory.files[file]
        store = self._inventory.store
        with open_arrays(store, item.name) as opened:
            now = identity_of(item.name, dict(opened.headers), store.stamp(item.name))
            if now != item.identity:
                raise UnreadableFileError("changed", "it is not what its header was")
            if self._companion is None:
                return item.layout.read(opened).astype(self.dtype, copy=False)
            values = opened.read(self._companion.name)
        stacked = values if self._companion.batched else values[None]
        return stacked.astype(self.dtype, copy=False)


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
