"""What the history keeps of one build of one run: numbers that compare across cadences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

import numpy as np

from reportgen.schema import Language, Message, Report, Status, Value
from reportgen.statistics.spans import step_figures
from reportgen.text import say
from reportgen.timeaxis import interval_of, window_interval

BUILT, FAILED, NO_ATTENTION = "built", "failed", "no-attention"
#: Hours whose shares stand in the index.
LAST_HOURS: Final = (1.0, 3.0, 6.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Figures of a report, None where it has none; hours, and shares of attention.

    Attributes
    ----------
    clock
        ``hours`` before issue, ``input``: before the last input; "" where no time is declared.
    peak, peak_interval
        Hours that the peak's token covers; the same widened to the 95 % interval of its place.
    last
        Shares of the last 1, 3 and 6 h, by hours; those that fit in the window.
    share, share_interval
        Of the peak, for telling drift from noise.
    keys
        Of the window; 0 in records of older versions.
    last_keys, keys_half
        Shares of the last 1, 3 and 6 keys, and how many of the last keys hold half: what is left
        to compare where no time is declared.
    """

    samples: int
    files_skipped: int
    cadence: float | None
    window: float | None
    clock: str
    peak_key: int
    peak: tuple[float, float] | None
    peak_interval: tuple[float, float] | None
    p_value: float
    share: float
    share_interval: tuple[float, float] | None
    last: Mapping[str, float]
    hours_half: float | None
    normalized_entropy: float
    skill: float | None
    skill_interval: tuple[float, float] | None
    keys: int = 0
    last_keys: Mapping[str, float] = field(default_factory=dict)
    keys_half: float | None = None

    @property
    def dated(self) -> bool:
        """Whether a cadence is declared."""
        return bool(self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the index filters by, and where each of them was read."""

    model: str = ""
    window: str = ""
    target: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One build of one run.

    Attributes
    ----------
    night
        When the job that made it began, ISO 8601.
    state
        ``built``, ``failed`` or ``no-attention`` (by design).
    reason
        Why there is no report, with what to do about it, in English; "" where there is one.
    cause_id, cause_values
        The same in short in the catalogue's words (``failure.…``), for pages in two languages; ""
        in records of older versions.
    status
        Verdict of the checklist; "" without a report.
    checks
        Verdict of each check.
    """

    name: str
    folder: str
    identity: str
    night: str
    version: str
    state: str
    reason: str = ""
    cause_id: str = ""
    cause_values: Mapping[str, Value] = field(default_factory=dict)
    status: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)
    numbers: Numbers | None = None
    traits: Traits = field(default_factory=Traits)

    @property
    def verdict(self) -> str:
        """Status of the report, else the state."""
        return self.status if self.state == BUILT else self.state

    @property
    def cause(self) -> Message | str:
        """The reason in short, without what to do about it; "" where there is none."""
        message = Message(self.cause_id, self.cause_values)
        if self.cause_id and _can_be_said(message):
            return message
        return self.reason.partition(" Allowed:")[0].partition(" Fix:")[0]

    @property
    def severity(self) -> int:
        """Rank of the verdict: a failed build is the gravest."""
        if self.state == BUILT:
            return Status(self.status).severity
        return len(Status) if self.state == FAILED else -1


def _can_be_said(message: Message) -> bool:
    """Whether this version has the words: a history may come from a later one."""
    try:
        say(message, Language.EN)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def numbers_of(report: Report) -> Numbers:
    """The numbers of a report that the history keeps."""
    peak, times = report.peak, report.times
    window = window_interval(times)
    place = _hours(report, peak.key, peak.key)
    wide = peak.ci95_key
    skill = report.content.skill if report.content else None
    interval = skill.skill.interval if skill else None
    last = {f"{hours:g}": share for hours, share, _ in peak.last_hours}
    steps = step_figures(np.asarray(report.importance, dtype=np.float64)[np.newaxis])
    in_keys = {name: float(values[0]) for name, values in steps.items()}
    return Numbers(
        samples=report.run.samples,
        files_skipped=len(report.run.files_skipped),
        cadence=times.cadence_hours,
        window=None if window is None else round(window.high - window.low, 6),
        clock="" if window is None else ("input" if times.issue_offset_hours is None else "hours"),
        peak_key=peak.key,
        peak=place,
        peak_interval=None if wide is None else _hours(report, wide.low, wide.high),
        p_value=peak.p_value,
        share=peak.share,
        share_interval=None if not peak.ci95_share else (peak.ci95_share.low, peak.ci95_share.high),
        last={key: last[key] for key in (f"{hours:g}" for hours in LAST_HOURS) if key in last},
        hours_half=peak.hours_half,
        normalized_entropy=report.figures.normalized_entropy,
        skill=skill.skill.value if skill else None,
        skill_interval=None if interval is None else (interval.low, interval.high),
        keys=report.run.keys,
        last_keys={
            f"{count:g}": in_keys[f"last_{count:g}_steps"]
            for count in LAST_HOURS
            if f"last_{count:g}_steps" in in_keys
        },
        keys_half=in_keys["steps_half"],
    )


def _hours(report: Report, low: float, high: float) -> tuple[float, float] | None:
    """Hours that keys cover; None where they have no time."""
    place = interval_of(report.times, low, high)
    if place[0] not in ("hours", "input"):
        return None
    ends = [float(hour) for hour in place[1:] if isinstance(hour, int | float)]
    return (ends[0], ends[1]) if len(ends) == 2 else None


def as_json(record: RunRecord) -> dict[str, Any]:
    """The record as plain JSON."""
    return asdict(record)


def from_json(plain: Mapping[str, Any]) -> RunRecord:
    """The record of its JSON. Keys of a later version are left out.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is no record.
    """
    known = _known(RunRecord, plain)
    numbers, traits = known.pop("numbers", None), known.pop("traits", None)
    record = RunRecord(
        **known,
        numbers=None if numbers is None else Numbers(**_tupled(_known(Numbers, numbers))),
        traits=Traits(**_known(Traits, traits or {})),
    )
    if not isinstance(record.name, str) or record.state not in (BUILT, FAILED, NO_ATTENTION):
        raise ValueError("no record of a run")
    if record.state == BUILT:
        Status(record.status)
    return record


def _known(kind: Any, plain: Mapping[str, Any]) -> dict[str, Any]:
    names = {item.name for item in fields(kind)}
    return {key: value for key, value in plain.items() if key in names}


def _tupled(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}
