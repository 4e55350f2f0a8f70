"""The page in a browser: the switch without script, no request, no overflow, the first screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen.figures import draw_figures
from reportgen.figures.svg import to_svg
from reportgen.render import render_html
from tests.render.reports import make_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: Elements that reach beyond the screen and do not scroll by themselves.
OVERFLOW = """() => [...document.querySelectorAll('main *, header *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest('.scroll, .unseen, svg, pre'))
  .map(e => e.tagName + '.' + e.className)"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = make_report()
    drawings = draw_figures(report)
    pictures = {name: to_svg(drawing) for name, drawing in drawings.items()}
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render_html(report, pictures=pictures, drawings=drawings), encoding="utf-8")
    return file


def opened(browser: Browser, file: Path, **options: object) -> tuple[Page, list[str]]:
    """The page and what it complained of or asked for."""
    page = browser.new_context(offline=True, **options).new_page()  # type: ignore[arg-type]
    noises: list[str] = []
    page.on("console", lambda message: noises.append(message.text))
    page.on("pageerror", lambda error: noises.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(("file:", "data:")) else noises.append(request.url)
        ),
    )
    page.goto(file.as_uri())
    return page, noises


def test_the_switch_needs_no_script(browser: Browser, page_file: Path) -> None:
    page, noises = opened(browser, page_file, java_script_enabled=False)
    english = page.locator("h1 .en")
    korean = page.locator("h1 .ko")
    assert english.is_visible()
    assert not korean.is_visible()
    page.locator("label[for=language-ko]").click()
    assert korean.is_visible()
    assert not english.is_visible()
    assert not noises


def test_the_script_remembers_the_language_and_sets_it(browser: Browser, page_file: Path) -> None:
    page, noises = opened(browser, page_file, locale="en-US")
    page.locator("#language-ko").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.reload()
    assert page.locator("h1 .ko").is_visible()
    assert not noises


def test_a_korean_browser_begins_in_korean(browser: Browser, page_file: Path) -> None:
    page, _ = opened(browser, page_file, locale="ko-KR")
    assert page.locator("h1 .ko").is_visible()
    assert page.evaluate("document.documentElement.lang") == "ko"


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
@pytest.mark.parametrize("width", [390, 800, 1280, 1600])
def test_nothing_reaches_beyond_the_screen(
    browser: Browser, page_file: Path, width: int, locale: str
) -> None:
    page, noises = opened(
        browser, page_file, viewport={"width": width, "height": 900}, locale=locale
    )
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not noises


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_everything_through_the_ribbon_is_on_the_first_screen(
    browser: Browser, page_file: Path, locale: str
) -> None:
    page, _ = opened(browser, page_file, viewport={"width": 1280, "height": 900}, locale=locale)
    bottom = page.evaluate("document.querySelector('#ribbon svg').getBoundingClientRect().bottom")
    assert 400 < bottom <= 900
