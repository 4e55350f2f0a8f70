"""Checks of shapes that every function of the reference makes, with clear errors."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reportgen.exceptions import UsageError

Floats: TypeAlias = NDArray[np.floating[Any]]
Cells: TypeAlias = NDArray[np.bool_]


def floats(name: str, values: ArrayLike, axes: int) -> Floats:
    """Numbers as a floating array with so many axes or more.

    Raises
    ------
    UsageError
        No numbers, or fewer axes.
    """
    array = np.asarray(values)
    if array.ndim < axes or array.dtype.kind not in "fiu":
        raise UsageError(
            f"{name} of shape {array.shape} and type {array.dtype}",
            allowed=f"numbers with {axes} axes or more, the tokens on the last but one",
        )
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def check_leading(what: str, first: Floats, second: Floats) -> None:
    """Check that the dims before the last two broadcast.

    Raises
    ------
    UsageError
        With both shapes.
    """
    try:
        np.broadcast_shapes(first.shape[:-2], second.shape[:-2])
    except ValueError as error:
        raise UsageError(
            f"{what} of shapes {first.shape} and {second.shape}",
            allowed="leading dims that are equal or one",
        ) from error


def check_mask(mask: NDArray[Any], shape: tuple[int, ...]) -> None:
    """Check that a mask holds booleans and broadcasts to the weights.

    Raises
    ------
    UsageError
        With both shapes.
    """
    fits = mask.dtype == bool
    try:
        fits = fits and np.broadcast_shapes(mask.shape, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(
            f"a mask of shape {mask.shape} and type {mask.dtype} for weights of shape {shape}",
            allowed="booleans, True where a query may look, that broadcast to the weights",
        )
