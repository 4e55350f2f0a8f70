"""What a head's mean matrix looks like (classes of Kovaleva et al. 2019), decided on lifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import lags_of
from reportgen.schema import Pattern

Floats = NDArray[np.float64]
Cells = NDArray[np.bool_]

UNIFORM_UNEVENNESS = 0.25
EXPLAINS = 1 / 3
CLEAR = 2 / 3
CHANCE = 0.001
_NARROW_ENOUGH = 0.9
_WIDEST = 8


def attention_pattern(weights: Floats, uniform: Floats, *, block: int = 1) -> tuple[Pattern, float]:
    """Classify a mean matrix.

    Weight that lies where uniform attention would not put it is *displaced*: the sum of
    ``max(A - u, 0)``. Each pattern is a set of cells S, and its score is the part of the displaced
    weight that S explains, ``sum over S of (A - u) / displaced``: 1 if all of it moved into S, and
    the same whether it is much or little. The sets:

    * diagonal, previous step: lag 0, lag 1;
    * local: every lag up to w, w = 1, 2, 4 … up to an eighth of the keys;
    * first key, and vertical stripe: any other key, or 2, 4 … neighbouring ones, as wide at most;
    * block: two blocks divided anywhere but within the outer eighths, or three or four equal ones.

    Rules, with nothing that depends on the number of tokens:

    * *uniform* if lifts differ by less than 0.25 in standard deviation: about a tenth of the weight
      is then displaced, too little to have a shape. The score falls from 1 to 0 there.
    * Otherwise the best score names the pattern if it explains more than a third: no two other
      sets can then each explain as much again. *local* gives way to the diagonal or the previous
      step inside it if that alone explains nine tenths as much.
    * And the set must hold more than chance would give the best of as many sets: p < 0.001 after
      Bonferroni, by the normal approximation to the weight in S when each row is permuted over its
      allowed keys (strict, for its tails are too thin where rows are few). In less than half a
      dozen rows nothing can be that unlikely; a score of two thirds stands without.
    * Else *mixed*.

    Parameters
    ----------
    weights : (query, key)
        Mean weights; rows that do not count are NaN or zero.
    uniform : (query, key)
        Uniform attention under the mask.
    block
        Cells a side that one cell averages. Above 1 single lags and keys cannot be told from their
        neighbours: the diagonal then counts as local and the first key as a stripe.

    Returns
    -------
    pattern, score
        The score lies in [0, 1]; that of *mixed* is the best that was not enough.

    References
    ----------
    Kovaleva et al. 2019, "Revealing the Dark Secrets of BERT", section 4.1.
    """
    share, even = _row_shares(np.nan_to_num(weights), uniform)
    seen = even > 0
    unevenness = float((share[seen] / even[seen]).std()) if seen.any() else 0.0
    if unevenness < UNIFORM_UNEVENNESS:
        return Pattern.UNIFORM, 1.0 - unevenness / UNIFORM_UNEVENNESS
    excess = share - even
    best: dict[Pattern, _Candidate] = {}
    tried = 0
    for candidate in _candidates(excess, block):
        tried += candidate.tried
        known = best.get(candidate.pattern)
        if known is None or candidate.held > known.held:
            best[candidate.pattern] = candidate
    winner = _winner(best)
    score = float(np.clip(winner.held / excess.clip(min=0).sum(), 0.0, 1.0))
    if score <= EXPLAINS:
        return Pattern.MIXED, score
    distance = _chance_distance(share, seen, winner.cells(seen.shape) & seen)
    beyond = NormalDist().cdf(-distance) * tried < CHANCE
    return winner.pattern if beyond or score > CLEAR else Pattern.MIXED, score


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A set of cells, and the weight beyond an even share that it holds.

    ``ends``: first and last lag or key of the set, or where a new block begins; ``tried``: sets of
    its kind of which it is the best.
    """

    pattern: Pattern
    held: float
    ends: tuple[int, ...]
    tried: int = 1

    def cells(self, shape: tuple[int, ...]) -> Cells:
        """The set itself, dims (query, key)."""
        if self.pattern is Pattern.BLOCK:
            label = np.searchsorted(self.ends, np.arange(shape[0]), side="right")
            return np.asarray(label[:, None] == label[None, :])
        low, high = self.ends
        place = np.arange(shape[1])[None, :]
        if self.pattern not in (Pattern.FIRST_KEY, Pattern.STRIPE):
            place = lags_of(shape[0], shape[1])
        return np.broadcast_to((place >= low) & (place <= high), shape)


def _row_shares(weights: Floats, uniform: Floats) -> tuple[Floats, Floats]:
    """Both matrices with rows that sum to one, or to zero where a row does not count."""
    totals = weights.sum(axis=1, keepdims=True), uniform.sum(axis=1, keepdims=True)
    counts = (totals[0] > 0) & (totals[1] > 0)
    return (
        np.where(counts, weights / np.where(counts, totals[0], 1), 0.0),
        np.where(counts, uniform / np.where(counts, totals[1], 1), 0.0),
    )


def _candidates(excess: Floats, block: int) -> Iterator[_Candidate]:
    queries, keys = excess.shape
    by_key = excess.sum(axis=0)
    yield _Candidate(Pattern.STRIPE if block > 1 else Pattern.FIRST_KEY, float(by_key[0]), (0, 0))
    for width in _widths(keys):
        ahead = np.concatenate(([0.0], np.cumsum(by_key[1:])))
        held = ahead[width:] - ahead[:-width]
        start = int(np.argmax(held))
        yield _Candidate(Pattern.STRIPE, held[start], (start + 1, start + width), len(held))
    if queries != keys:
        return
    by_lag = np.bincount(
        (lags_of(queries, keys) + keys - 1).ravel(), weights=excess.ravel(), minlength=2 * keys - 1
    )
    for width in ((0,) if block > 1 else ()) + _widths(keys):
        within = float(by_lag[keys - 1 - width : keys + width].sum())
        yield _Candidate(Pattern.LOCAL, within, (-width, width))
    if block == 1:
        yield _Candidate(Pattern.DIAGONAL, float(by_lag[keys - 1]), (0, 0))
        yield _Candidate(Pattern.PREVIOUS, float(by_lag[keys]), (1, 1))
    yield from _blocks(excess)


def _widths(keys: int) -> tuple[int, ...]:
    """1, 2, 4 … up to an eighth of the keys."""
    return tuple(2**power for power in range(max(1, (keys // _WIDEST).bit_length())))


def _blocks(excess: Floats) -> Iterator[_Candidate]:
    """The best division in two, and those in three and four equal blocks."""
    size = len(excess)
    corner = np.zeros((size + 1, size + 1))
    corner[1:, 1:] = excess.cumsum(axis=0).cumsum(axis=1)

    def held(edges: NDArray[np.int64]) -> float:
        low, high = edges[:-1], edges[1:]
        whole = corner[high, high] - corner[low, high] - corner[high, low] + corner[low, low]
        return float(whole.sum())

    outer = max(2, size // _WIDEST)
    cuts: list[tuple[int, ...]] = [(0, cut, size) for cut in range(outer, size - outer + 1)]
    cuts += [tuple(size * part // parts for part in range(parts + 1)) for parts in (3, 4)]
    for cut in cuts:
        if min(np.diff(cut)) >= 2:
            yield _Candidate(Pattern.BLOCK, held(np.array(cut)), cut[1:-1])


def _winner(best: dict[Pattern, _Candidate]) -> _Candidate:
    winner = max(best.values(), key=lambda candidate: candidate.held)
    if winner.pattern is Pattern.LOCAL:
        for narrow in (Pattern.DIAGONAL, Pattern.PREVIOUS):
            if narrow in best and best[narrow].held > _NARROW_ENOUGH * winner.held:
                return best[narrow]
    return winner


def _chance_distance(share: Floats, seen: Cells, cells: Cells) -> float:
    """Standard deviations between the weight a set holds and what permuted rows would give it.

    A row whose k weights a are permuted gives m of its cells the mean ``m / k`` and the variance
    ``m (k - m) / (k (k - 1)) (sum a^2 - 1 / k)``.
    """
    keys_seen = np.maximum(seen.sum(axis=1), 2).astype(np.float64)
    inside = cells.sum(axis=1).astype(np.float64)
    counts = seen.sum(axis=1) > 1
    spread = (share**2).sum(axis=1) - 1 / keys_seen
    variance = inside * (keys_seen - inside) / (keys_seen * (keys_seen - 1)) * spread
    beyond = np.where(cells, share, 0).sum(axis=1) - inside / keys_seen
    total = float(variance[counts].clip(min=0).sum())
    return float(beyond[counts].sum() / np.sqrt(total)) if total > 0 else 0.0
