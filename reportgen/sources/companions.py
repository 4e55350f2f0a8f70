"""What lies beside the attention of a run, as lazy variables with the samples first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from reportgen.schema import ATTENTION_DIMS, BATCH, HEAD, KEY, LAYER
from reportgen.sources.aligned import TIME, lengthened, padded_axes
from reportgen.sources.inventory import Inventory, SampleFile
from reportgen.sources.lazy import RunArray, RunValues
from reportgen.sources.run_files import MASK, Companion, RunFiles, batch_axis_first

_GRADIENTS: Final = "attention_gradients"
_MASK_TEXT: Final = "1 = real, 0 = padding"
#: By their names in the files: name, dims and meaning of the variable.
_KNOWN: Final[Mapping[str, tuple[str, tuple[str, ...], str]]] = {
    "temporal_importance": ("temporal_importance", (BATCH, LAYER, KEY), "column sums"),
    "predictions": ("predictions", (BATCH, "forecast_step", "target"), "predictions"),
    "targets": ("targets", (BATCH, "forecast_step", "target"), "targets"),
    MASK: (MASK, (BATCH, KEY), _MASK_TEXT),
    "value_norms": ("value_norms", (BATCH, LAYER, HEAD, KEY), "norms of the values"),
    # Under the second name they may also be texts of the keys: those are not numeric.
    "labels": ("label", (BATCH,), "observed class of the sample"),
    "label": ("label", (BATCH,), "observed class of the sample"),
}


def companions(inventory: Inventory, input_array: str) -> dict[str, Any]:
    """Arrays beside the attention that every file holds in one shape.

    Parameters
    ----------
    input_array
        What the files call the input window.

    Returns
    -------
    dict
        Dims, lazy values and attributes by variable. Samples that are shorter than others are
        filled up before their first key; which keys are real is then always among them.
    """
    layers, heads, _, keys = inventory.sizes
    expected = {"temporal_importance": (layers, keys), "value_norms": (layers, heads, keys)}
    window = ("inputs", (BATCH, TIME, "variable"), "input window")
    variables = {}
    for stored, (name, dims, text) in {input_array: window, **_KNOWN}.items():
        found = _found(inventory, stored, dims, np.nan if name == "inputs" else 0.0)
        if found is None or found[0] != expected.get(name, found[0]):
            continue
        shape = (inventory.samples, *found[0])
        lazy = RunArray(RunFiles(inventory, _dtype(name), found[1]), shape)
        variables[name] = (dims, RunValues(lazy), {"long_name": text})
    if inventory.aligned:
        mask = Companion(MASK, True, padded=(1,))
        lazy = RunArray(RunFiles(inventory, _dtype(MASK), mask), (inventory.samples, keys))
        variables[MASK] = ((BATCH, KEY), RunValues(lazy), {"long_name": _MASK_TEXT})
    return variables | _gradients(inventory)


def _dtype(name: str) -> np.dtype[Any]:
    return np.dtype(np.int8) if name == MASK else np.dtype(np.float64)


def _found(
    inventory: Inventory, stored: str, dims: tuple[str, ...], fill: float
) -> tuple[tuple[int, ...], Companion] | None:
    """Sizes without the batch, and how to read them; None where the files do not agree."""
    files, first = inventory.files, inventory.files[0]
    if not all(stored in file.numeric for file in files):
        return None
    rank = len(dims) - 1
    batched = batch_axis_first(first.layout, first.shapes[stored], first.samples, rank)
    batched |= rank == 0 and first.samples == 1 and first.shapes[stored] == (1,)
    inner = first.shapes[stored][1:] if batched else first.shapes[stored]
    padded = padded_axes(dims, inner, first) if inventory.aligned else ()
    whole = lengthened(inner, padded, first.padding)

    def wanted(file: SampleFile) -> tuple[int, ...]:
        own = lengthened(whole, padded, -file.padding)
        return (file.samples, *own) if batched else own

    fits = all(file.shapes[stored] == wanted(file) for file in files)
    if len(inner) != rank or not fits or (not batched and first.samples > 1):
        return None
    return whole, Companion(stored, batched, padded=padded, fill=fill)


def _gradients(inventory: Inventory) -> dict[str, Any]:
    """Derivatives of the output by the weights, where every file holds them beside one array."""
    for file in inventory.files:
        layout = file.layout
        shape = file.shapes.get(_GRADIENTS)
        if layout.members or shape is None or shape != file.shapes[layout.variable]:
            return {}
    sizes = (inventory.samples, *inventory.sizes)
    files = RunFiles(inventory, np.dtype(np.float32), Companion(_GRADIENTS, True, True))
    lazy = RunArray(files, sizes)
    return {_GRADIENTS: (ATTENTION_DIMS, RunValues(lazy), {"long_name": "d output / d weight"})}
