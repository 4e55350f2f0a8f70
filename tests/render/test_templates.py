"""Templates: where they are found, whose come first, and that every word they ask for exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from reportgen.exceptions import UsageError
from reportgen.render import render_html, templates_dir
from reportgen.render.environment import environment
from reportgen.text import MESSAGES
from tests.render.reports import make_report

ROOM = Path(__file__).parents[2] / "reportgen" / "render"


def test_templates_are_found_and_hold_no_python() -> None:
    assert (templates_dir() / "report.html.j2").is_file()
    assert not list(templates_dir().rglob("*.py"))


def test_a_users_file_comes_before_ours(tmp_path: Path) -> None:
    (tmp_path / "report.css").write_text("body{outline:0}", encoding="utf-8")
    page = render_html(make_report(), pictures={}, drawings={}, templates=tmp_path)
    assert "body{outline:0}" in page
    assert ".ladder{" not in page


def test_a_missing_user_folder_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a directory"):
        environment(tmp_path / "nowhere")


def test_a_name_that_no_one_defined_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{{ no_such_name }}", encoding="utf-8")
    with pytest.raises(UndefinedError, match="no_such_name"):
        render_html(make_report(), pictures={}, drawings={}, templates=tmp_path)


def asked_for() -> set[str]:
    """Ids that the templates and the room name in full, and prefixes that they complete."""
    sources = [path.read_text(encoding="utf-8") for path in ROOM.glob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in templates_dir().rglob("*.j2")]
    text = "\n".join(sources)
    named = set(re.findall(r"""["'](page\.[\w.\-]+)["']""", text))
    for name in re.findall(r"""\bwords\(\s*f?["']([\w.\-{}]+)["']""", text):
        named.add("page." + name.split("{")[0])
    for call in re.findall(r"\bheads\(([^()]*)\)", text):
        named |= {f"page.head.{name}" for name in re.findall(r'"([\w\-]+)"', call)}
    specs = re.findall(r"""\bnumber\([^"]*?, "([\w\-]+)"\)""", text)
    return named | {f"page.{spec}" for spec in specs}


def test_every_word_asked_for_is_in_the_catalogue() -> None:
    for name in asked_for():
        whole = name in MESSAGES
        assert whole or any(known.startswith(name) for known in MESSAGES), name


def test_every_word_of_the_page_is_asked_for() -> None:
    asked = asked_for()
    prefixes = tuple(name for name in asked if name.endswith("."))
    families = ("page.method.", "page.define.", "page.head.", "page.nav.", "page.check.")
    unused = [
        name
        for name in MESSAGES
        if name.startswith("page.")
        and name not in asked
        and not name.startswith(prefixes + families)
    ]
    assert not unused


def test_the_room_needs_neither_matplotlib_nor_xarray() -> None:
    code = (
        "import sys, reportgen.render; "
        "print([name for name in ('matplotlib', 'xarray', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
