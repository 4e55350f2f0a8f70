"""Which array is the attention, and which of its axes is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UnreadableFileError, UsageError
from reportgen.schema import ATTENTION_DIMS, BATCH, HEAD, KEY, LAYER, QUERY
from reportgen.sources.npz import NEVER_READ, ArrayHeader

ATTENTION_NAMES = (
    "attention_weights",
    "attention",
    "attentions",
    "attn_weights",
    "attn",
    "self_attention",
    "weights",
)
_FOUR = (LAYER, HEAD, QUERY, KEY)
_BATCH_FIRST = (BATCH, LAYER, HEAD, QUERY, KEY)
_LAYER_FIRST = (LAYER, BATCH, HEAD, QUERY, KEY)


@dataclass(frozen=True, slots=True)
class Layout:
    """The attention array of a file and the meaning of its axes.

    Attributes
    ----------
    variable
        Name of the array.
    dims
        Name of each stored axis, in stored order.
    inferred
        How the dims were decided: ``declared``, ``rank``, ``attention_mask``,
        ``temporal_importance`` or ``assumed``.
    """

    variable: str
    dims: tuple[str, ...]
    inferred: str

    def sizes(self, shape: Sequence[int]) -> tuple[int, ...]:
        """Sizes in canonical order (batch, layer, head, query, key); absent dims count one."""
        named = dict(zip(self.dims, shape, strict=True))
        return tuple(named.get(dim, 1) for dim in ATTENTION_DIMS)

    def canonical(self, stored: NDArray[Any]) -> NDArray[Any]:
        """View with axes (batch, layer, head, query, key)."""
        present = [dim for dim in ATTENTION_DIMS if dim in self.dims]
        ordered = stored.transpose([self.dims.index(dim) for dim in present])
        absent = tuple(axis for axis, dim in enumerate(ATTENTION_DIMS) if dim not in self.dims)
        return np.expand_dims(ordered, absent)


def find_variable(headers: Mapping[str, ArrayHeader], wanted: str | None) -> str:
    """Name of the attention array.

    Raises
    ------
    UnreadableFileError
        The file has no array that could be attention.
    """
    if wanted is not None:
        if wanted not in headers:
            raise UnreadableFileError("no-attention", f"{wanted}; it has {', '.join(headers)}")
        return wanted
    for name in ATTENTION_NAMES:
        if name in headers:
            return name
    unread = [name for name in headers if name not in NEVER_READ]
    guesses = [
        name
        for name in unread
        if headers[name].dtype.kind == "f" and len(headers[name].shape) in (4, 5)
    ]
    if len(guesses) == 1:
        return guesses[0]
    raise UnreadableFileError("no-attention", ", ".join(unread))


def infer_layout(
    headers: Mapping[str, ArrayHeader],
    *,
    variable: str | None = None,
    dims: Sequence[str] | None = None,
) -> Layout:
    """Decide what the axes of a file's attention mean.

    Parameters
    ----------
    headers
        Of the arrays in the file; companions such as ``attention_mask`` (batch, key) and
        ``temporal_importance`` (layer, key) tell two five-axis layouts apart.
    variable, dims
        What the user declared.

    Raises
    ------
    UnreadableFileError
        No attention in this file, not numbers, or axes that cannot be query and key.
    UsageError
        Declared dims that do not fit.
    """
    name = find_variable(headers, variable)
    header = headers[name]
    if not header.readable:
        raise UnreadableFileError("pickled", name)
    if header.dtype.kind not in "fiu":
        raise UnreadableFileError("not-numeric", f"{name} ({header.dtype})")
    if dims is not None:
        return Layout(name, _declared(dims, name, header.shape), "declared")
    if len(header.shape) == len(_FOUR):
        return Layout(name, _FOUR, "rank")
    if len(header.shape) == len(_BATCH_FIRST):
        return _five_axes(name, header.shape, headers)
    raise UnreadableFileError(
        "not-attention",
        f"{name} has shape {header.shape}; {len(header.shape)} axes are not (layer, head, query, "
        "key): hidden states, or weights averaged over heads",
        fix="save the weights per layer and head, or name the axes with --dims",
    )


def _five_axes(name: str, shape: tuple[int, ...], headers: Mapping[str, ArrayHeader]) -> Layout:
    first, second = shape[:2]
    mask = headers.get("attention_mask")
    if mask is not None and len(mask.shape) == 2 and first != second:
        if mask.shape[0] == second:
            return Layout(name, _LAYER_FIRST, "attention_mask")
        if mask.shape[0] == first:
            return Layout(name, _BATCH_FIRST, "attention_mask")
    importance = headers.get("temporal_importance")
    if importance is not None and len(importance.shape) == 2 and first != second:
        layers = importance.shape[0]
        if layers == first:
            return Layout(name, _LAYER_FIRST, "temporal_importance")
        if layers == second:
            return Layout(name, _BATCH_FIRST, "temporal_importance")
    return Layout(name, _BATCH_FIRST, "assumed")


def _declared(dims: Sequence[str], name: str, shape: tuple[int, ...]) -> tuple[str, ...]:
    unknown = [dim for dim in dims if dim not in ATTENTION_DIMS]
    if unknown or len(set(dims)) != len(dims) or not {QUERY, KEY} <= set(dims):
        raise UsageError(
            f"--dims {','.join(dims)}",
            allowed=f"each of {', '.join(ATTENTION_DIMS)} at most once, query and key among them",
            fix="for example --dims layer,head,query,key",
        )
    if len(dims) != len(shape):
        raise UsageError(
            f"--dims names {len(dims)} axes, but {name} has shape {shape}",
            allowed="one name per axis",
            fix="name every axis in stored order",
        )
    return tuple(dims)
