"""Which mask a model used, read from exact zeros."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import allowed_cells
from reportgen.schema import KEY, QUERY, Mask, MaskKind, Origin
from reportgen.summarize.pooling import pooled


def candidate_mask(attention: NDArray[np.floating]) -> Mask:
    """Mask that one sample's exact zeros suggest.

    Parameters
    ----------
    attention : (layer, head, query, key)

    Notes
    -----
    Causal: every cell above the diagonal is zero and those below are not all zero. Windowed: in
    addition nothing reaches further back than a width short of the window.
    """
    queries, keys = attention.shape[-2:]
    if queries < 2 or keys < 2:
        return Mask()
    used = np.zeros((queries, keys), bool)
    for heads in attention:
        # A cell that is NaN in one head may be sound in another.
        used |= ((heads != 0) & np.isfinite(heads)).any(axis=0)
    lag = np.arange(queries)[:, None] + (keys - queries) - np.arange(keys)[None, :]
    if used[lag < 0].any() or not used[lag > 0].any():
        return Mask()
    reach = int(lag[used].max())
    if reach + 1 < keys and used[(lag >= 0) & (lag <= reach)].all():
        return Mask(MaskKind.WINDOW, Origin.DETECTED, reach + 1)
    return Mask(MaskKind.CAUSAL, Origin.DETECTED)


def contradicts(
    largest: NDArray[np.floating], mask: Mask, sizes: Mapping[Hashable, int], block: int
) -> bool:
    """Whether some sample puts weight where a detected mask forbids it.

    Parameters
    ----------
    largest : (block_query, block_key)
        Largest weight anywhere in the run, per stored block.
    block
        Cells a side of a stored block.
    """
    queries, keys = sizes[QUERY], sizes[KEY]
    allowed = allowed_cells(mask, queries, keys)
    reachable = pooled(allowed, block, np.max).astype(bool)
    return bool((largest[~reachable] > 0).any())
