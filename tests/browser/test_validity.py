"""What other people's checkers find on the page: accessibility, and valid HTML, SVG and CSS."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
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


def test_axe_finds_no_violation_light_or_dark(
    built: Built, opened: Callable[..., Opened], tools: Path
) -> None:
    # The policy of the page refuses foreign scripts, as it should.
    page = opened(built, bypass_csp=True, locale="ko-KR").page
    page.add_script_tag(path=tools / "axe-core" / "axe.min.js")
    assert page.evaluate(AXE, EVERYTHING) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(AXE, CONTRAST) == []


def test_html_validate_finds_nothing(
    reports: Callable[[str], Built], tools: Path, program: Callable[[str], str]
) -> None:
    script = tools / "html-validate" / "bin" / "html-validate.mjs"
    pages = [str(reports(name).page) for name in RUNS]
    found = subprocess.run(
        [program("node"), str(script), "--config", str(SETTINGS), *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (0, ""), found.stderr


def test_vnu_finds_nothing(
    reports: Callable[[str], Built], tools: Path, program: Callable[[str], str]
) -> None:
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = [str(reports(name).page) for name in RUNS]
    found = subprocess.run(
        [program("java"), "-jar", str(jar), "--format", "gnu", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
