"""How much is measured: enough to mean something, or just enough to see that it runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from reportgen.summarize.permutation import FEW_SAMPLES


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of the runs that are measured.

    Attributes
    ----------
    keys
        Keys of the runs, in rising order.
    weights
        Megabytes of each run.
    large
        Megabytes of a run that is measured by a compiled kernel; two processes read half of it
        and twice as much, or, of a deflated one, all of it and a quarter.
    files
        Numbers of files that the cost of a file is fitted to.
    guide_files
        Files that the guide's script draws.
    page
        Layers, heads and keys of the run whose page is weighed.
    worth_compiling
        Weights from which on a compiled kernel is used, if not from as many as a user's run.
    """

    keys: tuple[int, ...] = (24, 120, 512)
    weights: float = 60.0
    large: float = 6000.0
    files: tuple[int, ...] = (10, 100, 1000, 10_000)
    guide_files: int = 10
    page: tuple[int, int, int] = (6, 8, 240)
    repeats: int = 3
    worth_compiling: int = sys.maxsize

    def files_of(self, n: int, megabytes: float = 0) -> int:
        """Files of a run of so many keys, of the commonest size at least.

        More than have permutations, which are a cost of few samples and not of reading.
        """
        weights = max(megabytes, self.weights) * 1e6
        return max(FEW_SAMPLES + 4, round(weights / (4 * 8 * 4 * n * n)))


TINY = Sizes(
    keys=(6, 8, 10),
    weights=0.02,
    large=0.02,
    files=(2, 4, 8),
    guide_files=1,
    page=(2, 2, 8),
    repeats=1,
    worth_compiling=0,
)
