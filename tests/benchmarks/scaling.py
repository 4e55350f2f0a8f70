"""How time and memory of attention grow with the window: the whole matrix, and a chunk at a time.

PYTHONPATH=. python tests/benchmarks/scaling.py -o DIR [--lengths 128 256 512 1024 2048]

Written into DIR: ``scaling.html``, ``scaling.en.md``, ``scaling.ko.md`` and ``scaling.json``. Every
measurement runs in a process of its own, on one thread; torch takes part where it is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.reference import (
    attention_properties,
    chunked_attention,
    scaled_dot_product_attention,
)

HEADS, FEATURES, CHUNK = 4, 64, 128
LENGTHS = (128, 256, 512, 1024, 2048)
WHOLE, CHUNKED, TORCH, FUSED = "whole", "chunked", "torch", "torch-fused"
METHODS = (WHOLE, CHUNKED, TORCH, FUSED)
# Below, a peak is the allocator's doing.
LEAST_BYTES = 100 * 2**10
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One method at one length.

    Attributes
    ----------
    seconds
        Processor time, the shortest of the repeats.
    bytes
        Peak memory above what the inputs take; ``LEAST_BYTES`` where it is no more.
    """

    method: str
    length: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Exponents of a method: time and memory go with this power of the length.

    Attributes
    ----------
    memory
        None where it is too little to tell.
    """

    method: str
    time: float
    memory: float | None


@dataclass(frozen=True, slots=True)
class Checked:
    """Properties of the reference on random tokens: deviations from what the mathematics says."""

    length: int
    row_sums: float
    weighted_sum: float
    scaling_effect: float
    expected_scaling: float
    chunked_from_whole: float


def operands(length: int) -> list[np.ndarray]:
    """Queries, keys and values, dims (batch, head, token, feature)."""
    generator = np.random.default_rng(length)
    return [generator.normal(size=(1, HEADS, length, FEATURES)) for _ in range(3)]


def attend(method: str) -> Callable[..., Any]:
    """The function that is measured."""
    if method == WHOLE:
        return scaled_dot_product_attention
    if method == CHUNKED:
        return lambda q, k, v: chunked_attention(q, k, v, chunk=CHUNK)
    import torch

    torch.set_num_threads(1)
    if method == FUSED:
        return torch.nn.functional.scaled_dot_product_attention
    return lambda q, k, v: torch.softmax(q @ k.transpose(-1, -2) * FEATURES**-0.5, dim=-1) @ v


def measured(method: str, length: int, repeats: int) -> Measurement:
    """Measure in this process, after one small call that loads what is loaded once."""
    function = attend(method)

    def given(tokens: int) -> list[Any]:
        arrays = operands(tokens)
        if method in (WHOLE, CHUNKED):
            return arrays
        import torch

        return [torch.from_numpy(array.astype(np.float32)) for array in arrays]

    function(*given(32))
    inputs = given(length)
    before = reset_peak()
    function(*inputs)
    peak = peak_bytes() - before
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        function(*inputs)
        seconds.append(time.process_time() - start)
    return Measurement(method, length, max(min(seconds), 1e-9), max(peak, LEAST_BYTES))


def reset_peak() -> int:
    """Forget the peak so far where the system can; return the memory in use, or that peak."""
    if not _STATUS.exists():
        return peak_bytes()
    try:
        _CLEAR.write_text("5")
    except OSError:
        return peak_bytes()
    return _status("VmRSS")


def peak_bytes() -> int:
    """Most memory this process has had."""
    if _STATUS.exists():
        return _status("VmHWM")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _status(field: str) -> int:
    lines = _STATUS.read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) * 1024


def growths(measurements: list[Measurement]) -> list[Growth]:
    """Exponents by least squares on logarithms, from 256 tokens on: below, overhead rules."""
    found = []
    for method in dict.fromkeys(each.method for each in measurements):
        mine = [each for each in measurements if each.method == method]
        long = [each for each in mine if each.length >= 256]
        used = long if len(long) > 1 else mine
        told = all(each.bytes > LEAST_BYTES for each in used)
        found.append(
            Growth(
                method,
                power(used, [each.seconds for each in used]),
                power(used, [float(each.bytes) for each in used]) if told else None,
            )
        )
    return found


def power(used: list[Measurement], values: list[float]) -> float:
    slope, _ = np.polyfit(np.log([each.length for each in used]), np.log(values), 1)
    return float(slope)


def checked(length: int) -> Checked:
    """Properties that must hold whatever the tokens are."""
    query, key, value = operands(length)
    output, weights = scaled_dot_product_attention(query, key, value)
    found = attention_properties(query, key, value, output, weights)
    pieces = chunked_attention(query, key, value, chunk=CHUNK)
    return Checked(
        length=length,
        row_sums=found.row_sum_deviation,
        weighted_sum=found.weighted_sum_deviation,
        scaling_effect=found.scaling_effect,
        expected_scaling=FEATURES**-0.5,
        chunked_from_whole=float(np.abs(pieces - output).max()),
    )


def in_own_process(method: str, length: int, repeats: int) -> Measurement:
    """The same measurement in a fresh interpreter."""
    command = [sys.executable, __file__, "--one", method, str(length), str(repeats)]
    done = subprocess.run(
        command, env={**os.environ, **_ONE_THREAD}, capture_output=True, text=True, check=True
    )
    return Measurement(**json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--lengths", type=int, nargs="+", default=list(LENGTHS))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        method, length, repeats = arguments.one
        print(json.dumps(asdict(measured(method, int(length), int(repeats)))))
        return
    if arguments.output is None or min(arguments.lengths) < 1 or len(set(arguments.lengths)) < 2:
        parser.error("give -o DIR, and two lengths or more")
    lengths = sorted(set(arguments.lengths))
    methods = METHODS if find_spec("torch") else METHODS[:2]
    measurements = []
    for length in lengths:
        for method in methods:
            measurements.append(in_own_process(method, length, arguments.repeats))
            last = measurements[-1]
            print(
                f"{length:6d}  {method:12s} {last.seconds * 1e3:10.2f} ms"
                f" {last.bytes / 2**20:9.1f} MiB",
                flush=True,
            )
    write(arguments.output, measurements, growths(measurements), checked(min(lengths[-1], 512)))


def write(
    folder: Path, measurements: list[Measurement], growth: list[Growth], checks: Checked
) -> None:
    """Write the page, the tables and the numbers."""
    sys.path.insert(0, str(Path(__file__).parent))
    from tests.benchmarks.scaling_page import markdown, page
    from tests.benchmarks.scaling_words import LANGUAGES

    folder.mkdir(parents=True, exist_ok=True)
    numbers = {
        "heads": HEADS,
        "features": FEATURES,
        "chunk": CHUNK,
        "measurements": [asdict(each) for each in measurements],
        "growth": [asdict(each) for each in growth],
        "properties": asdict(checks),
    }
    (folder / "scaling.json").write_text(json.dumps(numbers, indent=2, allow_nan=False) + "\n")
    (folder / "scaling.html").write_text(page(numbers), encoding="utf-8")
    for language in LANGUAGES:
        text = markdown(numbers, language)
        (folder / f"scaling.{language.value}.md").write_text(text, encoding="utf-8")
    print(folder / "scaling.html")


if __name__ == "__main__":
    main()
