"""Calls of one forward pass, sorted into runs: layers that share their queries, keys and kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.capture.calls import CROSS, DECODER, KINDS, SELF, Call
from reportgen.exceptions import NoAttentionError

_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Layers that go into one array.

    Attributes
    ----------
    name
        Folder of the run: ``self``, ``cross``, ``decoder``, or where a model has several of a kind,
        the name of the module that holds them.
    calls
        One per layer, in the order in which they ran.
    """

    name: str
    kind: str
    calls: tuple[Call, ...]

    @property
    def layers(self) -> tuple[str, ...]:
        """Name of each layer's module; numbered where one module runs several times."""
        names = [call.layer for call in self.calls]
        return tuple(
            name if names.count(name) == 1 else f"{name}#{names[:place].count(name)}"
            for place, name in enumerate(names)
        )

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Sizes of (batch, head, query, key), alike in all layers."""
        return self.calls[0].shape


def grouped(calls: Sequence[Call]) -> tuple[Group, ...]:
    """Sort calls into groups, the one that the report of the whole run shows first.

    Self-attention over the inputs comes first, then what attends to the inputs from elsewhere,
    then what the decoder attends to among its own tokens.

    Raises
    ------
    NoAttentionError
        Layers of one stack differ in size.
    """
    decodes = any(call.kind == CROSS for call in calls)
    by_stack: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        # What runs in a "decoder" that reads no encoder is self-attention over the inputs.
        kind = SELF if call.kind == DECODER and not decodes else call.kind
        by_stack.setdefault((kind, _stack(call.layer)), []).append(call)
    merged = _joined(by_stack)
    for (_, stack), members in merged.items():
        _check_sizes(stack, members)
    kinds = [kind for kind, _ in merged]
    groups = [
        Group(kind if kinds.count(kind) == 1 else _slug(stack, kind), kind, tuple(members))
        for (kind, stack), members in merged.items()
    ]
    return tuple(sorted(groups, key=lambda group: KINDS.index(group.kind)))


def _joined(by_stack: dict[tuple[str, str], list[Call]]) -> dict[tuple[str, str], list[Call]]:
    """Single layers of one kind and size in one module, together: ``first``, ``second``."""
    merged: dict[tuple[str, str], list[Call]] = {}
    for (kind, stack), members in by_stack.items():
        sizes = {member.shape for member in members}
        single = len(members) == 1
        for (other_kind, other), into in merged.items():
            alike = {member.shape for member in into} == sizes and len(sizes) == 1
            if other_kind == kind and alike and single and _near(stack, other):
                into.extend(members)
                break
        else:
            merged[kind, stack] = list(members)
    return merged


def _near(stack: str, other: str) -> bool:
    """Whether two stacks lie in the same module, outside any numbered list."""
    return "*" not in stack + other and stack.rpartition(".")[0] == other.rpartition(".")[0]


def _stack(layer: str) -> str:
    """Name of the stack a layer belongs to: its own without numbers.

    Examples
    --------
    >>> _stack("wind.layers.3.self_attn"), _stack("attention2")
    ('wind.layers.*.self_attn', 'attention')
    """
    parts = ["*" if part.isdigit() else part for part in layer.split(".")]
    return ".".join([*parts[:-1], _NUMBER.sub("", parts[-1]) or parts[-1]])


def _slug(stack: str, kind: str) -> str:
    name = re.sub(r"[^0-9A-Za-z_]+", "-", stack).strip("-")
    return f"{name}-{kind}" if kind != SELF else name


def _check_sizes(stack: str, members: Sequence[Call]) -> None:
    sizes = list(dict.fromkeys(member.shape for member in members))
    if len(sizes) == 1:
        return
    shown = ", ".join(str(size) for size in sizes[:4])
    raise NoAttentionError(
        f"the attention layers of {stack} differ in size: (batch, head, query, key) = {shown}",
        allowed="layers that all see the same tokens",
        fix="run the model once over the whole window; generate() and models that shorten the"
        " sequence between layers have no common time axis",
    )
