"""Run directories written whole or not at all: npz files, and the reportgen.yaml beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import OutputError

FOLDER, CONFIG = "npz", "reportgen.yaml"
NPZ, NETCDF = "npz", "netcdf"
FORMATS = (NPZ, NETCDF)
_SUFFIXES = {NPZ: ".npz", NETCDF: ".nc"}
_HDF5 = b"\x89HDF\r\n\x1a\n"
_PARTIAL = ".partial"


def batch_name(index: int) -> str:
    """Name, without suffix, of the file of a batch without reference times."""
    return f"attention_batch_{index:04d}"


def sample_path(run_dir: Path, name: str, kind: str) -> Path:
    """File of a batch or sample: npz in a folder of its own, NetCDF beside reportgen.yaml."""
    folder = run_dir / FOLDER if kind == NPZ else run_dir
    return folder / f"{name}{_SUFFIXES[kind]}"


def sample_files(run_dir: Path) -> list[Path]:
    """Captured files of a run, of either format, sorted."""
    found = [
        each
        for kind in FORMATS
        for each in sample_path(run_dir, "*", kind).parent.glob(f"*{_SUFFIXES[kind]}")
    ]
    return sorted(each for each in found if not each.name.startswith("."))


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write one compressed npz; a file of that name is always whole.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OutputError(
            f"{path} cannot be written ({error.strerror or error})",
            fix="choose another output directory, or make room",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a small text, whole or not at all.

    Raises
    ------
    OutputError
        The disk refuses.
    """
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror or error})") from error


def is_whole(path: Path) -> bool:
    """Whether a captured file is there to its end (the archive's directory is written last)."""
    if not path.is_file():
        return False
    if path.suffix == _SUFFIXES[NETCDF]:
        with path.open("rb") as stream:
            return stream.read(len(_HDF5)) == _HDF5
    try:
        with zipfile.ZipFile(path) as archive:
            return "attention_weights.npy" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def config_text(
    declared: Mapping[str, object], dims: Sequence[str], layers: Sequence[str], remark: str = ""
) -> str:
    """Text of a reportgen.yaml.

    Parameters
    ----------
    declared
        Values by key.
    dims
        Axes of the stored attention; empty where none is stored.
    layers
        Modules that the layers are, in stored order: said as comments.
    """
    import yaml

    values = {**declared, **({"dims": list(dims)} if dims else {})}
    lines = ["# Written by reportgen capture; edit freely."]
    lines += [f"# {remark}"] if remark else []
    lines += [f"# layer {index}: {name}" for index, name in enumerate(layers)]
    body = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, default_flow_style=None)
    return "\n".join([*lines, body])
