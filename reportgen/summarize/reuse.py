"""Which chunks of a run earlier builds have summed up already, and under which reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.schema import BATCH, Mask, MaskKind, Origin, Readout
from reportgen.summarize.cache import Kept, PartialCache
from reportgen.summarize.parts import Plan

if TYPE_CHECKING:
    import xarray as xr

_CANDIDATE = "mask that the first sample suggests"


@dataclass(frozen=True, slots=True)
class Reuse:
    """What is kept of a run under one reading; nothing without a cache.

    Attributes
    ----------
    reading
        How the values are understood: another reading gives other sums.
    """

    cache: PartialCache | None
    reading: str

    def covered(self, chunk: xr.Dataset) -> int:
        """Number of samples at the beginning of a chunk whose sum is kept."""
        if self.cache is None:
            return 0
        names = file_names(chunk)
        files = self.cache.covered(self.reading, names)
        if not files:
            return 0
        known = set(names[:files])
        return sum(str(name) in known for name in chunk["file"].values)

    def load(self, chunk: xr.Dataset) -> Kept | None:
        """Sum of the beginning of a chunk."""
        return None if self.cache is None else self.cache.load(self.reading, file_names(chunk))

    def save(self, chunk: xr.Dataset, result: Kept) -> None:
        """Keep the sum of a chunk."""
        if self.cache is not None:
            size = int(chunk["attention"].nbytes)
            names = file_names(chunk)
            self.cache.save(self.reading, names, result, size)


def reuse_of(
    cache: PartialCache | None, dataset: xr.Dataset, mask: Mask, readout: Readout, plan: Plan
) -> Reuse:
    """What of a run may be taken from a cache: nothing where its files are not known by name."""
    if cache is None or "file" not in dataset.coords:
        return Reuse(None, "")
    names = file_names(dataset)
    if len(set(names)) < len(names) or not cache.knows(names):
        return Reuse(None, "")
    variables = sorted(
        (str(name), str(item.dtype), item.dims, item.shape[1:])
        for name, item in dataset.data_vars.items()
    )
    return Reuse(cache, repr((variables, mask, readout, plan)))


def known_candidate(
    cache: PartialCache | None, dataset: xr.Dataset, find: Callable[[], Mask]
) -> Mask:
    """Mask that the first sample suggests, found once."""
    if cache is None or "file" not in dataset.coords:
        return find()
    question = repr((_CANDIDATE, dataset["attention"].shape[1:]))
    first = str(dataset["file"].values[0])
    if not cache.knows([first]):
        return find()
    text = cache.load_fact(question, first)
    kind, _, width = (text or "").partition(":")
    if kind in tuple(MaskKind):
        origin = Origin.ASSUMED if kind == MaskKind.NONE else Origin.DETECTED
        return Mask(MaskKind(kind), origin, int(width) if width.isdecimal() else None)
    mask = find()
    cache.save_fact(question, first, f"{mask.kind.value}:{mask.width or ''}")
    return mask


def file_names(dataset: xr.Dataset) -> list[str]:
    """Base names of the files in order, each once for each run of its samples."""
    names = [str(name) for name in dataset["file"].values]
    return [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]


def without_first(chunk: xr.Dataset, samples: int) -> xr.Dataset:
    """A chunk without the samples whose sum is kept."""
    return chunk.isel({BATCH: slice(samples, None)})
