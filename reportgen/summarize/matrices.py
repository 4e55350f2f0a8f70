"""Sums of the matrices of one kind of plane: the heads, or the means over them.

Matrices are added in the weights' own precision and go into float64 once a group of samples is
complete. What is linear in them, the lag spectrum, is derived from the sum, once a group.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry
from reportgen.summarize.cleaning import Defects
from reportgen.summarize.measures import Measures, Weights
from reportgen.summarize.parts import Part
from reportgen.summarize.passes import Target
from reportgen.summarize.pooling import Shear

_SUM, _SQUARES, _LAGS = "attention_sum", "attention_square_sum", "lag_sum"


class PlaneStack:
    """Measures of a group of samples and the matrices that wait for float64.

    Parameters
    ----------
    prefix
        What the names of the variables begin with.
    shape
        Layers and heads, or layers alone for one mean a layer.
    cells
        Queries and keys.
    group
        Samples of a group.
    block
        Cells a side of a stored block.
    """

    def __init__(
        self,
        prefix: str,
        shape: tuple[int, ...],
        cells: tuple[int, int],
        dtype: np.dtype[Any],
        *,
        group: int,
        block: int,
    ) -> None:
        queries, keys = cells
        self.prefix, self.shape, self.dtype = prefix, shape, dtype
        self.planes = int(np.prod(shape))
        self.measures = Measures.empty(group * self.planes, queries, keys, dtype)
        self.defects = Defects.none(group * self.planes, queries)
        self._block = block
        self._square = queries == keys
        stored = tuple(-(-length // block) for length in cells)
        self._sum = np.zeros((2, self.planes, *stored), dtype)
        self._squares = np.zeros((self.planes, *stored), dtype)
        self._lags = np.zeros((self.planes, queries + keys - 1))

    def counted(self, samples: int, first: int = 0) -> NDArray[np.bool_]:
        """Rows that count in the planes of some samples, dims (plane, query)."""
        return self.defects.counted[first * self.planes : (first + samples) * self.planes]

    def target(self, half: int, first: int, within: slice, mean: Weights | None = None) -> Target:
        """Where some planes of a block are added, which are those of one sample from a number on.

        Parameters
        ----------
        mean : (layer, query, key)
            Where their mean over heads is summed up.
        """
        planes = slice(first, first + within.stop - within.start)
        return Target(
            within=within,
            first=first,
            total=self._sum[half, planes],
            squares=self._squares[planes],
            block=self._block,
            lags=self._lags[planes] if self._block > 1 and self._square else None,
            mean=mean,
            heads=self.shape[-1] if mean is not None else 1,
        )

    def pending(self, geometry: Geometry, shear: Shear) -> Part:
        """Matrices that wait and the lag sums of them, under the names of their variables.

        Parameters
        ----------
        shear
            Of one plane in float64.
        """
        lags = self._lags
        if self._block == 1 and self._square:
            for plane, into in enumerate(lags):
                # One by one: in float64 all of them together would be the largest array there is.
                into[...] = 0
                for half in self._sum[:, plane]:
                    into += shear.sums(half[None], geometry.keys_seen)[0]
        stored = self._squares.shape[1:]
        return {
            self.prefix + _SUM: self._sum.reshape(2, *self.shape, *stored),
            self.prefix + _SQUARES: self._squares.reshape(*self.shape, *stored),
            self.prefix + _LAGS: lags.reshape(*self.shape, -1),
        }

    def restore(self, pending: Part) -> None:
        """Take up what waited when an earlier build ended."""
        self._sum[...] = pending[self.prefix + _SUM].reshape(self._sum.shape)
        self._squares[...] = pending[self.prefix + _SQUARES].reshape(self._squares.shape)
        if self._block > 1:
            self._lags[...] = pending[self.prefix + _LAGS].reshape(self._lags.shape)

    def clear(self) -> None:
        """Nothing waits any more."""
        for waiting in (self._sum, self._squares, self._lags):
            waiting[...] = 0

    def figures(self, values: NDArray[Any], samples: int) -> NDArray[Any]:
        """Values of the planes of a group with dims (sample, layer, …)."""
        return values.reshape(samples, *self.shape, *values.shape[1:])
