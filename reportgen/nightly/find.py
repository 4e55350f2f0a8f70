"""Which folders and archives below a root are runs, and what tells that one has changed."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportgen.build.directory import MARKER
from reportgen.exceptions import UsageError
from reportgen.sources.epochs import epoch_in
from reportgen.sources.parts import NO_PARTS
from reportgen.sources.store import SAMPLE_ARCHIVE, SAMPLE_FOLDER

#: What a run's numbers depend on; logs and pictures that lie beside do not count.
_COUNTED: Final = (".npz", ".zip", ".yaml", ".yml")
_CONFIGS: Final = (".hydra/config.yaml", "reportgen.yaml")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run, its name below the root and its identity.

    Attributes
    ----------
    name
        Path below the root with ``/``; characters that cannot be printed are written out.
    folder
        Name of its report's folder: safe in every file system and address.
    path
        Where it lies.
    identity
        Hash of names, sizes and times of its files.
    """

    name: str
    folder: str
    path: Path
    identity: str


def find_runs(root: Path, *, without: Path) -> tuple[FoundRun, ...]:
    """Every run below a root, by name.

    A run is a folder with npz files at its top, in ``npz/`` or in ``npz.zip``; a folder with a
    configuration, or with folders of epochs, that hold such; or a zip with npz files in it.
    Reports, hidden folders and ``without`` are not looked into.

    Raises
    ------
    UsageError
        The root is no folder that can be listed.
    """
    try:
        next(root.iterdir(), None)
    except OSError as error:
        raise UsageError(
            f"{root} cannot be listed ({error.strerror or error})",
            allowed="a folder that holds runs, at any depth",
            fix="check the path",
        ) from error
    top = Path(os.path.realpath(root))
    seen = {os.path.realpath(without)}
    found = [_found(path, top) for path in _below(top, top, seen)]
    return tuple(sorted(found, key=lambda run: run.name))


def _below(folder: Path, top: Path, seen: set[str]) -> Iterator[Path]:
    """Paths of the runs in a folder, which may be one itself. Links are followed once."""
    real = os.path.realpath(folder)
    if real in seen or (folder / MARKER).is_file():
        return
    seen.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        # Nobody can tell whether a run is in there; the others go on.
        return
    if _is_run(entries, folder, top):
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if _is_folder(entry):
            if entry.name.lower() not in NO_PARTS:
                yield from _below(path, top, seen)
        elif entry.name.lower().endswith(".zip") and _may_be_run(path):
            yield path


def _is_run(entries: list[os.DirEntry[str]], folder: Path, top: Path) -> bool:
    names = {entry.name for entry in entries}
    if SAMPLE_ARCHIVE in names or any(name.lower().endswith(".npz") for name in names):
        return True
    folders = [entry.name for entry in entries if _is_folder(entry)]
    if SAMPLE_FOLDER in folders:
        return True
    if folder == top:
        return False
    epochs = [name for name in folders if epoch_in(name) is not None]
    declared = any((folder / name).is_file() for name in _CONFIGS)
    inner = epochs or (folders if declared else [])
    return any(_holds_samples(folder / name) for name in inner if not name.startswith("."))


def _holds_samples(folder: Path) -> bool:
    for place, folders, files in os.walk(folder):
        folders[:] = [
            name for name in folders if not name.startswith(".") and name.lower() not in NO_PARTS
        ]
        if MARKER not in files and any(name.lower().endswith(".npz") for name in files):
            return True
        if SAMPLE_ARCHIVE in files or len(Path(place).relative_to(folder).parts) > 2:
            return SAMPLE_ARCHIVE in files
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads in a circle.
        return False


def _may_be_run(path: Path) -> bool:
    """Whether a zip holds samples; one that cannot be read is a run that failed, not nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(".npz") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return path.is_file()


def _found(path: Path, top: Path) -> FoundRun:
    relative = path.relative_to(top)
    raw = os.fsencode(relative if relative.parts else top.name or "run")
    name = printable(raw.decode("utf-8", "backslashreplace"))
    return FoundRun(name, folder_name(name, raw), path, _identity(path))


def printable(text: str) -> str:
    r"""Text on one line: what cannot be printed is written as its number.

    Examples
    --------
    >>> print(printable("a\tb"))
    a\x09b
    """
    return "".join(char if char.isprintable() else _numbered(char) for char in text)


def _numbered(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def folder_name(name: str, raw: bytes) -> str:
    """Name of a report's folder; a short hash keeps names apart that were changed for it.

    Examples
    --------
    >>> folder_name("ap_in1d", b"ap_in1d"), folder_name("a/../b", b"a/../b")
    ('ap_in1d', 'a_.._b-900ea8b7')
    """
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip(".")[:_LONGEST] or "run"
    if safe == name and not safe.startswith("-"):
        return safe
    return f"{safe.lstrip('-')}-{hashlib.sha256(raw).hexdigest()[:8]}"


def _identity(path: Path) -> str:
    """Hash over names, sizes and times of change of the files that a report depends on."""
    hashed = hashlib.sha256()
    for name, file in _counted(path):
        try:
            status = file.stat()
            line = f"{status.st_size}:{status.st_mtime_ns}"
        except OSError:
            line = "gone"
        hashed.update(os.fsencode(name) + f"\0{line}\0".encode())
    return hashed.hexdigest()


def _counted(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    for place, folders, files in os.walk(path):
        folders[:] = sorted(
            name
            for name in folders
            if (not name.startswith(".") or name == ".hydra") and name.lower() not in NO_PARTS
        )
        if MARKER in files:
            folders.clear()
            continue
        for name in sorted(files):
            if name.lower().endswith(_COUNTED):
                file = Path(place) / name
                yield str(file.relative_to(path)), file
