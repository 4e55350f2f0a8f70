"""Figures of one bar, for pages whose figures are not under test."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.schema import Language, Message

NAMES = ("ribbon", "ribbon-narrow", "matrix", "incoming", "distribution", "layers", "heads", "lags")


@dataclass(frozen=True)
class Words:
    title: Message
    caption: tuple[Message, ...]
    alt: Message


WORDS = Words(
    title=Message("page.section.plots"),
    caption=(Message("page.worst-first"), Message("page.tested")),
    alt=Message("page.untested"),
)
DRAWINGS = dict.fromkeys(NAMES, WORDS)
SVG = {
    name: f'<svg xmlns="http://www.w3.org/2000/svg" class="fig fig-{name}" viewBox="0 0 300 90" '
    'width="300" height="90" aria-hidden="true"><path d="M0 90V20H40V90"/>'
    '<text class="en" lang="en" x="0" y="10">even</text>'
    '<text class="ko" lang="ko" x="0" y="10">균등</text></svg>'
    for name in NAMES
}
FILES = {
    name: {language: f"figures/{name}.{language.value}.png" for language in Language}
    for name in NAMES
}
