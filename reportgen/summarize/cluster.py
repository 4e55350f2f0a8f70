"""A cluster of dask workers that sums up chunks, reached by the address of its scheduler."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from reportgen.exceptions import ReportgenError, UsageError, WorkersError
from reportgen.processes import keep_freed_memory
from reportgen.schema import BATCH
from reportgen.summarize.cache import code_digest
from reportgen.summarize.chunks import ChunkSum, Task, chunk_of, chunk_sum
from reportgen.summarize.passes import check_kernel, kernel_for
from reportgen.summarize.workers import AHEAD, under_way

SCHEMES: Final = ("tcp", "tls", "ucx", "ws", "wss")
_CONNECT_SECONDS: Final = 5
#: HDF5 may not be called from two threads, and memory is counted by the process.
_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """A worker's sum of a chunk, or why it has none, and the machine it runs on."""

    host: str
    result: ChunkSum | None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers of a dask scheduler, however many there are at the moment.

    Attributes
    ----------
    client
        A ``distributed.Client``.
    """

    client: Any

    def kernel(self, weights: int) -> str:
        """What all workers measure with: what is installed here, or they are refused."""
        return kernel_for(weights)

    def sums(self, tasks: Sequence[Task]) -> Iterator[ChunkSum]:
        """Sum of each chunk, in order; the scheduler gives the chunk of a lost worker to another.

        Raises
        ------
        WorkersError
            One chunk cost several workers, the scheduler is gone, or a worker runs other code or
            does not see the run's files.
        """
        # Every submission is a call of its own, even if an equal one was answered before.
        executor = self.client.get_executor(pure=False)
        code = code_digest()

        def submitted(task: Task) -> Future[Answer]:
            # As bytes, so that the scheduler passes on what it need not understand.
            future: Future[Answer] = executor.submit(remote_sum, pickle.dumps(chunk_of(task)), code)
            return future

        try:
            for task, future in under_way(tasks, submitted, self._most):
                yield _confirmed(task, _answer(task, future))
        except (OSError, CancelledError) as error:
            reason = f" ({error})" if str(error) else ""
            raise WorkersError(
                f"the scheduler can no longer be reached{reason}",
                allowed="a scheduler that runs until the run has been read",
                fix="start it and build again: what was summed up before is kept",
            ) from error

    def _most(self) -> int:
        """Tasks under way; two where no worker has come yet."""
        return AHEAD * max(1, len(self.client.nthreads()))


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster at an address, while it is needed.

    Raises
    ------
    UsageError
        It is no address, nothing answers there, or the extra is not installed.
    """
    check_address(address)
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            f"--scheduler needs dask.distributed, which cannot be imported ({error})",
            fix="pip install 'reportgen[cluster]'",
        ) from error
    try:
        _greet(address)
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"no dask scheduler answers at {address} within {_CONNECT_SECONDS} s",
            allowed="the address that the scheduler printed when it started",
            fix="start it (dask scheduler), or leave --scheduler out to read here",
        ) from error
    with _silenced("distributed.client"), client:
        yield Cluster(client)


@contextmanager
def _silenced(name: str) -> Iterator[None]:
    """Keep a logger from telling, with tracebacks, what becomes one message here: its errors."""
    import logging

    def no_error(record: logging.LogRecord) -> bool:
        return record.levelno < logging.ERROR

    # A filter of its own, as other threads may be connected, too.
    logger = logging.getLogger(name)
    logger.addFilter(no_error)
    try:
        yield
    finally:
        logger.removeFilter(no_error)


def _greet(address: str) -> None:
    """Connect once: the client itself would wait for ever for a greeting that does not come."""
    import asyncio

    from distributed.comm import connect
    from distributed.security import Security

    async def greeted() -> None:
        arguments = Security().get_connection_args("client")
        comm = await asyncio.wait_for(
            connect(address, timeout=_CONNECT_SECONDS, **arguments), _CONNECT_SECONDS
        )
        await comm.close()

    # In a thread of its own: a notebook's thread already has an event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, greeted()).result()


def check_address(address: str) -> None:
    """Stop at what cannot be the address of a scheduler.

    Raises
    ------
    UsageError
        It has no known scheme, no host or no port.
    """
    try:
        parts = urlsplit(address)
        whole = parts.scheme in SCHEMES and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        whole = False
    if not whole:
        raise UsageError(
            f"--scheduler {address}",
            allowed="scheme, host and port, such as tcp://10.0.0.5:8786",
            fix="copy the address that the scheduler printed when it started",
        )


def remote_sum(sent: bytes, code: str) -> Answer:
    """Sum of a chunk that was sent, on a worker.

    Parameters
    ----------
    sent
        A pickled ``Chunk``.
    code
        ``code_digest`` of the sender: another code could give other bits.
    """
    from socket import gethostname

    host = gethostname()
    if code != code_digest():
        raise WorkersError(
            f"the worker on {host} runs another reportgen or NumPy",
            allowed="the same versions on all machines: the report must not depend on who reads",
            fix="install this reportgen and NumPy there, and start the workers again",
        )
    # Dask starts its workers so that memory is given back as soon as possible.
    keep_freed_memory()
    with _ONE_AT_A_TIME:
        try:
            chunk = pickle.loads(sent)
            check_kernel(chunk.plan.kernel, f"the worker on {host}")
            return Answer(host, chunk_sum(chunk))
        except WorkersError:
            raise
        except (ReportgenError, OSError) as error:
            return Answer(host, None, str(error))


def _answer(task: Task, future: Future[Answer]) -> Answer:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise WorkersError(
            f"{error.allowed_failures + 1} workers died one after another while they read "
            f"{task.files}",
            allowed="memory for one file, as an array, in each worker",
            fix="give each worker more memory, or look into its log for another cause",
        ) from error
    except (ImportError, RuntimeError) as error:
        cause = error.__cause__ or error
        raise WorkersError(
            f"the cluster cannot load reportgen ({type(cause).__name__}: {cause})",
            allowed="the same environment for scheduler and workers as here",
            fix="install reportgen there, and start them again",
        ) from error


def _confirmed(task: Task, answer: Answer) -> ChunkSum:
    """A worker's sum, once the files it could not read cannot be read here either."""
    result = answer.result
    if result is None:
        raise _unseen(answer.host, task.files, answer.failure)
    known = set() if task.kept is None else {item.file for item in task.kept.skipped}
    failed = {item.file: item for item in result.skipped if item.file not in known}
    if not failed or "file" not in task.dataset.coords:
        return result
    again = np.isin(task.dataset["file"].values.astype(str), list(failed))
    doubted = task.dataset.isel({BATCH: np.flatnonzero(again)})
    here = chunk_sum(chunk_of(replace(task, dataset=doubted, covered=0, kept=None)))
    readable = sorted(set(failed) - {item.file for item in here.skipped})
    if readable:
        item = failed[readable[0]]
        raise _unseen(answer.host, item.file, f"{item.reason} {item.detail}".rstrip())
    return result


def _unseen(host: str, files: str, failure: str) -> WorkersError:
    return WorkersError(
        f"the worker on {host} cannot read {files} ({failure.rstrip('.')}), which can be read here",
        allowed="a run that all workers see under the same path",
        fix="put it on a disk that they share, or leave --scheduler out",
    )
