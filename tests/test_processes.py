"""Other processes: forked from one that has what they need, and gone with who needs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen import processes, start
from tests.builders import random_attention, tree, write_run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")

#: Reads a run in several processes, names them once they have begun, and then does nothing.
READING = """
import multiprocessing, sys, time
def name_them(done, total):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
if __name__ == "__main__":
    from reportgen.processes import begin_server
    if sys.argv[2] == "forked":
        begin_server(["reportgen.summarize.workers"])
    from reportgen import open_run, summarize
    from reportgen.summarize import chunks
    chunks._CHUNK_SAMPLES = chunks._FEWEST_SAMPLES = 1
    summarize(open_run(sys.argv[1]), jobs=2, progress=name_them)
"""
#: The command, for which any run is large.
COMMAND = """
import multiprocessing, sys
from reportgen import __main__, start
if __name__ == "__main__":
    start._LARGE = start._HUGE = 0
    from reportgen.summarize import chunks
    chunks._CHUNK_SAMPLES = chunks._FEWEST_SAMPLES = 1
    print("begun", flush=True)
    try:
        __main__.main()
    finally:
        print(multiprocessing.get_start_method(allow_none=True))
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", random_attention(shape=(9, 1, 2, 6, 6)))


def begun(code: str, *arguments: str, folder: Path) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(folder)},
        start_new_session=True,
    )


def is_running(process: int) -> bool:
    """Whether it runs; one that nobody asks for its exit code does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(processes: list[int]) -> None:
    limit = time.monotonic() + 20
    while any(map(is_running, processes)):
        assert time.monotonic() < limit, f"still there: {processes}"
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["spawned", "forked"])
def test_they_end_with_the_one_that_is_killed(run: Path, how: str, tmp_path: Path) -> None:
    """Killed for its memory, say, or by a scheduler: nobody is left to end them."""
    asking = begun(READING, str(run), how, folder=tmp_path / "tmp")
    assert asking.stdout is not None
    children = [int(text) for text in asking.stdout.readline().split()]
    assert len(children) == 2
    assert all(map(is_running, children))
    assert list((tmp_path / "tmp").glob("reportgen-*"))
    asking.kill()
    asking.communicate()
    wait_until_gone(children)
    assert not list((tmp_path / "tmp").glob("reportgen-*"))


@pytest.mark.parametrize("how", ["spawned", "forked"])
def test_an_interrupt_is_for_the_one_that_was_started(run: Path, how: str, tmp_path: Path) -> None:
    asking = begun(READING, str(run), how, folder=tmp_path / "tmp")
    assert asking.stdout is not None
    children = [int(text) for text in asking.stdout.readline().split()]
    os.killpg(asking.pid, signal.SIGINT)
    _, errors = asking.communicate(timeout=30)
    assert errors.count("Traceback") == errors.count("KeyboardInterrupt") == 1
    wait_until_gone(children)
    assert not list((tmp_path / "tmp").glob("reportgen-*"))


@pytest.mark.parametrize("wait", [0.05, 0.3, 0.6, 1.0])
def test_an_interrupt_of_all_is_one_line(run: Path, wait: float, tmp_path: Path) -> None:
    """As a terminal sends it, to whatever has been started by then."""
    job = begun(COMMAND, "check", str(run), "--jobs", "2", folder=tmp_path / "tmp")
    assert job.stdout is not None
    assert job.stdout.readline() == "begun\n"
    time.sleep(wait)
    os.killpg(job.pid, signal.SIGINT)
    _, errors = job.communicate(timeout=60)
    if job.returncode == -signal.SIGINT:
        # When all was done: Python itself leaves with the system's own handlers.
        assert not errors
    elif job.returncode:
        assert job.returncode == 130
        assert errors.strip() == "reportgen: interrupted; nothing was changed"
    else:
        assert not errors
    limit = time.monotonic() + 20
    while group_is_there(job.pid):
        assert time.monotonic() < limit
        time.sleep(0.05)


def group_is_there(leader: int) -> bool:
    """Whether any process of a group runs, the helpers of Python's own included."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_command_forks_them_and_the_bytes_are_the_same(run: Path, tmp_path: Path) -> None:
    said = []
    for jobs in ("1", "2"):
        out = tmp_path / "out" / jobs / "report"
        arguments = ("build", str(run), "-o", str(out), "--jobs", jobs, "--no-cache", "-q")
        job = begun(COMMAND, *arguments, folder=tmp_path / jobs)
        printed, errors = job.communicate(timeout=120)
        assert (job.returncode, errors) == (0, "")
        said.append(printed.split()[-1])
    assert said == ["None", "forkserver"]
    assert tree(tmp_path / "out" / "1") == tree(tmp_path / "out" / "2")


def test_bytes_of_a_run_are_counted_until_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "npz").mkdir(parents=True)
    for place in ("1.npz", "npz/1.npz", "npz/2.npz", "last.ckpt"):
        (tmp_path / "a" / place).write_bytes(bytes(100))
    (tmp_path / "a" / "broken.npz").symlink_to("nowhere")
    assert start._sample_bytes(tmp_path / "a") == 300
    assert start._sample_bytes(tmp_path / "a" / "1.npz") == 100
    assert start._sample_bytes(tmp_path / "missing") == 0
    monkeypatch.setattr(start, "_HUGE", 200)
    assert start._sample_bytes(tmp_path / "a") == 200


def test_no_place_for_its_socket_is_no_error(run: Path, tmp_path: Path) -> None:
    """A name of a socket has 107 letters at most, and temporary folders of clusters are deep."""
    deep = tmp_path / ("a" * 90) / "tmp"
    deep.parent.mkdir()
    job = begun(COMMAND, "check", str(run), "--jobs", "2", "-q", folder=deep)
    printed, errors = job.communicate(timeout=60)
    assert (job.returncode, errors) == (0, "")
    assert printed.split()[-1] != "forkserver"


#: Asks a process that is forked from the server what it found there.
FORKED = """
import sys
from reportgen.processes import begin_server, follow_parent, pool_of, process_context, submitted
def is_loaded(name):
    return name in sys.modules
if __name__ == "__main__":
    begin_server(["not_there", "colorsys", "reportgen.summarize.workers"])
    with pool_of(1, process_context(), follow_parent) as pool:
        for name in ("colorsys", "reportgen.summarize.workers", "reportgen.summarize.fused"):
            print(submitted(pool, is_loaded, name).result())
"""


def test_they_find_what_was_imported_for_them(tmp_path: Path) -> None:
    """And nothing that lies in the folder of the data by chance."""
    (tmp_path / "colorsys.py").write_text("raise SystemExit('the wrong one')")
    (tmp_path / "asking.py").write_text(FORKED)
    done = subprocess.run(
        [sys.executable, "-P", str(tmp_path / "asking.py")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (["True", "True", "False"], "")


#: Reads a run in processes that would be forked from one that ends at its first import.
SERVER_GONE = """
import sys
if __name__ == "__main__":
    from reportgen.processes import begin_server
    begin_server(["ends_at_once"])
    from reportgen import open_run, summarize
    from reportgen.summarize import chunks
    chunks._CHUNK_SAMPLES = chunks._FEWEST_SAMPLES = 1
    print(summarize(open_run(sys.argv[1]), jobs=2).sizes["batch"])
"""


def test_a_server_that_ends_costs_nothing_but_time(run: Path, tmp_path: Path) -> None:
    """Ended for its memory, or by a library that is broken: each process begins anew then."""
    (tmp_path / "ends_at_once.py").write_text("import os; os._exit(1)")
    done = subprocess.run(
        [sys.executable, "-c", SERVER_GONE, str(run)],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("9\n", "")


#: Asks which kernel is used where another process has loaded it.
KERNEL = """
import sys
if __name__ == "__main__":
    from reportgen.processes import begin_server
    begin_server(["reportgen.summarize.fused"])
    from reportgen.summarize.workers import LocalWorkers
    print(LocalWorkers(2).kernel(2**28), "numba" in sys.modules)
    print(LocalWorkers(2).kernel(2**28 - 1))
    print(LocalWorkers(1).kernel(2**28))
"""


def test_the_kernel_is_that_of_those_who_read() -> None:
    fused = pytest.importorskip("reportgen.summarize.fused", reason="needs Numba")
    done = subprocess.run(
        [sys.executable, "-c", KERNEL], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [f"{fused.KERNEL} False", "numpy", fused.KERNEL]


def test_a_run_that_was_built_before_begins_nothing(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_with: list[object] = []
    monkeypatch.setattr(processes, "begin_server", begun_with.append)
    monkeypatch.setattr(start, "_LARGE", 1)
    start.begin_readers(run, 1, cache=True)
    assert not begun_with
    start.begin_readers(run, 2, cache=True)
    assert begun_with == [["reportgen.summarize.workers"]]
    (run / ".reportgen").mkdir()
    start.begin_readers(run, 2, cache=True)
    assert len(begun_with) == 1
    start.begin_readers(run, 2, cache=False)
    assert len(begun_with) == 2
