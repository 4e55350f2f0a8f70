"""A finished report as a small card in a notebook."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

from reportgen.figures.drawing import Drawing, to_png
from reportgen.render.checklist import check_rows, status_counts
from reportgen.render.words import Words
from reportgen.schema import Language, Report, Status
from reportgen.text import say

#: A card that nobody scrolls: the page has the rest.
MOST_CHECKS = 6


def notebook_card(report: Report, directory: Path, language: Language) -> str:
    """Headline, ribbon, the checks that ask for attention, and a link to the page.

    The ribbon is a picture with opaque background: notebooks know neither our style sheet nor,
    where they are shown on the web, our files.

    Parameters
    ----------
    report
        What was found.
    directory
        Where the report lies; linked as the notebook would find it.
    language
        Language of the card.

    Returns
    -------
    str
        An HTML fragment without style sheet and script.
    """
    words = Words((language,))
    headline = next((f.message for f in report.findings if f.place == "headline"), None)
    title = escape(report.run.name) if headline is None else words.spans(headline)
    decks = [words.spans(f.message) for f in report.findings if f.place in ("deck", "doubt")]
    counts = ", ".join(words.plain(count) for count in status_counts(report.checks))
    grave = [
        row
        for row in check_rows(report.checks, report.profile)
        if row.status in (Status.FAIL, Status.WARN)
    ]
    parts = [Markup("<h3>{}</h3>").format(title)]
    parts += [Markup("<p>{}</p>").format(text) for text in decks[:1]]
    parts.append(_picture(report, language))
    rows = [
        Markup("<li>{} {}: {}</li>").format(
            row.glyph, words.spans(row.name), words.spans(row.measured)
        )
        for row in grave[:MOST_CHECKS]
    ]
    parts.append(Markup("<p>{}</p>").format(counts))
    if rows:
        parts.append(Markup("<ul>{}</ul>").format(Markup("").join(rows)))
    page = directory / "report.html"
    if page.is_file():
        parts.append(
            Markup('<p><a href="{}" target="_blank" rel="noopener">report.html</a></p>').format(
                quote(_as_seen(page))
            )
        )
    lang = Markup('<div lang="{}">').format(language.value)
    return str(lang + Markup("\n").join(parts) + Markup("</div>"))


def _picture(report: Report, language: Language) -> Markup:
    drawing = _ribbon(report)
    encoded = base64.b64encode(to_png(drawing, language)).decode("ascii")
    alternative = say(drawing.alt, language)
    return Markup('<img width="{}" alt="{}" src="data:image/png;base64,{}">').format(
        round(drawing.width), alternative, encoded
    )


def _ribbon(report: Report) -> Drawing:
    from reportgen.figures.ribbon import WIDE, draw_ribbon
    from reportgen.style import figure_style

    with figure_style():
        return draw_ribbon(report, WIDE)


def _as_seen(page: Path) -> str:
    """Path from the working folder, where notebooks resolve links; as given where it lies above."""
    try:
        return page.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return page.as_posix()
