"""Verdicts, findings, and how the report came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.schema.messages import Message, Value
from reportgen.schema.names import Status


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found: numbers and an outcome, never prose.

    ``outcome`` names the branch taken; the catalogue holds, for each ``(id, outcome)``, what was
    measured, what it means and what to do, and per id the name and the criterion.
    """

    id: str
    group: str
    status: Status
    outcome: str
    value: float | None = None
    threshold: float | None = None
    unit: str = "1"
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement the numbers support: a message id, its values, and where it belongs.

    ``place``: ``headline``, ``deck``, ``doubt``, ``safe`` (the safe sentence), ``ladder``,
    ``tested`` or ``untested``.
    """

    place: str
    message: Message
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the report came to be, without path, host, user, clock or UUID."""

    version: str
    command: str
    config: Mapping[str, object]
    input_digest: str
    libraries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the report: its name, size and hash."""

    file: str
    bytes: int
    sha256: str
