"""Draws from the rows null: each row's weights exchanged at random over its allowed keys.

Needed while samples are few, where the normal approximation is too optimistic (science.md 2).
"""

from __future__ import annotations

import hashlib
import sys

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry

FEW_SAMPLES = 8
DRAWS = 999
# A megabyte or two: the sort then works in the cache.
_CELLS_AT_ONCE = 200_000
# Which 32 bits of a 64-bit word decide its order.
_UPPER = 1 if sys.byteorder == "little" else 0
# Beyond every place that is drawn, and a weight of zero.
_LAST = np.uint64(0xFFFFFFFF << 32)


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
    """Sums over the rows of ``count`` draws (draw, key).

    A random number in the upper half of a word and the weight in its lower half: sorting the words
    of a row shuffles its weights, several times faster than exchanging them one by one.
    """
    words = np.empty((count, *weights.shape), dtype=np.uint64)
    halves = words.view(np.uint32).reshape(*words.shape, 2)
    places = generator.integers(0, 2**32, size=words.shape, dtype=np.uint32)
    halves[..., _UPPER] = places >> 1
    halves[..., 1 - _UPPER] = weights.view(np.uint32)
    if not allowed.all():
        # Forbidden cells sort to the end, as zeros.
        words[:, ~allowed] = _LAST
    words.sort(axis=2)
    shuffled = halves.view(np.float32)[..., 1 - _UPPER]
    front = np.argsort(~allowed, axis=1, kind="stable")
    if not (front == np.arange(front.shape[1])).all():
        shuffled = np.take_along_axis(shuffled, np.argsort(front, axis=1)[None], axis=2)
    return np.asarray(shuffled.sum(axis=1, dtype=np.float64))
