"""Draws from the rows null: each row's weights exchanged at random over its allowed keys.

Needed while samples are few, where the normal approximation is too optimistic (science.md 2).
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry

FEW_SAMPLES = 8
DRAWS = 999
_CELLS_AT_ONCE = 4_000_000


def permuted_incoming(
    plane: NDArray[np.floating], geometry: Geometry, name: str
) -> NDArray[np.float64]:
    """Incoming attention of one sample under random permutations of its rows.

    Parameters
    ----------
    plane : (query, key)
        The focus layer's mean over heads.
    name
        Name of the sample; it seeds the generator, so that a sample's draws do not depend on
        the others.

    Returns
    -------
    (draw, key)
    """
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    generator = np.random.default_rng(seed)
    rows = np.flatnonzero(geometry.readout)
    weights = plane[rows].astype(np.float32)
    allowed = geometry.allowed[rows]
    per_draw = max(1, weights.size)
    incoming = np.empty((DRAWS, plane.shape[1]))
    step = max(1, _CELLS_AT_ONCE // per_draw)
    for start in range(0, DRAWS, step):
        count = min(step, DRAWS - start)
        incoming[start : start + count] = _draw(weights, allowed, count, generator)
    return incoming


def _draw(
    weights: NDArray[np.float32],
    allowed: NDArray[np.bool_],
    count: int,
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    stack = np.broadcast_to(weights, (count, *weights.shape))
    if allowed.all():
        shuffled = generator.permuted(stack, axis=2)
        return np.asarray(shuffled.sum(axis=1, dtype=np.float64))
    # Random numbers above one keep forbidden cells last, so that each row's allowed places come
    # first, in random order; its allowed weights are then laid into those places.
    places = generator.random(stack.shape, dtype=np.float32)
    places[:, ~allowed] = 2
    order = np.argsort(places, axis=2, kind="stable")
    front = np.take_along_axis(weights, np.argsort(~allowed, axis=1, kind="stable"), axis=1)
    shuffled = np.empty(stack.shape, dtype=np.float32)
    np.put_along_axis(shuffled, order, np.broadcast_to(front, stack.shape), axis=2)
    return np.asarray(shuffled.sum(axis=1, dtype=np.float64))
