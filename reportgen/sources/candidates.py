"""Which array of a file is the attention: by name, else as layers saved one by one, else alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.exceptions import UnreadableFileError
from reportgen.sources.arrays import NEVER_READ, ArrayHeader

ATTENTION_NAMES: Final = (
    "attention_weights",
    "attention",
    "attentions",
    "attn_weights",
    "attn",
    "self_attention",
    "weights",
)
_NUMBERED: Final = re.compile(r"(?P<head>.*?)(?P<number>\d{1,4})(?P<tail>\D*)", re.DOTALL)
_LAYER_WORD: Final = re.compile(r"att|layer|block", re.IGNORECASE)
#: What ``np.savez(path, *attentions)`` calls its arrays.
_UNNAMED: Final = "arr_"
#: Arrays of four axes that are something else.
_OTHER_WORDS: Final = re.compile(
    r"hidden|embed|input|image|sdo|predict|target|label|past|cache|bias|grad|mask", re.IGNORECASE
)
_LISTED: Final = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """The attention of a file.

    Attributes
    ----------
    variable
        Name of the array; for layers saved one by one, what their names share.
    members
        Names of the layers' arrays in order; empty for one array.
    """

    variable: str
    members: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """Array whose header speaks for all."""
        return self.members[0] if self.members else self.variable


def find_attention(headers: Mapping[str, ArrayHeader], wanted: str | None = None) -> Candidate:
    """Choose the attention of a file.

    Parameters
    ----------
    wanted
        Declared name: of an array, or what the names of the layers' arrays begin with.

    Raises
    ------
    UnreadableFileError
        The file has no array that could be attention, or several.
    """
    stacks = layer_stacks(headers)
    if wanted is not None:
        named = _named(headers, wanted)
        chosen = [Candidate(named)] if named else [s for s in stacks if _begins(s, wanted)]
        if len(chosen) != 1:
            raise UnreadableFileError("no-attention", f"{wanted}; it has {listed(headers)}")
        return chosen[0]
    for name in ATTENTION_NAMES:
        found = _named(headers, name)
        if found:
            return Candidate(found)
    likely = [stack for stack in stacks if _LAYER_WORD.search(stack.variable)]
    likely = likely or [stack for stack in stacks if stack.variable.startswith(_UNNAMED)]
    if len(likely) > 1:
        names = ", ".join(stack.variable for stack in likely[:_LISTED])
        raise UnreadableFileError(
            "several-attentions", names, fix=f"choose one, such as --variable {likely[0].variable}"
        )
    if likely:
        return likely[0]
    alone = [
        name
        for name, header in headers.items()
        if _floating(header) and len(header.shape) in (4, 5) and not _OTHER_WORDS.search(name)
    ]
    if len(alone) == 1:
        return Candidate(alone[0])
    raise UnreadableFileError("no-attention", listed(headers))


def layer_stacks(headers: Mapping[str, ArrayHeader]) -> list[Candidate]:
    """Arrays that are the layers of one attention: equal shapes, names that count from 0 or 1."""
    groups: dict[tuple[str, str], dict[int, str]] = {}
    for name, header in headers.items():
        match = _NUMBERED.fullmatch(name)
        fits = _floating(header) and len(header.shape) in (3, 4)
        if match and fits and not _OTHER_WORDS.search(name):
            key = match["head"], match["tail"]
            groups.setdefault(key, {})[int(match["number"])] = name
    stacks = []
    for (head, tail), numbered in groups.items():
        numbers = sorted(numbered)
        members = tuple(numbered[number] for number in numbers)
        shapes = {(headers[name].shape, headers[name].bfloat16) for name in members}
        counted = numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[-1] + 1))
        enough = len(members) > 1 or "layer" in head.lower()
        if counted and enough and len(shapes) == 1:
            stacks.append(Candidate(f"{head}*{tail}", members))
    return stacks


def listed(headers: Mapping[str, ArrayHeader]) -> str:
    """The first names of a file, for a message."""
    names = [name[:60] for name in headers if name not in NEVER_READ]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return (", ".join(names[:_LISTED]) + more) or "no array"


def _named(headers: Mapping[str, ArrayHeader], name: str) -> str:
    """Array of a name, at the top or in the only group that has it; empty where there is none."""
    if name in headers:
        return name
    within = [key for key in headers if key.rpartition("/")[2] == name]
    return within[0] if len(within) == 1 else ""


def _begins(stack: Candidate, wanted: str) -> bool:
    return stack.variable in (wanted, f"{wanted}*", f"{wanted}_*") or stack.variable.startswith(
        f"{wanted}*"
    )


def _floating(header: ArrayHeader) -> bool:
    return header.readable and (header.bfloat16 or header.dtype.kind == "f")
