"""What the samples are made of: hours of issue, filled input, the ones unlike the mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Composition, Filled, OddSample
from reportgen.statistics.content.arrays import Series
from reportgen.statistics.content.resampling import Weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ODD = 5
_CONSTANT_RUN = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def composition(issue: Floats) -> Composition | None:
    """UT hours and months of issue; None without reference times."""
    if issue.size == 0 or not np.isfinite(issue).all():
        return None
    moments = [_EPOCH + timedelta(hours=float(hours)) for hours in issue]
    hours = np.bincount([moment.hour for moment in moments], minlength=24)
    months = np.bincount([moment.month - 1 for moment in moments], minlength=12)
    return Composition(tuple(int(n) for n in hours), tuple(int(n) for n in months))


def constant_cells(series: tuple[Series, ...]) -> Flags | None:
    """Keys on which half of the variables repeat their neighbours for three or more steps.

    One variable may be constant by itself (a coarse index). A gap of the wind stops all of its
    columns at once, while an index beside them goes on: half of the variables, and at least two
    where there are two, were likely filled. What never changes within a window does not count.

    Returns
    -------
    (batch, key), or None where no variable changes.
    """
    measured = [item.values for item in series if not item.derived]
    runs = [_in_constant_run(values) for values in measured if np.any(np.diff(values, axis=1) != 0)]
    if not runs:
        return None
    need = min(len(runs), max(2, -(-len(runs) // 2)))
    return np.asarray(np.sum(runs, axis=0) >= need)


def _in_constant_run(values: Floats) -> Flags:
    """Cells of three or more equal values in a row, dims (batch, key)."""
    same = np.diff(values, axis=1) == 0
    cells = np.zeros(values.shape, dtype=bool)
    need = _CONSTANT_RUN - 1
    for start in range(same.shape[1] - need + 1):
        run = same[:, start : start + need].all(axis=1)
        cells[run, start : start + need + 1] = True
    return cells


def filled_input(importance: Floats, series: tuple[Series, ...], weights: Weights) -> Filled | None:
    """Attention on constant stretches against their share of the cells; None if there are none."""
    cells = constant_cells(series)
    if cells is None or not cells.any():
        return None
    attention = weights.mean((importance * cells).sum(axis=1))
    return Filled(float(cells.mean()), attention)


def odd_samples(
    importance: Floats,
    names: tuple[str, ...],
    issue: Floats,
    peaks: NDArray[np.int64],
    main: Floats | None,
    events: tuple[Flags | None, Flags | None],
) -> tuple[OddSample, ...]:
    """Samples least like the mean, by the Jensen-Shannon distance of their profiles.

    Parameters
    ----------
    importance : (batch, key)
    peaks : (batch,)
        Peak key of each sample.
    events
        Predicted and observed classes, None where unknown.
    """
    if importance.shape[0] < 3:
        return ()
    mean = importance.mean(axis=0)
    distance = np.array([_js_distance(row, mean) for row in importance])
    order = np.argsort(-distance, kind="stable")[:ODD]
    predicted, observed = events
    return tuple(
        OddSample(
            name=names[index],
            issue_hours=float(issue[index]) if np.isfinite(issue[index]) else None,
            peak_key=int(peaks[index]),
            share=float(importance[index, peaks[index]]),
            input_there=None if main is None else float(main[index, peaks[index]]),
            predicted_event=None if predicted is None else bool(predicted[index]),
            observed_event=None if observed is None else bool(observed[index]),
            distance=float(distance[index]),
        )
        for index in order
    )


def _js_distance(one: Floats, two: Floats) -> float:
    """Square root of the Jensen-Shannon divergence over ln 2: a metric in [0, 1]."""
    middle = (one + two) / 2
    divergence = 0.0
    for part in (one, two):
        # What is no probability has no divergence; such arrays fail their own checks.
        held = (part > 0) & (middle > 0)
        divergence += 0.5 * float((part[held] * np.log(part[held] / middle[held])).sum())
    return float(np.sqrt(max(divergence, 0) / np.log(2)))
