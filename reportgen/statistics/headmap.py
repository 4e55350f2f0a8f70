"""How alike the heads are: a map, groups, and pairs that repeat each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import HeadMap, HeadPair
from reportgen.statistics.distance import head_distances, head_rows, matched_distances
from reportgen.statistics.grouping import classical_map, groups_of

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

REDUNDANT = 0.1


def head_map(summary: xr.Dataset, *, block: int = 1) -> HeadMap | None:
    """Compare all heads of all layers by their sample-mean matrices.

    Parameters
    ----------
    summary
        From ``summarize``.
    block
        Cells a side that the stored matrices average.

    Returns
    -------
    None with one head, or where mean weights are negative: such rows are no distributions.

    Notes
    -----
    Distances of sample means compare what is fixed by position. Two heads that follow the content
    of each sample in different ways may share their mean; ``variability`` says how much that
    leaves out.
    """
    rows = head_rows(summary)
    if len(rows) < 2 or (rows < 0).any():
        return None
    halves = [head_rows(summary, half) for half in range(summary.sizes["half"])]
    return compared_heads(rows, halves, block=block)


def compared_heads(rows: Floats, halves: Sequence[Floats], *, block: int = 1) -> HeadMap:
    """Distances, map, groups and redundant pairs of heads.

    A pair is *redundant* if three things hold:

    * its distance is at most 0.1. Then at most an eighth of the weight lies elsewhere, for half
      the sum of ``abs(a - b)`` is at most ``sqrt(2 ln 2)`` times the distance;
    * it is at most 0.1 in each half of the samples by itself, so that it is no accident of a few;
    * each head's own distance between the halves is at most 0.1. Where a head differs more than
      that from itself, noise hides what the pair would be.

    A pair is different if it is farther apart than 0.1 and than either head from itself between
    the halves. What is neither is *unresolved*, and counted: more samples would tell.

    Parameters
    ----------
    rows : (head, query, key)
        Mean rows over all samples, as `head_rows` gives them; two heads or more.
    halves
        The same for each half of the samples; all zero where a half has none.
    block
        Cells a side that one cell averages.
    """
    distances = head_distances(rows)
    positions, shown = classical_map(distances)
    groups, silhouette = groups_of(distances)
    floors = _floors(halves)
    pairs = () if floors is None else _redundant(distances, halves, floors)
    upper = np.triu_indices(len(rows), 1)
    return HeadMap(
        distances=distances[upper],
        positions=positions,
        shown=shown,
        groups=tuple(int(group) for group in groups),
        silhouette=silhouette,
        pairs=pairs,
        threshold=REDUNDANT,
        floors=None if floors is None else tuple(float(floor) for floor in floors),
        unresolved=len(upper[0]) - len(pairs) - _different(distances[upper], floors, upper),
        block=block,
    )


def _floors(halves: Sequence[Floats]) -> Floats | None:
    """Distance of each head to itself between the halves; None where a half is empty."""
    if not all(rows.any() for rows in halves):
        return None
    return matched_distances(*halves)


def _different(
    distances: Floats, floors: Floats | None, upper: tuple[NDArray[np.intp], ...]
) -> int:
    """Pairs that differ by more than the threshold, and more than either head from itself."""
    if floors is None:
        return 0
    floor = np.maximum(floors[upper[0]], floors[upper[1]])
    return int((distances > np.maximum(floor, REDUNDANT)).sum())


def _redundant(distances: Floats, halves: Sequence[Floats], floors: Floats) -> tuple[HeadPair, ...]:
    close = np.triu(distances <= REDUNDANT, 1) & (np.maximum.outer(floors, floors) <= REDUNDANT)
    first, second = np.nonzero(close)
    if first.size == 0:
        return ()
    # Only heads that are close to another one are compared again.
    heads = np.union1d(first, second)
    within = [head_distances(rows[heads]) for rows in halves]
    pairs = []
    for one, two in zip(first, second, strict=True):
        place = np.searchsorted(heads, (one, two))
        one_half, other_half = (float(half[tuple(place)]) for half in within)
        if max(one_half, other_half) <= REDUNDANT:
            floor = float(max(floors[one], floors[two]))
            distance = float(distances[one, two])
            pairs.append(HeadPair(int(one), int(two), distance, (one_half, other_half), floor))
    return tuple(sorted(pairs, key=lambda pair: (pair.distance, pair.first, pair.second)))
