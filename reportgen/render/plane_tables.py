"""The figures of every layer and of every head as tables."""

from __future__ import annotations

from reportgen.render.cells import Cell, Table, heads, number, words
from reportgen.render.places import Place, short_place
from reportgen.schema import Figures, Report


def layers_table(report: Report, places: tuple[Place, ...]) -> Table:
    """One row a layer, mean of its heads; the focus layer is marked."""
    return Table(
        "layer-figures",
        words("layers.table"),
        heads("layer", *_columns(report)),
        tuple(
            (_layer(report, layer), *_cells(report, figures, places))
            for layer, figures in enumerate(report.layers)
        ),
        frozenset(range(1, len(_columns(report)))),
        words("layers.note", focus=report.focus.layer),
    )


def heads_table(report: Report, places: tuple[Place, ...]) -> Table:
    """One row a head."""
    return Table(
        "head-figures",
        words("heads.table"),
        heads("layer", "head", *_columns(report)),
        tuple(
            (
                number(head.layer, "nth"),
                number(head.head, "nth"),
                *_cells(report, head.figures, places),
            )
            for head in report.heads
        ),
        frozenset(range(1, 1 + len(_columns(report)))),
        words("figures.note"),
    )


def _layer(report: Report, layer: int) -> Cell:
    return words("focus-mark", layer=layer) if layer == report.focus.layer else number(layer, "nth")


def _columns(report: Report) -> tuple[str, ...]:
    unit = "hours" if report.times.cadence_hours is not None else "steps"
    lags = (f"lag-{unit}", f"abs-lag-{unit}")
    first, last = ("entropy", "effective", "gini", "diagonal"), ("peak", "lift", "sink")
    return (*first, *lags, *last, "variability", "pattern")


def _cells(report: Report, figures: Figures, places: tuple[Place, ...]) -> tuple[Cell, ...]:
    return (
        number(figures.normalized_entropy, "n2"),
        number(figures.effective_keys, "n1"),
        number(figures.gini, "n2"),
        number(figures.diagonal_mean, "n3"),
        number(lag_hours(report, figures.mean_lag), "n2"),
        number(lag_hours(report, figures.mean_abs_lag), "n2"),
        short_place(places[figures.peak_key]),
        number(figures.peak_lift, "n2"),
        words("with-even", x=figures.sink_strength, even=figures.sink_null),
        number(figures.variability, "n2"),
        words("pattern-score", x=figures.pattern.value, score=figures.pattern_score),
    )


def lag_hours(report: Report, steps: float | None) -> float | None:
    """A lag in hours where the cadence is known, in steps otherwise."""
    if steps is None or report.times.cadence_hours is None:
        return steps
    return steps * report.times.cadence_hours
