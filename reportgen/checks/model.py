"""Whether the model earns an interpretation; later work fills these."""

from __future__ import annotations

from reportgen.checks.evidence import Evidence, Named
from reportgen.schema import CheckResult, Status

_CONTRAST = Named("outcome-contrast", "model")
_SKILL = Named("skill", "model")


def check_outcome_contrast(evidence: Evidence) -> CheckResult:
    """Attention of predicted classes."""
    outcomes = {"predictions", "targets"} & set(evidence.summary.data_vars)
    return _CONTRAST.answer(Status.SKIP, "not-built" if outcomes else "no-outcomes")


def check_skill(evidence: Evidence) -> CheckResult:
    """The model against persistence."""
    stored = {"predictions", "targets", "inputs"} <= set(evidence.summary.data_vars)
    return _SKILL.answer(Status.SKIP, "not-built" if stored else "no-history")
