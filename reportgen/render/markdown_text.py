"""Text, links and tables in Markdown that GitHub and pandoc read alike."""

from __future__ import annotations

import re

from reportgen.render.terminal import text_columns

_BOLD = re.compile(r"(\*\*.+?\*\*)")
_CODE = re.compile(r"(`[^`]+`)")
# A tilde pair strikes out on GitHub, dollar signs are mathematics, single underscores emphasise.
_SPECIAL = re.compile(r"([\\`*\[\]|~$])")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_HEADING = re.compile(r"^(#{1,6})(?=\s)")
_FENCE = re.compile(r"^\s*(```|~~~)")


def escaped(text: str) -> str:
    r"""Text in which nothing is Markdown or HTML; on one line.

    Examples
    --------
    >>> escaped("a|b <script> `x` [y](z) __init__ in_1")
    'a\\|b &lt;script> \\`x\\` \\[y\\](z) \\_\\_init\\_\\_ in_1'
    """
    plain = _UNDERSCORE.sub(r"\\_", _SPECIAL.sub(r"\\\1", text))
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace("\u2060", "")
    return " ".join(plain.split(" ")).replace("\n", " ").replace("\r", " ")


def marked(text: str) -> str:
    r"""A message of the catalogue: escaped, but for its bold and its commands.

    Examples
    --------
    >>> marked("**4~5 h** with `reportgen compare`")
    '**4\\~5 h** with `reportgen compare`'
    """
    return "".join(_bold_or_code(part) for part in _BOLD.split(text))


def _bold_or_code(part: str) -> str:
    if _BOLD.fullmatch(part):
        return f"**{marked(part[2:-2].strip('*'))}**"
    return "".join(
        code(piece[1:-1]) if _CODE.fullmatch(piece) else escaped(piece)
        for piece in _CODE.split(part)
    )


def code(text: str) -> str:
    r"""Text as a code span; with a bar in it, which no span keeps inside a table, as plain text.

    Examples
    --------
    >>> code("edge-peak"), code("a`b"), code("a|b")
    ('`edge-peak`', '`` a`b ``', 'a\\|b')
    """
    line = " ".join(text.split())
    if "|" in line or not line:
        return escaped(line)
    if "`" not in line:
        return f"`{line}`"
    fence = "`" * (max(len(run) for run in re.findall(r"`+", line)) + 1)
    return f"{fence} {line} {fence}"


def fenced(text: str, language: str) -> str:
    """A code block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


#: A longer cell stands out of its column: one digest must not push a whole table aside, and a
#: report rendered by another command differs in that command alone.
WIDEST = 48


def table(heads: list[str], rows: list[list[str]], numeric: frozenset[int]) -> str:
    """A pipe table whose columns line up as text, too."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [min(WIDEST, max(3, *(text_columns(cell) for cell in column))) for column in columns]
    rule = [
        "-" * (width - 1) + ":" if column in numeric else "-" * width
        for column, width in enumerate(widths)
    ]
    lines = [_line(heads, widths, numeric), "| " + " | ".join(rule) + " |"]
    return "\n".join([*lines, *(_line(row, widths, numeric) for row in rows)])


def _line(cells: list[str], widths: list[int], numeric: frozenset[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - text_columns(cell))
        last = column == len(cells) - 1
        padded.append(space + cell if column in numeric else cell if last else cell + space)
    return "| " + " | ".join(padded) + " |"


def retitled(markdown: str, level: int) -> str:
    """Markdown without its title, its sections moved to a heading level; code is left alone.

    Parameters
    ----------
    markdown
        Text whose first heading is its title, one level above its sections.
    level
        Level of the sections in the place where the text is put.
    """
    lines: list[str] = []
    title = 0
    in_code = False
    for line in markdown.splitlines():
        if _FENCE.match(line):
            in_code = not in_code
        heading = None if in_code else _HEADING.match(line)
        if heading is None:
            lines.append(line)
        elif not title:
            title = len(heading.group(1))
        else:
            deeper = len(heading.group(1)) - title - 1 + level
            lines.append("#" * max(1, min(6, deeper)) + line[heading.end() :])
    return "\n".join(lines).strip("\n")
