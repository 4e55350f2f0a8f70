"""Reports to look at, and what looks at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import build
from reportgen.build import Request, report_of
from reportgen.schema import Report
from reportgen.summarize import open_summary
from tests.browser.runs import SAMPLE, write_large, write_steps
from tests.conftest import skip_or_fail

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TOOLS = Path(__file__).parent / "node_modules"
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
RUNS = ("omni", "large", "steps")
REQUIRED = "REPORTGEN_REQUIRE_BROWSER"


@dataclass(frozen=True)
class Built:
    """A finished report, and the numbers that it was made from."""

    name: str
    page: Path
    report: Report


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Return a report by the name of its run, built when it is first asked for."""
    folder = tmp_path_factory.mktemp("pages")
    runs = {"omni": lambda _: SAMPLE, "large": write_large, "steps": write_steps}
    built: dict[str, Built] = {}

    def of(name: str) -> Built:
        if name not in built:
            target = folder / name
            # Markdown with its pictures costs as much again, and no browser sees it.
            build(runs[name](folder / f"run-{name}"), target, request=Request(("html", "nc")))
            report = report_of(open_summary(target / "summary.nc"))
            built[name] = Built(name, target / "report.html", report)
        return built[name]

    return of


@pytest.fixture(params=RUNS)
def built(request: pytest.FixtureRequest, reports: Callable[[str], Built]) -> Built:
    """Return each report in turn."""
    return reports(request.param)


@dataclass
class Opened:
    """A page, and all that it complained of or asked for."""

    page: Page
    noises: list[str]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a report; its options are those of a browser context."""

    def opening(built: Built, **options: object) -> Opened:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        page = browser.new_context(offline=True, **options).new_page()  # type: ignore[arg-type]
        noises: list[str] = []
        page.on("console", lambda message: noises.append(message.text))
        page.on("pageerror", lambda error: noises.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file:", "data:", "blob:"))
                else noises.append(request.url)
            ),
        )
        page.goto(built.page.as_uri())
        contexts.append(page.context)
        return Opened(page, noises)

    contexts: list[BrowserContext] = []
    yield opening
    # An open page keeps its share of the processor.
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder of the checkers that npm installs."""
    if not (TOOLS / "axe-core").is_dir():
        skip_or_fail(REQUIRED, "npm install has not been run in tests/browser")
    return TOOLS


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Return the folder that keeps pictures of the test run."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Return a function that finds a program, or skips the test."""

    def found(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            skip_or_fail(REQUIRED, f"{name} is not installed")
        return str(path)

    return found
