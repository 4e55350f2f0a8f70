"""What every test may use, and the rule that CI skips nothing unlisted."""

from __future__ import annotations

import difflib
import fnmatch
import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.setdefault("MPLBACKEND", "Agg")
# No test leaves anything in the caches of whoever runs it.
os.environ.setdefault("REPORTGEN_CACHE", tempfile.mkdtemp(prefix="reportgen-cache-"))

GOLDEN = Path(__file__).parent / "golden"
ALLOWED_SKIPS = Path(__file__).parents[1] / ".ci" / "allowed-skips.txt"
IN_CI = os.environ.get("CI") == "true"
LONGEST_DIFF = 60

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# A page under test reaches nothing but itself; Chromium's own errands would try to.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden",
        action="store_true",
        help="run only the tests that compare with tests/golden/, and rewrite those files",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--refresh-golden") and IN_CI:
        raise pytest.UsageError("--refresh-golden rewrites files that CI is there to compare with")
    # Registered as plugins of their own: the hooks of a conftest are not called for the doctests
    # of the package, which lie outside this folder.
    if IN_CI:
        config.pluginmanager.register(UnlistedSkips(read_allowed_skips()), "unlisted-skips")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--refresh-golden"):
        return
    others = [item for item in items if "golden" not in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


# Skipped tests -----------------------------------------------------------------------------------


def read_allowed_skips() -> list[str]:
    """Return the patterns of test ids in `.ci/allowed-skips.txt`."""
    lines = ALLOWED_SKIPS.read_text(encoding="utf-8").splitlines()
    return [line.split("  ")[0].strip() for line in lines if line.strip() and line[0] != "#"]


class UnlistedSkips:
    """Fails a run in which a test was skipped that is not on the list."""

    def __init__(self, allowed: list[str]) -> None:
        self.allowed = allowed
        self.unlisted: dict[str, str] = {}

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        # Brackets of a parametrised id are no pattern.
        listed = any(
            report.nodeid == pattern or fnmatch.fnmatchcase(report.nodeid, pattern)
            for pattern in self.allowed
        )
        if not listed:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            self.unlisted[report.nodeid] = str(reason)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unlisted and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.unlisted:
            return
        terminalreporter.section("skipped, but not listed in .ci/allowed-skips.txt", red=True)
        for nodeid, reason in self.unlisted.items():
            terminalreporter.line(f"{nodeid}  {reason}")


# Golden files ------------------------------------------------------------------------------------


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME, or rewrite that file with --refresh-golden.

    Use as ``golden("report.en.md", text)``.
    """
    refresh = bool(pytestconfig.getoption("--refresh-golden"))

    def compare(name: str, text: str) -> None:
        __tracebackhide__ = True
        path = GOLDEN / name
        # Bytes, so that line endings count and no platform translates them.
        got = text.encode("utf-8")
        if refresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(got)
            return
        if not path.is_file():
            pytest.fail(f"tests/golden/{name} is missing: write it with `make golden`")
        expected = path.read_bytes()
        if got == expected:
            return
        lines = difflib.unified_diff(
            expected.decode("utf-8").splitlines(),
            text.splitlines(),
            f"tests/golden/{name}",
            "made now",
            lineterm="",
        )
        difference = list(lines) or ["(only line endings differ)"]
        cut = difference[LONGEST_DIFF:]
        shown = "\n".join(difference[:LONGEST_DIFF])
        more = f"\n… and {len(cut)} more lines" if cut else ""
        pytest.fail(
            f"tests/golden/{name} differs; if that is meant, `make golden`\n{shown}{more}",
            pytrace=False,
        )

    return compare


# What may be missing on a developer's machine, but not in CI -----------------------------------


def skip_or_fail(variable: str, reason: str) -> None:
    """Skip the test, or fail it where the environment says that it must run."""
    if os.environ.get(variable) == "1":
        pytest.fail(f"{reason}, and {variable}=1 requires it", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; REPORTGEN_CHROMIUM names one that is not on the path."""
    given = os.environ.get("REPORTGEN_CHROMIUM")
    found = next(filter(None, map(shutil.which, [given] if given else CHROMIUM_NAMES)), None)
    if found is None:
        skip_or_fail("REPORTGEN_REQUIRE_BROWSER", f"no Chromium found ({given or 'on the path'})")
    return str(found)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a headless browser; give its contexts ``offline=True`` where a page must need no net.

    For one module at a time: while it runs, the thread has an event loop, and ``asyncio.run``
    elsewhere would fail.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip_or_fail("REPORTGEN_REQUIRE_BROWSER", "playwright is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """Return PyTorch, on one thread."""
    try:
        module = importlib.import_module("torch")
    except ImportError:
        skip_or_fail("REPORTGEN_REQUIRE_CAPTURE", "PyTorch is not installed")
    module.set_num_threads(1)
    return module
