"""The report as a PDF: tagged, with bookmarks, in one language, the same bytes every time.

WeasyPrint (extra ``pdf``) sets the page's own templates by a style sheet of their own. It breaks
Hangul between any two syllables, so words are held together here; and it draws an SVG without the
page's style sheet, so a figure is given its font, and loses its dark twin.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reportgen.exceptions import OutputError
from reportgen.render.contents import Described, page_contents
from reportgen.render.environment import environment, source_of
from reportgen.render.html import guide_html, spoken
from reportgen.render.words import Words, breakable
from reportgen.schema import Language, Report
from reportgen.style import FONT_FILES, light, palette_css

#: PDF/UA: tags, a language, a title; what readers of screens need.
VARIANT = "pdf/ua-1"
_EXTRA = "reportgen[pdf]"
#: Longer strings without a space are no words, and must be free to break.
_LONGEST_WORD = 18
#: Least pixels along the longer side of a heat map: readers of PDF smooth what they enlarge.
_FINE = 900
#: Colours of the small bars of the checklist, which an SVG outside the page's style sheet lacks.
_BAR_LOOKS = {
    "good": ("fill", "expected"),
    "rule": ("stroke", "bar"),
    "limit": ("stroke", "ink"),
    "measured": ("fill", "ink"),
}
_CODED = re.compile(r'href="data:image/png;base64,([^"]+)"')
_DARK_TWIN = re.compile(r'<image\b[^>]*\bclass="px on-d"[^>]*/>')
_UNTOUCHED = re.compile(
    r"(<(style|svg|title|pre|code)\b.*?</\2>|<[^>]*>|&[#\w]+;)", re.DOTALL | re.IGNORECASE
)
_KOREAN_WORD = re.compile(
    rf"(?<![^\s<>])(?=[^\s<>]*[가-힣])[^\s<>]{{2,{_LONGEST_WORD}}}(?![^\s<>])"
)


def check_pdf() -> None:
    """Make sure that a PDF can be made, before anything heavy is done.

    Raises
    ------
    OutputError
        WeasyPrint, or the Pango that it draws text with, is missing.
    """
    _weasyprint()


def can_make_pdf() -> bool:
    """Whether WeasyPrint and Pango are there."""
    try:
        check_pdf()
    except OutputError:
        return False
    return True


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise OutputError(
            "a PDF needs WeasyPrint, which is not installed",
            allowed="an installation with the extra pdf",
            fix=f"pip install '{_EXTRA}', or leave pdf out",
        ) from error
    except OSError as error:
        raise OutputError(
            "a PDF needs the Pango library, which WeasyPrint cannot load",
            allowed="Pango 1.44 or newer",
            fix="install it (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0), or leave pdf out",
        ) from error
    return weasyprint


def render_pdf(
    report: Report,
    *,
    language: Language,
    pictures: Mapping[str, str],
    drawings: Mapping[str, Described],
    templates: Path | None = None,
) -> bytes:
    """The report on A4 pages.

    Parameters
    ----------
    report
        What was found.
    language
        Of the document: a PDF has one.
    pictures
        Inline SVG of each figure, by its name, no wider than the page.
    drawings
        Title, caption and alternative text of each figure, by the same names.
    templates
        Folder that is searched before our own.

    Raises
    ------
    OutputError
        WeasyPrint or Pango is missing.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    page = render_print_page(
        report, language=language, pictures=pictures, drawings=drawings, templates=templates
    )
    # Nothing outside the document is asked for, but for the fonts that come with it.
    fetcher = URLFetcher(allowed_protocols=("data", "file"))
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=_font_faces(), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    made: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True
    )
    return made


def render_print_page(
    report: Report,
    *,
    language: Language,
    pictures: Mapping[str, str],
    drawings: Mapping[str, Described],
    templates: Path | None = None,
) -> str:
    """The HTML that becomes the PDF."""
    words = Words((language,))
    style = f"{palette_css()}\n{source_of('pdf/report.css', templates)}"
    page = (
        environment(templates)
        .get_template("pdf/report.html.j2")
        .render(
            **page_contents(report),
            language=language,
            languages=(language,),
            t=words.spans,
            cell=words.cell,
            headline=words.headline,
            plain=words.plain,
            breakable=breakable,
            style=Markup(style),
            pictures={
                name: Markup(_printed(spoken(svg, (language,)))) for name, svg in pictures.items()
            },
            drawings=drawings,
            guides={language: guide_html(report, language, templates=templates)},
        )
    )
    for name, (paint, role) in _BAR_LOOKS.items():
        page = page.replace(f'class="{name}" ', f'class="{name}" {paint}="{light(role)}" ')
    return words_kept(page) if language is Language.KO else page


def _printed(svg: str) -> str:
    """A figure in its light colours, with its fonts named and its heat maps made fine."""
    plain = _DARK_TWIN.sub("", svg).replace("<svg ", '<svg font-family="Report, Symbols" ', 1)
    return _CODED.sub(lambda match: f'href="data:image/png;base64,{_fine(match[1])}"', plain)


def _fine(coded: str) -> str:
    """A picture with one pixel a cell, every cell a square of pixels."""
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(coded)))
    times = max(1, -(-_FINE // max(picture.size)))
    larger = picture.resize(
        (picture.width * times, picture.height * times), Image.Resampling.NEAREST
    )
    out = io.BytesIO()
    larger.save(out, format="png", transparency=picture.info.get("transparency"))
    return base64.b64encode(out.getvalue()).decode("ascii")


def words_kept(page: str) -> str:
    """HTML whose Korean words do not break inside; tags, figures and code are left alone.

    Examples
    --------
    >>> words_kept('<p title="한국 말">한국 말 abc</p>')
    '<p title="한국 말"><span class="w">한국</span> 말 abc</p>'
    """
    out, start = [], 0
    for match in _UNTOUCHED.finditer(page):
        out += [_KOREAN_WORD.sub(_kept, page[start : match.start()]), match.group()]
        start = match.end()
    return "".join([*out, _KOREAN_WORD.sub(_kept, page[start:])])


def _kept(word: re.Match[str]) -> str:
    return f'<span class="w">{word.group()}</span>'


@lru_cache(maxsize=1)
def _font_faces() -> str:
    """The fonts of the figures for the text: Noto Sans KR, and DejaVu Sans for other symbols."""
    from matplotlib import get_data_path

    own = Path(str(files("reportgen"))) / "fonts"
    other = Path(get_data_path()) / "fonts" / "ttf"
    faces = [
        ("Report", 400, own / FONT_FILES[0]),
        ("Report", 700, own / FONT_FILES[1]),
        ("Symbols", 400, other / "DejaVuSans.ttf"),
        ("Symbols", 700, other / "DejaVuSans-Bold.ttf"),
        ("Code", 400, other / "DejaVuSansMono.ttf"),
    ]
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("{file.as_uri()}")}}'
        for family, weight, file in faces
    )
