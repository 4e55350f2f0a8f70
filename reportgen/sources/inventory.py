"""What a run holds, from headers alone: the files that agree, and those left out with a reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from reportgen.exceptions import (
    NoAttentionByDesignError,
    NoAttentionError,
    UnreadableFileError,
)
from reportgen.schema import Message, SkippedFile
from reportgen.schema.lines import one_line
from reportgen.sources.aligned import at_last_input
from reportgen.sources.arrays import ArrayFile, ArrayHeader
from reportgen.sources.formats import open_arrays
from reportgen.sources.layout import Layout, Readings, read_layout, settled
from reportgen.sources.names import reference_time
from reportgen.sources.store import Store, base_name

#: Arrays that a run's files hold whether or not the model has attention.
_OUTCOMES = ("predictions", "targets")
#: Reasons of files in which nothing was seen that could be attention.
_NOTHING_SEEN = frozenset(
    ("no-attention", "empty", "not-zip", "truncated", "unreadable", "unknown-format")
)


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
    numeric
        Those of them that hold real numbers.
    unread
        Arrays that hold pickles, cannot be trusted or are never read.
    identity
        Base name and the CRC and size of each member: what the digest is made of.
    stamp
        Size and time of change: with the identity, whether the file is still the same.
    padding
        Keys of ``sizes`` that it lacks: they stand before its first one.
    """

    name: str
    layout: Layout
    sizes: tuple[int, ...]
    dtype: np.dtype[Any]
    shapes: dict[str, tuple[int, ...]]
    numeric: frozenset[str]
    unread: tuple[str, ...]
    identity: str
    stamp: str
    bfloat16: bool = False
    padding: int = 0

    @property
    def stem(self) -> str:
        """File name without folder and suffix, on one line."""
        return one_line(PurePosixPath(self.name).stem)

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
    def aligned(self) -> bool:
        """Whether files of different length are laid over one another at the last input."""
        return any(file.padding for file in self.files)

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
        return tuple(sorted({one_line(name) for file in self.files for name in file.unread}))


def take_inventory(
    store: Store,
    *,
    variable: str | None = None,
    dims: Sequence[str] | None = None,
    without_attention: str = "",
    align: str | None = None,
) -> Inventory:
    """Read the headers of every file of a run.

    Where shapes disagree the commonest is kept (tie: that of the first file by name) and the
    others are listed.

    Parameters
    ----------
    without_attention
        Place and value of the configuration that say the model has no attention.
    align
        ``last``: samples of another length are kept, laid over the others at the last input.

    Raises
    ------
    NoAttentionError
        No file is usable; the message says why of the first.
    NoAttentionByDesignError
        No file holds attention, and none is to be expected.
    """
    surveyed: list[_Surveyed] = []
    skipped: list[SkippedFile] = []
    outcomes = 0
    failures: list[UnreadableFileError] = []
    for name in store.sample_files():
        try:
            with open_arrays(store, name) as file:
                outcomes += any(known in file.headers for known in _OUTCOMES)
                surveyed.append(_survey(store, name, file, variable, dims))
        except UnreadableFileError as error:
            skipped.append(SkippedFile(base_name(name), error.reason, error.detail))
            # Its frames would hold this list, and keep open archives for the collector.
            failures.append(error.with_traceback(None))
    layouts = settled({each.name: each.readings for each in surveyed})
    files: list[SampleFile] = []
    for each in surveyed:
        sample = each.sample_file(layouts[each.name])
        if 0 in sample.sizes:
            detail = f"shape {sample.sizes}"
            skipped.append(SkippedFile(base_name(each.name), "empty", detail))
        else:
            files.append(sample)
    if not files:
        if variable is None:
            _stop_without_attention(skipped, outcomes == len(skipped), without_attention)
        raise _nothing_usable(skipped, failures)
    kept, other = at_last_input(files) if align == "last" else _commonest(files)
    skipped += other
    digest = hashlib.sha256("\n".join(file.identity for file in kept).encode()).hexdigest()
    return Inventory(store, kept, tuple(sorted(skipped, key=lambda item: item.file)), digest)


def _stop_without_attention(skipped: Sequence[SkippedFile], outcomes: bool, declared: str) -> None:
    """End with a state of its own where the configuration or every file speaks for it."""
    count = len(skipped)
    if declared and all(item.reason in _NOTHING_SEEN for item in skipped):
        raise NoAttentionByDesignError(
            f"{declared}, and none of the {count} files holds attention",
            message=Message("failure.declared"),
        )
    if outcomes and all(item.reason == "no-attention" for item in skipped):
        raise NoAttentionByDesignError(
            f"all {count} files hold outcomes and none holds attention, as of a model without it",
            fix="nothing, if the model has none; else save its weights, or name the array with "
            "--variable",
            message=Message("failure.outcomes", {"n": count}),
        )


def _nothing_usable(
    skipped: Sequence[SkippedFile], failures: Sequence[UnreadableFileError]
) -> NoAttentionError:
    first = skipped[0]
    fixes = [error.fix for error in failures if error.fix]
    return NoAttentionError(
        f"none of the {len(skipped)} files can be used; {first.file}: {first.reason}"
        + (f" ({first.detail})" if first.detail else ""),
        allowed="files with an array such as attention_weights (layer, head, query, key)",
        fix=fixes[0] if fixes else "name the array with --variable, or write the files again",
        message=Message(
            "failure.none-usable",
            {"n": len(skipped), "file": first.file, "reason": first.reason},
        ),
    )


def without(inventory: Inventory, skipped: Sequence[SkippedFile]) -> tuple[SkippedFile, ...]:
    """All skipped files of a run: those of the inventory and those that failed while read."""
    return tuple(sorted((*inventory.skipped, *skipped), key=lambda item: item.file))


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """Headers of one file before the whole run has said what its axes mean."""

    name: str
    headers: dict[str, ArrayHeader]
    readings: Readings
    stamp: str

    def sample_file(self, layout: Layout) -> SampleFile:
        """The file with the meaning of its axes."""
        header = self.headers[layout.members[0] if layout.members else layout.variable]
        dtype = np.dtype(np.float32) if header.bfloat16 else header.dtype.newbyteorder("=")
        return SampleFile(
            name=self.name,
            layout=layout,
            sizes=layout.sizes(self.readings.shape),
            dtype=dtype,
            shapes={key: item.shape for key, item in self.headers.items() if item.readable},
            numeric=frozenset(key for key, item in self.headers.items() if item.numeric),
            unread=tuple(key for key, item in self.headers.items() if not item.readable),
            identity=identity_of(self.name, self.headers, self.stamp),
            stamp=self.stamp,
            bfloat16=header.bfloat16,
        )


def _survey(
    store: Store,
    name: str,
    file: ArrayFile,
    variable: str | None,
    dims: Sequence[str] | None,
) -> _Surveyed:
    headers = dict(file.headers)
    readings = read_layout(
        headers,
        variable=variable,
        dims=dims,
        stored_dims=_stored_dims(file),
        dated=reference_time(PurePosixPath(name).stem) is not None,
    )
    return _Surveyed(name, headers, readings, store.stamp(name))


def _stored_dims(file: ArrayFile) -> tuple[str, ...]:
    """Names of the axes that a small array ``dims`` of text spells out."""
    header = file.headers.get("dims")
    if header is None or not header.readable or header.dtype.kind not in "US":
        return ()
    if len(header.shape) != 1 or header.shape[0] > 8:
        return ()
    return tuple(str(value) for value in file.read("dims").astype(str))


def identity_of(name: str, headers: dict[str, ArrayHeader], stamp: str) -> str:
    """Base name with size and CRC of each array; the file's size where no CRCs are held."""
    members = " ".join(f"{key}:{item.bytes}:{item.crc:08x}" for key, item in headers.items())
    size = "" if any(item.crc for item in headers.values()) else f" {stamp.partition(':')[0]}"
    return f"{base_name(name)}{size} {members}"


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
