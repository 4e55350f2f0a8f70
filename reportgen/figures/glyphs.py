"""What the bundled fonts can draw, and how wide it will be."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

from reportgen.style import FONT_FILES

#: Drawn in place of a character that neither font has (a token may be in any script).
MISSING = "□"
#: Invisible joiners: a figure's text never wraps, and no font draws them.
_INVISIBLE = dict.fromkeys(map(ord, "\u2060\u200b\u200d\ufeff\ufe0f"))
_HANGUL = "\u1100"
#: Advance widths in ems, on the wide side: the page's own font is not known here.
_NARROW, _ORDINARY, _WIDE, _FULL = 0.32, 0.56, 0.7, 0.95


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Code points that Noto Sans KR (as shipped) or DejaVu Sans (matplotlib's own) can draw."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    points: set[int] = set(FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf").get_charmap())
    for name in FONT_FILES:
        with as_file(files("reportgen") / "fonts" / name) as path:
            points |= set(FT2Font(str(path)).get_charmap())
    return frozenset(points)


def visible(text: str) -> str:
    """The text on one line, without control characters and invisible joiners."""
    plain = text.translate(_INVISIBLE)
    return "".join(char if char.isprintable() or char == "\u00a0" else " " for char in plain)


def drawable(text: str) -> str:
    """The text with `MISSING` where no font has the character."""
    known = covered()
    return "".join(char if ord(char) in known else MISSING for char in visible(text))


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels, good enough to keep labels apart."""
    return size * sum(_advance(char) for char in text)


def _advance(char: str) -> float:
    if char >= _HANGUL:
        return _FULL if char >= "\u2e80" or char < "\u1200" else _ORDINARY
    if char in " .,:;|!'()[]ijlt":
        return _NARROW
    return _WIDE if char.isupper() or char in "mw%×" else _ORDINARY


def shortened(text: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis so that it fits a width in pixels."""
    if text_width(text, size) <= width:
        return text
    for length in range(len(text) - 1, 0, -1):
        if text_width(text[:length] + "…", size) <= width:
            return text[:length] + "…"
    return "…"
