r"""Scaled dot-product attention: whole, causal, batched, and a chunk of queries at a time.

.. math:: A = \mathrm{softmax}(Q K^\top s + M), \qquad \mathrm{out} = A V, \qquad s = 1/\sqrt{d}

Every array may carry leading dims (batch, head, …); they broadcast.

References
----------
Vaswani, A. et al. (2017), Attention Is All You Need, arXiv:1706.03762.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reportgen.exceptions import UsageError
from reportgen.reference.shapes import Cells, Floats, check_leading, check_mask, floats


def softmax(scores: Floats) -> Floats:
    """Softmax over the last axis; a row that is all minus infinity becomes zeros.

    The row's maximum is taken off first, so that nothing overflows.

    Examples
    --------
    >>> softmax(np.array([[1000.0, 1000.0], [0.0, -np.inf]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    highest = scores.max(axis=-1, keepdims=True)
    raised = np.exp(scores - np.where(np.isfinite(highest), highest, 0))
    total = raised.sum(axis=-1, keepdims=True)
    weights: Floats = raised / np.where(total > 0, total, 1)
    return weights


def causal_cells(queries: int, keys: int) -> Cells:
    """Cells of a causal mask, dims (query, key): query q sees the keys up to q."""
    return np.tri(queries, keys, dtype=bool)


def attention_scores(query: ArrayLike, key: ArrayLike, *, scale: float | None = None) -> Floats:
    """Scores before the mask and the softmax.

    Parameters
    ----------
    query : (…, query, feature)
    key : (…, key, feature)
    scale
        Factor; one over the root of the features by default, which keeps the scores' spread
        near one whatever their number.

    Raises
    ------
    UsageError
        Features or leading dims that do not fit.
    """
    asked, offered = floats("query", query, 2), floats("key", key, 2)
    if asked.shape[-1] != offered.shape[-1]:
        raise UsageError(
            f"queries of {asked.shape[-1]} features and keys of {offered.shape[-1]}",
            allowed="as many features in both",
            fix="project both to one size",
        )
    check_leading("query and key", asked, offered)
    factor = asked.shape[-1] ** -0.5 if scale is None else scale
    scores: Floats = asked @ np.swapaxes(offered, -1, -2) * factor
    return scores


def scaled_dot_product_attention(
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    *,
    allowed: ArrayLike | None = None,
    causal: bool = False,
    scale: float | None = None,
) -> tuple[Floats, Floats]:
    """Attention of one head, or of many at once.

    Parameters
    ----------
    query : (…, query, feature)
    key : (…, key, feature)
    value : (…, key, column)
    allowed : (…, query, key)
        True where a query may look; None: everywhere.
    causal
        Forbid the keys after the query's own place, too.

    Returns
    -------
    output : (…, query, column)
    weights : (…, query, key)
        Rows sum to one; those that may see nothing are zero.

    Raises
    ------
    UsageError
        Shapes that do not fit, with both.
    """
    scores = attention_scores(query, key, scale=scale)
    values = floats("value", value, 2)
    if values.shape[-2] != scores.shape[-1]:
        raise UsageError(
            f"{scores.shape[-1]} keys and {values.shape[-2]} values",
            allowed="one value per key",
        )
    check_leading("weights and value", scores, values)
    cells = causal_cells(*scores.shape[-2:]) if causal else None
    if allowed is not None:
        given = np.asarray(allowed)
        check_mask(given, scores.shape)
        cells = given if cells is None else given & cells
    weights = softmax(scores if cells is None else np.where(cells, scores, -np.inf))
    return weights @ values, weights


def chunked_attention(
    query: ArrayLike,
    key: ArrayLike,
    value: ArrayLike,
    *,
    chunk: int = 256,
    allowed: ArrayLike | None = None,
    causal: bool = False,
) -> Floats:
    """The output alone, a chunk of queries at a time: chunk x key cells are held at once.

    Parameters and shapes as in `scaled_dot_product_attention`; ``chunk`` counts queries.

    Raises
    ------
    UsageError
        Shapes that do not fit, or a chunk below one.
    """
    if chunk < 1:
        raise UsageError(f"chunk={chunk}", allowed="1 or more queries")
    asked = floats("query", query, 2)
    queries, keys = asked.shape[-2], np.shape(key)[-2]
    given = None if allowed is None else np.asarray(allowed)
    if given is not None:
        check_mask(given, (*asked.shape[:-1], keys))
        given = np.broadcast_to(given, (*given.shape[:-2], queries, keys))
    pieces = []
    for start in range(0, queries, chunk):
        rows = slice(start, start + chunk)
        cells = None if given is None else given[..., rows, :]
        if causal:
            places = np.arange(queries)[rows, None] >= np.arange(keys)
            cells = places if cells is None else cells & places
        pieces.append(
            scaled_dot_product_attention(asked[..., rows, :], key, value, allowed=cells)[0]
        )
    return np.concatenate(pieces, axis=-2)
