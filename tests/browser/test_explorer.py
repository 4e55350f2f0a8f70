"""The attention explorer says what the data say, with a mouse, with keys, and without script."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from reportgen.figures.greys import HIGHEST_CODE, STEP, lift_of_code
from reportgen.figures.heat import block_means, heat_levels
from reportgen.render.explorer import pooled_cells
from reportgen.style import heat_palette
from tests.browser.conftest import Built, Opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CHOSEN = "document.querySelector('input[name=head]:checked').value"
#: What the script has to decode before it can answer.
READY = "document.querySelector('.cells').dataset.lift !== undefined"
#: A busy browser shows a picture some frames after it was chosen.
DRAWN = """async () => {
    const chosen = document.querySelector('input[name=head]:checked').value;
    await document.getElementById('cells-' + chosen).decode();
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def shown_lift(built: Built) -> NDArray[np.float64]:
    """Lift of every head as the page shows it, dims (layer, head, query, key)."""
    lift = np.asarray(built.report.matrices.head_lift, dtype=np.float64)
    return block_means(lift, pooled_cells(lift.shape))


def some_cells(lift: NDArray[np.float64]) -> list[tuple[int, int, int, int]]:
    """Cells of several heads: corners, the middle and a few drawn."""
    layers, heads, queries, keys = lift.shape
    drawn = np.random.default_rng(3)
    places = [(0, 0), (queries - 1, keys - 1), (queries // 2, keys // 2)]
    places += [(int(q), int(k)) for q, k in drawn.integers((queries, keys), size=(2, 2))]
    chosen = [(0, 0), (layers - 1, heads - 1)]
    return [(*head, *place) for head, place in product(chosen, places)]


def choose(opened: Opened, identifier: str) -> None:
    opened.page.locator(f"label[for=head-{identifier}]").click()


def point(opened: Opened, query: int, key: int) -> dict[str, str]:
    """Point at the middle of a cell, and return what the picture then says of it."""
    page = opened.page
    frame = page.locator(".cells").bounding_box()
    size = page.evaluate(
        "(() => { const b = document.querySelector('.cells svg').viewBox.baseVal;"
        " return [b.width, b.height]; })()"
    )
    assert frame is not None
    across, down = frame["width"] / size[0], frame["height"] / size[1]
    page.mouse.move(
        frame["x"] + (key + min(0.5, (size[0] - key) / 2)) * across,
        frame["y"] + (query + min(0.5, (size[1] - query) / 2)) * down,
    )
    page.wait_for_function(
        "([q, k, id]) => { const c = document.querySelector('.cells').dataset;"
        " return c.query === q && c.key === k && c.head === id; }",
        arg=[str(query), str(key), page.evaluate(CHOSEN)],
    )
    said: dict[str, str] = page.evaluate("({...document.querySelector('.cells').dataset})")
    return said


def test_readout_equals_the_data_within_one_level(
    built: Built, opened: Callable[..., Opened]
) -> None:
    page = opened(built)
    page.page.wait_for_function(READY)
    page.page.locator(".cells").scroll_into_view_if_needed()
    lift = shown_lift(built)
    assert max(lift.shape[2:]) <= 128
    for layer, head, query, key in some_cells(lift):
        choose(page, f"{layer}-{head}")
        said = point(page, query, key)
        expected = lift[layer, head, query, key]
        if math.isnan(expected):
            assert said["lift"] == said["weight"] == ""
            continue
        bounded = min(max(expected, lift_of_code(1)), lift_of_code(HIGHEST_CODE))
        assert abs(math.log2(float(said["lift"]) / bounded)) <= STEP
        even = np.nanmean(even_shares(built)[query])
        assert abs(math.log2(float(said["weight"]) / (bounded * even))) <= STEP
    assert not page.noises


def even_shares(built: Built) -> NDArray[np.float64]:
    """Even share of every shown cell: weight over lift."""
    matrices = built.report.matrices
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.asarray(matrices.focus, dtype=float) / np.asarray(matrices.focus_lift)
    return block_means(shares, pooled_cells(matrices.head_lift.shape))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_equal_the_data(built: Built, opened: Callable[..., Opened], scheme: str) -> None:
    page = opened(built, color_scheme=scheme)
    page.page.wait_for_function(READY)
    lift = shown_lift(built)
    palette = heat_palette(dark=scheme == "dark")
    choose(page, "0-1")
    shown = pixels(page)
    height, width = shown.shape[:2]
    for _, _, query, key in some_cells(lift)[2:8]:
        level = int(heat_levels(lift[0, 1])[query, key])
        if level == 0:
            continue
        at = (query + 0.5) * height / lift.shape[2], (key + 0.5) * width / lift.shape[3]
        colour = shown[int(at[0]), int(at[1])].astype(int)
        # A step of the codes is two of the levels; a level differs by a few units of a channel.
        near = range(max(level - 2, 1), min(level + 2, len(palette)) + 1)
        assert min(np.abs(colour - palette[one - 1]).max() for one in near) <= 3


def test_forbidden_cells_stay_empty_in_the_grid(
    reports: Callable[[str], Built], opened: Callable[..., Opened]
) -> None:
    page = opened(reports("steps"), color_scheme="light").page
    tile = page.locator("label[for=head-0-1] svg")
    tile.scroll_into_view_if_needed()
    corner = np.asarray(Image.open(io.BytesIO(tile.screenshot())).convert("RGB"))[6, -6]
    assert tuple(int(part) for part in corner) == surface(page)


def surface(page: Page) -> tuple[int, ...]:
    """Colour of what lies behind the cells."""
    colour = page.evaluate(
        "getComputedStyle(document.querySelector('.cells')).backgroundColor.match(/\\d+/g)"
    )
    return tuple(int(part) for part in colour[:3])


def pixels(opened: Opened) -> NDArray[np.uint8]:
    """The large picture as the screen shows it."""
    opened.page.mouse.move(0, 0)
    opened.page.evaluate("document.querySelector('.cursor').style.display = 'none'")
    opened.page.evaluate(DRAWN)
    taken = opened.page.locator(".cells").screenshot()
    return np.asarray(Image.open(io.BytesIO(taken)).convert("RGB"))


def test_comparing_shows_the_quotient_and_the_difference(
    reports: Callable[[str], Built], opened: Callable[..., Opened]
) -> None:
    built = reports("omni")
    page = opened(built)
    page.page.wait_for_function(READY)
    lift = shown_lift(built)
    choose(page, "1-0")
    page.page.locator("#compare").select_option("1-2")
    page.page.wait_for_function("!document.querySelector('.cells canvas').hidden")
    said = point(page, 4, 9)
    quotient = lift[1, 0, 4, 9] / lift[1, 2, 4, 9]
    assert abs(math.log2(float(said["against"]) / lift[1, 2, 4, 9])) <= STEP
    painted = page.page.evaluate(
        "(() => { const c = document.querySelector('.cells canvas');"
        " return c.getContext('2d').getImageData(9, 4, 1, 1).data[0]; })()"
    )
    assert abs(math.log2(lift_of_code(round(painted / 5)) / quotient)) <= 1.5 * STEP
    difference = page.page.locator("[data-part=difference] .en").inner_text()
    weights = (lift[1, 0, 4, 9] - lift[1, 2, 4, 9]) / built.report.run.keys * 100
    assert abs(float(difference.split()[0].replace("−", "-")) - weights) < 0.2 * abs(weights) + 0.5
    page.page.locator("#compare").select_option("even")
    assert page.page.locator(".cells canvas").is_hidden()
    assert not page.noises


def test_keys_move_through_the_cells_and_are_told(
    built: Built, opened: Callable[..., Opened]
) -> None:
    page = opened(built, locale="en-US")
    page.page.wait_for_function(READY)
    cells: dict[str, Any] = page.page.evaluate("({...document.querySelector('.cells').dataset})")
    page.page.locator(".cells").focus()
    down = "ArrowUp" if int(cells["query"]) else "ArrowDown"
    page.page.keyboard.press(down)
    moved = int(cells["query"]) + (1 if down == "ArrowDown" else -1)
    page.page.wait_for_function(
        "q => document.querySelector('.cells').dataset.query === q", arg=str(moved)
    )
    told = page.page.locator("#explorer-said").text_content() or ""
    assert "Query" in told
    assert "Lift" in told
    assert not page.noises


def test_choosing_works_without_script(built: Built, opened: Callable[..., Opened]) -> None:
    page = opened(built, java_script_enabled=False).page
    chosen = page.locator("input[name=head]:checked").get_attribute("value")
    assert page.locator(f".line[data-tile='{chosen}']").is_visible()
    page.locator("label[for='head-0-0']").click()
    page.keyboard.press("ArrowRight")
    assert page.locator(".line[data-tile='0-1']").is_visible()
    assert not page.locator(".line[data-tile='0-0']").is_visible()
    assert page.locator("use[data-tile='0-1']").is_visible()
    assert not page.locator(".needs-script").is_visible()


def test_blocks_are_told(reports: Callable[[str], Built], opened: Callable[..., Opened]) -> None:
    page = opened(reports("large"), locale="en-US").page
    assert "mean of 2\u00a0×\u00a02 weights" in page.locator("#explorer .caption").inner_text()
    page.wait_for_function(READY)
    said = page.locator("[data-part=key] .en").inner_text()
    assert "before issue (" in said
    assert "–" in said.split("(")[1]
