"""What holds for attention, whoever computed it: measured, and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from reportgen.exceptions import ReportgenError
from reportgen.reference.attention import attention_scores
from reportgen.reference.shapes import Cells, Floats, floats

ROW_SUM_TOLERANCE: Final = 1e-5


@dataclass(frozen=True, slots=True)
class AttentionProperties:
    """How far an attention function keeps what defines it; zeros are perfect.

    Attributes
    ----------
    row_sum_deviation
        Largest distance of a row sum from one.
    lowest, highest
        Weights, to lie within 0 and 1.
    weighted_sum_deviation
        Largest distance of the output from the weights times the values.
    scaling_effect
        Spread of the scaled scores over that of the plain ones: one over the root of the features.
    """

    row_sum_deviation: float
    lowest: float
    highest: float
    weighted_sum_deviation: float
    scaling_effect: float


def row_sum_deviation(weights: ArrayLike) -> float:
    """Largest distance of a row sum from one: attention weights are probabilities."""
    sums = floats("weights", weights, 1).sum(axis=-1, dtype=np.float64)
    return float(np.abs(sums - 1).max())


def weighted_sum_deviation(output: ArrayLike, weights: ArrayLike, value: ArrayLike) -> float:
    """Largest distance of an output from the mean of the values under the weights."""
    expected = floats("weights", weights, 2) @ floats("value", value, 2)
    return float(np.abs(floats("output", output, 2) - expected).max())


def scaling_effect(query: ArrayLike, key: ArrayLike) -> float:
    """Spread of scaled over plain scores; one over the root of the features."""
    plain = attention_scores(query, key, scale=1.0)
    return float(attention_scores(query, key).std() / plain.std())


def attention_properties(
    query: ArrayLike, key: ArrayLike, value: ArrayLike, output: ArrayLike, weights: ArrayLike
) -> AttentionProperties:
    """Measure an attention function by what it was given and what it returned.

    Parameters
    ----------
    query : (…, query, feature)
    key : (…, key, feature)
    value : (…, key, column)
    output : (…, query, column)
    weights : (…, query, key)
    """
    array = floats("weights", weights, 2)
    return AttentionProperties(
        row_sum_deviation=row_sum_deviation(array),
        lowest=float(array.min()),
        highest=float(array.max()),
        weighted_sum_deviation=weighted_sum_deviation(output, array, value),
        scaling_effect=scaling_effect(query, key),
    )


def validate_attention(weights: ArrayLike, *, tolerance: float = ROW_SUM_TOLERANCE) -> None:
    """Check that weights are attention: finite, within 0 and 1, rows that sum to one.

    Parameters
    ----------
    weights : (…, query, key)
    tolerance
        Of the row sums and of the upper bound; 1e-3 for float16, 5e-3 for bfloat16.

    Raises
    ------
    ReportgenError
        Naming every rule that is broken, with the first bad element.

    Examples
    --------
    >>> validate_attention([[0.5, 0.5], [0.0, 1.0]])
    >>> validate_attention([[0.5, 0.6]])
    Traceback (most recent call last):
    reportgen.exceptions.ReportgenError: weights[0] sums to 1.1. Allowed: ...
    """
    array = floats("weights", weights, 2)
    broken = [
        _first(array, ~np.isfinite(array), "is {}"),
        _first(array, array < 0, "is {}"),
        _first(array, array > 1 + tolerance, "is {}"),
    ]
    with np.errstate(invalid="ignore"):
        sums = array.sum(axis=-1, dtype=np.float64)
        off = np.isfinite(sums) & (np.abs(sums - 1) > tolerance)
    broken.append(_first(sums, off, "sums to {}"))
    found = [text for text in dict.fromkeys(broken) if text]
    if found:
        raise ReportgenError(
            "; ".join(found),
            allowed="finite weights from 0 to 1, each row with sum 1",
            fix="give weights after the softmax and before dropout",
        )


def _first(values: Floats, bad: Cells, text: str) -> str:
    """The first bad element, and how many there are; empty if none is."""
    if not bad.any():
        return ""
    place = tuple(int(index) for index in np.argwhere(bad)[0])
    shown = f"weights[{', '.join(map(str, place))}] {text.format(f'{values[place]:.6g}')}"
    return shown if bad.sum() == 1 else f"{shown}, and so {int(bad.sum()) - 1} more"
