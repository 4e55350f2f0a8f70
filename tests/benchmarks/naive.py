"""The core statistics as a scientist writes them: every one a pass of its own, with temporaries.

``np.load`` and, for every (layer, head): row sums, column sums, extremes, mean, standard
deviation, NaN count, diagonal, entropy with + 1e-10 (mean and variance), row Gini by sorting, local
band, first column, upper mass, lag profile by ``np.diagonal``, histogram of each row's largest key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def naive_statistics(run: Path) -> dict[tuple[int, int], dict[str, Any]]:
    """Sums over the files of a run, by (layer, head); one sample a file."""
    total: dict[tuple[int, int], dict[str, Any]] = {}
    for file in sorted((run / "npz").iterdir()):
        with np.load(file) as arrays:
            attention = arrays["attention_weights"]
        for layer in range(attention.shape[0]):
            for head in range(attention.shape[1]):
                found = _statistics(attention[layer, head])
                known = total.setdefault((layer, head), {})
                for name, value in found.items():
                    known[name] = known[name] + value if name in known else value
    return total


def _statistics(plane: NDArray[Any]) -> dict[str, Any]:
    queries, keys = plane.shape
    entropy = -(plane * np.log(plane + 1e-10)).sum(axis=1)
    ordered = np.sort(plane, axis=1)
    ranks = np.arange(1, keys + 1)
    lag = np.arange(queries)[:, None] - np.arange(keys)[None, :]
    return {
        "rows": plane.sum(axis=1),
        "incoming": plane.sum(axis=0),
        "min": plane.min(),
        "max": plane.max(),
        "mean": plane.mean(),
        "std": plane.std(),
        "nan": np.isnan(plane).sum(),
        "diagonal": np.diagonal(plane).mean(),
        "entropy": entropy.mean(),
        "entropy variance": entropy.var(),
        "gini": ((2 * ranks - keys - 1) * ordered).sum(axis=1).mean() / keys,
        "band": plane[np.abs(lag) <= max(1, keys // 12)].sum(),
        "first": plane[:, 0].mean(),
        "upper": np.triu(plane, 1).sum(),
        "lags": np.array([np.diagonal(plane, k).mean() for k in range(1 - queries, keys)]),
        "largest": np.bincount(plane.argmax(axis=1), minlength=keys),
    }
