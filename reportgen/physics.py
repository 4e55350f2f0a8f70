"""Physical time scales of the Sun-Earth system, mapped onto the input window."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from reportgen.schema import Interval, Message, ScaleResult, Times
from reportgen.timeaxis import timed_tokens, window_interval
from reportgen.timeaxis.stamps import rounded

ASTRONOMICAL_UNIT_KM: Final = 149_597_870.7
L1_DISTANCE_KM: Final = 1.5e6
SLOW_WIND_KM_S, FAST_WIND_KM_S = 300.0, 800.0
QUIET_VBS_MV_M, STORM_VBS_MV_M = 0.0, 5.0

L1_TO_EARTH: Final = "l1-to-earth"
BOW_SHOCK_CLOCK: Final = "bow-shock"


@dataclass(frozen=True, slots=True)
class PhysicalScale:
    """A time from driver to target: catalogue id (``scale.<id>``), hours, and who says so."""

    id: str
    hours: Interval
    source: Message | str


class DeclaredScale(Protocol):
    """What a user declares: `reportgen.config.Scale`."""

    @property
    def name(self) -> str:
        """Name of the user's own."""

    @property
    def hours(self) -> tuple[float, float]:
        """Both ends, the shorter first."""

    @property
    def source(self) -> str:
        """Who says so."""


def ballistic_hours(distance_km: float, speed_km_s: float) -> float:
    """Hours over a distance at constant speed."""
    return distance_km / speed_km_s / 3600


def ring_current_decay_hours(vbs_mv_m: float) -> float:
    """Decay time of the ring current, ``2.40 exp(9.74 / (4.69 + VBs))`` h, VBs in mV/m.

    References
    ----------
    O'Brien & McPherron 2000, J. Geophys. Res. 105, 7707.
    """
    return 2.40 * math.exp(9.74 / (4.69 + vbs_mv_m))


def physical_scales(speeds_km_s: Interval | None = None) -> tuple[PhysicalScale, ...]:
    """Scales of science.md section 4, the shortest first.

    Parameters
    ----------
    speeds_km_s
        Slowest and fastest wind of the run, where it stores them; else 300 to 800 km/s.
    """
    wind = speeds_km_s or Interval(SLOW_WIND_KM_S, FAST_WIND_KM_S)
    whose = "-run" if speeds_km_s else ""
    at_speeds = Message(
        f"scale-source.ballistic{whose}", {"speeds": (round(wind.low), round(wind.high))}
    )
    speeds = (wind.high, wind.low)
    l1 = Interval(*(ballistic_hours(L1_DISTANCE_KM, speed) for speed in speeds))
    sun = Interval(*(ballistic_hours(ASTRONOMICAL_UNIT_KM, speed) for speed in speeds))
    decay = Interval(*map(ring_current_decay_hours, (STORM_VBS_MV_M, QUIET_VBS_MV_M)))
    return (
        PhysicalScale("bow-shock-to-ground", Interval(0.08, 0.08), "Villante & Francia 2004"),
        PhysicalScale(L1_TO_EARTH, l1, at_speeds),
        PhysicalScale("vbs-response", Interval(1.0, 2.0), Message("scale-source.omni")),
        PhysicalScale("substorm", Interval(2.0, 3.5), Message("scale-source.substorm")),
        PhysicalScale("ring-current-decay", decay, "O'Brien & McPherron 2000"),
        PhysicalScale(
            "cme-transit", Interval(24.0, 120.0), "Owens & Cargill 2004; Shi et al. 2015"
        ),
        PhysicalScale("sun-to-earth", sun, at_speeds),
        PhysicalScale(
            "solar-rotation", Interval(22 * 24.0, 32 * 24.0), Message("scale-source.rotation")
        ),
    )


def applicable_scales(
    clock: str | None,
    declared: Iterable[DeclaredScale] = (),
    speeds_km_s: Interval | None = None,
) -> tuple[PhysicalScale, ...]:
    """Scales of the table and the user's own; a scale declared under a table's id replaces it.

    Wind on the bow-shock clock (high-resolution OMNI) is already shifted: no L1 delay is added.
    """
    own = {scale.name: scale for scale in declared}
    table = tuple(
        scale
        for scale in physical_scales(speeds_km_s)
        if scale.id not in own and not (clock == BOW_SHOCK_CLOCK and scale.id == L1_TO_EARTH)
    )
    users = (PhysicalScale(name, Interval(*each.hours), each.source) for name, each in own.items())
    return (*table, *users)


def untestable_reason(scale: PhysicalScale, times: Times) -> str | None:
    """Why the window can say nothing on a scale; None where it can.

    Returns
    -------
    str or None
        ``no-time``, ``no-issue``, ``no-forecast-period``, ``finer-than-cell``,
        ``longer-than-window`` or ``not-seen`` (all of it falls outside the window).
    """
    window = times.window_hours
    if window is None or timed_tokens(times) < 2:
        return "no-time"
    if times.issue_offset_hours is None:
        return "no-issue"
    if times.forecast_period is None:
        return "no-forecast-period"
    # A token locates no finer than what it covers.
    if times.cell_hours is not None and scale.hours.low < times.cell_hours - 1e-9:
        return "finer-than-cell"
    if scale.hours.high > window + 1e-9:
        return "longer-than-window"
    return None if _seen(_before_issue(scale, times), times) is not None else "not-seen"


def _before_issue(scale: PhysicalScale, times: Times) -> Interval:
    """Where a driver that far before the target lies, in hours before issue.

    An undeclared forecast period counts as none: the scale is then not testable.
    """
    period = times.forecast_period or Interval(0.0, 0.0)
    return Interval(rounded(scale.hours.low - period.high), rounded(scale.hours.high - period.low))


def _seen(before_issue: Interval, times: Times) -> Interval | None:
    """Part of an interval that the window covers, None where it covers nothing of it."""
    window = window_interval(times)
    if window is None or times.issue_offset_hours is None or times.forecast_period is None:
        return None
    low, high = max(before_issue.low, window.low), min(before_issue.high, window.high)
    # One point in common is no overlap, unless the scale is a point itself.
    overlaps = low < high or (low == high and before_issue.low == before_issue.high)
    return Interval(low, high) if overlaps else None


def map_scale(scale: PhysicalScale, times: Times) -> ScaleResult:
    """Return a scale on the axis of hours before issue; whether it meets the peak is left open.

    A driver ``s`` hours before a target that lies ``f_low`` to ``f_high`` hours after issue sits
    between ``s_low - f_high`` and ``s_high - f_low`` hours before issue. A negative hour falls
    after issue, where the window sees nothing.
    """
    before_issue = _before_issue(scale, times)
    return ScaleResult(
        id=scale.id,
        hours=Interval(rounded(scale.hours.low), rounded(scale.hours.high)),
        before_issue=before_issue,
        seen=_seen(before_issue, times),
        testable=untestable_reason(scale, times) is None,
        meets_peak=None,
        source=scale.source,
    )


def map_scales(
    times: Times,
    *,
    clock: str | None,
    declared: Iterable[DeclaredScale] = (),
    speeds_km_s: Interval | None = None,
) -> tuple[ScaleResult, ...]:
    """Return every applicable scale on the axis of hours before issue."""
    scales = applicable_scales(clock, declared, speeds_km_s)
    return tuple(map_scale(scale, times) for scale in scales)


def covered_share(results: Sequence[ScaleResult], times: Times) -> float | None:
    """Share of the window that the testable scales cover together; None without a window.

    Above one half a match with some scale says little.
    """
    window = window_interval(times)
    if window is None or window.high <= window.low:
        return None
    covered, reached = 0.0, -math.inf
    seen = [result.seen for result in results if result.testable and result.seen is not None]
    for part in sorted(seen, key=lambda interval: interval.low):
        covered += max(0.0, part.high - max(part.low, reached))
        reached = max(reached, part.high)
    return rounded(covered / (window.high - window.low))
