"""A zip or tar of a run, read in place: nothing in it is ever unpacked to a path."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, BinaryIO

from reportgen.exceptions import NoAttentionError, UnreadableFileError
from reportgen.schema import Message
from reportgen.sources.arrays import BOMB_BYTES, BOMB_RATIO, MAX_ARRAY_BYTES
from reportgen.sources.magic import START, Format, kind_of
from reportgen.sources.npz import BROKEN_ZIP
from reportgen.sources.store import MAX_TEXT_BYTES, FolderStore, base_name, decoded

_BROKEN_TAR = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
_COPY_BYTES = 1 << 20


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
        """Members that are samples, ordered by base name."""
        archive = self._archive()
        # A damaged directory may hold a member without a name, which is_dir() cannot take.
        members = [
            item
            for item in archive.infolist()
            if item.filename and not item.is_dir() and not _hidden(item.filename)
        ]
        names = [m.filename for m in members if m.filename.lower().endswith(".npz")]
        if not names:
            names = [m.filename for m in members if _is_sample(archive, m)]
        return tuple(sorted(dict.fromkeys(names), key=base_name))

    def open(self, name: str) -> BinaryIO:
        """Read one member into memory: npz needs seeking, and one file at a time is small."""
        try:
            archive = self._archive()
            item = archive.getinfo(name)
            _stop_at_bomb(item.file_size, item.compress_size)
            return io.BytesIO(archive.read(item))
        except MemoryError as error:
            raise UnreadableFileError("too-large") from error
        except BROKEN_ZIP as error:
            raise UnreadableFileError("truncated", str(error)) from error

    def path_of(self, name: str) -> None:
        """None: a member has no path."""
        return

    def stamp(self, name: str) -> str:
        """Size and CRC from the archive's directory."""
        try:
            item = self._archive().getinfo(name)
        except KeyError as error:
            raise UnreadableFileError("changed", "it is gone") from error
        return f"{item.file_size}:{item.CRC:08x}"

    def read_text(self, name: str) -> str | None:
        """Text of a member, else of the file beside the archive."""
        archive = self._archive()
        try:
            item = archive.getinfo(name)
        except KeyError:
            return self.beside.read_text(name) if self.beside else None
        try:
            with archive.open(item) as member:
                return decoded(member.read(MAX_TEXT_BYTES + 1), name)
        except BROKEN_ZIP as error:
            raise UnreadableFileError("truncated", f"{name}: {error}") from error

    def anywhere(self) -> ZipStore:
        """The same archive by its absolute path."""
        return replace(self, path=self.path.absolute())

    def _archive(self) -> zipfile.ZipFile:
        try:
            status = self.path.stat()
            return _opened_zip(self.path, status.st_size, status.st_mtime_ns)
        except BROKEN_ZIP as error:
            raise NoAttentionError(
                f"{self.path.name} cannot be read as a zip ({error})",
                allowed="a zip or tar of a run, or a file of arrays",
                fix="copy or pack the archive again",
                message=Message("failure.archive", {"file": self.path.name}),
            ) from error


@dataclass(frozen=True, slots=True)
class TarStore:
    """The same folder as a tar, compressed or not; links and devices in it are left alone."""

    path: Path
    beside: FolderStore | None = None

    @property
    def name(self) -> str:
        """Name of the directory around it, else of the archive without its suffixes."""
        return self.beside.name if self.beside else self.path.name.partition(".")[0]

    def sample_files(self) -> tuple[str, ...]:
        """Members that are samples, ordered by base name."""
        members = [name for name in self._archive().members if not _hidden(name)]
        names = [name for name in members if name.lower().endswith(".npz")]
        if not names:
            names = [name for name in members if _format_of(self.open(name)) is not None]
        return tuple(sorted(names, key=base_name))

    def open(self, name: str) -> BinaryIO:
        """Read one member into memory."""
        archive = self._archive()
        item = archive.members.get(name)
        if item is None:
            raise UnreadableFileError("changed", "it is gone")
        if item.size > MAX_ARRAY_BYTES:
            raise UnreadableFileError("too-large", f"{item.size} bytes")
        content = archive.stream.seek(item.offset_data) and archive.stream.read(item.size)
        if not content or len(content) < item.size:
            raise UnreadableFileError("truncated" if item.size else "empty")
        return io.BytesIO(content)

    def path_of(self, name: str) -> None:
        """None: a member has no path."""
        return

    def stamp(self, name: str) -> str:
        """Size and time of change from the member's header."""
        item = self._archive().members.get(name)
        if item is None:
            raise UnreadableFileError("changed", "it is gone")
        return f"{item.size}:{item.mtime}"

    def read_text(self, name: str) -> str | None:
        """Text of a member, else of the file beside the archive."""
        if name not in self._archive().members:
            return self.beside.read_text(name) if self.beside else None
        with self.open(name) as stream:
            return decoded(stream.read(MAX_TEXT_BYTES + 1), name)

    def anywhere(self) -> TarStore:
        """The same archive by its absolute path."""
        return replace(self, path=self.path.absolute())

    def _archive(self) -> _OpenTar:
        try:
            status = self.path.stat()
            return _opened_tar(self.path, status.st_size, status.st_mtime_ns)
        except _BROKEN_TAR as error:
            raise NoAttentionError(
                f"{self.path.name} cannot be read as a tar ({error})",
                allowed="a zip or tar of a run, or a file of arrays",
                fix="copy or pack the archive again",
                message=Message("failure.archive", {"file": self.path.name}),
            ) from error


@lru_cache(maxsize=4)
def _opened_zip(path: Path, size: int, changed: int) -> zipfile.ZipFile:
    """An open zip: its directory is read once, not once for each of its members."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True, slots=True, eq=False)
class _OpenTar:
    """Members of a tar by name, and the uncompressed stream that holds them."""

    stream: IO[bytes]
    members: dict[str, tarfile.TarInfo]

    def __del__(self) -> None:
        self.stream.close()


@lru_cache(maxsize=2)
def _opened_tar(path: Path, size: int, changed: int) -> _OpenTar:
    """An open tar; a compressed one is unpacked once, into a file without a name."""
    with tarfile.open(path, "r:*") as archive:
        raw: IO[bytes] = path.open("rb")
        if archive.fileobj is not None and type(archive.fileobj).__module__ != "_io":
            raw.close()
            raw = _unpacked(archive.fileobj, size)
    try:
        with tarfile.open(fileobj=raw, mode="r:") as plain:
            members = {item.name: item for item in plain if item.isreg() and not item.issparse()}
    except BaseException:
        raw.close()
        raise
    return _OpenTar(raw, members)


def _unpacked(packed: Any, size: int) -> IO[bytes]:
    """The same bytes in a temporary file, as far as they are to be believed."""
    packed.seek(0)
    plain = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the cached archive
    try:
        while block := packed.read(_COPY_BYTES):
            plain.write(block)
            if plain.tell() > BOMB_BYTES and plain.tell() > BOMB_RATIO * size:
                raise ValueError(f"it unpacks to more than {BOMB_RATIO} times its size")
    except BaseException:
        plain.close()
        raise
    plain.seek(0)
    return plain


def _hidden(name: str) -> bool:
    """Whether a member is a hidden file, such as the ``._`` twins that some archivers add."""
    return base_name(name).startswith(".")


def _stop_at_bomb(claimed: int, stored: int) -> None:
    if claimed > MAX_ARRAY_BYTES:
        raise UnreadableFileError("too-large", f"{claimed} bytes")
    if claimed > BOMB_BYTES and claimed > BOMB_RATIO * max(stored, 1):
        raise UnreadableFileError("bomb", f"{claimed} bytes out of {stored}")


def _is_sample(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bool:
    try:
        _stop_at_bomb(item.file_size, item.compress_size)
        with archive.open(item) as member:
            start = io.BytesIO(member.read(START))
            start.seek(0, os.SEEK_END)
            if start.getvalue().startswith(b"PK"):
                return _format_of(io.BytesIO(archive.read(item))) is not None
        return isinstance(kind_of(start, item.file_size), Format)
    except (*BROKEN_ZIP, UnreadableFileError, MemoryError):
        return False


def _format_of(stream: BinaryIO) -> Format | None:
    with stream:
        kind = kind_of(stream, stream.seek(0, os.SEEK_END))
    return kind if isinstance(kind, Format) else None
