"""What a comparison says: headline, what follows from it, and its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.compare.records import Pair, Repeats
from reportgen.compare.side import Side
from reportgen.compare.tables import said
from reportgen.interpret import peak_place, stands_out
from reportgen.render.finding import Step, ladder
from reportgen.schema import Finding, Message
from reportgen.timeaxis import cell_interval

#: Below this many runs their mean's interval is several times their spread.
FEW_RUNS = 5
#: Share of 95 % intervals that leave out zero where nothing differs.
_BY_CHANCE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Runs side by side.

    Attributes
    ----------
    sides
        The first is the one that the others are compared with.
    pairs
        One for each of the others.
    repeats
        None unless the runs are repeats of one experiment.
    """

    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    repeats: Repeats | None


def headlines(comparison: Comparison) -> tuple[Message, ...]:
    """What stands on top: of repeats what they share, else how much differs, a line a pair."""
    repeats = comparison.repeats
    if repeats is not None:
        if repeats.key is None:
            return (said("headline.group-none", runs=repeats.runs),)
        first = comparison.sides[0].report
        where = cell_interval(first.times, repeats.key, first.run.tokens)
        shared = {"sharing": repeats.sharing, "runs": repeats.runs}
        return (said("headline.group", where=where, **shared),)
    return tuple(_pair_headline(pair, comparison.sides) for pair in comparison.pairs)


def _pair_headline(pair: Pair, sides: Sequence[Side]) -> Message:
    names = _names(pair, sides)
    known = [each for each in pair.differences if each.differs is not None]
    differ = sum(bool(each.differs) for each in known)
    if not known:
        return said("headline.untested", **names)
    if not differ:
        return said("headline.same", of=len(known), **names)
    return said("headline.differ", differ=differ, of=len(known), **names)


def _names(pair: Pair, sides: Sequence[Side]) -> dict[str, str]:
    return {"first": sides[0].label, "other": sides[pair.other].label}


def decks(comparison: Comparison) -> tuple[Message, ...]:
    """Where the peaks lie and which verdicts changed."""
    repeats = comparison.repeats
    if repeats is not None:
        standing = said("deck.standing", standing=repeats.standing, runs=repeats.runs)
        return (standing, said("remark.place"))
    found = []
    for pair in comparison.pairs:
        found += _peaks(pair, comparison.sides)
        worse = sum(change.direction == "worse" for change in pair.verdicts)
        changes = len(pair.verdicts)
        names = _names(pair, comparison.sides)
        found.append(
            said("deck.verdicts", changes=changes, worse=worse, **names)
            if changes
            else said("deck.no-verdicts", **names)
        )
    return tuple(found)


def _peaks(pair: Pair, sides: Sequence[Side]) -> list[Message]:
    first, other = sides[0].report, sides[pair.other].report
    place = next((each for each in pair.differences if each.figure == "peak_hours"), None)
    if place is None:
        return []
    if not (stands_out(first) and stands_out(other)):
        return [said("deck.no-peak")]
    values = {"here": peak_place(first), "there": peak_place(other), **_names(pair, sides)}
    if not place.differs:
        return [said("deck.same-place", **values)]
    direction = "earlier" if place.value > 0 else "later"
    return [said(f"deck.{direction}", hours=abs(place.value), **values)]


def doubts(comparison: Comparison) -> tuple[Message, ...]:
    """What limits the comparison."""
    found = []
    repeats = comparison.repeats
    if repeats is None:
        found.append(said("doubt.one-training"))
        known = [
            len([each for each in pair.differences if each.differs is not None])
            for pair in comparison.pairs
        ]
        if sum(known):
            found.append(said("doubt.chance", of=sum(known), chance=sum(known) * _BY_CHANCE))
    elif repeats.runs < FEW_RUNS:
        found.append(said("doubt.few-runs", runs=repeats.runs))
    if repeats is None and _shared_times(comparison.sides):
        found.append(said("doubt.same-samples"))
    return tuple(found)


def _shared_times(sides: Sequence[Side]) -> bool:
    times = [{t for t in side.report.run.reference_times if t is not None} for side in sides]
    return any(times[0] & other for other in times[1:])


def ladder_with_repeats(comparison: Comparison) -> tuple[Step, ...]:
    """The first run's ladder with "other trainings agree" answered; empty without repeats."""
    repeats = comparison.repeats
    if repeats is None:
        return ()
    agree = repeats.agree
    step = "ladder.repeats" if agree is not None else "ladder.repeats.no-peak"
    answered = Finding("ladder", Message(step, {"runs": repeats.runs}), agree)
    report = comparison.sides[0].report
    findings = tuple(
        answered
        if finding.place == "ladder" and finding.message.id.startswith("ladder.repeats")
        else finding
        for finding in report.findings
    )
    return ladder(replace(report, findings=findings))
