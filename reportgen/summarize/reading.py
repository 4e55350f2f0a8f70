"""The samples of a run file by file: each is opened once, whatever is taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.sources.members import Room

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.sources.lazy import RunArray

Values = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """The samples that a dataset takes of one file.

    Attributes
    ----------
    samples
        Their places in the dataset.
    values
        Read when it is called; they are valid until the next piece is read.
    """

    samples: slice
    values: Any


@dataclass(frozen=True, slots=True)
class _Lazy:
    """A lazily read variable: the first of its samples, and what is taken along other axes."""

    array: RunArray
    first: int
    rest: tuple[slice, ...]


def pieces_of(
    dataset: xr.Dataset, names: list[str], edges: list[int], room: Room
) -> Iterator[Piece]:
    """Cut a dataset into the samples of each file.

    Parameters
    ----------
    names
        Variables to read, first dim: batch.
    edges
        Ends of the files along batch.
    room
        Where they are read to.
    """
    lazy = {name: _lazy(dataset, name) for name in names}
    starts = [0, *edges[:-1]]
    if any(item is None for item in lazy.values()):
        for start, stop in zip(starts, edges, strict=True):
            yield Piece(slice(start, stop), _Chosen(dataset, names, slice(start, stop)))
        return
    known = {name: item for name, item in lazy.items() if item is not None}
    for start, stop in zip(starts, edges, strict=True):
        samples = slice(start, stop)
        places = {
            name: item.array.place_of(item.first + start, item.first + stop)
            for name, item in known.items()
        }
        # Files in several folders may bear one name, one after the other.
        in_one = {name: place for name, place in places.items() if place is not None}
        if len(in_one) < len(places):
            yield Piece(samples, _Chosen(dataset, names, samples))
        else:
            yield Piece(samples, _Read(known, in_one, room))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Values as xarray gives them."""

    dataset: xr.Dataset
    names: list[str]
    samples: slice

    def __call__(self) -> Values:
        here = self.dataset.isel(batch=self.samples)
        return {name: np.asarray(here[name].values) for name in self.names}


@dataclass(frozen=True, slots=True)
class _Read:
    """Values out of one file."""

    variables: dict[str, _Lazy]
    places: dict[str, tuple[int, slice]]
    room: Room

    def __call__(self) -> Values:
        self.room.clear()
        taken: Values = {}
        name = next(iter(self.variables))
        with self.variables[name].array.opened(self.places[name][0], self.room) as opened:
            for name, lazy in self.variables.items():
                file, samples = self.places[name]
                taken[name] = lazy.array.of_file(opened, file)[(samples, *lazy.rest)]
        return taken


def _lazy(dataset: xr.Dataset, name: str) -> _Lazy | None:
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
    if step != 1 or stop - start != dataset.sizes["batch"]:
        return None
    return _Lazy(values.array, start, tuple(key[1:]))
