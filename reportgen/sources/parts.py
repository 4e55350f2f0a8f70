"""Several epochs or several targets in one run: which files belong to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.exceptions import NoAttentionError
from reportgen.schema import Message, PartKind, PartName, SkippedFile, SkippedPart
from reportgen.schema.lines import one_line
from reportgen.sources.archives import ZipStore
from reportgen.sources.epochs import by_epoch_of, epoch_and_rest
from reportgen.sources.part_store import PartStore
from reportgen.sources.store import (
    SAMPLE_ARCHIVE,
    SAMPLE_FOLDER,
    FolderStore,
    Store,
    open_store,
)

#: Folders in which no script puts samples; hidden ones are left out, too.
NO_PARTS = frozenset({"report", "reports", "plots", "plot", "figures", "logs", "checkpoints"})
_DEPTH = 3
# A path such as a home directory is no run: looking through all of it would take minutes.
_MOST_FOLDERS = 5000


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
    epochs = [epoch_and_rest(holder.names)[0] for holder in holders]
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
        epoch, rest = epoch_and_rest(holder.names[shared:] or holder.names[-1:])
        label = "/".join(rest)
        by_epoch: dict[int | None, Store] = {epoch: holder.store}
        if epoch is None:
            by_epoch, without = by_epoch_of(holder.store)
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


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Names that all paths begin with."""
    if not paths:
        return ()
    low, high = min(paths), max(paths)
    count = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[:count]
