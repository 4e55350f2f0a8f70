"""Partial sums of earlier builds: an unchanged chunk of files is not read again.

An entry holds what a chunk of files added up to, in the order of the files and before sums are
rounded, so that adding the files that came since gives the same bits as reading all of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.schema import SkippedFile
from reportgen.summarize.parts import Part
from reportgen.summarize.sums import Pending
from reportgen.summarize.variables import VARIABLES

_SUFFIX = ".partial.npz"
_FILES, _SKIPPED, _SAMPLES, _REAL, _WAITING = "_files", "_skipped", "_samples", "_real", "_+"
#: Beyond this the oldest entries are removed.
MAX_BYTES = 2 * 2**30
#: A partial sum that is as large as the data is not worth keeping, unless both are small.
_SMALL_BYTES = 32 * 2**20
_ROOMS = (
    *("summarize", "nulls.py", "sources/run_files.py", "sources/layout.py", "sources/arrays.py"),
    *("sources/npz.py", "sources/members.py", "sources/member_bytes.py"),
)
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, RuntimeError)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an entry holds.

    Attributes
    ----------
    files
        Files that it covers, from the first of the chunk on.
    part
        Their sum, None where not one of them could be read.
    pending
        Matrices that are not in it yet.
    """

    files: int
    part: Part | None
    skipped: tuple[SkippedFile, ...]
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class PartialCache:
    """Partial sums in a folder that may be deleted at any time.

    Attributes
    ----------
    folder
        Where the entries lie.
    scope
        Part of the run that the files belong to: files of two epochs may bear one name.
    identities
        What changes when a file does, by base name.
    writable
        Whether new entries are kept.
    used
        Entries that this build read or wrote.
    """

    folder: Path
    scope: str
    identities: Mapping[str, str]
    writable: bool = True
    used: set[Path] = field(default_factory=set)

    def knows(self, names: Sequence[str]) -> bool:
        """Whether the identity of every file is known."""
        return all(name in self.identities for name in names)

    def covered(self, reading: str, names: Sequence[str]) -> int:
        """Number of files at the beginning of a chunk whose sum is kept; as for ``load``."""
        try:
            with _opened(self._path(reading, names)) as stored:
                known = [str(text) for text in stored[_FILES]]
        except _BROKEN:
            return 0
        now = [self._identity(name) for name in names[: len(known)]]
        return len(known) if known == now else 0

    def load_fact(self, question: str, name: str) -> str | None:
        """What an earlier build found out about one file."""
        try:
            with _opened(self._path(question, [name])) as stored:
                known, text = (str(value) for value in stored[_FILES])
        except _BROKEN:
            return None
        return text if known == self._identity(name) else None

    def save_fact(self, question: str, name: str, text: str) -> None:
        """Keep what was found out about one file."""
        known = np.array([self._identity(name), text])
        self._write(self._path(question, [name]), {_FILES: known})

    def load(self, reading: str, names: Sequence[str]) -> Kept | None:
        """Sum of the longest known beginning of a chunk.

        Parameters
        ----------
        reading
            How the values are understood: mask, readout, dims and the like.
        names
            Base names of the chunk's files, in order.
        """
        path = self._path(reading, names)
        try:
            with _opened(path) as stored:
                known = [str(text) for text in stored[_FILES]]
                now = [self._identity(name) for name in names[: len(known)]]
                if not known or known != now:
                    return None
                part = {
                    name: _in_memory(name, stored[name]) for name in stored.files if name[0] != "_"
                }
                rows = stored[_SKIPPED].reshape(-1, 3).tolist()
                pending = _pending(stored)
        except _BROKEN:
            # Missing, damaged or somebody else's: read the files.
            return None
        self.used.add(path)
        skipped = tuple(SkippedFile(*map(str, row)) for row in rows)
        return Kept(len(known), part or None, skipped, pending)

    def save(
        self,
        reading: str,
        names: Sequence[str],
        result: Kept,
        data_bytes: int,
    ) -> None:
        """Keep a chunk's sum; what cannot be kept is read again next time."""
        arrays = dict(result.part or {})
        if result.pending is not None:
            arrays |= {_WAITING + name: each for name, each in result.pending.sums.items()}
            arrays[_SAMPLES] = np.array(result.pending.samples)
            arrays[_REAL] = result.pending.real
        size = sum(values.nbytes for values in arrays.values())
        if size > max(_SMALL_BYTES, data_bytes // 2):
            return
        rows = [(item.file, item.reason, item.detail) for item in result.skipped]
        plain = {k: v.astype(str) if v.dtype == object else v for k, v in arrays.items()}
        plain[_FILES] = np.array([self._identity(name) for name in names])
        plain[_SKIPPED] = np.array(rows or np.empty((0, 3)), dtype=str)
        self._write(self._path(reading, names), plain)

    def _write(self, path: Path, arrays: Mapping[str, Any]) -> None:
        if not self.writable:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, partial = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    np.savez(stream, **arrays)
                Path(partial).replace(path)
                self.used.add(path)
            finally:
                with contextlib.suppress(OSError):
                    Path(partial).unlink()

    def trim(self) -> None:
        """Remove entries that no build used lately, once they fill too much."""
        if not self.writable:
            return
        with contextlib.suppress(OSError):
            entries = sorted(
                self.folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True
            )
            total = 0
            for path in entries:
                total += path.stat().st_size
                if total > MAX_BYTES and path not in self.used:
                    path.unlink()

    def _path(self, reading: str, names: Sequence[str]) -> Path:
        text = "\n".join((code_digest(), self.scope, reading, names[0]))
        return self.folder / (hashlib.sha256(text.encode()).hexdigest()[:40] + _SUFFIX)

    def _identity(self, name: str) -> str:
        return f"{name}\n{self.identities[name]}"


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An entry's arrays; the file is closed whatever is wrong with it."""
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        yield stored


def _pending(stored: Any) -> Pending | None:
    """Matrices of an entry that are not in its part."""
    if _SAMPLES not in stored.files:
        return None
    names = [name for name in stored.files if name.startswith(_WAITING)]
    sums = {name.removeprefix(_WAITING): stored[name] for name in names}
    return Pending(sums, int(stored[_SAMPLES]), stored[_REAL])


def _in_memory(name: str, values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(object) if VARIABLES[name].dtype == "O" else values


@cache
def code_digest() -> str:
    """What changes when the sums may: NumPy, and our own code that makes them."""
    digest = hashlib.sha256(np.__version__.encode())
    root = Path(str(files("reportgen")))
    for room in _ROOMS:
        path = root / room
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
