"""What is known of a run besides its numbers: it travels with the Dataset and the Summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from reportgen.schema import (
    Focus,
    Mask,
    Message,
    PartList,
    Readout,
    SkippedFile,
    Stamp,
    Times,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr

ATTRIBUTE = "reportgen"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the input window or of the targets, and what turns it into physical units.

    ``mean`` and ``std`` undo the normalisation; without them the stored values stand as they are.
    """

    name: str
    units: str = ""
    mean: float | None = None
    std: float | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """Facts of a run that are not arrays.

    Attributes
    ----------
    files
        Base names of the files read.
    digest
        SHA-256 over names, sizes and the CRCs the archives hold.
    mask
        Declared, detected while summarising, or assumed; None before that.
    block
        Cells a side that one stored cell of the Summary's matrices averages.
    config
        The effective configuration, as plain JSON values.
    sources
        Where each configured value came from.
    parts
        Epochs or targets of the run, of which this is one; None where there are none.
    """

    name: str
    files: tuple[str, ...]
    skipped: tuple[SkippedFile, ...]
    digest: str
    dtype: str
    unread: tuple[str, ...]
    notes: tuple[Message, ...]
    times: Times
    focus: Focus
    mask: Mask | None
    block: int
    inputs: tuple[Column, ...]
    targets: tuple[Column, ...]
    tokens: tuple[str, ...]
    config: dict[str, Any]
    sources: dict[str, str]
    parts: PartList | None = None


def describe_arrays(attention: xr.DataArray) -> Description:
    """Describe a dataset nobody described: no time, mask to be detected, last layer, mean readout.

    Parameters
    ----------
    attention : DataArray (batch, layer, head, query, key)
    """
    keys = int(attention.sizes["key"])
    return Description(
        name="run",
        files=(),
        skipped=(),
        digest="",
        dtype=str(attention.dtype),
        unread=(),
        notes=(),
        times=steps_only(keys),
        focus=Focus(int(attention.sizes["layer"]) - 1, Readout.MEAN),
        mask=None,
        block=1,
        inputs=(),
        targets=(),
        tokens=(),
        config={},
        sources={},
    )


def steps_only(keys: int) -> Times:
    """Time axis of a run whose cadence nobody declared."""
    nothing = (None,) * keys
    return Times(
        cadence_hours=None,
        source="undeclared",
        detail="",
        stamp=Stamp.START,
        cell_hours=None,
        elapsed=nothing,
        before_last_input=nothing,
        before_issue=nothing,
        before_valid=nothing,
        window_hours=None,
        issue_offset_hours=None,
        forecast_period=None,
    )


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Description)


def to_json(description: Description) -> str:
    """Description as the text of an attribute."""
    text: str = _adapter().dump_json(description).decode()
    return text


def from_attributes(attributes: Mapping[Any, Any]) -> Description | None:
    """Description of a Dataset or a Summary, None where it has none."""
    text = attributes.get(ATTRIBUTE)
    if text is None:
        return None
    description: Description = _adapter().validate_json(text)
    return description


def combined(first: Description, second: Description) -> Description:
    """Description of two parts of one run taken together."""
    import hashlib

    digests = sorted({first.digest, second.digest})
    digest = (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    )
    return replace(
        first,
        files=tuple(sorted({*first.files, *second.files})),
        skipped=tuple(sorted({*first.skipped, *second.skipped}, key=lambda item: item.file)),
        unread=tuple(sorted({*first.unread, *second.unread})),
        digest=digest,
        parts=first.parts if first.parts == second.parts else None,
    )
