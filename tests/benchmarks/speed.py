"""Statistics of stored and deflated runs, against naive ones, inflating alone, and two cores."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from reportgen import open_run, summarize
from reportgen.summarize import passes
from tests.benchmarks.naive import naive_statistics
from tests.benchmarks.runs import Generated, generated_run
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row, not_measured
from tests.benchmarks.timing import in_child, interleaved

NUMPY, NUMBA = "NumPy", "Numba"
# Which kernel measures a run is a question of its size; here each is asked for.
_WORTH = {NUMPY: sys.maxsize, NUMBA: 0}
_CHILD = """
from reportgen import open_run, summarize
from reportgen.summarize import passes
if __name__ == "__main__":
    passes.WORTH_COMPILING = int(sys.argv[3])
    summarize(open_run(sys.argv[1]), jobs=int(sys.argv[2]))
"""


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """Rates of reading and summarising."""
    found: list[Row] = []
    for n in sizes.keys:
        found += _stored(folder, n, sizes)
    found += _deflated(folder, sizes)
    return found


@contextmanager
def _kernel(name: str) -> Iterator[None]:
    before = passes.WORTH_COMPILING
    passes.WORTH_COMPILING = _WORTH[name]
    try:
        yield
    finally:
        passes.WORTH_COMPILING = before


def _ours(run: Generated, kernel: str) -> None:
    with _kernel(kernel):
        summarize(open_run(run.path), jobs=1)


def _kernels() -> list[str]:
    return [NUMPY, NUMBA] if find_spec("numba") else [NUMPY]


def _cold(run: Generated, kernel: str, jobs: int) -> float:
    """Seconds of a new process that summarises a run, and of those that it starts."""
    return in_child(_CHILD, run.path, jobs, _WORTH[kernel])[0]


def _stored(folder: Path, n: int, sizes: Sizes) -> list[Row]:
    run = generated_run(folder, n, sizes.files_of(n))
    large = generated_run(folder, n, sizes.files_of(n, large=True)) if n > sizes.keys[0] else run
    kernels = _kernels()
    works = {"naive": lambda: naive_statistics(run.path), "load": lambda: _load(run.path)}
    works |= {kernel: lambda kernel=kernel: _ours(large, kernel) for kernel in kernels}
    # Time on the processor: what else the machine does is not counted.
    best = interleaved(works, sizes.repeats, processor=True)
    of = {name: run if name in ("naive", "load") else large for name in works}
    rates = {name: of[name].weight_bytes / taken / 1e9 for name, taken in best.items()}
    title = f"stored npz, n = {n}"
    found = []
    for kernel in kernels:
        goal = 5 if kernel == NUMPY else 8
        ratio = rates[kernel] / rates["naive"]
        remark = ", ".join(f"{name} {rates[name]:.2f} GB/s" for name in ("naive", "load", kernel))
        name = f"{title}, one core, {kernel}"
        found.append(Row(name, f"{goal}x naive", f"{ratio:.1f}x", ratio >= goal, remark))
    if large is not run:
        found += [_two_cores(title, run, large, kernel, sizes) for kernel in kernels]
    return found


def _two_cores(title: str, run: Generated, large: Generated, kernel: str, sizes: Sizes) -> Row:
    goal = 8 if kernel == NUMPY else 15
    works = {
        "naive": lambda: naive_statistics(run.path),
        "one": lambda: _cold(large, kernel, 1),
        "two": lambda: _cold(large, kernel, 2),
    }
    # By the clock, so what one does while the other is measured counts.
    best = interleaved(works, sizes.repeats)
    ratio = large.weight_bytes / best["two"] * best["naive"] / run.weight_bytes
    remark = (
        f"{best['one'] / best['two']:.2f}x one core, from a cold start; "
        f"{large.weight_bytes / best['two'] / 1e9:.2f} GB/s"
    )
    name = f"{title}, two cores, {kernel}"
    return Row(name, f"{goal}x naive", f"{ratio:.1f}x", ratio >= goal, remark)


def _load(run: Path) -> float:
    total = 0.0
    for file in sorted((run / "npz").iterdir()):
        with np.load(file) as arrays:
            total += float(arrays["attention_weights"][0, 0, 0, 0])
    return total


def _deflated(folder: Path, sizes: Sizes) -> list[Row]:
    n = sizes.keys[len(sizes.keys) // 2]
    run = generated_run(folder, n, sizes.files_of(n), packed=True)
    kernels = _kernels()
    works = {"inflate": lambda: _load(run.path)}
    works |= {kernel: lambda kernel=kernel: _ours(run, kernel) for kernel in kernels}
    best = interleaved(works, 2 * sizes.repeats, processor=True)
    title = f"deflated npz, n = {n}"
    found = []
    for kernel in kernels:
        share = best["inflate"] / best[kernel]
        remark = ", ".join(
            f"{name} {run.weight_bytes / best[name] / 1e9:.2f} GB/s" for name in ("inflate", kernel)
        )
        name = f"{title}, one core, {kernel}"
        found.append(Row(name, "80 % of inflating", f"{share:.0%}", share >= 0.8, remark))
    large = generated_run(folder, n, sizes.files_of(n, large=True), packed=True)
    if large.files <= run.files:
        return [*found, not_measured(f"{title}, two cores", "1.8x one core", "too small a run")]
    return [*found, *(_two_cores_deflated(title, large, kernel, sizes) for kernel in kernels)]


def _two_cores_deflated(title: str, large: Generated, kernel: str, sizes: Sizes) -> Row:
    works = {"one": lambda: _cold(large, kernel, 1), "two": lambda: _cold(large, kernel, 2)}
    best = interleaved(works, sizes.repeats)
    ratio = best["one"] / best["two"]
    remark = f"from a cold start; {large.weight_bytes / best['two'] / 1e9:.2f} GB/s"
    name = f"{title}, two cores, {kernel}"
    return Row(name, "1.8x one core", f"{ratio:.2f}x", ratio >= 1.8, remark)
