"""Labels and times that the files themselves carry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.schema.lines import one_line
from reportgen.sources.formats import open_arrays
from reportgen.sources.inventory import Inventory

_HOUR_NAMES = ("key_time", "time_hours", "hours", "time")


def stored_text(inventory: Inventory, name: str, length: int) -> tuple[str, ...]:
    """Strings stored under a name, if every file agrees on them; empty otherwise."""
    first: tuple[str, ...] = ()
    for file in inventory.files:
        values = _small_array(inventory, file.name, name, file.shapes)
        if values is None or values.dtype.kind not in "US":
            return ()
        values = _joined(values)
        if values.shape != (length,):
            return ()
        text = tuple(one_line(str(value)) for value in values.astype(str))
        if first and text != first:
            return ()
        first = text
    return first


def stored_tokens(inventory: Inventory, name: str, length: int) -> tuple[str, ...]:
    """Texts of the tokens that all samples share; empty text where they differ.

    An array is of one text (key), or of one a sample (batch, key).

    Returns
    -------
    Empty where no file names its tokens, where a name is no text, or where none is shared.
    """
    shared: list[str] = []
    for file in inventory.files:
        values = _small_array(inventory, file.name, name, file.shapes)
        if values is None or values.dtype.kind not in "US":
            return ()
        values = _joined(values)
        if values.ndim not in (1, 2) or values.shape[-1] != length:
            return ()
        for row in np.atleast_2d(values).astype(str):
            texts = [one_line(str(value)) for value in row]
            pairs = zip(shared or texts, texts, strict=True)
            shared = [one if one == other else "" for one, other in pairs]
        if not any(shared):
            return ()
    return tuple(shared)


def _joined(values: NDArray[Any]) -> NDArray[Any]:
    """Strings of single characters along the last axis, as NetCDF holds them, in one piece."""
    if values.ndim != 2 or values.dtype != np.dtype("S1"):
        return values
    joined = [b"".join(row).rstrip(b"\x00") for row in values]
    return np.array([text.decode("utf-8", errors="replace") for text in joined])


def stored_hours(inventory: Inventory, keys: int) -> NDArray[np.float64] | None:
    """Hours of the inputs since the first of them, if the files carry times and agree.

    Numbers are hours; dates are turned into hours since the first one.
    """
    for name in _HOUR_NAMES:
        collected = [
            _as_hours(_small_array(inventory, file.name, name, file.shapes))
            for file in inventory.files
        ]
        found = [hours for hours in collected if hours is not None]
        if len(found) < len(collected) or not found:
            continue
        longest = max(found, key=len)
        alike = all(_alike(hours, longest) for hours in found)
        if alike and (inventory.aligned or len({hours.size for hours in found}) == 1):
            return longest
    return None


def _alike(hours: NDArray[np.float64], longest: NDArray[np.float64]) -> bool:
    """Whether hours are those at the end of the longest, from whenever they are counted."""
    end = longest[-hours.size :]
    return np.allclose(hours - hours[-1], end - end[-1], atol=1e-3)


def _as_hours(values: NDArray[Any] | None) -> NDArray[np.float64] | None:
    if values is None or values.ndim != 1 or values.size == 0:
        return None
    if values.dtype.kind == "M":
        hours: NDArray[np.float64] = (values - values[0]) / np.timedelta64(1, "h")
        return hours
    if values.dtype.kind in "fiu":
        return values.astype(np.float64)
    return None


def _small_array(
    inventory: Inventory, file: str, name: str, shapes: dict[str, tuple[int, ...]]
) -> NDArray[Any] | None:
    if name not in shapes:
        return None
    try:
        with open_arrays(inventory.store, file) as opened:
            return opened.read(name)
    except UnreadableFileError:
        return None
