"""Hours of the keys: elapsed, before the last input, before issue, before the valid time.

A token is a cell, not a point. Step j is stamped ``t_j``; what it averages lasts one sampling
interval from its stamp on (``start``), around it (``middle``) or up to it (``end``). A token of
several steps (a patch) covers from where its first step begins to where its last one ends; as a
point in time it stands midway between the stamps of its first and its last step.
"""

from __future__ import annotations

from reportgen.timeaxis.build import build_times
from reportgen.timeaxis.cells import (
    HoursAxis,
    cadence_text,
    cell_interval,
    cell_intervals,
    elapsed_cells,
    hours_axis,
    interval_of,
    key_cells,
    lag_hours,
    reaches_after_issue,
    timed_tokens,
    token_spacing_hours,
    window_interval,
)

__all__ = [
    "HoursAxis",
    "build_times",
    "cadence_text",
    "cell_interval",
    "cell_intervals",
    "elapsed_cells",
    "hours_axis",
    "interval_of",
    "key_cells",
    "lag_hours",
    "reaches_after_issue",
    "timed_tokens",
    "token_spacing_hours",
    "window_interval",
]
