"""What a file is, by its first bytes; its name decides nothing."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

from reportgen.sources import npy
from reportgen.sources.npz import BROKEN_ZIP
from reportgen.sources.safetensors import looks_like_safetensors

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HDF5 = b"\x89HDF\r\n\x1a\n"
_NETCDF = (b"CDF\x01", b"CDF\x02", b"CDF\x05")
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_PLACE, _TAR = 257, b"ustar"
#: A pickle of protocol 2 or later: what old versions of PyTorch wrote.
_PICKLE = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
START = 512


class Format(StrEnum):
    """Formats of a sample file, in the order in which one is preferred to another."""

    NPZ = "npz"
    NPY = "npy"
    SAFETENSORS = "safetensors"
    NETCDF = "netcdf"
    HDF5 = "hdf5"
    ZARR = "zarr"
    TORCH = "torch"


class Container(StrEnum):
    """Archives of sample files."""

    ZIP = "zip"
    TAR = "tar"


def kind_of(stream: BinaryIO, size: int) -> Format | Container | None:
    """Format of an open file; the stream is left anywhere."""
    stream.seek(0)
    start = stream.read(START)
    if start.startswith(_ZIP):
        return _kind_of_zip(stream)
    if start.startswith(npy.MAGIC):
        return Format.NPY
    if start.startswith(_HDF5):
        return Format.HDF5
    if start.startswith(_NETCDF):
        return Format.NETCDF
    if start.startswith(_COMPRESSED) or start[_TAR_PLACE:].startswith(_TAR):
        return Container.TAR
    if looks_like_safetensors(start, size):
        return Format.SAFETENSORS
    return Format.TORCH if start.startswith(_PICKLE) else None


def _kind_of_zip(stream: BinaryIO) -> Format | Container | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            return kind_of_members(archive)
    except BROKEN_ZIP:
        # Damaged, but a zip: its reader says how.
        return Format.NPZ


def kind_of_members(archive: zipfile.ZipFile) -> Format | Container:
    """What an open zip is: arrays, a PyTorch file, or an archive of files."""
    names = [item.filename for item in archive.infolist()]
    if any(name.endswith(".npy") and "/" not in name for name in names):
        return Format.NPZ
    if any(PurePosixPath(name).name == "data.pkl" for name in names):
        return Format.TORCH
    return Container.ZIP
