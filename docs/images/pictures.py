"""Take the pictures of docs/page.md and of the README: the page of the OMNI sample, in a browser.

python docs/images/pictures.py        needs Chromium and the extra ``browser``
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from reportgen import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Page

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "samples" / "omni_dst"
#: What the README shows.
SCREEN: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": 800}
PHONE: FloatRect = {"x": 0, "y": 0, "width": 390, "height": 1500}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> None:
    """Build the report, open it, and keep its views."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        sys.exit("no Chromium on the path")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(SAMPLE, Path(folder) / "report")
        address = (Path(folder) / "report" / "report.html").as_uri()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        first = opened(browser, address, width=1280, height=900)
        keep("page-first-screen", first.screenshot())
        keep("report", first.screenshot(clip=SCREEN))
        checks = opened(browser, address, width=1280, height=900)
        checks.locator("#checklist").scroll_into_view_if_needed()
        checks.evaluate("document.getElementById('ladder').scrollIntoView()")
        keep("page-ladder-and-checklist", checks.screenshot())
        heads = opened(browser, address, width=1280, height=900, scheme="dark")
        heads.wait_for_function("document.querySelector('.cells').dataset.lift !== undefined")
        keep("page-explorer", heads.locator("#explorer").screenshot())
        phone = opened(browser, address, width=390, height=844, locale="ko-KR")
        keep("page-phone", phone.screenshot(full_page=True, clip=PHONE))
        browser.close()


def opened(
    browser: Browser,
    address: str,
    *,
    width: int,
    height: int,
    scheme: str = "light",
    locale: str = "en-US",
) -> Page:
    """The page on a screen of some size."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
        offline=True,
    )
    page = context.new_page()
    page.goto(address)
    return page


def keep(name: str, picture: bytes) -> None:
    """Write a picture with few colours: it has few, and stays small."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    file = HERE / f"{name}.png"
    drawn.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}  {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
