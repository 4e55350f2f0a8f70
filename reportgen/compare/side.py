"""One run of a comparison: its report, and the resampled values of every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reportgen.build.caches import cache_folder
from reportgen.build.parts import summarize_run
from reportgen.build.report import report_of
from reportgen.compare.records import Estimate
from reportgen.exceptions import UsageError
from reportgen.schema import Report
from reportgen.statistics.intervals import RESAMPLES, interval_of
from reportgen.statistics.peak import Incoming, focus_incoming
from reportgen.statistics.planes import Plane
from reportgen.statistics.spans import hours_holding_half, step_figures
from reportgen.summarize import Progress, open_summary
from reportgen.timeaxis import key_cells

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

SUMMARY = "summary.nc"
_HEAD_FIGURES = ("normalized_entropy", "effective_keys", "gini")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A run with what the comparison draws from it.

    Attributes
    ----------
    label
        Its letter: A is the one that the others are compared with.
    importance : (key,)
        Share of attention.
    drawn_importance : (resample, key)
        The same of resampled runs; None with fewer than two blocks.
    estimates
        Figures by the id of ``compare.figure.``.
    drawn
        Resampled values of the same figures, dim (resample).
    layer_entropy
        Normalised entropy of each layer, mean over heads and samples.
    drawn_layer_entropy : (resample, layer)
        The same of resampled runs; None with fewer than two blocks.
    """

    label: str
    summary: xr.Dataset
    report: Report
    importance: Floats
    drawn_importance: Floats | None
    estimates: Mapping[str, Estimate]
    drawn: Mapping[str, Floats]
    layer_entropy: tuple[Estimate, ...]
    drawn_layer_entropy: Floats | None

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.report.run.name


def summary_at(
    path: Path,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    cache: bool = True,
) -> xr.Dataset:
    """Summary of a run directory, of a saved Summary or of a report directory.

    Parameters
    ----------
    cache
        Whether partial sums of earlier builds of a run are used and kept.

    Raises
    ------
    ReportgenError
        It is none of them, or cannot be read.
    """
    if not path.exists():
        raise UsageError(
            f"{path} does not exist",
            allowed="run directories, summary.nc files and report directories",
            fix="check the path",
        )
    if path.suffix == ".nc" and path.is_file():
        return open_summary(path)
    if (path / SUMMARY).is_file():
        return open_summary(path / SUMMARY)
    folder = cache_folder(path) if cache else None
    return summarize_run(path, jobs=jobs, progress=progress, cache=folder)


def side_of(summary: xr.Dataset, index: int) -> Side:
    """A side from its Summary; ``index`` is its place, and seeds its own resamples.

    Two runs are resampled independently of one another, even where one file is given twice.
    """
    report = report_of(summary)
    incoming = focus_incoming(summary, report.times, report.focus)
    per_sample = _sample_figures(summary, report)
    drawn_counts = _drawn_counts(incoming, index)
    entropies = _layer_entropies(summary)
    drawn_importance = drawn_entropies = None
    drawn: dict[str, Floats] = {}
    if drawn_counts is not None:
        drawn_entropies = _means(entropies, incoming, drawn_counts)
        drawn_importance = _means(incoming.sample_importance, incoming, drawn_counts)
        drawn = {
            name: _means(values[:, None], incoming, drawn_counts)[:, 0]
            for name, values in per_sample.items()
        }
        drawn |= _from_importance(report, incoming, drawn_importance, drawn_counts)
    values = {name: _finite_mean(values) for name, values in per_sample.items()}
    values |= _point_figures(report, incoming)
    estimates = {
        name: Estimate(value, interval_of(drawn[name]) if name in drawn else None)
        for name, value in values.items()
        if np.isfinite(value)
    }
    return Side(
        label=label_of(index),
        summary=summary,
        report=report,
        importance=incoming.importance,
        drawn_importance=drawn_importance,
        estimates=estimates,
        drawn={name: drawn[name] for name in estimates if name in drawn},
        layer_entropy=tuple(
            Estimate(
                _finite_mean(entropies[:, layer]),
                None if drawn_entropies is None else interval_of(drawn_entropies[:, layer]),
            )
            for layer in range(entropies.shape[1])
        ),
        drawn_layer_entropy=drawn_entropies,
    )


def label_of(index: int) -> str:
    """Letter of a run: A to Z, then A2 and on.

    Examples
    --------
    >>> label_of(1), label_of(26)
    ('B', 'A2')
    """
    letter = chr(ord("A") + index % 26)
    return letter if index < 26 else f"{letter}{index // 26 + 1}"


def _drawn_counts(incoming: Incoming, index: int) -> Floats | None:
    """How often each block is drawn, dims (resample, block)."""
    blocks = incoming.blocks.count
    if blocks < 2:
        return None
    generator = np.random.default_rng((1987, index))
    even = np.full(blocks, 1 / blocks)
    return generator.multinomial(blocks, even, size=RESAMPLES).astype(np.float64)


def _means(values: Floats, incoming: Incoming, counts: Floats) -> Floats:
    """Means over the samples that have a value, of resampled runs: dims (resample, …)."""
    known = np.isfinite(values)
    sums = counts @ incoming.blocks.sums(np.where(known, values, 0.0))
    sizes = counts @ incoming.blocks.sums(known.astype(np.float64))
    means: Floats = np.where(sizes > 0, sums / np.maximum(sizes, 1.0), np.nan)
    return means


def _finite_mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def _layer_entropies(summary: xr.Dataset) -> Floats:
    """Normalised entropy of each sample and layer, mean over the heads; dims (batch, layer)."""
    return _head_means(summary["sample_normalized_entropy"].values)


def _head_means(heads: NDArray[np.floating]) -> Floats:
    """Means over the last dim of what is known, NaN where nothing is."""
    known = np.isfinite(heads)
    count = known.sum(axis=-1)
    total = np.where(known, heads, 0.0).sum(axis=-1, dtype=np.float64)
    means: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return means


def _sample_figures(summary: xr.Dataset, report: Report) -> dict[str, Floats]:
    """Figures that are means over the samples, dim (batch): those of the report's focus layer."""
    layer = report.focus.layer
    found: dict[str, Floats] = {}
    for name in _HEAD_FIGURES:
        found[name] = _head_means(summary[f"sample_{name}"].values[:, layer])
    plane = Plane(summary, layer)
    found["early_third"] = np.asarray(plane.values("sample_early_third"), dtype=np.float64)
    even = report.figures.diagonal_null
    if report.figures.diagonal_share is not None and even is not None and even < 1:
        share = np.asarray(plane.values("sample_diagonal_share"), dtype=np.float64)
        found["diagonal_excess"] = (share - even) / (1 - even)
    return found


def _point_figures(report: Report, incoming: Incoming) -> dict[str, float]:
    """Figures of the mean over all samples: shares of the last hours, half, peak and its lift."""
    peak = report.peak
    found = {f"last_{hours:.0f}h": share for hours, share, _ in peak.last_hours}
    if peak.hours_half is not None:
        found["hours_half"] = peak.hours_half
    alone = step_figures(incoming.importance[np.newaxis])
    found |= {name: float(values[0]) for name, values in alone.items()}
    cell = key_cells(report.times)[peak.key]
    if cell is not None:
        found["peak_hours"] = (cell.low + cell.high) / 2
    found["peak_lift"] = float(incoming.lift[peak.key])
    return found


def _from_importance(
    report: Report, incoming: Incoming, drawn: Floats, counts: Floats
) -> dict[str, Floats]:
    times, peak = report.times, report.peak
    ages = np.array([np.inf if age is None else age for age in times.before_last_input])
    found = {
        f"last_{hours:.0f}h": drawn[:, ages < hours - 1e-9].sum(axis=1)
        for hours, _, _ in peak.last_hours
    }
    if peak.hours_half is not None and times.cell_hours is not None:
        found["hours_half"] = hours_holding_half(drawn, ages, times.cell_hours)
    found |= step_figures(drawn)
    even = _means(incoming.sample_expected, incoming, counts)
    lift = np.where(even > 0, drawn / np.where(even > 0, even, 1.0), 1.0)
    found["peak_lift"] = lift[:, peak.key]
    cells = key_cells(times)
    if cells[peak.key] is not None:
        # As the report does: lifts are compared in units of what rows alone would spread them.
        varies = incoming.scores != 0
        spread = np.where(varies, np.where(varies, incoming.lift_spread, 1.0), np.inf)
        scores = (lift - 1) / np.maximum(spread, 1e-12)
        middles = np.array([np.nan if c is None else (c.low + c.high) / 2 for c in cells])
        scores[:, ~np.isfinite(middles)] = -np.inf
        found["peak_hours"] = middles[scores.argmax(axis=1)]
    return found
