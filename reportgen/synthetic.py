"""Attention with a known pattern, for tests and demonstrations: what a figure ought to find."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import allowed_cells, lags_of
from reportgen.schema import Mask, MaskKind, Pattern

Floats = NDArray[np.float64]

FEWEST_TOKENS = 4
#: Concentration of the Dirichlet draws: rows as uneven as those of the calibration benchmark.
CONCENTRATION = 0.5


def synthetic_attention(
    pattern: Pattern | str,
    tokens: int,
    *,
    mask: Mask | MaskKind | str = MaskKind.NONE,
    strength: float = 0.8,
    noise: float = 0.0,
    seed: int | np.random.Generator = 0,
) -> Floats:
    """Square attention of one head that follows a pattern.

    Each row is ``(1 - noise) (strength P + (1 - strength) u) + noise D``: the pattern's own row P,
    uniform attention u under the mask, and a draw D from a symmetric Dirichlet distribution over
    the keys the query may see. So ``noise`` is the share of a row's weight that is replaced by
    chance, whatever the number of tokens; noise added to every cell would drown any pattern of a
    long sequence.

    Parameters
    ----------
    pattern
        ``diagonal``, ``previous-step`` (the first query attends to itself), ``local`` (even over
        the neighbours, a 24th of the tokens on either side), ``vertical-stripe`` (the key a third
        of the way in), ``first-key``, ``block`` (two halves, each even in itself) or ``uniform``;
        ``mixed`` is `dirichlet_attention`.
    tokens
        Queries, and keys; at least 4.
    mask
        Cells a query may attend to. A row whose pattern lies outside the mask is even.
    strength
        Share of the weight that the pattern holds before noise; the rest is even.
    noise
        Share of each row's weight that is a Dirichlet draw.
    seed
        Seed or generator of the noise.

    Returns
    -------
    weights : (query, key)
        Rows sum to one.

    Raises
    ------
    ValueError
        The pattern is unknown, there are too few tokens, or a share lies outside [0, 1].

    Examples
    --------
    >>> synthetic_attention("previous-step", 4, strength=1.0).round(2)
    array([[1., 0., 0., 0.],
           [1., 0., 0., 0.],
           [0., 1., 0., 0.],
           [0., 0., 1., 0.]])
    """
    for name, share in (("strength", strength), ("noise", noise)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} is {share}; allowed is a share from 0 to 1")
    kind = Pattern(pattern)
    cells = _allowed(tokens, mask)
    drawn = dirichlet_attention(tokens, mask=mask, seed=seed)
    if kind is Pattern.MIXED:
        return drawn
    even = cells / cells.sum(axis=1, keepdims=True)
    shape = _SHAPES[kind](tokens) * cells
    total = shape.sum(axis=1, keepdims=True)
    shape = np.where(total > 0, shape / np.where(total > 0, total, 1), even)
    weights: Floats = (1 - noise) * (strength * shape + (1 - strength) * even) + noise * drawn
    return weights


def dirichlet_attention(
    tokens: int,
    *,
    mask: Mask | MaskKind | str = MaskKind.NONE,
    concentration: float = CONCENTRATION,
    seed: int | np.random.Generator = 0,
) -> Floats:
    """Square attention without any pattern: independent symmetric Dirichlet rows.

    Parameters
    ----------
    tokens
        Queries, and keys; at least 4.
    mask
        Cells a query may attend to.
    concentration
        Of the Dirichlet distribution: small draws few keys, large draws nearly even rows.
    seed
        Seed or generator.

    Returns
    -------
    weights : (query, key)
        Rows sum to one.

    Raises
    ------
    ValueError
        There are too few tokens, or the concentration is not positive.
    """
    if not concentration > 0:
        raise ValueError(f"concentration is {concentration}; allowed is a positive number")
    cells = _allowed(tokens, mask)
    # The smallest float keeps a row alive whose draws all fall below it.
    drawn = np.random.default_rng(seed).gamma(concentration, size=cells.shape) + 1e-300
    weights: Floats = np.where(cells, drawn, 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def _allowed(tokens: int, mask: Mask | MaskKind | str) -> NDArray[np.bool_]:
    if tokens < FEWEST_TOKENS:
        raise ValueError(f"{tokens} tokens; allowed are {FEWEST_TOKENS} and more")
    declared = mask if isinstance(mask, Mask) else Mask(MaskKind(mask))
    return allowed_cells(declared, tokens, tokens)


def _diagonal(tokens: int) -> Floats:
    return np.eye(tokens)


def _previous(tokens: int) -> Floats:
    shape = np.eye(tokens, k=-1)
    shape[0, 0] = 1
    return shape


def _local(tokens: int) -> Floats:
    width = max(1, tokens // 24)
    return (np.abs(lags_of(tokens, tokens)) <= width).astype(np.float64)


def _stripe(tokens: int) -> Floats:
    shape = np.zeros((tokens, tokens))
    shape[:, tokens // 3] = 1
    return shape


def _first_key(tokens: int) -> Floats:
    shape = np.zeros((tokens, tokens))
    shape[:, 0] = 1
    return shape


def _block(tokens: int) -> Floats:
    half = np.arange(tokens) * 2 // tokens
    same: Floats = np.equal.outer(half, half).astype(np.float64)
    return same


def _uniform(tokens: int) -> Floats:
    return np.ones((tokens, tokens))


_SHAPES: dict[Pattern, Callable[[int], Floats]] = {
    Pattern.DIAGONAL: _diagonal,
    Pattern.PREVIOUS: _previous,
    Pattern.LOCAL: _local,
    Pattern.STRIPE: _stripe,
    Pattern.FIRST_KEY: _first_key,
    Pattern.BLOCK: _block,
    Pattern.UNIFORM: _uniform,
}
