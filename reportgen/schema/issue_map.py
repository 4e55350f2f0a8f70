"""Attention of windows that overlap, by issue time against UT and against hours before issue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Windows that overlap one another, in the order of their issue.

    Attributes
    ----------
    first_issue_hours
        Reference time of the first window, hours since 1970-01-01 UT.
    after : (row,)
        Columns by which each row is issued after the first: whole, since issue times are binned
        as widely as the keys.
    samples : (row,)
        Samples whose mean a row is.
    residual : (row, column)
        Lift less its mean at that place over all samples; the last column ends at the last input.
    """

    first_issue_hours: float
    after: tuple[int, ...]
    samples: tuple[int, ...]
    residual: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class IssueMap:
    """Stretches of overlapping windows: where stripes stand upright is what attention follows.

    Attributes
    ----------
    column_hours
        Width of a column, and of the bins of issue time.
    columns
        Columns of a window.
    limit
        Residual at the ends of the colours: 98 % of the cells lie within.
    stretches
        Those shown, evenly spread over the run.
    of
        How many stretches there are in the run.
    same_hour, same_lag
        Correlation of the neighbouring rows shown, at the same hour of the world and at the same
        place in the window; None where they share too little. What the eye sees, not a test.
    """

    column_hours: float
    columns: int
    limit: float
    stretches: tuple[Stretch, ...]
    of: int
    same_hour: float | None
    same_lag: float | None

    @property
    def rows(self) -> int:
        """Rows of all stretches together."""
        return sum(len(each.after) for each in self.stretches)
