"""Pairing samples at random without breaking up the windows that overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BlockPairing:
    """Who is whose partner when one block of samples is put in the place of another.

    Windows of one block overlap: what holds for one of them holds for the next. Pairing each
    sample by itself would take them for independent, and on clusters of four windows without any
    effect such a test finds one in 33-41 % of the runs instead of 5 %.

    Attributes
    ----------
    of_sample : (batch,)
        Blocks counted from 0 without gaps; samples of one in the order of time.
    """

    of_sample: Whole

    @property
    def sizes(self) -> Whole:
        """Samples of each block."""
        return np.bincount(self.of_sample).astype(np.int64)

    def partners(self, block: Whole) -> Whole:
        """Partner of each sample, given the block that replaces its own, dims (…, batch).

        The first sample of a block is paired with the first of its partner, and so on; a shorter
        partner starts over.
        """
        sizes = self.sizes
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        order = np.argsort(self.of_sample, kind="stable")
        rank = np.empty(self.of_sample.size, dtype=np.int64)
        rank[order] = np.arange(order.size) - np.repeat(starts, sizes)
        paired: Whole = order[starts[block] + rank % sizes[block]]
        return paired

    def permutations(self, draws: int, seed: int) -> Whole:
        """Random permutations of the blocks, dims (draw, block)."""
        blocks = np.tile(np.arange(self.sizes.size), (draws, 1))
        drawn: Whole = np.random.default_rng(seed).permuted(blocks, axis=1)
        return drawn
