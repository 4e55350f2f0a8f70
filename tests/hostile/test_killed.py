"""A build killed at any moment leaves the old report or the new one, and nothing between."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import reportgen
from reportgen.build import Request, directory, render_summary
from reportgen.build.directory import MARKER, staged
from reportgen.exceptions import OutputError
from tests.builders import peaked_run, tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLED = 77
INTERRUPTED = 130
#: What a process does to files, as Python's own audit sees it, before it is done.
TOUCHES = ("open", "os.", "shutil.", "ctypes.dlsym")


def killed_at(point: int, action: Callable[[], None]) -> bool:
    """Run in a forked process that ends without any cleanup at its n-th touch of the file system.

    Returns
    -------
    bool
        Whether it was killed; False where it ended by itself before.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        count = 0

        def hook(event: str, _arguments: object) -> None:
            nonlocal count
            if event.startswith(TOUCHES):
                count += 1
                if count == point:
                    os._exit(KILLED)

        try:
            sys.addaudithook(hook)
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


def write_report(target: Path, text: str, files: int = 30) -> None:
    with staged(target) as staging:
        (staging / "figures").mkdir()
        for index in range(files):
            (staging / "figures" / f"{index}.txt").write_text(text)
        (staging / "report.json").write_text(text)


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_killed_at_some_touches(
    tmp_path: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = kill_everywhere(tmp_path, monkeypatch, exchange=exchange, files=12, step=4)
    assert points >= 15, points


@pytest.mark.slow
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_killed_at_every_touch(
    tmp_path: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = kill_everywhere(tmp_path, monkeypatch, exchange=exchange, files=60, step=1)
    assert points >= 200, points


def kill_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool, files: int, step: int
) -> int:
    """Kill a build at each n-th touch in turn; the number of times it was killed."""
    target = tmp_path / "report"
    write_report(target, "new", files=files)
    (target / "mine.md").write_text("kept")
    new = tree(target)
    write_report(target, "old", files=files)
    old = tree(target)
    assert "mine.md" in old
    if not exchange:
        monkeypatch.setattr(directory, "exchanged", lambda one, other: False)

    def build() -> None:
        write_report(target, "new", files=files)

    points = before = after = 0
    for point in range(1, 2000, step):
        killed = killed_at(point, build)
        if not exchange and not target.exists():
            # What a killed build moved away comes back with the next one.
            directory._clear_abandoned(target)
        found = tree(target)
        assert found in (old, new), point
        if not killed:
            break
        points += 1
        before += found == old
        after += found == new
        if found == new:
            write_report(target, "old", files=files)
    assert before > 0
    assert after > 0
    return points


@pytest.mark.slow
def test_a_real_report_killed_at_every_touch(tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=3, samples=3)
    target = tmp_path / "out"
    request = Request(formats=("json", "nc"), command="old")
    newer = Request(formats=("json", "nc"), command="new")
    reportgen.build(run, tmp_path / "first", request=request)
    summary = tmp_path / "first" / "summary.nc"
    render_summary(summary, target, request=newer)
    new = tree(target)
    render_summary(summary, target, request=request)
    old = tree(target)
    points = 0
    for point in range(1, 400):
        if not killed_at(point, lambda: void(render_summary(summary, target, request=newer))):
            break
        points += 1
        found = tree(target)
        assert found in (old, new), point
        if found == new:
            render_summary(summary, target, request=request)
    assert tree(target) == new
    assert points >= 20


def void(_: object) -> None:
    return


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_signals(tmp_path: Path, ending: signal.Signals) -> None:
    run = peaked_run(tmp_path / "run", key=3, samples=3)
    reportgen.build(run, request=Request(formats=("json",)))
    report = run / "report"
    old = tree(report)
    for wait in (0.3, 1.2, 2.0):
        process = subprocess.Popen(
            [sys.executable, "-c", "from reportgen.cli import main; main()", "build", str(run)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        time.sleep(wait)
        process.send_signal(ending)
        _, errors = process.communicate(timeout=60)
        if process.returncode == INTERRUPTED:
            assert errors.strip() == "reportgen: interrupted; nothing was changed"
        assert tree(report) == old or (report / "report.html").is_file()


#: Ends itself by SIGINT at the n-th import, counted from the first one of ours.
INTERRUPTED_AT = """
import os, signal, sys
# Ignored where the tests run in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
import reportgen.__main__ as start
count = 0
def hook(event, arguments):
    global count
    count += event == "import"
    if count == {point}:
        count += 1
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hook)
sys.argv = ["reportgen", "check", {run!r}]
start.main()
"""


def assert_one_line(code: str) -> None:
    """Run code that interrupts itself."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == INTERRUPTED
    assert done.stderr == "reportgen: interrupted; nothing was changed\n"
    assert done.stdout == ""


@pytest.mark.parametrize("point", [1, 5, 20, 60, 100])
def test_an_interrupt_amid_the_imports_is_one_line(tmp_path: Path, point: int) -> None:
    run = peaked_run(tmp_path / "run", key=3, samples=3)
    assert_one_line(INTERRUPTED_AT.format(point=point, run=str(run)))


#: Is interrupted as xarray takes the n-th lock of a file.
INTERRUPTED_WITH_LOCK = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from xarray.backends.locks import SerializableLock
acquire, count = SerializableLock.acquire, 0
def acquired(self, *args, **kwargs):
    global count
    got = acquire(self, *args, **kwargs)
    count += 1
    if count == {point}:
        os.kill(os.getpid(), signal.SIGINT)
    return got
SerializableLock.acquire = acquired
sys.argv = ["reportgen", "build", {run!r}, "-q"]
from reportgen.cli import main
main()
"""


@pytest.mark.parametrize("point", [1, 9, 20])
def test_an_interrupt_amid_the_writing_of_the_summary_ends_it(tmp_path: Path, point: int) -> None:
    run = peaked_run(tmp_path / "run", key=3, samples=3)
    assert_one_line(INTERRUPTED_WITH_LOCK.format(point=point, run=str(run)))
    assert not (run / "report").exists()


#: A library that makes an error of its own of an interrupt, as Pydantic does amid a model.
INTERRUPTED_IN_LIBRARY = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from reportgen import cli
def app():
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise ValueError("no valid model") from None
cli.app = app
cli.main()
"""


def test_an_interrupt_that_a_library_wraps_is_one_line() -> None:
    assert_one_line(INTERRUPTED_IN_LIBRARY)


def test_the_command_begins_where_interrupts_are_caught() -> None:
    from importlib.metadata import entry_points

    (command,) = entry_points(group="console_scripts", name="reportgen")
    assert command.value == "reportgen.__main__:main"


@pytest.mark.parametrize("flags", [["--no-cache"], []], ids=["", "cache"])
def test_a_real_build_on_a_full_disk_leaves_the_old_report(
    tmp_path: Path, flags: list[str]
) -> None:
    """The system refuses to write more than some bytes into a file, as a full disk does."""
    run = peaked_run(tmp_path / "run", key=3, samples=3)
    reportgen.build(run, request=Request(formats=("json",)))
    old = tree(run / "report")
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from reportgen.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", str(run), *flags, "--output", "json,nc"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith("reportgen: ")
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
    assert tree(run / "report") == old
    assert [path.name for path in run.iterdir() if path.name.startswith(".report.")] == []


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    target = tmp_path / "report"
    write_report(target, "old")
    points = [40, 60]
    for point in points:
        assert killed_at(point, lambda: write_report(target, "new"))
    left = [path for path in tmp_path.iterdir() if path.name.startswith(".report.")]
    assert len(left) == 2
    write_report(target, "new")
    # Young ones may belong to a build that has not locked them yet.
    assert all(path.exists() for path in left)
    for path in left:
        os.utime(path, (0, 0))
    other = tmp_path / ".report.notes"
    other.mkdir()
    os.utime(other, (0, 0))
    write_report(target, "new")
    assert [path.name for path in tmp_path.iterdir() if path.name != "report"] == [other.name]


def test_what_is_half_removed_never_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it removes the older report, then once more between the two renames."""
    target = tmp_path / "report"
    write_report(target, "old")
    monkeypatch.setattr(directory, "exchanged", lambda one, other: False)
    left: list[Path] = []

    def removed_in_part(folder: Path, **_: object) -> None:
        if Path(folder).is_dir():
            next(Path(folder).rglob("*.txt")).unlink()
            left.append(Path(folder))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", removed_in_part)
        write_report(target, "new")
    assert left
    new = tree(target)
    # Names are made by chance; this one would be looked at last.
    target.replace(tmp_path / f".report.zzzzzzzz{directory._OLD}")
    directory._clear_abandoned(target)
    assert tree(target) == new


def test_a_living_build_is_not_cleared_away(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with staged(target) as staging:
        (staging / "report.json").write_text("slow")
        os.utime(staging, (0, 0))
        write_report(target, "quick")
        assert staging.is_dir()
    assert (target / "report.json").read_text() == "slow"


def build_often(target: str, text: str, times: int) -> None:
    for _ in range(times):
        write_report(Path(target), text, files=3)


def test_two_builds_into_one_directory_at_once(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "report"
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        workers = [
            context.Process(target=build_often, args=(str(target), text, 40)) for text in "abc"
        ]
        for worker in workers:
            worker.start()
    while any(worker.is_alive() for worker in workers):
        for worker in workers:
            worker.join(0.01)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    found = {file.read_text() for file in target.rglob("*.txt")}
    assert len(found) == 1
    assert found == {(target / "report.json").read_text()}
    assert [path.name for path in target.parent.iterdir()] == ["report"]


def test_a_full_disk_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report"
    write_report(target, "old")
    old = tree(target)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_report(target, "new")
    assert tree(target) == old
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_marker_lists_what_is_ours(tmp_path: Path) -> None:
    target = tmp_path / "report"
    write_report(target, "new", files=1)
    assert (target / MARKER).read_text().splitlines() == ["figures/0.txt", "report.json"]
