"""A real cluster of processes reads the run: same bytes, also where a worker is killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from reportgen.exceptions import UsageError, WorkersError
from reportgen.sources.run import open_run
from reportgen.summarize import chunks, cluster, summarize
from reportgen.summarize.cluster import check_address, connected
from tests.builders import peaked_run, random_attention, tree, write_npz, write_run

SAMPLES = 14
#: A worker that has run this is ended by the next chunk it reads, as one without memory is.
DEADLY = """
there = __import__("importlib").import_module("reportgen.summarize.cluster")
there.chunk_sum = lambda task: __import__("os").kill(__import__("os").getpid(), 9)
"""

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def local_cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, memory_limit="300MB", dashboard_address=":0"
    ) as started:
        yield started


@pytest.fixture
def address(local_cluster: Any) -> str:
    return str(local_cluster.scheduler_address)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of one file a chunk."""
    monkeypatch.setattr(chunks, "_CHUNK_SAMPLES", 1)
    monkeypatch.setattr(chunks, "_FEWEST_SAMPLES", 1)
    return write_run(tmp_path / "run", random_attention(shape=(SAMPLES, 1, 2, 6, 6)))


def worker_pids(client: Any) -> set[int]:
    return set(client.run(os.getpid).values())


class Killer:
    """Ends a worker once, as soon as a result is there."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.killed = 0

    def __call__(self, done: int, total: int) -> None:
        if not self.killed:
            self.killed = min(worker_pids(self.client))
            os.kill(self.killed, signal.SIGKILL)


def test_a_worker_that_is_killed_costs_a_retry(run: Path, address: str) -> None:
    with connected(address) as workers:
        killer = Killer(workers.client)
        there = summarize(open_run(run), workers=workers, progress=killer)
        workers.client.wait_for_workers(2)
        assert killer.killed not in worker_pids(workers.client)
    xr.testing.assert_identical(there, summarize(open_run(run), jobs=1))


@pytest.mark.slow
def test_a_run_larger_than_the_memory_of_all_workers(tmp_path: Path, address: str) -> None:
    values = random_attention(0, shape=(1, 8, 256, 256)).round(2)
    first = write_npz(tmp_path / "run" / "npz" / "20020101000000.npz", values)
    for number in range(1, 330):
        name = f"2002{number // 28 + 1:02d}{number % 28 + 1:02d}000000.npz"
        os.link(first, first.with_name(name))
    run = open_run(tmp_path / "run")
    assert run["attention"].nbytes > 2 * 300e6
    with connected(address) as workers:
        killer = Killer(workers.client)
        summary = summarize(run, workers=workers, progress=killer)
        assert killer.killed
    assert summary.sizes["batch"] == 330


def test_a_chunk_that_costs_every_worker_is_named(run: Path) -> None:
    import dask

    patience = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(patience),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=":0"
        ) as started,
        connected(started.scheduler_address) as workers,
    ):
        workers.client.run(exec, DEADLY)
        with pytest.raises(WorkersError) as caught:
            summarize(open_run(run), workers=workers)
    assert "1 workers died" in str(caught.value)
    assert any(name in str(caught.value) for name in tree(run / "npz"))
    assert "memory" in str(caught.value)


def test_a_scheduler_that_dies_is_one_message(run: Path, tmp_path: Path) -> None:
    """It has no workers: the build waits for the first."""
    log = tmp_path / "scheduler.log"
    command = (sys.executable, "-m", "dask", "scheduler", "--port", "0", "--no-dashboard")
    with log.open("w") as stream, subprocess.Popen(command, stderr=stream) as scheduler:
        try:
            address = said(log, r"Scheduler at: +(\S+)")
            options = ("build", str(run), "--scheduler", address)
            build = subprocess.Popen(
                (sys.executable, "-m", "reportgen", *options),
                stderr=subprocess.PIPE,
                cwd=tmp_path,
                text=True,
            )
            try:
                said(log, "(Receive client connection)")
                scheduler.kill()
                _, errors = build.communicate(timeout=60)
            finally:
                build.kill()
        finally:
            scheduler.kill()
    assert build.returncode == 5
    assert "the scheduler can no longer be reached" in errors.splitlines()[-1]
    assert [line for line in errors.splitlines() if not line.startswith("reportgen")] == []


def said(log: Path, pattern: str) -> str:
    """What a log says, once it does."""
    for _ in range(600):
        found = re.search(pattern, log.read_text())
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_a_file_that_only_we_see_stops_it(
    run: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It means another folder in each process, as a path does on machines that share no disk.
    monkeypatch.chdir(run)
    dataset = open_run("/proc/self/cwd")
    assert dataset.sizes["batch"] == SAMPLES
    with connected(address) as workers, pytest.raises(WorkersError) as caught:
        summarize(dataset, workers=workers)
    assert socket.gethostname() in str(caught.value)
    assert dataset["file"].values[0] in str(caught.value)
    assert "share" in str(caught.value)


def test_a_file_that_nobody_can_read_is_skipped_as_ever(run: Path, address: str) -> None:
    broken = sorted((run / "npz").iterdir())[3]
    dataset = open_run(run)
    broken.write_bytes(broken.read_bytes()[:-60])
    with connected(address) as workers:
        there = summarize(dataset, workers=workers)
    here = summarize(dataset, jobs=1)
    assert broken.name in here.attrs["reportgen"]
    xr.testing.assert_identical(there, here)


def test_workers_with_other_code_are_refused(
    run: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "code_digest", lambda: "another")
    with connected(address) as workers, pytest.raises(WorkersError, match="another reportgen"):
        summarize(open_run(run), workers=workers)


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "localhost:8786", "tcp://", "tcp://host", "tcp://host:port", "http://h:1"],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="tcp://"):
        check_address(text)


def test_nothing_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        # Nobody listens; then somebody does, but is no scheduler.
        for _ in range(2):
            where = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
            with pytest.raises(UsageError, match="no dask scheduler") as caught, connected(where):
                pass
            assert caught.value.exit_code == 2
            taken.listen()


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"reportgen\[cluster\]"), connected("tcp://host:8786"):
        pass


def test_the_report_has_the_same_bytes(tmp_path: Path, address: str) -> None:
    from reportgen.build import Request, build

    run = peaked_run(tmp_path / "run", key=4, companions=True)
    request = Request(formats=("json", "nc"))
    build(run, tmp_path / "here", request=request, cache=False)
    build(run, tmp_path / "there", request=request, cache=False, scheduler=address)
    assert tree(tmp_path / "here") == tree(tmp_path / "there")
