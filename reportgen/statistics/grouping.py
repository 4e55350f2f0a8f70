"""A map and groups from a matrix of distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_GROUPS = 8
STRUCTURE = 0.25
_DIMENSIONS = 2


def classical_map(distances: Floats) -> tuple[Floats, float]:
    """Classical multidimensional scaling in two dimensions.

    ``B = -J D^2 J / 2`` with the centring matrix J; the coordinates are its first two eigenvectors
    times the roots of their eigenvalues.

    Parameters
    ----------
    distances : (item, other item)
        Symmetric, zero on the diagonal.

    Returns
    -------
    positions : (item, 2)
        In the unit of the distances. On each axis the item farthest from zero (the first of them)
        is positive, so that the same distances always give the same map.
    shown
        Share of the sum of the positive eigenvalues that two dimensions keep: 1 is a faithful map.

    References
    ----------
    Torgerson 1952, "Multidimensional scaling: I. Theory and method".
    """
    count = len(distances)
    centring = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    values, vectors = values[::-1].clip(min=0), vectors[:, ::-1]
    positions = np.zeros((count, _DIMENSIONS))
    kept = min(_DIMENSIONS, count)
    positions[:, :kept] = vectors[:, :kept] * np.sqrt(values[:kept])
    # Rounded, two items equally far out are a tie on every machine.
    farthest = np.argmax(np.abs(positions).round(9), axis=0)
    positions *= np.where(positions[farthest, range(_DIMENSIONS)] < 0, -1.0, 1.0)
    total = float(values.sum())
    return positions, float(values[:_DIMENSIONS].sum() / total) if total > 0 else 1.0


def groups_of(distances: Floats) -> tuple[Labels, float | None]:
    """Groups of items by average linkage, as many as stand out best.

    Of 2 to 8 groups the number with the largest mean silhouette is taken; if that stays below
    0.25, which Kaufman & Rousseeuw call no substantial structure, there is one group.

    Parameters
    ----------
    distances : (item, other item)
        Symmetric, zero on the diagonal.

    Returns
    -------
    labels : (item,)
        Counted from 0, the largest group first, then by its first item.
    silhouette
        Mean silhouette, None for one group.

    References
    ----------
    Kaufman & Rousseeuw 1990, "Finding Groups in Data"; Rousseeuw 1987, "Silhouettes".
    """
    best, best_silhouette = np.zeros(len(distances), dtype=np.int64), STRUCTURE
    # More groups come first from the linkage; of two equally good divisions the coarser is taken.
    for labels in _linkage(distances):
        silhouette = mean_silhouette(distances, labels)
        if silhouette >= best_silhouette:
            best, best_silhouette = labels, silhouette
    if best.max(initial=0) == 0:
        return best, None
    return _by_size(best), best_silhouette


def _linkage(distances: Floats) -> list[Labels]:
    """Average linkage (UPGMA): the divisions into ``MOST_GROUPS`` groups, one fewer … two."""
    between = distances.astype(np.float64)
    np.fill_diagonal(between, np.inf)
    count = len(between)
    sizes, labels = np.ones(count), np.arange(count)
    divisions = []
    for groups in range(count, 1, -1):
        if groups <= min(MOST_GROUPS, count - 1):
            divisions.append(np.unique(labels, return_inverse=True)[1].astype(np.int64))
        one, two = sorted(divmod(int(np.argmin(between)), count))
        merged = (sizes[one] * between[one] + sizes[two] * between[two]) / (sizes[one] + sizes[two])
        between[one], between[:, one] = merged, merged
        between[two], between[:, two], between[one, one] = np.inf, np.inf, np.inf
        sizes[one] += sizes[two]
        labels[labels == two] = one
    return divisions


def mean_silhouette(distances: Floats, labels: Labels) -> float:
    """Mean over items of ``(b - a) / max(a, b)``; an item alone in its group counts as 0.

    ``a``: mean distance to the rest of its own group, ``b``: to the nearest other group.
    """
    members = labels[:, None] == np.arange(labels.max() + 1)
    sizes = members.sum(axis=0)
    sums = distances @ members
    own = sizes[labels]
    items = np.arange(len(labels))
    within = sums[items, labels] / np.maximum(own - 1, 1)
    others = sums / sizes
    others[items, labels] = np.inf
    nearest = others.min(axis=1)
    wider = np.maximum(within, nearest)
    counted = (own > 1) & (wider > 0)
    silhouettes = np.where(counted, (nearest - within) / np.where(counted, wider, 1), 0.0)
    return float(silhouettes.mean())


def _by_size(labels: Labels) -> Labels:
    """The same groups, counted from the largest; equal ones in the order of their first item."""
    groups, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(groups)), key=lambda group: (-sizes[group], first[group]))
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups))
    return np.asarray(rank[np.searchsorted(groups, labels)])
