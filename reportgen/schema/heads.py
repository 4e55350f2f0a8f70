"""How alike the heads are: distances, a map of them, groups, and pairs that repeat each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.schema.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class HeadPair:
    """Two heads whose mean matrices are nearly the same, in both halves of the samples.

    Attributes
    ----------
    first, second
        Places in ``Analysis.heads``.
    distance
        Between the mean matrices of all samples.
    halves
        The same in each half of the samples.
    floor
        The larger of the two heads' own distances between the halves.
    """

    first: int
    second: int
    distance: float
    halves: tuple[float, float]
    floor: float


@dataclass(frozen=True, slots=True, eq=False)
class HeadMap:
    """Distances between all heads of all layers, in the order of ``Analysis.heads``.

    Attributes
    ----------
    distances : (pair,)
        Head distance (science.md section 1) of the pairs (0, 1), (0, 2) … (1, 2) …; in [0, 1].
    positions : (head, 2)
        Classical scaling of the distances; same unit.
    shown
        Share of the squared distances that two dimensions keep.
    groups : (head,)
        Group of each head, counted from 0, the largest first; all 0 where no groups stand out.
    silhouette
        Mean silhouette of the groups, None where there is one.
    pairs
        Redundant pairs, the closest first.
    threshold
        Distance up to which a pair is redundant.
    floors : (head,)
        Distance of each head to itself between the two halves; None with an empty half.
    unresolved
        Pairs that are neither redundant nor farther apart than the threshold and both floors.
    block
        Cells a side that were averaged; above 1 the distances are lower bounds.
    """

    distances: FloatArray
    positions: FloatArray
    shown: float
    groups: tuple[int, ...]
    silhouette: float | None
    pairs: tuple[HeadPair, ...]
    threshold: float
    floors: tuple[float, ...] | None
    unresolved: int
    block: int = 1
