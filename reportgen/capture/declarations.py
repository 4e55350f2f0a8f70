"""What the user declares about a captured run: the keys of reportgen.yaml, checked at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reportgen.capture.calls import DECODER, SELF
from reportgen.config import effective, load_config
from reportgen.exceptions import UsageError

# Clocks and columns of the input window: a decoder's own tokens are no inputs.
_OF_THE_INPUTS: Final = frozenset(
    {
        "cadence",
        "issue_offset",
        "horizon",
        "stamp",
        "clock",
        "patch",
        "prefix_tokens",
        "inputs",
        "scales",
    }
)
_OF_THE_FILES: Final = ("dims", "variable", "input_array")
DECODER_REMARK: Final = "Keys are the decoder's own tokens, not inputs: no hours are declared."


def checked_declarations(declared: Mapping[str, object]) -> dict[str, object]:
    """Declared values in the words of reportgen.yaml, by key.

    Raises
    ------
    UsageError
        One for all keys that are unknown or cannot be used.
    """
    given = {key: value for key, value in declared.items() if value is not None}
    ours = [key for key in _OF_THE_FILES if key in given]
    if ours:
        raise UsageError(
            f"{', '.join(ours)} declared for a capture",
            allowed="what a capture cannot know: the cadence, the units, …",
            fix="leave it out; the capture writes its files and declares their layout",
        )
    values = effective(load_config(lambda _name: None, overrides=given).config)
    return {key: _compact(values[key]) for key in given}


def declarations_for(
    kind: str, declared: Mapping[str, object], *, name: str, appended: int
) -> dict[str, object]:
    """What holds for the attention of one kind.

    Parameters
    ----------
    name
        Name of the run, where it needs one of its own; else empty.
    appended
        Keys without a time, which the files hold in front.
    """
    kept = dict(declared)
    if kind == DECODER:
        kept = {key: value for key, value in kept.items() if key not in _OF_THE_INPUTS}
    if kind != SELF:
        kept.pop("mask", None)
    if name:
        kept = {"name": name, **{key: value for key, value in kept.items() if key != "name"}}
    if appended:
        before = kept.get("prefix_tokens", 0)
        assert isinstance(before, int)
        kept["prefix_tokens"] = before + appended
    return kept


def _compact(value: Any) -> Any:
    """Columns and patches without the entries that say nothing."""
    if isinstance(value, Mapping):
        return {key: each for key, each in value.items() if each not in (None, "")}
    if isinstance(value, list | tuple):
        return [_compact(each) for each in value]
    return value
