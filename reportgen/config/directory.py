"""Facts read from the directory's name by a pattern that the user declared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.config.documents import Problem
from reportgen.config.durations import parse_duration, parse_horizon
from reportgen.config.training import Found
from reportgen.schema import Message


@dataclass(frozen=True, slots=True)
class DirectoryName:
    """What the directory's name says, read by the declared pattern."""

    groups: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, float | tuple[float, float]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def found(self) -> dict[str, tuple[Found, ...]]:
        """The cadence, to be held against that of the training config."""
        cadence = self.hours.get("cadence")
        if not isinstance(cadence, float):
            return {}
        return {"cadence": (Found(cadence, "directory_pattern: cadence"),)}


def read_directory_name(pattern: str | None, run_name: str) -> DirectoryName:
    """Return what the pattern's named groups say; nothing, and a note, where it does not match."""
    if pattern is None:
        return DirectoryName()
    match = re.search(pattern, run_name)
    if match is None:
        return DirectoryName(notes=(Message("note.directory-unmatched", {"name": run_name}),))
    groups = {key: text for key, text in match.groupdict().items() if text}
    hours: dict[str, float | tuple[float, float]] = {}
    problems: list[Problem] = []
    for key in ("cadence", "issue_offset", "horizon", "window"):
        if key not in groups:
            continue
        try:
            read = parse_horizon if key == "horizon" else parse_duration
            hours[key] = read(groups[key])
            if key in ("cadence", "window") and not parse_duration(groups[key]) > 0:
                raise ValueError("more than 0")
        except ValueError as error:
            place = f"directory_pattern: {key}"
            problems.append(Problem(place, f"found {groups[key]!r} in {run_name}", str(error)))
    return DirectoryName(groups, hours, problems=tuple(problems))
