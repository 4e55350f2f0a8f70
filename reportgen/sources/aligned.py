"""Samples of different length laid over one another at their last input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError
from reportgen.schema import KEY, SkippedFile
from reportgen.sources.store import base_name

if TYPE_CHECKING:
    from reportgen.sources.inventory import SampleFile

#: The input window has steps, which are the keys where there are as many.
TIME = "time"


def at_last_input(
    files: Sequence[SampleFile],
) -> tuple[tuple[SampleFile, ...], list[SkippedFile]]:
    """Files of one number of layers and heads, the shorter ones with keys added in front.

    Returns
    -------
    kept, others
        Those of another number of layers or heads, or not square among square ones, are left out.

    Raises
    ------
    UsageError
        Most have not as many queries as keys: nothing says which query goes with which key.
    """
    shapes = Counter(file.sizes[1:] for file in files)
    if len(shapes) == 1:
        return tuple(files), []
    models = Counter(_model(file) for file in files)
    # Counter keeps first-seen order: a tie goes to the first file by name.
    common = max(models, key=lambda model: models[model])
    if not common[2]:
        queries, keys = files[0].sizes[3:]
        raise UsageError(
            f"align: last in a run of {queries} queries and {keys} keys, of different lengths",
            allowed="self-attention: as many queries as keys",
            fix="leave align out, so that the commonest shape is kept",
        )
    kept = [file for file in files if _model(file) == common]
    longest = max(file.sizes[4] for file in kept)
    others = [
        SkippedFile(base_name(file.name), "wrong-shape", f"{file.sizes[1:]}")
        for file in files
        if _model(file) != common
    ]
    return tuple(_padded(file, longest) for file in kept), others


def _model(file: SampleFile) -> tuple[int, int, bool]:
    """Layers, heads, and whether there are as many queries as keys."""
    _, layers, heads, queries, keys = file.sizes
    return layers, heads, queries == keys


def _padded(file: SampleFile, keys: int) -> SampleFile:
    return replace(file, sizes=(*file.sizes[:3], keys, keys), padding=keys - file.sizes[4])


def check_tokens(*, patched: bool, prefix_tokens: int) -> None:
    """Stop where tokens are no steps of time.

    Raises
    ------
    UsageError
        Tokens in front would be taken for the first inputs, or cover several steps each.
    """
    if patched or prefix_tokens:
        what = f"{prefix_tokens} prefix tokens" if prefix_tokens else "patches"
        raise UsageError(
            f"align: last with {what}, in a run of different lengths",
            allowed="one token a step, and none without a time",
            fix="leave align out, so that the commonest shape is kept",
        )


def padded_axes(dims: Sequence[str], inner: Sequence[int], file: SampleFile) -> tuple[int, ...]:
    """Axes of a companion, batch first, along which shorter samples are filled up.

    Parameters
    ----------
    dims
        Of the companion, batch first.
    inner
        Its stored sizes in this file, without the batch.
    """
    own = file.sizes[-1] - file.padding
    return tuple(
        axis
        for axis, (dim, length) in enumerate(zip(dims[1:], inner, strict=False), 1)
        if dim == KEY or (dim == TIME and length == own)
    )


def lengthened(inner: Sequence[int], axes: Sequence[int], by: int) -> tuple[int, ...]:
    """Sizes without the batch, with some axes longer (or shorter) by a number."""
    return tuple(length + by if axis in axes else length for axis, length in enumerate(inner, 1))


def filled_up(
    values: NDArray[Any], axes: Sequence[int], by: int, fill: float = 0.0
) -> NDArray[Any]:
    """Values with ``by`` cells in front of each of some axes."""
    if not by or not axes:
        return values
    width = [(by if axis in axes else 0, 0) for axis in range(values.ndim)]
    return np.pad(values, width, constant_values=fill)
