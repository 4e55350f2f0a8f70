"""HDF5 files are opened in a process of its own first: the library below may hang on a bad one.

Its headers, dimension names and texts lie in heaps and trees that point at one another, and a
pointer that leads in a circle is followed for ever, in C, where no timeout of ours interrupts it.
What the process survives is opened here; what kills or stops it is a file with a reason.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import ArrayFile

#: Seconds after which a file is given up: far more than a slow network disk needs for headers.
PATIENCE: Final = 60.0
#: A file opened with less memory than this, or it is a bomb.
_MEMORY: Final = 8 * 2**30
_SERVE: Final = "from reportgen.sources.trial import serve; serve()"


@dataclass
class _Trial:
    """The process, started when the first file asks for it; one for each process of ours."""

    child: subprocess.Popen[bytes] | None = None
    owner: int = 0
    passed: set[tuple[str, ...]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def running(self) -> subprocess.Popen[bytes] | None:
        """The process, None where the system starts none."""
        if self.child is not None and self.owner == os.getpid() and self.child.poll() is None:
            return self.child
        package = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
        try:
            self.child = subprocess.Popen(
                [sys.executable, "-c", _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
        except OSError:
            return None
        self.owner = os.getpid()
        return self.child

    def end(self) -> None:
        """End the process, if it is ours."""
        if self.child is None or self.owner != os.getpid():
            return
        self.child.kill()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self.child = None


_TRIAL: Final = _Trial()
atexit.register(_TRIAL.end)


def try_out(stream: BinaryIO, path: Path | None, known_as: tuple[str, ...]) -> None:
    """Have a file opened by the other process first.

    Parameters
    ----------
    stream, path
        The file; without a path it lies in an archive.
    known_as
        What tells this content from others: a file that passed is not tried again.

    Raises
    ------
    UnreadableFileError
        The library ends or stops there.
    """
    with _TRIAL.lock:
        if known_as in _TRIAL.passed:
            return
        content = b"" if path is not None else _content(stream)
        question = {"path": None if path is None else str(path.absolute()), "bytes": len(content)}
        child = _TRIAL.running()
        if child is not None and not _answered(child, json.dumps(question).encode(), content):
            _TRIAL.end()
            raise UnreadableFileError("truncated", "the HDF5 library hangs or ends on its headers")
        _TRIAL.passed.add(known_as)


def _content(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read()


def _answered(child: subprocess.Popen[bytes], question: bytes, content: bytes) -> bool:
    """Whether the process says anything in time: what it says is found out here once more."""
    answers: queue.Queue[bytes] = queue.Queue()

    def ask() -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(OSError, ValueError):
            child.stdin.write(question + b"\n" + content)
            child.stdin.flush()
            answers.put(child.stdout.readline())
            return
        answers.put(b"")

    threading.Thread(target=ask, daemon=True).start()
    try:
        return bool(answers.get(timeout=PATIENCE))
    except queue.Empty:
        return False


def serve() -> None:
    """Open one file after another as they are named on standard input, until it ends."""
    _limit_memory()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := questions.readline():
        question = json.loads(line)
        content = questions.read(question["bytes"])
        _limit_time()
        _read_headers(content, None if question["path"] is None else Path(question["path"]))
        answers.write(b"done\n")
        answers.flush()


def _read_headers(content: bytes, path: Path | None) -> None:
    """Read all that pointers of a file lead to; errors are found again by the other process."""
    from reportgen.sources.netcdf import open_hdf5

    with suppress(Exception):
        size = len(content) if path is None else path.stat().st_size
        with open_hdf5(io.BytesIO(content), size, path) as file:
            _read_texts(file)


def _read_texts(file: ArrayFile) -> None:
    for name, header in file.headers.items():
        if header.readable and header.dtype.kind in "US":
            with suppress(Exception):
                file.read(name)


def _limit_time() -> None:
    """Let the system end a file that hangs, even if nobody is left who waits for the answer."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(usage.ru_utime + usage.ru_stime + PATIENCE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
