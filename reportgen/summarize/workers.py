"""Where chunks are summed up: in this process, or in several of this machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from reportgen.exceptions import WorkersError
from reportgen.processes import (
    follow_parent,
    keep_freed_memory,
    pool_of,
    process_context,
    submitted,
)
from reportgen.summarize.chunks import Chunk, ChunkSum, Task, Workspace, chunk_of, chunk_sum
from reportgen.summarize.handing import Handed
from reportgen.summarize.passes import compiled_kernel, kernel_for

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    import xarray as xr

_WORTH_A_PROCESS = 256 * 2**20
#: Tasks under way for each worker: one in work, one that waits for it.
AHEAD = 2

Answer = TypeVar("Answer")


class Workers(Protocol):
    """Those who sum up chunks; neither who nor how many changes a bit of the result."""

    def kernel(self, weights: int) -> str:
        """What all of them measure a run of so many weights with."""

    def sums(self, tasks: Sequence[Task]) -> Iterator[ChunkSum]:
        """Sum of each chunk, in order; one is valid until the next is asked for.

        Raises
        ------
        WorkersError
            Workers died again and again.
        """


@dataclass(frozen=True, slots=True)
class LocalWorkers:
    """Processes of this machine; with one, it is the process that asks."""

    processes: int

    def kernel(self, weights: int) -> str:
        """What is measured with; a process that has loaded it is asked, if there is any."""
        loaded = self.processes > 1 and process_context().get_start_method() == "forkserver"
        return kernel_for(weights, _loaded_kernel if loaded else compiled_kernel)

    def sums(self, tasks: Sequence[Task]) -> Iterator[ChunkSum]:
        """Sum of each chunk, in order; what a process that died left undone is tried once more.

        Raises
        ------
        WorkersError
            The system ended a process twice, for its memory as a rule.
        """
        from multiprocessing import get_context

        if min(self.processes, len(tasks)) <= 1:
            workspace = Workspace()
            for task in tasks:
                yield chunk_sum(chunk_of(task), workspace)
            return
        done = 0
        # Fewer at the second try: together they may have been too large for the machine. And each
        # from its beginning: what they were forked from may be what is broken.
        tries = ((self.processes, process_context()), (self.processes // 2, get_context("spawn")))
        for processes, context in tries:
            try:
                for result in _pooled(tasks[done:], processes, context):
                    done += 1
                    yield result
                return
            except BrokenExecutor:
                continue
        raise WorkersError(
            "processes that read files were ended by the system twice, the second time while "
            f"{tasks[done].files} or what follows was read",
            allowed="memory for one file, as an array, in each process",
            fix="give fewer processes (--jobs 1), or free memory",
        )


def local_workers(dataset: xr.Dataset, jobs: int | None) -> LocalWorkers:
    """As many processes as were asked for; if none were, one for a small run, else every core."""
    import os

    if jobs is not None:
        return LocalWorkers(max(1, jobs))
    small = dataset["attention"].nbytes < _WORTH_A_PROCESS
    return LocalWorkers(1 if small else os.cpu_count() or 1)


def under_way(
    tasks: Sequence[Task],
    submit: Callable[[Task], Future[Answer]],
    most: Callable[[], int],
) -> Iterator[tuple[Task, Future[Answer]]]:
    """Each task with its future, in order, of which a bounded number is under way.

    Neither tasks nor results pile up, however many there are: the next ones are submitted when an
    answer has been taken.
    """
    waiting = iter(tasks)
    submitted: deque[tuple[Task, Future[Answer]]] = deque()
    try:
        while True:
            room = most() - len(submitted)
            submitted.extend((task, submit(task)) for task in islice(waiting, max(0, room)))
            if not submitted:
                return
            yield submitted.popleft()
    finally:
        for _, future in submitted:
            future.cancel()


def _begin_child(folder: Path) -> None:
    follow_parent(folder)
    keep_freed_memory()


@cache
def _workspace_of_child() -> Workspace:
    """Memory of a process that does nothing but sum up chunks, one after the other."""
    return Workspace()


def _sum_in_child(chunk: Chunk, folder: Path) -> Handed | ChunkSum:
    result = chunk_sum(chunk, _workspace_of_child())
    try:
        return Handed.of(result, folder)
    except OSError:
        # No room for temporary files: the slow way.
        return result


def _loaded_kernel() -> str | None:
    try:
        with pool_of(1, process_context(), follow_parent) as pool:
            name: str | None = submitted(pool, compiled_kernel).result()
            return name
    except BrokenExecutor:
        return compiled_kernel()


def _pooled(tasks: Sequence[Task], processes: int, context: BaseContext) -> Iterator[ChunkSum]:
    from tempfile import TemporaryDirectory

    count = max(1, min(processes, len(tasks)))
    with (
        TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as name,
        pool_of(count, context, _begin_child, (Path(name),)) as pool,
    ):

        def submit(task: Task) -> Future[Handed | ChunkSum]:
            future: Future[Handed | ChunkSum] = submitted(
                pool, _sum_in_child, chunk_of(task), Path(name)
            )
            return future

        for _, future in under_way(tasks, submit, lambda: AHEAD * count):
            result = future.result()
            yield result.take() if isinstance(result, Handed) else result
            del result
