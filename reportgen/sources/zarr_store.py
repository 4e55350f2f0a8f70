"""Zarr, versions 2 and 3, through its own package, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayHeader, header_of
from reportgen.sources.netcdf import NetcdfFile
from reportgen.sources.npy import UNNAMED

#: Any of these makes a folder a Zarr store.
MARKERS: Final = ("zarr.json", ".zgroup", ".zarray", ".zmetadata")
_DEPTH: Final = 6


def is_zarr(path: Path) -> bool:
    """Whether a folder is a Zarr store."""
    return any((path / marker).is_file() for marker in MARKERS)


def stored_bytes(path: Path) -> int:
    """Bytes of all files of a store; links are not followed."""
    return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file())


@contextmanager
def open_zarr(path: Path) -> Iterator[NetcdfFile]:
    """Open a Zarr store; chunks are read when values are asked for.

    Raises
    ------
    UnreadableFileError
        The package is missing, or the store's metadata cannot be read.
    """
    try:
        import zarr
    except ImportError as error:
        raise UnreadableFileError("needs-zarr", "pip install 'reportgen[formats]'") from error
    size = stored_bytes(path)
    try:
        opened = zarr.open(str(path), mode="r")
        arrays = (
            {UNNAMED: opened}
            if isinstance(opened, zarr.Array)
            else {
                name: item
                for name, item in opened.members(max_depth=_DEPTH)
                if isinstance(item, zarr.Array)
            }
        )
        headers = {name: _header(item, size) for name, item in sorted(arrays.items())}
    except UnreadableFileError:
        raise
    except Exception as error:
        # Metadata is JSON of somebody else's: whatever reading it says, the store is bad.
        raise UnreadableFileError("unreadable", str(error)[:200]) from error
    yield NetcdfFile(arrays, headers)


def _header(array: Any, size: int) -> ArrayHeader:
    names = getattr(array.metadata, "dimension_names", None)
    if not names:
        names = array.attrs.get("_ARRAY_DIMENSIONS")
    dims = tuple(str(name) for name in names or () if name)
    dtype = np.dtype(array.dtype) if isinstance(array.dtype, np.dtype) else np.dtype(object)
    return header_of(
        array.shape,
        dtype,
        stored_bytes=size,
        dims=dims if len(dims) == len(array.shape) else (),
    )
