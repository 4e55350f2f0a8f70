"""What samples add that is not a figure of a plane: rows that count, uniform attention, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry
from reportgen.summarize.faithfulness import norm_importance
from reportgen.summarize.parts import Part
from reportgen.summarize.pooling import pooled, sheared


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What is known of a sample beside its weights.

    Attributes
    ----------
    companions
        What is appended as it is, by variable, first dim: batch.
    norms : (layer, head, key)
        Norms of the value vectors, where they are known.
    """

    name: str
    geometry: Geometry
    companions: Mapping[str, NDArray[Any]]
    norms: NDArray[Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Even:
    """What uniform attention gives under a geometry."""

    stored: NDArray[np.float64]
    uniform: NDArray[np.float64]
    incoming: NDArray[np.float64]
    lag_pairs: NDArray[np.int64]


# One or two: each holds matrices, and the samples of a group share one.
@lru_cache(maxsize=2)
def _even(geometry: Geometry, block: int) -> _Even:
    queries, keys = geometry.allowed.shape
    pairs = np.zeros(queries + keys - 1, np.int64)
    if geometry.square:
        pairs = sheared(geometry.allowed[None].astype(np.float64))[0].astype(np.int64)
    uniform = geometry.uniform
    return _Even(pooled(uniform, block), uniform, geometry.expected_incoming, pairs)


def row_counts(counted: NDArray[np.bool_], geometry: Geometry, block: int) -> Part:
    """Rows that count, their incoming under uniform attention and their pairs at each lag.

    Parameters
    ----------
    counted : (plane, query)
    """
    even = _even(geometry, block)
    expected, pairs = (
        np.broadcast_to(row, (len(counted), len(row))) for row in (even.incoming, even.lag_pairs)
    )
    odd = np.flatnonzero((counted != geometry.rows).any(axis=1))
    if len(odd):
        expected, pairs = expected.copy(), pairs.copy()
    for plane in odd:
        rows = counted[plane]
        expected[plane] = even.uniform[rows & geometry.readout].sum(axis=0)
        if geometry.square:
            cells = rows[:, None] & geometry.allowed
            pairs[plane] = sheared(cells[None].astype(np.float64))[0]
    return {"row_count": counted.astype(np.int64), "expected_sum": expected, "lag_pairs": pairs}


def sample_rows(
    group: Sequence[Sample],
    incoming: NDArray[np.float64],
    of_means: NDArray[np.float64],
    counted: NDArray[np.bool_],
    block: int,
) -> Part:
    """What a group of samples under one geometry appends or adds, first dim: sample.

    Parameters
    ----------
    incoming : (sample, layer, head, key)
        Column sums of the readout rows.
    of_means : (sample, layer, key)
        The same of the means over heads.
    counted : (sample, layer, query)
        Rows of the means that count.
    block
        Cells a side of a stored block.
    """
    geometry = group[0].geometry
    even = _even(geometry, block)
    count = len(group)
    readout = np.maximum((counted & geometry.readout).sum(axis=2), 1)
    expected = even.incoming / max(int(geometry.readout.sum()), 1)
    rows: Part = {
        "sample_importance": of_means / readout[:, :, None],
        "sample_expected": np.repeat(expected[None], count, axis=0),
        "sample_real_keys": np.full(count, geometry.real_keys),
        "sample_name": np.array([sample.name for sample in group], dtype=object),
        "uniform_sum": np.broadcast_to(even.stored, (count, *even.stored.shape)),
    }
    if all(sample.norms is not None for sample in group):
        shares = [
            norm_importance(incoming[index], sample.norms)
            for index, sample in enumerate(group)
            if sample.norms is not None
        ]
        rows["sample_norm_importance"] = np.stack(shares)
    for name in group[0].companions:
        rows[name] = np.concatenate([sample.companions[name] for sample in group])
    return rows
