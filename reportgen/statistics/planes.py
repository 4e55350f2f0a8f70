"""Values of one plane of a Summary: a head, or the mean over the heads of a layer."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.summarize.variables import BLOCK, HEAD_MEAN

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane of a Summary.

    Attributes
    ----------
    summary
        As ``summarize`` returns it.
    layer, head
        Its place; head None is the mean over the layer's heads.
    """

    summary: xr.Dataset
    layer: int
    head: int | None = None

    def values(self, name: str) -> NDArray[np.generic]:
        """Values of a plane variable, without the layer and head dims."""
        # Hundreds are asked for, and with its coordinates each would take twice as long.
        variables = self.summary.variables
        if self.head is None:
            return np.asarray(variables[HEAD_MEAN + name].isel(layer=self.layer).values)
        return np.asarray(variables[name].isel(layer=self.layer, head=self.head).values)

    def number(self, name: str) -> float:
        """Value of a plane variable that is one number."""
        return float(self.values(name))

    def sample_mean(self, name: str) -> float:
        """Mean of a per-sample figure over the samples that have it; NaN where none has."""
        return finite_mean(self.values(f"sample_{name}"))

    def mean_weights(self, half: int | None = None) -> Floats:
        """Mean weight of each cell over the samples, dims (query, key); NaN where no row counted.

        Parameters
        ----------
        half
            Only the samples of one half; None for all.
        """
        sums = self.values("attention_sum").astype(np.float64)
        counts = self.values("row_count").astype(np.float64)
        sums, counts = (
            (sums.sum(axis=0), counts.sum(axis=0)) if half is None else (sums[half], counts[half])
        )
        rows = pooled_rows(counts, block_of(self.summary))
        with np.errstate(invalid="ignore", divide="ignore"):
            mean: Floats = sums / rows[:, None]
        return mean

    def lift_matrix(self) -> Floats:
        """Mean weight over what uniform attention would give; NaN where the mask forbids."""
        counts = self.values("row_count").sum(axis=0).astype(np.float64)
        uniform = mean_uniform(self.summary)
        with np.errstate(invalid="ignore", divide="ignore"):
            # Rows that did not count are missing from both sides alike.
            expected = uniform * pooled_rows(counts, block_of(self.summary))[:, None]
            sums = self.values("attention_sum").astype(np.float64).sum(axis=0)
            lift: Floats = np.where(uniform > 0, sums / expected, np.nan)
        return lift

    def incoming(self) -> tuple[Floats, Floats, Floats]:
        """Incoming attention, its expectation and its variance, sums over samples, dim (key)."""
        return (
            self.values("incoming_sum").astype(np.float64),
            self.values("expected_sum").astype(np.float64),
            self.values("incoming_variance_sum").astype(np.float64),
        )

    def lift(self) -> Floats:
        """Lift of each key; 1 where nothing is expected."""
        incoming, expected, _ = self.incoming()
        return lift_of(incoming, expected)


def mean_uniform(summary: xr.Dataset) -> Floats:
    """Uniform attention, mean over the samples in which a query is real, dims (query, key)."""
    uniform: Floats = summary["uniform_sum"].values.astype(np.float64)
    # Each row of uniform attention sums to one, so that a row's sum counts its samples.
    counted = uniform @ block_sizes(summary.sizes["key"], block_of(summary))
    mean: Floats = uniform / np.where(counted > 0, counted, 1)[:, None]
    return mean


def lift_of(incoming: Floats, expected: Floats) -> Floats:
    """Incoming over expected incoming; 1 where nothing is expected."""
    lift: Floats = np.where(expected > 0, incoming / np.where(expected > 0, expected, 1), 1.0)
    return lift


def pooled_rows(counts: Floats, block: int) -> Floats:
    """Row counts averaged over the blocks a stored row stands for."""
    edges = np.arange(0, counts.size, block)
    pooled: Floats = np.add.reduceat(counts, edges) / block_sizes(counts.size, block)
    return pooled


def block_sizes(count: int, block: int) -> Floats:
    """Queries or keys that each stored one stands for; the last block may be smaller."""
    edges = np.arange(0, count, block)
    return (np.minimum(edges + block, count) - edges).astype(np.float64)


def block_of(summary: xr.Dataset) -> int:
    """Cells a side that one stored cell averages."""
    return int(summary.attrs[BLOCK])


def finite_mean(values: NDArray[np.generic]) -> float:
    """Mean of the finite values; NaN where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(np.nanmean(values.astype(np.float64)))
