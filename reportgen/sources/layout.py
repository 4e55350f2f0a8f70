"""Which axis of the attention is which: declared, stored, or told by what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import NoAttentionError, UnreadableFileError, UsageError
from reportgen.schema import ATTENTION_DIMS, BATCH, HEAD, KEY, LAYER, QUERY, Message
from reportgen.sources.arrays import ArrayFile, ArrayHeader, as_floats
from reportgen.sources.candidates import Candidate, find_attention
from reportgen.sources.evidence import readings_left

FOUR: Final = (LAYER, HEAD, QUERY, KEY)
ONE_LAYER: Final = (BATCH, HEAD, QUERY, KEY)
BATCH_FIRST: Final = (BATCH, LAYER, HEAD, QUERY, KEY)
LAYER_FIRST: Final = (LAYER, BATCH, HEAD, QUERY, KEY)

_SYNONYMS: Final = {
    **dict.fromkeys(("batch", "sample", "samples", "n", "b"), BATCH),
    **dict.fromkeys(("layer", "layers", "block", "blocks", "l"), LAYER),
    **dict.fromkeys(("head", "heads", "h"), HEAD),
    **dict.fromkeys(("query", "queries", "q", "tgt", "target_token"), QUERY),
    **dict.fromkeys(("key", "keys", "k", "src", "source_token"), KEY),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The attention array of a file and the meaning of its axes.

    Attributes
    ----------
    variable
        Name of the array, or what the names of the layers' arrays share.
    dims
        Name of each axis, in stored order; layers saved one by one come first.
    inferred
        How the dims were decided: ``declared``, ``stored``, ``rank``, ``attention_mask``,
        ``temporal_importance``, ``companions``, ``name``, ``counts`` or ``assumed``.
    members
        Names of the layers' arrays; empty for one array.
    """

    variable: str
    dims: tuple[str, ...]
    inferred: str
    members: tuple[str, ...] = ()

    def sizes(self, shape: Sequence[int]) -> tuple[int, ...]:
        """Sizes in canonical order (batch, layer, head, query, key); absent dims count one."""
        named = dict(zip(self.dims, shape, strict=True))
        return tuple(named.get(dim, 1) for dim in ATTENTION_DIMS)

    def shape(self, headers: Mapping[str, ArrayHeader]) -> tuple[int, ...]:
        """Sizes of ``dims``, in stored order."""
        first = headers[self.members[0] if self.members else self.variable]
        return (len(self.members), *first.shape) if self.members else first.shape

    def canonical(self, stored: NDArray[Any]) -> NDArray[Any]:
        """View with axes (batch, layer, head, query, key)."""
        present = [dim for dim in ATTENTION_DIMS if dim in self.dims]
        ordered = stored.transpose([self.dims.index(dim) for dim in present])
        absent = tuple(axis for axis, dim in enumerate(ATTENTION_DIMS) if dim not in self.dims)
        return np.expand_dims(ordered, absent)

    def lies_in_order(self, shape: Sequence[int]) -> bool:
        """Whether an array of a shape is stored sample by sample, layer by layer, head by head."""
        if self.members or len(shape) != len(self.dims):
            return False
        lengths = dict(zip(self.dims, shape, strict=True))
        long = [dim for dim in self.dims if lengths[dim] > 1]
        return long == [dim for dim in ATTENTION_DIMS if dim in long]

    def read(self, file: ArrayFile) -> NDArray[Any]:
        """Attention of an open file (batch, layer, head, query, key).

        Raises
        ------
        UnreadableFileError
            Its values cannot be read, or its shape is not the one that was announced.
        """
        names = self.members or (self.variable,)
        arrays = [as_floats(file.read(name), file.headers[name]) for name in names]
        stored = np.stack(arrays) if self.members else arrays[0]
        if stored.ndim != len(self.dims):
            raise UnreadableFileError("changed", f"shape {stored.shape}")
        return self.canonical(stored)


@dataclass(frozen=True, slots=True)
class Readings:
    """What the axes of one file's attention may mean.

    Attributes
    ----------
    layout
        The likeliest reading.
    others
        Further readings that nothing in the file excludes.
    shape
        Sizes of the stored axes.
    """

    layout: Layout
    others: tuple[tuple[str, ...], ...]
    shape: tuple[int, ...]


def read_layout(
    headers: Mapping[str, ArrayHeader],
    *,
    variable: str | None = None,
    dims: Sequence[str] | None = None,
    stored_dims: Sequence[str] = (),
    dated: bool = False,
) -> Readings:
    """Say what the axes of a file's attention may mean.

    Parameters
    ----------
    headers
        Of the arrays in the file: companions tell layouts apart.
    variable, dims
        What the user declared.
    stored_dims
        What the file itself says.
    dated
        The file is named by a reference time, so that it holds one sample.

    Raises
    ------
    UnreadableFileError
        No attention in this file, not numbers, or axes that cannot be query and key.
    UsageError
        Declared dims that do not fit.
    """
    found = find_attention(headers, variable)
    header = headers[found.first]
    if header.refused:
        raise UnreadableFileError(header.refused, found.first)
    if not header.numeric or header.dtype.kind == "b":
        raise UnreadableFileError("not-numeric", f"{found.first} ({header.dtype})")
    shape = (len(found.members), *header.shape) if found.members else header.shape
    if dims is not None:
        return _only(found, _declared(dims, found, shape), "declared", shape)
    meant = _meant(tuple(stored_dims) or header.dims, found, shape)
    if meant is not None:
        return _only(found, meant, "stored", shape)
    if found.members:
        inner = (BATCH, HEAD, QUERY, KEY) if len(shape) == 5 else (HEAD, QUERY, KEY)
        return _only(found, (LAYER, *inner), "rank", shape)
    if len(shape) not in (4, 5):
        raise _not_attention(found.variable, shape)
    options = (FOUR, ONE_LAYER) if len(shape) == 4 else (BATCH_FIRST, LAYER_FIRST)
    left, why = readings_left(options, shape, headers, dated=dated)
    layout = Layout(found.variable, left[0], why)
    return Readings(layout, left[1:], shape)


def settled(readings: Mapping[str, Readings]) -> dict[str, Layout]:
    """Layout of each file, from what all files of a run say together.

    Notes
    -----
    What one file knows holds for all of them. Where none knows, the axis whose length changes from
    file to file is the batch: models do not grow layers.

    Raises
    ------
    NoAttentionError
        Two readings remain.
    """
    layouts: dict[str, Layout] = {}
    for rank in sorted({len(each.shape) for each in readings.values()}):
        group = {name: each for name, each in readings.items() if len(each.shape) == rank}
        if rank == len(FOUR) and _last_is_shorter(list(group.values())):
            group = {name: _one_layer(each) for name, each in group.items()}
        open_ones = {name: each for name, each in group.items() if each.others}
        layouts |= {name: each.layout for name, each in group.items() if not each.others}
        if not open_ones:
            continue
        known = {layout.dims for name, layout in layouts.items() if name in group}
        dims, why = _agreed(known, list(group.values()))
        if dims is None:
            raise _ambiguous(*next(iter(open_ones.items())))
        for name, each in open_ones.items():
            layouts[name] = replace(each.layout, dims=dims, inferred=why)
    return layouts


def _agreed(
    known: set[tuple[str, ...]], group: Sequence[Readings]
) -> tuple[tuple[str, ...] | None, str]:
    if len(known) == 1:
        return known.pop(), next(each.layout.inferred for each in group if not each.others)
    lengths = [{each.shape[axis] for each in group} for axis in (0, 1)]
    changing = [axis for axis in (0, 1) if len(lengths[axis]) > 1]
    if len(changing) != 1 or known:
        return None, ""
    options = [d for each in group for d in (each.layout.dims, *each.others)]
    fitting = [dims for dims in options if BATCH in dims and dims.index(BATCH) == changing[0]]
    return (fitting[0], "counts") if fitting else (None, "")


def _last_is_shorter(group: Sequence[Readings]) -> bool:
    """Whether the first axis is one length in all files but the last: the rest of a data set."""
    if len(group) < 3 or any(each.layout.inferred != "rank" for each in group):
        return False
    if any(each.layout.members or each.others for each in group):
        return False
    first = [each.shape[0] for each in group]
    same = len({each.shape[1:] for each in group}) == 1
    return same and len(set(first[:-1])) == 1 and first[-1] < first[0]


def _one_layer(readings: Readings) -> Readings:
    layout = replace(readings.layout, dims=ONE_LAYER, inferred="counts")
    return replace(readings, layout=layout)


def _ambiguous(name: str, readings: Readings) -> NoAttentionError:
    both = [readings.layout.dims, *readings.others]
    return NoAttentionError(
        f"the axes of {readings.layout.variable} {readings.shape} in {name} can be read in "
        f"{len(both)} ways: " + " or ".join(f"({', '.join(dims)})" for dims in both),
        allowed="one meaning for each axis",
        fix=f"declare it, such as --dims {','.join(both[0])}",
        message=Message(
            "failure.ambiguous", {"variable": readings.layout.variable, "n": len(both)}
        ),
    )


def _only(found: Candidate, dims: tuple[str, ...], why: str, shape: tuple[int, ...]) -> Readings:
    return Readings(Layout(found.variable, dims, why, found.members), (), shape)


def _meant(
    stored: tuple[str, ...], found: Candidate, shape: tuple[int, ...]
) -> tuple[str, ...] | None:
    """The file's own names of the axes in our words, None where they say nothing."""
    named = [_SYNONYMS.get(name.strip().lower().rpartition("/")[2]) for name in stored]
    if found.members and LAYER not in named:
        named = [LAYER, *named]
    dims = tuple(name for name in named if name is not None)
    whole = len(dims) == len(named) == len(shape) and len(set(dims)) == len(dims)
    return dims if whole and {QUERY, KEY} <= set(dims) else None


def _declared(dims: Sequence[str], found: Candidate, shape: tuple[int, ...]) -> tuple[str, ...]:
    unknown = [dim for dim in dims if dim not in ATTENTION_DIMS]
    if unknown or len(set(dims)) != len(dims) or not {QUERY, KEY} <= set(dims):
        raise UsageError(
            f"--dims {','.join(dims)}",
            allowed=f"each of {', '.join(ATTENTION_DIMS)} at most once, query and key among them",
            fix="for example --dims layer,head,query,key",
        )
    if found.members and LAYER not in dims:
        dims = (LAYER, *dims)
    if len(dims) != len(shape):
        raise UsageError(
            f"--dims names {len(dims)} axes, but {found.variable} has shape {shape}",
            allowed="one name per axis",
            fix="name every axis in stored order",
        )
    return tuple(dims)


def _not_attention(name: str, shape: tuple[int, ...]) -> UnreadableFileError:
    """The likely cause of a shape that cannot be weights per layer and head."""
    if len(shape) == 3 and shape[1] == shape[2]:
        return UnreadableFileError(
            "head-averaged",
            f"{name} has shape {shape}",
            fix="save the weights per head (average_attn_weights=False in PyTorch); or read them "
            "as one head with --dims layer,query,key",
        )
    if len(shape) in (2, 3):
        return UnreadableFileError(
            "hidden-states",
            f"{name} has shape {shape}",
            fix="save the weights per layer and head (output_attentions=True in Transformers), or "
            "name the axes with --dims",
        )
    return UnreadableFileError(
        "not-attention",
        f"{name} has shape {shape}; {len(shape)} axes are not (layer, head, query, key)",
        fix="save the weights per layer and head, or name the axes with --dims",
    )
