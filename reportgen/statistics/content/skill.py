"""The skill gate: a model that does not beat persistence explains little by its attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Skill
from reportgen.sources.events import is_event
from reportgen.statistics.content.arrays import Forecast
from reportgen.statistics.content.resampling import Weights

if TYPE_CHECKING:
    from reportgen.config.model import Event

Floats = NDArray[np.float64]


def forecast_skill(forecast: Forecast, event: Event | None, weights: Weights) -> Skill | None:
    """Skill ``1 - MSE / MSE of persistence`` on these samples.

    Persistence holds the last *input* of the target, never the first target.

    Returns
    -------
    None where the run stores no target history in comparable units.
    """
    if forecast.persistence is None:
        return None
    # Both are scored on the same steps: those that were predicted and observed.
    known = np.isfinite(forecast.predicted) & np.isfinite(forecast.observed)
    if not known.any(axis=1).all():
        return None
    model = _mean_square(forecast.predicted - forecast.observed, known)
    naive = _mean_square(forecast.persistence[:, None] - forecast.observed, known)
    if naive.sum() <= 0:
        return None

    def skill(counts: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = 1 - (counts @ model) / (counts @ naive)
        return result

    point = float(skill(np.ones((1, model.size)))[0])
    resampled = None if weights.values is None else skill(weights.values)
    scores: tuple[float | None, float | None] = (None, None)
    if event is not None and event.column == forecast.column.name:
        observed = is_event(forecast.observed, event)
        scores = (
            true_skill_statistic(is_event(forecast.predicted, event), observed),
            true_skill_statistic(is_event(forecast.persistence[:, None], event), observed),
        )
    return Skill(
        target=forecast.column.name,
        units=forecast.units,
        rmse=float(np.sqrt(model.mean())),
        rmse_persistence=float(np.sqrt(naive.mean())),
        skill=weights.estimate(point, resampled),
        tss=scores[0],
        tss_persistence=scores[1],
    )


def _mean_square(error: Floats, known: NDArray[np.bool_]) -> Floats:
    """Mean squared error of each sample over its known steps, dim (batch)."""
    squares: Floats = (np.where(known, error, 0.0) ** 2).sum(axis=1) / known.sum(axis=1)
    return squares


def true_skill_statistic(predicted: NDArray[np.bool_], observed: NDArray[np.bool_]) -> float | None:
    """Hit rate less false-alarm rate; None where one class was never observed.

    Examples
    --------
    >>> true_skill_statistic(np.array([True, False, True]), np.array([True, False, False]))
    0.5
    """
    if observed.all() or not observed.any():
        return None
    return float(predicted[observed].mean() - predicted[~observed].mean())
