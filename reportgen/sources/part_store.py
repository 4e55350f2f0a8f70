"""Some files of a store, as a store of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportgen.sources.store import Store


@dataclass(frozen=True, slots=True)
class PartStore:
    """Some files of a store as a run of their own, with the whole run's name.

    Attributes
    ----------
    store, files
        Where the samples lie, and which of them belong to the part.
    name
        Name of the whole run.
    texts
        Stores and prefixes in which configuration is looked for: the part's folder first, the
        run's last.
    """

    store: Store
    files: tuple[str, ...]
    name: str
    texts: tuple[tuple[Store, str], ...]

    def sample_files(self) -> tuple[str, ...]:
        """Files of the part, sorted by their base names."""
        return self.files

    def open(self, name: str) -> BinaryIO:
        """Open one sample file."""
        return self.store.open(name)

    def path_of(self, name: str) -> Path | None:
        """Path of a sample file."""
        return self.store.path_of(name)

    def stamp(self, name: str) -> str:
        """What changes when the file does."""
        return self.store.stamp(name)

    def read_text(self, name: str) -> str | None:
        """Text of the part's own file, else of the whole run's."""
        for store, prefix in self.texts:
            text = store.read_text(prefix + name)
            if text is not None:
                return text
        return None

    def anywhere(self) -> Store:
        """The store of the whole run: the files of all parts are opened by name there."""
        return self.store.anywhere()
