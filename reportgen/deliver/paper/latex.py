"""Text of the catalogue as LaTeX: special characters, emphasis, and tables of booktabs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from reportgen.render.cells import Cell, Table

#: Rows that fit on a page; a longer table breaks across pages.
LONGEST: Final = 30
_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\u00a0": "~",
    "\u2060": "",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "…": r"\ldots{}",
    "−": "$-$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "→": r"$\rightarrow$",
    "≥": r"$\geq$",
    "≤": r"$\leq$",
    "≈": r"$\approx$",
    "√": r"$\surd$",
    "∞": r"$\infty$",
    "°": r"$^{\circ}$",
    "✓": "+",
    "✕": "x",
    "▲": "!",
    "○": "o",
}
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED: Final = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_CODE: Final = re.compile(r"`([^`]+)`")
#: What pdflatex can set with the fonts that it loads, beside Hangul where that is asked for.
_LATIN: Final = re.compile(r"[\x20-\x7e\u00a1-\u017f]")
_HANGUL: Final = re.compile(r"[\u3130-\u318f\uac00-\ud7a3]")


def to_latex(text: str, *, hangul: bool = False) -> str:
    r"""Text as LaTeX that cannot break the document; ``**bold**`` and back quotes are kept.

    Parameters
    ----------
    text
        What ``say`` returns.
    hangul
        Whether the document loads ``kotex``; else Hangul is written as its code points.

    Examples
    --------
    >>> to_latex("**50%** of `a_b`, 2·10⁻⁷")
    '\\textbf{50\\%} of \\texttt{a\\_b}, 2$\\cdot$10$^{-7}$'
    """
    parts, start = [], 0
    for match in re.finditer(rf"{_BOLD.pattern}|{_CODE.pattern}", text):
        bold, code = match.groups()
        parts.append(_plain(text[start : match.start()], hangul))
        command, inner = ("textbf", bold) if bold is not None else ("texttt", code)
        parts.append(rf"\{command}{{{_plain(inner, hangul)}}}")
        start = match.end()
    return "".join([*parts, _plain(text[start:], hangul)])


def _plain(text: str, hangul: bool) -> str:
    out, start = [], 0
    for match in _RAISED.finditer(text):
        out += [_escaped(text[start : match.start()], hangul)]
        out += [f"$^{{{match.group().translate(_SUPERSCRIPTS)}}}$"]
        start = match.end()
    return "".join([*out, _escaped(text[start:], hangul)])


def _escaped(text: str, hangul: bool) -> str:
    return "".join(_character(char, hangul) for char in text)


def _character(char: str, hangul: bool) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if _LATIN.fullmatch(char) or (hangul and _HANGUL.fullmatch(char)):
        return char
    return " " if char.isspace() else f"[U+{ord(char):04X}]"


def to_table(
    table: Table,
    say: Callable[[Cell], str],
    *,
    label: str,
    columns: str = "",
    wide: bool = False,
) -> str:
    r"""A booktabs table in LaTeX, over several pages where it is long.

    Parameters
    ----------
    table
        Heads and cells without a language; its title becomes the caption, its note follows it.
    say
        A head or cell as LaTeX.
    label
        For ``\ref``, after ``tab:``.
    columns
        Columns in LaTeX's own words; by default ``l``, and ``r`` for numbers.
    wide
        Whether it spans both columns of a journal.
    """
    columns = columns or "".join(
        "r" if place in table.numeric else "l" for place in range(len(table.heads))
    )
    head = " & ".join(say(cell) for cell in table.heads) + r" \\"
    rows = [" & ".join(say(cell) for cell in row) + r" \\" for row in table.rows]
    note = f" {say(table.note)}" if table.note is not None else ""
    caption = rf"\caption{{{say(table.title).rstrip('.')}.{note}}}\label{{tab:{label}}}"
    if len(rows) > LONGEST:
        lines = [
            r"{\small",
            rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
            caption + r" \\",
            r"\toprule",
            head,
            r"\midrule",
            r"\endfirsthead",
            r"\toprule",
            head,
            r"\midrule",
            r"\endhead",
            *rows,
            r"\bottomrule",
            r"\end{longtable}}",
        ]
        return "\n".join(lines) + "\n"
    place = "table*" if wide else "table"
    lines = [
        rf"\begin{{{place}}}",
        r"\centering\footnotesize\setlength{\tabcolsep}{4pt}" if wide else r"\centering\small",
        caption,
        rf"\begin{{tabular}}{{@{{}}{columns}@{{}}}}",
        r"\toprule",
        head,
        r"\midrule",
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
        rf"\end{{{place}}}",
    ]
    return "\n".join(lines) + "\n"
