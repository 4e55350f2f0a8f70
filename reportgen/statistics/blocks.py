"""Which samples are independent: blocks of time at least as long as a window and its forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Times

if TYPE_CHECKING:
    import xarray as xr

# Stamps of one cadence differ by hundredths of a second (SHARP); that must not move an edge.
_JITTER_HOURS = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """A division of the samples into independent blocks.

    Attributes
    ----------
    of_sample : (batch,)
        Block of each sample, counted from 0 without gaps.
    hours
        Length of a block; 0.0 where independence was assumed.
    """

    of_sample: NDArray[np.int64]
    hours: float

    @property
    def count(self) -> int:
        """Number of blocks."""
        return int(self.of_sample.max()) + 1 if self.of_sample.size else 0

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum per-sample values (batch, …) over the samples of each block, dims (block, …)."""
        summed = np.zeros((self.count, *values.shape[1:]))
        np.add.at(summed, self.of_sample, values)
        return summed

    @property
    def sizes(self) -> NDArray[np.float64]:
        """Samples in each block."""
        return np.bincount(self.of_sample, minlength=self.count).astype(np.float64)


def independent_blocks(summary: xr.Dataset, times: Times) -> Blocks:
    """Blocks of window + forecast length where reference times are known, else one per sample."""
    hours = shortest_block(times)
    issue = summary["sample_issue"].values
    if hours is None or not np.isfinite(issue).all():
        return Blocks(np.arange(summary.sizes["batch"]), 0.0)
    return blocks_of(issue, hours)


def shortest_block(times: Times) -> float | None:
    """Hours after which two windows and their forecasts share nothing; None without a time axis."""
    if times.window_hours is None:
        return None
    cell = times.cell_hours or 0.0
    forecast = times.forecast_period.high if times.forecast_period else 0.0
    return times.window_hours + cell + max(0.0, forecast)


def blocks_of(issue: NDArray[np.float64], hours: float) -> Blocks:
    """Divide the samples by time; a block starts at the first sample not yet in one.

    A block holds every sample issued less than ``hours`` after its first, so that a cluster of
    samples shorter than a block is not cut by a grid that knows nothing of it. What holds: a block
    spans less than ``hours``; the first samples of two blocks are at least ``hours`` apart, and so
    are all samples of two blocks that are not neighbours. Samples of neighbouring blocks may be
    closer, where one goes on without a gap.

    Parameters
    ----------
    issue : (batch,)
        Reference time of each sample, hours since any moment; in any order.
    hours
        Length of a block; 0 takes each sample as its own.

    Returns
    -------
    Blocks
        Counted in the order of time.
    """
    if hours <= 0:
        return Blocks(np.arange(issue.size), 0.0)
    order = np.argsort(issue, kind="stable")
    ordered = issue[order]
    starts = [0]
    while starts[-1] < ordered.size:
        edge = ordered[starts[-1]] + hours - min(_JITTER_HOURS, hours / 2)
        starts.append(int(np.searchsorted(ordered, edge, side="left")))
    of_sample = np.empty(issue.size, dtype=np.int64)
    of_sample[order] = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return Blocks(of_sample, hours)
