"""The samples of a chunk file by file: each is opened once, whatever is taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import BATCH
from reportgen.sources.members import Room
from reportgen.sources.run_files import RunFiles

if TYPE_CHECKING:
    import xarray as xr

Values = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """The samples that a chunk takes of one file.

    Attributes
    ----------
    samples
        Their places in the chunk.
    values
        Read when it is called; they are valid until the next piece is read.
    """

    samples: slice
    values: Any


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

    def pieces(self, room: Room) -> Iterator[Piece]:
        """The samples of each file.

        Parameters
        ----------
        room
            Where they are read to.
        """
        for start, stop in zip((0, *self.edges[:-1]), self.edges, strict=True):
            samples = slice(start, stop)
            if self.dataset is not None:
                yield Piece(samples, _Chosen(self.dataset, samples))
                continue
            places = {
                name: item.files.place_of(item.first + start, item.first + stop)
                for name, item in self.variables.items()
            }
            # Files in several folders may bear one name, one after the other.
            in_one = {name: place for name, place in places.items() if place is not None}
            one = len(in_one) == len(places)
            read = _Read(self.variables, in_one, room) if one else _Joined(self.variables, samples)
            yield Piece(samples, read)


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

    def __call__(self) -> Values:
        here = self.dataset.isel(batch=self.samples)
        return {str(name): np.asarray(here[name].values) for name in here.data_vars}


@dataclass(frozen=True, slots=True)
class _Read:
    """Values out of one file."""

    variables: dict[str, _InFiles]
    places: dict[str, tuple[int, slice]]
    room: Room

    def __call__(self) -> Values:
        self.room.clear()
        taken: Values = {}
        name = next(iter(self.variables))
        with self.variables[name].files.opened(self.places[name][0], self.room) as opened:
            for name, item in self.variables.items():
                file, samples = self.places[name]
                taken[name] = item.files.of_file(opened, file)[(samples, *item.rest)]
        return taken


@dataclass(frozen=True, slots=True)
class _Joined:
    """Values out of several files."""

    variables: dict[str, _InFiles]
    samples: slice

    def __call__(self) -> Values:
        return {name: self._values(item) for name, item in self.variables.items()}

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
