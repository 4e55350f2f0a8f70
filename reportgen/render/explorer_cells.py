"""What the script of the attention explorer reads: codes, even shares, words of the cells."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import KeyAxis
from reportgen.figures.greys import HIGHEST_CODE, LOWEST, STEP
from reportgen.figures.heat import block_means
from reportgen.schema import Language, Message, Report
from reportgen.text import say

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Even shares that differ less than this along a row are one number.
_SAME = 0.01


def explorer_cells(
    report: Report,
    keys: KeyAxis,
    queries: KeyAxis,
    pooled: int,
    languages: tuple[Language, ...],
) -> str:
    """Codes, even shares and the words of every cell, as JSON that no tag can break out of.

    Parameters
    ----------
    report
        Whose matrices are shown.
    keys, queries
        Where they stand.
    pooled
        Stored cells a side that a shown cell averages.
    languages
        Of the page.
    """
    block = pooled * report.matrices.block
    key_words = _cell_words(keys, block, languages)
    query_words = (
        key_words if queries.places == keys.places else _cell_words(queries, block, languages)
    )
    record = {
        "lowest": LOWEST,
        "step": STEP,
        "highest": HIGHEST_CODE,
        "block": block,
        "queries": report.run.queries,
        "keys": report.run.keys,
        "even": _even_shares(report, pooled),
        "key": key_words,
        "query": None if query_words is key_words else query_words,
        "words": {
            language.value: {
                "even": say("explorer.even", language),
                "times": say("explorer.times", language, x="#"),
                "points": say("explorer.points", language, x="#"),
            }
            for language in languages
        },
        "numbered": [queries.in_hours, keys.in_hours],
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c")


def _cell_words(axis: KeyAxis, block: int, languages: tuple[Language, ...]) -> dict[str, list[str]]:
    """Words for the place of every cell, by language."""
    starts = range(0, len(axis.low), block)
    places = [_cell_place(axis, start, min(start + block, len(axis.low)) - 1) for start in starts]
    return {language.value: [say(place, language) for place in places] for language in languages}


def _cell_place(axis: KeyAxis, first: int, last: int) -> Message:
    """A cell's place: hours where all of it has a time, else steps or its one token."""
    spans = axis.span[first : last + 1]
    if axis.in_hours and np.isfinite(spans).all():
        name = "explorer.hours" if axis.clock == "issue" else "explorer.input-hours"
        return Message(name, {"iv": (float(spans.min()), float(spans.max()))})
    if first == last and axis.clock != "step":
        return Message("explorer.where", {"where": axis.where(first)})
    if first == last:
        return Message("explorer.steps", {"first": first})
    return Message("explorer.step-range", {"first": first, "last": last})


def _even_shares(report: Report, pooled: int) -> list[object]:
    """What an even share is in each row of cells: one number, or one a key where padding varies."""
    focus = np.asarray(report.matrices.focus, dtype=np.float64)
    lift = np.asarray(report.matrices.focus_lift, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(lift > 0, focus / lift, np.nan)
    low, high = _row_ends(share)
    if np.all(high <= low * (1 + _SAME)):
        # Under a mask the rows of a block differ; along a row an even share is one number.
        middle = np.where(np.isfinite(low), (low + high) / 2, np.nan)[:, np.newaxis]
        rows = block_means(middle, pooled)[:, 0]
        return [_number(value) for value in rows]
    return [[_number(value) for value in row] for row in block_means(share, pooled)]


def _row_ends(share: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    finite = np.isfinite(share)
    low = np.where(finite, share, np.inf).min(axis=1)
    high = np.where(finite, share, -np.inf).max(axis=1)
    return low, np.where(np.isfinite(low), high, low)


def _number(value: float) -> float | None:
    return float(f"{value:.4g}") if math.isfinite(value) else None
