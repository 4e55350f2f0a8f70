"""How often attention that follows neither hour is taken for one of them: a table.

Run as ``python -m tests.benchmarks.locking 500``.
The numbers stand in docs/content.md. Five of a hundred are expected.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.blocks import blocks_of
from reportgen.statistics.content.locking import Residual, followed, locks
from reportgen.statistics.content.resampling import draw_weights

Floats = NDArray[np.float64]

KEYS, BLOCK_HOURS = 24, 30.0
_STORM = np.array([0.0, 1.0, 3.0, 6.0])
DESIGNS = {
    "16 clusters of 4": (np.arange(16)[:, None] * 200.0 + _STORM).ravel(),
    "8 clusters of 4, 32 lone": np.concatenate(
        [(np.arange(8)[:, None] * 200.0 + _STORM).ravel(), 5000 + np.arange(32) * 100.0]
    ),
    "600 hourly": np.arange(600.0),
}


def rows_of(kind: str, samples: int, generator: np.random.Generator) -> Floats:
    """Residual rows (batch, key): independent of one another, with or without memory along keys."""
    rows = generator.normal(size=(samples, KEYS))
    if kind == "no memory":
        return rows
    memory = 0.8
    for key in range(1, KEYS):
        rows[:, key] = memory * rows[:, key - 1] + np.sqrt(1 - memory**2) * rows[:, key]
    if kind == "uneven strength":
        rows *= np.exp(generator.normal(size=(samples, 1)))
    return rows


def claimed(kind: str, issue: Floats, seed: int) -> bool:
    """Whether one simulated run is said to follow the event or issue."""
    lift = 1 + 0.3 * rows_of(kind, issue.size, np.random.default_rng(seed))
    blocks = blocks_of(issue, BLOCK_HOURS)
    residual = Residual(lift - lift.mean(axis=0), issue, 1.0)
    return followed(locks(residual, blocks, draw_weights(blocks))) != "neither"


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for design, issue in DESIGNS.items():
        for kind in ("no memory", "memory of hours", "uneven strength"):
            share = np.mean([claimed(kind, issue, seed) for seed in range(runs)])
            print(f"{design:26} {kind:18} {share:.3f}", flush=True)
