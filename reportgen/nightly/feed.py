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


def feed_xml(history: History, index: Index, language: Language) -> str:
    """One entry a night that changed something, the newest first."""
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
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.value}">',
        f"<id>{uuid.uuid5(_SPACE, name).urn}</id>",
        f"<title>{escape(said('nightly.feed.title'))}</title>",
        f"<updated>{escape(updated)}</updated>",
        "<author><name>reportgen</name></author>",
        f"<generator version={quoteattr(index.version)}>reportgen</generator>",
        '<link rel="self" href="feed.xml" type="application/atom+xml"/>',
        '<link rel="alternate" href="index.html" type="text/html"/>',
        *(_entry(night, name, language) for night in nights),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _entry(night: Index, site: str, language: Language) -> str:
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
            '<link rel="alternate" href="index.html" type="text/html"/>',
            f'<content type="text">{escape(text)}</content>',
            "</entry>",
        ]
    )
