"""Where files lie: a folder, one file, or an archive. Callers never learn which."""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, Protocol

from reportgen.exceptions import NoAttentionError, UnreadableFileError
from reportgen.schema import Message
from reportgen.schema.lines import one_line
from reportgen.sources.magic import Container, Format, kind_of
from reportgen.sources.zarr_store import is_zarr, stored_bytes

SAMPLE_FOLDER = "npz"
SAMPLE_ARCHIVE = "npz.zip"
MAX_TEXT_BYTES = 1 << 20

#: Files that lie beside samples and are none: not even looked into.
_NO_SAMPLES: Final = (
    *(".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".txt", ".md", ".log", ".out", ".err"),
    *(".csv", ".tsv", ".png", ".jpg", ".jpeg", ".gif", ".pdf", ".svg", ".html", ".tex", ".py"),
    *(".ipynb", ".sh", ".pkl", ".ckpt", ".pth", ".parquet"),
)
#: Checkpoints are made of tensors, too, and hold no attention.
_CHECKPOINT_WORDS: Final = ("checkpoint", "ckpt", "model", "best", "last", "optim", "weights")


class Store(Protocol):
    """A named place that holds sample files, opened one at a time."""

    @property
    def name(self) -> str:
        """Name of the run, without any path."""

    def sample_files(self) -> tuple[str, ...]:
        """Relative names of the sample files, sorted by their base names."""

    def open(self, name: str) -> BinaryIO:
        """Open one sample file for seeking and reading."""

    def path_of(self, name: str) -> Path | None:
        """Path of a sample that is a file or folder of its own; None within an archive."""

    def stamp(self, name: str) -> str:
        """What changes when the file does: size and time of change, or the archive's CRC."""

    def read_text(self, name: str) -> str | None:
        """Text of a small file beside the samples, None where there is none."""

    def anywhere(self) -> Store:
        """What opens the same files in a process with another working directory."""


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Files of a run directory, in ``npz/`` or at its top level.

    Attributes
    ----------
    by_content
        Look into files of any name, where none is called ``.npz``.
    only
        One file of the folder is the whole run.
    """

    path: Path
    by_content: bool = False
    only: str = ""

    @property
    def name(self) -> str:
        """Name of the directory, or of the one file without its suffix."""
        return Path(self.only).stem if self.only else Path(os.path.realpath(self.path)).name

    def sample_files(self) -> tuple[str, ...]:
        """Files of ``npz/``; those of the top level where there is no such folder."""
        if self.only:
            return (self.only,)
        inner = self.path / SAMPLE_FOLDER
        folder = inner if inner.is_dir() else self.path
        prefix = f"{SAMPLE_FOLDER}/" if inner.is_dir() else ""
        with os.scandir(folder) as entries:
            there = sorted(entries, key=lambda entry: entry.name)
        names = [e.name for e in there if e.name.lower().endswith(".npz") and _is_file(e)]
        if not names and self.by_content:
            names = _commonest_kind(there)
        return tuple(prefix + name for name in names)

    def open(self, name: str) -> BinaryIO:
        """Open a sample file; a file the system refuses is unreadable, not an error of the run."""
        try:
            # A string: joining paths would take longer than opening the file.
            return open(self._place(name), "rb")  # noqa: PTH123
        except OSError as error:
            raise UnreadableFileError("unreadable", error.strerror or str(error)) from error

    def path_of(self, name: str) -> Path:
        """Path of a sample file."""
        return self.path / name

    def stamp(self, name: str) -> str:
        """Size and time of change."""
        try:
            status = os.stat(self._place(name))  # noqa: PTH116
            folder = stat.S_ISDIR(status.st_mode)
            size = stored_bytes(self.path / name) if folder else status.st_size
        except OSError as error:
            raise UnreadableFileError("unreadable", error.strerror or str(error)) from error
        return f"{size}:{status.st_mtime_ns}"

    def read_text(self, name: str) -> str | None:
        """Text of a configuration file of the run."""
        if not is_safe(name):
            return None
        file = self.path / name
        if not file.is_file():
            return None
        try:
            with file.open("rb") as stream:
                return decoded(stream.read(MAX_TEXT_BYTES + 1), name)
        except OSError as error:
            raise UnreadableFileError(
                "unreadable", f"{name} ({error.strerror or error})", fix="check its permissions"
            ) from error

    def anywhere(self) -> FolderStore:
        """The same folder by its absolute path."""
        return replace(self, path=self.path.absolute())

    def _place(self, name: str) -> str:
        return f"{self.path}/{name}"


def open_store(path: Path, *, by_content: bool = True) -> Store:
    """Choose how to read a run.

    Parameters
    ----------
    path
        A run directory, a zip or tar of one, or one file of arrays.
    by_content
        Where nothing is called ``.npz``, look into the other files and archives, too.

    Raises
    ------
    NoAttentionError
        Nothing is there, or it holds no sample file.
    """
    if not path.exists():
        raise NoAttentionError(
            f"{path} does not exist",
            allowed="a run directory, a zip or tar of one, or a file of arrays",
            fix="check the path",
            message=Message("failure.gone"),
        )
    store = _store_of_folder(path, by_content) if path.is_dir() else _store_of_file(path)
    if store is None or not store.sample_files():
        raise NoAttentionError(
            f"{path} holds no attention file",
            allowed="npz files at the top, in npz/ or in npz.zip; npy, NetCDF, HDF5, Zarr, "
            "safetensors or .pt files; a zip or tar of them",
            fix="point reportgen at the folder that holds them",
            message=Message("failure.no-file"),
        )
    return store


def _store_of_folder(path: Path, by_content: bool) -> Store | None:
    from reportgen.sources.archives import TarStore, ZipStore

    if is_zarr(path):
        return FolderStore(path.parent, only=path.name)
    store = _listed(FolderStore(path), path)
    if store.sample_files():
        return store
    archive = path / SAMPLE_ARCHIVE
    if archive.is_file():
        return ZipStore(archive, beside=store)
    if not by_content:
        return None
    everything = FolderStore(path, by_content=True)
    if everything.sample_files():
        return everything
    found: list[Store] = []
    for file in sorted(path.iterdir()):
        kind = _sniffed(file) if file.is_file() and not file.name.startswith(".") else None
        if kind is Container.ZIP:
            found.append(ZipStore(file, beside=store))
        elif kind is Container.TAR:
            found.append(TarStore(file, beside=store))
    holding = [candidate for candidate in found if candidate.sample_files()]
    if len(holding) > 1:
        raise NoAttentionError(
            f"{path} holds {len(holding)} archives of samples",
            allowed="one archive, or npz.zip",
            fix="point reportgen at one of them",
        )
    return holding[0] if holding else None


def _listed(store: FolderStore, path: Path) -> FolderStore:
    """The same folder, once the system has let us list it."""
    try:
        store.sample_files()
    except OSError as error:
        raise NoAttentionError(
            f"{path} cannot be listed ({error.strerror or error})",
            fix="check its permissions",
            message=Message("failure.unlisted"),
        ) from error
    return store


def _store_of_file(path: Path) -> Store:
    from reportgen.sources.archives import TarStore, ZipStore

    kind = _sniffed(path)
    if kind is Container.TAR:
        return TarStore(path)
    if isinstance(kind, Format):
        return FolderStore(path.parent, only=path.name)
    # What is no zip either fails there, and says so.
    return ZipStore(path)


def _commonest_kind(entries: list[os.DirEntry[str]]) -> list[str]:
    """Names of the files of one format: npz where there is one, else the commonest."""
    kinds = {}
    for entry in entries:
        kind = _kind_of_entry(entry)
        if kind is not None:
            kinds[entry.name] = kind
    if not kinds:
        return []
    counts = Counter(kinds.values())
    order = list(Format)
    chosen = max(counts, key=lambda kind: (kind is Format.NPZ, counts[kind], -order.index(kind)))
    return [name for name, kind in kinds.items() if kind is chosen]


def _kind_of_entry(entry: os.DirEntry[str]) -> Format | None:
    path = Path(entry.path)
    if entry.name.startswith(".") or path.suffix.lower() in _NO_SAMPLES:
        return None
    if path.is_dir():
        return Format.ZARR if is_zarr(path) else None
    kind = _sniffed(path) if _is_file(entry) else None
    if kind in (Format.TORCH, Format.SAFETENSORS) and any(
        word in entry.name.lower() for word in _CHECKPOINT_WORDS
    ):
        return None
    return kind if isinstance(kind, Format) else None


def _sniffed(path: Path) -> Format | Container | None:
    try:
        with path.open("rb") as stream:
            return kind_of(stream, stream.seek(0, os.SEEK_END))
    except OSError:
        return None


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads in a circle.
        return False


def base_name(name: str) -> str:
    """File name without its folder, on one line: what a sample is called in a folder and a zip."""
    last = name.rpartition("/")[2]
    return one_line(PurePosixPath(name).name if last in ("", ".") else last)


def is_safe(name: str) -> bool:
    """Whether a relative name stays below the folder it is meant for."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and ":" not in name


def decoded(raw: bytes, name: str) -> str:
    """Text of a small file.

    Raises
    ------
    UnreadableFileError
        It is large, or no UTF-8.
    """
    if len(raw) > MAX_TEXT_BYTES:
        raise UnreadableFileError("too-large", name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFileError("unreadable", f"{name} is not UTF-8 text") from error
