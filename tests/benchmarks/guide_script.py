"""What the users' guide does with each file, in our own words, its pictures included.

python tests/benchmarks/guide_script.py RUN OUT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray


def panel(matrix: NDArray[Any], incoming: NDArray[Any], path: Path) -> None:
    """Heat map, column sums and every row as a line, side by side."""
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 4))
    figure.colorbar(left.imshow(matrix, cmap="hot", aspect="auto"), ax=left)
    middle.bar(range(len(incoming)), incoming)
    for row in matrix:
        right.plot(row, alpha=0.3)
    right.plot(matrix.mean(axis=0), color="red", linewidth=2)
    save(figure, path)


def grid(matrices: NDArray[Any], columns: int, path: Path) -> None:
    """A heat map of each matrix, with a colour bar each."""
    lines = -(-len(matrices) // columns)
    figure, axes = plt.subplots(lines, columns, figsize=(4 * columns, 4 * lines), squeeze=False)
    for matrix, ax in zip(matrices, axes.flat, strict=False):
        figure.colorbar(ax.imshow(matrix, cmap="hot", aspect="auto"), ax=ax)
    save(figure, path)


def save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=300)
    plt.close(figure)


def main(run: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    peaks, shares = [], []
    for file in sorted((run / "npz").iterdir()):
        with np.load(file) as arrays:
            attention = arrays["attention_weights"]
        matrix = attention[-1].mean(axis=0)
        incoming = matrix.sum(axis=0)
        entropy = -(matrix * np.log(matrix + 1e-10)).sum(axis=1).mean()
        print(file.name, matrix.max(), np.diagonal(matrix).mean(), entropy, incoming.argmax())
        peaks.append(int(incoming.argmax()))
        shares.append(incoming)
        panel(matrix, incoming, out / f"{file.stem}_panel.png")
        grid(attention.mean(axis=1), len(attention), out / f"{file.stem}_layers.png")
        grid(attention[-1], 4, out / f"{file.stem}_heads.png")
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5))
    left.bar(range(len(shares[0])), np.mean(shares, axis=0))
    right.hist(peaks, bins=len(shares[0]))
    save(figure, out / "all_files.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
