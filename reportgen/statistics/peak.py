"""The peak of the focus plane, its two p values and its intervals (science.md section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Focus, Interval, Peak, Profile, Times
from reportgen.statistics.blocks import Blocks, independent_blocks
from reportgen.statistics.intervals import (
    Resampled,
    half_widths,
    interval_of,
    location_interval,
    resampled,
)
from reportgen.statistics.planes import Plane, lift_of
from reportgen.statistics.significance import (
    FEWEST_BLOCKS,
    LEVEL,
    row_scores,
    rows_p_values,
    samples_p_values,
)

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

CRITICAL_LIFT = 1.5
SINK_RATIO = 2.0
_SHORT_SPANS = (1.0, 3.0, 6.0)


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """Incoming attention of the focus plane, with all that judges it.

    Attributes
    ----------
    importance, lift, p_value : (key,)
        Share of the readout rows' weight, over an even share, and the larger of the two p.
    lift_spread, scores : (key,)
        Standard deviation of the lift under the rows null, and the lift's excess in units of it.
    sample_importance, sample_expected : (batch, key)
    resampled
        None with fewer than two blocks.
    """

    incoming: Floats
    importance: Floats
    lift: Floats
    lift_spread: Floats
    scores: Floats
    p_rows: Floats
    p_samples: Floats | None
    sample_importance: Floats
    sample_expected: Floats
    issue: Floats
    blocks: Blocks
    resampled: Resampled | None

    @property
    def p_value(self) -> Floats:
        """The larger of the two p, per key."""
        if self.p_samples is None:
            return self.p_rows
        return np.maximum(self.p_rows, self.p_samples)

    @property
    def samples(self) -> int:
        """Samples behind the figures."""
        return int(self.sample_importance.shape[0])


def focus_incoming(summary: xr.Dataset, times: Times, focus: Focus) -> Incoming:
    """Incoming attention of the focus layer's mean over heads."""
    incoming, expected, variance = Plane(summary, focus.layer).incoming()
    scores = row_scores(incoming, expected, variance)
    draws = summary["null_incoming"].values if "null_incoming" in summary else None
    sample_importance = summary["sample_importance"].values[:, focus.layer].astype(np.float64)
    sample_expected = summary["sample_expected"].values.astype(np.float64)
    blocks = independent_blocks(summary, times)
    rows = max(float(expected.sum()), 1e-300)
    return Incoming(
        incoming=incoming / max(1, summary.sizes["batch"]),
        importance=incoming / rows,
        lift=lift_of(incoming, expected),
        lift_spread=lift_of(np.sqrt(np.maximum(variance, 0)), expected),
        scores=scores,
        p_rows=rows_p_values(scores, draws, expected, variance),
        p_samples=samples_p_values(sample_importance, sample_expected, blocks),
        sample_importance=sample_importance,
        sample_expected=sample_expected,
        issue=summary["sample_issue"].values,
        blocks=blocks,
        resampled=resampled(sample_importance, sample_expected, blocks),
    )


def peak_key(incoming: Incoming, profile: Profile, *, without: int | None = None) -> int:
    """Key of the peak.

    Under the default profile the key of largest lift among those with p < 0.05, else the one of
    the largest score; under the guide's the one that receives most.
    """
    excluded = np.zeros(incoming.lift.size, dtype=bool)
    if without is not None:
        excluded[without] = True
    if profile is Profile.GUIDE:
        return int(np.argmax(np.where(excluded, -np.inf, incoming.incoming)))
    significant = (incoming.p_value < LEVEL) & ~excluded & (incoming.lift > 1)
    ranked = incoming.lift if significant.any() else incoming.scores
    allowed = significant if significant.any() else ~excluded
    return int(np.argmax(np.where(allowed, ranked, -np.inf)))


def find_peak(incoming: Incoming, times: Times, profile: Profile, *, sink: bool) -> Peak:
    """The peak with its intervals, p values and place in time.

    Parameters
    ----------
    sink
        Whether the first key is an attention sink.
    """
    key = peak_key(incoming, profile)
    second = peak_key(incoming, profile, without=0) if sink and incoming.lift.size > 1 else None
    p_rows = float(incoming.p_rows[key])
    p_samples = None if incoming.p_samples is None else float(incoming.p_samples[key])
    p_value = float(incoming.p_value[key])
    lift = float(incoming.lift[key])
    drawn = incoming.resampled
    timed = [i for i, hours in enumerate(times.elapsed) if hours is not None]
    edges = (timed[0], timed[-1]) if timed else (0, incoming.lift.size - 1)
    share, of_lift, place = (
        (None, None, None) if drawn is None else _intervals(drawn, incoming, key)
    )
    return Peak(
        key=key,
        incoming=float(incoming.incoming[key]),
        share=float(incoming.importance[key]),
        lift=lift,
        p_rows=p_rows,
        p_samples=p_samples,
        p_value=p_value,
        ci95_share=share,
        ci95_lift=of_lift,
        ci95_key=place,
        critical=lift > CRITICAL_LIFT
        and p_value < LEVEL
        and incoming.blocks.count >= FEWEST_BLOCKS,
        at_edge=key in edges,
        is_sink=sink and key == 0,
        without_sink_key=second,
        without_sink_lift=None if second is None else float(incoming.lift[second]),
        stability=_stability(incoming, key),
        samples=incoming.samples,
        blocks=incoming.blocks.count,
        block_hours=incoming.blocks.hours,
        half_widths=half_widths(
            incoming.sample_importance, incoming.sample_expected, incoming.issue, key
        )
        if incoming.samples > 1
        else (),
        elapsed_hours=times.elapsed[key],
        hours_before_last_input=times.before_last_input[key],
        hours_before_issue=times.before_issue[key],
        last_hours=_last_hours(incoming, times),
        hours_half=_hours_half(incoming, times),
    )


def _intervals(
    drawn: Resampled, incoming: Incoming, key: int
) -> tuple[Interval, Interval, Interval]:
    # A key's lift varies with how many rows see it: places are compared in units of that spread.
    varies = incoming.scores != 0
    spread = np.where(varies, np.where(varies, incoming.lift_spread, 1), np.inf)
    return (
        interval_of(drawn.share[:, key]),
        interval_of(drawn.lift[:, key]),
        location_interval((drawn.lift - 1) / np.maximum(spread, 1e-12)),
    )


def sample_peaks(incoming: Incoming) -> NDArray[np.int64]:
    """Peak key of each sample: its largest lift, dim (batch)."""
    expected = incoming.sample_expected
    lift = np.where(
        expected > 0, incoming.sample_importance / np.where(expected > 0, expected, 1), 0.0
    )
    return np.asarray(lift.argmax(axis=1), dtype=np.int64)


def _stability(incoming: Incoming, key: int) -> float | None:
    if incoming.samples < 2:
        return None
    return float((np.abs(sample_peaks(incoming) - key) <= 1).mean())


def _last_hours(incoming: Incoming, times: Times) -> tuple[tuple[float, float, float], ...]:
    """(hours, share, even share) of the last hours of the window, where whole cells cover them."""
    if times.cell_hours is None or times.window_hours is None or not times.regular:
        return ()
    even = incoming.sample_expected.mean(axis=0)
    ages = np.array([np.inf if age is None else age for age in times.before_last_input])
    step = times.cadence_hours or times.cell_hours
    rows = []
    for hours in _SHORT_SPANS:
        if hours + 1e-9 < step or hours > times.window_hours + times.cell_hours + 1e-9:
            continue
        inside = ages < hours - 1e-9
        rows.append((hours, float(incoming.importance[inside].sum()), float(even[inside].sum())))
    return tuple(rows)


def _hours_half(incoming: Incoming, times: Times) -> float | None:
    """Hours up to the last input's end that hold half of the attention, interpolated in a cell."""
    if times.cell_hours is None or not times.declared:
        return None
    ages = [(age, key) for key, age in enumerate(times.before_last_input) if age is not None]
    total = sum(float(incoming.importance[key]) for _, key in ages)
    held = 0.0
    for age, key in sorted(ages):
        share = float(incoming.importance[key])
        if held + share >= total / 2 and share > 0:
            return age + times.cell_hours * (total / 2 - held) / share
        held += share
    return None
