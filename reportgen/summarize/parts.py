"""Parts of a Summary while they are built: plain arrays, sums in float64, that merge."""

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
    total = Total()
    for part in parts:
        total.add(part)
    return total.result()


class Total:
    """What parts add up to, in the order in which they are added; they may be overwritten then."""

    def __init__(self) -> None:
        self._values: Part | None = None
        self._pieces: dict[str, list[NDArray[Any]]] = {}

    def add(self, part: Part, waiting: Part | None = None) -> None:
        """Add a part, and the matrices that wait to be in it.

        Raises
        ------
        UsageError
            The shapes are others.
        """
        waiting = waiting or {}
        if self._values is None:
            self._begin(part, waiting)
            return
        for name in list(self._values):
            if name in part:
                self._accumulate(name, part[name])
            if name in waiting:
                self._accumulate(name, waiting[name])
            if name not in part and name not in waiting:
                if name not in OPTIONAL:
                    raise KeyError(name)
                del self._values[name]
                self._pieces.pop(name, None)

    def result(self) -> Part | None:
        """The sum of everything; nothing may be added to it any more."""
        total = self._values
        if total is None:
            return None
        _drop_parts_unless_whole(total)
        for name, pieces in self._pieces.items():
            total[name] = np.concatenate(pieces)
        if len(total["sample_name"]) > FEW_SAMPLES:
            total.pop("null_incoming", None)
        return total

    def _begin(self, part: Part, waiting: Part) -> None:
        self._values = {name: np.array(values) for name, values in part.items()}
        self._pieces = {
            name: [values]
            for name, values in self._values.items()
            if _merge_of(name) is Merge.CONCAT
        }
        for name, values in waiting.items():
            if name in part:
                self._accumulate(name, values)
            else:
                self._values[name] = values.astype(np.float64)

    def _accumulate(self, name: str, values: NDArray[Any]) -> None:
        total = self._values
        assert total is not None
        merge = _merge_of(name)
        if merge is not Merge.SAME:
            _same_shape(name, total[name], values)
        match merge:
            case Merge.SUM:
                total[name] += values
            case Merge.MIN:
                total[name] = np.minimum(total[name], values)
            case Merge.MAX:
                total[name] = np.maximum(total[name], values)
            case Merge.CONCAT:
                # A copy: the memory that it is part of may hold much more.
                self._pieces[name].append(np.array(values))
            case Merge.SAME:
                if not _identical(total[name], values):
                    del total[name]


def _merge_of(name: str) -> Merge:
    return VARIABLES[name].merge


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
