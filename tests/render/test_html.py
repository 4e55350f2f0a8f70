"""The page is valid, needs nothing from outside, and shows what files say as text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from reportgen.render import render_html
from reportgen.render.contents import SECTIONS
from reportgen.schema import Language, Profile
from tests.render.pictures import DRAWINGS, SVG
from tests.render.reports import make_report

VOID = {"meta", "input", "wbr", "br", "img", "link", "hr"}
HOSTILE = '"><script>alert(1)</script>|`x` **b** [l](javascript:1) ${y} {{ z }}'
ANCHORS = {"ribbon", *SECTIONS}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that do not match."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice on {tag}"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def page_of(languages: tuple[Language, ...] = tuple(Language), **variant: Any) -> str:
    return render_html(make_report(**variant), pictures=SVG, drawings=DRAWINGS, languages=languages)


@pytest.mark.parametrize(
    "variant",
    [{}, {"timed": False, "samples": 1}, {"layers": 6, "heads": 8}, {"profile": Profile.GUIDE}],
    ids=["timed", "steps", "many heads", "guide profile"],
)
def test_tags_match_and_ids_are_unique(variant: dict[str, Any]) -> None:
    page = Page(page_of(**variant))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert set(ids) >= ANCHORS
    targets = {href[1:] for href in page.all("href") if href.startswith("#")}
    # Figures that this run has no picture of may still be named by the guide.
    assert {target for target in targets if not target.startswith("figure-")} <= set(ids)
    for name in ("aria-labelledby", "for"):
        assert set(page.all(name)) <= set(ids)


def test_headings_descend_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in Page(page_of()).tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_fetched_and_nothing_is_inline() -> None:
    page = Page(page_of())
    for tag, attributes in page.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert attributes.get("src", "data:").startswith("data:")
        if "href" in attributes and tag != "a":
            assert attributes["href"].startswith("#" if tag == "use" else "data:")
        elif "href" in attributes:
            allowed = ("#", "https://doi.org/", "https://arxiv.org/")
            saved = "download" in attributes and attributes["href"].startswith("data:")
            assert saved or attributes["href"].startswith(allowed)


def test_the_policy_names_the_hashes_of_the_one_style_and_the_one_script() -> None:
    source = page_of()
    policy = next(
        attributes["content"]
        for tag, attributes in Page(source).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert len(found) == 1
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_style_names_no_colour_that_the_dark_theme_could_not_change() -> None:
    style = re.findall(r"<style>(.*?)</style>", page_of(), re.DOTALL)[0]
    rules = re.sub(r":root\{[^}]*\}", "", style)
    # "#" begins an id in a selector; a colour follows a colon or a comma.
    assert not re.findall(r"[:,\s]#[0-9a-fA-F]{3,8}\b(?=[;}\s])", rules)
    declared = set(re.findall(r"(--[\w-]+):", style))
    assert set(re.findall(r"var\((--[\w-]+)\)", style)) <= declared


def test_names_from_files_stay_text() -> None:
    source = page_of(name=HOSTILE)
    page = Page(source)
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 1
    text = "".join(page.text)
    assert HOSTILE in text
    assert "<script>alert(1)</script>|.npz" in text
    assert "sdo_<data>" in text


def test_two_languages_stand_behind_a_switch() -> None:
    source = page_of()
    page = Page(source)
    radios = [a for _, a in page.tags if a.get("name") == "language"]
    assert [radio["value"] for radio in radios] == ["en", "ko"]
    assert [("checked" in radio) for radio in radios] == [True, False]
    assert "body:has(#language-ko:checked) .en{display:none!important}" in source
    swapped = Page(page_of((Language.KO, Language.EN)))
    assert swapped.tags[0][1]["lang"] == "ko"
    for language in ("en", "ko"):
        spans = [a for _, a in page.tags if language in a.get("class", "").split()]
        assert spans
        assert all(attributes.get("lang") == language for attributes in spans)


@pytest.mark.parametrize("language", Language)
def test_one_language_comes_alone(language: Language) -> None:
    source = page_of((language,))
    page = Page(source)
    assert "language" not in page.all("name")
    assert page.tags[0][1]["lang"] == language.value
    text = "".join(page.text)
    assert ("어텐션" in text) is (language is Language.KO)
    assert ("Worst first." in text) is (language is Language.EN)


def test_without_styles_it_reads_in_order_with_verdicts_in_words() -> None:
    text = re.sub(r"\s+", " ", "".join(Page(page_of((Language.EN,))).text))
    order = (
        "Attention climbs to the last input",
        "Doubtful: 3",
        "How far does this hold?",
        "Checklist",
        "fail Empty rows",
        "warning Input files",
        "skipped",
        "pass Finite values",
        "Tested, and not tested",
        "How to read this report",
    )
    place = text.index("How to read")  # the end of the contents list
    for phrase in order:
        place = text.index(phrase, place)


def test_a_report_without_figures_and_findings_still_has_its_page() -> None:
    bare = replace(make_report(timed=False, samples=1), findings=(), inputs=(), top_connections=())
    page = Page(render_html(bare, pictures={}, drawings={}))
    assert "omni_in24h_out6h_transformer" in "".join(page.text)
    assert not [tag for tag, _ in page.tags if tag == "figure"]


def test_equal_reports_give_equal_pages() -> None:
    assert page_of() == page_of()
