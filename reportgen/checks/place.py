"""Where the peak is, whether the place holds, and whether it makes physical sense."""

from __future__ import annotations

from reportgen.checks.evidence import Evidence, Named
from reportgen.physics import covered_share
from reportgen.schema import CheckResult, Status
from reportgen.statistics.significance import LEVEL
from reportgen.timeaxis import interval_of

_PLAUSIBLE = Named("physical-plausibility", "time")
_STABLE = Named("peak-stability", "time")
_EDGE = Named("edge-peak", "time")
_LAYERS = Named("layer-agreement", "model")

STABLE_SHARE = 0.5
COVERS_MOST = 0.5


def check_physical_plausibility(evidence: Evidence) -> CheckResult:
    """Whether the peak's place meets a time scale that this window could show."""
    analysis = evidence.analysis
    if not analysis.times.declared:
        return _PLAUSIBLE.answer(Status.SKIP, "no-time")
    if analysis.peak.p_value >= LEVEL:
        return _PLAUSIBLE.answer(Status.SKIP, "no-peak")
    if analysis.peak.at_edge:
        return _PLAUSIBLE.answer(Status.SKIP, "edge")
    testable = [scale for scale in analysis.scales if scale.testable]
    if not testable:
        return _PLAUSIBLE.answer(Status.SKIP, "not-testable")
    met = [scale.id for scale in testable if scale.meets_peak]
    share = covered_share(analysis.scales, analysis.times) or 0.0
    interval = analysis.peak.ci95_key
    low, high = (
        (analysis.peak.key, analysis.peak.key)
        if interval is None
        else (interval.low, interval.high)
    )
    _, *hours = interval_of(analysis.times, low, high)
    place = tuple(float(hour) for hour in hours if isinstance(hour, int | float))
    if share > COVERS_MOST:
        return _PLAUSIBLE.answer(
            Status.INFO,
            "covers-most",
            value=share,
            threshold=COVERS_MOST,
            share=share,
            scales=tuple(met or [scale.id for scale in testable]),
            hours=place,
        )
    return _PLAUSIBLE.answer(
        Status.PASS if met else Status.WARN,
        "plausible" if met else "implausible",
        value=len(met),
        threshold=1,
        unit="scales",
        scales=tuple(met or [scale.id for scale in testable]),
        hours=place,
    )


def check_peak_stability(evidence: Evidence) -> CheckResult:
    """Whether the samples agree on the place."""
    peak = evidence.analysis.peak
    if peak.stability is None:
        return _STABLE.answer(Status.SKIP, "one-sample")
    if peak.p_value >= LEVEL:
        return _STABLE.answer(Status.SKIP, "no-peak")
    stable = peak.stability >= STABLE_SHARE
    return _STABLE.answer(
        Status.PASS if stable else Status.WARN,
        "stable" if stable else "unstable",
        value=peak.stability,
        threshold=STABLE_SHARE,
        share=peak.stability,
        samples=peak.samples,
    )


def check_edge_peak(evidence: Evidence) -> CheckResult:
    """Whether the maximum lies inside the window, where it can be told from a trend."""
    peak = evidence.analysis.peak
    if peak.p_value >= LEVEL:
        return _EDGE.answer(Status.SKIP, "no-peak")
    where = evidence.peak_where()
    if not peak.at_edge:
        return _EDGE.answer(Status.PASS, "inside", value=peak.key, unit="key", where=where)
    timed = [i for i, hours in enumerate(evidence.analysis.times.elapsed) if hours is not None]
    first = timed[0] if timed else 0
    outcome = "edge-first" if peak.key == first else "edge-last"
    return _EDGE.answer(Status.WARN, outcome, value=peak.key, unit="key", where=where)


def check_layer_agreement(evidence: Evidence) -> CheckResult:
    """Whether the first layer, the focus layer and the rollout name one place."""
    analysis, agreement = evidence.analysis, evidence.analysis.agreement
    if agreement.agrees is None:
        return _LAYERS.answer(Status.SKIP, "one-layer")
    if analysis.peak.p_value >= LEVEL:
        return _LAYERS.answer(Status.SKIP, "no-peak")
    peaks = [agreement.peaks[0], agreement.peaks[analysis.focus.layer]]
    if agreement.rollout_peak is not None:
        peaks.append(agreement.rollout_peak)
    spread = max(peaks) - min(peaks)
    if agreement.agrees:
        where = evidence.peak_where()
        return _LAYERS.answer(
            Status.PASS,
            "agree",
            value=spread,
            threshold=agreement.tolerance,
            unit="keys",
            where=where,
        )
    places = tuple(evidence.where(key) for key in dict.fromkeys(peaks))
    return _LAYERS.answer(
        Status.WARN,
        "disagree",
        value=spread,
        threshold=agreement.tolerance,
        unit="keys",
        where=places,
    )
