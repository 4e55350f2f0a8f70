"""Running sums of the samples of a chunk: blocks go in, and what they add up to comes out.

What the rows of a sample say is worked out for a group of samples at once. That does not show in
the result: the same samples in the same order give the same bits, wherever a build stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry
from reportgen.summarize.attention import Planes
from reportgen.summarize.kernel import Figures, ordered, plane_figures
from reportgen.summarize.matrices import PlaneStack
from reportgen.summarize.measures import BLOCK_BYTES, Scratch, Weights
from reportgen.summarize.parts import Part, Plan, sample_half
from reportgen.summarize.passes import Target, passes_of
from reportgen.summarize.permutation import permuted_incoming
from reportgen.summarize.pooling import SHORT_STRIP_BYTES, Shear, pooled
from reportgen.summarize.sample_rows import Sample, row_counts, sample_rows
from reportgen.summarize.variables import HEAD_MEAN, VARIABLES, Merge

#: Samples whose matrices are added in float32 before they go into float64.
GROUP = 32
#: Larger matrices of a chunk, in float64 beside those of the run, are avoided and never kept.
KEPT_MATRIX_BYTES = 16 * 2**20
# Room for figures of rows and columns that are worked out at once; more makes it no faster.
_FIGURE_BYTES = 3 << 17
# Planes that are looked at one by one sooner than all at once.
_FEW_PLANES = 4


def _planes_of(weights: Weights) -> Weights:
    """View with dims (plane, query, key)."""
    return weights.reshape(-1, *weights.shape[-2:])


def matrix_bytes(shape: tuple[int, ...], block: int) -> int:
    """Bytes of the matrices of a Summary in float64: two halves and squares, heads and means.

    Parameters
    ----------
    shape
        Layers, heads, queries, keys.
    block
        Cells a side of a stored block.
    """
    layers, heads, queries, keys = shape
    cells = -(-queries // block) * -(-keys // block)
    return 3 * layers * (heads + 1) * cells * np.dtype(np.float64).itemsize


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """Matrices that are not in a part yet.

    Attributes
    ----------
    sums
        By name of their variable.
    samples
        Samples in them.
    real : (key,)
        Keys of those samples that are not padding.
    """

    sums: Part
    samples: int
    real: NDArray[np.bool_]


class RunningSums:
    """Sums of samples of one shape, in the order in which they are added.

    Parameters
    ----------
    shape
        Layers, heads, queries, keys.
    """

    def __init__(self, plan: Plan, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        layers, heads, queries, keys = shape
        self._plan, self._shape, self._dtype = plan, shape, dtype
        plane = queries * keys
        self._at_once = max(1, BLOCK_BYTES // (plane * dtype.itemsize))
        self._scratch = Scratch(self._at_once * plane, dtype)
        shape_of_block = (self._at_once, queries, keys)
        self._passes = passes_of(plan.kernel, shape_of_block, dtype, self._scratch)
        rows = layers * (heads + 1) * (queries + keys) * np.dtype(np.float64).itemsize
        self._figures_at_once = max(1, min(GROUP, _FIGURE_BYTES // rows))
        sizes: dict[str, Any] = {"group": self._figures_at_once, "block": plan.block}
        self._heads = PlaneStack("", (layers, heads), (queries, keys), dtype, **sizes)
        self._means = PlaneStack(HEAD_MEAN, (layers,), (queries, keys), dtype, **sizes)
        self._stacks = (self._heads, self._means)
        self._shear = Shear((1, queries, keys), np.dtype(np.float64), SHORT_STRIP_BYTES)
        together = max(1, min(self._figures_at_once, self._at_once // (layers * heads)))
        self._stacked = np.empty((together, *shape), dtype)
        self._mean = np.empty((together, layers, queries, keys), dtype)
        self._largest = np.zeros((queries, keys), dtype)
        # Matrices in float64, in memory that is used again after ``clear``.
        self._matrices: Part = {}
        self._begin()

    def _begin(self) -> None:
        self._total: Part = {}
        self._rows: dict[str, list[NDArray[Any]]] = {}
        # Samples of the group; the last of them may still lie unmeasured in ``_stacked``.
        self._group: list[Sample] = []
        self._unmeasured = 0
        # Samples whose matrices wait; more than the group has where a build is continued.
        self._in_matrices = 0
        self._geometry: Geometry | None = None

    def clear(self) -> None:
        """Forget everything that was added; what ``result`` gave is overwritten."""
        self._begin()
        if matrix_bytes(self._shape, self._plan.block) > KEPT_MATRIX_BYTES:
            self._matrices = {}
        self._largest[...] = 0
        for stack in self._stacks:
            stack.clear()

    def resume(self, part: Part, pending: Pending | None, geometry: Geometry | None) -> None:
        """Go on where an earlier build ended; to be called before anything is added."""
        for name, values in part.items():
            if VARIABLES[name].merge is Merge.CONCAT:
                self._rows[name] = [values]
            else:
                self._total[name] = values.copy()
        if pending is not None:
            self._geometry, self._in_matrices = geometry, pending.samples
            for stack in self._stacks:
                stack.restore(pending.sums)

    def add(self, weights: Weights | Planes, sample: Sample) -> None:
        """Add one sample: its weights, dims (layer, head, query, key), or its planes.

        Planes are for samples that do not fit a block, as others are measured together.
        """
        # Once more would follow, and not before: a chunk of one group needs no float64.
        if self._in_matrices == GROUP or sample.geometry is not self._geometry:
            self._flush()
            self._geometry = sample.geometry
        self._group.append(sample)
        if not isinstance(weights, np.ndarray):
            self._measure(weights, 1)
        elif len(self._stacked) == 1 and weights.dtype == self._dtype and weights.flags.carray:
            self._measure(_planes_of(weights), 1)
        else:
            self._stacked[self._unmeasured] = weights
            self._unmeasured += 1
            if self._unmeasured == len(self._stacked):
                self._measure_stacked()
        self._in_matrices += 1
        if len(self._group) == self._figures_at_once:
            self._settle()

    def result(self) -> tuple[Part | None, Pending | None]:
        """What everything added comes to, matrices that still wait apart: until ``clear``."""
        self._settle()
        if not self._rows:
            return None, None
        total = dict(self._total)
        largest = pooled(self._largest, self._plan.block, np.max)
        largest = largest.astype(VARIABLES["cell_max"].dtype)
        total["cell_max"] = np.maximum(largest, total.get("cell_max", largest))
        # Each piece goes when it is copied.
        total |= {name: np.concatenate(self._rows.pop(name)) for name in list(self._rows)}
        if not self._in_matrices:
            return total, None
        assert self._geometry is not None
        sums: Part = {}
        for stack in self._stacks:
            sums |= stack.pending(self._geometry, self._shear)
        return total, Pending(sums, self._in_matrices, self._geometry.key_rank >= 0)

    # Weights ---------------------------------------------------------------------------------

    def _measure_stacked(self) -> None:
        if self._unmeasured:
            self._measure(_planes_of(self._stacked[: self._unmeasured]), self._unmeasured)
            self._unmeasured = 0

    def _measure(self, planes: Weights | Planes, count: int) -> None:
        """Measure the planes of the last samples of the group."""
        start = len(self._group) - count
        heads = self._shape[1]
        mean = self._mean[:count]
        for _, block, clean in self._blocks(self._heads, planes, count, mean):
            self._note_largest(block, clean)
        mean *= self._dtype.type(1 / heads)
        counted = self._heads.figures(self._heads.counted(count, start), count)
        # A row counts in the mean if it counts in every head.
        if not counted.all():
            mean[~counted.all(axis=2)] = 0
        for piece, _, clean in self._blocks(self._means, _planes_of(mean), count):
            self._permute(piece, clean, start)

    def _blocks(
        self,
        stack: PlaneStack,
        planes: Weights | Planes,
        count: int,
        mean: Weights | None = None,
    ) -> Iterator[tuple[slice, Weights, Weights]]:
        """Measure the last samples block by block, add them, and give each as it was and cleaned.

        What is given is valid until the next block.
        """
        geometry = self._geometry
        assert geometry is not None
        first = len(self._group) - count
        offset = first * stack.planes
        for piece in self._cut(stack, count * stack.planes):
            there = slice(offset + piece.start, offset + piece.stop)
            into, defects = stack.measures.of(there), stack.defects.of(there)
            block = planes[piece]
            clean = ordered(block, geometry, into, defects, self._scratch)
            self._passes.add(clean, geometry, into, self._targets(stack, piece, first, mean))
            yield piece, block, clean

    def _targets(
        self, stack: PlaneStack, piece: slice, first: int, mean: Weights | None
    ) -> list[Target]:
        """Where the planes of a block are added, sample by sample."""
        found = []
        for index in range(piece.start // stack.planes, -(-piece.stop // stack.planes)):
            begin, end = index * stack.planes, (index + 1) * stack.planes
            own = slice(max(piece.start, begin), min(piece.stop, end))
            within = slice(own.start - piece.start, own.stop - piece.start)
            half = sample_half(self._group[first + index].name)
            sums = None if mean is None else mean[index]
            found.append(stack.target(half, own.start - begin, within, sums))
        return found

    def _cut(self, stack: PlaneStack, planes: int) -> list[slice]:
        """Blocks of planes: whole samples, or pieces of one."""
        step = min(self._at_once, stack.planes)
        if self._at_once >= stack.planes:
            step = self._at_once // stack.planes * stack.planes
        starts = []
        for sample in range(0, planes, max(step, stack.planes)):
            last = min(sample + max(step, stack.planes), planes)
            starts += [slice(at, min(at + step, last)) for at in range(sample, last, step)]
        return starts

    def _note_largest(self, block: Weights, clean: Weights) -> None:
        sound = clean is block
        largest = block if sound else np.abs(np.nan_to_num(block, posinf=0, neginf=0))
        for plane in largest if len(largest) < _FEW_PLANES else [largest.max(axis=0)]:
            np.maximum(self._largest, plane, out=self._largest)

    def _permute(self, piece: slice, clean: Weights, first: int) -> None:
        if not self._plan.permute:
            return
        for place in range(piece.start, piece.stop):
            index, layer = divmod(place, self._means.planes)
            if layer == self._plan.focus_layer:
                sample = self._group[first + index]
                draws = permuted_incoming(clean[place - piece.start], sample.geometry, sample.name)
                self._add("null_incoming", draws[None])

    # Figures ---------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Matrices of the group into float64."""
        self._settle()
        if self._in_matrices:
            assert self._geometry is not None
            for stack in self._stacks:
                for name, waiting in stack.pending(self._geometry, self._shear).items():
                    if name in self._total:
                        self._total[name] += waiting
                    else:
                        self._total[name] = self._in_float64(name, waiting)
                stack.clear()
        self._in_matrices = 0

    def _in_float64(self, name: str, waiting: NDArray[Any]) -> NDArray[np.float64]:
        matrix: NDArray[np.float64] | None = self._matrices.get(name)
        if matrix is None:
            matrix = self._matrices[name] = np.empty(waiting.shape)
        matrix[...] = waiting
        return matrix

    def _settle(self) -> None:
        """Figures of the group into the sums."""
        self._measure_stacked()
        if not self._group:
            return
        assert self._geometry is not None
        figures = self._stack_figures(self._heads) | self._stack_figures(self._means)
        for name, values in figures.items():
            self._add(name, values)
        rows = sample_rows(
            self._group,
            figures["incoming_sum"],
            figures[HEAD_MEAN + "incoming_sum"],
            self._means.figures(self._means.counted(len(self._group)), len(self._group)),
            self._plan.block,
        )
        for name, values in rows.items():
            self._add(name, values)
        self._group = []

    def _stack_figures(self, stack: PlaneStack) -> Figures:
        """Figures of the planes of the group, first dim: sample."""
        assert self._geometry is not None
        samples = len(self._group)
        there = slice(0, samples * stack.planes)
        defects = stack.defects.of(there)
        added = plane_figures(stack.measures.of(there), defects, self._geometry)
        added |= row_counts(defects.counted, self._geometry, self._plan.block)
        figures = {name: stack.figures(values, samples) for name, values in added.items()}
        rows = figures["row_count"]
        both = np.zeros((samples, 2, *rows.shape[1:]), rows.dtype)
        halves = [sample_half(sample.name) for sample in self._group]
        both[np.arange(samples), halves] = rows
        figures["row_count"] = both
        return {stack.prefix + name: values for name, values in figures.items()}

    def _add(self, name: str, values: NDArray[Any]) -> None:
        """Values of the samples of a group, in order, first dim: sample."""
        variable = VARIABLES[name]
        match variable.merge:
            case Merge.CONCAT:
                # As they are stored: nothing is calculated with them before.
                values = values.astype(variable.dtype, copy=False)
                self._rows.setdefault(name, []).append(values)
            case Merge.MIN | Merge.MAX as merge:
                extreme = np.minimum if merge is Merge.MIN else np.maximum
                now = extreme.reduce(values, axis=0)
                self._total[name] = extreme(self._total[name], now) if name in self._total else now
            case _:
                # One after the other: where a group begins must not show in the rounding.
                for value in values:
                    if name in self._total:
                        self._total[name] += value
                    else:
                        self._total[name] = np.array(value)
