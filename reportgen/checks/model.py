"""Whether the model earns an interpretation, and whether attention follows its forecasts."""

from __future__ import annotations

from reportgen.checks.evidence import Evidence, Named
from reportgen.schema import CheckResult, Content, Contrast, Interval, Status, Value
from reportgen.statistics.significance import LEVEL

_CONTRAST = Named("outcome-contrast", "model")
_SKILL = Named("skill", "model")


def check_skill(evidence: Evidence) -> CheckResult:
    """Whether the model beats persistence on these samples."""
    content = evidence.analysis.content
    skill = None if content is None else content.skill
    if skill is None:
        return _SKILL.answer(Status.SKIP, "no-history")
    interval = skill.skill.interval
    outcome, status = "unclear", Status.INFO
    if interval is not None and interval.low > 0:
        outcome, status = "better", Status.PASS
    elif interval is not None and interval.high < 0:
        outcome, status = "worse", Status.WARN
    return _SKILL.answer(
        status,
        outcome,
        value=skill.skill.value,
        threshold=0.0,
        skill=skill.skill.value,
        interval=_pair(interval),
        score=skill.rmse,
        reference=skill.rmse_persistence,
        units=skill.units,
    )


def check_outcome_contrast(evidence: Evidence) -> CheckResult:
    """Whether attention differs between the classes the model predicts."""
    content = evidence.analysis.content
    held = set(evidence.summary.data_vars)
    stored = {"predictions", "targets"} <= held or "label" in held
    if content is None or not stored:
        return _CONTRAST.answer(Status.SKIP, "no-outcomes")
    if not content.share_difference:
        return _CONTRAST.answer(Status.SKIP, "one-class")
    # The predicted classes come first where the forecasts fall into both.
    classes, difference = content.share_difference[0]
    counts = next(count for count in content.counts if count.classes == classes)
    values: dict[str, Value] = {
        "difference": difference.value,
        "interval": _pair(difference.interval),
        "last": content.short_span,
        "classes": f"class-{classes}",
        "groups": (str(counts.event), str(counts.quiet)),
    }
    interval = difference.interval
    apart = interval is not None and not interval.low <= 0 <= interval.high
    strongest = _strongest(content, classes)
    if not apart and strongest is not None:
        compared = [item for item in content.contrasts if item.classes == classes]
        values |= {
            "figure": strongest.figure,
            "delta": strongest.delta.value,
            "p": strongest.p_holm,
            "significant": sum(_significant(item) for item in compared),
            "of": len(compared),
        }
        return _CONTRAST.answer(
            Status.INFO,
            "differs-pattern",
            value=strongest.delta.value,
            threshold=0.0,
            details=values,
        )
    return _CONTRAST.answer(
        Status.INFO,
        "differs" if apart else "none",
        value=difference.value,
        threshold=0.0,
        details=values,
    )


def _strongest(content: Content, classes: str) -> Contrast | None:
    """Significant contrast of the largest effect."""
    found = [item for item in content.contrasts if item.classes == classes and _significant(item)]
    return max(found, key=lambda item: abs(item.delta.value), default=None)


def _significant(item: Contrast) -> bool:
    return item.p_holm is not None and item.p_holm < LEVEL


def _pair(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low, interval.high)
