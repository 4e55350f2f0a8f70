"""Everything together: the analysis of a Summary, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.schema.agreement import NO_AGREEMENT, LayerAgreement
from reportgen.schema.content import Content
from reportgen.schema.faithfulness import Faithfulness
from reportgen.schema.findings import CheckResult, Finding, Provenance
from reportgen.schema.flow import Flow
from reportgen.schema.heads import HeadMap
from reportgen.schema.names import Profile, Status
from reportgen.schema.numbers import (
    Connection,
    Figures,
    HeadFigures,
    InputSeries,
    Matrices,
    Peak,
    ScaleResult,
    WindSpeed,
)
from reportgen.schema.parts import Parts
from reportgen.schema.run import Focus, RunFacts, Times

if TYPE_CHECKING:
    from reportgen.schema.arrays import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Every number that comes out of a Summary.

    Attributes
    ----------
    figures, incoming, importance, lift
        Of the focus plane; the tuples have dim: key.
    lift_low, lift_high : (key,)
        Bootstrap interval of the lift per key, None with one sample.
    layer_lift_by_key : (layer, key)
        Lift of each layer's head-mean.
    rollout_lift : (key,)
        Rollout over uniform rollout, None where the matrices were block-averaged.
    lags, lag_spectrum
        Lags in steps (query - key) and mean ``k_q A`` there, of the focus plane.
    sample_peaks : (batch,)
        Peak key of each sample (largest lift).
    sample_lift_low, sample_lift_high : (key,)
        2.5 and 97.5 % quantiles of the samples' lift: the spread, not an interval.
    agreement
        Whether the layers and the rollout name the same place.
    content
        On what the model looks.
    wind
        Speed of the samples' windows, None where the run declares no physical speed.
    flow
        Attention flow of the chosen queries; None where none is chosen.
    head_map
        How alike the heads are; None with one head, or where the weights are no attention.
    faithfulness
        Value norms and gradients against the weights, where the run holds them.
    """

    run: RunFacts
    times: Times
    focus: Focus
    figures: Figures
    peak: Peak
    incoming: tuple[float, ...]
    importance: tuple[float, ...]
    lift: tuple[float, ...]
    lift_low: tuple[float, ...] | None
    lift_high: tuple[float, ...] | None
    top_connections: tuple[Connection, ...]
    layers: tuple[Figures, ...]
    heads: tuple[HeadFigures, ...]
    layer_lift_by_key: FloatArray
    rollout_lift: FloatArray | None
    lags: FloatArray
    lag_spectrum: FloatArray
    sample_peaks: tuple[int, ...]
    sample_lift_low: tuple[float, ...]
    sample_lift_high: tuple[float, ...]
    inputs: tuple[InputSeries, ...]
    scales: tuple[ScaleResult, ...]
    matrices: Matrices
    agreement: LayerAgreement = NO_AGREEMENT
    flow: Flow | None = None
    wind: WindSpeed | None = None
    content: Content | None = None
    parts: Parts | None = None
    head_map: HeadMap | None = None
    faithfulness: tuple[Faithfulness, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Analysis):
    """Everything the words, the figures and the JSON are made of: numbers and message ids."""

    profile: Profile
    checks: tuple[CheckResult, ...]
    findings: tuple[Finding, ...]
    provenance: Provenance

    @property
    def status(self) -> Status:
        """The gravest verdict of the checklist."""
        return max((check.status for check in self.checks), key=lambda status: status.severity)
