"""Labels and times that the files themselves carry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.formats import open_arrays
from reportgen.sources.inventory import Inventory

_HOUR_NAMES = ("key_time", "time_hours", "hours", "time")


def stored_text(inventory: Inventory, name: str, length: int) -> tuple[str, ...]:
    """Strings stored under a name, if every file agrees on them; empty otherwise."""
    first: tuple[str, ...] = ()
    for file in inventory.files:
        values = _small_array(inventory, file.name, name, file.shapes)
        if values is None or values.dtype.kind not in "US" or values.shape != (length,):
            return ()
        text = tuple(str(value) for value in values.astype(str))
        if first and text != first:
            return ()
        first = text
    return first


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
        reference = found[0] - found[0][0]
        if all(
            hours.shape == reference.shape and np.allclose(hours - hours[0], reference, atol=1e-3)
            for hours in found
        ):
            return found[0]
    return None


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
