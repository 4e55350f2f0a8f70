"""Statistics of stored and deflated runs, against naive ones, inflating alone, and two cores."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reportgen import open_run, summarize
from tests.benchmarks.naive import naive_statistics
from tests.benchmarks.runs import Generated, generated_run
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row, not_measured
from tests.benchmarks.timing import in_child, interleaved

_CHILD = """
from reportgen import open_run, summarize
if __name__ == "__main__":
    summarize(open_run(sys.argv[1]), jobs=int(sys.argv[2]))
"""


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """Rates of reading and summarising."""
    found: list[Row] = []
    for n in sizes.keys:
        found += _stored(folder, n, sizes)
    found += _deflated(folder, sizes)
    return found


def _rate(run: Generated, taken: float) -> str:
    return f"{run.weight_bytes / taken / 1e9:.2f} GB/s"


def _stored(folder: Path, n: int, sizes: Sizes) -> list[Row]:
    run = generated_run(folder, n, sizes.files_of(n))
    works = {
        "naive": lambda: naive_statistics(run.path),
        "load": lambda: _load(run.path),
        "ours": lambda: summarize(open_run(run.path), jobs=1),
    }
    # Time on the processor: what else the machine does is not counted.
    best = interleaved(works, sizes.repeats, processor=True)
    ratio = best["naive"] / best["ours"]
    title = f"stored npz, n = {n}"
    remark = ", ".join(f"{name} {_rate(run, taken)}" for name, taken in best.items())
    found = [Row(f"{title}, one core", "5x naive", f"{ratio:.1f}x", ratio >= 5, remark)]
    if n == sizes.keys[0]:
        return found
    many = generated_run(folder, n, sizes.files_of(n) * sizes.more)
    one, two = (
        min(in_child(_CHILD, many.path, jobs)[0] for _ in range(sizes.repeats)) for jobs in (1, 2)
    )
    naive_rate = run.weight_bytes / interleaved({"naive": works["naive"]}, 1)["naive"]
    ratio = many.weight_bytes / two / naive_rate
    remark = f"two cores {one / two:.2f}x one, from a cold start; {_rate(many, two)}"
    return [*found, Row(f"{title}, two cores", "8x naive", f"{ratio:.1f}x", ratio >= 8, remark)]


def _load(run: Path) -> float:
    total = 0.0
    for file in sorted((run / "npz").iterdir()):
        with np.load(file) as arrays:
            total += float(arrays["attention_weights"][0, 0, 0, 0])
    return total


def _deflated(folder: Path, sizes: Sizes) -> list[Row]:
    n = sizes.keys[len(sizes.keys) // 2]
    run = generated_run(folder, n, sizes.files_of(n), packed=True)
    works = {
        "inflate": lambda: _load(run.path),
        "ours": lambda: summarize(open_run(run.path), jobs=1),
    }
    best = interleaved(works, sizes.repeats, processor=True)
    share = best["inflate"] / best["ours"]
    remark = ", ".join(f"{name} {_rate(run, taken)}" for name, taken in best.items())
    title = f"deflated npz, n = {n}"
    found = [
        Row(f"{title}, one core", "80 % of inflating", f"{share:.0%}", share >= 0.8, remark),
    ]
    many = generated_run(folder, n, run.files * sizes.more, packed=True)
    if sizes.more < 2:
        return [*found, not_measured(f"{title}, two cores", "1.8x one core", "too small a run")]
    one, two = (
        min(in_child(_CHILD, many.path, jobs)[0] for _ in range(sizes.repeats)) for jobs in (1, 2)
    )
    ratio = one / two
    return [*found, Row(f"{title}, two cores", "1.8x one core", f"{ratio:.2f}x", ratio >= 1.8)]
