"""What the attention looks like: the guide's patterns, normalised to any length and mask."""

from __future__ import annotations

import math
from dataclasses import replace

from reportgen.checks.epochs import collapse_over_epochs
from reportgen.checks.evidence import Evidence, Named
from reportgen.schema import CheckResult, Status, Value
from reportgen.statistics.parts import COLLAPSED
from reportgen.statistics.peak import CRITICAL_LIFT, SINK_RATIO
from reportgen.statistics.significance import FEWEST_BLOCKS, LEVEL

_SELF = Named("self-attention", "pattern")
_CRITICAL = Named("critical-timestep", "pattern")
_UNIFORM = Named("uniform-attention", "pattern")
_IGNORES = Named("ignores-past", "pattern")
_OVER = Named("over-reliance", "pattern")
_WEAK = Named("weak-attention", "pattern")
_SINK = Named("attention-sink", "pattern")
_COLLAPSE = Named("entropy-collapse", "pattern")

STRONG_DIAGONAL = 1.2
UNIFORM_UNEVENNESS = 0.08
DIAGONAL_ONLY = 0.77
OVER_IMPORTANCE, OVER_LIFT = 0.375, 3.0
WEAK_LIFT = 1.2

GUIDE_DIAGONAL = 0.15
GUIDE_INCOMING = 1.5
GUIDE_STD = 0.01
GUIDE_DIAGONAL_SHARE = 0.8
GUIDE_OVER_INCOMING = 3.0
GUIDE_WEAK = 0.15
GUIDE_FOCUSED, GUIDE_DISTRIBUTED = 2.0, 2.5


def check_self_attention(evidence: Evidence) -> CheckResult:
    """Whether the diagonal stands out against an even share."""
    figures = evidence.analysis.figures
    mean, even = figures.diagonal_mean, figures.diagonal_null
    if mean is None or even is None:
        return _SELF.answer(Status.SKIP, "not-square")
    if evidence.guide:
        outcome = "guide-strong" if mean > GUIDE_DIAGONAL else "guide-ordinary"
        return _SELF.answer(Status.INFO, outcome, value=mean, threshold=GUIDE_DIAGONAL, mean=mean)
    ratio = mean / even
    strong = ratio > STRONG_DIAGONAL
    return _SELF.answer(
        Status.INFO if strong else Status.PASS,
        "strong" if strong else "ordinary",
        value=ratio,
        threshold=STRONG_DIAGONAL,
        ratio=ratio,
        mean=mean,
        even=even,
    )


def check_critical_timestep(evidence: Evidence) -> CheckResult:
    """Whether one key receives more than both nulls allow."""
    peak, where = evidence.analysis.peak, evidence.peak_where()
    if evidence.guide:
        critical = peak.incoming > GUIDE_INCOMING
        return _CRITICAL.answer(
            Status.INFO,
            "guide-critical" if critical else "guide-none",
            value=peak.incoming,
            threshold=GUIDE_INCOMING,
            key=peak.key,
            where=where,
            incoming=peak.incoming,
        )
    claimed = peak.lift > CRITICAL_LIFT and peak.p_value < LEVEL
    outcome, status = "none", Status.PASS
    if claimed:
        few = peak.blocks < FEWEST_BLOCKS
        outcome, status = ("few-samples" if few else "critical"), Status.INFO
    return _CRITICAL.answer(
        status,
        outcome,
        value=peak.lift,
        threshold=CRITICAL_LIFT,
        key=peak.key,
        where=where,
        lift=peak.lift,
        p=peak.p_value,
        samples=peak.samples,
    )


def check_uniform_attention(evidence: Evidence) -> CheckResult:
    """Whether attention is as good as even, told neutrally: the guide reads it both ways."""
    figures = evidence.analysis.figures
    if evidence.guide:
        uniform = figures.std < GUIDE_STD
        return _UNIFORM.answer(
            Status.WARN if uniform else Status.PASS,
            "guide-uniform" if uniform else "guide-structured",
            value=figures.std,
            threshold=GUIDE_STD,
            std=figures.std,
        )
    uniform = figures.unevenness < UNIFORM_UNEVENNESS
    return _UNIFORM.answer(
        Status.WARN if uniform else Status.PASS,
        "uniform" if uniform else "structured",
        value=figures.unevenness,
        threshold=UNIFORM_UNEVENNESS,
        cv=figures.unevenness,
        normalized_entropy=figures.normalized_entropy,
    )


def check_ignores_past(evidence: Evidence) -> CheckResult:
    """Whether nearly all weight lies on the diagonal."""
    figures = evidence.analysis.figures
    share, mean, even = figures.diagonal_share, figures.diagonal_mean, figures.diagonal_null
    if share is None or mean is None or even is None or even >= 1:
        return _IGNORES.answer(Status.SKIP, "not-square")
    if evidence.guide:
        ignores = share > GUIDE_DIAGONAL_SHARE
        return _IGNORES.answer(
            Status.WARN if ignores else Status.PASS,
            "guide-ignores" if ignores else "guide-ok",
            value=share,
            threshold=GUIDE_DIAGONAL_SHARE,
            share=share,
        )
    excess = (mean - even) / (1 - even)
    only = excess > DIAGONAL_ONLY
    return _IGNORES.answer(
        Status.WARN if only else Status.PASS,
        "diagonal-only" if only else "ok",
        value=excess,
        threshold=DIAGONAL_ONLY,
        excess=excess,
    )


def check_over_reliance(evidence: Evidence) -> CheckResult:
    """Whether the model hangs on one key."""
    peak, where = evidence.analysis.peak, evidence.peak_where()
    if evidence.guide:
        over = peak.incoming > GUIDE_OVER_INCOMING
        return _OVER.answer(
            Status.WARN if over else Status.PASS,
            "guide-over" if over else "guide-ok",
            value=peak.incoming,
            threshold=GUIDE_OVER_INCOMING,
            key=peak.key,
            where=where,
            incoming=peak.incoming,
        )
    over = peak.share > OVER_IMPORTANCE or peak.lift > OVER_LIFT
    proven = over and peak.p_value < LEVEL
    # Without the power of the second test it stays a note about these samples.
    status = Status.WARN if peak.blocks >= FEWEST_BLOCKS else Status.INFO
    return _OVER.answer(
        status if proven else Status.PASS,
        "over" if proven else "ok",
        value=peak.lift,
        threshold=OVER_LIFT,
        key=peak.key,
        where=where,
        share=peak.share,
        lift=peak.lift,
        p=peak.p_value,
    )


def check_weak_attention(evidence: Evidence) -> CheckResult:
    """Whether any cell rises above an even share at all."""
    figures = evidence.analysis.figures
    if evidence.guide:
        weak = figures.max < GUIDE_WEAK
        return _WEAK.answer(
            Status.WARN if weak else Status.PASS,
            "guide-weak" if weak else "guide-ok",
            value=figures.max,
            threshold=GUIDE_WEAK,
            max=figures.max,
        )
    weak = figures.max_cell_lift < WEAK_LIFT
    return _WEAK.answer(
        Status.WARN if weak else Status.PASS,
        "weak" if weak else "ok",
        value=figures.max_cell_lift,
        threshold=WEAK_LIFT,
        max_lift=figures.max_cell_lift,
    )


def check_attention_sink(evidence: Evidence) -> CheckResult:
    """Whether the first key collects weight in the focus layer."""
    analysis = evidence.analysis
    figures = analysis.figures
    heads = [head.figures for head in analysis.heads]
    sinks = sum(head.sink_strength > SINK_RATIO * head.sink_null for head in heads)
    strength, even = figures.sink_strength, figures.sink_null
    sink = strength > SINK_RATIO * even
    tokens = analysis.run.tokens
    return _SINK.answer(
        Status.WARN if sink else Status.PASS,
        "sink" if sink else "none",
        value=strength / even if even else None,
        threshold=SINK_RATIO,
        key=figures.sink_key,
        token=tokens[figures.sink_key] if tokens else "",
        strength=strength,
        even=even,
        heads=sinks,
        of=len(heads),
    )


def check_entropy_collapse(evidence: Evidence) -> CheckResult:
    """Whether any head's entropy has collapsed onto single keys."""
    analysis = evidence.analysis
    if evidence.guide:
        return _guide_entropy(evidence)
    heads = analysis.heads
    lowest = min(heads, key=lambda head: head.figures.normalized_entropy)
    collapsed = sum(head.figures.normalized_entropy < COLLAPSED for head in heads)
    value = lowest.figures.normalized_entropy
    status = Status.WARN if collapsed else Status.PASS
    outcome = "collapsed" if collapsed else "ok"
    values: dict[str, Value] = {"heads": collapsed, "of": len(heads), "lowest": value}
    over_epochs = collapse_over_epochs(analysis)
    if over_epochs is not None:
        status, outcome, more = over_epochs
        values |= more
    result = _COLLAPSE.answer(
        status, outcome, value=value, threshold=COLLAPSED, layer=lowest.layer, head=lowest.head
    )
    return replace(result, values={**result.values, **values})


def _guide_entropy(evidence: Evidence) -> CheckResult:
    """The guide's absolute bounds; the upper one cannot be reached below n = 13."""
    entropy, keys = evidence.analysis.figures.entropy_nats, evidence.analysis.run.keys
    most = math.log(max(keys, 1))
    outcome = "guide-between"
    if entropy < GUIDE_FOCUSED:
        outcome = "guide-focused"
    elif entropy > GUIDE_DISTRIBUTED:
        outcome = "guide-distributed"
    if most <= GUIDE_DISTRIBUTED:
        outcome += "-capped"
    return _COLLAPSE.answer(
        Status.INFO,
        outcome,
        value=entropy,
        threshold=GUIDE_FOCUSED,
        unit="nat",
        entropy=entropy,
        n=keys,
        most=most,
    )
