"""Pairing samples at random without breaking up the windows that overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def block_pairings(block_of_sample: Whole, draws: int, seed: int) -> Whole:
    """Samples paired with the samples of another block, whole blocks at a time.

    Windows of one block overlap: what holds for one of them holds for the next. Pairing each
    sample by itself would take them for independent, and on clusters of four windows without any
    effect such a test finds one in 33-41 % of the runs instead of 5 %.

    Parameters
    ----------
    block_of_sample : (batch,)
        Blocks counted from 0 without gaps; samples of one in the order of time.
    draws
        Random permutations of the blocks.

    Returns
    -------
    (draw, batch)
        Index of each sample's partner. The first sample of a block is paired with the first of
        its partner, and so on; a shorter partner starts over.
    """
    sizes = np.bincount(block_of_sample)
    order = np.argsort(block_of_sample, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rank = np.empty(block_of_sample.size, dtype=np.int64)
    rank[order] = np.arange(order.size) - np.repeat(starts, sizes)
    generator = np.random.default_rng(seed)
    blocks = generator.permuted(np.tile(np.arange(sizes.size), (draws, 1)), axis=1)
    partner = blocks[:, block_of_sample]
    paired: Whole = order[starts[partner] + rank % sizes[partner]]
    return paired
