"""Heat maps as grey pictures that one filter colours: the same bytes serve both themes.

A grey level codes the logarithm of lift in quarters of an octave, so that a script can read the
value of a pixel back. The codes reach farther than the colours, which end at an eighth of an even
share and at eight times it: a head that puts everything on one key is still told exactly.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from reportgen.style import HEAT_LEVELS, HEAT_LIMIT, heat_palette

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportgen.schema.arrays import FloatArray

#: Steps of log2 lift between two codes; half a step is 9 %.
STEP = 0.25
#: log2 lift of code 1, the least; anything below has it, too.
LOWEST = -3.5
#: Codes of cells are 1 … this; 51 steps of 5 make up all greys, so that every code has its own.
HIGHEST_CODE = 51
GREY = 255 // HIGHEST_CODE
#: Code of a cell that the mask forbids; drawn as nothing at all.
FORBIDDEN = 0


def grey_codes(lift: FloatArray) -> NDArray[np.uint8]:
    """Lift as codes.

    Parameters
    ----------
    lift : (query, key)
        1 is an even share; NaN where nothing can be.

    Returns
    -------
    (query, key)
        0 where NaN, else 1 … `HIGHEST_CODE`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        log_lift = np.log2(np.asarray(lift, dtype=np.float64))
        codes = 1 + np.rint((log_lift - LOWEST) / STEP)
    return np.where(np.isnan(log_lift), FORBIDDEN, np.clip(codes, 1, HIGHEST_CODE)).astype(np.uint8)


def lift_of_code(code: int) -> float:
    """Lift in the middle of a code.

    Examples
    --------
    >>> lift_of_code(15)
    1.0
    """
    return float(2.0 ** (LOWEST + STEP * (code - 1)))


def grey_png(codes: NDArray[np.uint8]) -> bytes:
    """Codes as a grey picture, one pixel a cell, forbidden cells transparent.

    Rows are stored unfiltered, so that inflating the one data chunk gives the codes back.

    Parameters
    ----------
    codes : (query, key)
        Of `grey_codes`, first row on top.
    """
    queries, keys = codes.shape
    rows = np.zeros((queries, keys + 1), dtype=np.uint8)
    rows[:, 1:] = codes * GREY
    size = struct.pack(">IIBBBBB", keys, queries, 8, 0, 0, 0, 0)
    chunks = (
        (b"IHDR", size),
        (b"tRNS", struct.pack(">H", FORBIDDEN)),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def filter_tables(*, dark: bool = False) -> tuple[str, str, str]:
    """Tables that turn a grey into its red, green and blue, for SVG's ``feFuncR`` and so on."""
    palette = np.array(heat_palette(dark=dark), dtype=np.float64) / 255
    log_lift = LOWEST + STEP * np.arange(-1, HIGHEST_CODE)
    places = np.clip(log_lift, -HEAT_LIMIT, HEAT_LIMIT) + HEAT_LIMIT
    levels = np.rint(places / (2 * HEAT_LIMIT) * (HEAT_LEVELS - 1)).astype(int)
    red, green, blue = (
        " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in channel)
        for channel in palette[levels].T
    )
    return red, green, blue
