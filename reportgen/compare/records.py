"""What a comparison holds: numbers and message ids, no prose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Interval, Status

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of one run; the interval is None with fewer than two independent blocks."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of another run less that of the first.

    Attributes
    ----------
    figure
        Id in the catalogue's ``compare.figure.`` family.
    first, other
        The figure in both runs.
    value
        ``other - first`` in the figure's own unit.
    interval
        95 % interval of the difference; None where a run has fewer than two independent blocks.
    """

    figure: str
    first: Estimate
    other: Estimate
    value: float
    interval: Interval | None

    @property
    def differs(self) -> bool | None:
        """Whether the interval leaves out zero; None without one."""
        if self.interval is None:
            return None
        return not self.interval.low <= 0 <= self.interval.high


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A figure that means something else in the two runs, and why (``compare.why.`` id)."""

    figure: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A check whose status is not the same in both runs."""

    check: str
    first: Status
    other: Status

    @property
    def direction(self) -> str:
        """``worse``, ``better``, or ``untested`` where one of the runs could not be judged."""
        if Status.SKIP in (self.first, self.other):
            return "untested"
        return "worse" if self.other.severity > self.first.severity else "better"


@dataclass(frozen=True, slots=True)
class HeadMatch:
    """A head of the first run and its partner in the other.

    Attributes
    ----------
    layer, first, other
        Their places.
    distance
        Between the two mean matrices.
    same_place
        Distance to the head of the same number.
    floor
        The larger of the two heads' own distances between the halves of the samples; None where a
        half is empty.
    """

    layer: int
    first: int
    other: int
    distance: float
    same_place: float
    floor: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ProfileDifference:
    """Attention per hour of two runs on one grid.

    Attributes
    ----------
    clock
        ``issue`` or ``input``: hours before it; ``step``: steps back from the last key.
    edges : (bin + 1,)
        Ends of the bins, ascending.
    first, other, value : (bin,)
        Share of attention per hour (or step), and the difference.
    low, high : (bin,)
        95 % interval of the difference; None with fewer than two blocks.
    """

    clock: str
    edges: Floats
    first: Floats
    other: Floats
    value: Floats
    low: Floats | None
    high: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class PlaneDifference:
    """Mean matrices of the focus layers of two runs on one grid, the past on top and left.

    Attributes
    ----------
    unit
        ``lift``: in units of an even share, on the runs' own keys; ``hour``, ``step``: share of the
        row per hour or step, on common bins.
    edges : (bin + 1,)
        Ends of the bins, hours or steps back, ascending; None on the runs' own keys.
    block
        Cells a side that one drawn cell averages.
    first, other : (query, key)
        NaN where the mask forbids.
    elsewhere
        Share of the attention that the other run puts on other keys.
    floor
        The same between halves of the samples of one run, the larger of the two; None where a
        half is empty.
    """

    unit: str
    edges: Floats | None
    block: int
    first: Floats
    other: Floats
    elsewhere: float
    floor: float | None


@dataclass(frozen=True, slots=True)
class LayerEntropy:
    """Normalised entropy of one layer in both runs, and its difference."""

    layer: int
    first: Estimate
    other: Estimate
    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Everything that differs between the first run and another.

    Attributes
    ----------
    other
        Place of the other run.
    plane
        None where the two have no common places.
    layers
        Empty where masks or numbers of layers differ.
    heads
        Empty where heads cannot be matched; ``heads_reason`` says why.
    """

    other: int
    differences: tuple[Difference, ...]
    not_compared: tuple[NotCompared, ...]
    verdicts: tuple[VerdictChange, ...]
    profile: ProfileDifference | None
    plane: PlaneDifference | None
    layers: tuple[LayerEntropy, ...]
    heads: tuple[HeadMatch, ...]
    heads_reason: str | None


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over repeats: a run is one observation.

    Attributes
    ----------
    figure
        Id in the catalogue's ``compare.figure.`` family.
    values : (run,)
        One a run.
    mean, deviation
        Mean, and standard deviation between the runs (n - 1).
    interval
        95 % interval of the mean over trainings, by Student's t.
    within
        Mean half-width of the runs' own 95 % intervals; None where a run has none.
    """

    figure: str
    values: tuple[float, ...]
    mean: float
    deviation: float
    interval: Interval
    within: float | None


@dataclass(frozen=True, slots=True)
class Repeats:
    """What repeats of one experiment share.

    Attributes
    ----------
    runs
        How many there are.
    standing
        In how many of them a peak stands out.
    sharing
        In how many of those it lies within one cell of ``key``.
    key
        The place that most of them share; None where no peak stands out.
    """

    runs: int
    standing: int
    sharing: int
    key: int | None
    spreads: tuple[Spread, ...]

    @property
    def agree(self) -> bool | None:
        """Whether every training has its peak in that place; None where none stands out."""
        return None if self.key is None else self.sharing == self.runs
