"""Runs to compare, small enough to be read in a moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reportgen.compare.side import Side, side_of, summary_at
from tests.builders import peaked_run, planted_attention, write_run


def half_hourly_run(folder: Path, *, key: int, keys: int = 24, samples: int = 14) -> Path:
    """A run of half-hour cells over 12 h with a planted peak."""
    attention = planted_attention(key, 5.0, 7, shape=(samples, 2, 2, keys, keys))
    yaml = "cadence: 30min\nissue_offset: 30min\nhorizon: 6h\n"
    return write_run(folder, attention, yaml=yaml)


def read(path: Path, index: int = 0) -> Side:
    return side_of(summary_at(path), index)


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Hourly runs of 12 keys: two alike, one whose peak lies 3 h closer, and one of half hours."""
    folder = tmp_path_factory.mktemp("compared")
    return {
        "far": peaked_run(folder / "far", key=5, samples=14, seed=1),
        "again": peaked_run(folder / "again", key=5, samples=14, seed=2),
        "next": peaked_run(folder / "next", key=6, samples=14, seed=3),
        "near": peaked_run(folder / "near", key=8, samples=14, seed=4),
        # 3.5 to 4 h before issue.
        "fine": half_hourly_run(folder / "fine", key=16),
        "steps": peaked_run(folder / "steps", key=5, samples=14, seed=5, hourly=False),
    }


@pytest.fixture(scope="session")
def permuted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run of four unlike heads, and a noisier one whose heads stand in the order 2, 0, 3, 1."""
    folder = tmp_path_factory.mktemp("permuted")
    generator = np.random.default_rng(11)
    shapes = generator.gamma(0.3, size=(2, 4, 10, 10)) + 1e-3
    written = []
    for name, order in (("plain", [0, 1, 2, 3]), ("permuted", [2, 0, 3, 1])):
        noise = generator.gamma(20, size=(12, 2, 4, 10, 10)) / 20
        weights = shapes[None] * noise
        weights /= weights.sum(axis=-1, keepdims=True)
        written.append(write_run(folder / name, weights[:, :, order], hourly=True))
    return written[0], written[1]
