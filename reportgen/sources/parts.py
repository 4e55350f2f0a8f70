"""Several epochs or several targets in one run: which files belong to which."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from reportgen.exceptions import NoAttentionError, UnreadableFileError
from reportgen.schema import Message, PartKind, PartName, SkippedFile, SkippedPart
from reportgen.schema.lines import one_line
from reportgen.sources.archives import ZipStore
from reportgen.sources.formats import open_arrays
from reportgen.sources.store import (
    SAMPLE_ARCHIVE,
    SAMPLE_FOLDER,
    FolderStore,
    Store,
    base_name,
    open_store,
)

#: Folders in which no script puts samples; hidden ones are left out, too.
NO_PARTS = frozenset({"report", "reports", "plots", "plot", "figures", "logs", "checkpoints"})
_EPOCH = re.compile(r"(?<![a-z])epochs?[ _.=-]*(\d{1,7})(?!\d)", re.IGNORECASE)
_EPOCH_ARRAY = "epoch"
_DEPTH = 3
# A path such as a home directory is no run: looking through all of it would take minutes.
_MOST_FOLDERS = 5000


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


@dataclass(frozen=True, slots=True)
class RunPart:
    """One part and its files."""

    name: PartName
    store: Store


@dataclass(frozen=True, slots=True)
class FoundParts:
    """The parts of a run: epochs in the order of their numbers, targets by name.

    Attributes
    ----------
    several_epochs
        Targets of which only the last epoch is read.
    skipped
        Parts left out because of where they lie.
    unassigned
        Files that belong to no part.
    """

    kind: PartKind
    parts: tuple[RunPart, ...]
    several_epochs: bool = False
    skipped: tuple[SkippedPart, ...] = ()
    unassigned: tuple[SkippedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class _Holder:
    """Samples that lie in one folder: its names on the way down, and the store of its files."""

    names: tuple[str, ...]
    store: Store


def open_whole(path: Path) -> tuple[Store, FoundParts | None]:
    """Store of a run, and its parts where it has several.

    Parameters
    ----------
    path
        A run directory, or a zip of one.

    Returns
    -------
    store, parts
        The store answers for the configuration of the whole run; where parts are given, the
        samples lie in theirs.

    Raises
    ------
    NoAttentionError
        Nothing is there, it holds no npz file, or it holds runs of their own.
    """
    try:
        # What is called npz comes first, be it in folders of its own.
        store = open_store(path, by_content=False)
    except NoAttentionError:
        holders = list(_folders(path)) if path.is_dir() else []
        if not holders:
            return open_store(path), None
        _stop_at_runs(path, holders)
        found = _sorted_out(holders)
        if len(holders) == 1 and found.kind is PartKind.TARGET:
            raise
        return FolderStore(path), found
    holders = [_Holder((), store)] if isinstance(store, FolderStore) else list(_members(store))
    found = _sorted_out(holders)
    return store, found if len(found.parts) > 1 else None


def epoch_in(text: str) -> int | None:
    """Number after ``epoch`` in a name.

    Examples
    --------
    >>> epoch_in("attention_epoch_003"), epoch_in("Epoch=12-step=900"), epoch_in("20240510170000")
    (3, 12, None)
    """
    match = _EPOCH.search(text)
    return int(match.group(1)) if match else None


def _folders(root: Path) -> Iterator[_Holder]:
    """Folders below a run that hold samples at their top, in ``npz/`` or in ``npz.zip``."""
    looked_at = 0

    def below(folder: Path, names: tuple[str, ...]) -> Iterator[_Holder]:
        nonlocal looked_at
        for inner in sorted(folder.iterdir()):
            if not inner.is_dir() or inner.name.startswith(".") or inner.name.lower() in NO_PARTS:
                continue
            looked_at += 1
            if looked_at > _MOST_FOLDERS:
                raise NoAttentionError(
                    f"{root.name} holds no attention file, and more than {_MOST_FOLDERS} folders",
                    allowed="a run directory or a zip of one",
                    fix="point reportgen at the folder that holds the npz files",
                )
            deeper = (*names, inner.name)
            held = _held(inner)
            if held is not None:
                folders = [inner, *inner.parents][: len(deeper)]
                texts = tuple((FolderStore(each), "") for each in (*folders, root))
                shown = tuple(name for name in deeper if name != SAMPLE_FOLDER)
                whole = PartStore(held, held.sample_files(), FolderStore(root).name, texts)
                yield _Holder(shown, whole)
            elif len(deeper) < _DEPTH:
                yield from below(inner, deeper)

    try:
        yield from below(root, ())
    except OSError as error:
        raise NoAttentionError(
            f"a folder of {root.name} cannot be read ({error.strerror or error})",
            fix="check its permissions",
        ) from error


def _held(folder: Path) -> Store | None:
    """Store of a folder that holds samples itself."""
    store = FolderStore(folder)
    if store.sample_files():
        return store
    archive = folder / SAMPLE_ARCHIVE
    return ZipStore(archive, beside=store) if archive.is_file() else None


def _stop_at_runs(path: Path, holders: Sequence[_Holder]) -> None:
    """Refuse a folder of runs: one training config each, and none for all of them."""
    whole = FolderStore(path)
    configs = (".hydra/config.yaml", "config.yaml", "reportgen.yaml")
    if len(holders) < 2 or any((path / name).is_file() for name in configs):
        return
    trained = [holder for holder in holders if (path.joinpath(*holder.names) / ".hydra").is_dir()]
    epochs = [_epoch_of(holder.names)[0] for holder in holders]
    if len(trained) == len(holders) and None in epochs:
        raise NoAttentionError(
            f"{whole.name} holds {len(holders)} runs, each with a training config of its own",
            allowed="one run, or the epochs or targets of one run",
            fix=f"build one of them, such as {'/'.join(holders[0].names)}; or all with nightly",
            message=Message("failure.several", {"n": len(holders)}),
        )


def _members(store: Store) -> Iterator[_Holder]:
    """The same for the members of a zip, by their folders; what all share is no part."""
    by_folder: dict[tuple[str, ...], list[str]] = {}
    for name in store.sample_files():
        steps = PurePosixPath(name).parts[:-1]
        hidden = any(step.startswith(".") or step.lower() in NO_PARTS for step in steps)
        if not hidden or len(steps) == 0:
            by_folder.setdefault(steps, []).append(name)
    if any(steps in ((), (SAMPLE_FOLDER,)) for steps in by_folder):
        # Samples of the run itself: what else there is lies beside them.
        by_folder = {(): list(store.sample_files())}
    for steps, names in sorted(by_folder.items()):
        prefixes = ["/".join(steps[:count]) + "/" for count in range(len(steps), 0, -1)]
        texts = tuple((store, prefix) for prefix in (*prefixes, ""))
        shown = tuple(step for step in steps if step != SAMPLE_FOLDER)
        yield _Holder(shown, PartStore(store, tuple(names), store.name, texts))


def _sorted_out(holders: Sequence[_Holder]) -> FoundParts:
    """Parts of folders: by the epoch in their path or in their files, else by their path."""
    shared = len(_common([holder.names for holder in holders]))
    targets: dict[str, dict[int | None, RunPart]] = {}
    skipped: list[SkippedPart] = []
    unassigned: list[SkippedFile] = []
    for holder in holders:
        # Names that every folder shares say nothing, unless they are the only epoch.
        epoch, rest = _epoch_of(holder.names[shared:] or holder.names[-1:])
        label = "/".join(rest)
        by_epoch: dict[int | None, Store] = {epoch: holder.store}
        if epoch is None:
            by_epoch, without = _by_epoch(holder.store)
            unassigned += without
        known = targets.setdefault(label if holder.names[shared:] else "", {})
        for number, store in by_epoch.items():
            if number in known:
                skipped.append(SkippedPart(one_line("/".join(holder.names)), "part-same"))
            else:
                name = one_line(label) if number is None else str(number)
                known[number] = RunPart(PartName(name, number), store)
    return _chosen_kind(targets, skipped, unassigned)


def _chosen_kind(
    targets: dict[str, dict[int | None, RunPart]],
    skipped: list[SkippedPart],
    unassigned: list[SkippedFile],
) -> FoundParts:
    epochs = targets.get("", {}) if "" in targets else next(iter(targets.values()), {})
    numbered = sorted((number, part) for number, part in _numbered(epochs))
    if ("" in targets or len(targets) == 1) and numbered:
        left_out = [label for label in targets if label and targets[label] is not epochs]
        skipped += [SkippedPart(one_line(label), "part-no-epoch") for label in sorted(left_out)]
        parts = tuple(part for _, part in numbered)
        return FoundParts(
            PartKind.EPOCH, parts, skipped=tuple(skipped), unassigned=tuple(unassigned)
        )
    last = []
    for label in sorted(targets):
        by_epoch = targets[label]
        number = max((n for n, _ in _numbered(by_epoch)), default=None)
        last.append(RunPart(PartName(one_line(label) or ".", number), by_epoch[number].store))
    several = any(len(by_epoch) > 1 for by_epoch in targets.values())
    return FoundParts(PartKind.TARGET, tuple(last), several, tuple(skipped), tuple(unassigned))


def _numbered(by_epoch: dict[int | None, RunPart]) -> Iterator[tuple[int, RunPart]]:
    for number, part in by_epoch.items():
        if number is not None:
            yield number, part


def _epoch_of(names: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Epoch in one of a folder's names, and the other names."""
    for index in range(len(names) - 1, -1, -1):
        epoch = epoch_in(names[index])
        if epoch is not None:
            return epoch, (*names[:index], *names[index + 1 :])
    return None, tuple(names)


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Names that all paths begin with."""
    if not paths:
        return ()
    low, high = min(paths), max(paths)
    count = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[:count]


def _by_epoch(store: Store) -> tuple[dict[int | None, Store], list[SkippedFile]]:
    """Files of one folder by the epoch in their names, else by the one stored in them.

    One epoch is no reason to divide: the files then stay together under None. So they do where
    most of them name no epoch.
    """
    files = store.sample_files()
    together: dict[int | None, Store] = {None: store}
    numbers: dict[str, int | None] = {name: epoch_in(base_name(name)) for name in files}
    skipped: dict[str, SkippedFile] = {}
    if not any(number is not None for number in numbers.values()):
        numbers, skipped = _stored_epochs(store, files)
    known = {number for number in numbers.values() if number is not None}
    named = sum(number is not None for number in numbers.values())
    if len(known) < 2 or 2 * named <= len(files):
        return together, []
    texts = store.texts if isinstance(store, PartStore) else ((store, ""),)
    divided: dict[int | None, Store] = {
        number: PartStore(
            store,
            tuple(name for name in files if numbers[name] == number),
            store.name,
            texts,
        )
        for number in sorted(known)
    }
    lost = [name for name in files if numbers[name] is None]
    return divided, [skipped.get(name, SkippedFile(base_name(name), "no-epoch")) for name in lost]


def _stored_epochs(
    store: Store, files: Sequence[str]
) -> tuple[dict[str, int | None], dict[str, SkippedFile]]:
    """Epoch of each file, from its array of one number; looked for where a whole file has one."""
    numbers: dict[str, int | None] = dict.fromkeys(files)
    skipped: dict[str, SkippedFile] = {}
    found = False
    for name in files:
        try:
            numbers[name] = _stored_epoch(store, name)
        except UnreadableFileError as error:
            skipped[name] = SkippedFile(base_name(name), error.reason, error.detail)
            continue
        if numbers[name] is None and not found:
            # The first whole file decides, so that a run without epochs costs nothing.
            return dict.fromkeys(files), {}
        found = True
    return numbers, skipped


def _stored_epoch(store: Store, file: str) -> int | None:
    with open_arrays(store, file) as opened:
        header = opened.headers.get(_EPOCH_ARRAY)
        if header is None or math.prod(header.shape) != 1 or header.dtype.kind not in "iuf":
            return None
        value = float(opened.read(_EPOCH_ARRAY).reshape(-1)[0])
    return int(value) if value.is_integer() and value >= 0 else None
