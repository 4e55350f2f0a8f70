"""HDF5, and NetCDF-4 which is HDF5: by h5py where it is installed, else by netCDF4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayHeader, header_of, may_read

#: Groups within groups beyond this are not looked into.
_DEPTH: Final = 6
_MOST_ARRAYS: Final = 20_000


@dataclass(frozen=True, slots=True)
class NetcdfFile:
    """An open NetCDF or HDF5 file; arrays of a group are named by their path."""

    variables: Mapping[str, Any]
    headers: Mapping[str, ArrayHeader]

    def read(self, name: str) -> NDArray[Any]:
        """Read one array as it is stored, without scaling or masking."""
        header = may_read(self.headers, name)
        try:
            values = np.asarray(self.variables[name][...])
        except MemoryError as error:
            raise UnreadableFileError("too-large", name) from error
        except Exception as error:
            # The library gives whatever the C code below it reports.
            raise UnreadableFileError("truncated", f"{name}: {error}"[:200]) from error
        if values.shape != header.shape:
            raise UnreadableFileError("changed", name)
        return values


@contextmanager
def open_netcdf(stream: BinaryIO, size: int, path: Path | None) -> Iterator[NetcdfFile]:
    """Open an HDF5 file with netCDF4, which is there anyway.

    Parameters
    ----------
    stream, path
        The file; without a path it lies in an archive and is read into memory.

    Raises
    ------
    UnreadableFileError
        The library cannot open it.
    """
    import netCDF4

    try:
        if path is not None:
            file = netCDF4.Dataset(str(path), "r")
        else:
            stream.seek(0)
            file = netCDF4.Dataset("in-memory", "r", memory=stream.read())
    except Exception as error:
        raise UnreadableFileError("truncated", str(error)[:200]) from error
    try:
        variables = dict(_netcdf_variables(file, "", 0))
        headers = {name: _netcdf_header(item, size) for name, item in variables.items()}
        yield NetcdfFile(variables, headers)
    finally:
        with suppress(RuntimeError):
            file.close()


def _netcdf_variables(group: Any, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    group.set_auto_maskandscale(False)
    if len(group.variables) > _MOST_ARRAYS:
        raise UnreadableFileError("too-large", f"{len(group.variables)} arrays")
    for name, variable in group.variables.items():
        yield prefix + name, variable
    if depth < _DEPTH:
        for name, inner in group.groups.items():
            yield from _netcdf_variables(inner, f"{prefix}{name}/", depth + 1)


def _netcdf_header(variable: Any, size: int) -> ArrayHeader:
    dtype = variable.dtype
    # Half precision is shown as text here, and reading it as such ends the process: no text.
    known = isinstance(dtype, np.dtype)
    header = header_of(
        variable.shape,
        dtype if known else np.dtype("V1"),
        stored_bytes=size,
        dims=_meant(tuple(variable.dimensions)),
    )
    return header if known else replace(header, refused="needs-h5py")


@contextmanager
def open_hdf5(stream: BinaryIO, size: int, path: Path | None) -> Iterator[NetcdfFile]:
    """Open an HDF5 file with h5py where it is installed, with netCDF4 where not."""
    try:
        import h5py
    except ImportError:
        with open_netcdf(stream, size, path) as file:
            yield file
        return
    try:
        opened = h5py.File(stream if path is None else str(path), "r")
    except Exception as error:
        raise UnreadableFileError("truncated", str(error)[:200]) from error
    with opened:
        found: dict[str, Any] = {}

        def collect(name: str | bytes, item: Any) -> None:
            if isinstance(item, h5py.Dataset) and len(found) < _MOST_ARRAYS:
                # A name that is no UTF-8 comes as bytes.
                text = name if isinstance(name, str) else name.decode("utf-8", "backslashreplace")
                found[text] = item

        try:
            opened.visititems(collect)
            headers = {name: _hdf5_header(item, size) for name, item in found.items()}
            texts = [name for name, item in found.items() if _is_text(item.dtype)]
        except Exception as error:
            raise UnreadableFileError("truncated", str(error)[:200]) from error
        variables = {n: _Text(v) if n in texts else v for n, v in found.items()}
        yield NetcdfFile(variables, headers)


def _hdf5_header(item: Any, size: int) -> ArrayHeader:

    dims = tuple(_scale_name(dim) for dim in item.dims)
    text = _is_text(item.dtype)
    # A dataset without a shape is an empty one.
    shape = () if item.shape is None else item.shape
    dtype = np.dtype("U1") if text else item.dtype
    return header_of(shape, dtype, stored_bytes=size, dims=_meant(dims))


def _is_text(dtype: Any) -> bool:
    """Whether values are strings; single bytes are NetCDF characters, joined by whoever asks."""
    import h5py

    kind = h5py.check_string_dtype(dtype)
    return kind is not None and kind.length != 1


def _scale_name(dim: Any) -> str:
    if dim.label:
        return str(dim.label)
    return str(dim[0].name).rpartition("/")[2] if len(dim) else ""


def _meant(dims: tuple[str, ...]) -> tuple[str, ...]:
    """Names of axes that somebody gave; none where the library made them up."""
    made_up = any(not dim or dim.startswith("phony_dim_") for dim in dims)
    return () if made_up else dims


@dataclass(frozen=True, slots=True)
class _Text:
    """An HDF5 array of text, read as strings."""

    dataset: Any

    def __getitem__(self, key: Any) -> NDArray[Any]:
        values = np.asarray(self.dataset.asstr(errors="replace")[key])
        return values.astype(str)
