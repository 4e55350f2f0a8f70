"""The report as a PDF: tagged, with bookmarks, Korean whole, nothing cut, always the same."""

from __future__ import annotations

import builtins
import contextlib
import re
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportgen.build.documents import report_pdf
from reportgen.exceptions import OutputError
from reportgen.render.pdf import check_pdf, words_kept
from reportgen.schema import Language, Report
from tests.cli.conftest import Run

Poppler = Callable[..., str]


def inflated(file: Path) -> bytes:
    """Objects of a PDF, also those in compressed streams."""
    content = file.read_bytes()
    out = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        with contextlib.suppress(zlib.error):
            out.append(zlib.decompress(stream))
    return b"\n".join(out)


@pytest.fixture(scope="module")
def made(omni: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """The sample's PDF in both languages."""
    try:
        check_pdf()
    except OutputError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("pdf")
    files = {}
    for language in Language:
        files[language] = folder / f"{language.value}.pdf"
        files[language].write_bytes(report_pdf(omni, language))
    return files


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_tags_language_and_title(
    made: dict[Language, Path], language: Language, poppler: Poppler
) -> None:
    facts = poppler("pdfinfo", made[language])
    assert re.search(r"^Tagged: +yes$", facts, re.M)
    assert re.search(r"^Title: +\S+", facts, re.M)
    assert not re.search(r"^(CreationDate|ModDate)", facts, re.M)
    assert re.search(r"^Page size: +595\.\d+ x 841\.\d+ pts \(A4\)$", facts, re.M)
    assert f"/Lang ({language.value})".encode() in inflated(made[language])
    assert "pdfuaid" in poppler("pdfinfo", "-meta", made[language])
    structure = poppler("pdfinfo", "-struct", made[language])
    for tag in ("H1", "H2", "Table", "TH", "L", "Figure"):
        assert re.search(rf"^ *{tag}\b", structure, re.M), tag


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_fonts_are_embedded_and_none_is_type_3(
    made: dict[Language, Path], language: Language, poppler: Poppler
) -> None:
    fonts = poppler("pdffonts", made[language]).splitlines()[2:]
    assert fonts
    for line in fonts:
        assert "Type 3" not in line
        assert " yes yes yes " in line
    # Ours alone: the same on every machine.
    names = {re.split(r"[+\s]", line)[1] for line in fonts}
    assert {name.split("-")[0] for name in names} <= {"Report", "Symbols", "Code"}


@pytest.mark.slow
def test_korean_words_do_not_break(made: dict[Language, Path], poppler: Poppler) -> None:
    from reportgen.text import say

    text = poppler("pdftotext", "-layout", made[Language.KO], "-")
    assert text.count("□") == 0
    flowing = " ".join(poppler("pdftotext", made[Language.KO], "-").split())
    for identifier in ("page.section.checklist", "page.section.guide", "page.safe"):
        assert say(identifier, Language.KO) in flowing
    words = re.findall(r"[가-힣]{3,}", say("page.heads.note", Language.KO))
    assert words
    assert all(word in flowing for word in words)


@pytest.mark.slow
def test_bookmarks(made: dict[Language, Path]) -> None:
    titles = re.findall(rb"/Title \(([^)]*)\)", inflated(made[Language.EN]))
    for title in (b"Checklist", b"Samples", b"Heads", b"How to read this report"):
        assert any(title in found for found in titles), titles


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_figure_is_cut(made: dict[Language, Path], language: Language, poppler: Poppler) -> None:
    """Every word of the page lies inside its margins."""
    boxes = poppler("pdftotext", "-bbox", made[language], "-")
    width, height = 595.3, 841.9
    for left, top, right, bottom in re.findall(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"', boxes
    ):
        assert float(left) > 30
        assert float(right) < width - 30
        assert float(top) > 15
        assert float(bottom) < height - 15


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_page_is_left_half_empty(
    made: dict[Language, Path], language: Language, poppler: Poppler
) -> None:
    """Rows of figures and columns of tables part where a page ends, and do not move on whole."""
    pages = poppler("pdftotext", "-bbox", made[language], "-").split("<page ")[1:]
    footer = 790.0
    for number, page in enumerate(pages[:-1], 1):
        ends = [float(end) for end in re.findall(r'yMax="([-\d.]+)"', page.partition(">")[2])]
        assert max(end for end in ends if end < footer) > 842 / 2, f"page {number}"


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(omni: Report, made: dict[Language, Path]) -> None:
    assert report_pdf(omni, Language.KO) == made[Language.KO].read_bytes()


@pytest.mark.slow
def test_build_writes_a_pdf_for_each_language(
    reportgen: Run, report_dir: Path, tmp_path: Path, made: dict[Language, Path]
) -> None:
    done = reportgen("render", report_dir / "summary.nc", "-o", tmp_path / "out", "--output", "pdf")
    assert done.code == 0, done.err
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {".reportgen", "report.en.pdf", "report.ko.pdf"}


# Without the extra -------------------------------------------------------------------------------


def _failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> ModuleType:
        if name.partition(".")[0] == "weasyprint":
            raise error
        return ordinary(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ImportError("No module named weasyprint"), r"pip install 'reportgen\[pdf\]'"),
        (OSError("cannot load library libpango"), r"apt install libpango-1\.0-0"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_done(
    reportgen: Run,
    report_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    message: str,
) -> None:
    _failing(error, monkeypatch)
    run, out = report_dir.parent, tmp_path / "out"
    said = reportgen("build", run, "-o", out, "--output", "html,pdf").failed_with(4)
    assert re.search(message, said)
    assert not out.exists()


# Korean words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("<p>한국 말</p>", '<p><span class="w">한국</span> 말</p>'),
        ("<p>값은 3이다.</p>", '<p><span class="w">값은</span> <span class="w">3이다.</span></p>'),
        ("<style>.한국{}</style>", "<style>.한국{}</style>"),
        ("<svg><text>한국 말</text></svg>", "<svg><text>한국 말</text></svg>"),
        ("<pre>한국 말</pre>", "<pre>한국 말</pre>"),
        ("<p>English words</p>", "<p>English words</p>"),
        ("<p>a &amp; 한국</p>", '<p>a &amp; <span class="w">한국</span></p>'),
        ("<p>" + "가" * 40 + "</p>", "<p>" + "가" * 40 + "</p>"),
    ],
)
def test_words_are_held_together(page: str, kept: str) -> None:
    assert words_kept(page) == kept
