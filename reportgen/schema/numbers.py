"""The numbers of planes, the peak, the inputs and the physical scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.schema.messages import Message
from reportgen.schema.names import Pattern
from reportgen.schema.run import Interval

if TYPE_CHECKING:
    from reportgen.schema.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one plane: a head, or the mean over the heads of a layer.

    Averages go over the rows of a sample first, then over samples. Lags are in steps here; hours
    are derived from the time axis. ``None``: the figure does not exist (a diagonal of a
    cross-attention, say).
    """

    min: float
    max: float
    mean: float
    std: float
    row_sum_min: float
    row_sum_max: float
    entropy_nats: float
    normalized_entropy: float
    effective_keys: float
    gini: float
    unevenness: float
    max_cell_lift: float
    diagonal_mean: float | None
    diagonal_share: float | None
    diagonal_null: float | None
    band_share: float | None
    band_null: float | None
    mean_lag: float | None
    mean_abs_lag: float | None
    mean_abs_lag_null: float | None
    lag_half: float | None
    lag_ninety: float | None
    early_third_share: float
    early_third_null: float
    sink_key: int
    sink_strength: float
    sink_null: float
    variability: float | None
    peak_key: int
    peak_lift: float
    pattern: Pattern
    pattern_score: float


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """Figures of one head, by its place in the model."""

    layer: int
    head: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Connection:
    """One cell of the focus matrix."""

    query: int
    key: int
    weight: float


@dataclass(frozen=True, slots=True)
class HalfWidth:
    """Half-width of the 95 % interval of the peak's share when blocks are this long."""

    block_hours: float
    blocks: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Peak:
    """The key that stands out, and how well founded that is (science.md section 2).

    Attributes
    ----------
    key, incoming, share, lift
        The peak of the focus plane.
    p_rows, p_samples, p_value
        Max-T p of the two nulls and the larger of them; ``p_samples`` is None below 6 blocks.
    ci95_share, ci95_lift, ci95_key
        Bootstrap intervals over samples or blocks; None with one sample.
    critical
        Lift > 1.5 and both p < 0.05.
    at_edge
        The peak is the first or the last key in time: it cannot be told from a trend.
    is_sink, without_sink_key, without_sink_lift
        The first key is the strongest; the peak when sinks are left out.
    stability
        Share of samples (of halves where there are two) whose own peak is this key +- one.
    blocks, block_hours
        Independent blocks the intervals rest on; 0.0 hours where independence was assumed.
    half_widths
        The share's half-width for several block lengths.
    last_hours
        (hours, share, even share) of the last 1, 3 and 6 h of the window that fit in it.
    hours_half
        Hours before issue (or the last input) that hold half of the attention.
    """

    key: int
    incoming: float
    share: float
    lift: float
    p_rows: float
    p_samples: float | None
    p_value: float
    ci95_share: Interval | None
    ci95_lift: Interval | None
    ci95_key: Interval | None
    critical: bool
    at_edge: bool
    is_sink: bool
    without_sink_key: int | None
    without_sink_lift: float | None
    stability: float | None
    samples: int
    blocks: int
    block_hours: float
    half_widths: tuple[HalfWidth, ...]
    elapsed_hours: float | None
    hours_before_last_input: float | None
    hours_before_issue: float | None
    last_hours: tuple[tuple[float, float, float], ...]
    hours_half: float | None


@dataclass(frozen=True, slots=True)
class InputSeries:
    """One input variable over the window, over all samples; physical units only where declared.

    Arrays have dim: key. ``low`` and ``high`` are the quartiles over samples. ``units`` is
    ``"standard units"`` where the stored values are normalised and nothing undoes it, ``""`` where
    nothing is known. ``role``: ``bz``, ``speed``, ``density``, ``index`` or ``""``.
    """

    name: str
    units: str
    role: str
    mean: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """A physical time scale, mapped onto the window through the forecast period.

    Attributes
    ----------
    id
        Id in the catalogue's ``scale.`` family, or the user's own name.
    hours
        The scale itself: driver to target.
    before_issue
        Where a driver that far before the target lies, in hours before issue; negative parts fall
        after issue and are not seen.
    seen
        The part of it inside the window, None if there is none.
    testable
        Fits between the cadence and the window.
    meets_peak
        The peak's location interval meets ``seen``; None where not testable.
    source
        Literature, ``declared``, or in words of the catalogue.
    """

    id: str
    hours: Interval
    before_issue: Interval
    seen: Interval | None
    testable: bool
    meets_peak: bool | None
    source: Message | str


@dataclass(frozen=True, slots=True)
class WindSpeed:
    """Solar-wind speed of the samples' windows, and the hours it makes of distances.

    Attributes
    ----------
    typical
        5 and 95 % quantiles of the samples' mean speed, km/s.
    l1_hours, sun_hours : (batch,)
        Ballistic hours from L1 and from the Sun to Earth, per sample.
    """

    typical: Interval
    l1_hours: tuple[float, ...]
    sun_hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Matrices:
    """Mean weights for drawing, block averages where ``block`` > 1.

    Attributes
    ----------
    focus : (query, key)
        Mean weight of the focus plane.
    focus_lift : (query, key)
        ``k_q A``: 1 is an even share; NaN where the mask forbids.
    layer_lift : (layer, query, key)
        The same for every layer's mean over heads.
    head_lift : (layer, head, query, key)
        The same for every head.
    block
        Cells a side that one stored cell averages.
    """

    focus: FloatArray
    focus_lift: FloatArray
    layer_lift: FloatArray
    head_lift: FloatArray
    block: int = 1
