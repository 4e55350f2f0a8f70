"""Whether value norms or gradients, where a run stores them, rank the keys as the weights do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Faithfulness, Focus, Measure
from reportgen.statistics.content.outcomes import midranks
from reportgen.statistics.content.resampling import draw_weights
from reportgen.statistics.peak import Incoming

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

VARIABLE_OF = {
    Measure.NORMS: "sample_norm_importance",
    Measure.GRADIENTS: "sample_gradient_importance",
}
_FEWEST_KEYS = 3


def faithfulness(summary: xr.Dataset, focus: Focus, incoming: Incoming) -> tuple[Faithfulness, ...]:
    """Compare every measure that the run holds with the focus layer's weights.

    Shares are divided by those of even attention first: under a causal mask any two measures
    would agree on the keys that many rows see.

    References
    ----------
    Jain & Wallace 2019, NAACL, 3543-3556 (rank agreement of attention with gradients).
    """
    found = []
    for measure, name in VARIABLE_OF.items():
        if name in summary:
            shares = summary[name].values[:, focus.layer].astype(np.float64)
            compared = _compared(measure, shares, incoming)
            found += [] if compared is None else [compared]
    return tuple(found)


def _compared(measure: Measure, shares: Floats, incoming: Incoming) -> Faithfulness | None:
    expected = incoming.sample_expected
    known = np.isfinite(shares).all(axis=1)
    if not known.any() or shares.shape[1] < _FEWEST_KEYS:
        return None
    measured = _lifts(shares, expected)
    weights = _lifts(incoming.sample_importance, expected)
    agreement = np.full(len(shares), np.nan)
    for sample in np.flatnonzero(known):
        seen = expected[sample] > 0
        agreement[sample] = rank_correlation(weights[sample, seen], measured[sample, seen])
    even = expected[known].mean(axis=0)[None]
    mean = _lifts(shares[known].mean(axis=0)[None], even)[0]
    own = _lifts(incoming.sample_importance[known].mean(axis=0)[None], even)[0]
    same = measured[known].argmax(axis=1) == weights[known].argmax(axis=1)
    return Faithfulness(
        measure=measure,
        agreement=draw_weights(incoming.blocks).mean(agreement),
        same_strongest=float(same.mean()),
        samples=int(known.sum()),
        key=int(mean.argmax()),
        lift=float(mean.max()),
        weights_key=int(own.argmax()),
    )


def rank_correlation(first: Floats, second: Floats) -> float:
    """Spearman's correlation of two lists; NaN where one of them is constant.

    Examples
    --------
    >>> round(rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0])), 12)
    0.5
    """
    ranks = midranks(np.stack([first, second], axis=1))
    ranks -= ranks.mean(axis=0)
    spread = np.sqrt((ranks**2).sum(axis=0)).prod()
    return float(ranks[:, 0] @ ranks[:, 1] / spread) if spread > 0 else float("nan")


def _lifts(shares: Floats, expected: Floats) -> Floats:
    """Share over even share; one where no row sees the key."""
    return np.where(expected > 0, shares / np.where(expected > 0, expected, 1), 1.0)
