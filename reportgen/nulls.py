"""What uniform attention would give under a mask: the baseline of every figure.

Formulas: science.md section 1. ``m[q, k]`` marks allowed cells, ``k_q`` the keys a query may see,
``u = m / k_q`` uniform attention.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Mask, MaskKind, Readout

Floats = NDArray[np.float64]
Cells = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """Who may look where in one sample, and what an even share is there.

    Attributes
    ----------
    allowed : (query, key)
        Cells a query may attend to; rows of padded queries are empty.
    rows : (query,)
        Queries that count.
    keys_seen : (query,)
        ``k_q``, zero for rows that do not count.
    readout : (query,)
        Rows whose incoming attention the report reads.
    key_rank : (key,)
        Place of each real key among the real keys, -1 for padding.
    real_keys
        Number of real keys.
    """

    allowed: Cells
    rows: Cells
    keys_seen: Floats
    readout: Cells
    key_rank: NDArray[np.int64]
    real_keys: int

    @property
    def square(self) -> bool:
        """Whether queries and keys are the same tokens, so that lags and a diagonal exist."""
        return bool(self.allowed.shape[0] == self.allowed.shape[1])

    @property
    def full(self) -> bool:
        """Whether every cell is allowed."""
        return bool(self.allowed.all())

    @property
    def uniform(self) -> Floats:
        """Uniform attention u, dims (query, key)."""
        even: Floats = self.allowed / np.maximum(self.keys_seen, 1.0)[:, None]
        return even

    @property
    def expected_incoming(self) -> Floats:
        """Column sums of u over the readout rows, dim (key)."""
        expected: Floats = self.uniform[self.readout].sum(axis=0)
        return expected


def allowed_cells(mask: Mask, queries: int, keys: int) -> Cells:
    """Cells a mask lets a query attend to, dims (query, key).

    Where queries and keys differ in number they are aligned at the last one.

    Examples
    --------
    >>> allowed_cells(Mask(MaskKind.CAUSAL), 3, 3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    lag = np.arange(queries)[:, None] + (keys - queries) - np.arange(keys)[None, :]
    if mask.cells is MaskKind.CAUSAL:
        return lag >= 0
    if mask.cells is MaskKind.WINDOW and mask.width is not None:
        return (lag >= 0) & (lag < mask.width)
    return np.ones((queries, keys), dtype=bool)


def geometry_of(
    mask: Mask,
    queries: int,
    keys: int,
    readout: Readout,
    *,
    key_is_real: Cells | None = None,
) -> Geometry:
    """Geometry of one sample.

    Parameters
    ----------
    mask, queries, keys
        The mask without padding, and the stored sizes.
    readout
        Which of the real rows the model's head reads.
    key_is_real : (key,)
        False for padding; queries that are padded are excluded where attention is square.
    """
    padding = None if key_is_real is None or key_is_real.all() else key_is_real.tobytes()
    return _geometry(mask, queries, keys, readout, padding)


@lru_cache(maxsize=256)
def _geometry(
    mask: Mask, queries: int, keys: int, readout: Readout, padding: bytes | None
) -> Geometry:
    real = np.ones(keys, dtype=bool) if padding is None else np.frombuffer(padding, dtype=bool)
    allowed = allowed_cells(mask, queries, keys) & real[None, :]
    if queries == keys:
        allowed &= real[:, None]
    keys_seen = allowed.sum(axis=1).astype(np.float64)
    rows = keys_seen > 0
    return Geometry(
        allowed=allowed,
        rows=rows,
        keys_seen=keys_seen,
        readout=_readout_rows(rows, readout),
        key_rank=np.where(real, np.cumsum(real) - 1, -1),
        real_keys=int(real.sum()),
    )


def _readout_rows(rows: Cells, readout: Readout) -> Cells:
    if readout is Readout.MEAN:
        return rows
    chosen = np.zeros_like(rows)
    counted = np.flatnonzero(rows)
    if counted.size:
        chosen[counted[-1] if readout is Readout.LAST else counted[0]] = True
    return chosen


def local_band(keys: int) -> int:
    """Half-width of the local band in steps: a twelfth of the real keys, at least one."""
    return max(1, round(keys / 12))


def lags_of(queries: int, keys: int) -> NDArray[np.int64]:
    """Lag q - k in steps of every cell, dims (query, key); positive: the key lies in the past."""
    return np.arange(queries)[:, None] - np.arange(keys)[None, :]
