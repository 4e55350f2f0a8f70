"""The one style sheet of a comparison, and the policy that lets it and the script through."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from reportgen.figures.svg import figure_css
from reportgen.render.environment import source_of
from reportgen.schema import Language
from reportgen.style import palette_css


def page_style(languages: tuple[Language, ...], templates: Path | None) -> str:
    """Palette, page and figures; of two languages the one not chosen is hidden."""
    parts = [palette_css(), source_of("report.css", templates), figure_css()]
    parts += [
        f"body:has(#language-{shown}:checked) .{other}{{display:none!important}}"
        for shown in languages
        for other in languages
        if other is not shown
    ]
    sheet = "\n".join(part.strip() for part in parts)
    return re.sub(r"/\*.*?\*/\n?", "", sheet, flags=re.DOTALL)


def security_policy(style: str, script: str) -> str:
    """Content security policy: this sheet, this script, embedded pictures, nothing else."""
    scripts = f"'sha256-{_digest(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_digest(style)}'; "
        f"script-src {scripts}; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
