"""``--select``: some samples of a run, by date, by range, by name or by outcome."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError
from reportgen.schema import BATCH, Message, Value
from reportgen.sources.description import Column, Description
from reportgen.sources.events import is_event

if TYPE_CHECKING:
    import xarray as xr

    from reportgen.config import RunConfig

Flags = NDArray[np.bool_]

ALLOWED: Final = (
    "a date (2024-05-10), a range (2024-05-10..2024-05-12), a pattern of names (2024051*), "
    "event or no-event; several with commas"
)
_MOMENT: Final = re.compile(r"(\d{4})-?(\d{2})?-?(\d{2})?[T ]?(\d{2})?:?(\d{2})?:?(\d{2})?Z?")


def selected(
    dataset: xr.Dataset, description: Description, config: RunConfig
) -> tuple[xr.Dataset, Description]:
    """Keep the samples that the configuration selects; all of them where it selects none.

    Parameters
    ----------
    dataset
        With ``sample`` and ``file`` along batch, and ``forecast_reference_time`` where names are
        dates.

    Returns
    -------
    dataset, description
        Still lazy; files without a selected sample are left out of the description.

    Raises
    ------
    UsageError
        Nothing is selected, or an outcome is asked for that nobody declared.
    """
    expression = config.select
    if expression is None:
        return dataset, description
    chosen = np.zeros(dataset.sizes[BATCH], dtype=bool)
    for term in expression.split(","):
        chosen |= _matching(term.strip(), dataset, description.targets, config)
    if not chosen.any():
        names = dataset["sample"].values
        raise UsageError(
            f"--select {expression} fits none of {len(names)} samples, {names[0]} to {names[-1]}",
            allowed=ALLOWED,
            fix="choose from the names that `reportgen inspect` lists",
        )
    kept = dataset.isel({BATCH: np.flatnonzero(chosen)})
    kept_samples = int(chosen.sum())
    values: dict[str, Value] = {"expression": expression, "kept": kept_samples, "of": len(chosen)}
    files = set(kept["file"].values.astype(str))
    return kept, replace(
        description,
        files=tuple(name for name in description.files if name in files),
        notes=(*description.notes, Message("note.select", values)),
    )


def _matching(
    term: str, dataset: xr.Dataset, targets: tuple[Column, ...], config: RunConfig
) -> Flags:
    if term in ("event", "no-event"):
        events = _events(dataset, targets, config)
        return events if term == "event" else ~events
    period = _period(term)
    if period is not None and "forecast_reference_time" in dataset.coords:
        moments = dataset["forecast_reference_time"].values
        within: Flags = (moments >= period[0]) & (moments < period[1])
        return within
    if period is not None and ".." in term:
        raise UsageError(
            f"--select {term} in a run whose names carry no times",
            allowed="a pattern of names, such as attention_batch_000*",
            fix="choose from the names that `reportgen inspect` lists",
        )
    names = dataset["sample"].values.astype(str)
    return np.array([_named(name, term) for name in names], dtype=bool)


def _named(name: str, pattern: str) -> bool:
    """Whether a sample, or the file that holds it with others, bears a name of this pattern."""
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(
        name.rpartition("#")[0], pattern
    )


def _period(term: str) -> tuple[np.datetime64, np.datetime64] | None:
    """First moment and the one after the last of a date or a range; None where it is no time."""
    low, dots, high = term.partition("..")
    first = _span(low) if low.strip() else (datetime.min.replace(tzinfo=UTC),) * 2
    last = _span(high if dots else low) if (high.strip() or not dots) else None
    if dots and not high.strip():
        last = (datetime.max.replace(tzinfo=UTC),) * 2
    if first is None or last is None:
        return None
    return _stamp(first[0]), _stamp(last[1])


def _stamp(moment: datetime) -> np.datetime64:
    # Nanoseconds since 1970 reach from 1678 to 2261.
    year = min(max(moment.year, 1700), 2250)
    return np.datetime64(moment.replace(tzinfo=None, year=year), "ns")


def _span(text: str) -> tuple[datetime, datetime] | None:
    """A written moment with all that it covers: a year, a month, a day, an hour, a minute."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        first = datetime(*[*parts, *(1, 1)[len(parts) - 1 :]][:6], tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    if len(parts) == 1:
        return first, first.replace(year=first.year + 1)
    if len(parts) == 2:
        return first, (first + timedelta(days=32)).replace(day=1)
    unit = ("days", "hours", "minutes", "seconds")[len(parts) - 3]
    return first, first + timedelta(**{unit: 1})


def _events(dataset: xr.Dataset, targets: tuple[Column, ...], config: RunConfig) -> Flags:
    """Samples whose target passes the declared threshold at any step of the forecast."""
    event = config.event
    if event is None or "targets" not in dataset:
        raise UsageError(
            "--select by outcome in a run without a declared event or without targets",
            allowed=ALLOWED,
            fix="declare what an event is, such as event: Dst <= -50, in reportgen.yaml",
        )
    names = [column.name for column in targets]
    if event.column not in names:
        raise UsageError(
            f"event {event}", allowed=", ".join(names) or "a declared target", fix="name a target"
        )
    index = names.index(event.column)
    column = targets[index]
    stored = np.asarray(dataset["targets"].values[:, :, index], dtype=np.float64)
    values = (
        stored if column.mean is None or column.std is None else stored * column.std + column.mean
    )
    return is_event(values, event)
