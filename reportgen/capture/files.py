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
_PARTIAL = ".partial"


def batch_name(index: int) -> str:
    """Name of the file of a batch without reference times."""
    return f"attention_batch_{index:04d}.npz"


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
