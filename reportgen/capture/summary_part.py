"""What one sample of a forward pass adds to a Summary, from queries and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.capture.calls import Call
from reportgen.capture.row_geometry import (
    RowGeometry,
    as_numpy,
    block_maxima,
    row_blocks,
    rows_at_once,
)
from reportgen.capture.row_sums import Arrays, RowSums
from reportgen.nulls import geometry_of
from reportgen.schema import BATCH, HALF, Mask, MaskKind, Origin, Precision, Readout
from reportgen.summarize.parts import sample_half
from reportgen.summarize.permutation import permuted_incoming
from reportgen.summarize.variables import HEAD_MEAN, VARIABLES, Merge

if TYPE_CHECKING:
    from torch import Tensor

# Cells of all planes that are held at once: blocks that fit a cache, and leave no holes in memory.
CELLS_AT_ONCE = 200_000
# Planes of no more cells are kept for the permutations: 4 MB, whatever the number of samples. Of
# longer windows 999 draws would take minutes a sample, here as from files.
MOST_PERMUTED_CELLS = 1024 * 1024


def sample_rows(call: Call, sample: int, rows: slice) -> Tensor:
    """Weights of some queries of one sample, dims (head, query, key)."""
    from dataclasses import replace

    operands = call.operands
    assert operands is not None
    one = slice(sample, sample + 1)
    mask = operands.mask
    if mask is not None and mask.ndim == 4 and mask.shape[0] > 1:
        mask = mask[one]
    elif mask is not None and mask.ndim == 3:
        # (head, query, key) broadcasts over samples.
        mask = mask[None]
    alone = replace(operands, query=operands.query[one], key=operands.key[one], mask=mask)
    return alone.weights(rows)[0]


def summary_part(
    calls: Sequence[Call],
    sample: int,
    geometry: RowGeometry,
    name: str,
    *,
    permuted_layer: int | None = None,
    readout: Readout = Readout.MEAN,
) -> dict[str, NDArray[Any]]:
    """Every variable of the Summary that the weights of one sample decide.

    Parameters
    ----------
    calls
        One per layer.
    sample
        Its place in the batch.
    permuted_layer
        Layer whose rows are permuted, if they are short enough; None: none.

    Returns
    -------
    dict
        As `reportgen.summarize.sums.RunningSums` gives it for one sample.
    """
    import torch

    by_layer, of_means = [], []
    largest = torch.zeros_like(geometry.uniform_blocks)
    few_cells = geometry.queries * geometry.keys <= MOST_PERMUTED_CELLS
    plane: list[NDArray[Any]] = []
    for layer, call in enumerate(calls):
        heads = RowSums(call.shape[1], geometry)
        mean = RowSums(1, geometry)
        for rows in geometry.row_blocks():
            weights = sample_rows(call, sample, rows)
            clean, counted = heads.add(rows, weights.double())
            # A row counts in the mean if it counts in every head.
            complete = counted.all(0)[:, None]
            of_heads = (clean.mean(0) * complete).to(weights.dtype)
            cleaned, _ = mean.add(rows, of_heads.double()[None])
            if layer == permuted_layer and few_cells:
                plane.append(as_numpy(cleaned[0]).astype(np.float32))
            finite = weights.nan_to_num().abs().amax(0)
            found = largest[geometry.block_rows(rows)]
            torch.maximum(found, block_maxima(finite, geometry.block).double(), out=found)
        by_layer.append(heads.figures())
        of_means.append(mean.figures())
    part = _stacked("", by_layer, name)
    means = _stacked(HEAD_MEAN, of_means, name)
    part |= {key: _without_plane(key, values) for key, values in means.items()}
    if plane:
        whole = geometry_of(
            geometry.mask,
            geometry.queries,
            geometry.keys,
            readout,
            key_is_real=as_numpy(geometry.real),
        )
        part["null_incoming"] = permuted_incoming(np.concatenate(plane), whole, name)
    return part | _of_the_sample(of_means, geometry, name, as_numpy(largest))


def _of_the_sample(
    of_means: Sequence[Arrays], geometry: RowGeometry, name: str, largest: NDArray[Any]
) -> Arrays:
    """Variables that the run has once, not per plane."""
    readout = as_numpy(geometry.readout)
    incoming = np.stack([each["incoming_sum"][0] for each in of_means])
    counted = np.stack([each["row_count"][0] * readout for each in of_means]).sum(1)
    expected = as_numpy(geometry.expected_incoming) / max(int(readout.sum()), 1)
    return {
        "sample_importance": (incoming / np.maximum(counted, 1)[:, None])[None],
        "sample_expected": expected[None],
        "sample_real_keys": np.array([geometry.real_keys]),
        "sample_name": np.array([name], dtype=object),
        "uniform_sum": as_numpy(geometry.uniform_blocks),
        "cell_max": largest,
        "importance_difference": np.array([np.nan]),
    }


def _stacked(prefix: str, by_layer: Sequence[Arrays], name: str) -> Arrays:
    """Figures of the layers under their Summary names, dims (layer, plane, …)."""
    half = sample_half(name)
    part: Arrays = {}
    for key in by_layer[0]:
        stacked = np.stack([figures[key] for figures in by_layer])
        variable = VARIABLES[key]
        if variable.dims[0] == HALF:
            both = np.zeros((2, *stacked.shape), dtype=stacked.dtype)
            both[half] = stacked
            stacked = both
        elif variable.merge is Merge.CONCAT:
            stacked = stacked[None]
        part[prefix + key] = stacked
    return part


def _without_plane(key: str, values: NDArray[Any]) -> NDArray[Any]:
    """Drop the plane axis of a mean over heads."""
    leading = VARIABLES[key].dims[0] in (HALF, BATCH)
    return values.squeeze(axis=2 if leading else 1)


def detected_mask(calls: Sequence[Call], sample: int, real: Tensor) -> Mask:
    """Mask that one sample's exact zeros suggest, as `reportgen.summarize.masks` reads it.

    Parameters
    ----------
    real : (key,)
        Only tells the device; padding hides nothing here.
    """
    import torch

    _, heads, queries, keys = calls[0].shape
    if queries < 2 or keys < 2:
        return Mask()
    used = torch.zeros(queries + keys - 1, dtype=torch.int64, device=real.device)
    step = rows_at_once(heads, keys, 1, CELLS_AT_ONCE)
    for rows in row_blocks(queries, step):
        cells = None
        for call in calls:
            weights = sample_rows(call, sample, rows)
            if not bool(weights.isfinite().all()):
                return Mask()
            here = (weights != 0).any(0)
            cells = here if cells is None else cells | here
        assert cells is not None
        used += _counts_by_lag(cells, rows, queries, keys)
    return _mask_of(as_numpy(used), queries, keys)


def _counts_by_lag(cells: Tensor, rows: slice, queries: int, keys: int) -> Tensor:
    """Used cells at each lag, counted from the last query and key, lags from -(keys - 1) on."""
    import torch

    places = torch.arange(rows.start, rows.stop, device=cells.device)[:, None]
    index = places - torch.arange(keys, device=cells.device) + keys - 1
    return torch.bincount(index[cells], minlength=queries + keys - 1)


def _mask_of(used: NDArray[np.int64], queries: int, keys: int) -> Mask:
    """Mask from the number of used cells at each lag q - k (dim lag, from -(keys - 1))."""
    unaligned = np.arange(-(keys - 1), queries)
    lag = unaligned + keys - queries
    if used[lag < 0].any() or not used[lag > 0].any():
        return Mask()
    reach = int(lag[used > 0].max())
    near = (lag >= 0) & (lag <= reach)
    pairs = np.minimum(queries, keys + unaligned) - np.maximum(0, unaligned)
    if reach + 1 < keys and (used[near] == pairs[near]).all():
        return Mask(MaskKind.WINDOW, Origin.DETECTED, reach + 1)
    return Mask(MaskKind.CAUSAL, Origin.DETECTED)


def precision_counts(dtype: Any, *, first: bool) -> NDArray[np.int64]:
    """Which precision the weights of a batch have; counted once per batch."""
    found = Precision.FLOAT64 if str(dtype) == "torch.float64" else Precision.FLOAT32
    counts = [int(first and each is found) for each in Precision]
    return np.array(counts, dtype=np.int64)
