"""The Markdown is read alike by GitHub and pandoc, and what files say stays text."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from reportgen.render import render_markdown
from reportgen.render.markdown_text import code, escaped, marked, retitled, table
from reportgen.schema import Language
from tests.render.pictures import DRAWINGS, FILES
from tests.render.reports import make_report

HOSTILE = "<img src=x onerror=alert(1)> | ~a~ $b$ _c_ [d](e) `f` *g* &lt; \\ end"


def markdown(languages: tuple[Language, ...] = tuple(Language), **variant: object) -> str:
    report = make_report(**variant)  # type: ignore[arg-type]
    return render_markdown(report, pictures=FILES, drawings=DRAWINGS, languages=languages)


def plain_text(source: str) -> str:
    """What a reader of the rendered Markdown sees."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    children = [child for token in tokens for child in token.children or []]
    assert not [child for child in children if child.type in ("html_inline", "s_open")]
    return "".join(child.content for child in children)


def test_escaped_text_is_read_back_as_it_was() -> None:
    assert plain_text(escaped(HOSTILE)) == HOSTILE


def test_ranges_with_tildes_are_not_struck_out() -> None:
    assert plain_text(marked("0~1시간, 2~3시간, ~4~")) == "0~1시간, 2~3시간, ~4~"


def test_marks_of_the_catalogue_survive() -> None:
    rendered = MarkdownIt().render(marked("**a | b** and `reportgen compare`"))
    assert "<strong>a | b</strong>" in rendered
    assert "<code>reportgen compare</code>" in rendered


@pytest.mark.parametrize("text", ["plain", "a`b", "``", "x|y"])
def test_code_is_read_back_as_it_was(text: str) -> None:
    assert plain_text(f"see {code(text)}") == f"see {text}"


def test_columns_line_up_with_wide_characters() -> None:
    lines = table(["층", "lift"], [["첫째", "1.00"], ["2", "12.5"]], frozenset({1})).splitlines()
    assert lines == [
        "| 층   | lift |",
        "| ---- | ---: |",
        "| 첫째 | 1.00 |",
        "| 2    | 12.5 |",
    ]


def test_the_guide_moves_below_the_headings_of_the_report() -> None:
    guide = "## Title\n\ntext\n\n### Part\n\n```\n# no heading\n```\n\n#### Deeper\n"
    assert retitled(guide, 3) == "text\n\n### Part\n\n```\n# no heading\n```\n\n#### Deeper"


def test_every_table_is_parsed_with_all_its_columns() -> None:
    source = markdown(name=HOSTILE)
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    rules = [line for line in source.splitlines() if re.fullmatch(r"\|[ :|-]+\|", line)]
    assert len([token for token in tokens if token.type == "table_open"]) == len(rules)
    assert not [line for line in source.splitlines() if "\n|" in line]
    for row in re.findall(r"(?:^\|.*\n)+", source, re.MULTILINE):
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in row.splitlines()}
        assert len(bars) == 1, row


def test_hostile_names_stay_text() -> None:
    text = plain_text(markdown((Language.EN,), name=HOSTILE).split("\n", 2)[2])
    assert HOSTILE in text
    assert "<script>alert(1)</script>|.npz" in text


def test_figures_are_relative_links_with_alternative_text() -> None:
    source = markdown()
    links = re.findall(r"!\[(.*?)\]\((.*?)\)", source)
    names = {target for _, target in links}
    assert "figures/ribbon.en.png" in names
    assert "figures/ribbon.ko.png" in names
    assert "figures/ribbon-narrow.en.png" not in names
    assert all(alternative for alternative, _ in links)


def test_languages_are_parts_that_link_to_each_other() -> None:
    source = markdown()
    assert source.index('<a id="en"></a>') < source.index("(#ko)") < source.index('<a id="ko">')
    alone = markdown((Language.KO,))
    assert "(#en)" not in alone
    assert alone.count("\n# ") == 1


def test_it_ends_in_one_newline_and_has_no_blank_runs() -> None:
    source = markdown(timed=False, samples=1)
    assert source.endswith("\n")
    assert not source.endswith("\n\n")
    assert "\n\n\n" not in source
    assert "\u2060" not in source
