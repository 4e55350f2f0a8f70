"""The rows of the index: each run's last build beside its build before and the baseline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.nightly.history import History
from reportgen.nightly.record import BUILT, FAILED, LAST_HOURS, Numbers, RunRecord

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"
#: Builds that a sparkline shows.
HISTORY_LENGTH: Final = 20
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from another build; hours and shares, never lift.

    Attributes
    ----------
    last, hours_half, entropy
        Differences, None where one of the two has no such figure.
    in_keys
        Whether the shares are those of the last keys: both runs have as many and no hours.
    moved
        The intervals of the peak's place do not meet: further than the bootstrap noise.
    drifted
        The share of the same peak changed by more than both intervals together allow.
    """

    last: tuple[float | None, ...]
    hours_half: float | None
    entropy: float
    moved: bool
    drifted: bool
    in_keys: bool = False

    @property
    def beyond_noise(self) -> bool:
        """Whether chance in the samples does not explain it."""
        return self.moved or self.drifted

    @property
    def nothing(self) -> bool:
        """Whether every figure stayed."""
        parts = (*self.last, self.hours_half, self.entropy)
        return not self.beyond_noise and all(abs(part or 0.0) < _SAME for part in parts)


@dataclass(frozen=True, slots=True)
class Row:
    """One run in the index.

    Attributes
    ----------
    state
        ``new``, ``changed``, ``unchanged`` or ``removed``, in the last night that changed anything.
    before
        Verdict before that night, where it was another: a flip.
    change, against_baseline
        None where there is nothing to compare.
    history
        Hours that hold half, and the verdict, of the last builds, oldest first.
    report
        Whether a report of it lies on the site (a failed run may have an older one).
    """

    record: RunRecord
    state: str
    before: str | None
    change: Change | None
    against_baseline: Change | None
    history: tuple[tuple[float | None, str], ...]
    report: bool

    @property
    def flipped(self) -> bool:
        """Whether the verdict is another than before."""
        return self.before is not None

    @property
    def drift(self) -> bool:
        """Whether the last night brought more change than noise explains."""
        return self.state == CHANGED and self.change is not None and self.change.beyond_noise

    @property
    def failed(self) -> bool:
        """Whether it is there and has no report for want of repair."""
        return self.record.state == FAILED and self.state != REMOVED

    @property
    def is_new(self) -> bool:
        """Whether it came with the last night."""
        return self.state == NEW


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that the pages of a site show.

    Attributes
    ----------
    rows
        Flips first, the gravest first; then what drifted; then by name; removed runs last.
    date
        Of the last night that changed anything; "" before the first.
    ended
        False where that night's job has not come to its end.
    """

    rows: tuple[Row, ...]
    date: str
    ended: bool
    baseline: str
    version: str

    @property
    def flips(self) -> tuple[Row, ...]:
        """Rows whose verdict changed, the gravest first."""
        return tuple(row for row in self.rows if row.flipped)


def index_of(
    history: History, *, baseline: str = "", version: str = "", reports: frozenset[str]
) -> Index:
    """The index of a history.

    Parameters
    ----------
    baseline
        Name of the run that every run is compared with; "" for none.
    reports
        Folders that hold a report.
    """
    night = history.nights[-1] if history.nights else None
    base = _last_built(history.by_run.get(baseline, ()))
    rows = []
    built: dict[str, list[RunRecord]] = {}
    for record in () if night is None else night.built:
        built.setdefault(record.name, []).append(record)
    for name, records in history.by_run.items():
        tonight = built.get(name, [])
        earlier = records[: len(records) - len(tonight)]
        rows.append(
            Row(
                record=records[-1],
                state=_state(name, history, bool(tonight), bool(earlier)),
                before=_flip(earlier, tonight),
                change=_change(records),
                against_baseline=None if name == baseline else _between(base, records[-1]),
                history=tuple(
                    (r.numbers.hours_half if r.numbers else None, r.verdict)
                    for r in records[-HISTORY_LENGTH:]
                ),
                report=records[-1].folder in reports,
            )
        )
    date, ended = ("", True) if night is None else (night.date, night.ended)
    return Index(tuple(sorted(rows, key=_order)), date, ended, baseline, version)


def _state(name: str, history: History, tonight: bool, earlier: bool) -> str:
    if name in history.gone:
        return REMOVED
    if not tonight:
        return UNCHANGED
    return CHANGED if earlier else NEW


def _flip(earlier: Sequence[RunRecord], tonight: Sequence[RunRecord]) -> str | None:
    if not earlier or not tonight or earlier[-1].verdict == tonight[-1].verdict:
        return None
    return earlier[-1].verdict


def _last_built(records: Sequence[RunRecord]) -> RunRecord | None:
    return next((record for record in reversed(records) if record.state == BUILT), None)


def _change(records: Sequence[RunRecord]) -> Change | None:
    """Against the build before; a failed one in between is passed over."""
    return _between(_last_built(records[:-1]), records[-1])


def _between(one: RunRecord | None, other: RunRecord) -> Change | None:
    if one is None or one.numbers is None or other.numbers is None:
        return None
    return change_between(one.numbers, other.numbers)


def change_between(one: Numbers, other: Numbers) -> Change:
    """Differences ``other - one``.

    Notes
    -----
    The intervals are those of a bootstrap over samples. Two builds that share samples vary less
    between them than two independent ones, so that noise is overrated here, never underrated.
    """
    in_keys = not one.dated and not other.dated and one.keys == other.keys
    shares = [each.last_keys if in_keys else each.last for each in (one, other)]
    return Change(
        last=tuple(
            _difference(shares[0].get(f"{count:g}"), shares[1].get(f"{count:g}"))
            for count in LAST_HOURS
        ),
        hours_half=_difference(one.hours_half, other.hours_half),
        entropy=other.normalized_entropy - one.normalized_entropy,
        moved=_apart(one, other),
        drifted=_drifted(one, other),
        in_keys=in_keys,
    )


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else other - one


def _apart(one: Numbers, other: Numbers) -> bool:
    """Whether the places of two peaks differ on one clock, each with its interval."""
    if one.clock != other.clock or not one.peak_interval or not other.peak_interval:
        return False
    (low, high), (other_low, other_high) = one.peak_interval, other.peak_interval
    # Cells that merely touch are neighbours, not the same place.
    return other_low >= high - _SAME or low >= other_high - _SAME


def _drifted(one: Numbers, other: Numbers) -> bool:
    same = (one.cadence, one.window, one.peak_key) == (other.cadence, other.window, other.peak_key)
    if not same or not one.share_interval or not other.share_interval:
        return False
    noise = math.hypot(*(interval[1] - interval[0] for interval in _both(one, other))) / 2
    return abs(other.share - one.share) > noise + _SAME


def _both(one: Numbers, other: Numbers) -> tuple[tuple[float, float], ...]:
    return tuple(each.share_interval for each in (one, other) if each.share_interval is not None)


def _order(row: Row) -> tuple[bool, bool, bool, int, str]:
    gravest = -row.record.severity if row.flipped else 0
    return (row.state == REMOVED, not row.flipped, not row.drift, gravest, row.record.name)
