"""Every id of a message that the code can emit is in the catalogue, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportgen
from reportgen.exceptions import ReportgenError
from reportgen.schema import Language, Message, SkippedFile
from reportgen.text import known, say, skip_reason

PACKAGE = Path(reportgen.__path__[0])
FAMILIES = ("finding.", "tested.", "untested.", "note.", "figure.", "caption.", "page.")
# Settings of matplotlib.
NO_MESSAGES = {"figure.dpi", "figure.figsize", "figure.facecolor"}
MESSAGE_ID = re.compile(r"[a-z]+(\.[a-z0-9-]+)+")


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "catalogue" not in path.parts]


def calls(name: str) -> Iterator[ast.Call]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                yield node


def constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def skip_reasons() -> set[str]:
    first = {text for call in calls("UnreadableFileError") for text in constants(call.args[:1])}
    second = {text for call in calls("SkippedFile") for text in constants(call.args[1:2])}
    return first | second


@pytest.mark.parametrize("reason", sorted(skip_reasons()))
def test_every_reason_for_skipping_a_file_has_words(reason: str) -> None:
    for language in Language:
        text = skip_reason(SkippedFile("a.npz", reason, "detail"), language)
        assert text
        assert reason not in text or "-" not in reason


def message_ids() -> set[str]:
    """String constants of the package that look like ids of a family, not beginnings of one."""
    found = set()
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        pieces = {
            id(piece)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for piece in node.values
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and id(node) not in pieces
                and isinstance(node.value, str)
                and node.value.startswith(FAMILIES)
                and MESSAGE_ID.fullmatch(node.value)
                and not node.value.endswith("-")
            ):
                found.add(node.value)
    return found


def test_every_constant_id_is_known() -> None:
    assert len(message_ids()) > 60
    assert sorted(item for item in message_ids() - NO_MESSAGES if not known(item)) == []


def outcomes() -> set[tuple[str, str]]:
    """(check, outcome) of every ``answer`` whose outcome stands in the call."""
    found = set()
    for path in sorted((PACKAGE / "checks").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            target.id: node.value.args[0].value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and getattr(node.value.func, "id", "") == "Named"
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.args[0], ast.Constant)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "answer"
                and isinstance(node.func.value, ast.Name)
            ):
                for part in ast.walk(ast.Module([ast.Expr(node.args[1])], [])):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found.add((str(names[node.func.value.id]), part.value))
    return found


@pytest.mark.parametrize(("check", "outcome"), sorted(outcomes()))
def test_every_outcome_of_a_check_has_words(check: str, outcome: str) -> None:
    for part in ("measured", "meaning"):
        assert known(f"check.{check}.{outcome}.{part}")


@pytest.mark.parametrize(
    ("given", "fix", "text"),
    [
        ("no run there", "give a folder.", "no run there. Fix: give a folder."),
        ("unknown key 'cadance'. Did you mean 'cadence'?", "", None),
        ("no such run", "did you mean 'run_1'?", "no such run. Fix: did you mean 'run_1'?"),
    ],
)
def test_an_error_ends_with_one_mark(given: str, fix: str, text: str | None) -> None:
    assert str(ReportgenError(given, fix=fix)) == (text or given)


def test_one_of_a_kind_is_no_plural() -> None:
    for identifier, values in (
        ("figure.heads.alt", {"all": 1, "layers": 1, "layer": 0, "head": 0}),
        ("figure.inputs.caption", {"shown": 1, "of": 1, "name": "Bz", "unit": ""}),
    ):
        place = {"where": ("step", 0, 2), "lift": 1.2, "there": 1.0, "mean": 1.0}
        words = say(Message(identifier, {**values, **place}), Language.EN)
        assert not re.search(r"\b1\s(heads|layers|inputs)\b", words), words
