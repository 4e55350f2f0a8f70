"""From a report's numbers to text: HTML, Markdown, JSON, the reading guide and the terminal.

Every function here is pure: values in, one string out; only ``build`` writes files. Matplotlib
and xarray are never imported.
"""

from __future__ import annotations

from reportgen.render.environment import templates_dir
from reportgen.render.guide import render_guide
from reportgen.render.html import render_html
from reportgen.render.json import render_json
from reportgen.render.markdown import render_markdown
from reportgen.render.sections import section_sizes
from reportgen.render.terminal import render_terminal

__all__ = [
    "render_guide",
    "render_html",
    "render_json",
    "render_markdown",
    "render_terminal",
    "section_sizes",
    "templates_dir",
]
