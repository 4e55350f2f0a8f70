"""Parts of one run: the epochs of a training, or the targets of a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.schema.names import Pattern
from reportgen.schema.run import Interval

if TYPE_CHECKING:
    from reportgen.schema.arrays import FloatArray


class PartKind(StrEnum):
    """What the parts of a run are."""

    EPOCH = "epoch"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class PartName:
    """Name of a part, unique in its run.

    Attributes
    ----------
    label
        The epoch's number, or the target's folder.
    epoch
        Number of the epoch; of a target the epoch that was read, None where it has none.
    """

    label: str
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class SkippedPart:
    """A part that was left out, and why (a message id of the catalogue's ``skip.`` family)."""

    label: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PartList:
    """The parts of a run, in order: epochs by number, targets by name.

    Attributes
    ----------
    names
        Of the parts that agree with the main one in shape.
    main
        Index of the part that the report speaks of.
    skipped
        The others.
    """

    kind: PartKind
    names: tuple[PartName, ...]
    main: int
    skipped: tuple[SkippedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class PartFigures:
    """The few numbers that are kept of each part.

    Attributes
    ----------
    samples, blocks
        Samples read, and independent blocks among them.
    normalized_entropy : (layer, head)
        Mean over rows and samples.
    lift : (layer, key)
        Lift of each layer's mean over heads.
    peak_key, peak_share, peak_lift, ci95_lift, p_value
        Peak of the focus layer, found as that of a run; no interval with one sample.
    pattern, pattern_score
        Of the focus layer's mean over heads.
    head_patterns
        Per layer, per head.
    """

    name: PartName
    samples: int
    blocks: int
    normalized_entropy: FloatArray
    lift: FloatArray
    peak_key: int
    peak_share: float
    peak_lift: float
    ci95_lift: Interval | None
    p_value: float
    pattern: Pattern
    pattern_score: float
    head_patterns: tuple[tuple[Pattern, ...], ...]


@dataclass(frozen=True, slots=True)
class HeadCollapse:
    """A head whose normalised entropy falls below the threshold in some epoch.

    Attributes
    ----------
    first
        Index of the first part in which it lies below.
    lasts
        It lies below in the last part, too.
    lowest
        Its smallest normalised entropy over the parts.
    """

    layer: int
    head: int
    first: int
    lasts: bool
    lowest: float


@dataclass(frozen=True, slots=True)
class EntropyFall:
    """The deepest fall of the mean normalised entropy below its highest value before.

    Attributes
    ----------
    highest, lowest
        Indices of the two parts.
    before, after
        Mean normalised entropy over all heads there.
    share
        ``1 - after / before``.
    """

    highest: int
    lowest: int
    before: float
    after: float
    share: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part of a run side by side.

    Attributes
    ----------
    main
        Index of the item that the report speaks of.
    collapses
        Heads below the threshold in some epoch, by layer and head; none for targets.
    fall
        None for targets, and where the mean entropy never falls.
    """

    kind: PartKind
    main: int
    items: tuple[PartFigures, ...]
    skipped: tuple[SkippedPart, ...] = ()
    collapses: tuple[HeadCollapse, ...] = ()
    fall: EntropyFall | None = None
