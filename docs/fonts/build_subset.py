"""Build the Hangul fonts that reportgen ships.

Matplotlib and WeasyPrint need a Korean font, and a fresh machine has none.
This script cuts Noto Sans KR down to what a report can contain and turns its
cubic (CFF) outlines into quadratic (TrueType) ones, because PDF readers
complain about CFF outlines under ``pdf.fonttype = 42``.

Usage::

    python docs/fonts/build_subset.py SOURCE.otf OUT.ttf
    python docs/fonts/build_subset.py SOURCE.ttc#1 OUT.ttf

``docs/fonts/README.md`` tells where the sources come from. The result depends
on the source and on the release of fontTools only, never on the clock.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY = "Noto Sans KR"
# Of an em of 1000 units. Below 1.0 the file grows and no eye sees it.
MAX_OUTLINE_ERROR = 1.0
# Punctuation, symbols and superscripts that figures and reports use, beyond
# ASCII and Latin-1. What the source lacks is reported and left to DejaVu Sans.
SYMBOLS = (
    "‐‑‒–—―‘’“”„†‡•…‰′″※‹›⁄"  # punctuation
    "⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌"  # super- and subscripts
    "←↑→↓↔↕⇒⇔∂∆∈∏∑−∓√∝∞∠∧∨∩∪∫∴∼≈≒≠≡≤≥≪≫⊂⊃⊕⊥⋅"  # arrows, operators
    "■□▢▣▪▫▲△▶▷▼▽◀◁◆◇○◎●◐◑★☆☑✓✔✕✗✘①②③④⑤⑥⑦⑧⑨⑩"  # marks
    "℃℉Ω℮№™㎞㎡㎢㎝㎜㎏㎐㎒㏈"  # units
    "、。〈〉《》「」『』【】〔〕〜・％～"  # Korean punctuation
)
GREEK = [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)]
COMPATIBILITY_JAMO = range(0x3131, 0x3164)


def ksx1001_syllables() -> list[int]:
    """Return the code points of the 2350 syllables of KS X 1001."""
    rows = range(0xB0, 0xC9)
    cells = range(0xA1, 0xFF)
    return [ord(bytes((row, cell)).decode("euc_kr")) for row in rows for cell in cells]


def wanted_code_points() -> set[int]:
    """Return every code point that the subset asks the source for."""
    return {
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
        *map(ord, SYMBOLS),
        *GREEK,
        *COMPATIBILITY_JAMO,
        *ksx1001_syllables(),
    }


def open_source(given: str) -> TTFont:
    """Open ``FILE`` or, for a collection, face N of ``FILE#N``."""
    path, _, number = given.partition("#")
    # No table is recalculated from the clock, so that the same source gives the same bytes.
    return TTFont(path, fontNumber=int(number or -1), recalcTimestamp=False)


def keep_only(font: TTFont, code_points: set[int]) -> None:
    """Drop every glyph and table that horizontal Korean and Latin text does not need."""
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    options.drop_tables += ["BASE", "DSIG", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replace the CFF outlines by quadratic ones, in place."""
    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    glyphs: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_OUTLINE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()

    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name, (advance, _) in font["hmtx"].metrics.items():
        glyphs[name].recalcBounds(glyf)
        font["hmtx"][name] = (advance, getattr(glyphs[name], "xMin", 0))
    del font["CFF "]

    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
    ):
        setattr(maxp, field, 0)
    # Smooth at every size: there are no hints to follow.
    font["gasp"] = gasp = newTable("gasp")
    gasp.version = 1
    gasp.gaspRange = {0xFFFF: 0x000A}
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font: TTFont) -> None:
    """Give regular and bold one family name, whatever the source called it."""
    bold = font["OS/2"].usWeightClass >= 600
    style = "Bold" if bold else "Regular"
    names = font["name"]
    version = names.getDebugName(5).split(";")[0]
    post_script = f"{FAMILY.replace(' ', '')}-{style}"
    names.names = [record for record in names.names if record.nameID not in (16, 17, 21, 22)]
    for number, text in {
        1: FAMILY,
        2: style,
        3: f"{version}; {post_script}; subset for reportgen",
        4: FAMILY if not bold else f"{FAMILY} {style}",
        5: f"{version}; KS X 1001 subset, TrueType outlines",
        6: post_script,
    }.items():
        names.setName(text, number, 3, 1, 0x409)


def build(source: str, target: Path) -> None:
    """Write the subset of ``source`` to ``target`` and print what is in it."""
    font = open_source(source)
    wanted = wanted_code_points()
    missing = sorted(wanted - set(font.getBestCmap()))
    keep_only(font, wanted)
    to_truetype(font)
    rename(font)
    font.save(target)
    names = font["name"]
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")
    print(f"  family {names.getDebugName(1)!r}, style {names.getDebugName(2)!r}")
    print(f"  {names.getDebugName(5)}")
    print(f"  not in the source: {''.join(map(chr, missing)) or 'nothing'}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python docs/fonts/build_subset.py SOURCE.otf|SOURCE.ttc#N OUT.ttf")
    build(sys.argv[1], Path(sys.argv[2]))
