"""Whether heads repeat one another."""

from __future__ import annotations

import numpy as np

from reportgen.checks.evidence import Evidence, Named
from reportgen.schema import CheckResult, Status

_REDUNDANT = Named("redundant-heads", "pattern")
#: Share of the heads that repeat another from which that is worth a warning.
MANY = 0.5


def check_redundant_heads(evidence: Evidence) -> CheckResult:
    """Heads whose mean matrices are nearly the same in both halves of the samples."""
    compared = evidence.analysis.head_map
    if len(evidence.analysis.heads) < 2:
        return _REDUNDANT.answer(Status.SKIP, "one-head")
    if compared is None:
        return _REDUNDANT.answer(Status.SKIP, "no-weights")
    if compared.floors is None:
        return _REDUNDANT.answer(Status.SKIP, "one-half")
    of, pairs = len(compared.distances), len(compared.pairs)
    closest = float(np.min(compared.distances))
    if pairs:
        alike = {head for pair in compared.pairs for head in (pair.first, pair.second)}
        many = len(alike) >= MANY * len(evidence.analysis.heads)
        return _REDUNDANT.answer(
            Status.WARN if many else Status.INFO,
            "redundant",
            value=compared.pairs[0].distance,
            threshold=compared.threshold,
            pairs=pairs,
            of=of,
            heads=len(alike),
            distance=compared.pairs[0].distance,
        )
    if compared.unresolved:
        return _REDUNDANT.answer(
            Status.INFO,
            "unresolved",
            value=closest,
            threshold=compared.threshold,
            pairs=compared.unresolved,
            of=of,
            floor=max(compared.floors),
        )
    return _REDUNDANT.answer(
        Status.PASS,
        "ok",
        value=closest,
        threshold=compared.threshold,
        pairs=0,
        of=of,
        distance=closest,
    )
