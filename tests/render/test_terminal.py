"""The checklist on terminals of any width."""

from __future__ import annotations

import pytest

from reportgen.render import render_terminal
from reportgen.render.terminal import text_columns, wrapped
from reportgen.schema import CheckResult, Language, Status
from tests.render.reports import check_results


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [40, 72, 80, 140])
def test_lines_fit_and_the_worst_comes_first(language: Language, width: int) -> None:
    text = render_terminal(check_results(timed=True), language=language, width=width)
    lines = text.splitlines()
    longest_word = max(text_columns(word) for word in text.split())
    assert all(text_columns(line) <= max(width, longest_word + 40) for line in lines)
    if width > 72:
        assert all(text_columns(line) <= width for line in lines)
    ids = [check.id for check in check_results(timed=True)]
    found = sorted((text.index(identifier), identifier) for identifier in ids)
    assert found[0][1] == "dead-rows"
    assert ("✕ fail" if language is Language.EN else "✕ 실패") in lines[0]
    assert lines[-1].startswith("1 failure, 3 warnings" if language is Language.EN else "실패 1")


def test_actions_are_given_for_what_needs_attention_only() -> None:
    text = render_terminal(check_results(timed=True), width=200)
    warned, passed = text.split("✓", 1)
    assert "→" in warned
    assert "→" not in passed


def test_control_characters_of_file_names_do_not_reach_the_terminal() -> None:
    values = {"read": 1, "skipped": 1, "example": "\x1b[2Jx\n.npz", "reason": "truncated"}
    check = CheckResult("input-files", "arrays", Status.WARN, "skipped", values=values)
    text = render_terminal([check])
    assert "\x1b" not in text
    assert "[2Jx" in text


def test_a_long_word_stands_alone() -> None:
    assert wrapped("a verylongword b", 6) == ["a", "verylongword", "b"]
