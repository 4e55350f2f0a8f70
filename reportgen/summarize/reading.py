"""The samples of a chunk file by file: each is opened once, whatever is taken from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import BATCH
from reportgen.sources.arrays import ArrayFile
from reportgen.sources.members import Room
from reportgen.sources.npz import ArrayInTurn
from reportgen.sources.run_files import RunFiles
from reportgen.summarize.attention import Attention, InMemory, InTurn, in_turn
from reportgen.summarize.measures import BLOCK_BYTES

if TYPE_CHECKING:
    import xarray as xr

Values = dict[str, NDArray[Any]]
ATTENTION = "attention"
#: They are multiplied with all the weights of a sample at once.
GRADIENTS = "attention_gradients"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The attention of some samples of a file, and everything else by name, first dim: batch."""

    attention: Attention
    values: Values


@dataclass(frozen=True, slots=True)
class Piece:
    """The samples that a chunk takes of one file.

    Attributes
    ----------
    samples
        Their places in the chunk.
    opened
        Reads them; they are valid as long as the file is open.
    """

    samples: slice
    opened: Callable[[], AbstractContextManager[Loaded]]


@dataclass(frozen=True, slots=True)
class _InFiles:
    """A variable in the files of a run: the first of its samples, and what is taken of others."""

    files: RunFiles
    first: int
    rest: tuple[slice, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What is read of a chunk. Sent to another process, one of a run from disk is its paths.

    Attributes
    ----------
    variables
        Where each lies, first dim: batch; nothing where xarray has to be asked.
    dataset
        The chunk as xarray has it, where it is in memory or chosen in a way of its own.
    edges
        Ends of the files along batch.
    names
        Name of each file, where they are known.
    """

    variables: dict[str, _InFiles]
    dataset: xr.Dataset | None
    edges: tuple[int, ...]
    names: tuple[str, ...]

    def name_of(self, piece: Piece) -> str:
        """Name of the file of a piece, for messages."""
        stop = piece.samples.stop
        return self.names[self.edges.index(stop)] if self.names else "?"

    def pieces(self, room: Room, *, in_turn: bool) -> Iterator[Piece]:
        """The samples of each file.

        Parameters
        ----------
        room
            Where they are read to.
        in_turn
            Whether large samples may be read while they are measured, which finds out at the end
            alone that a file is damaged.
        """
        for start, stop in zip((0, *self.edges[:-1]), self.edges, strict=True):
            samples = slice(start, stop)
            if self.dataset is not None:
                yield Piece(samples, _Chosen(self.dataset, samples).opened)
                continue
            places = {
                name: item.files.place_of(item.first + start, item.first + stop)
                for name, item in self.variables.items()
            }
            # Files in several folders may bear one name, one after the other.
            in_one = {name: place for name, place in places.items() if place is not None}
            one = len(in_one) == len(places)
            read: _Read | _Joined = _Joined(self.variables, samples)
            if one:
                read = _Read(self.variables, in_one, room, in_turn)
            yield Piece(samples, read.opened)


def source_of(dataset: xr.Dataset, names: list[str]) -> Source:
    """How some variables of a chunk are read.

    Parameters
    ----------
    names
        Of the variables, first dim: batch.
    """
    edges = tuple(file_edges(dataset))
    files: tuple[str, ...] = ()
    if "file" in dataset.coords:
        files = tuple(str(dataset["file"].values[edge - 1]) for edge in edges)
    found = {name: _in_files(dataset, name) for name in names}
    known = {name: item for name, item in found.items() if item is not None}
    if len(known) < len(found):
        return Source({}, dataset[names], edges, files)
    return Source(known, None, edges, files)


def file_edges(dataset: xr.Dataset) -> list[int]:
    """Ends of the files along batch; a dataset without files may be cut anywhere."""
    samples = int(dataset.sizes[BATCH])
    if "file" not in dataset.coords:
        return list(range(1, samples + 1))
    files = dataset["file"].values
    return [*(np.flatnonzero(files[1:] != files[:-1]) + 1).tolist(), samples]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Values as xarray gives them."""

    dataset: xr.Dataset
    samples: slice

    @contextmanager
    def opened(self) -> Iterator[Loaded]:
        here = self.dataset.isel(batch=self.samples)
        yield _in_memory({str(name): np.asarray(here[name].values) for name in here.data_vars})


@dataclass(frozen=True, slots=True)
class _Read:
    """Values out of one file."""

    variables: dict[str, _InFiles]
    places: dict[str, tuple[int, slice]]
    room: Room
    in_turn: bool

    @contextmanager
    def opened(self) -> Iterator[Loaded]:
        self.room.clear()
        files, (file, _) = self.variables[ATTENTION].files, self.places[ATTENTION]
        with files.opened(file, self.room) as opened:
            values = {
                name: self._values(name, opened) for name in self.variables if name != ATTENTION
            }
            attention = self._in_turn(opened)
            yield Loaded(attention or InMemory(self._values(ATTENTION, opened)), values)
            if attention is not None:
                attention.end()

    def _values(self, name: str, opened: ArrayFile) -> NDArray[Any]:
        (file, samples), item = self.places[name], self.variables[name]
        return item.files.of_file(opened, file)[(samples, *item.rest)]

    def _in_turn(self, opened: ArrayFile) -> InTurn | None:
        if not self.in_turn or GRADIENTS in self.variables:
            return None
        (file, samples), item = self.places[ATTENTION], self.variables[ATTENTION]
        found = item.files.in_turn(opened, file, (samples, *item.rest))
        if found is None or _bytes_of_sample(found) <= BLOCK_BYTES:
            return None
        return in_turn(found, self.room)


def _bytes_of_sample(array: ArrayInTurn) -> int:
    """As it is measured: half precision becomes single."""
    return math.prod(array.shape[1:]) * max(4, array.dtype.itemsize)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Values out of several files."""

    variables: dict[str, _InFiles]
    samples: slice

    @contextmanager
    def opened(self) -> Iterator[Loaded]:
        yield _in_memory({name: self._values(item) for name, item in self.variables.items()})

    def _values(self, item: _InFiles) -> NDArray[Any]:
        start, stop = item.first + self.samples.start, item.first + self.samples.stop
        pieces = []
        while start < stop:
            file = item.files.file_of(start)
            first, end = item.files.samples_of(file)
            inside = slice(start - first, min(stop, end) - first)
            pieces.append(item.files.whole(file)[(inside, *item.rest)])
            start = end
        return np.concatenate(pieces)


def _in_memory(values: Values) -> Loaded:
    return Loaded(InMemory(values.pop(ATTENTION)), values)


def _in_files(dataset: xr.Dataset, name: str) -> _InFiles | None:
    """How a variable is read; None where it is in memory or chosen in a way of its own."""
    from xarray.core import indexing

    from reportgen.sources.lazy import RunArray

    values: Any = dataset.variables[name]._data
    if not isinstance(values, indexing.LazilyIndexedArray):
        return None
    key = values.key.tuple
    if not isinstance(values.array, RunArray) or not all(isinstance(part, slice) for part in key):
        return None
    start, stop, step = key[0].indices(values.array.shape[0])
    if step != 1 or stop - start != dataset.sizes[BATCH]:
        return None
    if start == stop:
        return _InFiles(values.array.files, start, tuple(key[1:]))
    files, first = values.array.files.excerpt(start, stop)
    return _InFiles(files, start - first, tuple(key[1:]))
