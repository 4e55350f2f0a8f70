"""Tables of what the model saw and of the physical scales it could have seen."""

from __future__ import annotations

import math

from reportgen.render.cells import Cell, Table, heads, words
from reportgen.schema import InputSeries, Interval, Report, ScaleResult
from reportgen.text.symbols import printed_units


def inputs_table(report: Report) -> Table | None:
    """Each input over the window and at the peak; None where the files hold no inputs."""
    if not report.inputs:
        return None
    rows = tuple(_input_row(series, report.peak.key) for series in report.inputs)
    return Table(
        "inputs",
        words("inputs"),
        heads("variable", "units", "window-mean", "at-peak"),
        rows,
        frozenset({2, 3}),
        words("inputs.note"),
    )


def _input_row(series: InputSeries, peak: int) -> tuple[Cell, ...]:
    finite = [float(value) for value in series.mean if math.isfinite(value)]
    mean = words("g3", x=sum(finite) / len(finite)) if finite else words("dash")
    return (series.name, _units(series.units), mean, _at_key(series, peak))


def _units(units: str) -> Cell:
    if units == "standard units":
        return words("term", x=units)
    return printed_units(units) or words("units.unknown")


def _at_key(series: InputSeries, key: int) -> Cell:
    """Mean and quartiles at a key; patches and prefix tokens may have none."""
    if not 0 <= key < len(series.mean) or not math.isfinite(series.mean[key]):
        return words("dash")
    middle = (float(series.low[key]), float(series.high[key]))
    if not all(math.isfinite(end) for end in middle):
        return words("g3", x=float(series.mean[key]))
    return words("spread", mean=float(series.mean[key]), iv=middle)


def scales_table(report: Report) -> Table | None:
    """Each physical scale, where it falls before issue, and whether the peak meets it."""
    if not report.scales:
        return None
    return Table(
        "scales",
        words("scales"),
        heads("scale", "scale-hours", "scale-before", "scale-seen", "scale-meets", "source"),
        tuple(_scale_row(scale) for scale in report.scales),
        frozenset({1, 2, 3}),
        words("scales.note"),
    )


def _scale_row(scale: ScaleResult) -> tuple[Cell, ...]:
    return (
        words("scale", x=scale.id),
        _hours(scale.hours),
        _hours(scale.before_issue),
        _hours(scale.seen) if scale.seen is not None else words("none"),
        _meets(scale),
        words("declared") if scale.source == "declared" else scale.source,
    )


def _hours(interval: Interval) -> Cell:
    return words("hrange", iv=(interval.low, interval.high))


def _meets(scale: ScaleResult) -> Cell:
    if not scale.testable or scale.meets_peak is None:
        return words("not-testable")
    return words("yes") if scale.meets_peak else words("no")
