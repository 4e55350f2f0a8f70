"""What a block of weights adds to the sums, while it lies in the cache.

Two implementations: NumPy's, which does everything, and one that is compiled (``fused``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import WorkersError
from reportgen.nulls import Geometry
from reportgen.summarize.measures import (
    Measures,
    Places,
    Scratch,
    Weights,
    measure_lags,
    measure_rows,
    measure_squares,
    note_lags,
    places_of,
)
from reportgen.summarize.pooling import Shear, pooled

NUMPY = "numpy"
#: Weights of a run from which on a compiled kernel is used where there is one.
WORTH_COMPILING = 2**28


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Where planes of one sample are added.

    Attributes
    ----------
    within
        Which planes of the block they are.
    first
        Number of the first of them within its sample.
    total, squares : (plane, block_query, block_key)
        Sums over the samples of the means of blocks of cells, and of the squares of these means.
    block
        Cells a side of such a block, the same wherever the planes of a block of planes are added.
    lags : (plane, lag)
        Sums of keys seen times weight, where they cannot be derived from ``total``.
    mean : (layer, query, key)
        Sums over the heads of the sample; nothing where the planes are means already.
    heads
        Planes of each of these sums.
    """

    within: slice
    first: int
    total: Weights
    squares: Weights
    block: int
    lags: NDArray[np.float64] | None = None
    mean: Weights | None = None
    heads: int = 1


class Passes(Protocol):
    """All that is done with the weights of a block beside sorting them."""

    def add(
        self, block: Weights, geometry: Geometry, into: Measures, targets: Sequence[Target]
    ) -> None:
        """Measure a block and add it.

        Parameters
        ----------
        block : (plane, query, key)
            Finite weights, those that do not count set to zero.
        into
            Measures of its planes, whose extremes are known.
        """


def passes_of(
    kernel: str, shape: tuple[int, int, int], dtype: np.dtype[Any], scratch: Scratch
) -> Passes:
    """Passes of a kernel that ``kernel_for`` chose; those of NumPy where it has none."""
    if kernel == NUMPY or dtype != np.float32:
        return NumpyPasses(shape, dtype, scratch)
    from reportgen.summarize.fused import FusedPasses

    return FusedPasses()


def check_kernel(kernel: str, machine: str) -> None:
    """Stop where another machine chose a kernel that this one does not have.

    Raises
    ------
    WorkersError
        Numba is missing, or another version.
    """
    own = NUMPY if kernel == NUMPY else compiled_kernel()
    if own != kernel:
        raise WorkersError(
            f"{machine} has {own or 'no Numba'}, and the run is to be read with {kernel}",
            allowed="the same versions on all machines: the report must not depend on who reads",
            fix="install reportgen[fast] there with this Numba, or uninstall Numba here",
        )


def compiled_kernel() -> str | None:
    """Name of the compiled kernel, which is loaded then; None where there is none."""
    try:
        from reportgen.summarize.fused import KERNEL
    except ImportError:
        # Not installed, or not for this NumPy.
        return None
    return KERNEL


def kernel_for(weights: int, compiled: Callable[[], str | None] = compiled_kernel) -> str:
    """Kernel of a run of so many weights: whoever reads it, all of it is read by the same.

    A compiled one costs half a second at the start of every process, which a large run alone
    makes good.
    """
    return NUMPY if weights < WORTH_COMPILING else compiled() or NUMPY


class NumpyPasses:
    """One pass after the other; the block stays in the cache.

    Parameters
    ----------
    shape
        Planes of a block at most, queries, keys.
    scratch
        Room for two such blocks.
    """

    def __init__(self, shape: tuple[int, int, int], dtype: np.dtype[Any], scratch: Scratch) -> None:
        self._shape, self._dtype, self._scratch = shape, dtype, scratch
        self._shear: Shear | None = None

    def add(
        self, block: Weights, geometry: Geometry, into: Measures, targets: Sequence[Target]
    ) -> None:
        """Measure a block and add it."""
        places = places_of(geometry, block.dtype)
        measure_rows(block, places, into, self._scratch)
        if any(target.lags is not None for target in targets):
            self._add_lags(block, places, into, targets)
        else:
            measure_lags(block, places, into)
        cells = pooled(block, targets[0].block)
        squares = measure_squares(block, cells, into, self._scratch)
        for target in targets:
            if target.mean is not None:
                _add_heads(target.mean, target.first, block[target.within], target.heads)
            np.add(target.total, cells[target.within], out=target.total)
            np.add(target.squares, squares[target.within], out=target.squares)

    def _add_lags(
        self, block: Weights, places: Places, into: Measures, targets: Sequence[Target]
    ) -> None:
        shear = self._shear = self._shear or Shear(self._shape, self._dtype)
        sums = shear.sums(block)
        note_lags(sums, places.half_width, into)
        if places.one_seen:
            # Rows that do not count are zero: one factor does for all.
            sums *= places.seen.max(initial=0)
        else:
            sums = shear.sums(block, places.seen)
        for target in targets:
            if target.lags is not None:
                target.lags[...] += sums[target.within]


def _add_heads(mean: Weights, first: int, clean: Weights, heads: int) -> None:
    """Add heads of a sample, the first of which has a number, to the sums of their layers."""
    if first % heads == 0 and len(clean) % heads == 0:
        layers = slice(first // heads, (first + len(clean)) // heads)
        np.add.reduce(clean.reshape(-1, heads, *clean.shape[1:]), axis=1, out=mean[layers])
        return
    for plane, weights in enumerate(clean, start=first):
        layer, head = divmod(plane, heads)
        if head == 0:
            mean[layer] = weights
        else:
            mean[layer] += weights
