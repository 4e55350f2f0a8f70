"""Caption, description and table of the ribbon."""

from __future__ import annotations

import math

from reportgen.figures.axis import KeyAxis
from reportgen.figures.drawing import Cell
from reportgen.figures.lanes import main_input
from reportgen.figures.peaks import rest_of, stands_out
from reportgen.figures.tables import key_cells, key_columns, number
from reportgen.schema import Message, Report, Value


def ribbon_caption(report: Report, axis: KeyAxis) -> tuple[Message, ...]:
    """What is drawn, what the whiskers are, and what stands out."""
    run, peak = report.run, report.peak
    kind = "hour" if axis.in_hours else axis.clock
    what = Message(
        f"figure.ribbon.caption.{kind}",
        {
            "layer": report.focus.layer,
            "layers": run.layers,
            "heads": run.heads,
            "samples": run.samples,
        },
    )
    sentences = [what, _finding(report, axis)]
    if report.lift_low is None:
        sentences.append(Message("figure.ribbon.caption.no-whiskers"))
    elif peak.block_hours > 0:
        blocks: dict[str, Value] = {"blocks": peak.blocks, "hours": peak.block_hours}
        sentences.append(Message("figure.ribbon.caption.whiskers-blocks", blocks))
    else:
        samples: dict[str, Value] = {"samples": peak.samples}
        sentences.append(Message("figure.ribbon.caption.whiskers-samples", samples))
    if report.inputs:
        if run.samples > 1:
            sentences.append(Message("figure.ribbon.caption.band"))
        sentences.append(Message("figure.ribbon.caption.tokens"))
    return tuple(sentences)


def _finding(report: Report, axis: KeyAxis) -> Message:
    low, high = rest_of(report.lift, report.peak.key)
    values: dict[str, Value] = {
        "where": axis.where(report.peak.key),
        "share": report.peak.share,
        "lift": report.peak.lift,
        "rest": (low, high),
        "p": report.peak.p_value,
    }
    if not math.isfinite(report.peak.lift):
        return Message("figure.ribbon.caption.nothing")
    found = "peak" if stands_out(report) else "no-peak"
    return Message(f"figure.ribbon.caption.{found}", values)


def ribbon_alt(report: Report, axis: KeyAxis) -> Message:
    """What a reader would see."""
    found = "peak" if stands_out(report) else "no-peak"
    low, high = rest_of(report.lift, report.peak.key)
    values: dict[str, Value] = {
        "keys": len(report.lift),
        "where": axis.where(report.peak.key),
        "lift": report.peak.lift,
        "share": report.peak.share,
        "rest": (low, high),
    }
    return Message(f"figure.ribbon.alt.{found}", values)


def ribbon_columns(report: Report, axis: KeyAxis) -> tuple[str, ...]:
    """Names of the table's columns."""
    columns = (*key_columns(axis), "incoming", "share", "lift")
    if report.lift_low is not None:
        columns += ("lift_low", "lift_high")
    series = main_input(report)
    if series is not None:
        columns += tuple(
            f"{series.name} {part}" for part in ("mean", "lower_quartile", "upper_quartile")
        )
    return columns


def ribbon_rows(report: Report, axis: KeyAxis) -> list[tuple[Cell, ...]]:
    """The plotted numbers, a row for each key."""
    series = main_input(report)
    rows: list[tuple[Cell, ...]] = []
    for key in range(len(report.lift)):
        cells: list[Cell] = [
            *key_cells(axis, key),
            number(report.incoming[key]),
            number(report.importance[key]),
            number(report.lift[key]),
        ]
        if report.lift_low is not None and report.lift_high is not None:
            cells += [number(report.lift_low[key]), number(report.lift_high[key])]
        if series is not None:
            cells += [number(part[key]) for part in (series.mean, series.low, series.high)]
        rows.append(tuple(cells))
    return rows
