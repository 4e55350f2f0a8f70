"""How long a night takes: 336 runs of 60 files, then one with nothing new, then with ten.

PYTHONPATH=. python tests/benchmarks/nightly.py [RUNS] [FILES] [JOBS] [FOLDER]

With FOLDER the runs and their site stay there to be looked at.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from builders import random_attention, write_run

from reportgen.nightly import nightly

KEYS = (8, 12, 16, 24)


def make_runs(root: Path, runs: int, files: int) -> None:
    """Small runs of four windows and three models; one in fifty is broken."""
    for number in range(runs):
        keys = KEYS[number % len(KEYS)]
        model = ("transformer", "patchtst", "informer")[number % 3]
        folder = root / f"set{number % 7}" / f"ap_in{keys}h_out6h_{model}-{number:03d}"
        attention = random_attention(number, shape=(files, 2, 2, keys, keys))
        write_run(folder, attention.astype(np.float32), hourly=True)
        if number % 50 == 49:
            for file in (folder / "npz").iterdir():
                file.write_bytes(b"torn")


def measure(title: str, root: Path, site: Path, jobs: int) -> None:
    start, processor = time.perf_counter(), _processor()
    result = nightly(root, site, jobs=jobs)
    seconds = time.perf_counter() - start
    failed = sum(record.state == "failed" for record in result.records)
    print(
        f"{title}: {len(result.records)} of {result.found} runs tried, {failed} failed, "
        f"{seconds:.1f} s, {_processor() - processor:.1f} s of processors",
        flush=True,
    )
    for reason in sorted({record.cause for record in result.records if record.reason}):
        print(f"  {reason}", flush=True)


def _processor() -> float:
    """Seconds of processors that this process and its ended children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    given = [int(text) for text in sys.argv[1:4]]
    runs, files, jobs = (*given, *(336, 60, 2)[len(given) :])
    kept = nullcontext(sys.argv[4]) if len(sys.argv) > 4 else tempfile.TemporaryDirectory()
    with kept as folder:
        root, site = Path(folder) / "root", Path(folder) / "site"
        start = time.perf_counter()
        make_runs(root, runs, files)
        print(f"made in {time.perf_counter() - start:.1f} s", flush=True)
        measure("first night", root, site, jobs)
        measure("nothing new", root, site, jobs)
        for number, run in enumerate(sorted(root.glob("set*/*"))[:10]):
            (run / "npz" / f"2003010{number % 9 + 1}000000.npz").write_bytes(
                next(iter(sorted((run / "npz").iterdir()))).read_bytes()
            )
        measure("ten changed", root, site, jobs)
        sizes = {
            name: (site / name).stat().st_size
            for name in ("index.html", "index.json", "history.jsonl", "feed.xml")
        }
        whole = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
        print(f"sizes: {sizes}; site {whole / 1e6:.0f} MB")
        used = max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(f"largest process: {used / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
