"""A map of issue time against UT: a part of the run that can be looked at, chosen by time alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import IssueMap, Stretch
from reportgen.statistics.blocks import blocks_of
from reportgen.statistics.content.locking import Residual

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

#: More columns or rows than these cannot be told apart on a phone.
MOST_COLUMNS, MOST_ROWS = 32, 64
_SHOWN_WITHIN_COLOURS = 98.0


def issue_map(residual: Residual) -> IssueMap | None:
    """Bin and choose what a map of issue time against UT shows.

    Windows issued within half a window of the first of them form a stretch, and share half of
    their hours or more. Keys and issue times are binned alike, so that one hour of the world stays
    in one column. Of many stretches some are taken, evenly spread over the run: a choice by time,
    never by what they show.

    Returns
    -------
    None where no two windows share half of their hours.
    """
    values, issue = residual.values, residual.issue
    keys = values.shape[1]
    width = -(-keys // MOST_COLUMNS)
    hours = width * residual.spacing_hours
    binned = _column_means(values, width)
    blocks = blocks_of(issue, keys * residual.spacing_hours / 2)
    order = np.argsort(blocks.of_sample, kind="stable")
    members = np.split(order, np.cumsum(blocks.sizes.astype(np.int64))[:-1])
    found = [_stretch(binned[part], issue[part], hours) for part in members]
    found = [each for each in found if len(each.after) > 1]
    if not found:
        return None
    most = max(len(each.after) for each in found)
    whole = [each for each in found if len(each.after) >= max(2, most / 2)]
    places = np.linspace(0, len(whole) - 1, min(len(whole), max(1, MOST_ROWS // most)))
    shown = tuple(whole[round(place)] for place in places)
    cells = np.abs(np.concatenate([np.array(each.residual).ravel() for each in shown]))
    # Windows that only rounding tells from the mean have a map of one colour.
    limit = max(float(np.percentile(cells, _SHOWN_WITHIN_COLOURS)), 1e-4)
    return IssueMap(
        column_hours=hours,
        columns=binned.shape[1],
        limit=limit,
        stretches=shown,
        of=len(found),
        same_hour=_neighbours(shown, hour=True),
        same_lag=_neighbours(shown, hour=False),
    )


def _column_means(values: Floats, width: int) -> Floats:
    """Means over so many keys, counted from the end of the window, dims (batch, column)."""
    if width == 1:
        return values
    keys = values.shape[1]
    starts = np.concatenate([[0], np.arange(keys % width or width, keys, width)])
    sizes = np.diff(np.append(starts, keys))
    means: Floats = np.add.reduceat(values, starts, axis=1) / sizes
    return means


def _stretch(rows: Floats, issue: Floats, hours: float) -> Stretch:
    """Rows of one stretch; samples issued in one bin are averaged."""
    first = float(issue.min())
    # Half a column up, whatever its parity: rint would make every second bin three samples wide.
    after = np.floor((issue - first) / hours + 0.5 + 1e-6).astype(np.int64)
    offsets, row = np.unique(after, return_inverse=True)
    counts = np.bincount(row)
    sums = np.zeros((offsets.size, rows.shape[1]))
    np.add.at(sums, row, rows)
    means = np.round(sums / counts[:, None], 4)
    return Stretch(
        first_issue_hours=first,
        after=tuple(int(each) for each in offsets),
        samples=tuple(int(each) for each in counts),
        residual=tuple(tuple(float(value) for value in each) for each in means),
    )


def _neighbours(shown: tuple[Stretch, ...], *, hour: bool) -> float | None:
    """Pooled correlation of neighbouring rows, over the columns that both alignments share."""
    early, late = [], []
    for each in shown:
        rows = np.array(each.residual)
        for upper, lower, shift in zip(rows, rows[1:], np.diff(each.after), strict=False):
            early.append(upper[shift:])
            late.append(lower[: lower.size - shift] if hour else lower[shift:])
    one, two = np.concatenate(early), np.concatenate(late)
    norm = float(np.sqrt((one**2).sum() * (two**2).sum()))
    return float((one * two).sum() / norm) if norm > 0 else None
