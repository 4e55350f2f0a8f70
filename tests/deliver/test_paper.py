"""The folder for a manuscript: everything in it, nothing that the run does not support."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from reportgen.build import report_of
from reportgen.build.parts import summarize_run
from reportgen.deliver.paper import JOURNALS, write_paper
from reportgen.deliver.paper.journals import MM_PER_INCH
from reportgen.deliver.paper.latex import to_latex
from reportgen.deliver.paper.methods import methods_sentences
from reportgen.deliver.paper.prose import CITED, Prose, caption_macro, plain
from reportgen.deliver.paper.saved import DOTS_PER_INCH, to_fine_png, to_pdf, to_svg_file
from reportgen.deliver.paper.tables import paper_tables
from reportgen.figures import draw_figures
from reportgen.figures.columns import draw_column_figures, draw_print_figures
from reportgen.render.environment import source_of
from reportgen.schema import Language, Report
from reportgen.text import say
from tests.builders import random_attention, tree, write_run
from tests.cli.conftest import Run

EN, KO = Language.EN, Language.KO


@pytest.fixture(scope="module")
def folder(omni: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the sample run, without a supplement; pictures as coarse as they may be."""
    target = tmp_path_factory.mktemp("paper") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.deliver.paper.saved.DOTS_PER_INCH", 100)
        patch.setattr("reportgen.deliver.paper.bundle.report_pdf", _missing)
        result = write_paper(omni, target, journal=JOURNALS["agu"])
    assert "WeasyPrint" in result.left_out
    return target


def _missing(*_: object, **__: object) -> bytes:
    from reportgen.exceptions import OutputError

    raise OutputError("a PDF needs WeasyPrint, which is not installed")


def unsupported(tmp_path: Path, **changes: object) -> Report:
    """A run of one sample without a cadence."""
    attention = random_attention(shape=(1, 1, 1, 8, 8))
    run = write_run(tmp_path / "run", attention, names=["a"])
    return replace(report_of(summarize_run(run)), **changes)  # type: ignore[arg-type]


# Figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("journal", JOURNALS)
def test_widths_have_a_source(journal: str) -> None:
    found = JOURNALS[journal]
    assert 75 < found.single < 100 < found.double < 200
    assert found.source
    assert str(found.single) in Path("docs/paper.md").read_text(encoding="utf-8")


def test_every_figure_of_the_page_is_drawn_for_columns(omni: Report) -> None:
    page = {name for name in draw_figures(omni) if not name.endswith(("-medium", "-narrow"))}
    assert set(draw_column_figures(omni, 352)) == page
    assert set(draw_column_figures(omni, 730)) == page
    assert set(draw_print_figures(omni)) == page


def test_figures_in_both_widths_and_three_formats(folder: Path, omni: Report) -> None:
    names = set(draw_column_figures(omni, 352))
    found = {file.name for file in (folder / "figures").iterdir()}
    assert found == {
        f"{name}-{column}.{kind}"
        for name in names
        for column in ("single", "double")
        for kind in ("pdf", "svg", "png")
    }
    assert {file.stem for file in (folder / "data").iterdir()} == names


@pytest.mark.parametrize("language", Language)
def test_a_saved_figure_has_its_true_size(omni: Report, language: Language) -> None:
    drawing = draw_column_figures(omni, 360)["ribbon"]
    width = 90.0
    pdf = to_pdf(drawing, language, width)
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert box
    assert float(box[1]) == pytest.approx(width / MM_PER_INCH * 72, abs=0.01)
    assert float(box[2]) / float(box[1]) == pytest.approx(drawing.height / drawing.width)
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf
    for word in (b"CreationDate", b"Producer", b"Creator"):
        assert word not in pdf
    svg = to_svg_file(drawing, language, width)
    assert "<svg xmlns:xlink" in svg
    assert 'width="90.00mm"' in svg
    assert "<text" not in svg
    assert "<dc:date>" not in svg
    picture = Image.open(io.BytesIO(to_fine_png(drawing, language, width)))
    assert picture.width == pytest.approx(width / MM_PER_INCH * DOTS_PER_INCH, abs=1)
    assert picture.info["dpi"] == pytest.approx((DOTS_PER_INCH,) * 2, abs=0.1)
    assert DOTS_PER_INCH >= 300
    assert pdf == to_pdf(drawing, language, width)
    assert svg == to_svg_file(drawing, language, width)


def test_the_fonts_of_a_figure(omni: Report, tmp_path: Path, poppler: Callable[..., str]) -> None:
    drawing = draw_column_figures(omni, 730)["ribbon"]
    for language, word in ((EN, "issue"), (KO, "예보")):
        file = tmp_path / "figure.pdf"
        file.write_bytes(to_pdf(drawing, language, 173.6))
        fonts = poppler("pdffonts", file).splitlines()[2:]
        assert fonts
        assert all("TrueType" in line and " yes yes yes " in line for line in fonts)
        assert word in poppler("pdftotext", file, "-")


def test_nothing_of_a_scaled_figure_is_cut(
    omni: Report, tmp_path: Path, poppler: Callable[..., str]
) -> None:
    """What matplotlib clips at its page is the page before the scaling."""
    import numpy as np

    drawing = draw_column_figures(omni, 730)["ribbon"]
    file = tmp_path / "figure.pdf"
    file.write_bytes(to_pdf(drawing, EN, 173.6))
    poppler("pdftoppm", "-r", "150", "-png", "-singlefile", file, tmp_path / "seen")
    seen = Image.open(tmp_path / "seen.png").convert("L")
    whole = Image.open(io.BytesIO(to_fine_png(drawing, EN, 173.6))).convert("L")
    grid = (12, 6)
    inked, wanted = (
        255 - np.asarray(picture.resize(grid, Image.Resampling.BOX), dtype=float)
        for picture in (seen, whole)
    )
    assert (abs(inked - wanted) < 3 + 0.15 * wanted).all(), (inked - wanted).round()


def test_the_numbers_that_are_drawn(folder: Path, omni: Report) -> None:
    with (folder / "data" / "ribbon.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == omni.run.keys
    lifts = [float(row["lift"]) for row in rows]
    assert lifts == pytest.approx(list(omni.lift), rel=1e-6)


# Words -------------------------------------------------------------------------------------------


def test_every_citation_is_in_the_references(omni: Report, folder: Path) -> None:
    keys = re.findall(r"@\w+\{(\w+),", source_of("paper/references.bib"))
    assert len(keys) == len(set(keys))
    cited = {key for sentence in methods_sentences(omni) for key in sentence.cites}
    assert cited <= set(CITED) <= set(keys)
    for key, text in CITED.items():
        assert text[-4:] == key[-4:], "the year"
    # science.md names them; each stands in the file.
    for name in ("vig2019", "kovaleva2019", "zhang2025", "king2005"):
        assert name in keys


def test_methods_carry_the_numbers_and_the_result_the_safe_sentence(
    folder: Path, omni: Report
) -> None:
    methods = (folder / "methods.txt").read_text(encoding="utf-8")
    assert "2 layers with 4 heads each stored for 64 samples (Vaswani et al. 2017)" in methods
    assert "tokens that start 1 h apart" in methods
    result = (folder / "result.txt").read_text(encoding="utf-8")
    [safe] = [finding.message for finding in omni.findings if finding.place == "safe"]
    assert plain(say(safe, EN)) in result
    assert "64 windows" in result
    limits = (folder / "limits.txt").read_text(encoding="utf-8")
    assert "- Not tested: " in limits
    for text in (methods, result, limits):
        assert "\u2060" not in text
        assert "**" not in text


def test_what_the_run_does_not_support_is_not_said(tmp_path: Path) -> None:
    report = unsupported(tmp_path)
    assert report.peak.ci95_share is None
    target = tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.deliver.paper.bundle.report_pdf", _missing)
        patch.setattr("reportgen.deliver.paper.saved.DOTS_PER_INCH", 72)
        write_paper(report, target, journal=JOURNALS["ieee"])
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in target.rglob("*")
        if file.suffix in (".txt", ".tex") and file.name not in ("README.txt", "paper.tex")
    }
    assert "One sample gives no interval." in texts["methods.txt"]
    assert "cadence is not declared" in texts["methods.txt"]
    assert "scales.tex" not in texts
    assert "layers.tex" not in texts
    assert "95" not in texts["peak.tex"]
    for name, text in texts.items():
        if name not in ("checks.tex", "limits.tex", "limits.txt"):
            assert not re.search(r"\d[ ~]h\b|hours? before", text), name
        assert "--cadence" not in text or name.startswith("limits"), name


def test_arrays_that_are_no_attention_make_no_claim(tmp_path: Path) -> None:
    attention = random_attention(shape=(6, 1, 1, 8, 8)) * 3
    report = report_of(summarize_run(write_run(tmp_path / "run", attention, hourly=True)))
    text = Prose(EN).paragraph_text(methods_sentences(report))
    assert "no statement on a peak is made" in text
    assert "bootstrap" not in text
    assert "peak" not in paper_tables(report)


@pytest.mark.parametrize("language", Language)
def test_both_languages(omni: Report, language: Language) -> None:
    prose = Prose(language)
    text = prose.paragraph_tex(methods_sentences(omni))
    assert text.count("\\citep{") >= 5
    assert bool(re.search("[가-힣]", text)) is (language is KO)
    for drawn in paper_tables(omni).values():
        assert all(prose.cell(cell) for row in drawn.table.rows for cell in row)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & a_b #1 {x} ~ ^ \\", r"50\% \& a\_b \#1 \{x\} \textasciitilde{} "
         r"\textasciicircum{} \textbackslash{}"),
        ("1\u00a0h, 0\u2060–\u20601", "1~h, 0--1"),
        ("−3 ± 2 × 10⁻⁷", r"$-$3 $\pm$ 2 $\times$ 10$^{-7}$"),
        ("**bold_** `code_`", r"\textbf{bold\_} \texttt{code\_}"),
        ("토큰 \U0001f600", r"[U+D1A0][U+D070] [U+1F600]"),
        ("\\input{x} $y$", r"\textbackslash{}input\{x\} \$y\$"),
        ("Å and ł", "Å and ł"),
    ],
)  # fmt: skip
def test_text_cannot_break_the_document(text: str, latex: str) -> None:
    assert to_latex(text) == latex


def test_names_of_macros_are_letters(omni: Report) -> None:
    names = [caption_macro(name) for name in draw_column_figures(omni, 352)]
    assert all(re.fullmatch("[A-Za-z]+", name) for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.slow
def test_the_same_report_gives_the_same_folder(
    report: Report, tmp_path: Path, no_pdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.deliver.paper.saved.DOTS_PER_INCH", 72)
    for name in ("one", "two"):
        write_paper(report, tmp_path / name, journal=JOURNALS["aas"], language=KO)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


# LaTeX -------------------------------------------------------------------------------------------


@pytest.fixture
def latex() -> str:
    found = shutil.which("pdflatex")
    if found is None:
        pytest.skip("LaTeX is not installed")
    return found


def compiled(folder: Path) -> str:
    """Compile paper.tex as its first lines say; the log."""
    run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper"]
    for command in (run, ["bibtex", "paper"], run, run):
        done = subprocess.run(
            command, cwd=folder, capture_output=True, check=False, encoding="latin-1"
        )
        assert done.returncode == 0, done.stdout[-2000:]
    return (folder / "paper.log").read_text(encoding="latin-1")


@pytest.mark.slow
def test_the_document_compiles(folder: Path, tmp_path: Path, latex: str) -> None:
    work = tmp_path / "work"
    shutil.copytree(folder, work)
    log = compiled(work)
    assert "undefined" not in log
    assert "multiply defined" not in log
    overfull = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert all(width < 10 for width in overfull), overfull
    first = (work / "paper.pdf").read_bytes()
    compiled(work)
    assert (work / "paper.pdf").read_bytes() == first


@pytest.mark.slow
def test_a_hostile_name_compiles(report: Report, tmp_path: Path, latex: str, no_pdf: None) -> None:
    name = r"run_%$&#{}~^\ \input{x} 한국 \U0001f600 —"
    tokens = tuple(f"{chr(92)}end{{document}}_{key}" for key in range(report.run.keys))
    evil = replace(report, run=replace(report.run, name=name, tokens=tokens))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.deliver.paper.saved.DOTS_PER_INCH", 72)
        write_paper(evil, tmp_path / "out", journal=JOURNALS["elsevier"])
    compiled(tmp_path / "out")


# The command -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_paper_of_a_run_a_report_and_a_summary(
    reportgen: Run,
    report_dir: Path,
    tmp_path: Path,
    no_pdf: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reportgen.deliver.paper.saved.DOTS_PER_INCH", 72)
    sources = (report_dir.parent, report_dir, report_dir / "summary.nc")
    trees = []
    for number, source in enumerate(sources):
        done = reportgen("paper", source, "-o", tmp_path / str(number))
        assert done.code == 0, done.err
        assert done.out == f"{tmp_path / str(number)}\n"
        assert "left out: the supplementary PDF" in done.err
        trees.append(tree(tmp_path / str(number)))
    assert trees[0] == trees[1] == trees[2]
    assert "Left out: " in (tmp_path / "0" / "README.txt").read_text(encoding="utf-8")


def test_paper_refuses_a_folder_that_is_not_its_own(
    reportgen: Run, report_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert "--force" in reportgen("paper", report_dir, "-o", tmp_path).failed_with(2)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    missing = tmp_path / "nowhere"
    reportgen("paper", missing, "-o", tmp_path / "out").failed_with(3)
