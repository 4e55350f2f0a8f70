"""What stands in the cells of the index: messages for people, keys for sorting."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.nightly.record import BUILT, LAST_HOURS, Numbers
from reportgen.nightly.rows import Change, Row
from reportgen.render.cells import Cell
from reportgen.render.checklist import GLYPHS
from reportgen.schema import Message, Status
from reportgen.statistics.significance import LEVEL

#: Differences below these would be printed as nothing.
_SHOWN_HOURS, _SHOWN_SHARE, _SHOWN_HALF, _SHOWN_ENTROPY = 3.0, 0.005, 0.05, 0.005
#: Sorts what is flagged beyond any difference in hours.
_FLAGGED_FIRST = 1e6
_GLYPHS = {"failed": "✕", "no-attention": "–"}


@dataclass(frozen=True, slots=True)
class IndexCell:
    """Lines of one cell, the first large, and what the column is sorted by.

    ``key`` is None where there is nothing; such rows stay last.
    """

    lines: tuple[Cell, ...]
    key: float | str | None
    flagged: bool = False


def words(identifier: str, **values: object) -> Message:
    """A message of this catalogue area."""
    return Message(f"nightly.{identifier}", values)  # type: ignore[arg-type]


def verdict_words(verdict: str) -> Message:
    """Name of a verdict."""
    if verdict in _GLYPHS:
        return words(f"verdict.{verdict}")
    return Message(f"term.{verdict}")


def glyph(verdict: str) -> str:
    """Sign of a verdict, so that it never hangs on colour alone."""
    return _GLYPHS.get(verdict) or GLYPHS[Status(verdict)]


def number_cells(row: Row) -> tuple[IndexCell, ...]:
    """Peak, shares, half, entropy, skill and the two comparisons, in the order of the heads."""
    numbers = row.record.numbers
    if numbers is None:
        empty = IndexCell((), None)
        return (empty,) * (len(LAST_HOURS) + 6)
    return (
        peak_cell(numbers),
        *(_share_cell(numbers, hours) for hours in LAST_HOURS),
        _half_cell(numbers),
        _plain("number", numbers.normalized_entropy),
        _skill_cell(numbers),
        change_cell(row.change, first=True),
        change_cell(row.against_baseline, first=False),
    )


def peak_cell(numbers: Numbers) -> IndexCell:
    """Hours of the peak and the interval of its place; a peak that is none is said to be none."""
    undated = () if numbers.dated else (words("undated"),)
    if numbers.p_value >= LEVEL:
        return IndexCell((words("no-peak", p=numbers.p_value), *undated), None)
    if numbers.peak is None:
        where = ("step", numbers.peak_key, max(numbers.keys, 1))
        return IndexCell((words("place", where=where), *undated), None)
    middle = sum(numbers.peak) / 2
    lines: list[Cell] = [words("peak", hours=numbers.peak)]
    if numbers.peak_interval is not None:
        lines.append(words("interval", hours=numbers.peak_interval))
    if numbers.clock == "input":
        lines.append(words("before-input"))
    return IndexCell(tuple(lines), middle)


def _share_cell(numbers: Numbers, count: float) -> IndexCell:
    """Share of the last hours; of the last keys where hours are unknown, which sorts nowhere."""
    share = numbers.last_keys.get(f"{count:g}")
    if numbers.dated or share is None:
        return _plain("share", numbers.last.get(f"{count:g}"))
    return IndexCell((words("share", x=share), words("last-keys", n=int(count))), None)


def _half_cell(numbers: Numbers) -> IndexCell:
    if numbers.dated or numbers.keys_half is None:
        return _plain("hours", numbers.hours_half)
    lines = (words("keys", x=numbers.keys_half), words("of-keys", n=numbers.keys))
    return IndexCell(lines, None)


def _plain(identifier: str, value: float | None) -> IndexCell:
    return IndexCell(() if value is None else (words(identifier, x=value),), value)


def _skill_cell(numbers: Numbers) -> IndexCell:
    if numbers.skill is None or numbers.skill_interval is None:
        return _plain("number", numbers.skill)
    low, high = numbers.skill_interval
    lines = (words("number", x=numbers.skill), words("between", low=low, high=high))
    return IndexCell(lines, numbers.skill)


def change_cell(change: Change | None, *, first: bool) -> IndexCell:
    """What is different; what noise does not explain comes first.

    Parameters
    ----------
    first
        Against the build before: then it is drift and is flagged. Another run may differ.
    """
    if change is None:
        return IndexCell((words("first"),) if first else (), None)
    lines: list[Cell] = []
    if change.moved:
        lines.append(words("moved" if first else "elsewhere"))
    if change.drifted:
        lines.append(words("drifted" if first else "differs"))
    # One share is enough to read; all of them are in the JSON and the CSV.
    share = dict(zip(LAST_HOURS, change.last, strict=True))[_SHOWN_HOURS]
    if share is not None and abs(share) >= _SHOWN_SHARE:
        last = "change-keys" if change.in_keys else "change-last"
        lines.append(words(last, hours=_SHOWN_HOURS, n=int(_SHOWN_HOURS), x=share))
    if change.hours_half is not None and abs(change.hours_half) >= _SHOWN_HALF:
        lines.append(words("change-half", x=change.hours_half))
    if abs(change.entropy) >= _SHOWN_ENTROPY:
        lines.append(words("change-entropy", x=change.entropy))
    size = abs(change.hours_half or 0.0) + _FLAGGED_FIRST * change.beyond_noise
    nothing = words("no-change" if change.nothing else "little-change")
    return IndexCell(tuple(lines) or (nothing,), size, flagged=first and change.beyond_noise)


def changed_checks(row: Row, before: dict[str, str]) -> tuple[str, ...]:
    """Checks whose verdict is another than in the build before, by id."""
    if row.record.state != BUILT:
        return ()
    after = row.record.checks
    return tuple(name for name in after if name in before and before[name] != after[name])
