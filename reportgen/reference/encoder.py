"""An encoder block, and the sinusoidal positions that go in first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from reportgen.exceptions import UsageError
from reportgen.reference.heads import HeadProjections, multi_head_attention, projected
from reportgen.reference.shapes import Floats, floats

_WAVELENGTH: Final = 10_000.0


def sinusoidal_positions(length: int, features: int) -> Floats:
    """Sinusoidal encoding of positions, dims (token, feature), float64.

    Even features hold sines and odd ones cosines, of wavelengths from 2 pi to 20,000 pi.

    Raises
    ------
    UsageError
        A length or number of features below one.

    Examples
    --------
    >>> sinusoidal_positions(2, 4).round(3)
    array([[0.   , 1.   , 0.   , 1.   ],
           [0.841, 0.54 , 0.01 , 1.   ]])
    """
    if length < 1 or features < 1:
        raise UsageError(f"{length} tokens of {features} features", allowed="1 or more of each")
    even = np.arange(0, features, 2)
    angles = np.arange(length)[:, None] * _WAVELENGTH ** (-even / features)
    encoding = np.empty((length, features))
    encoding[:, 0::2] = np.sin(angles)
    encoding[:, 1::2] = np.cos(angles)[:, : features // 2]
    return encoding


def layer_norm(tokens: Floats, gain: Floats, bias: Floats, *, epsilon: float = 1e-5) -> Floats:
    """Tokens with zero mean and unit variance over their features, then scaled and shifted.

    Parameters
    ----------
    tokens : (…, token, feature)
    gain, bias : (feature,)
    """
    centred = tokens - tokens.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    normal: Floats = centred / np.sqrt(variance + epsilon) * gain + bias
    return normal


@dataclass(frozen=True, slots=True, eq=False)
class BlockWeights:
    """Weights of an encoder block.

    Attributes
    ----------
    attention
        Its heads.
    inner : (feature, hidden)
    outer : (hidden, feature)
        The two layers of the feed-forward part, with biases (hidden,) and (feature,).
    first_gain, first_bias, second_gain, second_bias : (feature,)
        Of the two layer norms.
    """

    attention: HeadProjections
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    first_gain: Floats
    first_bias: Floats
    second_gain: Floats
    second_bias: Floats


def encoder_block(
    tokens: ArrayLike,
    weights: BlockWeights,
    *,
    allowed: ArrayLike | None = None,
    causal: bool = False,
) -> tuple[Floats, Floats]:
    """One post-norm encoder block with ReLU: attention, then feed-forward, a norm after each.

    Parameters
    ----------
    tokens : (…, token, feature)

    Returns
    -------
    output : (…, token, feature)
    attention : (…, head, query, key)
    """
    given = floats("tokens", tokens, 2)
    seen, attention = multi_head_attention(
        given, given, weights.attention, allowed=allowed, causal=causal
    )
    middle = layer_norm(given + seen, weights.first_gain, weights.first_bias)
    hidden = np.maximum(projected(middle, weights.inner, weights.inner_bias), 0)
    fed = projected(hidden, weights.outer, weights.outer_bias)
    return layer_norm(middle + fed, weights.second_gain, weights.second_bias), attention
