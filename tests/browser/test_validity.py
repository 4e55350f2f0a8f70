"""What other people's checkers find on the page: accessibility, and valid HTML, SVG and CSS."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import RUNS, Built, Opened

pytestmark = pytest.mark.browser

SETTINGS = Path(__file__).parent / ".htmlvalidate.json"
AXE = """async rules => {
  const result = await axe.run(document, {resultTypes: ['violations'], ...rules});
  return result.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' '));
}"""
EVERYTHING = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
#: What a theme can change.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@pytest.fixture(scope="module")
def checkers(
    reports: Callable[[str], Built], tools: Path, program: Callable[[str], str]
) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """Start both checkers of all pages at once; the slower one runs while axe is at work."""
    pages = [str(reports(name).page) for name in RUNS]
    script = tools / "html-validate" / "bin" / "html-validate.mjs"
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    commands = {
        "html-validate": [program("node"), str(script), "--config", str(SETTINGS)],
        "vnu": [program("java"), "-jar", str(jar), "--format", "gnu"],
    }
    running = {
        name: subprocess.Popen(
            [*command, *pages], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name, command in commands.items()
    }
    yield running
    for process in running.values():
        process.kill()
        process.communicate()


def test_html_validate_finds_nothing(checkers: dict[str, subprocess.Popen[str]]) -> None:
    found, complaints = checkers["html-validate"].communicate()
    assert (checkers["html-validate"].returncode, found) == (0, ""), complaints


def test_axe_finds_no_violation_light_or_dark(
    built: Built, opened: Callable[..., Opened], tools: Path
) -> None:
    # The policy of the page refuses foreign scripts, as it should.
    page = opened(built, bypass_csp=True, locale="ko-KR").page
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    page.add_script_tag(path=tools / "axe-core" / "axe.min.js")
    assert page.evaluate(AXE, EVERYTHING) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(AXE, CONTRAST) == []


def test_vnu_finds_nothing(checkers: dict[str, subprocess.Popen[str]]) -> None:
    _, found = checkers["vnu"].communicate()
    assert (checkers["vnu"].returncode, found) == (0, "")
