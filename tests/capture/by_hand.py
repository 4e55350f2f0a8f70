"""softmax(Q K^T / sqrt d + mask) of each family of models, written out from their weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def number(tensor: Any) -> Floats:
    return np.asarray(tensor.detach().double().numpy())


def heads_apart(tokens: Floats, heads: int) -> Floats:
    """(batch, token, feature) as (batch, head, token, feature of the head)."""
    batch, length, features = tokens.shape
    return tokens.reshape(batch, length, heads, features // heads).transpose(0, 2, 1, 3)


def softmax_of(query: Floats, key: Floats, forbidden: Any = False) -> Floats:
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(query.shape[-1])
    scores = np.where(forbidden, -np.inf, scores)
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def multihead_weights(module: Any, query: Any, key: Any, forbidden: Any = False) -> Floats:
    """Weights of an nn.MultiheadAttention on (batch, token, feature), (batch, head, query, key)."""
    matrix, bias = number(module.in_proj_weight), number(module.in_proj_bias)
    features = matrix.shape[1]
    asked = number(query) @ matrix[:features].T + bias[:features]
    offered = number(key) @ matrix[features : 2 * features].T + bias[features : 2 * features]
    heads = module.num_heads
    return softmax_of(heads_apart(asked, heads), heads_apart(offered, heads), forbidden)


def linear(layer: Any, tokens: Any) -> Floats:
    out = number(tokens) @ number(layer.weight).T
    return out if layer.bias is None else out + number(layer.bias)


def above_diagonal(length: int) -> NDArray[np.bool_]:
    return np.triu(np.ones((length, length), dtype=bool), 1)
