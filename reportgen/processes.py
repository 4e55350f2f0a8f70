"""Other processes of this machine: how they are started, and that none outlives who needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.interrupts import interrupts_wait

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

#: Of malloc.h. What is larger than the last is given back at once.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES, _REUSED_BYTES = 16 * 2**20, 4 * 2**20
#: Of the process that others are forked from: no threads, and no module that lies in the working
#: directory by chance, which the command itself would not import either.
_OF_SERVER: Final = {"OPENBLAS_NUM_THREADS": "1", "PYTHONSAFEPATH": "1"}


def process_context() -> BaseContext:
    """How processes are started: as the application chose, but never as forks of itself.

    A forked copy of a process with threads may hang; unless asked otherwise, each begins anew.
    """
    from multiprocessing import get_context, get_start_method

    chosen = get_start_method(allow_none=True)
    return get_context("spawn" if chosen in (None, "fork") else chosen)


def begin_server(modules: Sequence[str]) -> None:
    """Have a process import modules now, so that others that are forked from it need not.

    It imports while this one does, and ends with it. For applications, as the start method is a
    setting of the whole process: one that was set before is kept, and nothing is begun. Nor is it
    where forking is no matter of course, or where there is no place for its socket.

    Parameters
    ----------
    modules
        Those that are not installed are left out.
    """
    from multiprocessing import get_start_method, set_start_method

    if sys.platform != "linux" or get_start_method(allow_none=True) is not None:
        return
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload(list(modules))
    set_start_method("forkserver")
    try:
        with left_alone_by_interrupts(), _environment(_OF_SERVER):
            forkserver.ensure_running()
    except OSError:
        set_start_method(None, force=True)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


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


@contextmanager
def pool_of(
    processes: int,
    context: BaseContext,
    begin: Callable[..., None],
    arguments: tuple[Any, ...] = (),
) -> Iterator[ProcessPoolExecutor]:
    """Processes that are ended when nobody waits for them any more, whatever they are doing.

    Parameters
    ----------
    begin, arguments
        What each does first; ``follow_parent`` should be among it.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    others = set(active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=begin, initargs=arguments)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        # One that died while it held the lock of their queue would leave the others waiting for
        # ever, and the pool for them: nobody is asked to leave.
        for process in set(active_children()) - others:
            process.terminate()
        pool.shutdown()


def submitted(pool: ProcessPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Any:
    """Future of some work in another process, which may have to be started for it.

    Raises
    ------
    BrokenExecutor
        It cannot be started: the one that it is to be forked from has ended.
    """
    from concurrent.futures.process import BrokenProcessPool

    with left_alone_by_interrupts():
        try:
            return pool.submit(work, *arguments)
        except (EOFError, ConnectionError) as error:
            raise BrokenProcessPool(str(error)) from error


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
        import shutil
        from multiprocessing.util import get_temp_dir

        parent.join()
        for left in (folder, get_temp_dir()):
            # Twice: another one may be writing into it.
            for _ in range(2 if left is not None else 0):
                shutil.rmtree(str(left), ignore_errors=True)
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
