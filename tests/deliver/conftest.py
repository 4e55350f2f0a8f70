"""A report to deliver, built once, and a machine without the extra ``pdf``."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.build import Request, build
from reportgen.deliver.source import report_in
from reportgen.exceptions import OutputError
from reportgen.schema import Report
from tests.builders import SAMPLES, peaked_run
from tests.cli.conftest import reportgen as reportgen


@pytest.fixture(scope="session")
def report_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report directory with page and Summary."""
    run = peaked_run(tmp_path_factory.mktemp("deliver") / "ap_run", key=4, companions=True)
    return build(run, request=Request(formats=("html", "nc"))).directory


@pytest.fixture(scope="session")
def report(report_dir: Path) -> Report:
    return report_in(report_dir)


@pytest.fixture(scope="session")
def omni() -> Report:
    """The sample run, with everything a run can have."""
    from reportgen import open_run, summarize
    from reportgen.build import report_of

    return report_of(summarize(open_run(SAMPLES / "omni_dst")))


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every PDF fail, as an installation without the extra does."""

    def missing(*_: object, **__: object) -> bytes:
        raise OutputError("a PDF needs WeasyPrint, which is not installed")

    monkeypatch.setattr("reportgen.deliver.email.draft.report_pdf", missing)
    monkeypatch.setattr("reportgen.deliver.paper.bundle.report_pdf", missing)


@pytest.fixture(scope="session")
def poppler() -> Callable[..., str]:
    """Call one of poppler's programs; what it prints."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")

    def call(program: str, *arguments: str | Path) -> str:
        done = subprocess.run(
            [program, *map(str, arguments)], capture_output=True, check=True, encoding="utf-8"
        )
        return done.stdout

    return call
