"""What a command costs beside its work: start-up, and the cold build of the sample run."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row
from tests.benchmarks.timing import ROOT

_SAMPLE = ROOT / "samples" / "omni_dst"
_TYPER = ("-c", "import typer")
_STACK = ("-c", "import numpy, xarray, netCDF4, matplotlib.figure, jinja2, typer")
_MOST = 3.0


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a new Python process, by the clock and on the processors."""

    clock: float
    processor: float


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """Ratios to what nobody can do without: the imports."""
    build = ("build", str(_SAMPLE), "-o", str(folder / "report"), "--force", "--no-cache", "-q")
    works = {
        "typer": _TYPER,
        "stack": _STACK,
        "version": _reportgen("--version"),
        "help": _reportgen("--help"),
        "build": _reportgen(*build),
    }
    taken = _shortest(works, 2 * sizes.repeats - 1)
    of_typer, of_stack = "bare python + typer", "its bare imports"
    return [
        _row("`reportgen --version`", "under 3x", taken["version"], taken["typer"], of_typer),
        _row("`reportgen --help`", "under 3x", taken["help"], taken["typer"], of_typer),
        _row(
            "cold build of the sample run", "at most 3x", taken["build"], taken["stack"], of_stack
        ),
    ]


def _reportgen(*arguments: str) -> tuple[str, ...]:
    return ("-m", "reportgen", *arguments)


def _shortest(works: dict[str, tuple[str, ...]], repeats: int) -> dict[str, Taken]:
    """The shortest of each, measured in turn, after one that fills the disk's cache."""
    found: dict[str, list[Taken]] = {name: [] for name in works}
    for turn in range(repeats + 1):
        for name, arguments in works.items():
            taken = _taken(arguments)
            if turn:
                found[name].append(taken)
    return {
        name: Taken(min(each.clock for each in all_), min(each.processor for each in all_))
        for name, all_ in found.items()
    }


def _taken(arguments: Sequence[str]) -> Taken:
    before, start = _of_children(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
    return Taken(time.perf_counter() - start, _of_children() - before)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(name: str, goal: str, ours: Taken, bare: Taken, what: str) -> Row:
    ratio = ours.clock / bare.clock
    remark = (
        f"{ours.clock:.2f} s against {bare.clock:.2f} s for {what}; "
        f"{ours.processor / bare.processor:.2f}x in processor time"
    )
    return Row(name, goal, f"{ratio:.2f}x", ratio <= _MOST, remark)
