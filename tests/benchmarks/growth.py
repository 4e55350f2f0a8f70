"""Cost and memory against the number of files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reportgen.summarize.sums import GROUP, matrix_bytes
from tests.benchmarks.runs import HEADS, LAYERS, generated_run
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row
from tests.benchmarks.timing import in_child

_CHILD = """
from reportgen import open_run, summarize
summarize(open_run(sys.argv[1]), jobs=1)
"""
_N, _LAYERS, _HEADS = 24, 2, 4
_LARGE = 240


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """How time and memory grow with the files."""
    return [*_small_files(folder, sizes), _memory(folder, sizes)]


def _small_files(folder: Path, sizes: Sizes) -> list[Row]:
    counts, times, peaks = list(sizes.files), [], []
    for count in counts:
        run = generated_run(folder, _N, count, layers=_LAYERS, heads=_HEADS)
        measured = [in_child(_CHILD, run.path) for _ in range(min(2, sizes.repeats))]
        times.append(min(taken for taken, _ in measured))
        peaks.append(min(peak for _, peak in measured))
    slope, start = np.polyfit(counts, times, 1, w=1 / np.asarray(times))
    worst = max(
        abs(start + slope * count - taken) / taken
        for count, taken in zip(counts, times, strict=True)
    )
    points = ", ".join(
        f"{count}: {taken:.2f} s" for count, taken in zip(counts, times, strict=True)
    )
    name = f"cost of {counts[0]} … {counts[-1]:,} files of {_LAYERS} x {_HEADS} x {_N} x {_N}"
    measured_text = f"{slope * 1e3:.2f} ms a file, {worst:.0%} off at worst"
    growth = peaks[-1] - peaks[0]
    a_file = 1024 * growth / (counts[-1] - counts[0])
    remark = f"{peaks[0]:.0f} MB, then {peaks[-1]:.0f} MB: the figures of each sample that are kept"
    return [
        Row(name, "linear", measured_text, worst <= 0.25, points),
        Row("memory for the same files", "flat", f"{a_file:.1f} KB a file", a_file <= 20, remark),
    ]


def _memory(folder: Path, sizes: Sizes) -> Row:
    """Peak memory over that of a run of next to nothing, against the sums and one file."""
    n = _LARGE if max(sizes.keys) > _LARGE else max(sizes.keys)
    # Several chunks: what one adds up to must not lie beside the next.
    run = generated_run(folder, n, 9 * max(4, sizes.files_of(n)))
    small = generated_run(folder, 8, run.files)
    peak, bare = (
        min(in_child(_CHILD, each.path)[1] for _ in range(sizes.repeats)) for each in (run, small)
    )
    file = run.weight_bytes / run.files / 1e6
    matrices = matrix_bytes((LAYERS, HEADS, n, n), 1) / 1e6
    sums = matrices + matrices / 2
    allowed = sums + file + 2
    remark = (
        f"sums {sums:.0f} MB in float64 and, of up to {GROUP} samples, float32; "
        f"a file {file:.0f} MB, of which a block is held"
    )
    taken = (peak - bare) * 1.024**2
    name = f"memory of one process, {run.files} files of n = {n}"
    return Row(name, f"{allowed:.1f} MB", f"{taken:.1f} MB", taken <= allowed, remark)
