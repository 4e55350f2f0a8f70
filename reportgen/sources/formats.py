"""The registry of readers: one file of a store as named arrays, whatever its format."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayFile
from reportgen.sources.classic import open_classic
from reportgen.sources.magic import Container, Format, kind_of, kind_of_members
from reportgen.sources.netcdf import open_hdf5
from reportgen.sources.npy import open_npy
from reportgen.sources.npz import BROKEN_ZIP, NpzFile, npz_headers, plain_npz
from reportgen.sources.safetensors import open_safetensors
from reportgen.sources.store import Store
from reportgen.sources.torch_file import open_torch
from reportgen.sources.trial import try_out
from reportgen.sources.zarr_store import open_zarr


@contextmanager
def open_arrays(store: Store, name: str) -> Iterator[ArrayFile]:
    """Open a sample file and parse its headers; no value is read.

    Raises
    ------
    UnreadableFileError
        It is empty, of no known format, damaged, or a header lies about its array.
    """
    path = store.path_of(name)
    if path is not None and path.is_dir():
        with open_zarr(path) as file:
            yield file
        return
    with store.open(name) as stream:
        size = stream.seek(0, 2)
        if not size:
            raise UnreadableFileError("empty")
        stream.seek(0)
        with _opened(stream, size, path, name, store) as file:
            yield file


@contextmanager
def _opened(
    stream: BinaryIO, size: int, path: Path | None, name: str, store: Store
) -> Iterator[ArrayFile]:
    if stream.read(2) == b"PK":
        plain = plain_npz(stream, size)
        if plain is not None:
            yield plain
            return
        try:
            archive = zipfile.ZipFile(stream)
        except BROKEN_ZIP as error:
            raise UnreadableFileError("not-zip", str(error)) from error
        with archive:
            if kind_of_members(archive) is not Format.TORCH:
                yield NpzFile(archive, dict(npz_headers(archive)))
                return
    with _reader(stream, size, path, name, store) as file:
        yield file


def _reader(
    stream: BinaryIO, size: int, path: Path | None, name: str, store: Store
) -> AbstractContextManager[ArrayFile]:
    kind = kind_of(stream, size)
    stream.seek(0)
    match kind:
        case Format.NPY:
            return open_npy(stream, size)
        case Format.SAFETENSORS:
            return open_safetensors(stream, size)
        case Format.NETCDF:
            return open_classic(stream, size)
        case Format.HDF5:
            try_out(stream, path, (store.name, name, store.stamp(name)))
            return open_hdf5(stream, size, path)
        case Format.TORCH:
            return open_torch(stream, size)
        case Container.TAR:
            raise UnreadableFileError("unknown-format", "an archive within the run")
    reason = "not-zip" if name.lower().endswith(".npz") else "unknown-format"
    raise UnreadableFileError(reason, "not the first bytes of any format that is read")
