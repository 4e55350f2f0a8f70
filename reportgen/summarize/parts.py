"""Parts of a Summary while they are built: plain float64 arrays, one per variable, that merge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError
from reportgen.nulls import Geometry
from reportgen.schema import HALF
from reportgen.summarize.kernel import PlaneSums, plane_sums
from reportgen.summarize.permutation import FEW_SAMPLES, permuted_incoming
from reportgen.summarize.variables import HEAD_MEAN, OPTIONAL, PARTS, VARIABLES, Merge

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
    """

    block: int
    focus_layer: int
    permute: bool


def sample_part(attention: NDArray[np.floating], geometry: Geometry, plan: Plan, name: str) -> Part:
    """Everything one sample adds.

    Parameters
    ----------
    attention : (layer, head, query, key)
    """
    layers = attention.shape[0]
    weights = attention.astype(np.float32 if attention.dtype.itemsize <= 4 else np.float64)
    part: Part = {}
    by_layer = [plane_sums(weights[layer], geometry) for layer in range(layers)]
    _add_planes(part, "", by_layer, geometry, plan, name)
    mean = np.stack([planes.clean.mean(axis=0, dtype=np.float64) for planes in by_layer])
    complete = np.stack([planes.counted.all(axis=0) for planes in by_layer])
    mean = np.where(complete[:, :, None], mean, np.nan).astype(weights.dtype)
    whole = plane_sums(np.nan_to_num(mean, nan=0.0), geometry)
    _add_planes(part, HEAD_MEAN, [whole], geometry, plan, name)
    for variable in [key for key in part if key.startswith(HEAD_MEAN)]:
        part[variable] = _drop_stack(part[variable], variable)

    readout = np.maximum((whole.counted & geometry.readout).sum(axis=1), 1)
    part["sample_importance"] = (whole.added["incoming_sum"] / readout[:, None])[None]
    expected = geometry.expected_incoming
    part["sample_expected"] = (expected / max(int(geometry.readout.sum()), 1))[None]
    part["sample_real_keys"] = np.array([geometry.real_keys])
    part["sample_name"] = np.array([name], dtype=object)
    part["uniform_sum"] = pooled(geometry.uniform, plan.block)
    part["cell_max"] = pooled(
        np.abs(np.nan_to_num(weights, posinf=0, neginf=0)).max(axis=(0, 1)), plan.block, np.max
    )
    if plan.permute:
        part["null_incoming"] = permuted_incoming(whole.clean[plan.focus_layer], geometry, name)
    return part


def _add_planes(
    part: Part, prefix: str, stacks: list[PlaneSums], geometry: Geometry, plan: Plan, name: str
) -> None:
    """Add the variables of a stack of planes per layer; first dims are then (layer, plane)."""
    half = sample_half(name)
    collected: dict[str, list[NDArray[Any]]] = {}
    for planes in stacks:
        values: dict[str, NDArray[Any]] = dict(planes.added)
        clean = planes.clean.astype(np.float64)
        values["attention_sum"] = _in_half(pooled(clean, plan.block), half)
        values["attention_square_sum"] = pooled(clean**2, plan.block)
        values["row_count"] = _in_half(planes.counted.astype(np.int64), half)
        readout = (planes.counted & geometry.readout).astype(np.float64)
        values["expected_sum"] = readout @ geometry.uniform
        values |= _lag_sums(clean, planes.counted, geometry)
        for key, value in values.items():
            collected.setdefault(key, []).append(value)
    for key, parts in collected.items():
        axis = 1 if VARIABLES[key].dims[0] == HALF else 0
        stacked = np.stack(parts, axis=axis)
        part[prefix + key] = stacked[None] if VARIABLES[key].merge is Merge.CONCAT else stacked


def _lag_sums(
    clean: NDArray[np.float64], counted: NDArray[np.bool_], geometry: Geometry
) -> dict[str, NDArray[Any]]:
    """Sum of ``k_q A`` and the number of pairs at each lag, rows that do not count left out."""
    planes, queries, keys = clean.shape
    if not geometry.square:
        empty = np.zeros((planes, queries + keys - 1))
        return {"lag_sum": empty, "lag_pairs": empty.astype(np.int64)}
    if (counted == geometry.rows).all():
        pairs = sheared(geometry.allowed[None].astype(np.float64)).repeat(planes, axis=0)
    else:
        pairs = sheared((counted[:, :, None] & geometry.allowed).astype(np.float64))
    return {
        "lag_sum": sheared(clean * geometry.keys_seen[:, None]),
        "lag_pairs": pairs.astype(np.int64),
    }


def _drop_stack(values: NDArray[Any], variable: str) -> NDArray[Any]:
    """Head-means come as one stack of layers: drop the stacking axis."""
    dims = VARIABLES[variable].dims
    return values.squeeze(axis=1 if dims[0] in (HALF, "batch") else 0)


def sample_half(name: str) -> int:
    """Half of the samples a sample belongs to, by a hash of its name."""
    return hashlib.sha256(name.encode()).digest()[0] & 1


def _in_half(values: NDArray[Any], half: int) -> NDArray[Any]:
    both = np.zeros((2, *values.shape), dtype=values.dtype)
    both[half] = values
    return both


def pooled(values: NDArray[Any], block: int, reduce: Any = np.mean) -> NDArray[Any]:
    """Reduce blocks of the last two axes; the last block may be smaller."""
    if block == 1:
        return values
    rows, columns = (-(-size // block) for size in values.shape[-2:])
    out = np.empty((*values.shape[:-2], rows, columns))
    for row in range(rows):
        for column in range(columns):
            cells = values[
                ..., row * block : (row + 1) * block, column * block : (column + 1) * block
            ]
            out[..., row, column] = reduce(cells, axis=(-2, -1))
    return out


def sheared(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the cells of each lag, dims (plane, lag), lags from -(keys - 1) to queries - 1.

    Rows are padded and reshaped so that equal lags share a column: one pass, no loop.
    """
    planes, queries, keys = values.shape
    width = queries + keys - 1
    padded = np.zeros((planes, queries, width + 1))
    padded[:, :, :keys] = values[:, :, ::-1]
    shifted = padded.reshape(planes, -1)[:, : queries * width].reshape(planes, queries, width)
    summed: NDArray[np.float64] = shifted.sum(axis=1)
    return summed


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
    for part in iterator:
        for name in list(total):
            if name not in part:
                if name not in OPTIONAL:
                    raise KeyError(name)
                del total[name]
                waiting.pop(name, None)
                continue
            _accumulate(name, total, part, waiting)
    _drop_parts_unless_whole(total)
    for name, pieces in waiting.items():
        total[name] = np.concatenate(pieces)
    if len(total["sample_name"]) > FEW_SAMPLES:
        total.pop("null_incoming", None)
    return total


def _accumulate(name: str, total: Part, part: Part, waiting: dict[str, list[NDArray[Any]]]) -> None:
    if VARIABLES[name].merge is not Merge.SAME:
        _same_shape(name, total[name], part[name])
    match VARIABLES[name].merge:
        case Merge.SUM:
            total[name] = total[name] + part[name]
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
