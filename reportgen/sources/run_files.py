"""One array over all samples of a run, read file by file: what needs no labels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.aligned import filled_up
from reportgen.sources.arrays import ArrayFile
from reportgen.sources.formats import open_arrays
from reportgen.sources.inventory import Inventory, SampleFile, identity_of
from reportgen.sources.layout import Layout
from reportgen.sources.members import Room
from reportgen.sources.npz import ArrayInTurn, NpzFile

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


class RunFiles:
    """One variable over all samples of a run, in its files.

    Parameters
    ----------
    inventory
        Files that share one shape.
    dtype
        Of the values.
    companion
        The array to read; None for the attention itself.
    """

    def __init__(
        self, inventory: Inventory, dtype: np.dtype[Any], companion: Companion | None = None
    ) -> None:
        self._inventory = inventory
        self._companion = companion
        self._starts = np.cumsum([0, *(file.samples for file in inventory.files)])
        self.dtype = dtype

    @property
    def samples(self) -> int:
        """Samples of all files together."""
        return int(self._starts[-1])

    def excerpt(self, start: int, stop: int) -> tuple[RunFiles, int]:
        """Only those files that some samples lie in, and the number of the first of their samples.

        Sent to another process, it takes along their paths alone.
        """
        low = int(np.searchsorted(self._starts, start, side="right")) - 1
        high = int(np.searchsorted(self._starts, stop - 1, side="right"))
        inventory = replace(
            self._inventory,
            store=self._inventory.store.anywhere(),
            files=self._inventory.files[low:high],
            skipped=(),
        )
        return RunFiles(inventory, self.dtype, self._companion), int(self._starts[low])

    def file_of(self, sample: int) -> int:
        """Number of the file that a sample lies in."""
        return int(np.searchsorted(self._starts, sample, side="right")) - 1

    def samples_of(self, file: int) -> tuple[int, int]:
        """First sample of a file, and that after its last."""
        return int(self._starts[file]), int(self._starts[file + 1])

    def whole(self, file: int) -> NDArray[Any]:
        """All samples of one file, dims (batch, …)."""
        with self.opened(file) as opened:
            return self.of_file(opened, file)

    def place_of(self, start: int, stop: int) -> tuple[int, slice] | None:
        """Number of the file that some samples lie in, and where; None if they lie in several."""
        file = self.file_of(start)
        first, end = self.samples_of(file)
        return None if stop > end else (file, slice(start - first, stop - first))

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

    def in_turn(self, opened: ArrayFile, file: int, taken: tuple[slice, ...]) -> ArrayInTurn | None:
        """Attention of an open file, if all of it is taken and lies as it is taken.

        Parameters
        ----------
        taken
            Part of each axis, batch first.
        """
        item = self._inventory.files[file]
        if self._companion is not None or item.padding or not isinstance(opened, NpzFile):
            return None
        parts = zip(taken, item.sizes, strict=True)
        if any(part.indices(size) != (0, size, 1) for part, size in parts):
            return None
        shape = item.layout.shape(opened.headers)
        if not item.layout.lies_in_order(shape):
            return None
        found = opened.in_turn(item.layout.variable, item.sizes)
        return found if found is not None and found.dtype == self.dtype else None

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
