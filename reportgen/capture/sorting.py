"""Captured calls sorted into the runs they belong to, or refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.capture.batches import CapturedBatch
from reportgen.capture.calls import KINDS, Call
from reportgen.capture.companions import hours_of
from reportgen.capture.declarations import declarations_for
from reportgen.capture.files import FORMATS, NETCDF, NPZ
from reportgen.capture.groups import Group, grouped
from reportgen.exceptions import NoAttentionError, UsageError

_WHOLE_WINDOW = (
    "generate() grows its keys step by step: run the model once over the whole window instead"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a capture stores, and how.

    Attributes
    ----------
    declared
        Values of reportgen.yaml by key.
    kinds
        Kinds of attention to keep; empty: all.
    dtype
        Of the stored weights.
    format
        Of the files: ``npz`` or ``netcdf``.
    tokens, times : (key,)
        Names, and hours or dates, of the input tokens; None: not given.
    """

    run_dir: Path
    declared: Mapping[str, object]
    kinds: tuple[str, ...] = ()
    dtype: str = "float32"
    format: str = NPZ
    tokens: tuple[str, ...] | None = None
    times: NDArray[Any] | None = None

    @property
    def target_columns(self) -> int:
        """Declared targets, 0 where none are."""
        columns = self.declared.get("targets", ())
        assert isinstance(columns, list | tuple)
        return len(columns)


def settings_of(
    run_dir: Path,
    declared: Mapping[str, object],
    kinds: Sequence[str],
    dtype: str,
    format: str,
    tokens: Sequence[str] | None,
    times: Sequence[Any] | None,
) -> Settings:
    """Check what was asked for.

    Raises
    ------
    UsageError
        An unknown kind, dtype or format, or times that are none.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise UsageError(
            f"kinds={list(kinds)}",
            allowed=f"any of {', '.join(KINDS)}",
            fix="leave kinds out to keep all",
        )
    if dtype not in ("float16", "float32", "float64"):
        raise UsageError(f"dtype={dtype!r}", allowed="float16, float32 or float64")
    if format not in FORMATS:
        raise UsageError(f"format={format!r}", allowed=" or ".join(FORMATS))
    if format == NETCDF and dtype == "float16":
        raise UsageError(
            "dtype='float16' with format='netcdf'",
            allowed="float32 or float64 in NetCDF, which has no half precision",
            fix="store npz, or float32",
        )
    return Settings(
        run_dir,
        declared,
        tuple(kinds),
        dtype,
        format,
        None if tokens is None else tuple(str(token) for token in tokens),
        None if times is None else hours_of(times),
    )


class Sorter:
    """Sorts calls into runs, and refuses what does not fit the batches before it.

    Attributes
    ----------
    runs, layers
        As of `RunWriter`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.runs: dict[str, Path] = {}
        self.layers: dict[str, tuple[str, ...]] = {}
        self._sizes: dict[str, tuple[int, ...]] = {}

    def batch(
        self,
        calls: Sequence[Call],
        index: int,
        axes: frozenset[int],
        padding: Mapping[str, Any],
    ) -> CapturedBatch:
        """Sort the calls of one forward pass.

        Raises
        ------
        NoAttentionError
            Nothing of the wanted kinds, other sizes than before, or a batch that is none.
        """
        groups = self._wanted(grouped(calls))
        samples = _samples(groups, axes)
        self._check_groups([group.name for group in groups], index)
        for place, group in enumerate(groups):
            self._check_sizes(group, index)
            folder = self.settings.run_dir if place == 0 else self.settings.run_dir / group.name
            self.runs.setdefault(group.name, folder)
        real = {group.kind: _padding(group, padding, samples) for group in groups}
        return CapturedBatch(
            index=index,
            groups=groups,
            samples=samples,
            padding={kind: mask for kind, mask in real.items() if mask is not None},
            target_columns=self.settings.target_columns,
        )

    def _wanted(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        kinds = self.settings.kinds
        wanted = tuple(group for group in groups if not kinds or group.kind in kinds)
        if not wanted:
            found = ", ".join(group.kind for group in groups)
            raise NoAttentionError(
                f"the model has no attention of kind {', '.join(kinds)}",
                allowed=f"what it has: {found}",
                fix="leave kinds out to keep all",
            )
        return wanted

    def _check_groups(self, names: Sequence[str], index: int) -> None:
        if self.runs and list(self.runs) != list(names):
            raise NoAttentionError(
                f"batch {index} has attention of {', '.join(names)}, the first had"
                f" {', '.join(self.runs)}",
                allowed="one model, called alike for every batch",
                fix=_WHOLE_WINDOW,
            )

    def _check_sizes(self, group: Group, index: int) -> None:
        sizes = (len(group.calls), *group.shape[1:])
        first = self._sizes.setdefault(group.name, sizes)
        self.layers.setdefault(group.name, group.layers)
        if sizes != first:
            raise NoAttentionError(
                f"batch {index} has {group.name}-attention of (layer, head, query, key) = {sizes},"
                f" the first had {first}",
                allowed="the same tokens in every batch",
                fix=f"pad every batch to one length, with a padding mask; {_WHOLE_WINDOW}",
            )

    def declarations(self, group: Group) -> dict[str, object]:
        """Values of the reportgen.yaml of a run."""
        base = self.settings.run_dir
        name = str(self.settings.declared.get("name", base.resolve().name))
        return declarations_for(
            group.kind,
            self.settings.declared,
            name="" if self.runs[group.name] == base else f"{name} {group.name}",
            appended=group.calls[0].appended,
        )


def _samples(groups: tuple[Group, ...], axes: frozenset[int]) -> int:
    """Size of the batch, alike in all groups and in what the model was given.

    Raises
    ------
    NoAttentionError
        The model folds another axis into its batch.
    """
    sizes = sorted({group.shape[0] for group in groups})
    folded = bool(axes) and sizes[0] not in axes and sizes[0] != 1
    if len(sizes) > 1 or folded:
        given = ", ".join(str(size) for size in sorted(axes)) or "?"
        raise NoAttentionError(
            f"attention over batches of {' and '.join(map(str, sizes))}, while the model was given"
            f" axes of {given}: it folds another axis, such as channels or windows, into its batch",
            allowed="one attention matrix per sample, layer and head",
            fix="its samples are not yours, and a report would count them as such; capture the"
            " part of the model that attends over whole samples",
        )
    return sizes[0]


def _padding(group: Group, told: Mapping[str, Any], samples: int) -> NDArray[np.int8] | None:
    """Real tokens (batch, key): as the model was told, else as its masks say."""
    keys = group.shape[3] - group.calls[0].appended
    masks = [told.get(group.kind), *(call.padding for call in group.calls)]
    for mask in masks:
        if mask is not None and mask.shape[-1] == keys:
            real = mask.detach().to("cpu").numpy() != 0
            return np.broadcast_to(real, (samples, keys)).astype(np.int8)
    return None
