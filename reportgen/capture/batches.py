"""A batch: what a data loader may yield, and what was captured of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.capture.companions import outcomes, real_tokens, stamps, windows
from reportgen.capture.groups import Group


@dataclass(frozen=True, slots=True)
class Batch:
    """What a data loader may yield, where a tensor or a pair does not say enough.

    Attributes
    ----------
    arguments, keywords
        The model is called with them.
    targets, inputs, reference_times, attention_mask
        As in ``Capture.add``.
    """

    arguments: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    targets: Any = None
    inputs: Any = None
    reference_times: Any = None
    attention_mask: Any = None


@dataclass(slots=True, eq=False)
class CapturedBatch:
    """One forward pass, waiting for its description.

    Attributes
    ----------
    groups
        Runs that it adds to.
    samples
        Size of the batch.
    padding
        Real tokens (batch, key), by kind of attention.
    target_columns
        Declared targets, 0 where none are.
    arrays
        Outcomes and inputs by the name they are stored under.
    stamps
        Reference time of each sample, as names of files; empty: none.
    """

    index: int
    groups: tuple[Group, ...]
    samples: int
    padding: dict[str, NDArray[np.int8]]
    target_columns: int
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    stamps: tuple[str, ...] = ()
    name: str = ""

    def describe(self, given: Mapping[str, Any]) -> None:
        """Take what the user says of the batch.

        Raises
        ------
        UsageError
            Sizes that do not fit.
        """
        for name in ("predictions", "targets"):
            if name in given:
                columns = self.target_columns
                self.arrays[name] = outcomes(given[name], self.samples, columns, name)
        if "inputs" in given:
            self.arrays["solar_wind_data"] = windows(given["inputs"], self.samples)
        if "reference_times" in given:
            self.stamps = stamps(given["reference_times"], self.samples)
        if "attention_mask" in given:
            keys = self.groups[0].shape[3] - self.groups[0].calls[0].appended
            mask = real_tokens(given["attention_mask"], self.samples, keys)
            self.padding |= {"self": mask, "cross": mask}
        self.name = given.get("name", self.name)


def tensor_axes(arguments: Sequence[Any], keywords: Mapping[str, Any]) -> frozenset[int]:
    """Sizes of the first two axes of every tensor a model is called with."""
    found: set[int] = set()
    waiting: list[Any] = [*arguments, *keywords.values()]
    while waiting:
        value = waiting.pop()
        if hasattr(value, "shape") and hasattr(value, "ndim"):
            found.update(int(size) for size in value.shape[:2])
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return frozenset(found)
