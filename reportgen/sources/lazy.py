"""Arrays of a run that xarray reads from their files only when values are asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

from reportgen.sources.run_files import RunFiles


class RunArray(BackendArray):
    """One variable over all samples of a run; indexing reads the files it touches, one at a time.

    Parameters
    ----------
    shape
        Sizes, batch first.
    """

    def __init__(self, files: RunFiles, shape: tuple[int, ...]) -> None:
        self.files = files
        self.shape = shape
        self.dtype = files.dtype

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
        files, start = self.files.excerpt(int(wanted.min()), int(wanted.max()) + 1)
        inner = RunArray(files, (files.samples, *self.shape[1:]))
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
            touched = dict.fromkeys(self.files.file_of(index) for index in wanted)
            pieces = [self._sample_range(file, wanted)[(slice(None), *rest)] for file in touched]
            return np.concatenate(pieces)
        index = int(first) % self.shape[0]
        file = self.files.file_of(index)
        start, _ = self.files.samples_of(file)
        return np.asarray(self.files.whole(file)[index - start][rest])

    def _sample_range(self, file: int, wanted: range) -> NDArray[Any]:
        start, stop = self.files.samples_of(file)
        inside = [index - start for index in wanted if start <= index < stop]
        return self.files.whole(file)[inside]


class RunValues(indexing.LazilyIndexedArray):
    """Lazy values of a run that take along, to another process, the files they lie in alone.

    A chunk of a run of ten thousand files is then a few kilobytes to send, whoever sends it.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.array.excerpt(self.key)
