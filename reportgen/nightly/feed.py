"""The last nights as an Atom feed (RFC 4287), the same bytes for the same history."""

from __future__ import annotations

import uuid
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from reportgen.nightly.history import History
from reportgen.nightly.rows import Index, index_of
from reportgen.nightly.summary_lines import headline, paragraphs, speaker
from reportgen.schema import Language

#: Nights in the feed.
NIGHTS: Final = 30
_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "tag:reportgen,2026:nightly")
_NEVER: Final = "1970-01-01T00:00:00Z"


def feed_xml(history: History, index: Index, language: Language, *, address: str = "") -> str:
    """One entry a night that changed something, the newest first.

    Parameters
    ----------
    address
        Where the site is served, with a slash at its end. Without it links are relative to the
        feed's own address, and it cannot say what that is.
    """
    said = speaker(language)
    nights = [
        index_of(
            History(history.nights[:count]),
            baseline=index.baseline,
            version=index.version,
            reports=frozenset(),
        )
        for count in range(len(history.nights), max(len(history.nights) - NIGHTS, 0), -1)
    ]
    updated = index.date or _NEVER
    # The first night names the site: two sites of one reader are two feeds.
    first = history.nights[0] if history.nights else None
    name = "" if first is None else first.date + "".join(r.identity for r in first.built)
    base = f" xml:base={quoteattr(address)}" if address else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.value}"{base}>',
        f"<id>{uuid.uuid5(_SPACE, name).urn}</id>",
        f"<title>{escape(said('nightly.feed.title'))}</title>",
        f"<updated>{escape(updated)}</updated>",
        "<author><name>reportgen</name></author>",
        f"<generator version={quoteattr(index.version)}>reportgen</generator>",
        *([_link("self", f"{address}feed.xml", "application/atom+xml")] if address else []),
        _link("alternate", f"{address}index.html", "text/html"),
        *(_entry(night, name, language, address) for night in nights),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _link(relation: str, address: str, kind: str) -> str:
    return f'<link rel="{relation}" href={quoteattr(address)} type="{kind}"/>'


def _entry(night: Index, site: str, language: Language, address: str) -> str:
    said = speaker(language)
    text = "\n\n".join(
        "\n".join([part.title, *(f"- {line}" for line in part.lines)])
        for part in paragraphs(night, said)
    )
    return "\n".join(
        [
            "<entry>",
            f"<id>{uuid.uuid5(_SPACE, site + night.date + text).urn}</id>",
            f"<title>{escape(headline(night, said))}</title>",
            f"<updated>{escape(night.date)}</updated>",
            _link("alternate", f"{address}index.html", "text/html"),
            f'<content type="text">{escape(text)}</content>',
            "</entry>",
        ]
    )
