"""The report as one HTML file: offline, without a request, useful without script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from reportgen.figures.svg import figure_css
from reportgen.render.contents import Described, page_contents
from reportgen.render.downloads import downloads
from reportgen.render.environment import environment, source_of
from reportgen.render.explorer import Explorer, explorer
from reportgen.render.guide import render_guide
from reportgen.render.markdown_text import retitled
from reportgen.render.policy import page_style, security_policy
from reportgen.render.words import Words, breakable, particles_kept
from reportgen.schema import Language, Report

_STYLES = ("report.css", "explorer.css", "downloads.css")
_SCRIPTS = ("report.js", "explorer.js", "downloads.js")
_TEXT = re.compile(r'<text\b[^>]*\blang="(\w+)"[^>]*>.*?</text>', re.DOTALL)


def render_html(
    report: Report,
    *,
    pictures: Mapping[str, str],
    drawings: Mapping[str, Described],
    languages: tuple[Language, ...] = tuple(Language),
    templates: Path | None = None,
) -> str:
    """The page.

    Parameters
    ----------
    report
        What was found.
    pictures
        Inline SVG of each figure, by its name, hidden from screen readers: the page
        itself says what it shows.
    drawings
        Title, caption and alternative text of each figure, by the same names.
    languages
        With two, both stand in the file behind a switch and the first is shown; with one, only
        that one.
    templates
        Folder that is searched before our own.

    Returns
    -------
    str
        Valid HTML with one style sheet and one script; a content security policy allows these
        two and embedded pictures, and nothing else.
    """
    words = Words(languages)
    explored = explorer(report, languages)
    style = _style(languages, explored, templates)
    script = "\n".join(source_of(name, templates).strip() for name in _SCRIPTS)
    page = environment(templates).get_template("report.html.j2")
    return (
        page.render(
            **page_contents(report),
            languages=languages,
            t=words.spans,
            cell=words.cell,
            headline=words.headline,
            labels=words.labels,
            plain=words.plain,
            breakable=breakable,
            style=Markup(style),
            script=Markup(script),
            policy=security_policy(style, script),
            pictures={name: Markup(spoken(svg, languages)) for name, svg in pictures.items()},
            drawings=drawings,
            downloads=downloads(drawings),
            explorer=explored,
            explorer_script=Markup(explored.script) if explored else "",
            guides={
                language: guide_html(report, language, templates=templates)
                for language in languages
            },
        ).strip()
        + "\n"
    )


def _style(
    languages: tuple[Language, ...], explored: Explorer | None, templates: Path | None
) -> str:
    """Palette, page and figures as one sheet."""
    pages = (source_of(name, templates) for name in _STYLES)
    return page_style((*pages, figure_css(), _choices(explored)), languages)


def _choices(explored: Explorer | None) -> str:
    """Rules that show the chosen head without script, none where there are too many heads."""
    if explored is None or explored.scripted:
        return ""
    shown = ",".join(
        f".explorer:has(#head-{tile.id}:checked) [data-tile='{tile.id}']" for tile in explored.tiles
    )
    return f"{shown}{{display:block}}"


def spoken(svg: str, languages: tuple[Language, ...]) -> str:
    """A figure without the texts of languages that the page does not have."""
    if len(languages) == len(Language):
        return svg
    wanted = {language.value for language in languages}
    return _TEXT.sub(lambda text: text.group() if text.group(1) in wanted else "", svg)


def guide_html(report: Report, language: Language, *, templates: Path | None) -> Markup:
    """The guide as HTML below the page's own heading."""
    source = render_guide(language, report=report, format="html", templates=templates)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = parser.render(retitled(source, 3))
    html = particles_kept(html) if language is Language.KO else html
    # markdown-it aligns columns by inline styles, which the policy refuses.
    html = re.sub(r' style="text-align:(left|right|center)"', r' class="\1"', html)
    tabled = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return Markup(tabled.replace("</table>", "</table></div>").replace("<th>", '<th scope="col">'))
