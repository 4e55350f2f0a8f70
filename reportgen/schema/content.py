"""On what the model looks, not only when: conditions, outcomes, skill (science.md section 5)."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.schema.issue_map import IssueMap
from reportgen.schema.messages import Place
from reportgen.schema.run import Interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval, None where there are too few blocks."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Condition:
    """How an input variable differs where attention goes.

    Attributes
    ----------
    difference
        Mean over samples of ``sum_k (share - positional mean) x value``, in ``units``.
    null
        95 % band of the same with attention paired with other samples' windows.
    p_value
        Two-sided, from the same pairings.
    effect
        The difference in standard deviations of the variable.
    """

    name: str
    units: str
    difference: Estimate
    null: Interval
    p_value: float
    effect: float


@dataclass(frozen=True, slots=True)
class Lock:
    """Correlation of residual attention between windows issued ``hours`` apart.

    ``same_hour`` compares the same hour of the world, ``same_lag`` the same place in the window;
    ``difference`` is the first less the second, both from the same resampled runs.
    """

    hours: float
    pairs: int
    same_hour: Estimate
    same_lag: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Skill:
    """The model against persistence, which holds the last input of the target."""

    target: str
    units: str
    rmse: float
    rmse_persistence: float
    skill: Estimate
    tss: float | None
    tss_persistence: float | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """A figure of one plane between two classes of forecasts.

    Attributes
    ----------
    classes
        ``predicted`` or ``true``.
    figure
        ``early_third`` or ``normalized_entropy``.
    head
        None for the mean over the heads of the layer.
    delta
        Cliff's delta, event minus no event: in [-1, 1].
    p_holm
        Holm-corrected over layers, heads and figures of the same classes.
    """

    classes: str
    figure: str
    layer: int
    head: int | None
    delta: Estimate
    p_holm: float | None


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Samples of the two classes."""

    classes: str
    event: int
    quiet: int


@dataclass(frozen=True, slots=True)
class Evenness:
    """Is the attention of a class as good as uniform? An equivalence test on normalised entropy.

    ``interval`` is the 90 % interval of the mean; ``even`` if all of it exceeds 1 - ``margin``.
    """

    classes: str
    event: bool
    entropy: float
    interval: Interval | None
    margin: float
    even: bool | None


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Share of the last hours in a group of samples.

    ``grouping``: ``outcome``, ``error``, ``intensity`` or ``speed``; ``bounds`` of its values.
    """

    grouping: str
    bounds: Interval
    units: str
    samples: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Epochs:
    """Superposed epochs around issue, dims: key. Lifts of one class and its main input.

    ``low`` and ``high`` bound the lift, ``input_low`` and ``input_high`` the main input: 95 %
    intervals of the mean, None where there are too few blocks. ``input_mean`` is empty, and its
    bounds are None, where the run stores no inputs.
    """

    event: bool
    samples: int
    lift: tuple[float, ...]
    low: tuple[float, ...] | None
    high: tuple[float, ...] | None
    input_mean: tuple[float, ...]
    input_low: tuple[float, ...] | None
    input_high: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class OddSample:
    """A sample whose attention is unlike the mean."""

    name: str
    issue_hours: float | None
    peak_key: int
    share: float
    input_there: float | None
    predicted_event: bool | None
    observed_event: bool | None
    distance: float


@dataclass(frozen=True, slots=True)
class Composition:
    """What the samples are made of: UT hours and months of issue."""

    ut_hours: tuple[int, ...]
    months: tuple[int, ...]

    @property
    def one_hour(self) -> bool:
        """All samples are issued at one hour of the day."""
        return sum(count > 0 for count in self.ut_hours) == 1 and sum(self.ut_hours) > 1


@dataclass(frozen=True, slots=True)
class Filled:
    """Constant stretches of input, likely filled: their share of cells and of attention."""

    cells: float
    attention: Estimate


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on what the model looks. Parts are None or empty where the run stores too little.

    Attributes
    ----------
    position
        Share of the variation of incoming attention that position alone explains.
    map_missing
        Why there is no ``issue_map``: ``no-time``, ``no-reference-times``, ``one-token``,
        ``uneven-times``, ``not-finite``, ``alike`` or ``no-overlap``; None where there is one.
    main_input, main_units
        The input that stands in ``epochs`` and ``odd``.
    short_hours, short_keys
        The end of the window that ``groups``, ``share_difference`` and ``input_difference`` (the
        main input's mean) speak of; hours are None without time.
    """

    position: Estimate | None
    conditions: tuple[Condition, ...]
    locks: tuple[Lock, ...]
    issue_map: IssueMap | None
    map_missing: str | None
    skill: Skill | None
    counts: tuple[ClassCount, ...]
    contrasts: tuple[Contrast, ...]
    evenness: tuple[Evenness, ...]
    share_difference: tuple[tuple[str, Estimate], ...]
    input_difference: tuple[tuple[str, Estimate], ...]
    groups: tuple[GroupShare, ...]
    epochs: tuple[Epochs, ...]
    odd: tuple[OddSample, ...]
    composition: Composition | None
    filled: Filled | None
    event: str
    main_input: str
    main_units: str
    short_hours: float | None
    short_keys: int

    @property
    def short_span(self) -> Place:
        """The same as the catalogue's ``{last:span}`` takes it."""
        if self.short_hours is None:
            return ("steps", self.short_keys)
        return ("hours", self.short_hours)
