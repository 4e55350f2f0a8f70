"""Other measures of what a key contributes, beside the weights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.schema.content import Estimate


class Measure(StrEnum):
    """What the weights are compared with (science.md section 6)."""

    NORMS = "norms"
    GRADIENTS = "gradients"


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Whether another measure ranks the keys as the focus layer's weights do.

    Attributes
    ----------
    measure
        ``norms``: weights times the norms of the transformed values; ``gradients``: weights times
        their gradients, absolute.
    agreement
        Mean over samples of Spearman's rank correlation of the keys' lifts.
    same_strongest
        Share of the samples whose strongest key is the same.
    samples
        Samples that hold the measure.
    key, lift
        Where the measure, averaged over samples, exceeds an even share most, and how far.
    weights_key
        The same key for the weights.
    """

    measure: Measure
    agreement: Estimate
    same_strongest: float
    samples: int
    key: int
    lift: float
    weights_key: int
