"""Runs to measure with: softmax weights, as many as are asked for."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LAYERS, HEADS = 4, 8
#: Tensors that are drawn; further files repeat them, as drawing takes longer than summarising.
_DRAWN = 8


@dataclass(frozen=True, slots=True)
class Generated:
    """A run on disk."""

    path: Path
    files: int
    weight_bytes: int


def softmax_weights(seed: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Rows that sum to one, last axis: key."""
    scores = np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)
    weights = np.exp(scores, out=scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def generated_run(
    folder: Path,
    n: int,
    files: int,
    *,
    packed: bool = False,
    layers: int = LAYERS,
    heads: int = HEADS,
) -> Generated:
    """A run of one sample a file, stored as it is or deflated."""
    target = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    (target / "npz").mkdir()
    drawn = [softmax_weights(seed, (layers, heads, n, n)) for seed in range(min(files, _DRAWN))]
    save = np.savez_compressed if packed else np.savez
    names = [target / "npz" / f"s{index:05d}.npz" for index in range(files)]
    for name, weights in zip(names, drawn, strict=False):
        save(name, attention_weights=weights)
    for index, name in enumerate(names[len(drawn) :]):
        # The same bytes under another name: files are read from memory in any case.
        os.link(names[index % len(drawn)], name)
    return Generated(target, files, files * drawn[0].nbytes)
