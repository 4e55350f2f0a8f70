"""Whether the first layer, the focus layer and the rollout peak in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Focus, LayerAgreement
from reportgen.statistics.planes import Plane
from reportgen.statistics.significance import row_scores

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

# Neighbouring tokens share most of their inputs' history; a window of few tokens allows one step.
TOLERANCE_SHARE = 1 / 24


def layer_agreement(
    summary: xr.Dataset, focus: Focus, rollout: Floats | None, *, peak: int
) -> LayerAgreement:
    """Compare the peaks of the first layer, the focus layer and the rollout.

    A token of a deep layer is a mixture of hours, so its key says *when* only if the layers below
    look at the same place.

    Parameters
    ----------
    rollout : (key,)
        Rollout over the rollout of uniform attention, None where it could not be computed.
    peak
        Key of the focus layer that the finding speaks of: the other layers are held against it.
    """
    layers, keys = int(summary.sizes["layer"]), int(summary.sizes["key"])
    peaks = tuple(
        peak
        if layer == focus.layer
        else int(np.argmax(row_scores(*Plane(summary, layer).incoming())))
        for layer in range(layers)
    )
    rollout_peak = None if rollout is None else int(np.argmax(rollout))
    tolerance = max(1, round(keys * TOLERANCE_SHARE))
    compared = [peaks[0], peaks[focus.layer]]
    if rollout_peak is not None:
        compared.append(rollout_peak)
    agrees = None if layers < 2 else max(compared) - min(compared) <= tolerance
    return LayerAgreement(peaks, rollout_peak, tolerance, agrees)
