"""Which samples are independent: blocks of time at least as long as a window and its forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Times

if TYPE_CHECKING:
    import xarray as xr


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
    """Cut the time line into equal blocks from the earliest sample on.

    Parameters
    ----------
    issue : (batch,)
        Reference time of each sample, hours since any moment.
    hours
        Length of a block; 0 takes each sample as its own.
    """
    if hours <= 0:
        return Blocks(np.arange(issue.size), 0.0)
    # A tolerance keeps a sample on its side of an edge whatever the rounding.
    index = np.floor((issue - issue.min()) / hours + 1e-9).astype(np.int64)
    _, of_sample = np.unique(index, return_inverse=True)
    return Blocks(of_sample.astype(np.int64), hours)
