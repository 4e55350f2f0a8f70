"""The head of the page: facts of the run, the finding, its doubts, and how far it holds."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.render.cells import words
from reportgen.render.parts import part_fact
from reportgen.schema import Finding, Interval, Message, Report
from reportgen.text import known


@dataclass(frozen=True, slots=True)
class Share:
    """A figure under the headline: what it is, its value, and what even attention would give."""

    name: Message
    value: Message
    even: Message


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder; ``state`` is ``held``, ``fallen`` or ``untested``."""

    state: str
    verdict: Message
    title: Message
    text: Message


_STATES = {
    True: ("held", "page.ladder.shown", "title", "yes"),
    False: ("fallen", "ladder.not-shown", "question", "no"),
    None: ("untested", "ladder.not-tested", "question", "untested"),
}


def run_facts(report: Report) -> tuple[Message, ...]:
    """The run in one line: samples, model, clock, forecast."""
    run, times = report.run, report.times
    facts = [
        words("facts.samples", n=run.samples),
        words("facts.model", layers=run.layers, heads=run.heads),
    ]
    if run.queries != run.keys or not times.declared:
        facts.append(words("facts.tokens", queries=run.queries, keys=run.keys))
    if not times.declared:
        facts.append(words("facts.no-time"))
    elif times.cadence_hours is None:
        facts.append(words("facts.irregular", keys=run.keys, window=times.window_hours))
    else:
        facts.append(words("facts.cadence", keys=run.keys, cadence=times.cadence_hours))
    part = part_fact(report)
    if part is not None:
        facts.append(part)
    if times.forecast_period is not None:
        facts.append(words("facts.forecast", period=_pair(times.forecast_period)))
    return tuple(facts)


def _pair(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def shares(report: Report) -> tuple[Share, ...]:
    """Share of the last hours of the window, beside the even one."""
    return tuple(
        Share(
            words("last-hours", hours=hours),
            words("last-hours.share", share=share),
            words("last-hours.even", even=even),
        )
        for hours, share, even in report.peak.last_hours
    )


def placed(report: Report, place: str) -> tuple[Message, ...]:
    """Messages of the findings that belong to one place of the page."""
    return tuple(finding.message for finding in report.findings if finding.place == place)


def ladder(report: Report) -> tuple[Step, ...]:
    """The steps of "how far does this hold", in their order."""
    return tuple(ladder_step(finding) for finding in report.findings if finding.place == "ladder")


def ladder_step(finding: Finding) -> Step:
    """A step from a finding ``ladder.<step>``, or ``ladder.<step>.<text>`` where one is chosen."""
    state, verdict, heading, answer = _STATES[finding.holds]
    values = finding.message.values
    step = ".".join(finding.message.id.split(".")[:2])
    text = f"{step}.{answer}" if finding.message.id == step else finding.message.id
    without_interval = f"{text}-no-interval"
    if values.get("interval", ()) is None and known(without_interval):
        text = without_interval
    return Step(
        state, Message(verdict), Message(f"{step}.{heading}", values), Message(text, values)
    )
