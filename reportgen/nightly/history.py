"""The history of a site: one line a build, appended whole, read past what an interruption tore."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reportgen.nightly.record import RunRecord, as_json, from_json

FILE: Final = "history.jsonl"
LOCK: Final = ".nightly.lock"


@dataclass(frozen=True, slots=True)
class Night:
    """A job that changed something: when it began, and what it changed.

    Attributes
    ----------
    built
        Records that it (and jobs before it that were interrupted) made, in their order.
    removed
        Names of runs that were no longer there.
    ended
        False while no job has come to its end since.
    """

    date: str
    built: tuple[RunRecord, ...]
    removed: tuple[str, ...]
    ended: bool = True


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was built, in order."""

    nights: tuple[Night, ...] = ()

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """Every record, oldest first."""
        return tuple(record for night in self.nights for record in night.built)

    @property
    def by_run(self) -> dict[str, tuple[RunRecord, ...]]:
        """Records of each run, oldest first."""
        runs: dict[str, list[RunRecord]] = {}
        for record in self.records:
            runs.setdefault(record.name, []).append(record)
        return {name: tuple(records) for name, records in runs.items()}

    @property
    def gone(self) -> frozenset[str]:
        """Runs that were removed and have not come back."""
        gone: set[str] = set()
        for night in self.nights:
            gone -= {record.name for record in night.built}
            gone |= set(night.removed)
        return frozenset(gone)


def read_history(site: Path) -> History:
    """The history of a site; lines that an interruption tore are passed over."""
    nights: list[Night] = []
    built: list[RunRecord] = []
    removed: list[str] = []
    last: dict[str, RunRecord] = {}
    date = ""
    for line in _lines(site / FILE):
        if line.get("kind") == "run":
            try:
                record = from_json(line)
            except (KeyError, TypeError, ValueError):
                continue
            # Two jobs where the disk knows no locks: what both built counts once.
            if not repeats(last.get(record.name), record):
                built.append(record)
                date = date or record.night
            last[record.name] = record
        elif line.get("kind") == "removed":
            name = str(line.get("name"))
            if last.pop(name, None) is None:
                continue
            removed.append(name)
            date = date or str(line.get("night", ""))
        elif line.get("kind") == "night" and (built or removed):
            nights.append(Night(str(line.get("date", date)), tuple(built), tuple(removed)))
            built, removed, date = [], [], ""
    if built or removed:
        nights.append(Night(date, tuple(built), tuple(removed), ended=False))
    return History(tuple(nights))


def repeats(before: RunRecord | None, record: RunRecord) -> bool:
    """Whether a record says nothing that the run's last one does not say."""
    return before is not None and (before.identity, before.verdict, before.reason) == (
        record.identity,
        record.verdict,
        record.reason,
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return
    for line in text.split("\n"):
        try:
            plain = json.loads(line)
        except ValueError:
            continue
        if isinstance(plain, dict):
            yield plain


def append_record(site: Path, record: RunRecord) -> None:
    """Keep the record of one build."""
    _append(site, {"kind": "run", **as_json(record)})


def append_removed(site: Path, name: str, night: str) -> None:
    """Keep that a run is no longer there."""
    _append(site, {"kind": "removed", "name": name, "night": night})


def append_night(site: Path, date: str) -> None:
    """Close a night: what comes later belongs to the next."""
    _append(site, {"kind": "night", "date": date})


def _append(site: Path, plain: dict[str, Any]) -> None:
    """One line in one write, on the disk before anything else happens."""
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    descriptor = os.open(site / FILE, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and _last_byte(descriptor, size) != b"\n"
        os.write(descriptor, (("\n" if torn else "") + line + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_byte(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


@contextmanager
def site_lock(site: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a site: a second job waits, and then finds little left to do.

    The lock goes with its process, so that a killed job leaves none behind. Where the system has
    no such locks the jobs run side by side: lines are appended whole, and doubles are passed over.

    Parameters
    ----------
    waiting
        Called once where another job has it.
    """
    descriptor = os.open(site / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(descriptor, waiting)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, waiting: Callable[[], None]) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    except BlockingIOError:
        waiting()
    except OSError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
