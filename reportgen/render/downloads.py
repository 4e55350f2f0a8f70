"""The numbers of the figures as links: a click saves a file, and nothing is fetched."""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from reportgen.figures.drawing import Drawing, to_csv

#: Characters of a table up to which it stands in its link as it is; longer ones are compressed.
MOST_PLAIN = 6_000
#: Bytes of a compressed table beyond which it is written with fewer digits, or left out.
MOST_PACKED, MOST_ROUNDED = 250_000, 450_000
#: Digits of a table too large for all of them.
FEW_DIGITS = 4
#: Drawn again for smaller screens, with the same numbers.
_TWINS = ("-medium", "-narrow")


@dataclass(frozen=True, slots=True)
class Download:
    """A table of a figure.

    Attributes
    ----------
    file
        Name under which it is saved.
    address
        The table itself, as a ``data:`` address.
    """

    file: str
    address: str


def downloads(drawings: Mapping[str, object]) -> dict[str, Download]:
    """A download of every drawing that has a table of bearable size, by its name."""
    found: dict[str, Download] = {}
    for name, drawing in drawings.items():
        if isinstance(drawing, Drawing) and not name.endswith(_TWINS):
            download = _download(name, drawing)
            if download is not None:
                found[name] = download
    return found


def _download(name: str, drawing: Drawing) -> Download | None:
    # Excel takes a table without a byte order mark for the system's own encoding.
    table = "\ufeff" + to_csv(drawing)
    if len(table) <= MOST_PLAIN:
        return Download(f"{name}.csv", "data:text/csv;charset=utf-8," + quote(table))
    packed = _packed(table)
    if len(packed) > MOST_PACKED:
        packed = _packed("\ufeff" + to_csv(drawing, digits=FEW_DIGITS))
    if len(packed) > MOST_ROUNDED:
        return None
    return Download(
        f"{name}.csv.gz", "data:application/gzip;base64," + b64encode(packed).decode("ascii")
    )


def _packed(table: str) -> bytes:
    return gzip.compress(table.encode("utf-8"), 9, mtime=0)
