"""Model, input window and target of a run: declared, from its training config, from its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from reportgen.config import load_config
from reportgen.config.documents import PlainLoader, ReadText, directory_reader
from reportgen.config.training import TRAINING_FILES
from reportgen.exceptions import ReportgenError
from reportgen.nightly.record import Numbers, Traits
from reportgen.sources.parts import open_whole

#: Ends of dotted keys, the surest first; entries of a list are joined.
_KEYS: Final = {
    "model": (
        "model.name",
        "model.type",
        "model.model_type",
        "model._target_",
        "model_name",
        "arch",
    ),
    "target": ("target_variables", "target_variable", "target.name", "targets", "target"),
}
#: As in ap_in1d_out12h_transformer, for filters alone: no number of a report rests on it.
_NAME: Final = re.compile(
    r"(?:(?P<target>[A-Za-z][A-Za-z0-9-]*)_)?in(?P<window>\d+(?:\.\d+)?(?:min|h|d))"
    r"(?:_out\d+(?:\.\d+)?(?:min|h|d))?(?:_(?P<model>[A-Za-z][A-Za-z0-9-]*))?"
)
NAMES: Final = ("model", "window", "target")
_LONGEST: Final = 60


def traits_of(path: Path, numbers: Numbers | None, *, config_file: Path | None = None) -> Traits:
    """What a run can be filtered by; what nothing says stays empty."""
    found: dict[str, tuple[str, str]] = {}
    read_text: ReadText
    try:
        store, _ = open_whole(path)
    except ReportgenError:
        read_text, name = directory_reader(path) if path.is_dir() else _nothing, path.name
    else:
        read_text, name = store.read_text, store.name
    if numbers is not None and numbers.window is not None:
        found["window"] = (f"{numbers.window:g} h", "report")
    for key, (value, source) in (
        *_declared(read_text, config_file, name),
        *_trained(read_text),
        *_named(name),
    ):
        found.setdefault(key, (value, source))
    return Traits(
        **{key: value[:_LONGEST] for key, (value, _) in found.items()},
        sources={key: source for key, (_, source) in found.items()},
    )


def _nothing(_: str) -> str | None:
    return None


def _declared(
    read_text: ReadText, config_file: Path | None, name: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Groups of the declared pattern of names."""
    try:
        groups = load_config(read_text, file=config_file, run_name=name).directory
    except ReportgenError:
        return
    for key in NAMES:
        if groups.get(key):
            yield key, (groups[key], "directory_pattern")


def _trained(read_text: ReadText) -> Iterator[tuple[str, tuple[str, str]]]:
    for file in TRAINING_FILES:
        try:
            text = read_text(file)
            root = None if text is None else yaml.compose(text, Loader=PlainLoader)
        except (ReportgenError, yaml.YAMLError, RecursionError):
            continue
        leaves = {} if root is None else _leaves(root)
        for key, ends in _KEYS.items():
            for end in ends:
                values = [v for path, v in leaves.items() if f".{path}".endswith(f".{end}")]
                if values and values[0] and "${" not in values[0]:
                    shown = values[0].rpartition(".")[2] if end.endswith("_target_") else values[0]
                    yield key, (shown, file)
                    break


def _leaves(root: yaml.Node) -> dict[str, str]:
    """Text of every scalar by its dotted key; of a list of scalars, its entries."""
    leaves: dict[str, str] = {}
    nodes: list[tuple[str, yaml.Node]] = [("", root)]
    seen: set[int] = set()
    while nodes:
        path, node = nodes.pop()
        if isinstance(node, yaml.ScalarNode):
            leaves.setdefault(path, str(node.value))
        elif id(node) in seen:
            continue
        elif isinstance(node, yaml.MappingNode):
            nodes += [(f"{path}.{key.value}".strip("."), value) for key, value in node.value][::-1]
        elif all(isinstance(item, yaml.ScalarNode) for item in node.value):
            leaves.setdefault(path, ", ".join(str(item.value) for item in node.value))
        seen.add(id(node))
    return leaves


def _named(name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    match = _NAME.search(name)
    for key in NAMES if match else ():
        assert match is not None
        if match[key]:
            yield key, (_spaced(match[key]) if key == "window" else match[key], "name")


def _spaced(window: str) -> str:
    """A window as the reports give it, in hours."""
    match = re.fullmatch(r"([\d.]+)(min|h|d)", window)
    assert match is not None
    return f"{float(match[1]) * {'min': 1 / 60, 'h': 1, 'd': 24}[match[2]]:g} h"
