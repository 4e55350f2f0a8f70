"""The focus layer's matrices of two runs on one grid, and how much of the attention differs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.clocks import Clock, cells_on
from reportgen.compare.comparable import not_comparable
from reportgen.compare.profile import common_edges, overlap
from reportgen.compare.records import PlaneDifference
from reportgen.compare.side import Side
from reportgen.figures.heat import block_means
from reportgen.statistics.distance import head_rows

Floats = NDArray[np.float64]

#: Cells a side that are drawn; larger grids are averaged in blocks.
MOST_CELLS = 128


def plane_difference(first: Side, other: Side, clock: Clock) -> PlaneDifference | None:
    """Mean matrices of the heads of the focus layers, side by side.

    Where window, cadence, mask and readout are the same, these are the runs' own cells in units of
    an even share. Where they are not, lift means something else in the two runs, and shares of
    the row per hour (or step) stand on the coarser run's cells within both windows.

    Returns
    -------
    PlaneDifference
        None where the queries of the two runs have no common places.
    """
    if not_comparable("peak_lift", first, other) is None and _shape(first) == _shape(other):
        return _own_cells(first, other)
    return _common_cells(first, other, clock)


def _shape(side: Side) -> tuple[int, ...]:
    return (*np.shape(side.report.matrices.focus), side.report.matrices.block)


def _own_cells(first: Side, other: Side) -> PlaneDifference:
    lifts = [np.asarray(side.report.matrices.focus_lift, np.float64) for side in (first, other)]
    rows = [focus_rows(side) for side in (first, other)]
    block = -(-max(lifts[0].shape) // MOST_CELLS)
    one, two = (block_means(lift, block) for lift in lifts)
    return PlaneDifference(
        unit="lift",
        edges=None,
        block=block * first.report.matrices.block,
        first=one,
        other=two,
        elsewhere=elsewhere(rows[0], rows[1]),
        floor=_floor([[focus_rows(side, half) for half in (0, 1)] for side in (first, other)]),
    )


def _common_cells(first: Side, other: Side, clock: Clock) -> PlaneDifference | None:
    sides = (first, other)
    if any(side.report.run.queries != side.report.run.keys for side in sides):
        return None
    cells = [_block_cells(side, clock) for side in sides]
    edges = common_edges(cells[0], cells[1])
    if edges.size < 2:
        return None

    def placed(half: int | None) -> list[Floats]:
        return [
            regridded(focus_rows(side, half), each, edges)
            for side, each in zip(sides, cells, strict=True)
        ]

    halves = list(zip(placed(0), placed(1), strict=True))
    one, two = placed(None)
    hours = np.diff(edges)
    # The past on top and on the left, as on every other figure.
    shown = [(each[:, :-1] / hours)[::-1, ::-1] for each in (one, two)]
    block = -(-len(hours) // MOST_CELLS)
    return PlaneDifference(
        unit="step" if clock == "step" else "hour",
        edges=edges,
        block=block,
        first=block_means(shown[0], block),
        other=block_means(shown[1], block),
        elsewhere=elsewhere(one, two),
        floor=_floor([list(pair) for pair in halves]),
    )


def focus_rows(side: Side, half: int | None = None) -> Floats:
    """Rows of the focus layer's head mean as distributions, dims (query, key); zero where none."""
    layer, heads = side.report.focus.layer, side.report.run.heads
    rows = head_rows(side.summary, half)[layer * heads : (layer + 1) * heads]
    known = rows.any(axis=2)
    count = known.sum(axis=0)[:, None]
    mean: Floats = rows.sum(axis=0) / np.maximum(count, 1)
    return mean


def _block_cells(side: Side, clock: Clock) -> Floats:
    """Cells of the stored rows and keys: where blocks are stored, from their first to last key."""
    cells, block = cells_on(clock, side.report), side.report.matrices.block
    if block <= 1:
        return cells
    starts = np.arange(0, len(cells), block)
    low = np.minimum.reduceat(cells[:, 0], starts)
    high = np.maximum.reduceat(cells[:, 1], starts)
    return np.stack((low, high), axis=1)


def regridded(rows: Floats, cells: Floats, edges: Floats) -> Floats:
    """Rows on bins of queries and keys, and last the share of each row outside the bins.

    Parameters
    ----------
    rows : (query, key)
        Distributions; rows of zeros do not count.
    cells : (key, 2)
        Ends of the cells of queries and keys; NaN without a time.
    edges : (bin + 1,)

    Returns
    -------
    (bin, bin + 1)
        Each row is the mean of the queries in its bin; zero where there is none.

    Examples
    --------
    >>> cells = np.array([[1.0, 2.0], [0.0, 1.0]])
    >>> regridded(np.array([[0.5, 0.5], [0.25, 0.75]]), cells, np.array([0.0, 1.0]))
    array([[0.75, 0.25]])
    """
    parts = overlap(cells, edges)
    inside = rows @ parts
    present = rows.any(axis=1)
    shares = np.column_stack((inside, np.where(present, 1 - inside.sum(axis=1), 0.0)))
    weights = parts.T * present
    total = weights.sum(axis=1, keepdims=True)
    placed: Floats = (weights @ shares) / np.where(total > 0, total, 1.0)
    return placed


def elsewhere(one: Floats, two: Floats) -> float:
    """Share of the attention that lies on other keys: half the summed difference, mean over rows.

    Parameters
    ----------
    one, two : (query, key)
        Distributions; rows that one of them lacks are left out.

    Examples
    --------
    >>> elsewhere(np.array([[1.0, 0.0]]), np.array([[0.75, 0.25]]))
    0.25
    """
    both = one.any(axis=1) & two.any(axis=1)
    if not both.any():
        return 0.0
    return float(np.abs(one[both] - two[both]).sum(axis=1).mean() / 2)


def _floor(halves: list[list[Floats]]) -> float | None:
    """The larger of the runs' own differences between halves of their samples."""
    own = [elsewhere(*pair) for pair in halves if all(rows.any() for rows in pair)]
    return max(own) if len(own) == len(halves) else None
