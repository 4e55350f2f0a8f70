"""Tables of the samples: where they peak, how independent they are; and the strongest cells."""

from __future__ import annotations

from collections import Counter

from reportgen.render.cells import Cell, Table, heads, number, words
from reportgen.render.places import Place, long_place
from reportgen.schema import HalfWidth, Report

MOST_FREQUENT = 5
STRONGEST_CELLS = 5


def peaks_table(report: Report, places: tuple[Place, ...]) -> Table | None:
    """The keys that most samples peak at; None with a single sample."""
    samples = len(report.sample_peaks)
    if samples < 2:
        return None
    # Ties in the order of the keys, so that equal runs print equal tables.
    counts = sorted(Counter(report.sample_peaks).items(), key=lambda pair: (-pair[1], pair[0]))
    rows = tuple(
        (long_place(places[key]), number(n, "int"), number(n / samples, "pct0"))
        for key, n in counts[:MOST_FREQUENT]
    )
    return Table(
        "peaks",
        words("peaks"),
        heads("place", "samples", "share"),
        rows,
        frozenset({1, 2}),
        words("peaks.note"),
    )


def half_widths_table(report: Report) -> Table | None:
    """Half-width of the interval of the peak's share against the length of the blocks."""
    if not report.peak.half_widths:
        return None
    return Table(
        "half-widths",
        words("half-widths"),
        heads("block", "blocks", "half-width"),
        tuple(_half_width_row(width) for width in report.peak.half_widths),
        frozenset({1, 2}),
        words("half-widths.note"),
    )


def _half_width_row(width: HalfWidth) -> tuple[Cell, ...]:
    single = width.block_hours == 0
    block = words("block.single") if single else words("block.hours", hours=width.block_hours)
    return (block, number(width.blocks, "int"), number(width.share, "plus-minus"))


def connections_table(report: Report, places: tuple[Place, ...]) -> Table | None:
    """The strongest cells of the focus matrix."""
    if not report.top_connections:
        return None
    # A query has a place of its own only where queries and keys are the same tokens.
    same = report.run.queries == report.run.keys
    rows = tuple(
        (
            long_place(places[cell.query]) if same else str(cell.query),
            long_place(places[cell.key]),
            number(cell.weight, "n3"),
        )
        for cell in report.top_connections[:STRONGEST_CELLS]
    )
    return Table(
        "connections", words("connections"), heads("query", "key", "weight"), rows, frozenset({2})
    )
