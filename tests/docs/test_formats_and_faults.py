"""Each line of the table of formats and faults is backed by a test of that name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from reportgen.sources.magic import Container, Format
from reportgen.text import MESSAGES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "formats-and-faults.md").read_text(encoding="utf-8")
ROWS = [
    line
    for line in PAGE.splitlines()
    if line.startswith("| ") and not re.match(r"\| -|.*\| test", line)
]


def names_of_tests() -> set[str]:
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


THERE = names_of_tests()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_line_is_backed_by_a_test(row: str) -> None:
    named = re.findall(r"`(test_\w+)`", row.split("|")[-2])
    assert named
    assert set(named) <= THERE


def test_every_format_has_a_line() -> None:
    table = PAGE.partition("## Formats")[2].partition("\n## ")[0].lower()
    for kind in (*Format, *Container):
        assert {"torch": ".pt"}.get(kind, kind.value) in table


def test_every_reason_for_a_skip_is_documented() -> None:
    page = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    reasons = {key.split(".")[1] for key in MESSAGES if key.startswith("skip.")}
    rare = {reason for reason in reasons if reason.startswith(("part-", "no-epoch"))}
    unused = {"object-dtype"}
    missing = {reason for reason in reasons - rare - unused if f"`{reason}`" not in page}
    assert missing == set()


def test_the_published_schema_is_fresh() -> None:
    import json

    from reportgen.config import config_json_schema

    text = (ROOT / "docs" / "reportgen.schema.json").read_text(encoding="utf-8")
    fresh = json.dumps(config_json_schema(), indent=2, ensure_ascii=False) + "\n"
    assert text == fresh, "write it again: python -m tests.docs.write_schema"
