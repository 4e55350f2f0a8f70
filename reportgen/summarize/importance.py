"""A file's own column sums against ours, which says whether both mean the same array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.summarize.attention import Planes
from reportgen.summarize.measures import Weights


def importance_difference(weights: Weights, theirs: NDArray[Any]) -> NDArray[np.float64]:
    """Largest distance between the column sums of a sample and those in its file.

    Parameters
    ----------
    weights : (layer, head, query, key)
    theirs : (layer, key)
        Column sums of the means over heads, as they were written.

    Returns
    -------
    (batch,)
        Of the one sample; NaN where ours say nothing.
    """
    sums = _column_sums(weights.reshape(-1, *weights.shape[-2:]))
    return np.array([_distance(sums, theirs)])


class Compared:
    """Planes of a sample whose column sums are taken while the planes are.

    Attributes
    ----------
    difference : (batch,)
        As ``importance_difference`` says it, once the last plane was taken; NaN before.
    """

    def __init__(self, planes: Planes, heads: int, theirs: NDArray[Any]) -> None:
        layers, keys = theirs.shape
        self._planes, self._theirs = planes, theirs
        self._sums = np.empty((layers * heads, keys))
        self.difference = np.array([np.nan])

    def __getitem__(self, piece: slice, /) -> Weights:
        """Some of the planes."""
        block = self._planes[piece]
        self._sums[piece] = _column_sums(block)
        if piece.stop == len(self._sums):
            self.difference[0] = _distance(self._sums, self._theirs)
        return block


def _column_sums(planes: Weights) -> NDArray[np.float64]:
    """Sums over the queries, dims (plane, key): as exact as those that a file may hold."""
    with np.errstate(invalid="ignore"):
        total: NDArray[np.float64] = planes.sum(axis=1, dtype=np.float64)
    return total


def _distance(sums: NDArray[np.float64], theirs: NDArray[Any]) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        ours = sums.reshape(len(theirs), -1, sums.shape[1]).mean(axis=1)
    # Where a weight is not finite ours says nothing; where only theirs is not, they disagree.
    compared = np.isfinite(ours)
    distance = np.abs(ours[compared] - theirs[compared].astype(np.float64))
    distance[~np.isfinite(distance)] = np.inf
    return float(distance.max(initial=0.0)) if compared.any() else np.nan
