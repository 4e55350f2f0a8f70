"""Dimension names, enumerations and the frozen records that pass between the steps.

Nothing here computes: a record is made by one room and read by those above it.
Times are float hours, shares and weights are fractions of one, ``None`` means *not testable* or
*not declared*, never zero.
"""

from reportgen.schema.agreement import LayerAgreement
from reportgen.schema.findings import CheckResult, Finding, Output, Provenance
from reportgen.schema.heads import HeadMap, HeadPair
from reportgen.schema.messages import Message, Place, Scalar, Value, Where
from reportgen.schema.names import (
    ATTENTION_DIMS,
    BATCH,
    HALF,
    HEAD,
    KEY,
    LAYER,
    QUERY,
    REPORT_SCHEMA,
    SUMMARY_SCHEMA,
    Language,
    MaskKind,
    Origin,
    Pattern,
    Precision,
    Profile,
    Readout,
    Stamp,
    Status,
)
from reportgen.schema.numbers import (
    Connection,
    Figures,
    HalfWidth,
    HeadFigures,
    InputSeries,
    Matrices,
    Peak,
    ScaleResult,
    WindSpeed,
)
from reportgen.schema.parts import (
    EntropyFall,
    HeadCollapse,
    PartFigures,
    PartKind,
    PartList,
    PartName,
    Parts,
    SkippedPart,
)
from reportgen.schema.report import Analysis, Report
from reportgen.schema.run import Focus, Interval, Mask, RunFacts, SkippedFile, Times

__all__ = [
    "ATTENTION_DIMS",
    "BATCH",
    "HALF",
    "HEAD",
    "KEY",
    "LAYER",
    "QUERY",
    "REPORT_SCHEMA",
    "SUMMARY_SCHEMA",
    "Analysis",
    "CheckResult",
    "Connection",
    "EntropyFall",
    "Figures",
    "Finding",
    "Focus",
    "HalfWidth",
    "HeadCollapse",
    "HeadFigures",
    "HeadMap",
    "HeadPair",
    "InputSeries",
    "Interval",
    "Language",
    "LayerAgreement",
    "Mask",
    "MaskKind",
    "Matrices",
    "Message",
    "Origin",
    "Output",
    "PartFigures",
    "PartKind",
    "PartList",
    "PartName",
    "Parts",
    "Pattern",
    "Peak",
    "Place",
    "Precision",
    "Profile",
    "Provenance",
    "Readout",
    "Report",
    "RunFacts",
    "Scalar",
    "ScaleResult",
    "SkippedFile",
    "SkippedPart",
    "Stamp",
    "Status",
    "Times",
    "Value",
    "Where",
    "WindSpeed",
]
