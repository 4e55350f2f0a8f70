"""The report as Markdown, with its figures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reportgen.render.cells import Cell, Table, words
from reportgen.render.checklist import CheckRow, check_rows
from reportgen.render.contents import Described, page_contents
from reportgen.render.environment import environment
from reportgen.render.guide import render_guide
from reportgen.render.markdown_text import code, escaped, fenced, marked, retitled, table
from reportgen.render.origins import configuration
from reportgen.schema import Language, Report
from reportgen.text import say


@dataclass(frozen=True, slots=True)
class MarkdownWords:
    """Says messages in one language, escaped for Markdown."""

    language: Language

    def text(self, message: Cell, **values: object) -> str:
        """A message or its id."""
        return marked(say(message, self.language, **values))

    def cell(self, cell: Cell) -> str:
        """A table cell: a message, or text that is shown as it stands."""
        return escaped(cell) if isinstance(cell, str) else self.text(cell)

    def table(self, drawn: Table) -> str:
        """A table without its title."""
        return table(
            [self.text(head) for head in drawn.heads],
            [[self.cell(cell) for cell in row] for row in drawn.rows],
            drawn.numeric,
        )

    def checklist(self, rows: tuple[CheckRow, ...]) -> str:
        """The checklist, a check a line; what it means and what to do stand in one cell."""
        heads = [words(f"check.{name}") for name in ("status", "what", "measured", "meaning")]
        return table(
            [self.text(head) for head in heads],
            [
                [
                    f"{row.glyph} {self.text(row.word)}",
                    f"{self.text(row.name)} {code(row.id)}",
                    self._measured(row),
                    " ".join(filter(None, (self.text(row.meaning), self._action(row)))),
                ]
                for row in rows
            ],
            frozenset(),
        )

    def _measured(self, row: CheckRow) -> str:
        if row.criterion is None:
            return self.text(row.measured)
        criterion = f"{self.text('page.check.criterion-is')} {self.text(row.criterion)}"
        return f"{self.text(row.measured)} ({criterion})"

    def _action(self, row: CheckRow) -> str:
        return "" if row.action is None else f"→ {self.text(row.action)}"


def render_markdown(
    report: Report,
    *,
    pictures: Mapping[str, Mapping[Language, str]],
    drawings: Mapping[str, Described],
    languages: tuple[Language, ...] = tuple(Language),
    templates: Path | None = None,
) -> str:
    """The report as Markdown for GitHub and pandoc.

    Parameters
    ----------
    report
        What was found.
    pictures
        File of each figure in each language, relative to the Markdown (``figures/ribbon.en.png``).
    drawings
        Title, caption and alternative text of each figure, by the same names.
    languages
        One part a language, in this order, with links between them.
    templates
        Folder that is searched before our own.
    """
    jinja = environment(templates)
    contents = page_contents(report)
    parts = []
    for language in languages:
        said = MarkdownWords(language)
        guide = render_guide(language, report=report, templates=templates)
        parts.append(
            jinja.get_template("report.md.j2").render(
                **contents,
                language=language,
                languages=languages,
                t=said.text,
                cell=said.cell,
                table=said.table,
                code=code,
                escaped=escaped,
                pictures={name: quote(files[language]) for name, files in pictures.items()},
                drawings=drawings,
                checklist=said.checklist(check_rows(report.checks, report.profile)),
                configuration_block=fenced(configuration(report), "json"),
                guide=retitled(guide, 3),
            )
        )
    text = "\n\n".join(parts)
    # Parts that a run does not have leave blank lines behind.
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
