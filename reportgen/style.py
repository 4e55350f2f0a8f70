"""Colours, sizes and the one matplotlib dictionary behind every figure.

The light palette is what is drawn. The page knows the same roles as CSS variables, so that one
drawing serves both themes; see ``reportgen.figures.svg``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

#: role -> (light, dark). Two hues and no green, which colour-blind readers confuse with red.
PALETTE: dict[str, tuple[str, str]] = {
    "bg": ("#FBFAF7", "#11151A"),
    "surface": ("#FFFFFF", "#191F26"),
    "ink": ("#1A1F26", "#E8EBEE"),
    "ink2": ("#4F5863", "#A8B2BD"),
    "bar": ("#828C99", "#6F7B89"),
    "line": ("#DAD7CF", "#333C47"),
    "attn": ("#B5430F", "#FF9857"),
    "phys": ("#0A6587", "#5FC0E8"),
    "null": ("#E4E1D9", "#2A323B"),
    "expected": ("#BFD6DF", "#23485A"),
    "warn-ink": ("#5A3900", "#F7D98F"),
    "warn-bg": ("#F7E6BC", "#43330F"),
    "fail-ink": ("#FFFFFF", "#2A0611"),
    "fail-bg": ("#A3123F", "#FF8BA5"),
}

#: Stops of the heat colours over log2 lift -3 … 3: place, light, dark.
HEAT_STOPS: tuple[tuple[float, str, str], ...] = (
    (0.0, "#2F5478", "#5E93C4"),
    (0.5, "#F3F0EA", "#1E242B"),
    (0.83, "#B5430F", "#FF9857"),
    (1.0, "#4A1703", "#FFF0E2"),
)
HEAT_LIMIT = 3.0
#: Odd, so that an even share has a level of its own; data are quantised, never pictures.
HEAT_LEVELS = 49

TEXT = 13.0
TICK = 12.0
FONT_FAMILIES = ("Noto Sans KR", "DejaVu Sans")
_SALT = "reportgen"
FONT_FILES = ("NotoSansKR-subset.ttf", "NotoSansKR-Bold-subset.ttf")


def light(role: str) -> str:
    """Colour that a role is drawn in."""
    return PALETTE[role][0]


def palette_css() -> str:
    """CSS that declares every role as a variable (``--attn`` …), light, then dark on screens."""
    declared = [
        "".join(f"--{role}:{colours[theme]};" for role, colours in PALETTE.items())
        for theme in (0, 1)
    ]
    return (
        f":root{{{declared[0]}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{declared[1]}}}}}\n"
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def heat_palette(*, dark: bool = False) -> tuple[tuple[int, int, int], ...]:
    """Red, green and blue of each heat level, from an eighth of an even share to eight times it."""
    places = [stop[0] for stop in HEAT_STOPS]
    colours = [_channels(stop[2] if dark else stop[1]) for stop in HEAT_STOPS]
    levels: list[tuple[int, int, int]] = []
    for level in range(HEAT_LEVELS):
        place = level / (HEAT_LEVELS - 1)
        right = next(i for i in range(1, len(places)) if place <= places[i])
        part = (place - places[right - 1]) / (places[right] - places[right - 1])
        low, high = colours[right - 1], colours[right]
        red, green, blue = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
        levels.append((red, green, blue))
    return tuple(levels)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    from matplotlib.font_manager import fontManager

    for name in FONT_FILES:
        with as_file(files("reportgen") / "fonts" / name) as path:
            fontManager.addfont(path)
        # First in the list, ours wins over an installed font of the same name: the same picture
        # on every machine.
        fontManager.ttflist.insert(0, fontManager.ttflist.pop())


def figure_rc() -> dict[str, object]:
    """Matplotlib settings of every figure; one SVG unit is one CSS pixel at 72 dots per inch."""
    return {
        "figure.dpi": 72,
        "savefig.dpi": 72,
        "font.family": list(FONT_FAMILIES),
        "font.size": TICK,
        "text.color": light("ink"),
        # Tokens and names are the user's: a dollar sign is a dollar sign.
        "text.parse_math": False,
        # Pictures have two pixels for one: as sharp, and half the time of a text.
        "text.hinting": "none",
        "lines.scale_dashes": False,
        "lines.solid_capstyle": "butt",
        "path.simplify": False,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": _SALT,
    }


@contextmanager
def figure_style() -> Iterator[None]:
    """Apply `figure_rc` over matplotlib's defaults, whatever the user's matplotlibrc says.

    Inside itself it does nothing: who draws many figures enters it once around them all.
    """
    import matplotlib

    if matplotlib.rcParams["svg.hashsalt"] == _SALT:
        yield
        return
    _register_fonts()
    # Not `rcdefaults`, which reads every style sheet of matplotlib for the keys that it leaves out.
    settings: Any = {key: matplotlib.rcParamsDefault[key] for key in matplotlib.rcParamsDefault}
    settings.update(figure_rc())
    # Nor the backend of who calls: a window that is open stays open.
    del settings["backend"]
    with matplotlib.rc_context(settings):
        yield
