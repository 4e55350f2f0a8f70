"""What makes a command quicker at its start; for processes that are a command's own."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

#: New objects between two collections; Python's own number is 700, in later versions 2000.
_OBJECTS: Final = 50_000
#: Bytes of sample files from which on several processes read a run, as a rule, and from which on
#: they measure it by a compiled kernel. If not, they import for nothing, or import by themselves.
_LARGE: Final = 256 * 2**20
_HUGE: Final = 2**30


def lighten(arguments: Sequence[str]) -> None:
    """Collect garbage seldom, and leave dask alone unless a scheduler is asked for.

    Nearly all that a command makes lives to its end, and a collection finds nothing: least of all
    those of the interpreter when it ends, which take a sixth of a small build. Xarray imports
    ``dask.array``, with scipy and distributed behind it, at its first array wherever dask is
    installed: more time than all the rest of a small build. Workers of a cluster are reached
    through distributed, which needs it.

    Parameters
    ----------
    arguments
        Of the command line, without the command's own name.
    """
    gc.set_threshold(_OBJECTS, 20, 20)
    # What is frozen then is not looked through again.
    atexit.register(gc.freeze)
    if not any(argument.partition("=")[0] == "--scheduler" for argument in arguments):
        # As the language documents it: importing a name that is None is an ImportError.
        modules: dict[str, Any] = sys.modules
        modules.setdefault("dask", None)


def begin_readers(run: Path, jobs: int | None, *, cache: bool) -> None:
    """Have those who are to read a large run import what they need while the command does.

    Parameters
    ----------
    run
        A run directory of npz files, or an archive.
    jobs
        Processes that were asked for.
    cache
        Whether sums of an earlier build are used: little of a run that has any will be read.
    """
    if (jobs or os.cpu_count()) == 1 or (cache and (run / ".reportgen").is_dir()):
        return
    size = _sample_bytes(run)
    if size >= _LARGE:
        from reportgen.processes import begin_server

        kernel = ["reportgen.summarize.fused"] if size >= _HUGE else []
        begin_server(["reportgen.summarize.workers", *kernel])


def _sample_bytes(run: Path) -> int:
    """Bytes of the sample files of the commonest layouts, counted until they are many."""
    total = 0
    for file in (run, run / "npz.zip", *run.glob("*.npz"), *run.glob("npz/*.npz")):
        # Gone, or a link to nothing: whoever reads it says so.
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
        if total >= _HUGE:
            break
    return total
