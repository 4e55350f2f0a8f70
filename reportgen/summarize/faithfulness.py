"""Shares of the keys when weights are scaled by value norms or by gradients, of one sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry

Floats = NDArray[np.float64]


def norm_importance(incoming: NDArray[Any], norms: NDArray[Any]) -> Floats:
    """Share of each key of ``sum_h c_hk |f_h(x_k)|``, with c the incoming attention of a head.

    Parameters
    ----------
    incoming : (layer, head, key)
        Column sums of the readout rows.
    norms : (layer, head, key)
        Norms of the value vectors after the output projection of their head.

    Returns
    -------
    (layer, key), NaN in a layer where the products are no positive finite numbers.

    References
    ----------
    Kobayashi et al. 2020, EMNLP, 7057-7075.
    """
    return _shares((incoming.astype(np.float64) * norms).sum(axis=1))


def gradient_importance(
    attention: NDArray[Any], gradients: NDArray[Any], geometry: Geometry
) -> Floats:
    """Share of each key of ``sum_hq |A G|`` over the readout rows.

    Parameters
    ----------
    attention, gradients : (layer, head, query, key)
        Weights, and the derivative of the model's output by them.

    Returns
    -------
    (layer, key), NaN in a layer where the products are no positive finite numbers.

    References
    ----------
    Hao et al. 2021, AAAI 35, 12963 (attribution by weight times gradient).
    """
    product = np.abs(attention.astype(np.float64) * gradients)
    counted = np.where(geometry.allowed & geometry.readout[:, None], product, 0)
    return _shares(counted.sum(axis=(1, 2)))


def _shares(sums: Floats) -> Floats:
    total = sums.sum(axis=1, keepdims=True)
    known = np.isfinite(total) & (total > 0) & (sums >= 0).all(axis=1, keepdims=True)
    return np.where(known, sums / np.where(known, total, 1), np.nan)
