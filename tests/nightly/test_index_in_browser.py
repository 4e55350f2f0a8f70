"""The index in Chromium: sorting, filters, no request, whole without script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen.nightly.files import write_site
from reportgen.nightly.history import append_night, append_record, read_history
from reportgen.nightly.record import Traits
from reportgen.nightly.rows import index_of
from reportgen.schema import Language

from .records import numbers, record

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, half, model in (("a10", 9.0, "gru"), ("a9", 10.0, "gru"), ("b", 2.5, "lstm")):
        made = numbers(hours_half=half)
        append_record(tmp_path, record(name, numbers=made, traits=Traits(model=model)))
    append_record(tmp_path, record("f", state="failed", status="", numbers=None, reason="torn"))
    append_night(tmp_path, "2026-01-01T00:00:00Z")
    history = read_history(tmp_path)
    index = index_of(history, baseline="b", reports=frozenset(("a9", "a10", "b")))
    write_site(tmp_path, index, history, tuple(Language))
    return tmp_path


NAMES = (
    "[...document.querySelectorAll('#table-runs tbody tr:not([hidden]) th')]"
    ".map(head => head.dataset.key)"
)


def test_columns_sort_by_number_and_empty_cells_stay_last(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    problems: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: requests.append(request.url))
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(NAMES) == ["a10", "a9", "b", "f"]
    page.get_by_role("button", name="Hours that hold half").click()
    assert page.evaluate(NAMES) == ["b", "a10", "a9", "f"]
    page.get_by_role("button", name="Hours that hold half").click()
    assert page.evaluate(NAMES) == ["a9", "a10", "b", "f"]
    page.get_by_role("button", name="Run", exact=True).click()
    assert page.evaluate(NAMES) == ["a9", "a10", "b", "f"]
    page.select_option('[data-filter="model"]', "gru")
    assert page.evaluate(NAMES) == ["a9", "a10"]
    assert page.inner_text("#shown") == "2"
    assert problems == []
    assert len(requests) == 1
    page.close()


def test_without_script_every_row_is_there(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.locator("#table-runs tbody tr").count() == 4
    assert not page.locator(".filters").is_visible()
    assert page.locator(".ko:visible").count() == 0
    page.get_by_text("한국어").click()
    assert page.locator(".en:visible").count() == 0
    context.close()
