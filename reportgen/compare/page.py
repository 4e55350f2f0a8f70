"""A comparison as HTML and Markdown: pure functions from numbers to text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from reportgen.compare.figures import MOST_PAIRS
from reportgen.compare.findings import (
    Comparison,
    decks,
    doubts,
    headlines,
    ladder_with_repeats,
)
from reportgen.compare.tables import (
    differences_table,
    heads_sentence,
    heads_table,
    not_compared_table,
    runs_table,
    said,
    spreads_table,
    verdicts_table,
)
from reportgen.figures.drawing import Drawing
from reportgen.figures.svg import figure_css
from reportgen.render.contents import LONG_TABLE
from reportgen.render.environment import environment, source_of
from reportgen.render.html import spoken
from reportgen.render.markdown import MarkdownWords
from reportgen.render.markdown_text import escaped
from reportgen.render.policy import page_style, security_policy
from reportgen.render.words import Words, breakable
from reportgen.schema import Language, Message


def comparison_contents(comparison: Comparison) -> Mapping[str, object]:
    """Names that both templates use, apart from words and pictures."""
    sides, repeats = comparison.sides, comparison.repeats
    steps = ladder_with_repeats(comparison)
    pairs = [
        {
            "label": sides[pair.other].label,
            "title": said(
                "section.differences", first=sides[0].label, other=sides[pair.other].label
            ),
            "verdicts": verdicts_table(pair, sides),
            "differences": differences_table(pair, sides),
            "not_compared": not_compared_table(pair, sides),
            "heads": heads_table(pair, sides),
            "heads_sentence": heads_sentence(pair, sides),
        }
        for pair in comparison.pairs
    ]
    return {
        "names": [said("run", label=side.label, name=side.name) for side in sides],
        "headlines": headlines(comparison),
        "decks": decks(comparison),
        "doubts": doubts(comparison),
        "ladder": steps,
        "ladder_count": Message(
            "ladder.count",
            {"held": sum(step.state == "held" for step in steps), "steps": len(steps)},
        ),
        "spreads": None if repeats is None else spreads_table(repeats),
        "pairs": pairs,
        "runs": runs_table(sides),
        "sections": (
            "now",
            *(("repeats",) if repeats else ()),
            "differences",
            "layers",
            "heads",
            "runs",
        ),
        "drawn_some": said("drawn-some", drawn=MOST_PAIRS, of=len(pairs))
        if len(pairs) > MOST_PAIRS
        else None,
        "version": _version(),
        "long_table": LONG_TABLE,
    }


def _version() -> str:
    try:
        return version("reportgen")
    except PackageNotFoundError:
        return "unknown"


def comparison_html(
    comparison: Comparison,
    *,
    pictures: Mapping[str, str],
    drawings: Mapping[str, Drawing],
    languages: tuple[Language, ...] = tuple(Language),
    templates: Path | None = None,
) -> str:
    """The page: offline, useful without script, with the look and the policy of a report.

    Parameters
    ----------
    pictures
        Inline SVG of each figure by its name.
    drawings
        The same figures, for their words.
    languages
        With two, both stand in the file behind a switch.
    templates
        Folder that is searched before our own.
    """
    words = Words(languages)
    style = page_style((source_of("report.css", templates), figure_css()), languages)
    script = source_of("report.js", templates).strip() if len(languages) > 1 else ""
    page = environment(templates).get_template("compare/compare.html.j2")
    text = page.render(
        **comparison_contents(comparison),
        languages=languages,
        t=words.spans,
        cell=words.cell,
        plain=words.plain,
        breakable=breakable,
        style=Markup(style),
        script=Markup(script),
        policy=security_policy(style, script),
        pictures={name: Markup(spoken(svg, languages)) for name, svg in pictures.items()},
        drawings=drawings,
    )
    return text.strip() + "\n"


def comparison_markdown(
    comparison: Comparison,
    *,
    pictures: Mapping[str, Mapping[Language, str]],
    drawings: Mapping[str, Drawing],
    languages: tuple[Language, ...] = tuple(Language),
    templates: Path | None = None,
) -> str:
    """The same as Markdown, one part a language.

    Parameters
    ----------
    pictures
        File of each figure in each language, relative to the Markdown.
    """
    contents = comparison_contents(comparison)
    template = environment(templates).get_template("compare/compare.md.j2")
    parts = []
    for language in languages:
        words = MarkdownWords(language)
        parts.append(
            template.render(
                **contents,
                language=language,
                languages=languages,
                t=words.text,
                table=words.table,
                escaped=escaped,
                pictures={name: quote(files[language]) for name, files in pictures.items()},
                drawings=drawings,
            )
        )
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(parts)).strip("\n") + "\n"
