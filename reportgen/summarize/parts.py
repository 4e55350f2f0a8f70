"""Parts of a Summary while they are built: plain float64 arrays, one per variable, that merge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError
from reportgen.summarize.permutation import FEW_SAMPLES
from reportgen.summarize.variables import OPTIONAL, PARTS, VARIABLES, Merge

Part = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How samples are summarised: the same for every part of a run.

    Attributes
    ----------
    block
        Cells a side of a stored block.
    focus_layer
        Whose rows are permuted.
    permute
        Whether the samples are few enough for permutations.
    kernel
        What measures the weights: its rounding is that of all chunks.
    """

    block: int
    focus_layer: int
    permute: bool
    kernel: str = "numpy"


def sample_half(name: str) -> int:
    """Half of the samples a sample belongs to, by a hash of its name."""
    return hashlib.sha256(name.encode()).digest()[0] & 1


def accumulated(parts: Iterable[Part]) -> Part | None:
    """Merge parts in order, variable by variable; None where there is none.

    Raises
    ------
    UsageError
        Their shapes disagree.
    """
    iterator = iter(parts)
    total = next(iterator, None)
    if total is None:
        return None
    waiting: dict[str, list[NDArray[Any]]] = {
        name: [total[name]] for name in total if VARIABLES[name].merge is Merge.CONCAT
    }
    total = dict(total)
    # Sums made here may be changed in place; the first part belongs to somebody else.
    owned: set[str] = set()
    for part in iterator:
        for name in list(total):
            if name not in part:
                if name not in OPTIONAL:
                    raise KeyError(name)
                del total[name]
                waiting.pop(name, None)
                continue
            _accumulate(name, total, part, waiting, owned)
    _drop_parts_unless_whole(total)
    for name, pieces in waiting.items():
        total[name] = np.concatenate(pieces)
    if len(total["sample_name"]) > FEW_SAMPLES:
        total.pop("null_incoming", None)
    return total


def _accumulate(
    name: str, total: Part, part: Part, waiting: dict[str, list[NDArray[Any]]], owned: set[str]
) -> None:
    if VARIABLES[name].merge is not Merge.SAME:
        _same_shape(name, total[name], part[name])
    match VARIABLES[name].merge:
        case Merge.SUM:
            if name in owned:
                total[name] += part[name]
            else:
                total[name] = total[name] + part[name]
                owned.add(name)
        case Merge.MIN:
            total[name] = np.minimum(total[name], part[name])
        case Merge.MAX:
            total[name] = np.maximum(total[name], part[name])
        case Merge.CONCAT:
            waiting[name].append(part[name])
        case Merge.SAME:
            if not _identical(total[name], part[name]):
                del total[name]


def _identical(one: NDArray[Any], two: NDArray[Any]) -> bool:
    return np.array_equal(one, two, equal_nan=one.dtype.kind == "f")


def _drop_parts_unless_whole(total: Part) -> None:
    """Parts are a table of their own: with one column gone, the others say nothing."""
    if not all(name in total for name in PARTS):
        for name in PARTS:
            total.pop(name, None)


def _same_shape(name: str, one: NDArray[Any], two: NDArray[Any]) -> None:
    shared = slice(1, None) if VARIABLES[name].merge is Merge.CONCAT else slice(None)
    if one.shape[shared] != two.shape[shared]:
        raise UsageError(
            f"summaries with {name} of shapes {one.shape} and {two.shape} cannot be merged",
            allowed="summaries of one model and one window",
            fix="compare them instead",
        )
