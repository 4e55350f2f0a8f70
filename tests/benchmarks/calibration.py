"""How often the peak's tests fire where nothing is planted, and find what is.

Simulated runs as in science.md section 2: rows drawn from Dirichlet(0.5), four heads averaged,
through the real ``summarize`` and ``analyse``. Two nulls:

* ``rows``: every row is independent; no key is preferred.
* ``samples``: every sample has salient keys of its own, shared by its rows; no position is
  preferred over samples.

``planted`` doubles the expected share of one key in every sample of the rows null.

    python tests/benchmarks/calibration.py --runs 400
    python tests/benchmarks/calibration.py --runs 2000 --first 400 --cell rows,causal,24,64
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from reportgen.nulls import allowed_cells
from reportgen.schema import Mask, MaskKind, Profile
from reportgen.statistics.analysis import description_of
from reportgen.statistics.peak import CRITICAL_LIFT, find_peak, focus_incoming
from reportgen.summarize import summarize

LENGTHS, SAMPLES, HEADS = (8, 24, 120), (1, 8, 64), 4
CONCENTRATION, LEVEL = 0.5, 0.05
PLANTED_LIFT = 2.0


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of the calibration table."""

    null: str
    mask: MaskKind
    keys: int
    samples: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one simulated run gave."""

    critical: bool
    within: bool
    rows_p: float
    found: bool


def dirichlet_rows(
    generator: np.random.Generator, shape: tuple[int, ...], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Rows of Dirichlet(0.5 x weights) over the last axis; zero weights stay zero."""
    drawn = generator.standard_gamma(CONCENTRATION * np.broadcast_to(weights, shape))
    # A row whose gammas all underflow has no direction: give it an even one.
    drawn = np.where(drawn.sum(axis=-1, keepdims=True) > 0, drawn, weights)
    rows: NDArray[np.float64] = drawn / drawn.sum(axis=-1, keepdims=True)
    return rows


def simulated_run(case: Case, seed: int) -> tuple[xr.Dataset, int]:
    """A run under one null, and the key that is planted (where one is)."""
    generator = np.random.default_rng(seed)
    allowed = allowed_cells(Mask(case.mask), case.keys, case.keys).astype(np.float64)
    shape = (case.samples, 1, HEADS, case.keys, case.keys)
    # Inside the window: the last keys of a causal model are seen by few rows.
    planted = int(generator.integers(case.keys // 4, case.keys // 2))
    attention = dirichlet_rows(generator, shape, allowed)
    if case.null == "samples":
        salience = generator.standard_gamma(CONCENTRATION, size=(case.samples, 1, 1, 1, case.keys))
        attention = attention * (salience + 1e-3)
        attention /= attention.sum(axis=-1, keepdims=True)
    if case.null == "planted":
        attention = _doubled(attention, allowed, planted)
    names = [f"{seed}-{index:04d}" for index in range(case.samples)]
    dataset = xr.Dataset(
        {"attention": (("batch", "layer", "head", "query", "key"), attention.astype(np.float32))},
        coords={"sample": ("batch", names)},
    )
    return dataset, planted


def _doubled(
    attention: NDArray[np.float64], allowed: NDArray[np.float64], key: int
) -> NDArray[np.float64]:
    """Give one key twice its even share of every row that sees it, at the others' expense."""
    share = (PLANTED_LIFT - 1) * allowed[:, key] / allowed.sum(axis=1)
    even = 1 / allowed.sum(axis=1)
    move = np.clip(share / (1 - even + 1e-12), 0, 1)
    result = attention * (1 - move)[:, None]
    result[..., key] += move
    return result


def outcome(case: Case, seed: int) -> Outcome:
    """Judge one simulated run."""
    dataset, planted = simulated_run(case, seed)
    summary = summarize(dataset, jobs=1)
    description = description_of(summary)
    incoming = focus_incoming(summary, description.times, description.focus)
    peak = find_peak(incoming, description.times, Profile.DEFAULT, sink=False)
    claimed = peak.lift > CRITICAL_LIFT and peak.p_value < LEVEL
    return Outcome(
        critical=peak.critical,
        within=claimed and not peak.critical,
        rows_p=float(incoming.p_rows.min()),
        found=claimed and peak.key == planted,
    )


def cases() -> Iterator[Case]:
    """Every cell of the table."""
    masks = (MaskKind.NONE, MaskKind.CAUSAL)
    for null, mask, keys, samples in product(("rows", "samples"), masks, LENGTHS, SAMPLES):
        yield Case(null, mask, keys, samples)
    for mask, keys in product(masks, LENGTHS):
        yield Case("planted", mask, keys, 64)


def runs_of(case: Case, runs: int) -> int:
    """Runs of a cell: the largest simulations take half as many."""
    return runs if case.keys * case.samples < 900 else max(1, runs // 2)


def _job(arguments: tuple[Case, int]) -> Outcome:
    return outcome(*arguments)


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400, help="simulated runs a cell")
    parser.add_argument("--first", type=int, default=0, help="number of the first run: others")
    parser.add_argument("--cell", help="one cell alone, such as rows,causal,24,64")
    given = parser.parse_args()
    runs = given.runs
    print(
        f"{runs} runs a cell; one standard error at 5 % is {100 * math.sqrt(0.0475 / runs):.1f} %."
    )
    heads = ["simulation", "mask", "n", "samples", "runs", "critical", "within", "rows", "found"]
    print("\n| " + " | ".join(heads) + " |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with ProcessPoolExecutor() as pool:
        for case in cases():
            mask = "bidirectional" if case.mask is MaskKind.NONE else "causal"
            if given.cell not in (None, f"{case.null},{mask},{case.keys},{case.samples}"):
                continue
            count = runs if given.cell else runs_of(case, runs)
            jobs = [(case, 1000 * (given.first + i) + case.keys) for i in range(count)]
            outcomes = list(pool.map(_job, jobs, chunksize=8))
            critical = np.mean([item.critical for item in outcomes])
            within = np.mean([item.within for item in outcomes])
            rows = np.mean([item.rows_p < LEVEL for item in outcomes])
            found = np.mean([item.found for item in outcomes])
            shown = f"{found:.1%}" if case.null == "planted" else ""
            print(
                f"| {case.null} | {mask} | {case.keys} | {case.samples} | {count} "
                f"| {critical:.1%} | {within:.1%} | {rows:.1%} | {shown} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
