"""The index as one HTML page: offline, without a request, useful without script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from reportgen.nightly.build_all import RUNS
from reportgen.nightly.cells import (
    IndexCell,
    changed_checks,
    glyph,
    number_cells,
    verdict_words,
    words,
)
from reportgen.nightly.pictures import sparkline, window_figure
from reportgen.nightly.record import FAILED, LAST_HOURS
from reportgen.nightly.rows import CHANGED, NEW, REMOVED, Index, Row
from reportgen.render.environment import environment, source_of
from reportgen.render.policy import page_style, security_policy
from reportgen.render.words import Words, breakable, unmarked
from reportgen.schema import Language, Message
from reportgen.text import say

FAILURES: Final = "failures"
FILTERS: Final = ("verdict", "model", "window", "target")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A row as the template draws it."""

    row: Row
    link: str
    glyph: str
    verdict: Message
    cells: tuple[IndexCell, ...]
    spark: Markup
    checks: tuple[str, ...]


def report_link(row: Row) -> str:
    """Address of a run's report, relative to the index; of the reason where there is none."""
    folder = quote(row.record.folder)
    if row.report:
        return f"{RUNS}/{folder}/report.html"
    return failure_link(row)


def failure_link(row: Row) -> str:
    """Address of the page that says why there is no report; "" for a run with one."""
    return f"{FAILURES}/{quote(row.record.folder)}.html" if row.record.reason else ""


def render_index(
    index: Index, checks_before: dict[str, dict[str, str]], languages: tuple[Language, ...]
) -> str:
    """The page.

    Parameters
    ----------
    checks_before
        Verdicts of each check in the build before, by run.
    languages
        With two, both stand in the file behind a switch.
    """
    said = Words(languages)
    compared = bool(index.baseline)
    heads = _heads() if compared else _heads()[:-1]
    rows = [
        _index_row(row, checks_before.get(row.record.name, {}), said, len(heads))
        for row in index.rows
    ]
    return _page(
        "nightly/index.html.j2",
        languages,
        script=source_of("nightly/index.js").strip(),
        index=index,
        rows=rows,
        flips=[row for row in rows if row.row.flipped],
        compared=compared,
        heads=heads,
        counts=_counts(index),
        filters={name: _choices(index, name) for name in FILTERS},
        figure=window_figure(index.rows, _svg_text(said), report_link),
        failure_link=failure_link,
        verdict_words=verdict_words,
        verdict_glyph=glyph,
    )


def render_failure(row: Row, languages: tuple[Language, ...], version: str) -> str:
    """The page of a run without a report: its name and the reason."""
    return _page(
        "nightly/failure.html.j2", languages, script="", row=row, version=version, failed=FAILED
    )


def _page(name: str, languages: tuple[Language, ...], *, script: str, **values: object) -> str:
    said = Words(languages)
    if len(languages) > 1:
        script = "\n".join(part for part in (source_of("report.js").strip(), script) if part)
    style = _style(languages, said)
    page = environment().get_template(name)
    filled = page.render(
        languages=languages,
        t=said.spans,
        cell=said.cell,
        plain=said.plain,
        words=words,
        breakable=breakable,
        style=Markup(style),
        script=Markup(script),
        policy=security_policy(style, script),
        **values,
    )
    return filled.strip() + "\n"


def _index_row(row: Row, before: dict[str, str], said: Words, columns: int) -> IndexRow:
    known = [value for value, _ in row.history if value is not None]
    label = said.plain(words("spark", n=len(known), x=known[-1])) if known else ""
    return IndexRow(
        row=row,
        link=report_link(row),
        glyph=glyph(row.record.verdict),
        verdict=verdict_words(row.record.verdict),
        cells=number_cells(row)[:columns],
        spark=sparkline(row.history, label),
        checks=changed_checks(row, before),
    )


def _heads() -> tuple[tuple[Message, str], ...]:
    """Heads of the number columns and their sort kind, in the order of ``number_cells``."""
    shares = tuple(words("head.last", hours=hours) for hours in LAST_HOURS)
    names = ("half", "entropy", "skill", "change", "baseline")
    return tuple(
        (head, name)
        for head, name in zip(
            (words("head.peak"), *shares, *(words(f"head.{name}") for name in names)),
            ("peak", "last", "last", "last", *names),
            strict=True,
        )
    )


def _counts(index: Index) -> dict[str, int]:
    rows = index.rows
    return {
        "n": len(rows),
        "flips": len(index.flips),
        "failed": sum(row.failed for row in rows),
        "new": sum(row.state == NEW for row in rows),
        "changed": sum(row.state == CHANGED for row in rows),
        "removed": sum(row.state == REMOVED for row in rows),
        "drifted": sum(row.drift for row in rows),
    }


def _choices(index: Index, name: str) -> list[str]:
    """Values of a filter, in their order; hours by number."""
    values = {filter_value(row, name) for row in index.rows} - {""}

    def order(value: str) -> tuple[float, str]:
        number = re.match(r"[\d.]+", value)
        return (float(number.group()) if name == "window" and number else 0.0, value)

    return sorted(values, key=order)


def filter_value(row: Row, name: str) -> str:
    """What a row is filtered by."""
    if name == "verdict":
        return row.record.verdict
    return str(getattr(row.record.traits, name))


def _svg_text(said: Words) -> Callable[[str], Markup]:
    def spoken(identifier: str) -> Markup:
        return Markup("").join(
            Markup('<text class="{0}" lang="{0}">{1}</text>').format(
                language.value, escape(say(words(identifier), language))
            )
            for language in said.languages
        )

    return spoken


def _style(languages: tuple[Language, ...], said: Words) -> str:
    sheets = source_of("report.css"), source_of("nightly/index.css"), _card_labels(languages)
    return page_style(sheets, languages)


def _card_labels(languages: tuple[Language, ...]) -> str:
    """Names of the columns for phones, where each row is a card and has no heads above it."""
    rules = []
    for language in languages:
        only = f"body:has(#language-{language.value}:checked) " if len(languages) > 1 else ""
        for column, (head, _) in enumerate(_heads(), start=3):
            name = json.dumps(unmarked(say(head, language)), ensure_ascii=False)
            rules.append(f"{only}#table-runs td:nth-child({column})::before{{content:{name}}}")
    return "@media (max-width:700px){" + "".join(rules) + "}"
