"""One call of an attention function: its weights, and which keys it could see."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

# Masks that are added to the scores forbid with minus infinity, the dtype's minimum, or -1e9.
_FORBIDDEN = -9e3


@dataclass(frozen=True, slots=True, eq=False)
class QueriesAndKeys:
    """What softmax(Q Kᵀ scale + mask) is made of.

    Attributes
    ----------
    query : (batch, head, query, feature)
    key : (batch, head, key, feature)
        May have fewer heads than the queries, each shared by a group of them.
    mask
        Broadcasts to (batch, head, query, key): boolean, True where a query may look, or added to
        the scores. None: no mask but ``causal``.
    causal
        Query q sees the keys up to q, both counted from 0.
    scale
        Factor of the scores.
    """

    query: Tensor
    key: Tensor
    mask: Tensor | None = None
    causal: bool = False
    scale: float | None = None

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Sizes of (batch, head, query, key)."""
        batch, heads, queries = self.query.shape[:3]
        return batch, heads, queries, self.key.shape[2]

    def weights(self, rows: slice = slice(None)) -> Tensor:
        """Weights of some of the queries, dims (batch, head, query, key).

        Rows that may see nothing are zero, as torch's own kernels leave them. Half precision is
        raised to float32, in which those kernels take the softmax.
        """
        import torch

        query, key = self.query[:, :, rows].detach(), self.key.detach()
        wanted = torch.promote_types(query.dtype, torch.float32)
        query, key = query.to(wanted), key.to(wanted)
        if key.shape[1] != query.shape[1]:
            key = key.repeat_interleave(query.shape[1] // key.shape[1], dim=1)
        scale = 1 / math.sqrt(query.shape[-1]) if self.scale is None else self.scale
        scores = query @ key.transpose(-2, -1) * scale
        allowed = self.causal_rows(rows)
        if self.mask is not None:
            mask = _rows_of(self.mask.detach(), rows)
            if mask.dtype == torch.bool:
                allowed = mask if allowed is None else mask & allowed
            else:
                scores = scores + mask.to(wanted)
        if allowed is not None:
            scores = scores.masked_fill(~allowed, -math.inf)
        hidden = (scores == -math.inf).all(dim=-1, keepdim=True)
        return torch.softmax(scores.masked_fill(hidden, 0), dim=-1).masked_fill(hidden, 0)

    def causal_rows(self, rows: slice) -> Any:
        """Cells (query, key) that a causal call allows, None where the call is not causal."""
        if not self.causal:
            return None
        import torch

        queries, keys = self.query.shape[2], self.key.shape[2]
        place = torch.arange(queries, device=self.query.device)[rows]
        return torch.arange(keys, device=self.query.device)[None, :] <= place[:, None]


def _rows_of(mask: Tensor, rows: slice) -> Tensor:
    """The part of a broadcasting mask that belongs to some of the queries."""
    whole = mask.ndim < 2 or mask.shape[-2] == 1
    return mask if whole else mask[..., rows, :]


def real_keys(mask: Tensor | None, batch: int, keys: int) -> Any:
    """Keys that at least one query may see, dims (batch, key); None where a mask tells nothing.

    Parameters
    ----------
    mask
        As in `QueriesAndKeys`, or (batch, key).
    """
    import torch

    if mask is None or mask.shape[-1] != keys:
        return None
    allowed = mask if mask.dtype == torch.bool else mask > _FORBIDDEN
    if allowed.ndim == 4:
        allowed = allowed.any(dim=2).any(dim=1)
    elif allowed.ndim == 3:
        allowed = allowed.any(dim=1)
    else:
        # (query, key): the same for every sample, so no padding.
        return None
    return None if bool(allowed.all()) else allowed.expand(batch, keys)
