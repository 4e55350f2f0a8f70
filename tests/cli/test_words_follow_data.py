"""Change the data, and every caption, every alternative text and the summary change with them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from reportgen.build import Request, build
from reportgen.schema import Language
from tests.builders import peaked_run

FIGURES = {
    "figure-ribbon",
    "figure-matrix",
    "figure-incoming",
    "figure-distribution",
    "figure-layers",
    "figure-heads",
    "figure-samples",
    "figure-lags",
}


class Page(HTMLParser):
    """Captions by figure, the headline and the deck of a page, in one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.figure = ""
        self.inside: list[tuple[str, str]] = []
        self.spoken: list[str] = []
        self.captions: dict[str, str] = {}
        self.headline = ""
        self.deck = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # The heads' figure is the explorer, a section of several figures.
        if (given.get("id") or "").startswith("figure-"):
            self.figure = given.get("id") or ""
        kind = given.get("class") if tag == "p" else tag
        if kind in ("figcaption", "caption", "h1", "deck"):
            self.inside.append((tag, kind))
        if tag == "span":
            self.spoken.append(given.get("lang") or (self.spoken[-1] if self.spoken else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.spoken:
            self.spoken.pop()
        if self.inside and tag == self.inside[-1][0]:
            self.inside.pop()

    def handle_data(self, text: str) -> None:
        if not self.inside or (self.spoken and self.spoken[-1] not in ("", self.language)):
            return
        kind = self.inside[-1][1]
        if kind in ("figcaption", "caption"):
            self.captions[self.figure] = self.captions.get(self.figure, "") + text
        elif kind == "h1":
            self.headline += text
        else:
            self.deck += text


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, str], Page]:
    """Pages of two runs that differ in their data alone, by (peak, language)."""
    found = {}
    for key, samples in ((4, 12), (8, 14)):
        # Folders of one name: nothing but the data may differ.
        folder = tmp_path_factory.mktemp(f"peak{key}") / "run"
        run = peaked_run(folder, key=key, samples=samples, seed=key, companions=True)
        build(run, request=Request(formats=("html", "md")))
        text = (run / "report" / "report.html").read_text(encoding="utf-8")
        for language in Language:
            page = Page(language.value)
            page.feed(text)
            found[key, language.value] = page
        found[key, "md"] = (run / "report" / "report.md").read_text(encoding="utf-8")  # type: ignore[assignment]
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_figure_has_a_caption_with_a_number(
    pages: dict[tuple[int, str], Page], language: str
) -> None:
    captions = pages[4, language].captions
    assert set(captions) >= FIGURES
    for name, text in captions.items():
        assert numbers(text), name


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_caption_changes(pages: dict[tuple[int, str], Page], language: str) -> None:
    one, two = pages[4, language].captions, pages[8, language].captions
    assert set(one) == set(two)
    same = [figure for figure in one if numbers(one[figure]) == numbers(two[figure])]
    assert same == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_headline_and_deck_change(pages: dict[tuple[int, str], Page], language: str) -> None:
    one, two = pages[4, language], pages[8, language]
    assert numbers(one.headline) != numbers(two.headline)
    assert numbers(one.deck) != numbers(two.deck)


def test_both_languages_give_the_same_numbers(pages: dict[tuple[int, str], Page]) -> None:
    english, korean = pages[4, "en"], pages[4, "ko"]
    assert sorted(numbers(english.headline)) == sorted(numbers(korean.headline))
    assert re.search("[가-힣]", korean.headline)
    assert not re.search("[가-힣]", english.headline)


def test_the_headline_states_the_place_in_hours(pages: dict[tuple[int, str], Page]) -> None:
    """Key 4 of 12 hourly inputs: 7 to 8 hours before the end of the window, which is issue."""
    text = pages[4, "en"].headline.replace("\u2060", "").replace("\u00a0", " ")
    assert "7–8 h before issue" in text
    korean = pages[4, "ko"].headline.replace("\u2060", "").replace("\u00a0", " ")
    assert "7~8시간" in korean


def test_every_alternative_text_in_markdown_changes(pages: dict[tuple[int, str], Page]) -> None:
    texts = []
    for key in (4, 8):
        found = re.findall(r"!\[(.+?)\]\((figures/[\w.-]+)\)", str(pages[key, "md"]), re.DOTALL)
        texts.append({file: text for text, file in found})
    one, two = texts
    assert set(one) == set(two)
    assert len(one) >= 2 * len(FIGURES)
    assert [file for file in one if one[file] == two[file]] == []
