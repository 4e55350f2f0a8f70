"""Block resampling shared by every estimate: weights of the samples, drawn once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Estimate, Interval
from reportgen.statistics.blocks import Blocks
from reportgen.statistics.significance import FEWEST_BLOCKS

Floats = NDArray[np.float64]

RESAMPLES = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How often each sample stands in each resampled run.

    Attributes
    ----------
    values : (resample, batch)
        None with fewer than six blocks, of which nothing general can be said.
    blocks
        Independent blocks behind them.
    """

    values: Floats | None
    blocks: int

    def bounds(self, resampled: Floats, level: float = 0.95) -> Interval | None:
        """Percentile interval of resampled values, widened for the number of blocks.

        None where most resampled runs lack the value (a class that a few blocks hold).

        References
        ----------
        Hesterberg 2015, The American Statistician 69, 371 (expanded percentile interval).
        """
        finite = resampled[np.isfinite(resampled)]
        if finite.size < RESAMPLES // 2:
            return None
        tail = 100 * expanded_tail(self.blocks, level)
        low, high = np.percentile(finite, (tail, 100 - tail))
        return Interval(float(low), float(high))

    def estimate(self, value: float, resampled: Floats | None, *, level: float = 0.95) -> Estimate:
        """A value with the interval of its resampled values."""
        return Estimate(value, None if resampled is None else self.bounds(resampled, level))

    def mean(self, values: Floats) -> Estimate:
        """Mean of per-sample values; samples that lack one are left out."""
        known = np.isfinite(values)
        if not known.any():
            return Estimate(float("nan"), None)
        point = float(values[known].mean())
        if self.values is None:
            return Estimate(point, None)
        chosen = self.values[:, known]
        total = chosen.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.estimate(point, chosen @ values[known] / total)

    def difference(self, values: Floats, group: NDArray[np.bool_]) -> Estimate:
        """Mean inside a group less the mean outside."""
        inside, outside = values[group], values[~group]
        point = float(inside.mean() - outside.mean())
        if self.values is None:
            return Estimate(point, None)
        with np.errstate(invalid="ignore", divide="ignore"):
            one = self.values[:, group] @ inside / self.values[:, group].sum(axis=1)
            two = self.values[:, ~group] @ outside / self.values[:, ~group].sum(axis=1)
        return self.estimate(point, one - two)


def draw_weights(blocks: Blocks) -> Weights:
    """Draw the resampled runs."""
    if blocks.count < FEWEST_BLOCKS:
        return Weights(None, blocks.count)
    generator = np.random.default_rng(1908)
    drawn = generator.multinomial(
        blocks.count, np.full(blocks.count, 1 / blocks.count), size=RESAMPLES
    )
    return Weights(drawn[:, blocks.of_sample].astype(np.float64), blocks.count)


def expanded_tail(blocks: int, level: float) -> float:
    """Tail that a percentile interval leaves on each side, smaller the fewer blocks there are.

    ``Phi(-sqrt(B / (B - 1)) t)`` with Student's quantile t for B - 1 degrees of freedom.

    Examples
    --------
    >>> round(expanded_tail(10**9, 0.95), 4), round(expanded_tail(8, 0.95), 4)
    (0.025, 0.0057)
    """
    score = math.sqrt(blocks / (blocks - 1)) * student_quantile(blocks - 1, level)
    return 0.5 * math.erfc(score / math.sqrt(2))


def student_quantile(free: int, level: float = 0.95) -> float:
    """Two-sided quantile of Student's t, to 0.5 % from five degrees of freedom on.

    Examples
    --------
    >>> round(student_quantile(10), 3), round(student_quantile(30, 0.90), 3)
    (2.228, 1.697)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    return (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )
