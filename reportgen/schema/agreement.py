"""Whether layers name the same place in time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LayerAgreement:
    """Peaks of every layer and of the rollout (science.md section 4: deep tokens mix hours).

    Attributes
    ----------
    peaks : (layer,)
        Peak key of each layer's mean over heads: its largest excess in units of its spread.
    rollout_peak
        Key of the largest rollout over uniform rollout; None where there is no rollout.
    tolerance
        Keys by which two peaks may differ and still agree.
    agrees
        First layer, focus layer and rollout agree; None with one layer.
    """

    peaks: tuple[int, ...]
    rollout_peak: int | None
    tolerance: int
    agrees: bool | None


#: One layer, or nothing compared.
NO_AGREEMENT = LayerAgreement((), None, 1, None)
