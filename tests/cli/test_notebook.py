"""A finished build in a notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.build import Request, build
from tests.builders import peaked_run


@pytest.mark.parametrize(("lang", "word"), [("en", "Attention peaks"), ("ko", "어텐션")])
def test_a_result_shows_its_headline_and_links_the_page(
    tmp_path: Path, lang: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = peaked_run(tmp_path / "run <b>", key=5, samples=8)
    monkeypatch.chdir(tmp_path)
    request = Request(formats=("html",))
    result = build(run, tmp_path / "out put", overrides={"lang": lang}, request=request)
    card = result._repr_html_()
    assert word in card
    assert 'href="out%20put/report.html"' in card
    assert f'<div lang="{lang}">' in card
    assert card.count("<img ") == 1
    assert 'src="data:image/png;base64,' in card
    assert not re.search(r"<(script|style|b>)", card.replace("<b>6", ""))
    assert str(tmp_path) not in card


def test_without_a_page_nothing_is_linked(tmp_path: Path) -> None:
    run = peaked_run(tmp_path / "run", key=5, samples=4)
    result = build(run, tmp_path / "out", request=Request(formats=("json",)))
    assert "<a " not in result._repr_html_()
