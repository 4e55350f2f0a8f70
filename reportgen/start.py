"""What makes the process of a command quicker; only where the whole process is ours."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from reportgen.processes import begin_server

#: New objects between two collections; Python's own number is 700, in later versions 2000.
_OBJECTS: Final = 50_000
#: Bytes of a run from which on several processes read it, and from which on a kernel is compiled.
_LARGE: Final = 256 * 2**20
_HUGE: Final = 2**30


def lighten(arguments: Sequence[str]) -> None:
    """Collect garbage seldom, and leave dask alone unless a scheduler is asked for.

    Nearly all that a command makes lives to its end, and a collection finds nothing. Xarray imports
    ``dask.array``, with scipy and distributed behind it, at its first array wherever dask is
    installed: more time than all the rest of a small build. Workers of a cluster are reached
    through distributed, which needs it.

    Parameters
    ----------
    arguments
        Of the command line, without the command's own name.
    """
    gc.set_threshold(_OBJECTS, 20, 20)
    if not any(argument.partition("=")[0] == "--scheduler" for argument in arguments):
        # As the language documents it: importing a name that is None is an ImportError.
        modules: dict[str, Any] = sys.modules
        modules.setdefault("dask", None)


def begin_readers(run: Path, jobs: int | None) -> None:
    """Have those who are to read a large run import what they need while the command does.

    Parameters
    ----------
    run
        A run directory or an archive. One that was built before is left alone: little of it, or
        nothing, will be read.
    jobs
        Processes that were asked for.
    """
    if (jobs or os.cpu_count()) == 1 or (run / ".reportgen").is_dir():
        return
    size = _bytes_of(run)
    if size >= _LARGE:
        kernel = ["reportgen.summarize.fused"] if size >= _HUGE else []
        begin_server(["reportgen.summarize.workers", *kernel])


def _bytes_of(path: Path) -> int:
    """Bytes on disk, counted until they are many."""
    if not path.is_dir():
        return path.stat().st_size if path.is_file() else 0
    total = 0
    for folder, _, files in os.walk(path):
        for name in files:
            with suppress(OSError):
                total += Path(folder, name).stat().st_size
            if total >= _HUGE:
                return total
    return total
