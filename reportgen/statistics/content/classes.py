"""Which samples are events: by a declared threshold, or by labels stored with the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.sources.events import is_event
from reportgen.statistics.content.arrays import Forecast

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.config.model import Event

Flags = NDArray[np.bool_]

_EVEN_ODDS = 0.5


def classes_of(
    summary: xr.Dataset, forecast: Forecast | None, event: Event | None
) -> tuple[str, dict[str, Flags]]:
    """What an event is in words of the run, and the samples that are one, dim (batch).

    A declared event comes first: ``predicted`` and ``true`` by any step of the forecast. It needs
    physical units, declared with the column. Else stored labels of two values: the larger one is
    the event, and where labels are 0 and 1 and the only prediction of a sample is a probability,
    0.5 and more predicts it.

    Returns
    -------
    Empty text and dictionary where neither is there.
    """
    if event is not None:
        if forecast is None or event.column != forecast.column.name:
            return str(event), {}
        if forecast.column.std is None and not forecast.column.units:
            return str(event), {}
        predicted, observed = forecast.predicted, forecast.observed
        return str(event), {
            "predicted": is_event(predicted, event),
            "true": is_event(observed, event),
        }
    if "label" not in summary:
        return "", {}
    label = summary["label"].values.astype(np.float64)
    values = np.unique(label)
    if values.size != 2 or not np.isfinite(values).all():
        return "", {}
    classes = {"true": label == values[1]}
    probability = _probabilities(summary)
    if probability is not None and values.tolist() == [0.0, 1.0]:
        classes = {"predicted": probability >= _EVEN_ODDS, **classes}
    return f"label = {values[1]:g}", classes


def _probabilities(summary: xr.Dataset) -> NDArray[np.float64] | None:
    """The one prediction of each sample if all of them lie between 0 and 1, dim (batch)."""
    if "predictions" not in summary:
        return None
    stored = summary["predictions"].values.astype(np.float64)
    if stored.shape[1:] != (1, 1) or not ((stored >= 0) & (stored <= 1)).all():
        return None
    return np.asarray(stored[:, 0, 0])
