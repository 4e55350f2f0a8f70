"""Who may look where, a block of queries at a time: `reportgen.nulls.Geometry` without its matrix.

Only what is linear in the length of the sequence is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.schema import Mask, MaskKind, Readout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class RowGeometry:
    """Mask, padding and readout of one sample.

    Attributes
    ----------
    queries, keys
        Sizes.
    mask
        Without padding.
    real : (key,)
        False for padding.
    block
        Cells a side of a stored block.
    step
        Queries handled at once, a multiple of ``block``.
    keys_seen : (query,)
        Allowed keys of each query, 0 for rows that do not count; float64.
    readout : (query,)
        Rows whose incoming attention the report reads.
    expected_incoming : (key,)
        Column sums of uniform attention over the readout rows.
    uniform_blocks : (block_query, block_key)
        Block means of uniform attention.
    """

    queries: int
    keys: int
    mask: Mask
    real: Tensor
    block: int
    step: int
    keys_seen: Tensor
    readout: Tensor
    expected_incoming: Tensor
    uniform_blocks: Tensor

    @property
    def square(self) -> bool:
        """Whether queries and keys are the same tokens."""
        return self.queries == self.keys

    @property
    def real_keys(self) -> int:
        """Keys that are not padding."""
        return int(self.real.sum())

    def row_blocks(self) -> Iterator[slice]:
        """Blocks of queries, in order."""
        return row_blocks(self.queries, self.step)

    def block_rows(self, rows: slice) -> slice:
        """Stored blocks of some queries, which begin with a block."""
        return slice(rows.start // self.block, -(-rows.stop // self.block))

    def allowed(self, rows: slice) -> Tensor:
        """Cells (query, key) that some queries may look at."""
        return allowed_rows(self.mask, self.queries, self.real, rows)


def row_blocks(queries: int, step: int) -> Iterator[slice]:
    """Blocks of so many queries, the last one smaller."""
    for start in range(0, queries, step):
        yield slice(start, min(start + step, queries))


def lags_of_rows(queries: int, keys: int, rows: slice, like: Tensor, *, aligned: bool) -> Tensor:
    """Lag of every cell of some rows, dims (query, key).

    Parameters
    ----------
    like
        A tensor on the wanted device.
    aligned
        Whether the last query stands at the last key, as masks count where sizes differ.
    """
    import torch

    places = torch.arange(rows.start, rows.stop, device=like.device)
    shift = keys - queries if aligned else 0
    return places[:, None] + shift - torch.arange(keys, device=like.device)[None, :]


def allowed_rows(mask: Mask, queries: int, real: Tensor, rows: slice) -> Tensor:
    """Cells (query, key) that a mask and the padding allow in some rows."""
    keys = int(real.shape[0])
    lag = lags_of_rows(queries, keys, rows, real, aligned=True)
    allowed = real[None, :].expand(lag.shape)
    if mask.cells is MaskKind.CAUSAL:
        allowed = allowed & (lag >= 0)
    elif mask.cells is MaskKind.WINDOW and mask.width is not None:
        allowed = allowed & (lag >= 0) & (lag < mask.width)
    return allowed & real[rows, None] if queries == keys else allowed


def geometry_by_rows(
    mask: Mask, queries: int, real: Tensor, readout: Readout, *, block: int, step: int
) -> RowGeometry:
    """Geometry of a sample whose real keys are given, dim (key)."""
    import torch

    keys = int(real.shape[0])
    seen = torch.zeros(queries, dtype=torch.float64, device=real.device)
    for rows in row_blocks(queries, step):
        seen[rows] = allowed_rows(mask, queries, real, rows).sum(1).double()
    chosen = _readout_rows(seen > 0, readout)
    expected = torch.zeros(real.shape[0], dtype=torch.float64, device=real.device)
    pooled = torch.zeros((-(-queries // block), -(-keys // block)), dtype=torch.float64)
    pooled = pooled.to(real.device)
    for rows in row_blocks(queries, step):
        uniform = allowed_rows(mask, queries, real, rows) / seen[rows].clamp(min=1)[:, None]
        expected += uniform[chosen[rows]].sum(0)
        place = slice(rows.start // block, -(-rows.stop // block))
        pooled[place] = block_means(uniform[None], block)[0]
    return RowGeometry(
        queries=queries,
        keys=keys,
        mask=mask,
        real=real,
        block=block,
        step=step,
        keys_seen=seen,
        readout=chosen,
        expected_incoming=expected,
        uniform_blocks=pooled,
    )


def _readout_rows(counted: Tensor, readout: Readout) -> Tensor:
    import torch

    if readout is Readout.MEAN:
        return counted
    chosen = torch.zeros_like(counted)
    places = counted.nonzero()[:, 0]
    if len(places):
        chosen[places[-1 if readout is Readout.LAST else 0]] = True
    return chosen


def block_means(planes: Tensor, block: int) -> Tensor:
    """Means over blocks of the last two axes of (plane, query, key); those at the edge smaller."""
    if block == 1:
        return planes
    ones = planes.new_ones((1, *planes.shape[1:]))
    return _block_sums(planes, block) / _block_sums(ones, block)


def block_maxima(plane: Tensor, block: int) -> Tensor:
    """Maxima over blocks of one plane (query, key) without negative values."""
    from torch.nn import functional

    rows, keys = (-(-size // block) for size in plane.shape)
    padded = functional.pad(plane, (0, keys * block - plane.shape[1], 0, rows * block - len(plane)))
    return padded.reshape(rows, block, keys, block).amax(dim=(1, 3))


def _block_sums(planes: Tensor, block: int) -> Tensor:
    from torch.nn import functional

    rows, keys = (-(-size // block) for size in planes.shape[1:])
    edges = (0, keys * block - planes.shape[2], 0, rows * block - planes.shape[1])
    padded = functional.pad(planes, edges)
    return padded.reshape(len(planes), rows, block, keys, block).sum(dim=(2, 4))


def rows_at_once(planes: int, keys: int, block: int, cells: int) -> int:
    """Queries of a block so that all planes hold at most so many cells; a multiple of ``block``."""
    return max(1, cells // max(1, planes * keys * block)) * block


def as_numpy(tensor: Tensor) -> np.ndarray:
    """Values on the host."""
    return np.asarray(tensor.detach().cpu().numpy())
