"""How much of the attention lies in the last hours or keys, of many resampled runs at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LAST_STEPS = (1, 3, 6)


def step_figures(shares: Floats) -> dict[str, Floats]:
    """Shares of the last keys, and how many hold half: what is left where no hours are known.

    Parameters
    ----------
    shares : (resample, key)

    Returns
    -------
    dict
        Values by figure, dim (resample).

    Examples
    --------
    >>> step_figures(np.full((1, 4), 0.25))["steps_half"]
    array([2.])
    """
    keys = shares.shape[1]
    found = {
        f"last_{steps}_steps": shares[:, -steps:].sum(axis=1)
        for steps in LAST_STEPS
        if steps < keys
    }
    back = np.arange(keys, dtype=np.float64)[::-1]
    found["steps_half"] = hours_holding_half(shares, back, 1.0)
    return found


def hours_holding_half(shares: Floats, ages: Floats, cell_hours: float) -> Floats:
    """Hours up to the last input that hold half of the attention, interpolated within a cell.

    Parameters
    ----------
    shares : (resample, key)
    ages : (key,)
        Hours before the last input; infinite for tokens without a time.

    Examples
    --------
    >>> hours_holding_half(np.full((1, 4), 0.25), np.array([3.0, 2.0, 1.0, 0.0]), 1.0)
    array([2.])
    """
    order = np.argsort(ages[np.isfinite(ages)], kind="stable")
    timed = shares[:, np.isfinite(ages)][:, order]
    held = np.cumsum(timed, axis=1)
    half = held[:, -1:] / 2
    key = (held >= half - 1e-12).argmax(axis=1)
    rows = np.arange(len(timed))
    before = held[rows, key] - timed[rows, key]
    share = np.maximum(timed[rows, key], 1e-300)
    hours: Floats = ages[np.isfinite(ages)][order][key] + cell_hours * (half[:, 0] - before) / share
    return hours
