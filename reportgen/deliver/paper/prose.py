"""Messages as the files of a manuscript: LaTeX with citations, and plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reportgen.deliver.paper.latex import to_latex
from reportgen.deliver.paper.methods import Sentence
from reportgen.figures.drawing import Drawing
from reportgen.render.cells import Cell
from reportgen.render.words import unmarked
from reportgen.schema import Language, Message
from reportgen.text import say

#: Works that the text cites, by their key in the BibTeX file, as plain text names them.
CITED: Final[dict[str, str]] = {
    "vaswani2017": "Vaswani et al. 2017",
    "clark2019": "Clark et al. 2019",
    "abnar2020": "Abnar & Zuidema 2020",
    "jain2019": "Jain & Wallace 2019",
    "wiegreffe2019": "Wiegreffe & Pinter 2019",
    "kobayashi2020": "Kobayashi et al. 2020",
    "zhai2023": "Zhai et al. 2023",
    "xiao2023": "Xiao et al. 2023",
    "gu2024": "Gu et al. 2024",
}


_JOINERS: Final = {ord("\u2060"): None, ord("\u00a0"): " "}


def plain(text: str) -> str:
    """Text for a word processor: no marks, no joiners that only a browser honours."""
    return unmarked(text).translate(_JOINERS)


@dataclass(frozen=True, slots=True)
class Prose:
    """Says messages in one language, as LaTeX or as plain text."""

    language: Language

    def tex(self, text: str) -> str:
        """Text as LaTeX."""
        return to_latex(text, hangul=self.language is Language.KO)

    def cell(self, cell: Cell) -> str:
        """A table cell as LaTeX."""
        return self.tex(cell if isinstance(cell, str) else say(cell, self.language))

    def paragraph_tex(self, sentences: Iterable[Sentence]) -> str:
        """Sentences with their citations as a LaTeX paragraph, one a line."""
        lines = []
        for sentence in sentences:
            gap = "~" if self.language is Language.EN else ""
            cites = f"{gap}\\citep{{{','.join(sentence.cites)}}}" if sentence.cites else ""
            lines.append(f"{self.tex(say(sentence.message, self.language))}{cites}.")
        return "\n".join(lines) + "\n"

    def paragraph_text(self, sentences: Iterable[Sentence]) -> str:
        """The same as plain text."""
        parts = []
        for sentence in sentences:
            works = "; ".join(CITED[key] for key in sentence.cites)
            cite = say("paper.cite", self.language, works=works) if works else ""
            gap = " " if cite and self.language is Language.EN else ""
            parts.append(f"{plain(say(sentence.message, self.language))}{gap}{cite}.")
        return " ".join(parts) + "\n"

    def stated(self, messages: Iterable[Message]) -> list[str]:
        """Messages with a full stop each."""
        texts = (say(message, self.language).rstrip() for message in messages)
        return [text if text[-1] in ".!?:" else f"{text}." for text in texts]

    def result_tex(self, messages: Iterable[Message]) -> str:
        """Statements as a LaTeX paragraph."""
        return "\n".join(self.tex(text) for text in self.stated(messages)) + "\n"

    def limits_tex(self, messages: Iterable[Message]) -> str:
        """Statements as a LaTeX list; a comment where there are none."""
        items = [rf"\item {self.tex(text)}" for text in self.stated(messages)]
        if not items:
            return "% nothing\n"
        return "\n".join([r"\begin{itemize}", *items, r"\end{itemize}"]) + "\n"

    def caption(self, drawing: Drawing) -> str:
        """Title and sentences of a figure as one text."""
        return " ".join(self.stated((drawing.title, *drawing.caption)))

    def captions_tex(self, drawings: Iterable[Drawing]) -> str:
        """A macro with the caption of each figure."""
        lines = [
            rf"\newcommand{{\{caption_macro(drawing.name)}}}{{{self.tex(self.caption(drawing))}}}"
            for drawing in drawings
        ]
        return "\n".join(lines) + "\n"

    def captions_text(self, drawings: Iterable[Drawing]) -> str:
        """Numbered captions with the names of their files."""
        blocks = [
            f"{say('paper.figure', self.language, n=number)} ({drawing.name})\n"
            f"{plain(self.caption(drawing))}\n"
            for number, drawing in enumerate(drawings, start=1)
        ]
        return "\n".join(blocks)


def caption_macro(name: str) -> str:
    """Name of the macro with a figure's caption: letters only, as TeX wants it."""
    return "caption" + "".join(part.capitalize() for part in name.split("-"))
