"""Runs side by side and as differences: attention per hour on one axis, and every other figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.compare.clocks import Clock, cells_on, shared_clock
from reportgen.compare.entropy import NARROW as NARROW_ENTROPY
from reportgen.compare.entropy import WIDE as WIDE_ENTROPY
from reportgen.compare.entropy import draw_entropy
from reportgen.compare.findings import Comparison
from reportgen.compare.head_maps import NARROW as NARROW_MAPS
from reportgen.compare.head_maps import WIDE as WIDE_MAPS
from reportgen.compare.head_maps import draw_head_maps
from reportgen.compare.matrices import NARROW as NARROW_PLANES
from reportgen.compare.matrices import WIDE as WIDE_PLANES
from reportgen.compare.matrices import draw_matrices
from reportgen.compare.records import Pair
from reportgen.compare.side import Side
from reportgen.compare.tables import said
from reportgen.figures.axis import hour_ticks, value_ticks
from reportgen.figures.drawing import Cell, Drawing, Sheet
from reportgen.figures.frame import draw_bottom, draw_left, number_ticks
from reportgen.figures.glyphs import shortened
from reportgen.figures.marks import plot_band, plot_key_bars, plot_line
from reportgen.interpret import stands_out
from reportgen.schema import Message
from reportgen.style import TEXT, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_LEFT, _RIGHT, _TOP, _BELOW = 52.0, 10.0, 44.0, 44.0
_LANE, _BETWEEN = 92.0, 34.0
#: Columns of the numbers, in hours and in steps.
_COLUMNS = (
    ("hours_from", "hours_to", "share_per_hour"),
    ("keys_from", "keys_to", "share_per_key"),
)


@dataclass(frozen=True, slots=True)
class ProfileLook:
    """Size of the drawing."""

    name: str
    width: float


WIDE = ProfileLook("profile", 1120.0)
NARROW = ProfileLook("profile-narrow", 352.0)
PLANES = (WIDE_PLANES, NARROW_PLANES)
MAPS = (WIDE_MAPS, NARROW_MAPS)
ENTROPIES = (WIDE_ENTROPY, NARROW_ENTROPY)


#: Pairs whose matrices and heads are drawn; the tables have the numbers of all.
MOST_PAIRS = 4


def draw_comparison(comparison: Comparison) -> dict[str, Drawing]:
    """Figures by name: each run over the hours, matrices and heads pair by pair, layers.

    ``matrices-B`` and ``head-maps-B`` belong to the pair of run B; each has a narrow twin.
    """
    sides = comparison.sides
    with figure_style():
        drawings = [draw_profile(comparison, look) for look in (WIDE, NARROW)]
        for pair in comparison.pairs[:MOST_PAIRS]:
            clock = shared_clock([sides[0].report, sides[pair.other].report])
            if pair.plane is not None:
                drawings += [draw_matrices(pair, sides, clock, look) for look in PLANES]
            if pair.heads:
                drawings += [draw_head_maps(pair, sides, look) for look in MAPS]
        drawings += [draw_entropy(comparison, look) for look in ENTROPIES]
    return {drawing.name: drawing for drawing in drawings}


def density(side: Side, clock: Clock) -> tuple[Floats, Floats, Floats]:
    """Left and right end of each timed key's bar, minus hours, and its share per hour (%)."""
    cells = cells_on(clock, side.report)
    timed = np.isfinite(cells).all(axis=1)
    low, high = -cells[timed, 1], -cells[timed, 0]
    shares = side.importance[timed] / np.maximum(high - low, 1e-12) * 100
    return low, high, np.asarray(shares, dtype=np.float64)


def draw_profile(comparison: Comparison, look: ProfileLook) -> Drawing:
    """A lane for each run, then one for each difference from the first."""
    sides = comparison.sides
    clock = shared_clock([side.report for side in sides])
    # A pair may know a finer clock than all runs together: its difference has no place here.
    pairs = [pair for pair in comparison.pairs if pair.profile and pair.profile.clock == clock]
    shown = [density(side, clock) for side in sides]
    span = min(float(low.min()) for low, _, _ in shown), max(float(h.max()) for _, h, _ in shown)
    top = max(float(np.nanmax(values)) for _, _, values in shown) * 1.08
    lanes = len(sides) + len(pairs)
    sheet = Sheet(look.width, _TOP + lanes * _LANE + (lanes - 1) * _BETWEEN + _BELOW)
    width = look.width - _LEFT - _RIGHT
    for place, (side, values) in enumerate(zip(sides, shown, strict=True)):
        box = (_LEFT, _TOP + place * (_LANE + _BETWEEN), width, _LANE)
        ax = _draw_run(sheet, side, values, box, span, top, clock)
        name = shortened(side.name, width - 24, TEXT)
        words: dict[str, str] = {"label": side.label, "name": name}
        if place == 0:
            sheet.lane_title(ax, said("profile.lane", **words))
            continue
        plot_line(ax, *outline(shown[0]), role="ink", dashes=(4, 3))
        sheet.lane_title(ax, said("profile.lane-first", first=sides[0].label, **words))
    for place, pair in enumerate(pairs, start=len(sides)):
        box = (_LEFT, _TOP + place * (_LANE + _BETWEEN), width, _LANE)
        _draw_difference(sheet, pair, sides, box, span)
    _draw_axis(sheet, clock, span, width)
    runs = {"runs": len(sides)}
    return sheet.drawing(
        look.name,
        title=said("profile.title-step" if clock == "step" else "profile.title"),
        caption=(
            *((said("profile.caption-step"),) if clock == "step" else ()),
            *(_bins(pair, sides) for pair in pairs),
            said("profile.caption"),
        ),
        alt=said("profile.alt", **runs),
        columns=("run", *_COLUMNS[clock == "step"], "low", "high"),
        rows=_rows(comparison, pairs, clock),
    )


def _draw_run(
    sheet: Sheet,
    side: Side,
    shown: tuple[Floats, Floats, Floats],
    box: tuple[float, float, float, float],
    span: tuple[float, float],
    top: float,
    clock: Clock,
) -> Axes:
    left, above, width, height = box
    low, high, values = shown
    ax = sheet.panel(left, above, width, height, xlim=span, ylim=(0, top))
    cells = cells_on(clock, side.report)
    # Keys without a time have no bar: the peak's place among those that have.
    peak = side.report.peak.key - int((~np.isfinite(cells).all(axis=1)).sum())
    marked = peak if stands_out(side.report) and peak >= 0 else None
    plot_key_bars(ax, low, high, values, peak=marked)
    plot_line(ax, list(span), [0, 0], role="line")
    draw_left(sheet, ax, number_ticks(value_ticks(top, most=3)), line=True, shift=7)
    return ax


def outline(shown: tuple[Floats, Floats, Floats]) -> tuple[Floats, Floats]:
    """The tops of a run's bars as one stepped line: places and heights."""
    low, high, values = shown
    return np.stack((low, high), axis=1).ravel(), np.repeat(values, 2)


def _draw_difference(
    sheet: Sheet,
    pair: Pair,
    sides: tuple[Side, ...],
    box: tuple[float, float, float, float],
    span: tuple[float, float],
) -> None:
    left, above, width, height = box
    profile = pair.profile
    assert profile is not None
    value = profile.value * 100
    low = value if profile.low is None else profile.low * 100
    high = value if profile.high is None else profile.high * 100
    most = max(float(np.abs([low.min(), high.max(), *value]).max()), 1e-9) * 1.08
    ax = sheet.panel(left, above, width, height, xlim=span, ylim=(-most, most))
    x = np.repeat(-profile.edges, 2)[1:-1]
    plot_band(ax, x, np.repeat(low, 2), np.repeat(high, 2), role="expected")
    plot_line(ax, list(span), [0, 0], role="ink2", dashes=(5, 4))
    plot_line(ax, x, np.repeat(value, 2), role="attn", width=2)
    step = value_ticks(most, most=2)[-1]
    draw_left(sheet, ax, number_ticks([-step, 0.0, step]), line=True, shift=7)
    names = {"first": sides[0].label, "other": sides[pair.other].label}
    sheet.lane_title(ax, said("profile.difference", **names))


def _draw_axis(sheet: Sheet, clock: Clock, span: tuple[float, float], width: float) -> None:
    bottom = sheet.height - _BELOW
    ax = sheet.panel(_LEFT, bottom, width, 1, xlim=span, ylim=(0, 1))
    draw_bottom(sheet, ax, hour_ticks(span[0], span[1], width))
    sheet.note(
        ax,
        said(f"axis.{clock}"),
        (0.5, 0),
        place="axes fraction",
        shift=(0, -36),
        anchor="center",
    )
    whole = sheet.background()
    sheet.note(whole, said(f"unit.{clock}"), (8, 14))


def _bins(pair: Pair, sides: tuple[Side, ...]) -> Message:
    profile = pair.profile
    assert profile is not None
    outside = 0
    if profile.low is not None and profile.high is not None:
        outside = int(((profile.low > 0) | (profile.high < 0)).sum())
    names = {"first": sides[0].label, "other": sides[pair.other].label}
    bins = len(profile.value)
    return said("profile.caption-bins", outside=outside, bins=bins, **names)


def _rows(comparison: Comparison, pairs: list[Pair], clock: Clock) -> list[tuple[Cell, ...]]:
    """The plotted numbers: each run's bars, then each difference with its interval."""
    rows: list[tuple[Cell, ...]] = []
    for side in comparison.sides:
        for low, high, share in zip(*density(side, clock), strict=True):
            rows.append((side.label, -float(high), -float(low), float(share) / 100, None, None))
    first = comparison.sides[0].label
    for pair in pairs:
        profile = pair.profile
        assert profile is not None
        name = f"{comparison.sides[pair.other].label} - {first}"
        edges, values = profile.edges, profile.value
        for index, value in enumerate(values):
            bounds = [
                None if each is None else float(np.asarray(each)[index])
                for each in (profile.low, profile.high)
            ]
            ends = float(edges[index]), float(edges[index + 1])
            rows.append((name, *ends, float(value), bounds[0], bounds[1]))
    return rows
