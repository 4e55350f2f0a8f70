"""The page in a browser: quiet, light, complete; in both languages, both themes and on paper."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from reportgen.figures import draw_figures
from reportgen.figures.drawing import to_csv
from reportgen.style import heat_palette
from tests.browser.conftest import Built, Opened

pytestmark = pytest.mark.browser

MOST_BYTES = 2 * 1024 * 1024
#: A4 less the margins of `@page`, in CSS pixels.
PAPER = {"width": 673, "height": 1002}
SHOTS = [
    ("omni", 390, "light", "ko-KR"),
    ("omni", 1600, "light", "en-US"),
    ("large", 1024, "dark", "en-US"),
    ("steps", 1280, "light", "ko-KR"),
]

#: Pixels of the smallest text of a figure on any screen.
LEAST_TEXT = 10
SMALL_TEXTS = """least => [...document.querySelectorAll('svg.fig text')]
  .filter(e => e.getBoundingClientRect().width)
  .filter(e => { const scale = e.ownerSVGElement.getScreenCTM().a;
    return parseFloat(getComputedStyle(e).fontSize) * scale < least; })
  .map(e => e.textContent)"""
WIDER_THAN_THEIR_PLACE = """[...document.querySelectorAll('.cards td')]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent.trim())"""
UNFOLD = "() => document.querySelectorAll('details').forEach(e => { e.open = true; })"
#: Words that a Korean reader is shown, without commands, names of files and citations.
KOREAN_TEXTS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const inside = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
    const skipped = 'code, pre, script, template, .references, .run, .switch';
    if (text && !inside.closest(skipped) && inside.closest('[lang]').lang === 'ko') {
      found.push(text);
    }
  }
  return found;
}"""
#: Three words in a row are a phrase; terms in brackets and two authors are shorter.
LATIN = re.compile(r"\b[A-Za-z][a-z’']*(?:[ \u00a0,]+[A-Za-z][a-z’']*){2,}")
#: A title, and names of dimensions.
LEFT_ENGLISH = {"Attention Is All You Need", "layer, head, query, key"}

FIGURES = """() => [...document.querySelectorAll('svg.fig')].filter(e => e.clientWidth)
  .map(e => { const b = e.getBoundingClientRect();
    return [e.getAttribute('class'), b.left, b.right, b.height]; })"""
CUT_TEXTS = """limit => [...document.querySelectorAll('svg.fig text')]
  .filter(e => e.getBoundingClientRect().width)
  .filter(e => { const b = e.getBoundingClientRect(); return b.left < 0 || b.right > limit; })
  .map(e => e.textContent)"""
#: Pictures without words: neither hidden beside a text that says what they show, nor named.
UNTOLD = """() => [...document.querySelectorAll('svg, img, canvas')].filter(e => {
    if (e.parentElement.closest('svg') || e.querySelector('filter')) return false;
    const own = e.getAttribute('alt') || e.getAttribute('aria-label');
    if (own) return own.length < 20;
    const around = e.closest('figure, label, .stage, td.measure, .explorer');
    const told = around && around.querySelector('.unseen, .line, .value');
    return !(told && told.textContent.trim().length > 5);
  }).map(e => e.outerHTML.slice(0, 120))"""
ALTS = "() => [...document.querySelectorAll('figure > .unseen')].map(e => e.textContent)"
PAINT = "() => (performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime"


def test_it_opens_quickly_and_quietly(built: Built, opened: Callable[..., Opened]) -> None:
    assert built.page.stat().st_size <= MOST_BYTES
    times = []
    for _ in range(3):
        page = opened(built)
        page.page.wait_for_function(PAINT)
        times.append(page.page.evaluate(PAINT))
        assert not page.noises
    assert min(times) < 1000


@pytest.mark.parametrize("script", [True, False])
def test_the_language_switch(built: Built, opened: Callable[..., Opened], *, script: bool) -> None:
    page = opened(built, java_script_enabled=script, locale="en-US")
    page.page.locator("label[for=language-ko]").click()
    assert page.page.locator("h1 .ko").first.is_visible()
    assert page.page.locator(".en:visible").count() == 0
    page.page.locator("label[for=language-en]").click()
    assert page.page.locator(".ko:visible").count() == 0
    assert not page.noises


def test_every_picture_says_something(built: Built, opened: Callable[..., Opened]) -> None:
    page = opened(built).page
    assert page.evaluate(UNTOLD) == []
    alts = page.evaluate(ALTS)
    assert alts
    assert all(len(alt.strip()) > 5 for alt in alts)


def test_no_text_of_a_figure_is_cut_or_too_small(
    built: Built, opened: Callable[..., Opened]
) -> None:
    page = opened(built).page
    page.evaluate(UNFOLD)
    for language in ("en", "ko"):
        page.locator(f"label[for=language-{language}]").click()
        for width in (390, 768, 1024, 1600) if language == "en" else (390, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{language} {width}"
            assert page.evaluate(CUT_TEXTS, width) == [], where
            assert page.evaluate(SMALL_TEXTS, LEAST_TEXT) == [], where
            assert page.evaluate("document.documentElement.scrollWidth") == width, where


@pytest.mark.parametrize("locale", ["en", "ko-KR"])
def test_no_cell_of_a_card_runs_into_the_next(
    built: Built, opened: Callable[..., Opened], locale: str
) -> None:
    page = opened(built, locale=locale, viewport={"width": 390, "height": 900}).page
    page.evaluate(UNFOLD)
    assert page.locator(".cards td:visible").count()
    assert page.evaluate(WIDER_THAN_THEIR_PLACE) == []


def test_a_link_opens_what_is_folded_away(
    reports: Callable[[str], Built], opened: Callable[..., Opened]
) -> None:
    page = opened(reports("omni")).page
    row = page.locator("#check-row-sums")
    assert not row.is_visible()
    page.evaluate("location.hash = '#check-row-sums'")
    row.wait_for(state="visible")
    assert not page.locator("#table-scales").is_visible()


def test_the_korean_page_has_no_english_sentence(
    built: Built, opened: Callable[..., Opened]
) -> None:
    page = opened(built, locale="ko-KR").page
    page.evaluate(UNFOLD)
    texts = page.evaluate(KOREAN_TEXTS)
    assert any("어텐션" in text for text in texts)
    left = (run.group() for text in texts for run in LATIN.finditer(text.replace("et al.", "")))
    assert set(left) - LEFT_ENGLISH == set()


def test_the_check_for_english_finds_a_sentence() -> None:
    assert LATIN.search("첫 층은 hours before the issue 이다")
    assert not LATIN.search("임계 시점(critical timestep), Jain & Wallace 2019")


@pytest.mark.parametrize(("run", "width", "scheme", "locale"), SHOTS)
def test_pictures_of_the_page(
    reports: Callable[[str], Built],
    opened: Callable[..., Opened],
    artefacts: Path,
    run: str,
    width: int,
    scheme: str,
    locale: str,
) -> None:
    page = opened(
        reports(run), viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale
    )
    file = artefacts / f"page-{run}-{width}-{scheme}-{locale[:2]}.png"
    page.page.screenshot(path=file, full_page=True)
    assert not page.noises
    # A picture of one colour would be an empty page.
    assert len(Image.open(file).convert("P").getcolors() or []) > 8


def test_everything_through_the_ribbon_is_on_the_first_screen(
    built: Built, opened: Callable[..., Opened]
) -> None:
    page = opened(built).page
    for language in ("en", "ko"):
        page.locator(f"label[for=language-{language}]").click()
        # Where there are many doubts, the words below the ribbon may have to wait.
        last = "#ribbon" if built.name == "omni" else "#ribbon svg"
        bottom = page.evaluate(f"document.querySelector('{last}').getBoundingClientRect().bottom")
        assert bottom <= 900, language
        if built.name == "omni":
            drawn = "document.querySelector('#ribbon svg').getBoundingClientRect().bottom"
            assert page.evaluate(drawn) <= 800, language


def test_printed_figures_are_whole(
    built: Built,
    opened: Callable[..., Opened],
    artefacts: Path,
    program: Callable[[str], str],
) -> None:
    # Without script nothing opens what is folded but the style for paper.
    page = opened(built, viewport=PAPER, color_scheme="dark", java_script_enabled=False).page
    page.emulate_media(media="print")
    for name, left, right, height in page.evaluate(FIGURES):
        assert left >= -1, name
        assert right <= PAPER["width"] + 1, name
        assert height <= PAPER["height"], name
    assert page.evaluate(CUT_TEXTS, PAPER["width"] + 4) == []
    broken = "() => [...document.querySelectorAll('figure')].filter("
    broken += "e => getComputedStyle(e).breakInside !== 'avoid').length"
    assert page.evaluate(broken) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
    file = artefacts / f"page-{built.name}.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    found = subprocess.run(
        [program("pdftotext"), "-bbox", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert words_off_paper(found) == []
    assert ">row-sums<" in found, "the checks that passed are not printed"
    assert ">Gini<" in found, "the definitions are not printed"


def words_off_paper(boxes: str) -> list[str]:
    """Words of a PDF that reach beyond their sheet, by what ``pdftotext -bbox`` says."""
    off = []
    for sheet in boxes.split("<page ")[1:]:
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', sheet)
        assert size is not None
        for left, top, right, bottom, word in re.findall(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', sheet
        ):
            inside = float(left) >= -1 and float(right) <= float(size[1]) + 1
            if not (inside and float(top) >= -1 and float(bottom) <= float(size[2]) + 1):
                off.append(word)
    return off


def test_every_figure_can_be_saved(built: Built, opened: Callable[..., Opened]) -> None:
    page = opened(built, color_scheme="light")
    drawings = draw_figures(built.report)
    links = page.page.evaluate(
        "() => [...document.querySelectorAll('a[download]')].map(a => [a.download, a.href])"
    )
    saved = {file.split(".")[0]: table_of(file, address) for file, address in links}
    assert set(saved) == {name for name in drawings if not name.endswith(("-medium", "-narrow"))}
    for name, text in saved.items():
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0] == list(drawings[name].columns)
        assert len(rows) == len(drawings[name].rows) + 1
    assert saved["incoming"] == to_csv(drawings["incoming"])
    with page.page.expect_download() as download:
        page.page.locator("#figure-ribbon a[download]").click()
    assert download.value.suggested_filename.startswith("ribbon.csv")
    with page.page.expect_download() as download:
        page.page.locator("button[data-picture=ribbon]").click()
    picture = Image.open(Path(download.value.path()))
    assert picture.width >= 2 * drawings["ribbon"].width
    assert len(picture.convert("P").getcolors() or []) > 8
    with page.page.expect_download() as download:
        page.page.locator("button[data-picture=heads]").click()
    assert download.value.suggested_filename.startswith("head-")
    head = np.asarray(Image.open(Path(download.value.path())).convert("RGB")).astype(int)
    # The legend of the saved picture: its ends have the palette's two extremes.
    bottom = head[-80:].reshape(-1, 3)
    for colour in (heat_palette()[0], heat_palette()[-1]):
        assert (np.abs(bottom - np.asarray(colour)).max(axis=1) <= 3).sum() > 100
    assert not page.noises


def table_of(file: str, address: str) -> str:
    """Text that a link saves."""
    coded = address.partition(",")[2]
    if file.endswith(".gz"):
        return gzip.decompress(base64.b64decode(coded)).decode("utf-8-sig")
    return unquote(coded).removeprefix("\ufeff")
