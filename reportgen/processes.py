"""Other processes of this machine: how they are started, and that none outlives who needs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.interrupts import interrupts_wait

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
    from multiprocessing import forkserver, set_start_method

    set_start_method("forkserver", force=True)
    forkserver.set_forkserver_preload(list(modules))
    with left_alone_by_interrupts():
        forkserver.ensure_running()


@contextmanager
def left_alone_by_interrupts() -> Iterator[None]:
    """Keep interrupts from processes that are started meanwhile, from their first import on.

    An interrupt is for the one that the user started, and that one ends the others: once they are
    started, as nobody knows of one that is only half so.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # It would change the signals again when it is started with the first process.
    resource_tracker.ensure_running()
    # What is blocked here is blocked there; here, another thread would take it.
    with interrupts_wait():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def follow_parent(folder: Path | None = None) -> None:
    """End when the process that started this one is killed; to be called at its start.

    It would wait for ever for what it is to do next.

    Parameters
    ----------
    folder
        A folder of the other one, which can no longer remove it.
    """
    from multiprocessing import parent_process
    from threading import Thread

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
