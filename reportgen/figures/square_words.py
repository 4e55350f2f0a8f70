"""Titles, captions and descriptions of the guide's three plots."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from reportgen.figures.axis import KeyAxis
from reportgen.figures.peaks import rest_of, stands_out
from reportgen.schema import MaskKind, Message, Report, Value

#: Ratio of the diagonal's weight to its even share from which it stands out (science.md, 3).
DIAGONAL_STANDS_OUT = 1.2
#: Share of a row's attention that would have to move to make it the mean row.
ROWS_ALIKE, ROWS_DIFFER = 0.08, 0.2
#: Share of the queries that give the peak more than an even share, to call it "nearly every".
NEARLY_ALL = 0.8


class FigureWords(TypedDict):
    """The words of a drawing."""

    title: Message
    caption: tuple[Message, ...]
    alt: Message


def matrix_words(report: Report, axis: KeyAxis) -> FigureWords:
    """Whether a column stands out and for how many queries, and whether the diagonal does."""
    key = report.peak.key
    column = np.asarray(report.matrices.focus_lift)[:, key // report.matrices.block]
    allowed = np.isfinite(column)
    above = float((column[allowed] > 1).mean()) if allowed.any() else 0.0
    figures = report.figures
    values: dict[str, Value] = {
        "where": axis.where(key),
        "lift": report.peak.lift,
        "above": above,
        "pattern": figures.pattern.value,
        "diagonal": figures.diagonal_mean,
        "even": figures.diagonal_null,
        "max": figures.max_cell_lift,
        "queries": report.run.queries,
        "keys": report.run.keys,
        "block": report.matrices.block,
    }
    kind = "none"
    if stands_out(report):
        kind = "column" if above >= NEARLY_ALL else "part"
    sentences = [Message(f"figure.matrix.caption-{kind}", values)]
    if figures.diagonal_mean is not None and figures.diagonal_null:
        strong = figures.diagonal_mean / figures.diagonal_null > DIAGONAL_STANDS_OUT
        name = "figure.matrix.caption-diagonal" if strong else "figure.matrix.caption-no-diagonal"
        sentences.append(Message(name, values))
    if report.run.mask.kind is not MaskKind.NONE:
        sentences.append(Message("figure.matrix.caption-masked"))
    if report.matrices.block > 1:
        sentences.append(Message("figure.matrix.caption-block", values))
    return FigureWords(
        title=Message("figure.matrix.title"),
        caption=tuple(sentences),
        alt=Message(f"figure.matrix.alt-{kind}", values),
    )


def incoming_words(report: Report, axis: KeyAxis) -> FigureWords:
    """How much the peak receives, and the others."""
    key = report.peak.key
    incoming = np.asarray(report.incoming, dtype=np.float64)
    values: dict[str, Value] = {
        "where": axis.where(key),
        "incoming": float(incoming[key]),
        "rest": rest_of(incoming, key),
        "range": rest_of(np.append(incoming, np.nan), -1),
        "lift": report.peak.lift,
        "p": report.peak.p_value,
        "keys": report.run.keys,
    }
    kind = "peak" if stands_out(report) else "none"
    sentences = [Message(f"figure.incoming.caption-{kind}", values)]
    even = report.run.mask.kind is MaskKind.NONE
    sentences.append(
        Message("figure.incoming.caption-even", {"even": report.run.queries / report.run.keys})
        if even
        else Message("figure.incoming.caption-masked")
    )
    return FigureWords(
        title=Message("figure.incoming.title"),
        caption=tuple(sentences),
        alt=Message(f"figure.incoming.alt-{kind}", values),
    )


def distribution_words(report: Report, axis: KeyAxis, *, every: int, few: bool) -> FigureWords:
    """Whether the rows differ: whether the pattern depends on the query."""
    moved = rows_apart(report)
    values: dict[str, Value] = {
        "moved": moved,
        "queries": report.run.queries,
        "where": axis.where(report.peak.key),
        "share": report.peak.share,
        "every": every,
    }
    kind = "alike" if moved < ROWS_ALIKE else "differ" if moved > ROWS_DIFFER else "somewhat"
    sentences = [Message(f"figure.distribution.caption-{kind}", values)]
    if few:
        sentences.append(Message("figure.distribution.caption-few"))
    if every > 1:
        sentences.append(Message("figure.distribution.caption-every", values))
    return FigureWords(
        title=Message("figure.distribution.title"),
        caption=tuple(sentences),
        alt=Message(f"figure.distribution.alt-{kind}", values),
    )


def rows_apart(report: Report) -> float:
    """Mean share of a row's attention that would have to move to give the mean row's lift.

    Half the sum of ``u |lift[q, k] - lift[k]|`` over the keys that query q may see, where u is its
    even share; 0 where every query attends alike, whatever the mask.
    """
    cells = np.asarray(report.matrices.focus_lift, dtype=np.float64)
    allowed = np.isfinite(cells)
    seen = allowed.sum(axis=0)
    column = np.where(allowed, cells, 0).sum(axis=0) / np.maximum(seen, 1)
    apart = np.where(allowed, np.abs(cells - column), 0.0)
    return float((apart.sum(axis=1) / np.maximum(allowed.sum(axis=1), 1) / 2).mean())
