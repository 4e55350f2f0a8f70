"""Tables of a manuscript: the run, the peak, layers, heads, scales, the checklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.interpret import broken
from reportgen.render.cells import Cell, Table, number
from reportgen.render.checklist import check_rows
from reportgen.render.input_tables import scales_table
from reportgen.render.places import Place, key_places
from reportgen.render.plane_tables import heads_table, layers_table
from reportgen.schema import Interval, Message, Report

_SHOWN = ("layer", "head", "entropy", "effective", "gini", "peak", "lift", "sink", "pattern")
#: Columns of running text: LaTeX breaks their lines.
_TEXT = r">{{\raggedright\arraybackslash}}p{{{}\linewidth}}"


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table, the columns it takes in LaTeX where not the ordinary ones, and its width."""

    table: Table
    columns: str = ""
    wide: bool = False


def paper_tables(report: Report) -> dict[str, PaperTable]:
    """Every table that the run supports, by name and in order."""
    places = key_places(report)
    results = {check.id: check for check in report.checks}
    tables = {"run": PaperTable(_run_table(report))}
    if not broken(results):
        tables["peak"] = PaperTable(_peak_table(report, places))
    if report.run.layers > 1:
        layers = _chosen(layers_table(report, places), "layers")
        tables["layers"] = PaperTable(layers, wide=True)
    if len(report.heads) > 1:
        tables["heads"] = PaperTable(_chosen(heads_table(report, places), "heads"), wide=True)
    scales = scales_table(report)
    if scales is not None and report.times.declared:
        titled = Table("scales", _message("table.scales"), scales.heads, scales.rows)
        columns = "lrrrl" + _TEXT.format(0.18)
        tables["scales"] = PaperTable(titled, columns, wide=True)
    columns = _TEXT.format(0.2) + "l" + _TEXT.format(0.36) + _TEXT.format(0.3)
    tables["checks"] = PaperTable(_checks_table(report), columns, wide=True)
    return tables


def _message(name: str, **values: object) -> Message:
    return Message(f"paper.{name}", values)  # type: ignore[arg-type]


def _heads(*names: str) -> tuple[Message, ...]:
    return tuple(_message(f"head.{name}") for name in names)


def _chosen(table: Table, name: str) -> Table:
    """The columns of a page's table that a paper has room for."""
    kept = [place for place, head in enumerate(table.heads) if head.id.rsplit(".", 1)[-1] in _SHOWN]
    return Table(
        name,
        _message(f"table.{name}"),
        tuple(table.heads[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        frozenset(new for new, old in enumerate(kept) if old in table.numeric),
    )


def _run_table(report: Report) -> Table:
    run, mask = report.run, report.run.mask
    rows: list[tuple[str, Cell]] = [
        ("samples", number(run.samples, "int")),
        ("blocks", number(report.peak.blocks, "int")),
        ("files", _message("value.with", one=run.files_read, two=len(run.files_skipped))),
        ("model", _message("value.pair", one=run.layers, two=run.heads)),
        ("tokens", _message("value.pair", one=run.queries, two=run.keys)),
        ("stored", _message("value.stored", dtype=run.dtype, precision=run.precision.value)),
        ("mask", _message("value.mask", kind=mask.kind.value, source=mask.source.value)),
        ("readout", _message("value.term", x=report.focus.readout.value)),
        *_time_rows(report),
    ]
    return Table(
        "run",
        _message("table.run"),
        _heads("fact", "value"),
        tuple((_message(f"row.{name}"), value) for name, value in rows),
    )


def _time_rows(report: Report) -> Iterator[tuple[str, Cell]]:
    times = report.times
    for name, hours in (
        ("cadence", times.cadence_hours),
        ("window", times.window_hours),
        ("issue", times.issue_offset_hours),
    ):
        if hours is not None:
            yield name, _message("value.hours", hours=hours)
    if times.declared and times.forecast_period is not None:
        yield "forecast", _message("value.hrange", iv=_pair(times.forecast_period))


def _pair(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def _peak_table(report: Report, places: tuple[Place, ...]) -> Table:
    """Figures of the peak; the column of intervals is there only where there are some."""
    peak, figures = report.peak, report.figures
    dash = number(None, "n2")
    even = peak.share / peak.lift if peak.lift > 0 else None
    rows: list[tuple[str, Cell, Interval | None, str, Cell]] = [
        ("share", number(peak.share, "pct"), peak.ci95_share, "pctrange", number(even, "pct")),
        ("lift", number(peak.lift, "n2"), peak.ci95_lift, "range2", number(1.0, "int")),
        ("p-rows", _message("value.pval", p=peak.p_rows), None, "", dash),
    ]
    if peak.p_samples is not None:
        rows.append(("p-samples", _message("value.pval", p=peak.p_samples), None, "", dash))
    entropy = number(figures.normalized_entropy, "n2")
    rows.append(("entropy", entropy, None, "", number(1.0, "int")))
    rows.append(("effective", number(figures.effective_keys, "n1"), None, "", dash))
    with_intervals = peak.ci95_share is not None
    return Table(
        "peak",
        _message("table.peak", layer=report.focus.layer, where=places[peak.key]),
        _heads("fact", "value", *(("interval",) if with_intervals else ()), "even"),
        tuple(
            (
                _message(f"row.{name}"),
                value,
                *((_range(interval, spec),) if with_intervals else ()),
                uniform,
            )
            for name, value, interval, spec, uniform in rows
        ),
        frozenset(range(1, 4 if with_intervals else 3)),
    )


def _range(interval: Interval | None, spec: str) -> Cell:
    return number(None, "n2") if interval is None else _message(f"value.{spec}", iv=_pair(interval))


def _checks_table(report: Report) -> Table:
    rows = tuple(
        (row.name, row.word, row.measured, row.criterion or number(None, "n2"))
        for row in check_rows(report.checks, report.profile)
    )
    return Table(
        "checks",
        _message("table.checks"),
        _heads("check", "verdict", "measured", "criterion"),
        rows,
    )
