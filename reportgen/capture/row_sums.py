"""Figures of planes from blocks of their rows: `reportgen.summarize.kernel` without the matrix.

Everything here is a sum, an extreme or a value per row or column, so that the blocks of queries
may come one after the other. Names and meanings are those of the Summary's variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.capture.row_geometry import RowGeometry, as_numpy, block_means, lags_of_rows
from reportgen.nulls import local_band
from reportgen.summarize.variables import ROW_SUM_TOLERANCES

if TYPE_CHECKING:
    from torch import Tensor

Arrays = dict[str, NDArray[Any]]
_TINY = 1e-300


class RowSums:
    """Accumulates the figures of a stack of planes of one sample.

    Parameters
    ----------
    planes
        Number of planes: heads, or one for their mean.
    """

    def __init__(self, planes: int, geometry: RowGeometry) -> None:
        import torch

        self._geometry = geometry
        self._planes = planes
        device = geometry.real.device

        def zeros(*shape: int) -> Tensor:
            return torch.zeros((planes, *shape), dtype=torch.float64, device=device)

        keys, lags = geometry.keys, geometry.queries + geometry.keys - 1
        self._sums = {
            **{name: zeros() for name in _SCALARS},
            **{name: zeros(keys) for name in ("incoming_sum", "expected_sum", "columns")},
            "incoming_variance_sum": zeros(keys),
            "lag_sum": zeros(lags),
            "lag_pairs": zeros(lags),
        }
        self._low, self._high = zeros() + torch.inf, zeros() - torch.inf
        # Whole from the start: small pieces that are kept between large ones that are not would
        # leave holes in memory, of many times their size.
        self._rows = {name: zeros(geometry.queries) for name in _ROWS}
        size = (-(-geometry.queries // geometry.block), -(-keys // geometry.block))
        self._blocks = {name: zeros(*size) for name in ("attention_sum", "attention_square_sum")}

    def add(self, rows: slice, weights: Tensor) -> tuple[Tensor, Tensor]:
        """Add the rows of every plane.

        Parameters
        ----------
        weights : (plane, query, key)
            As computed, float64.

        Returns
        -------
        clean : (plane, query, key)
            With rows that do not count set to zero.
        counted : (plane, query)
        """
        geometry, sums = self._geometry, self._sums
        allowed, valid = geometry.allowed(rows), geometry.keys_seen[rows] > 0
        finite = weights.isfinite()
        self._extremes(weights, finite)
        broken = ~finite.all(2)
        weights = weights.masked_fill(broken[:, :, None], 0)
        leaks = weights.masked_fill(allowed | ~valid[:, None], 0)
        clean = weights.masked_fill(~allowed, 0)
        sums["nonfinite_rows"] += broken.sum(1)
        sums["leak_cells"] += (leaks != 0).sum((1, 2))
        sums["leak_mass"] += leaks.sum((1, 2))
        candidates = valid & ~broken
        dead = candidates & ~clean.any(2)
        sums["dead_rows"] += dead.sum(1)
        counted = candidates & ~dead
        self._add_rows(rows, clean, leaks.sum(2), counted)
        clean = clean * counted[:, :, None]
        self._add_columns(rows, clean, counted, allowed)
        self._add_lags(rows, clean, counted, allowed)
        place = geometry.block_rows(rows)
        means = block_means(clean, geometry.block)
        self._blocks["attention_sum"][:, place] = means
        self._blocks["attention_square_sum"][:, place] = means**2
        return clean, counted

    def _extremes(self, weights: Tensor, finite: Tensor) -> None:
        import torch

        low = weights.masked_fill(~finite, torch.inf).amin((1, 2))
        high = weights.masked_fill(~finite, -torch.inf)
        self._low = torch.minimum(self._low, low)
        self._high = torch.maximum(self._high, high.amax((1, 2)))
        self._sums["nonfinite_cells"] += (~finite).sum((1, 2))
        self._sums["negative_cells"] += ((weights < 0) & finite).sum((1, 2))
        self._sums["above_one_cells"] += (high > 1 + ROW_SUM_TOLERANCES[0]).sum((1, 2))

    def _add_rows(self, rows: slice, clean: Tensor, leaked: Tensor, counted: Tensor) -> None:
        """Values of each row: its sum, entropy, squares, Gini coefficient and largest weight."""
        import torch

        seen, keys = self._geometry.keys_seen[rows], self._geometry.keys
        total = clean.sum(2)
        ordered = clean.sort(dim=2).values
        ranks = torch.arange(1, keys + 1, dtype=torch.float64, device=clean.device)
        hidden = keys - seen
        safe = torch.where(total > 0, total, 1) * seen.clamp(min=1)
        values = {
            "counted": counted,
            "total": total,
            "whole": total + leaked,
            "entropy": -torch.special.xlogy(clean.clamp(min=0), clean.clamp(min=0)).sum(2),
            "squares": (clean**2).sum(2),
            "gini": (2 * (ordered @ ranks) - (2 * hidden + seen + 1) * total) / safe,
            "largest": ordered[:, :, -1],
        }
        for name, value in values.items():
            self._rows[name][:, rows] = value.double()

    def _add_columns(self, rows: slice, clean: Tensor, counted: Tensor, allowed: Tensor) -> None:
        geometry, sums = self._geometry, self._sums
        seen = geometry.keys_seen[rows].clamp(min=1)
        read = geometry.readout[rows]
        sums["columns"] += clean.sum(1)
        sums["incoming_sum"] += clean[:, read].sum(1)
        uniform = allowed / seen[:, None]
        sums["expected_sum"] += (counted & read).double() @ uniform
        total, squares = self._rows["total"][:, rows], self._rows["squares"][:, rows]
        variance = (squares / seen - (total / seen) ** 2) * (counted & read)
        sums["incoming_variance_sum"] += variance @ allowed.double()

    def _add_lags(self, rows: slice, clean: Tensor, counted: Tensor, allowed: Tensor) -> None:
        geometry, sums = self._geometry, self._sums
        if not geometry.square:
            return
        lag = lags_of_rows(geometry.queries, geometry.keys, rows, clean, aligned=False)
        lag = lag.double()
        sums["diagonal"] += clean[:, lag == 0].sum(1)
        band = (lag.abs() <= local_band(geometry.real_keys)).double()
        for name, factor in (("band", band), ("lag", lag), ("abs_lag", lag.abs())):
            sums[name] += (clean * factor).sum((1, 2))
        place = slice(rows.start, rows.stop + geometry.keys - 1)
        sums["lag_sum"][:, place] += _by_lag(clean * geometry.keys_seen[rows, None])
        sums["lag_pairs"][:, place] += _by_lag((counted[:, :, None] & allowed).double())

    def figures(self) -> Arrays:
        """Everything that the planes add to a Summary, first dim: plane."""
        rows = {name: as_numpy(each) for name, each in self._rows.items()}
        rows["counted"] = rows["counted"] != 0
        sums = {name: as_numpy(each) for name, each in self._sums.items()}
        blocks = {name: as_numpy(each) for name, each in self._blocks.items()}
        seen = as_numpy(self._geometry.keys_seen)
        plain = {name: sums[name].astype(np.int64) for name in _COUNTS}
        return {
            **plain,
            **blocks,
            "weight_min": as_numpy(self._low),
            "weight_max": as_numpy(self._high),
            "leak_mass": sums["leak_mass"],
            "incoming_sum": sums["incoming_sum"],
            "expected_sum": sums["expected_sum"],
            "incoming_variance_sum": np.maximum(sums["incoming_variance_sum"], 0),
            "lag_sum": sums["lag_sum"],
            "lag_pairs": np.rint(sums["lag_pairs"]).astype(np.int64),
            "row_count": rows["counted"].astype(np.int64),
            **_row_sum_figures(rows),
            **_row_figures(rows, seen),
            **self._placed_figures(rows, sums, seen),
        }

    def _placed_figures(self, rows: Arrays, sums: Arrays, seen: NDArray[np.float64]) -> Arrays:
        """Figures that weight the cells by their place."""
        geometry = self._geometry
        counted = rows["counted"]
        total = np.maximum(rows["total"].sum(1, where=counted), _TINY)
        real = as_numpy(geometry.real)
        ranks = np.where(real, np.cumsum(real) - 1, -1)
        early = (ranks >= 0) & (3 * ranks < geometry.real_keys)
        first = ranks == 0
        sees_first = as_numpy(_sees(geometry, first)) & counted
        figures = {
            "sample_early_third": sums["columns"][:, early].sum(1) / total,
            "sample_first_key": sums["columns"][:, first].sum(1) / np.maximum(sees_first.sum(1), 1),
            "sample_diagonal": sums["diagonal"] / np.maximum(counted.sum(1), 1),
            "sample_diagonal_share": sums["diagonal"] / total,
            "sample_band_share": sums["band"] / total,
            "sample_mean_lag": sums["lag"] / total,
            "sample_mean_abs_lag": sums["abs_lag"] / total,
        }
        unread = ~counted.any(1)
        of_squares = {"sample_early_third", "sample_first_key"}
        return {
            name: np.where(unread | (name not in of_squares and not geometry.square), np.nan, value)
            for name, value in figures.items()
        }


_COUNTS = (
    "nonfinite_cells",
    "nonfinite_rows",
    "dead_rows",
    "negative_cells",
    "above_one_cells",
    "leak_cells",
)
_SCALARS = (*_COUNTS, "leak_mass", "diagonal", "band", "lag", "abs_lag")
_ROWS = ("counted", "total", "whole", "entropy", "squares", "gini", "largest")


def _by_lag(planes: Tensor) -> Tensor:
    """Sums over the cells of each lag, dims (plane, lag), from -(keys - 1) to rows - 1."""
    from torch.nn import functional

    count, rows, keys = planes.shape
    width = rows + keys - 1
    padded = functional.pad(planes.flip(2), (0, width + 1 - keys))
    return padded.reshape(count, -1)[:, : rows * width].reshape(count, rows, width).sum(1)


def _sees(geometry: RowGeometry, keys: NDArray[np.bool_]) -> Tensor:
    """Rows (query,) that may look at one of some keys."""
    import torch

    wanted = torch.from_numpy(keys).to(geometry.real.device)
    return torch.cat([(geometry.allowed(rows) & wanted).any(1) for rows in geometry.row_blocks()])


def _row_sum_figures(rows: Arrays) -> Arrays:
    counted, whole = rows["counted"], rows["whole"]
    distance = np.abs(whole - 1)
    off = [((distance > tolerance) & counted).sum(1) for tolerance in ROW_SUM_TOLERANCES]
    return {
        "row_sum_min": np.where(counted, whole, np.inf).min(1),
        "row_sum_max": np.where(counted, whole, -np.inf).max(1),
        "off_rows": np.stack(off, axis=1),
    }


def _row_figures(rows: Arrays, seen: NDArray[np.float64]) -> Arrays:
    """Figures that are means over the rows of a plane."""
    counted, total, squares = rows["counted"], rows["total"], rows["squares"]
    entropy = rows["entropy"]
    several = counted & (seen > 1)
    cells = np.maximum((counted * seen).sum(1), 1)
    mean_weight = total.sum(1, where=counted) / cells
    mean_lift = (total * seen).sum(1, where=counted) / cells
    spread = squares.sum(1, where=counted) / cells - mean_weight**2
    lift_spread = (squares * seen**2).sum(1, where=counted) / cells - mean_lift**2
    return {
        "row_entropy_sum": np.where(counted, entropy, 0),
        "row_entropy_square_sum": np.where(counted, entropy**2, 0),
        "sample_entropy": _row_mean(entropy, counted),
        "sample_normalized_entropy": _row_mean(entropy / np.log(np.maximum(seen, 2)), several),
        "sample_effective_keys": _row_mean(np.exp(entropy), counted),
        "sample_gini": _row_mean(rows["gini"], counted),
        "sample_mean": mean_weight,
        "sample_std": np.sqrt(np.maximum(spread, 0)),
        "sample_unevenness": np.sqrt(np.maximum(lift_spread, 0)),
        "sample_max_cell_lift": np.where(counted, rows["largest"] * seen, 0).max(1),
    }


def _row_mean(values: NDArray[Any], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    rows = counted.sum(1)
    mean: NDArray[np.float64] = np.where(
        rows > 0, values.sum(1, where=counted) / np.maximum(rows, 1), np.nan
    )
    return mean
