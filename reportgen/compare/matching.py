"""Which head of one run is which of another: the assignment of least total distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.records import HeadMatch
from reportgen.statistics.distance import head_distances, head_rows, matched_distances

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


def least_assignment(costs: Floats) -> NDArray[np.int64]:
    """Column of each row so that the sum of costs is least, each column used once.

    The Hungarian method with potentials, one shortest augmenting path a row: exact, and cubic in
    the number of rows, of which a layer has few dozens. Of equal assignments always the same one
    comes out.

    Parameters
    ----------
    costs : (row, column)
        At least as many columns as rows.

    References
    ----------
    Kuhn 1955, "The Hungarian method for the assignment problem"; Jonker & Volgenant 1987, "A
    shortest augmenting path algorithm for dense and sparse linear assignment problems".

    Examples
    --------
    >>> least_assignment(np.array([[1.0, 2.0], [1.0, 9.0]]))
    array([1, 0])
    """
    rows, columns = costs.shape
    # Row and column 0 stand for "free"; column 0 holds the row that is being placed.
    of_column = np.zeros(columns + 1, dtype=np.int64)
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    for row in range(1, rows + 1):
        of_column[0] = row
        _augment(costs, of_column, row_price, column_price)
    assigned = np.zeros(rows, dtype=np.int64)
    for column in range(1, columns + 1):
        if of_column[column]:
            assigned[of_column[column] - 1] = column - 1
    return assigned


def _augment(
    costs: Floats, of_column: NDArray[np.int64], row_price: Floats, column_price: Floats
) -> None:
    """Place the row in ``of_column[0]`` along the cheapest path, and adjust the prices."""
    size = len(of_column)
    slack = np.full(size, np.inf)
    came_from = np.zeros(size, dtype=np.int64)
    seen = np.zeros(size, dtype=bool)
    column = 0
    while of_column[column]:
        seen[column] = True
        row = of_column[column]
        reduced = costs[row - 1] - row_price[row] - column_price[1:]
        shorter = ~seen[1:] & (reduced < slack[1:])
        slack[1:][shorter] = reduced[shorter]
        came_from[1:][shorter] = column
        open_slack = np.where(seen, np.inf, slack)
        open_slack[0] = np.inf
        following = int(open_slack.argmin())
        step = open_slack[following]
        row_price[of_column[seen]] += step
        column_price[seen] -= step
        slack[~seen] -= step
        column = following
    while column:
        earlier = int(came_from[column])
        of_column[column] = of_column[earlier]
        column = earlier


def heads_reason(first: xr.Dataset, other: xr.Dataset) -> str | None:
    """Why heads of two Summaries cannot be matched (``compare.why.`` id), None if they can."""
    if any(first.sizes[dim] != other.sizes[dim] for dim in ("layer", "head")):
        return "model"
    same = ("query", "key", "block_query", "block_key")
    if any(first.sizes[dim] != other.sizes[dim] for dim in same):
        return "tokens"
    if any((head_rows(each) < 0).any() for each in (first, other)):
        return "weights"
    return None


def matched_heads(first: xr.Dataset, other: xr.Dataset) -> tuple[HeadMatch, ...]:
    """Partner of each head of ``first`` in ``other``, layer by layer.

    Layers follow one another and are never exchanged; heads of a layer have no order.

    Parameters
    ----------
    first, other
        Summaries that `heads_reason` lets through.
    """
    layers, heads = first.sizes["layer"], first.sizes["head"]
    rows = [head_rows(each) for each in (first, other)]
    floors = [_floors(each) for each in (first, other)]
    matches = []
    for layer in range(layers):
        part = slice(layer * heads, (layer + 1) * heads)
        between = head_distances(np.concatenate([rows[0][part], rows[1][part]]))[:heads, heads:]
        for one, two in enumerate(least_assignment(between)):
            own = [
                None if each is None else float(each[layer * heads + head])
                for each, head in zip(floors, (one, int(two)), strict=True)
            ]
            known = [floor for floor in own if floor is not None]
            matches.append(
                HeadMatch(
                    layer=layer,
                    first=one,
                    other=int(two),
                    distance=float(between[one, two]),
                    same_place=float(between[one, one]),
                    floor=max(known) if len(known) == 2 else None,
                )
            )
    return tuple(matches)


def _floors(summary: xr.Dataset) -> Floats | None:
    """Distance of each head to itself between the halves of the samples."""
    halves = [head_rows(summary, half) for half in range(summary.sizes["half"])]
    if len(halves) != 2 or not all(rows.any() for rows in halves):
        return None
    return matched_distances(*halves)
