"""The message catalogue: every sentence of a report, English and Korean side by side.

Each module of this package holds one area as ``MESSAGES: dict[id, (English, Korean)]``; here they
become one. To change a wording, edit the pair; placeholders and their specs are explained in
:mod:`reportgen.text.template`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final


def merged(
    areas: Iterable[tuple[str, Mapping[str, tuple[str, str]]]],
) -> dict[str, tuple[str, str]]:
    """One dictionary of all areas.

    Raises
    ------
    ValueError
        If two areas define the same id: one of them would silently win.

    Examples
    --------
    >>> merged([("a", {"x": ("one", "하나")}), ("b", {"x": ("two", "둘")})])
    Traceback (most recent call last):
    ...
    ValueError: message 'x' is defined in both a and b
    """
    messages: dict[str, tuple[str, str]] = {}
    owner: dict[str, str] = {}
    for area, pairs in areas:
        for identifier, pair in pairs.items():
            if identifier in messages:
                both = f"{owner[identifier]} and {area}"
                raise ValueError(f"message {identifier!r} is defined in both {both}")
            messages[identifier] = pair
            owner[identifier] = area
    return messages


MESSAGES: Final[Mapping[str, tuple[str, str]]] = merged(
    (area.name, import_module(f"{__name__}.{area.name}").MESSAGES)
    for area in sorted(iter_modules(__path__), key=lambda module: module.name)
)
