"""A whole run from headers alone: its parts, the one that a report speaks of, and the others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.config import LoadedConfig, load_config
from reportgen.exceptions import (
    NoAttentionByDesignError,
    NoAttentionError,
    ReportgenError,
    UsageError,
)
from reportgen.schema import Message, PartKind, PartList, SkippedFile, SkippedPart
from reportgen.sources.aligned import check_tokens
from reportgen.sources.inventory import Inventory, take_inventory
from reportgen.sources.parts import FoundParts, RunPart, open_whole
from reportgen.sources.store import FolderStore, Store


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One part as it will be read: its configuration and its files."""

    loaded: LoadedConfig
    inventory: Inventory


@dataclass(frozen=True, slots=True)
class WholeRun:
    """Every part of a run that can be read, in order.

    Attributes
    ----------
    surveyed
        The main part and those that agree with it in shape; one entry for a run without parts.
    main
        Index of the part that the report speaks of.
    parts
        Names of the same parts and of those left out; None for a run without parts.
    skipped
        Files that belong to no part.
    notes
        Which part was chosen and why.
    digest
        SHA-256 over all parts.
    """

    surveyed: tuple[Surveyed, ...]
    main: int
    parts: PartList | None
    skipped: tuple[SkippedFile, ...]
    notes: tuple[Message, ...]
    digest: str

    @property
    def others(self) -> tuple[int, ...]:
        """Indices of the parts that the report does not speak of."""
        return tuple(index for index in range(len(self.surveyed)) if index != self.main)


def survey_run(
    path: Path,
    *,
    config_file: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    without: Sequence[SkippedPart] = (),
) -> WholeRun:
    """Find the parts of a run and choose the main one.

    The main part is the declared one (``part``), else the last epoch, else the first target by
    name; one that cannot be read is left out and the next takes its place.

    Parameters
    ----------
    without
        Parts that turned out to be unreadable after their headers were read.

    Raises
    ------
    NoAttentionError
        Nothing usable is there.
    UsageError
        The configuration contradicts itself or the arrays, or names a part that is not there.
    """

    def loaded_for(part: Store) -> LoadedConfig:
        return load_config(
            part.read_text, file=config_file, overrides=overrides, run_name=store.name
        )

    try:
        store, found = open_whole(path)
    except NoAttentionError as error:
        if path.is_dir():
            store = FolderStore(path)
            _stop_by_design(loaded_for(store), without_files=True)
        raise error
    loaded = loaded_for(store)
    _stop_by_design(loaded)
    if found is None:
        return _undivided(store, loaded)
    wanted = loaded.config.part
    ready, skipped = _read_in_turn(found, wanted, loaded_for, without, store.name)
    return _settled(found, ready, [*found.skipped, *skipped], declared=wanted is not None)


def _undivided(store: Store, loaded: LoadedConfig) -> WholeRun:
    """A run without parts."""
    if loaded.config.part is not None:
        raise UsageError(
            f"part {loaded.config.part!r} of {store.name}, which has no parts",
            allowed="the number of an epoch or the name of a target, in a run with several",
            fix="leave it out",
        )
    inventory = _inventory(store, loaded)
    return WholeRun((Surveyed(loaded, inventory),), 0, None, (), (), inventory.digest)


def _read_in_turn(
    found: FoundParts,
    wanted: str | None,
    loaded_for: Callable[[Store], LoadedConfig],
    without: Sequence[SkippedPart],
    run: str,
) -> tuple[dict[str, Surveyed], list[SkippedPart]]:
    """Parts that can be read, the main one first, and those that cannot."""
    ready: dict[str, Surveyed] = {}
    skipped = list(without)
    failures: list[ReportgenError] = []
    for part in _in_turn(found, wanted):
        if part.name.label in {item.label for item in without}:
            continue
        try:
            loaded = loaded_for(part.store)
            ready[part.name.label] = Surveyed(loaded, _inventory(part.store, loaded))
        except NoAttentionError as error:
            if wanted == part.name.label or len(found.parts) == 1:
                raise
            failures.append(error.with_traceback(None))
            skipped.append(SkippedPart(part.name.label, "part-unreadable", _cause(error)))
        except ReportgenError as error:
            if not ready:
                raise
            skipped.append(SkippedPart(part.name.label, "part-unreadable", _cause(error)))
    if ready:
        return ready, skipped
    if len(failures) == len(found.parts) and isinstance(failures[0], NoAttentionByDesignError):
        raise failures[0]
    raise NoAttentionError(
        f"not one of the {len(found.parts)} parts of {run} can be read; "
        f"{skipped[0].label}: {skipped[0].detail}",
        allowed="npz files with an array such as attention_weights (layer, head, query, key)",
        fix="copy or write the files again",
    )


def _inventory(store: Store, loaded: LoadedConfig) -> Inventory:
    inventory = take_inventory(
        store,
        variable=loaded.config.variable,
        dims=loaded.config.dims,
        without_attention=loaded.without_attention,
        align=loaded.config.align,
    )
    if inventory.aligned:
        patched = loaded.config.patch is not None
        check_tokens(patched=patched, prefix_tokens=loaded.config.prefix_tokens)
    return inventory


def _stop_by_design(loaded: LoadedConfig, *, without_files: bool = False) -> None:
    """End where a model without attention is declared, or said where no file says otherwise."""
    if loaded.config.attention is not None:
        place = loaded.sources["attention"]
        raise NoAttentionByDesignError(
            f"{place} says attention: none", message=Message("failure.declared")
        )
    if without_files and loaded.without_attention:
        raise NoAttentionByDesignError(
            f"{loaded.without_attention}, and no file of the run could hold attention",
            message=Message("failure.declared"),
        )


def _cause(error: ReportgenError) -> str:
    return str(error).partition(" Allowed:")[0].partition(" Fix:")[0].rstrip(".")


def _in_turn(found: FoundParts, wanted: str | None) -> list[RunPart]:
    """Parts in the order in which they are asked to be the main one."""
    order = list(found.parts) if found.kind is PartKind.TARGET else list(found.parts)[::-1]
    if wanted is None:
        return order
    chosen = [part for part in order if part.name.label == wanted]
    if not chosen:
        raise UsageError(
            f"part {wanted!r}",
            allowed=", ".join(part.name.label for part in found.parts),
            fix=f"give the {found.kind.value} as it is listed",
        )
    return chosen + [part for part in order if part.name.label != wanted]


def _settled(
    found: FoundParts, ready: dict[str, Surveyed], skipped: list[SkippedPart], *, declared: bool
) -> WholeRun:
    """The readable parts that agree with the first of them, in the order of the run."""
    main = next(iter(ready))
    kept = []
    for part in found.parts:
        label = part.name.label
        if label not in ready:
            continue
        if _comparable(found.kind, ready[main].inventory, ready[label].inventory):
            kept.append(part.name)
        else:
            shapes = (ready[label].inventory.sizes, ready[main].inventory.sizes)
            detail = f"{shapes[0]} instead of {shapes[1]}"
            skipped.append(SkippedPart(label, "part-shape", detail))
    index = [name.label for name in kept].index(main)
    parts = PartList(
        found.kind, tuple(kept), index, tuple(sorted(skipped, key=lambda item: item.label))
    )
    surveyed = tuple(ready[name.label] for name in kept)
    digests = "\n".join(each.inventory.digest for each in surveyed)
    return WholeRun(
        surveyed,
        index,
        parts,
        found.unassigned,
        _notes(found, parts, declared=declared),
        hashlib.sha256(digests.encode()).hexdigest(),
    )


def _comparable(kind: PartKind, main: Inventory, other: Inventory) -> bool:
    """Whether layers, heads and keys agree; for epochs of one model the queries, too."""
    mine, theirs = list(main.sizes), list(other.sizes)
    if kind is PartKind.TARGET:
        del mine[2], theirs[2]
    return mine == theirs


def _notes(found: FoundParts, parts: PartList, *, declared: bool) -> tuple[Message, ...]:
    name = parts.names[parts.main]
    chosen = "declared" if declared else "chosen"
    notes = [
        Message(
            f"note.part.{found.kind.value}-{chosen}",
            {"part": name.label, "parts": tuple(part.name.label for part in found.parts)},
        )
    ]
    if found.several_epochs:
        epochs = {part.name.epoch for part in found.parts if part.name.epoch is not None}
        notes.append(Message("note.part.last-epochs", {"epochs": tuple(sorted(epochs))}))
    return tuple(notes)
