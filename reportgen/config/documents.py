"""YAML documents with their line numbers, and the problems found in them."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from reportgen.exceptions import UsageError

ReadText: TypeAlias = "Callable[[str], str | None]"
"""Text of a file of the run by its name inside it; None where there is no such file."""

Path_: TypeAlias = "tuple[int | str, ...]"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be used: where it stands, what was given, what is allowed."""

    place: str
    given: str
    allowed: str = ""

    def __str__(self) -> str:
        """Return the problem as one line."""
        line = f"{self.place}: {self.given}" if self.place else self.given
        return f"{line}. Allowed: {self.allowed}" if self.allowed else line


def usage_error(problems: Sequence[Problem], *, fix: str = "") -> UsageError:
    """Return one error that lists every problem."""
    if len(problems) == 1:
        return UsageError(str(problems[0]), fix=fix)
    lines = "\n".join(f"  {problem}" for problem in problems)
    return UsageError(f"{len(problems)} problems in the configuration:\n{lines}", fix=fix)


class PlainLoader(yaml.SafeLoader):
    """A safe loader without the surprises of YAML 1.1.

    There ``patch: 4:2`` is the number 242 (base 60), ``name: 010`` is 8, ``no`` is false and a day
    is an object; here they stay text.
    """


# A mapping of its own: the parent's is shared by every SafeLoader.
PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _starts in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?"
        r"|[0-9]+[eE][-+]?[0-9]+|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
    ("merge", r"<<", "<"),
):
    PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_starts)
    )


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping: its values, and the tree that knows their lines."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    root: yaml.Node | None = None

    def line(self, path: Path_) -> int | None:
        """Line of the key (or list entry) at a path, or of the nearest one above it."""
        node, line = self.root, None
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            mark, node = found
            line = mark.start_mark.line + 1
        return line

    def place(self, path: Path_) -> str:
        """File, line and key in words."""
        line = self.line(path)
        where = self.name if line is None else f"{self.name}, line {line}"
        key = dotted(path)
        return f"{where}: {key}" if key else where


def dotted(path: Path_) -> str:
    """A path as text: ``inputs[0].std``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def shown(value: object) -> str:
    """A value as it may stand in a message: short, whatever was given."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = 60
    short.maxlist = short.maxdict = short.maxtuple = 4
    short.maxlevel = 2
    return short.repr(value)


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """Node that carries the mark of a step, and the node it leads to."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def directory_reader(folder: Path) -> ReadText:
    """Return a function that reads the text files of a run directory.

    Raises
    ------
    UsageError
        From that function: where the file cannot be read or is not UTF-8.
    """

    def read_text(name: str) -> str | None:
        path = folder / name
        return file_text(path, name) if path.is_file() else None

    return read_text


def file_text(path: Path, name: str) -> str:
    """Text of a file that must be there.

    Raises
    ------
    UsageError
        Where it cannot be read or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
    return decoded(content, name)


def decoded(content: bytes, name: str) -> str:
    """Text of UTF-8 bytes, a byte-order mark left out.

    Raises
    ------
    UsageError
        Naming the line of the first byte that is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{name}, line {line}: not UTF-8 text",
            allowed="UTF-8",
            fix=f"save {name} in UTF-8",
        ) from error


def parse_document(text: str, name: str) -> Document:
    """Return the mapping a YAML text holds; an empty text is an empty mapping.

    Raises
    ------
    UsageError
        Where the text is not YAML, not a mapping, or says a key twice; all with the line.
    """
    try:
        loader = PlainLoader(text)
        root = loader.get_single_node()
        if root is None:
            return Document(name)
        if not isinstance(root, yaml.MappingNode):
            line = root.start_mark.line + 1
            raise usage_error(
                [Problem(f"{name}, line {line}", "not a mapping", "key: value lines")]
            )
        repeated = _repeated_keys(root, name)
        if repeated:
            raise usage_error(repeated)
        loader.flatten_mapping(root)
        values = {
            str(key.value): loader.construct_object(value, deep=True) for key, value in root.value
        }
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = name if mark is None else f"{name}, line {mark.line + 1}"
        problem = Problem(where, f"not YAML: {error.problem or error.context}")
        raise usage_error([problem], fix=_yaml_hint(error)) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise usage_error([Problem(f"{name}, line {line}", f"not YAML: {error.reason}")]) from error
    except RecursionError as error:
        raise usage_error([Problem(name, "nested too deeply")]) from error
    return Document(name, values, root)


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    """What to do about the commonest mistakes."""
    problem = error.problem or ""
    if "\\t" in problem or "'\t'" in problem:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in problem:
        return "put a text that holds a colon in quotes"
    if "could not determine a constructor" in problem:
        return "remove the !tag; plain values only"
    return ""


def _repeated_keys(root: yaml.Node, name: str) -> list[Problem]:
    """Keys that a mapping holds twice, anywhere below a node."""
    problems: list[Problem] = []
    seen: set[int] = set()
    nodes: list[yaml.Node] = [root]
    while nodes:
        node = nodes.pop(0)
        # An alias leads to a node met before, possibly to one that holds it.
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes.extend(node.value)
        if not isinstance(node, yaml.MappingNode):
            continue
        first: dict[str, int] = {}
        for key, value in node.value:
            nodes.append(value)
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(f"{name}, line {line}", "a key that is not text"))
            elif key.value in first and key.value != "<<":
                given = f"the key {key.value} stands there twice, first in line {first[key.value]}"
                problems.append(Problem(f"{name}, line {line}", given, "each key once"))
            else:
                first[key.value] = line
    return problems
