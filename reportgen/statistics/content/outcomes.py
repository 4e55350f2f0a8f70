"""Contrasts between classes of forecasts: effect sizes with a cluster bootstrap, Holm-corrected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Contrast, Estimate, Evenness, Interval
from reportgen.statistics.content.pairing import BlockPairing
from reportgen.statistics.content.resampling import Weights, student_quantile

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

FIGURES = ("early_third", "normalized_entropy")
EVEN_MARGIN = 0.05
FEWEST_IN_CLASS = 4
# Only the spread of the null is taken from them.
_PAIRINGS = 999
# Beyond this many samples the interval comes from the placements: a bootstrap would take minutes.
_MOST_RESAMPLED = 512
_SEED = 1965


def two_classes(event: Flags) -> bool:
    """Whether both classes hold enough samples to be compared."""
    return min(int(event.sum()), int((~event).sum())) >= FEWEST_IN_CLASS


def cliffs_delta(first: Floats, second: Floats) -> float:
    """Probability that a value of the first exceeds one of the second, less the reverse.

    Examples
    --------
    >>> cliffs_delta(np.array([2.0, 3.0]), np.array([1.0, 2.0]))
    0.75
    """
    ranks = midranks(np.concatenate([first, second])[:, None])[:, 0]
    return float(2 * (ranks[: first.size].mean() - (first.size + 1) / 2) / second.size - 1)


def midranks(values: Floats) -> Floats:
    """Ranks from 1 along the first axis; equal values share the mean of theirs.

    Parameters
    ----------
    values : (batch, plane)

    Examples
    --------
    >>> midranks(np.array([[3.0], [1.0], [3.0]]))[:, 0].tolist()
    [2.5, 1.0, 2.5]
    """
    ranks = np.empty(values.shape)
    for column in range(values.shape[1]):
        _, place, counts = np.unique(values[:, column], return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        ranks[:, column] = (last - (counts - 1) / 2)[place]
    return ranks


@dataclass(frozen=True, slots=True)
class _Plane:
    """A figure of a head, or of the mean over a layer's heads, and where it comes from."""

    figure: str
    layer: int
    head: int | None
    values: Floats


def contrasts(
    summary: xr.Dataset, classes: str, event: Flags, block_of_sample: Whole, weights: Weights
) -> tuple[Contrast, ...]:
    """Early-third share and normalised entropy of every head and layer, event against no event.

    Cliff's delta with an interval over blocks. The p value compares it with the spread it has when
    the classes of whole blocks are dealt out at random, and is corrected by Holm's procedure over
    layers, heads and figures. The guide reports, after Zhang et al. 2025, uniform attention for
    positive forecasts and early-focused attention for negative ones; that sentence is unverified,
    and this is its test on the run.

    References
    ----------
    Cliff 1993, Psychological Bulletin 114, 494; Holm 1979, Scand. J. Statistics 6, 65.
    """
    planes = [plane for plane in _planes(summary) if np.isfinite(plane.values).all()]
    if not planes:
        return ()
    p_values = _p_values(planes, event, block_of_sample) if weights.values is not None else None
    corrected: Sequence[float | None] = [None] * len(planes) if p_values is None else holm(p_values)
    found = []
    for plane, p in zip(planes, corrected, strict=True):
        delta = _delta(plane.values, event, block_of_sample, weights)
        found.append(Contrast(classes, plane.figure, plane.layer, plane.head, delta, p))
    return tuple(found)


def _planes(summary: xr.Dataset) -> list[_Plane]:
    planes = []
    for figure in FIGURES:
        by_head = summary[f"sample_{figure}"].values.astype(np.float64)
        by_layer = summary[f"headmean_sample_{figure}"].values.astype(np.float64)
        for layer in range(by_layer.shape[1]):
            planes.append(_Plane(figure, layer, None, by_layer[:, layer]))
            planes += [
                _Plane(figure, layer, head, by_head[:, layer, head])
                for head in range(by_head.shape[2])
            ]
    return planes


def _delta(values: Floats, event: Flags, block_of_sample: Whole, weights: Weights) -> Estimate:
    point = cliffs_delta(values[event], values[~event])
    if weights.values is None:
        return Estimate(point, None)
    if values.size > _MOST_RESAMPLED:
        return Estimate(point, _placement_interval(values, event, point, block_of_sample))
    return weights.estimate(point, _weighted_deltas(values, event, weights.values))


def _placement_interval(
    values: Floats, event: Flags, delta: float, block_of_sample: Whole
) -> Interval:
    """95 % interval from the blocks' placement values, symmetric in Fisher's z.

    References
    ----------
    DeLong et al. 1988, Biometrics 44, 837; Obuchowski 1997, Biometrics 53, 567 (clusters).
    """
    place = np.empty(values.size)
    ranks = midranks(values[:, None])[:, 0]
    for group, sign in ((event, 1), (~event, -1)):
        within = midranks(values[group][:, None])[:, 0]
        others = values.size - int(group.sum())
        place[group] = sign * (2 * (ranks[group] - within) / others - 1) - delta
        place[group] /= group.sum()
    sums = np.bincount(block_of_sample, place)
    error = math.sqrt(float((sums**2).sum()) * sums.size / (sums.size - 1))
    if abs(delta) >= 1:
        return Interval(delta, delta)
    half = student_quantile(sums.size - 1) * error / (1 - delta**2)
    return Interval(math.tanh(math.atanh(delta) - half), math.tanh(math.atanh(delta) + half))


def _weighted_deltas(values: Floats, event: Flags, counts: Floats) -> Floats:
    """Cliff's delta of each resampled run, in one pass over the ordered values."""
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.diff(values[order], prepend=-np.inf) > 0)
    drawn, happened = counts[:, order], event[order]
    inside = np.add.reduceat(drawn * happened, starts, axis=1)
    outside = np.add.reduceat(drawn * ~happened, starts, axis=1)
    below = np.cumsum(outside, axis=1) - outside
    above = outside.sum(axis=1, keepdims=True) - outside - below
    with np.errstate(invalid="ignore", divide="ignore"):
        deltas: Floats = (inside * (below - above)).sum(axis=1)
        deltas = deltas / (inside.sum(axis=1) * outside.sum(axis=1))
    return deltas


def _p_values(planes: Sequence[_Plane], event: Flags, block_of_sample: Whole) -> list[float]:
    """Two-sided p of each plane: its delta over the spread of deltas under dealt-out classes.

    The normal tail, because no number of draws resolves what Holm's procedure asks of hundreds
    of heads. The spread is that of the null, so that a delta of one has no infinite score.
    """
    ranks = midranks(np.stack([plane.values for plane in planes], axis=1))
    pairing = BlockPairing(block_of_sample)
    permuted = pairing.permutations(_PAIRINGS, _SEED)[:, block_of_sample]
    dealt = event[pairing.partners(permuted)].astype(np.float64)
    both = (dealt.sum(axis=1) > 0) & (dealt.sum(axis=1) < event.size)
    null = _deltas_of_ranks(dealt[both], ranks)
    observed = _deltas_of_ranks(event[None, :].astype(np.float64), ranks)[0]
    spread = np.sqrt((null**2).mean(axis=0))
    scores = np.abs(observed) / np.where(spread > 0, spread, np.inf)
    return [math.erfc(score / math.sqrt(2)) for score in scores]


def _deltas_of_ranks(event: Floats, ranks: Floats) -> Floats:
    """Cliff's delta from ranks, dims (draw, batch) and (batch, plane) to (draw, plane)."""
    inside = event.sum(axis=1)[:, None]
    outside = event.shape[1] - inside
    deltas: Floats = 2 * (event @ ranks / inside - (inside + 1) / 2) / outside - 1
    return deltas


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down correction, in the order given.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    count = len(p_values)
    corrected = [0.0] * count
    worst = 0.0
    for rank, index in enumerate(sorted(range(count), key=lambda i: p_values[i])):
        worst = max(worst, min(1.0, (count - rank) * p_values[index]))
        corrected[index] = worst
    return corrected


def evenness(entropy: Floats, classes: str, event: Flags, weights: Weights) -> tuple[Evenness, ...]:
    """Whether the mean normalised entropy of each class is within a margin of uniform attention.

    "Uniform" cannot be shown by failing to find a difference: the whole 90 % interval must lie
    above 1 - margin (two one-sided tests; the upper bound is 1 by definition).

    Parameters
    ----------
    entropy : (batch,)
        Normalised entropy of the focus layer's mean over heads.
    """
    found = []
    for wanted in (True, False):
        group = (event == wanted) & np.isfinite(entropy)
        point = float(entropy[group].mean()) if group.any() else float("nan")
        interval = None
        if weights.values is not None and group.any():
            chosen = weights.values[:, group]
            with np.errstate(invalid="ignore", divide="ignore"):
                drawn = chosen @ entropy[group] / chosen.sum(axis=1)
            interval = weights.bounds(drawn, 0.90)
        even = None if interval is None else interval.low > 1 - EVEN_MARGIN
        found.append(Evenness(classes, wanted, point, interval, EVEN_MARGIN, even))
    return tuple(found)
