"""Repeats of one experiment: a run is one observation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportgen.compare.comparable import figures_of
from reportgen.compare.records import Repeats, Spread
from reportgen.compare.side import Side
from reportgen.exceptions import UsageError
from reportgen.interpret import stands_out
from reportgen.schema import Interval

#: 97.5 % quantile of Student's t for 1 … 30 degrees of freedom; above, the normal one is near.
_STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
_NORMAL = 1.960


def check_group(sides: Sequence[Side]) -> None:
    """Make sure that runs can be repeats of one experiment.

    Raises
    ------
    UsageError
        One differs from the first in its model's shape, window, cadence or mask.
    """
    first = _experiment(sides[0])
    for side in sides[1:]:
        for name, value in _experiment(side).items():
            if value != first[name]:
                raise UsageError(
                    f"{side.name} has {name} {value}, {sides[0].name} has {first[name]}",
                    allowed="with --group, runs of one experiment: the same layers, heads, "
                    "window, cadence and mask",
                    fix="leave --group out to compare different experiments",
                )


def _experiment(side: Side) -> dict[str, object]:
    run, times = side.report.run, side.report.times
    cadence = None if times.cadence_hours is None else round(times.cadence_hours, 9)
    return {
        "layers": run.layers,
        "heads": run.heads,
        "queries": run.queries,
        "keys": run.keys,
        "cadence": "undeclared" if cadence is None else f"{cadence:g} h",
        "mask": run.mask.kind.value,
    }


def repeats_of(sides: Sequence[Side]) -> Repeats:
    """What repeats share, and how far their figures spread."""
    standing = [side.report.peak.key for side in sides if stands_out(side.report)]
    key, sharing = shared_place(standing)
    return Repeats(
        runs=len(sides),
        standing=len(standing),
        sharing=sharing,
        key=key,
        spreads=tuple(
            _spread(figure, sides)
            for figure in figures_of(sides)
            if all(figure in side.estimates for side in sides)
        ),
    )


def shared_place(keys: Sequence[int]) -> tuple[int | None, int]:
    """The key that has most peaks within one cell, and how many; of equals the nearest to them.

    Examples
    --------
    >>> shared_place([4, 5, 6, 11]), shared_place([])
    ((5, 3), (None, 0))
    """
    if not keys:
        return None, 0
    places = np.asarray(keys)

    def rank(key: int) -> tuple[int, int, int]:
        away = np.abs(places - key)
        return int((away <= 1).sum()), -int(away.sum()), -key

    best = max(sorted(set(keys)), key=rank)
    return best, rank(best)[0]


def student_quantile(runs: int) -> float:
    """97.5 % quantile of Student's t for the mean of so many runs."""
    return _STUDENT[runs - 2] if runs - 2 < len(_STUDENT) else _NORMAL


def _spread(figure: str, sides: Sequence[Side]) -> Spread:
    estimates = [side.estimates[figure] for side in sides]
    values = np.array([estimate.value for estimate in estimates])
    mean, deviation = float(values.mean()), float(values.std(ddof=1))
    half = student_quantile(len(sides)) * deviation / float(np.sqrt(len(sides)))
    own = [estimate.interval for estimate in estimates if estimate.interval is not None]
    within = float(np.mean([(each.high - each.low) / 2 for each in own])) if own else None
    return Spread(
        figure=figure,
        values=tuple(float(value) for value in values),
        mean=mean,
        deviation=deviation,
        interval=Interval(mean - half, mean + half),
        within=within if len(own) == len(sides) else None,
    )
