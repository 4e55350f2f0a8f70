"""Position against content: how much of the attention is the same in every sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Estimate
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]


def position_share(importance: Floats, expected: Floats, weights: Weights) -> Estimate | None:
    """Share of the variation of incoming attention around uniform that position alone explains.

    ``B sum_k (mean_k - e_k)^2 / sum_bk (I_bk - e_bk)^2``, the part that sample noise alone would
    add to the mean subtracted. 1: every sample has the same profile; 0: none is shared.

    Parameters
    ----------
    importance, expected : (batch, key)
    """
    samples = importance.shape[0]
    if samples < 2:
        return None
    excess = importance - expected
    total = (excess**2).sum(axis=1)
    if total.sum() <= 0:
        return None

    def share(counts: Floats) -> Floats:
        number = counts.sum(axis=1)
        mean = counts @ excess / number[:, None]
        squares = counts @ total / number
        between = (mean**2).sum(axis=1)
        noise = np.maximum(squares - between, 0) / np.maximum(number - 1, 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = np.clip((between - noise) / squares, 0, 1)
        return result

    point = float(share(np.ones((1, samples)))[0])
    return weights.estimate(point, None if weights.values is None else share(weights.values))
