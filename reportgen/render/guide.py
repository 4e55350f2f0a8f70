"""The reading guide as Markdown, with the numbers of a run where one is given."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeAlias

from reportgen.render.environment import environment
from reportgen.schema import Language, Report
from reportgen.text import format_value

GuideFormat: TypeAlias = Literal["markdown", "html"]

#: Size of the example where no run is given: the users' guide's own eight steps.
EXAMPLE_LENGTH, EXAMPLE_LAYERS, EXAMPLE_HEADS = 8, 2, 4
#: Bands of a weight in units of an even share, the strongest first; an open end is None.
WEIGHT_BANDS: Final[tuple[tuple[str, float | None, float | None], ...]] = (
    ("very-strong", 2.4, None),
    ("strong", 1.6, 2.4),
    ("even", 0.96, 1.6),
    ("weak", 0.4, 0.96),
    ("negligible", None, 0.4),
)


def render_guide(
    language: Language,
    *,
    report: Report | None = None,
    format: GuideFormat = "markdown",
    templates: Path | None = None,
) -> str:
    """How to read the figures and the checklist.

    Parameters
    ----------
    language
        Language of the guide.
    report
        Run whose numbers the examples use; None for the guide alone.
    format
        ``"html"`` where the text becomes part of the page, whose anchors it then links to.
    templates
        Folder that is searched before our own.

    Returns
    -------
    str
        Markdown in either case.
    """
    template = environment(templates).get_template(f"guide.{language.value}.md.j2")
    keys = EXAMPLE_LENGTH if report is None else report.run.keys
    context = {
        "n_queries": EXAMPLE_LENGTH if report is None else report.run.queries,
        "n_keys": keys,
        "layers": EXAMPLE_LAYERS if report is None else report.run.layers,
        "heads": EXAMPLE_HEADS if report is None else report.run.heads,
        "even": 1 / keys,
        "weight_table": weight_table(keys),
        "peak": None if report is None else report.peak,
        "times": None if report is None else report.times,
        "focus": None if report is None else report.focus,
        "language": language.value,
        "linked": report is not None and format == "html",
        "fmt": partial(_formatted, language),
    }
    return template.render(context).strip() + "\n"


def _formatted(language: Language, value: object, spec: str) -> str:
    return format_value(value, spec, language)


def weight_table(keys: int) -> list[dict[str, object]]:
    """Bands of a single weight for so many keys, the strongest first.

    Returns
    -------
    list of dict
        ``name`` (a term of the catalogue), ``low`` and ``high`` (weights), ``lift_low`` and
        ``lift_high`` (even shares); an open end is None.
    """
    return [
        {
            "name": name,
            "low": None if low is None else low / keys,
            "high": None if high is None else high / keys,
            "lift_low": low,
            "lift_high": high,
        }
        for name, low, high in WEIGHT_BANDS
    ]
