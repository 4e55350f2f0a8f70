"""Tables on what the model looks: conditions, locking, skill, outcomes, groups, odd samples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from reportgen.render.cells import Cell, Table
from reportgen.render.places import Place, long_place
from reportgen.schema import Content, Contrast, Estimate, Message, OddSample, Report
from reportgen.schema.messages import Value
from reportgen.statistics.content.outcomes import EVEN_MARGIN

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DASH = "—"


def content_tables(
    report: Report, places: tuple[Place, ...]
) -> Mapping[str, Table | Message | None]:
    """Every table, None where the run stores too little for it; why there is no map."""
    content = report.content
    if content is None:
        return dict.fromkeys(
            ("skill", "conditions", "locks", "outcomes", "groups", "odd", "map_missing")
        )
    return {
        "skill": _skill_table(content),
        "conditions": _conditions_table(content),
        "locks": _locks_table(content),
        "outcomes": _outcomes_table(content, report.focus.layer),
        "groups": _groups_table(content),
        "odd": _odd_table(content, places),
        "map_missing": _map_missing(report, content),
    }


def _map_missing(report: Report, content: Content) -> Message | None:
    """One sample, or a run without time, has said so already."""
    if content.map_missing is None or not report.times.declared or report.run.samples < 2:
        return None
    return _words(f"map.{content.map_missing}")


def _words(identifier: str, **values: Value) -> Message:
    return Message(f"content.{identifier}", values)


def _interval(estimate: Estimate) -> tuple[float, float] | None:
    return None if estimate.interval is None else (estimate.interval.low, estimate.interval.high)


def unit_text(units: str) -> str:
    """Units as they follow a number, kept on its line."""
    return f"\u00a0{units}" if units else ""


def _skill_table(content: Content) -> Table | None:
    skill = content.skill
    if skill is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            _words("skill.rmse", target=skill.target, units=skill.units),
            _words("number", value=skill.rmse),
            _words("number", value=skill.rmse_persistence),
        )
    ]
    if skill.tss is not None and skill.tss_persistence is not None:
        rows.append(
            (
                _words("skill.tss", event=content.event),
                _words("number", value=skill.tss),
                _words("number", value=skill.tss_persistence),
            )
        )
    return Table(
        "skill",
        _words("skill.title"),
        (_words("skill.score"), _words("skill.model"), _words("skill.persistence")),
        tuple(rows),
        frozenset({1, 2}),
        _words("skill.note", skill=skill.skill.value, interval=_interval(skill.skill)),
    )


def _conditions_table(content: Content) -> Table | None:
    if not content.conditions or content.position is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            item.name,
            _words(
                "value-units",
                value=item.difference.value,
                unit=unit_text(item.units),
                interval=_interval(item.difference),
            ),
            _words("range", interval=(item.null.low, item.null.high)),
            _words("p", p=item.p_value),
            _words("effect", value=item.effect),
        )
        for item in content.conditions
    ]
    heads = ("variable", "difference", "null", "p", "effect")
    return Table(
        "conditions",
        _words("conditions.title"),
        tuple(_words(f"conditions.{head}") for head in heads),
        tuple(rows),
        frozenset({1, 2, 3, 4}),
        _words(
            "conditions.note", share=content.position.value, interval=_interval(content.position)
        ),
    )


def _locks_table(content: Content) -> Table | None:
    if not content.locks:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            _words("hours", hours=lock.hours),
            _words("count", n=lock.pairs),
            *(
                _words("value-interval", value=each.value, interval=_interval(each))
                for each in (lock.same_hour, lock.same_lag, lock.difference)
            ),
        )
        for lock in content.locks
    ]
    return Table(
        "locks",
        _words("locks.title"),
        tuple(
            _words(f"locks.{head}")
            for head in ("hours", "pairs", "same-hour", "same-lag", "difference")
        ),
        tuple(rows),
        frozenset({1, 2, 3, 4}),
        _words("locks.note"),
    )


def _outcomes_table(content: Content, layer: int) -> Table | None:
    if not content.share_difference:
        return None
    rows = []
    for classes, difference in content.share_difference:
        count = next(item for item in content.counts if item.classes == classes)
        even = {item.event: item.even for item in content.evenness if item.classes == classes}
        of_layer = {
            item.figure: item
            for item in content.contrasts
            if item.classes == classes and item.layer == layer and item.head is None
        }
        rows.append(
            (
                _words(classes),
                _words("counts", event=count.event, quiet=count.quiet),
                _words("points", value=difference.value, interval=_interval(difference)),
                _delta(of_layer.get("early_third")),
                _delta(of_layer.get("normalized_entropy")),
                _words("even.both", event=_even(even.get(True)), quiet=_even(even.get(False))),
            )
        )
    return Table(
        "outcomes",
        _words("outcomes.title", event=content.event),
        (
            _words("outcomes.classes"),
            _words("outcomes.count"),
            _words("outcomes.share", last=content.short_span),
            _words("outcomes.early"),
            _words("outcomes.entropy"),
            _words("outcomes.even"),
        ),
        tuple(rows),
        frozenset({1, 2, 3, 4}),
        _words("outcomes.note", bound=1 - EVEN_MARGIN),
    )


def _even(even: bool | None) -> str:
    return "even-yes" if even else "even-no"


def _delta(contrast: Contrast | None) -> Cell:
    if contrast is None:
        return _DASH
    return _words("delta", value=contrast.delta.value, p=contrast.p_holm)


def _groups_table(content: Content) -> Table | None:
    if not content.groups:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            _words(f"groups.{group.grouping}"),
            _words(
                "groups.units",
                bounds=(group.bounds.low, group.bounds.high),
                unit=unit_text(group.units),
            ),
            _words("count", n=group.samples),
            _words("share", value=group.share.value, interval=_interval(group.share)),
        )
        for group in content.groups
    ]
    return Table(
        "groups",
        _words("groups.title", last=content.short_span),
        tuple(_words(f"groups.{head}") for head in ("group", "bounds", "samples", "share")),
        tuple(rows),
        frozenset({1, 2, 3}),
        None if content.composition is None else _composition(content),
    )


def _composition(content: Content) -> Message:
    made = content.composition
    assert made is not None
    return _words(
        "composition",
        hours=sum(count > 0 for count in made.ut_hours),
        months=sum(count > 0 for count in made.months),
    )


def _odd_table(content: Content, places: tuple[Place, ...]) -> Table | None:
    if not content.odd:
        return None
    classed = any(item.predicted_event is not None for item in content.odd)
    heads = [_words("odd.sample"), _words("odd.issued")]
    if classed:
        heads += [_words("odd.forecast"), _words("odd.observed")]
    heads += [_words("odd.peak"), _words("odd.share")]
    if content.main_input:
        heads.append(_words("odd.input", name=content.main_input))
    heads.append(_words("odd.distance"))
    rows = tuple(_odd_row(item, content, places, classed=classed) for item in content.odd)
    numeric = frozenset(range(len(heads) - (3 if content.main_input else 2), len(heads)))
    return Table("odd", _words("odd.title"), tuple(heads), rows, numeric, _words("odd.note"))


def _odd_row(
    item: OddSample, content: Content, places: tuple[Place, ...], *, classed: bool
) -> tuple[Cell, ...]:
    cells: list[Cell] = [item.name, _issued(item.issue_hours)]
    if classed:
        cells += [_class(item.predicted_event), _class(item.observed_event)]
    cells += [long_place(places[item.peak_key]), _words("pct", value=item.share)]
    if content.main_input:
        there = item.input_there
        cells.append(_DASH if there is None else _words("number", value=there))
    cells.append(_words("number", value=item.distance))
    return tuple(cells)


def _class(event: bool | None) -> Cell:
    if event is None:
        return _DASH
    return _words("event") if event else _words("quiet")


def _issued(hours: float | None) -> str:
    if hours is None:
        return _DASH
    return f"{_EPOCH + timedelta(hours=hours):%Y-%m-%d %H:%M}"
