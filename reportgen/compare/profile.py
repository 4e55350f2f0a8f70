"""Attention per hour (or step) of two runs on one grid, whatever their cadences and windows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.clocks import Clock, cells_on
from reportgen.compare.records import ProfileDifference
from reportgen.compare.side import Side

Floats = NDArray[np.float64]

_TAILS = (2.5, 97.5)


def profile_difference(first: Side, other: Side, clock: Clock) -> ProfileDifference | None:
    """Share of attention per hour, on the coarser run's cells within both windows.

    A cell's share is spread evenly over its hours: a finer place is not known. None where the
    windows do not overlap. On the clock ``step`` the same with steps in place of hours.
    """
    cells = [cells_on(clock, side.report) for side in (first, other)]
    edges = common_edges(cells[0], cells[1])
    if edges.size < 2:
        return None
    hours = np.diff(edges)
    onto = [overlap(each, edges) / hours for each in cells]
    shares = [side.importance @ each for side, each in zip((first, other), onto, strict=True)]
    low = high = None
    if first.drawn_importance is not None and other.drawn_importance is not None:
        drawn = other.drawn_importance @ onto[1] - first.drawn_importance @ onto[0]
        low, high = np.percentile(drawn, _TAILS, axis=0)
    return ProfileDifference(clock, edges, shares[0], shares[1], shares[1] - shares[0], low, high)


def common_edges(one: Floats, two: Floats) -> Floats:
    """Edges of the coarser run's cells that lie within both windows, ascending.

    Parameters
    ----------
    one, two : (key, 2)
        Ends of the cells, hours or steps back; NaN for tokens without a time.
    """
    known = [cells[np.isfinite(cells).all(axis=1)] for cells in (one, two)]
    if not all(cells.size for cells in known):
        return np.zeros(0)
    widths = [float(np.median(cells[:, 1] - cells[:, 0])) for cells in known]
    coarse = known[int(widths[1] > widths[0])]
    low = max(float(cells.min()) for cells in known)
    high = min(float(cells.max()) for cells in known)
    edges = np.unique(np.round(coarse, 9))
    return np.asarray(edges[(edges >= low - 1e-9) & (edges <= high + 1e-9)], dtype=np.float64)


def overlap(cells: Floats, edges: Floats) -> Floats:
    """Share of each cell that falls into each bin, dims (key, bin).

    Examples
    --------
    >>> overlap(np.array([[0.0, 2.0]]), np.array([0.0, 1.0, 4.0]))
    array([[0.5, 0.5]])
    """
    low, high = cells[:, :1], cells[:, 1:]
    inside = np.minimum(high, edges[1:]) - np.maximum(low, edges[:-1])
    width = np.where(high > low, high - low, 1.0)
    shares: Floats = np.where(np.isfinite(inside), np.maximum(inside, 0.0), 0.0) / np.where(
        np.isfinite(width), width, 1.0
    )
    return shares
