"""Multi-head attention: each head attends on its share of the features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reportgen.exceptions import UsageError
from reportgen.reference.attention import scaled_dot_product_attention
from reportgen.reference.shapes import Floats, floats


@dataclass(frozen=True, slots=True, eq=False)
class HeadProjections:
    """Matrices of multi-head attention, applied as ``x @ matrix + bias``.

    Attributes
    ----------
    query, key, value, output : (feature, feature)
    query_bias, key_bias, value_bias, output_bias : (feature,)
        None: no bias.
    """

    heads: int
    query: Floats
    key: Floats
    value: Floats
    output: Floats
    query_bias: Floats | None = None
    key_bias: Floats | None = None
    value_bias: Floats | None = None
    output_bias: Floats | None = None


def multi_head_attention(
    query: ArrayLike,
    context: ArrayLike,
    projections: HeadProjections,
    *,
    allowed: ArrayLike | None = None,
    causal: bool = False,
) -> tuple[Floats, Floats]:
    """Attention of several heads, each on its share of the features.

    Parameters
    ----------
    query : (…, query, feature)
        Tokens that ask; the same array as ``context`` for self-attention.
    context : (…, key, feature)
        Tokens that are looked at.
    allowed : (query, key), or (…, 1, query, key)

    Returns
    -------
    output : (…, query, feature)
    weights : (…, head, query, key)

    Raises
    ------
    UsageError
        Features that the heads cannot share evenly, or shapes that do not fit.
    """
    p = projections
    asked = split_heads(projected(query, p.query, p.query_bias), p.heads)
    offered = split_heads(projected(context, p.key, p.key_bias), p.heads)
    values = split_heads(projected(context, p.value, p.value_bias), p.heads)
    output, weights = scaled_dot_product_attention(
        asked, offered, values, allowed=allowed, causal=causal
    )
    return projected(joined_heads(output), p.output, p.output_bias), weights


def split_heads(tokens: Floats, heads: int) -> Floats:
    """(…, token, feature) as (…, head, token, feature / heads).

    Raises
    ------
    UsageError
        The features cannot be shared evenly.
    """
    features = tokens.shape[-1]
    if heads < 1 or features % heads:
        raise UsageError(
            f"{features} features for {heads} heads",
            allowed="a number of heads that divides the features",
        )
    apart = tokens.reshape(*tokens.shape[:-1], heads, features // heads)
    return np.swapaxes(apart, -2, -3)


def joined_heads(tokens: Floats) -> Floats:
    """(…, head, token, column) as (…, token, head x column)."""
    together = np.swapaxes(tokens, -2, -3)
    return together.reshape(*together.shape[:-2], -1)


def projected(tokens: ArrayLike, matrix: Floats, bias: Floats | None) -> Floats:
    """Tokens times a matrix, plus a bias.

    Parameters
    ----------
    tokens : (…, token, feature)
    matrix : (feature, column)
    bias : (column,)

    Raises
    ------
    UsageError
        Features that do not fit.
    """
    given = floats("tokens", tokens, 2)
    if given.shape[-1] != matrix.shape[0]:
        raise UsageError(
            f"tokens of {given.shape[-1]} features and a matrix of shape {matrix.shape}",
            allowed="as many features as the matrix has rows",
        )
    out: Floats = given @ matrix
    return out if bias is None else out + bias
