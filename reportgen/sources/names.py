"""What a file's name says: the reference time of its sample."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DIGITS = re.compile(r"(?<!\d)(\d{14}|\d{12}|\d{10}|\d{8})(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T_ ]?(\d{2})?[:-]?(\d{2})?[:-]?(\d{2})?")
_EARLIEST, _LATEST = 1900, 2200


def reference_time(stem: str) -> datetime | None:
    """Time of issue written in a file name, UTC; None where there is none.

    Examples
    --------
    >>> reference_time("20240510170000")
    datetime.datetime(2024, 5, 10, 17, 0, tzinfo=datetime.timezone.utc)
    >>> reference_time("attention_batch_0000") is None
    True
    """
    digits = _DIGITS.search(stem)
    iso = _ISO.search(stem)
    if iso:
        text = "".join(part for part in iso.groups() if part)
    elif digits:
        text = digits.group(1)
    else:
        return None
    text = text.ljust(14, "0")
    try:
        moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if _EARLIEST <= moment.year <= _LATEST else None


def sample_name(stem: str, index: int, count: int) -> str:
    """Name of one sample of a file: the file's stem, numbered where the file holds several."""
    return stem if count == 1 else f"{stem}#{index:04d}"
