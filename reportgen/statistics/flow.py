"""Attention flow of chosen queries: how much of each input can reach them through the layers."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.exceptions import UsageError
from reportgen.schema import Flow
from reportgen.statistics.planes import Plane

if TYPE_CHECKING:
    import xarray as xr
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]

RESIDUAL = 0.5
#: Capacities are whole numbers for SciPy, 32 bits wide; nothing carries more than one unit.
_UNIT = 2**30
#: Edges times keys, for one query: about ten seconds.
_MOST_STEPS = 50_000_000


def attention_flow(
    layers: Sequence[Floats], queries: Sequence[int], *, residual: float = RESIDUAL
) -> Floats:
    """Largest flow from each input token to each chosen query of the last layer.

    The layers form a graph: token q of layer l draws from token k of the layer below through an
    edge of capacity ``residual [q = k] + (1 - residual) A_l[q, k]``. The flow of (q, k) is the
    maximum flow between the two alone: an upper bound of what rollout gives, because rollout is
    one of the flows the capacities allow.

    Parameters
    ----------
    layers : (query, key) each
        Square weights whose rows sum to one, the first layer first; usually means over samples and
        heads.
    queries
        Tokens of the last layer; negative ones count from the end. Each costs one maximum flow per
        input token, so choose few.
    residual
        Share of the residual connection.

    Returns
    -------
    flow : (chosen query, key)
        In [0, 1]. A row need not sum to one, for its entries compete for the same edges.

    Raises
    ------
    UsageError
        The layers are not square, a query does not exist, or SciPy is not installed.

    References
    ----------
    Abnar & Zuidema 2020, "Quantifying Attention Flow in Transformers".
    """
    size = _checked_size(layers, residual)
    chosen = [_checked_query(query, size) for query in queries]
    try:
        from scipy.sparse.csgraph import maximum_flow
    except ImportError as error:
        raise UsageError(
            "attention flow needs SciPy",
            allowed="an installation with the extra `flow`",
            fix="pip install 'reportgen[flow]'",
        ) from error
    graph, top = _capacities(layers, size, residual), len(layers) * size
    flow = np.zeros((len(chosen), size))
    for row, query in enumerate(chosen):
        for key in range(size):
            flow[row, key] = maximum_flow(graph, top + query, key).flow_value / _UNIT
    return flow


def summary_flow(
    summary: xr.Dataset, queries: Sequence[int], *, residual: float = RESIDUAL
) -> Floats:
    """`attention_flow` of the sample-mean matrices of a run, means over heads.

    Parameters
    ----------
    summary
        From ``summarize`` or ``open_summary``.
    queries, residual
        As for `attention_flow`.

    Raises
    ------
    UsageError
        As `attention_flow`, or the matrices are stored as block averages.
    """
    if summary.sizes["block_query"] != summary.sizes["query"]:
        raise UsageError(
            "this Summary holds block averages",
            allowed="matrices stored cell by cell",
            fix="summarise fewer layers or a shorter window",
        )
    layers = [
        np.nan_to_num(Plane(summary, layer).mean_weights())
        for layer in range(summary.sizes["layer"])
    ]
    return attention_flow(layers, queries, residual=residual)


def flow_of(summary: xr.Dataset, queries: Sequence[int]) -> Flow | None:
    """Flow of the queries that a run chooses, beside that of even attention under its mask.

    Where it cannot be computed the report says why instead of failing: a Summary is rendered on
    other machines, too.

    Raises
    ------
    UsageError
        A query does not exist.
    """
    if not queries:
        return None
    size, layers = summary.sizes["query"], summary.sizes["layer"]
    chosen = tuple(dict.fromkeys(_checked_query(query, size) for query in queries))
    if summary.sizes["key"] != size:
        return Flow(chosen, missing="not-square")
    if summary.sizes["block_query"] != size:
        return Flow(chosen, missing="blocks")
    if layers * size**3 > _MOST_STEPS:
        return Flow(chosen, missing="too-large")
    if find_spec("scipy") is None:
        return Flow(chosen, missing="scipy")
    rows = max(1, summary.sizes["batch"])
    even = np.nan_to_num(summary["uniform_sum"].values.astype(np.float64)) / rows
    flow, base = summary_flow(summary, chosen), attention_flow([even] * layers, chosen)
    return Flow(
        chosen,
        tuple(tuple(float(value) for value in row) for row in flow),
        tuple(
            tuple(float(one / two) if two > 0 else None for one, two in zip(*pair, strict=True))
            for pair in zip(flow, base, strict=True)
        ),
    )


def _checked_size(layers: Sequence[Floats], residual: float) -> int:
    shapes = {np.shape(weights) for weights in layers}
    shape = next(iter(shapes), ())
    if len(shapes) != 1 or len(shape) != 2 or shape[0] != shape[1]:
        raise UsageError(
            f"layers of shapes {sorted(shapes)}",
            allowed="square matrices of one size: flow needs the same tokens in every layer",
            fix="pass (query, key) matrices of self-attention",
        )
    if not 0 <= residual <= 1:
        raise UsageError(
            f"residual is {residual}", allowed="a share from 0 to 1", fix="leave it at 0.5"
        )
    return int(shape[0])


def _checked_query(query: int, size: int) -> int:
    if not -size <= query < size:
        raise UsageError(
            f"query {query} does not exist",
            allowed=f"0 to {size - 1}, or -1 to -{size} from the end",
            fix="choose a token of the window",
        )
    return query % size


def _capacities(layers: Sequence[Floats], size: int, residual: float) -> csr_array:
    """Capacity of every edge, dims (from, to); nodes are the inputs, then layer by layer."""
    from scipy.sparse import coo_array

    values, sources, targets = [], [], []
    for layer, weights in enumerate(layers):
        mixed = residual * np.eye(size) + (1 - residual) * np.asarray(weights, dtype=np.float64)
        # Rounded down, a row never carries more than its unit.
        whole = (np.clip(mixed, 0, 1) * _UNIT).astype(np.int32)
        query, key = np.nonzero(whole)
        values.append(whole[query, key])
        sources.append(query + (layer + 1) * size)
        targets.append(key + layer * size)
    nodes = (len(layers) + 1) * size
    edges = np.concatenate(values), (np.concatenate(sources), np.concatenate(targets))
    return coo_array(edges, shape=(nodes, nodes)).tocsr()
