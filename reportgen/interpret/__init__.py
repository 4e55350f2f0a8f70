"""From numbers and verdicts to findings: which statements this run supports. No prose here."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.interpret.doubts import doubts
from reportgen.interpret.headline import deck, headline
from reportgen.interpret.ladder import ladder, safe
from reportgen.interpret.peak import broken, peak_place, stands_out
from reportgen.interpret.tested import tested, untested
from reportgen.schema import Analysis, CheckResult, Finding

__all__ = ["broken", "interpret", "peak_place", "stands_out"]


def interpret(analysis: Analysis, checks: Sequence[CheckResult]) -> tuple[Finding, ...]:
    """Statements that the numbers support, in the order of the page.

    Returns
    -------
    tuple of Finding
        Places: headline, deck, doubt, safe, ladder, tested, untested.
    """
    results = {check.id: check for check in checks}
    return (
        Finding("headline", headline(analysis, results)),
        *(Finding("deck", message) for message in deck(analysis, results)),
        *(Finding("doubt", message) for message in doubts(analysis, results)),
        *(Finding("safe", message) for message in safe(analysis, results)),
        *ladder(analysis, results),
        *(Finding("tested", message) for message in tested(analysis, results)),
        *(Finding("untested", message) for message in untested(analysis, results)),
    )
