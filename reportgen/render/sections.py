"""What each part of the page weighs: told in ``report.json``, so that growth has an address."""

from __future__ import annotations

import re

#: Where a part of the page begins; whatever precedes the first is the head.
_STARTS = re.compile(
    r"<(?P<tag>style|header|footer|script)\b[^>]*>"
    r'|<section id="(?P<section>[\w-]+)"'
)
_ENDS = {"style": "</style>"}
_NAMES = {"header": "masthead"}


def section_sizes(page: str) -> tuple[tuple[str, int], ...]:
    """Bytes of each part of a page, in its order; together they are all of it.

    Parameters
    ----------
    page
        HTML of the report.

    Returns
    -------
    tuple of (str, int)
        ``head``, ``style``, ``masthead``, the sections by their anchors, ``footer``, ``script``.

    Examples
    --------
    >>> section_sizes('<p><style>a</style><header>é</header><section id="now">b</section>')
    (('head', 3), ('style', 16), ('masthead', 19), ('now', 29))
    """
    starts = [(0, "head")]
    for found in _STARTS.finditer(page):
        tag = found["tag"]
        starts.append((found.start(), found["section"] or _NAMES.get(tag, tag)))
        if tag in _ENDS:
            starts.append((page.index(_ENDS[tag], found.end()) + len(_ENDS[tag]), "head"))
    ends = [place for place, _ in starts[1:]] + [len(page)]
    sizes: dict[str, int] = {}
    for (start, name), end in zip(starts, ends, strict=True):
        size = len(page[start:end].encode("utf-8"))
        if size:
            sizes[name] = sizes.get(name, 0) + size
    return tuple(sizes.items())
