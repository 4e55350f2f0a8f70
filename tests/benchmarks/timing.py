"""Time and memory of something, taken so that the rest of the machine shows little."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MEASURED = """
import resource, sys, time
start = time.perf_counter()
{code}
taken = time.perf_counter() - start
# The kernel's own count for a child begins with the peak of the process that started it.
status = "/proc/self/status"
try:
    with open(status) as lines:
        peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(taken, peak)
"""


def seconds(work: Callable[[], object], repeats: int, *, processor: bool = False) -> float:
    """Shortest of some repeats; ``processor``: time on the processor, of this process alone."""
    clock = time.process_time if processor else time.perf_counter
    best = float("inf")
    for _ in range(repeats):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def in_child(code: str, *arguments: object) -> tuple[float, float]:
    """Seconds and peak megabytes of some code in a Python of its own; it sees ``sys.argv``."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED.format(code=code), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    taken, kilobytes = done.stdout.split()[-2:]
    return float(taken), float(kilobytes) / 1024
