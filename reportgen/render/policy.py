"""The style sheet of a self-contained page, and the policy that lets it and its script through.

Every page that reportgen writes is closed to the network: its one sheet and its one script are
named by their hashes in a content security policy, and nothing else is allowed but pictures that
stand in the page itself.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from reportgen.schema import Language
from reportgen.style import palette_css


def page_style(parts: Iterable[str], languages: tuple[Language, ...]) -> str:
    """Palette and parts as one sheet; of two languages the one not chosen is hidden.

    Parameters
    ----------
    parts
        Style sheets in their order; comments are left out.
    languages
        Those that stand in the page, each in elements of the class of its code.

    Examples
    --------
    >>> page_style(["a{b:c} /* why */"], (Language.EN,)).splitlines()[-1]
    'a{b:c} '
    """
    hidden = [
        f"body:has(#language-{shown}:checked) .{other}{{display:none!important}}"
        for shown in languages
        for other in languages
        if other is not shown
    ]
    sheet = "\n".join([*(part.strip() for part in (palette_css(), *parts)), *hidden])
    return re.sub(r"/\*.*?\*/\n?", "", sheet, flags=re.DOTALL)


def security_policy(style: str, script: str) -> str:
    """Content security policy: this sheet, this script, embedded pictures, nothing else.

    Parameters
    ----------
    style
        Text of the page's ``<style>``.
    script
        Text of its ``<script>``; "" where it has none.
    """
    scripts = f"'sha256-{_digest(script)}'" if script else "'none'"
    return (
        "default-src 'none'; img-src data:; "
        f"style-src 'sha256-{_digest(style)}'; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
