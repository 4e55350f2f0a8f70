"""Everything on what the model looks, from the Summary alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import (
    ClassCount,
    Content,
    Contrast,
    Epochs,
    Estimate,
    Evenness,
    GroupShare,
    IssueMap,
    Times,
)
from reportgen.statistics.content.arrays import (
    Forecast,
    Series,
    forecast_of,
    input_arrays,
)
from reportgen.statistics.content.classes import classes_of
from reportgen.statistics.content.conditions import attended_conditions
from reportgen.statistics.content.groups import finite_means, quartile_shares, superposed
from reportgen.statistics.content.issue_map import issue_map
from reportgen.statistics.content.locking import Residual, locks, residual_attention
from reportgen.statistics.content.outcomes import contrasts, evenness, two_classes
from reportgen.statistics.content.position import position_share
from reportgen.statistics.content.resampling import Weights, draw_weights
from reportgen.statistics.content.samples import composition, filled_input, odd_samples
from reportgen.statistics.content.skill import forecast_skill
from reportgen.statistics.peak import Incoming, sample_peaks

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.config import RunConfig
    from reportgen.config.model import Event
    from reportgen.sources.description import Description

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHORT_HOURS = 3.0


def content_of(
    summary: xr.Dataset, description: Description, config: RunConfig, incoming: Incoming
) -> Content:
    """Compute every statistic on content that the stored arrays allow.

    Parameters
    ----------
    incoming
        Incoming attention of the focus plane and its independent blocks.
    """
    times, event = description.times, config.event
    importance, expected = incoming.sample_importance, incoming.sample_expected
    lift = np.where(expected > 0, importance / np.where(expected > 0, expected, 1), 1.0)
    weights = draw_weights(incoming.blocks)
    series = input_arrays(summary, description)
    main = next((item for item in series if item.role == "bz"), series[0] if series else None)
    forecast = forecast_of(summary, description, event)
    named, classes = classes_of(summary, forecast, event)
    hours, recent_keys = _last_keys(times, importance.shape[1])
    recent = importance[:, recent_keys].sum(axis=1)
    names = tuple(str(name) for name in summary["sample_name"].values)
    shown = classes.get("predicted")
    compared = {name: flags for name, flags in classes.items() if two_classes(flags)}
    values = None if main is None else main.values
    residual = residual_attention(lift, incoming.issue, times)
    mapped = issue_map(residual) if isinstance(residual, Residual) else None
    return Content(
        position=position_share(importance, expected, weights),
        conditions=attended_conditions(importance, series, incoming.blocks.of_sample, weights),
        locks=locks(residual, incoming.blocks, weights) if isinstance(residual, Residual) else (),
        issue_map=mapped,
        map_missing=_map_missing(residual, mapped),
        skill=None if forecast is None else forecast_skill(forecast, event, weights),
        counts=tuple(ClassCount(n, int(f.sum()), int((~f).sum())) for n, f in classes.items()),
        contrasts=_contrasts(summary, compared, incoming, weights),
        evenness=_evenness(summary, description.focus.layer, compared, weights),
        share_difference=_differences(compared, recent, weights),
        input_difference=()
        if values is None
        else _differences(compared, finite_means(values[:, recent_keys]), weights),
        groups=_groups(forecast, event, series, recent, weights),
        epochs=_epochs(compared, lift, values, weights),
        odd=odd_samples(
            importance,
            names,
            incoming.issue,
            sample_peaks(incoming),
            values,
            (shown, classes.get("true")),
        ),
        composition=composition(incoming.issue),
        filled=filled_input(importance, series, weights),
        event=named,
        main_input="" if main is None else main.name,
        main_units="" if main is None else main.units,
        short_hours=hours,
        short_keys=int(recent_keys.sum()),
    )


def _contrasts(
    summary: xr.Dataset, compared: Mapping[str, Flags], incoming: Incoming, weights: Weights
) -> tuple[Contrast, ...]:
    """Differences of every figure between the two sides of each class."""
    of_sample = incoming.blocks.of_sample
    return tuple(
        item
        for name, flags in compared.items()
        for item in contrasts(summary, name, flags, of_sample, weights)
    )


def _evenness(
    summary: xr.Dataset, layer: int, compared: Mapping[str, Flags], weights: Weights
) -> tuple[Evenness, ...]:
    """Whether each side of a class attends evenly, within what counts as even."""
    entropy = summary["headmean_sample_normalized_entropy"].values[:, layer].astype(np.float64)
    return tuple(
        item for name, flags in compared.items() for item in evenness(entropy, name, flags, weights)
    )


def _last_keys(times: Times, keys: int) -> tuple[float | None, Flags]:
    """Keys of the last three hours, and these hours; of a short window the last quarter.

    Without time, or with patches that overlap, the last quarter of the keys and no hours. Never
    less than what one token covers.
    """
    ages = np.array([np.inf if age is None else age for age in times.before_last_input])
    cell, apart = times.cell_hours, times.cadence_hours
    if times.window_hours is None or cell is None or (apart is not None and apart < cell - 1e-9):
        return None, np.arange(keys) >= keys - max(1, keys // 4)
    whole = times.window_hours + cell
    hours = SHORT_HOURS if whole >= 2 * SHORT_HOURS else whole / 4
    hours = float(max(1.0, np.floor(hours / cell + 1e-9)) * cell)
    return hours, ages < hours - 1e-9


def _map_missing(residual: Residual | str, mapped: IssueMap | None) -> str | None:
    if isinstance(residual, str):
        return residual
    return "no-overlap" if mapped is None else None


def _differences(
    compared: dict[str, Flags], recent: Floats, weights: Weights
) -> tuple[tuple[str, Estimate], ...]:
    """Means of each kind of classes, event less no event; none where a sample has no value."""
    if not np.isfinite(recent).all():
        return ()
    return tuple((name, weights.difference(recent, flags)) for name, flags in compared.items())


def _groups(
    forecast: Forecast | None,
    event: Event | None,
    series: tuple[Series, ...],
    recent: Floats,
    weights: Weights,
) -> tuple[GroupShare, ...]:
    found: list[GroupShare] = []
    if forecast is not None:
        found += quartile_shares("error", forecast.error, forecast.units, recent, weights)
        strongest = forecast.strongest(event)
        found += quartile_shares("intensity", strongest, forecast.units, recent, weights)
    speed = next((item for item in series if item.role == "speed"), None)
    if speed is not None and np.isfinite(speed.values).any(axis=1).all():
        means = np.nanmean(speed.values, axis=1)
        found += quartile_shares("speed", means, speed.units, recent, weights)
    return tuple(found)


def _epochs(
    compared: dict[str, Flags], lift: Floats, main: Floats | None, weights: Weights
) -> tuple[Epochs, ...]:
    """Epochs of the predicted classes; of the true ones where all forecasts fall in one class."""
    flags = compared.get("predicted", compared.get("true"))
    return () if flags is None else superposed(lift, main, flags, weights)
