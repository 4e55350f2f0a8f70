"""What was read, when it happened, and which plane the report speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.schema.messages import Message
from reportgen.schema.names import MaskKind, Origin, Precision, Readout, Stamp


@dataclass(frozen=True, slots=True)
class Mask:
    """Cells a query may attend to, and how we know.

    Attributes
    ----------
    kind, source
        What the mask is and where the knowledge comes from.
    width
        Keys that a query sees, itself included, for ``window``; None otherwise.
    """

    kind: MaskKind = MaskKind.NONE
    source: Origin = Origin.ASSUMED
    width: int | None = None

    @property
    def cells(self) -> MaskKind:
        """The mask without padding: none, causal or window."""
        if self.kind is MaskKind.COMBINED:
            return MaskKind.CAUSAL if self.width is None else MaskKind.WINDOW
        return MaskKind.NONE if self.kind is MaskKind.PADDING else self.kind

    def with_padding(self) -> Mask:
        """The same mask over samples of which some are padded."""
        if self.kind in (MaskKind.PADDING, MaskKind.COMBINED):
            return self
        if self.kind is MaskKind.NONE:
            return Mask(MaskKind.PADDING, Origin.DETECTED)
        return Mask(MaskKind.COMBINED, self.source, self.width)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was left out, and why (a message id of the catalogue's ``skip.`` family)."""

    file: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range with both ends, in the unit of what it bounds."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Times:
    """The clocks of the keys (dim: key), in hours; see science.md section 4.

    With no cadence all hour tuples are None and the axes are in steps. A prefix token has no time:
    its entries are None.

    Attributes
    ----------
    cadence_hours
        Regular spacing of the tokens' first inputs, None for irregular or undeclared times.
    source
        ``"flag"``, ``"reportgen.yaml"``, ``"training config"``, ``"files"`` or ``"undeclared"``.
    detail
        The key of the training config (or the file) the cadence was found in.
    stamp
        What a stamp marks.
    cell_hours
        Width of the interval one token covers (a patch covers more than one step).
    elapsed, before_last_input, before_issue
        Hours of each key since the window's first input, before its last one, before issue.
    before_valid
        Hours before the first and before the last valid time of the forecast, per key.
    window_hours
        From the first to the last input.
    issue_offset_hours
        From the last input to the issue of the forecast, None where unknown.
    forecast_period
        Both ends of the forecast, in hours after issue.
    regular
        False where the stored times are uneven; gaps are then listed in ``gaps``.
    prefix_tokens, patch_length, patch_stride
        How tokens map to time steps.
    padded_share
        Share of the last patch that lies beyond the window.
    """

    cadence_hours: float | None
    source: str
    detail: str
    stamp: Stamp
    cell_hours: float | None
    elapsed: tuple[float | None, ...]
    before_last_input: tuple[float | None, ...]
    before_issue: tuple[float | None, ...]
    before_valid: tuple[tuple[float, float] | None, ...]
    window_hours: float | None
    issue_offset_hours: float | None
    forecast_period: Interval | None
    regular: bool = True
    gaps: tuple[tuple[int, float], ...] = ()
    prefix_tokens: int = 0
    patch_length: int = 1
    patch_stride: int = 1
    padded_share: float = 0.0

    @property
    def declared(self) -> bool:
        """Whether anything may be said in hours."""
        return self.window_hours is not None


@dataclass(frozen=True, slots=True)
class Focus:
    """The plane the report speaks of: a layer's mean over heads, read by some of its rows."""

    layer: int
    readout: Readout


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What was read, and how it was understood."""

    name: str
    files_read: int
    files_skipped: tuple[SkippedFile, ...]
    samples: int
    layers: int
    heads: int
    queries: int
    keys: int
    dtype: str
    precision: Precision
    mask: Mask
    unread: tuple[str, ...]
    notes: tuple[Message, ...]
    reference_times: tuple[float | None, ...]
    sample_names: tuple[str, ...]
    tokens: tuple[str, ...]
