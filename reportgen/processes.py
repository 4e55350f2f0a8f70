"""Other processes of this machine: how they are started, and that none outlives who needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

#: Of malloc.h. What is larger than the last is given back at once.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES, _REUSED_BYTES = 16 * 2**20, 4 * 2**20


def process_context() -> BaseContext:
    """How processes are started: as the application chose, but never as forks of itself.

    A forked copy of a process with threads may hang; unless asked otherwise, each begins anew.
    """
    from multiprocessing import get_context, get_start_method

    chosen = get_start_method(allow_none=True)
    return get_context("spawn" if chosen in (None, "fork") else chosen)


def begin_server(modules: Sequence[str]) -> None:
    """Have a process import modules now, so that others that are forked from it need not.

    It imports while this one does, and ends with it. For applications: the start method is a
    setting of the whole process. Nothing happens on systems where forking is no matter of course.

    Parameters
    ----------
    modules
        Those that cannot be imported are left out.
    """
    if sys.platform != "linux":
        return
    import signal
    from multiprocessing import forkserver, resource_tracker, set_start_method

    set_start_method("forkserver", force=True)
    forkserver.set_forkserver_preload(list(modules))
    # It would change the signals again when the server starts it.
    resource_tracker.ensure_running()
    # An interrupt is for who was started by the user, and that one ends the others.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def follow_parent(folder: Path | None = None) -> None:
    """Leave interrupts to the process that started this one, and end when that one is killed.

    To be called at the start of a process, which would otherwise wait for ever for what it is to
    do next.

    Parameters
    ----------
    folder
        A folder of the other one, which can no longer remove it.
    """
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def wait() -> None:
        import os
        import shutil

        parent.join()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@cache
def keep_freed_memory() -> None:
    """Let the allocator reuse the memory of large arrays; for processes that read all their life.

    Otherwise blocks of a few megabytes may be mapped and zeroed anew for every file: the allocator
    learns their size from larger ones that were freed, of which such a process has none.
    """
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        # Another C library than glibc has no such threshold.
        return
    mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
    mallopt(_M_MMAP_THRESHOLD, _REUSED_BYTES)
