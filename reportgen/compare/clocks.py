"""The clock that runs share, and where their keys stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Report
from reportgen.timeaxis import key_cells

Floats = NDArray[np.float64]
#: Hours before issue, hours before the last input, or steps back from the last key.
Clock: TypeAlias = Literal["issue", "input", "step"]


def shared_clock(reports: Sequence[Report]) -> Clock:
    """The finest clock that every run knows.

    Before issue where all know it, before the last input where all have hours. A run without a
    declared cadence has only the order of its keys: then all are counted in steps.
    """
    if not all(report.times.declared for report in reports):
        return "step"
    issued = all(report.times.issue_offset_hours is not None for report in reports)
    return "issue" if issued else "input"


def cells_on(clock: Clock, report: Report) -> Floats:
    """Ends of each key's cell, hours or steps back from the clock's zero; dims (key, 2).

    Prefix tokens have no hours: NaN. In steps, the last key covers 0 to 1.
    """
    if clock == "step":
        back = np.arange(report.run.keys, dtype=np.float64)[::-1]
        return np.stack((back, back + 1), axis=1)
    times = report.times
    if clock == "input":
        times = replace(times, issue_offset_hours=None)
    nothing = (np.nan, np.nan)
    cells = key_cells(times)
    return np.array([nothing if cell is None else (cell.low, cell.high) for cell in cells])
