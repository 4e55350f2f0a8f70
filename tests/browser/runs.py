"""The runs that the page is looked at with: real data, a large model, and no clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import Pattern
from reportgen.synthetic import synthetic_attention
from tests.builders import write_run

SAMPLE = Path(__file__).parents[2] / "samples" / "omni_dst"
_CLOCK = "cadence: 12min\nissue_offset: 12min\nhorizon: 24h\n"


def patterned(samples: int, layers: int, heads: int, tokens: int, mask: str) -> NDArray[np.float32]:
    """Attention in which every head follows another pattern, half drowned in chance."""
    drawn = np.random.default_rng(7)
    kinds = [kind for kind in Pattern if kind is not Pattern.MIXED]

    def head(layer: int, number: int) -> NDArray[np.float64]:
        kind = kinds[(layer + number) % len(kinds)]
        strength = 0.1 + 0.15 * ((3 * layer + number) % 5)
        return synthetic_attention(
            kind, tokens, mask=mask, strength=strength, noise=0.5, seed=drawn
        )

    weights = [
        [[head(layer, number) for number in range(heads)] for layer in range(layers)]
        for _ in range(samples)
    ]
    return np.array(weights, dtype=np.float32)


def write_large(folder: Path) -> Path:
    """The size that the page's bytes are bounded for."""
    return write_run(folder, patterned(2, 6, 8, 240, "none"), yaml=_CLOCK)


def write_steps(folder: Path) -> Path:
    """No time, a causal mask, an odd number of tokens."""
    return write_run(folder, patterned(8, 3, 4, 31, "causal"))
