"""Statistics of stored and deflated runs, against naive ones, inflating alone, and two cores."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from reportgen.summarize.permutation import FEW_SAMPLES
from tests.benchmarks.naive import naive_statistics
from tests.benchmarks.runs import Generated, generated_run
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row, not_measured
from tests.benchmarks.timing import ROOT, seconds

# Seconds on the processor, without those of the imports, or by the clock from a cold start.
_SUMMARISED = """
import sys, time
from pathlib import Path
began = time.perf_counter()
if __name__ == "__main__":
    path, jobs = Path(sys.argv[1]), int(sys.argv[2])
    from reportgen.start import begin_readers
    begin_readers(path, jobs, cache=False)
    from reportgen import open_run, summarize
    import xarray
    from reportgen.summarize import passes
    passes.WORTH_COMPILING = min(passes.WORTH_COMPILING, int(sys.argv[3]))
    loaded = time.perf_counter() - began
    if jobs == 1:
        # What is imported on first use is no work of the processor's, either.
        summarize(open_run(sys.argv[4]), jobs=1)
        passes.kernel_for(passes.WORTH_COMPILING)
    began, used = time.perf_counter(), time.process_time()
    summarize(open_run(path), jobs=jobs)
    print(time.process_time() - used, loaded + time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class _Installation:
    """What is installed beside the package itself, and what is wanted of it.

    Attributes
    ----------
    without
        Packages that are hidden from it.
    one_core, two_cores
        Times the naive rate.
    """

    name: str
    without: tuple[str, ...]
    one_core: int
    two_cores: int


_PLAIN = _Installation("", ("numba",), 5, 8)
_FAST = _Installation(" with reportgen[fast]", (), 8, 15)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Shortest times of some work: on the processor, and by the clock."""

    processor: float
    clock: float


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """Rates of reading and summarising."""
    installations = [_PLAIN]
    if find_spec("numba"):
        installations.append(_FAST)
    found: list[Row] = []
    for n in sizes.keys:
        found += _stored(folder, n, sizes, installations)
    found += _deflated(folder, sizes, installations)
    if len(installations) < 2:
        found.append(not_measured("with reportgen[fast]", "8x naive", "it is not installed"))
    return found


def _ours(run: Generated, installation: _Installation, jobs: int, sizes: Sizes) -> _Taken:
    """Time of a new process that summarises a run, and of those that it starts."""
    command = [sys.executable, "-c", _SUMMARISED]
    with tempfile.TemporaryDirectory() as hidden:
        for package in installation.without:
            # It is found before the package itself, by the processes that are started, too.
            Path(hidden, f"{package}.py").write_text("raise ImportError")
        small = generated_run(Path(hidden), 8, FEW_SAMPLES + 4)
        done = subprocess.run(
            [*command, str(run.path), str(jobs), str(sizes.worth_compiling), str(small.path)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join((hidden, str(ROOT)))},
            capture_output=True,
            text=True,
            check=True,
        )
    return _Taken(*map(float, done.stdout.split()))


def _here(work: Callable[[], object]) -> _Taken:
    taken = seconds(work, 1, processor=True)
    return _Taken(taken, taken)


def _shortest(works: Sequence[Callable[[], _Taken]], repeats: int) -> list[_Taken]:
    """The shortest times of each, measured in turn."""
    found: list[list[_Taken]] = [[] for _ in works]
    for _ in range(repeats):
        for work, taken in zip(works, found, strict=True):
            taken.append(work())
    return [
        _Taken(min(each.processor for each in taken), min(each.clock for each in taken))
        for taken in found
    ]


def _stored(
    folder: Path, n: int, sizes: Sizes, installations: Sequence[_Installation]
) -> list[Row]:
    run = generated_run(folder, n, sizes.files_of(n))
    many = n > sizes.keys[0]
    large = generated_run(folder, n, sizes.files_of(n, many * sizes.large))
    # Half as large and twice as large.
    pair = [
        generated_run(folder, n, sizes.files_of(n, sizes.large * times))
        for times in ((0.5, 2) if many else ())
    ]
    found = []
    for installation in installations:
        naive, load, one, *two = _shortest(
            (
                lambda: _here(lambda: naive_statistics(run.path)),
                lambda: _here(lambda: _load(run.path)),
                partial(_ours, large, installation, 1, sizes),
                *(partial(_ours, each, installation, 2, sizes) for each in pair),
            ),
            sizes.repeats,
        )
        theirs = run.weight_bytes / naive.processor
        ours = large.weight_bytes / one.processor
        remark = (
            f"naive {_rate(theirs)}, load {_rate(run.weight_bytes / load.processor)}, "
            f"ours {_rate(ours)}"
        )
        title = f"stored npz, n = {n}"
        name = f"{title}, one core{installation.name}"
        found.append(_times(name, installation.one_core, ours / theirs, remark))
        if pair:
            name = f"{title}, two cores{installation.name}"
            found.append(_of_two(name, installation, pair, two, theirs))
    return found


def _of_two(
    name: str,
    installation: _Installation,
    runs: Sequence[Generated],
    taken: Sequence[_Taken],
    theirs: float,
) -> Row:
    """Rate of what the larger of two runs has more, without the start of the processes."""
    more_bytes = runs[1].weight_bytes - runs[0].weight_bytes
    more_seconds = taken[1].clock - taken[0].clock
    if more_seconds <= 0:
        goal = f"{installation.two_cores}x naive"
        return not_measured(name, goal, "the larger run took no longer: noise")
    rate = more_bytes / more_seconds
    size = runs[1].weight_bytes / 1e9
    remark = f"{_rate(rate)}; {size:.0f} GB in {taken[1].clock:.1f} s from a cold start"
    return _times(name, installation.two_cores, rate / theirs, remark)


def _deflated(folder: Path, sizes: Sizes, installations: Sequence[_Installation]) -> list[Row]:
    n = sizes.keys[len(sizes.keys) // 2]
    run = generated_run(folder, n, sizes.files_of(n), packed=True)
    pair = [
        generated_run(folder, n, sizes.files_of(n, sizes.large * times), packed=True)
        for times in (0.25, 1)
    ]
    title = f"deflated npz, n = {n}"
    found = []
    for installation in installations:
        inflate, *taken = _shortest(
            (
                lambda: _here(lambda: _load(run.path)),
                *(
                    partial(_ours, each, installation, jobs, sizes)
                    for jobs in (1, 2)
                    for each in pair
                ),
            ),
            sizes.repeats,
        )
        one, two = taken[:2], taken[2:]
        theirs = run.weight_bytes / inflate.processor
        ours = pair[1].weight_bytes / one[1].processor
        remark = f"np.load {_rate(theirs)}, ours {_rate(ours)}"
        name = f"{title}, one core{installation.name}"
        share = ours / theirs
        found.append(Row(name, "80 % of inflating", f"{share:.0%}", share >= 0.8, remark))
        found.append(_of_two_against_one(f"{title}, two cores{installation.name}", pair, one, two))
    return found


def _of_two_against_one(
    name: str, runs: Sequence[Generated], one: Sequence[_Taken], two: Sequence[_Taken]
) -> Row:
    """What the larger of two runs takes longer with one process, in times of what with two."""
    goal, least = "1.8x one core", 1.8
    longer = [taken[1].clock - taken[0].clock for taken in (one, two)]
    if min(longer) <= 0:
        return not_measured(name, goal, "the larger run took no longer: noise")
    ratio, cold = longer[0] / longer[1], one[1].clock / two[1].clock
    size = runs[1].weight_bytes / 1e9
    remark = f"{size:.0f} GB in {two[1].clock:.1f} s from a cold start, {cold:.2f}x one core"
    return Row(name, goal, f"{ratio:.2f}x", ratio >= least, remark)


def _times(name: str, goal: int, ratio: float, remark: str) -> Row:
    return Row(name, f"{goal}x naive", f"{ratio:.1f}x", ratio >= goal, remark)


def _rate(bytes_a_second: float) -> str:
    return f"{bytes_a_second / 1e9:.2f} GB/s"


def _load(run: Path) -> float:
    total = 0.0
    for file in sorted((run / "npz").iterdir()):
        with np.load(file) as arrays:
            total += float(arrays["attention_weights"][0, 0, 0, 0])
    return total
