"""Processes that sum up chunks: bounded, in order, and replaced once when one dies."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from reportgen.exceptions import WorkersError
from reportgen.schema import Mask, Readout
from reportgen.sources.run import open_run
from reportgen.summarize import chunks, summarize
from reportgen.summarize.chunks import Task, Workspace, chunk_of, chunk_sum
from reportgen.summarize.parts import Plan, Total
from reportgen.summarize.workers import LocalWorkers, under_way
from tests.builders import random_attention, write_run

SAMPLES = 14


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> xr.Dataset:
    """A run of one file a chunk."""
    monkeypatch.setattr(chunks, "_CHUNK_SAMPLES", 1)
    monkeypatch.setattr(chunks, "_FEWEST_SAMPLES", 1)
    return open_run(write_run(tmp_path / "run", random_attention(shape=(SAMPLES, 1, 2, 6, 6))))


class Killer:
    """Ends every process of each of the first pools, as soon as the pool has given a result."""

    def __init__(self, pools: int) -> None:
        self.pools = pools
        self.sizes: list[int] = []
        self.seen: set[int] = set()

    def __call__(self, done: int, total: int) -> None:
        alive = {child.pid or 0 for child in multiprocessing.active_children()}
        if len(self.sizes) < self.pools and alive and not alive & self.seen:
            self.seen |= alive
            self.sizes.append(len(alive))
            for process in alive:
                os.kill(process, signal.SIGKILL)


@pytest.fixture
def patience() -> Iterator[None]:
    """A minute, after which whatever waits is interrupted."""

    def interrupt(*_: object) -> None:
        raise TimeoutError("the processes are still waited for")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("when", [1, SAMPLES - 2, SAMPLES])
def test_one_that_dies_waiting_keeps_nobody(run: xr.Dataset, when: int) -> None:
    """It may hold the lock of the queue, and all others wait for that."""

    def kill_one(done: int, total: int) -> None:
        if done == when:
            process = min(child.pid or 0 for child in multiprocessing.active_children())
            os.kill(process, signal.SIGKILL)

    found = summarize(run, jobs=3, progress=kill_one)
    xr.testing.assert_identical(found, summarize(run, jobs=1))
    assert not multiprocessing.active_children()


def test_a_process_that_is_killed_changes_no_bit(run: xr.Dataset) -> None:
    killer = Killer(1)
    xr.testing.assert_identical(summarize(run, jobs=2, progress=killer), summarize(run, jobs=1))
    assert killer.sizes == [2]


def test_a_second_death_ends_it_with_one_message(run: xr.Dataset) -> None:
    killer = Killer(2)
    with pytest.raises(WorkersError) as caught:
        summarize(run, jobs=3, progress=killer)
    # Fewer at the second try.
    assert killer.sizes == [3, 1]
    assert "twice" in str(caught.value)
    assert "--jobs 1" in str(caught.value)
    assert any(name in str(caught.value) for name in run["file"].values[1:].tolist())
    assert caught.value.exit_code == 5


def test_as_many_processes_as_chunks(run: xr.Dataset) -> None:
    seen: list[int] = []
    two = run.isel(batch=slice(0, 2))
    summarize(two, jobs=8, progress=lambda *_: seen.append(len(multiprocessing.active_children())))
    assert seen[0] == 2
    assert list(LocalWorkers(4).sums([])) == []


def test_neither_tasks_nor_results_pile_up() -> None:
    submitted: list[int] = []
    open_at_once: list[int] = []
    answered = 0

    def limit() -> int:
        # The cluster grows while it works.
        return 4 if answered < 20 else 10

    def submit(task: Any) -> Future[int]:
        submitted.append(task)
        open_at_once.append(len(submitted) - answered)
        future: Future[int] = Future()
        future.set_result(task)
        return future

    tasks: list[Any] = list(range(50))
    got = []
    for task, future in under_way(tasks, submit, limit):
        assert future.result() == task
        got.append(task)
        answered += 1
    assert got == submitted == tasks
    assert max(open_at_once[:20]) == 4
    assert max(open_at_once) == 10


def test_what_was_submitted_is_cancelled_when_nobody_waits_any_more() -> None:
    futures: list[Future[int]] = []

    def submit(task: Task) -> Future[int]:
        futures.append(Future())
        return futures[-1]

    tasks: list[Any] = list(range(9))
    answers = under_way(tasks, submit, lambda: 3)
    next(answers)
    answers.close()
    assert [future.cancelled() for future in futures] == [False, True, True]


def test_another_process_needs_neither_the_run_nor_xarray(run: xr.Dataset, tmp_path: Path) -> None:
    """A chunk is a few paths, and what sums it up starts in the time that NumPy takes."""
    plan = Plan(1, 0, permute=False)
    chunk = chunk_of(Task(run.isel(batch=slice(3, 5)), Mask(), Readout.MEAN, plan))
    sent = pickle.dumps(chunk)
    names = [str(name) for name in run["sample"].values]
    assert names[3].encode() in sent
    assert names[6].encode() not in sent
    (tmp_path / "chunk").write_bytes(sent)
    code = (
        "import pickle, sys; from pathlib import Path; "
        "from reportgen.summarize.chunks import chunk_sum; "
        "result = chunk_sum(pickle.loads(Path(sys.argv[1]).read_bytes())); "
        "print(result.samples, list(result.part['sample_name'])); "
        "sys.exit('xarray' in sys.modules or 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "chunk")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == f"2 {names[3:5]}\n"


def test_a_workspace_that_was_used_before_changes_no_bit(run: xr.Dataset) -> None:
    """Chunks of one group and of several, of another padding and of another block."""
    plans = [Plan(block, 0, permute=False) for block in (1, 2)]
    padded = run.assign(attention_mask=(("batch", "key"), np.ones((SAMPLES, 6), dtype=bool)))
    padded["attention_mask"][4:9, :2] = False
    used = Workspace()
    for plan in (plans[0], plans[0], plans[1], plans[0]):
        for samples in (slice(0, SAMPLES), slice(5, 7)):
            for dataset in (run, padded):
                chunk = chunk_of(Task(dataset.isel(batch=samples), Mask(), Readout.MEAN, plan))
                found, wanted = Total(), Total()
                for total, result in (
                    (found, chunk_sum(chunk, used)),
                    (wanted, chunk_sum(chunk)),
                ):
                    assert result.part is not None
                    assert result.pending is not None
                    total.add(result.part, result.pending.sums)
                    # Added for good: what comes next may overwrite it.
                    for values in (*result.pending.sums.values(), *result.part.values()):
                        if values.dtype.kind == "f":
                            values[...] = np.nan
                both = found.result(), wanted.result()
                assert both[0] is not None
                assert both[1] is not None
                assert set(both[0]) == set(both[1])
                for name, values in both[0].items():
                    np.testing.assert_array_equal(values, both[1][name], err_msg=name)
