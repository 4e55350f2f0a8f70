"""What a run holds, from headers alone: the files that agree, and those left out with a reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from reportgen.exceptions import NoAttentionError, UnreadableFileError
from reportgen.schema import SkippedFile
from reportgen.sources.layout import Layout, infer_layout
from reportgen.sources.npz import ArrayHeader, open_npz
from reportgen.sources.store import Store, base_name


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One readable file of the run.

    Attributes
    ----------
    name
        Its name in the store.
    layout, sizes
        Axes of its attention and sizes in canonical order.
    dtype
        Stored dtype of the attention.
    shapes
        Shape of every array that can be read, by name.
    unread
        Arrays that hold pickles or are never read.
    identity
        Base name and the CRC and size of each member: what the digest is made of.
    """

    name: str
    layout: Layout
    sizes: tuple[int, ...]
    dtype: np.dtype[Any]
    shapes: dict[str, tuple[int, ...]]
    unread: tuple[str, ...]
    identity: str

    @property
    def stem(self) -> str:
        """File name without folder and suffix."""
        return PurePosixPath(self.name).stem

    @property
    def samples(self) -> int:
        """Samples in the file."""
        return self.sizes[0]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Files of one run whose attention has one shape, and those left out.

    Attributes
    ----------
    files, skipped
        Sorted by base name.
    digest
        SHA-256 of the identities: the same for a folder and a zip of it.
    """

    store: Store
    files: tuple[SampleFile, ...]
    skipped: tuple[SkippedFile, ...]
    digest: str

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """Layers, heads, queries, keys."""
        _, layers, heads, queries, keys = self.files[0].sizes
        return layers, heads, queries, keys

    @property
    def samples(self) -> int:
        """Samples of all files together."""
        return sum(file.samples for file in self.files)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Dtype that holds every file's values."""
        return np.result_type(*{file.dtype for file in self.files})

    @property
    def unread(self) -> tuple[str, ...]:
        """Arrays left unread in any file."""
        return tuple(sorted({name for file in self.files for name in file.unread}))


def take_inventory(
    store: Store, *, variable: str | None = None, dims: Sequence[str] | None = None
) -> Inventory:
    """Read the headers of every file of a run.

    Where shapes disagree the commonest is kept (tie: that of the first file by name) and the
    others are listed.

    Raises
    ------
    NoAttentionError
        No file is usable; the message says why of the first.
    """
    files: list[SampleFile] = []
    skipped: list[SkippedFile] = []
    for name in store.sample_files():
        try:
            file = _describe(store, name, variable, dims)
        except UnreadableFileError as error:
            skipped.append(SkippedFile(base_name(name), error.reason, error.detail))
            continue
        if 0 in file.sizes:
            skipped.append(SkippedFile(base_name(name), "empty", f"shape {file.sizes}"))
        else:
            files.append(file)
    if not files:
        first = skipped[0]
        raise NoAttentionError(
            f"none of the {len(skipped)} npz files can be used; {first.file}: {first.reason}"
            + (f" ({first.detail})" if first.detail else ""),
            allowed="npz files with an array such as attention_weights (layer, head, query, key)",
            fix="name the array with --variable, or write the files again",
        )
    kept, other = _commonest(files)
    skipped += other
    digest = hashlib.sha256("\n".join(file.identity for file in kept).encode()).hexdigest()
    return Inventory(store, kept, tuple(sorted(skipped, key=lambda item: item.file)), digest)


def without(inventory: Inventory, skipped: Sequence[SkippedFile]) -> tuple[SkippedFile, ...]:
    """All skipped files of a run: those of the inventory and those that failed while read."""
    return tuple(sorted((*inventory.skipped, *skipped), key=lambda item: item.file))


def _describe(
    store: Store, name: str, variable: str | None, dims: Sequence[str] | None
) -> SampleFile:
    with open_npz(store, name) as npz:
        layout = infer_layout(npz.headers, variable=variable, dims=dims)
        header = npz.headers[layout.variable]
        readable = {key: item.shape for key, item in npz.headers.items() if item.readable}
        return SampleFile(
            name=name,
            layout=layout,
            sizes=layout.sizes(header.shape),
            dtype=header.dtype.newbyteorder("="),
            shapes=readable,
            unread=tuple(key for key, item in npz.headers.items() if not item.readable),
            identity=_identity(name, npz.headers),
        )


def _identity(name: str, headers: dict[str, ArrayHeader] | Any) -> str:
    members = " ".join(f"{key}:{item.bytes}:{item.crc:08x}" for key, item in headers.items())
    return f"{base_name(name)} {members}"


def _commonest(files: list[SampleFile]) -> tuple[tuple[SampleFile, ...], list[SkippedFile]]:
    counts = Counter(file.sizes[1:] for file in files)
    # Counter keeps first-seen order, so max() resolves a tie to the first file by name.
    common = max(counts, key=lambda shape: counts[shape])
    kept = tuple(file for file in files if file.sizes[1:] == common)
    other = [
        SkippedFile(base_name(file.name), "wrong-shape", f"{file.sizes[1:]} instead of {common}")
        for file in files
        if file.sizes[1:] != common
    ]
    return kept, other


def restricted(inventory: Inventory, names: Sequence[str]) -> Inventory:
    """The same run with only the named files."""
    wanted = set(names)
    return replace(inventory, files=tuple(f for f in inventory.files if f.name in wanted))
