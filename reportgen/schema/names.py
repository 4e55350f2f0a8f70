"""Dimension names and enumerations."""

from __future__ import annotations

from enum import StrEnum

BATCH, LAYER, HEAD, QUERY, KEY = "batch", "layer", "head", "query", "key"
ATTENTION_DIMS = (BATCH, LAYER, HEAD, QUERY, KEY)
HALF = "half"

SUMMARY_SCHEMA = 1
REPORT_SCHEMA = "reportgen/1"


class Status(StrEnum):
    """Verdict of a check, from the quietest to the gravest."""

    SKIP = "skip"
    PASS = "pass"
    INFO = "info"
    WARN = "warn"
    FAIL = "fail"

    @property
    def severity(self) -> int:
        """Rank for sorting and for the worst of several verdicts."""
        return tuple(Status).index(self)


class Language(StrEnum):
    """Languages of a report, in the order of the switch."""

    EN = "en"
    KO = "ko"


class MaskKind(StrEnum):
    """Which cells a query may attend to."""

    NONE = "none"
    CAUSAL = "causal"
    WINDOW = "window"
    PADDING = "padding"
    COMBINED = "combined"


class Origin(StrEnum):
    """Where a fact about the run comes from."""

    DECLARED = "declared"
    DETECTED = "detected"
    ASSUMED = "assumed"


class Readout(StrEnum):
    """Which query rows the model's head reads: all (mean-pooled), the last or the first (CLS)."""

    MEAN = "mean"
    LAST = "last"
    CLS = "cls"


class Profile(StrEnum):
    """Whose thresholds the checklist uses: the normalised ones or the users' guide's own."""

    DEFAULT = "default"
    GUIDE = "guide"


class Stamp(StrEnum):
    """What a time stamp marks: the start, the middle or the end of its sampling interval."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Precision(StrEnum):
    """Precision of the *values*, which may be coarser than that of their container."""

    FLOAT64 = "float64"
    FLOAT32 = "float32"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"


class Pattern(StrEnum):
    """What a head's mean matrix looks like (Kovaleva et al. 2019, decided on lifts)."""

    DIAGONAL = "diagonal"
    PREVIOUS = "previous-step"
    LOCAL = "local"
    STRIPE = "vertical-stripe"
    FIRST_KEY = "first-key"
    BLOCK = "block"
    UNIFORM = "uniform"
    MIXED = "mixed"
