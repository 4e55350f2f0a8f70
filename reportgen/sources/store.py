"""Where files lie: a folder or a zip of the same folder. Callers never learn which."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from reportgen.exceptions import NoAttentionError, UnreadableFileError

SAMPLE_FOLDER = "npz"
SAMPLE_ARCHIVE = "npz.zip"
MAX_TEXT_BYTES = 1 << 20


class Store(Protocol):
    """A named place that holds sample files, opened one at a time."""

    @property
    def name(self) -> str:
        """Name of the run, without any path."""

    def sample_files(self) -> tuple[str, ...]:
        """Relative names of the npz files, sorted by their base names."""

    def open(self, name: str) -> BinaryIO:
        """Open one sample file for seeking and reading."""

    def read_text(self, name: str) -> str | None:
        """Text of a small file beside the samples, None where there is none."""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Files of a run directory, in ``npz/`` or at its top level."""

    path: Path

    @property
    def name(self) -> str:
        """Name of the directory."""
        return self.path.resolve().name

    def sample_files(self) -> tuple[str, ...]:
        """Files of ``npz/``; those of the top level where there is no such folder."""
        inner = self.path / SAMPLE_FOLDER
        folder = inner if inner.is_dir() else self.path
        prefix = f"{SAMPLE_FOLDER}/" if inner.is_dir() else ""
        names = (entry.name for entry in folder.iterdir() if entry.name.lower().endswith(".npz"))
        return tuple(prefix + name for name in sorted(names) if (folder / name).is_file())

    def open(self, name: str) -> BinaryIO:
        """Open a sample file; a file the system refuses is unreadable, not an error of the run."""
        try:
            return (self.path / name).open("rb")
        except OSError as error:
            raise UnreadableFileError("unreadable", error.strerror or str(error)) from error

    def read_text(self, name: str) -> str | None:
        """Text of a configuration file of the run."""
        file = self.path / name
        if not file.is_file():
            return None
        return _decode(file.read_bytes()[: MAX_TEXT_BYTES + 1], name)


@dataclass(frozen=True, slots=True)
class ZipStore:
    """The same folder, zipped; configuration may lie inside or in the folder around it."""

    path: Path
    beside: FolderStore | None = None

    @property
    def name(self) -> str:
        """Name of the directory around it, else of the archive without its suffix."""
        return self.beside.name if self.beside else self.path.stem

    def sample_files(self) -> tuple[str, ...]:
        """Npz members of the archive, ordered by base name."""
        with self._archive() as archive:
            names = [
                item.filename
                for item in archive.infolist()
                if not item.is_dir() and item.filename.lower().endswith(".npz")
            ]
        return tuple(sorted(names, key=base_name))

    def open(self, name: str) -> BinaryIO:
        """Read one member into memory: npz needs seeking, and one file at a time is small."""
        try:
            with self._archive() as archive:
                return io.BytesIO(archive.read(name))
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableFileError("truncated", str(error)) from error

    def read_text(self, name: str) -> str | None:
        """Text of a member, else of the file beside the archive."""
        with self._archive() as archive:
            members = {item.filename: item for item in archive.infolist()}
            if name in members and members[name].file_size <= MAX_TEXT_BYTES:
                return _decode(archive.read(name), name)
        return self.beside.read_text(name) if self.beside else None

    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError) as error:
            raise NoAttentionError(
                f"{self.path.name} cannot be read as a zip ({error})",
                allowed="a zip of npz files",
                fix="copy or pack the archive again",
            ) from error


def open_store(path: Path) -> Store:
    """Choose how to read a run.

    Parameters
    ----------
    path
        A run directory, one npz file's directory, or a zip of a run.

    Raises
    ------
    NoAttentionError
        Nothing is there, or it holds no npz file.
    """
    if not path.exists():
        raise NoAttentionError(
            f"{path} does not exist",
            allowed="a run directory or a zip of one",
            fix="check the path",
        )
    store: Store
    if path.is_file():
        store = ZipStore(path)
    else:
        store = FolderStore(path)
        archive = path / SAMPLE_ARCHIVE
        if not store.sample_files() and archive.is_file():
            store = ZipStore(archive, beside=store)
    if not store.sample_files():
        raise NoAttentionError(
            f"{path} holds no attention file",
            allowed="npz files at the top, in npz/ or in npz.zip",
            fix="point reportgen at the folder that holds them",
        )
    return store


def base_name(name: str) -> str:
    """File name without its folder: the identity of a sample in a folder and in a zip."""
    return PurePosixPath(name).name


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableFileError("too-large", name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("unreadable", f"{name} is not UTF-8 text") from error
