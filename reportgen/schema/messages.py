"""Words to be: message ids and the values they format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Scalar: TypeAlias = str | bool | int | float | None
# A place: ("hours", low, high), ("input", low, high), ("step", k, n) or ("token", k, text); a range
# of steps is a pair of places.
Place: TypeAlias = tuple[Scalar, ...]
Where: TypeAlias = tuple[Scalar | Place, ...]
Value: TypeAlias = Scalar | Where


@dataclass(frozen=True, slots=True)
class Message:
    """Words to be: an id of the text catalogue and the values it formats. Holds no prose."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)
