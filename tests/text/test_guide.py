"""The reading guide renders alone and inside a report, in both languages, as plain CommonMark."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from markdown_it import MarkdownIt

from reportgen.render.environment import environment
from reportgen.render.guide import weight_table
from reportgen.schema import Language
from reportgen.text import format_value

PEAK = SimpleNamespace(
    key=18,
    incoming=1.7,
    share=0.0708,
    lift=1.7,
    elapsed_hours=3.6,
    hours_before_last_input=1.0,
    hours_before_issue=1.2,
)
TIMES = SimpleNamespace(declared=True, source="training config")


def guide(language: Language, **changes: object) -> str:
    def formatted(value: object, spec: str) -> str:
        return format_value(value, spec, language)

    keys = changes.get("n_keys", 24)
    assert isinstance(keys, int)
    context: dict[str, Any] = {
        "n_queries": keys,
        "n_keys": keys,
        "layers": 2,
        "heads": 4,
        "even": 1 / keys,
        "weight_table": weight_table(keys),
        "peak": PEAK,
        "times": TIMES,
        "focus": SimpleNamespace(layer=1, readout="mean"),
        "language": language.value,
        "linked": True,
        "fmt": formatted,
    }
    template = environment(None).get_template(f"guide.{language.value}.md.j2")
    return template.render({**context, **changes})


ALONE: dict[str, object] = {"n_keys": 8, "peak": None, "times": None, "focus": None}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("changes", [{}, {**ALONE, "linked": False}, {"heads": 1}, {"n_keys": 2}])
def test_it_is_whole_markdown(language: Language, changes: dict[str, object]) -> None:
    html = MarkdownIt("commonmark").enable("table").render(guide(language, **changes))
    assert html.count("<table>") == 2
    assert "*" not in html, "emphasis that Markdown does not see"
    assert "&lt;" not in html, "raw HTML"
    assert not re.search(r"[a-z다]\.(?=[A-Z가-힣])", html), "two sentences run together"


@pytest.mark.parametrize("language", Language)
def test_it_points_at_the_figures_of_the_page(language: Language) -> None:
    anchors = set(re.findall(r"\(#([\w-]+)\)", guide(language)))
    names = ("ribbon", "matrix", "incoming", "distribution", "heads", "lags")
    assert anchors == {"checklist", *(f"figure-{name}" for name in names)}
    assert "](#" not in guide(language, linked=False)


@pytest.mark.parametrize("language", Language)
def test_it_uses_the_numbers_of_the_run(language: Language) -> None:
    text = guide(language).replace("\u00a0", " ")
    unit = " h" if language is Language.EN else "시간"
    for number in ("4.2%", "7.1%", "1.70", f"3.6{unit}", f"1.2{unit}"):
        assert number in text


def test_the_table_of_weights_is_that_of_so_many_keys() -> None:
    assert "| 0.30 and more | very strong |" in guide(Language.EN, n_keys=8)
    assert "| 0.10 and more | very strong |" in guide(Language.EN, n_keys=24)
    assert "| not possible | very strong |" in guide(Language.EN, n_keys=2)
    assert "| 나올 수 없음 | 매우 강함 |" in guide(Language.KO, n_keys=2)


@pytest.mark.parametrize("language", Language)
def test_the_clocks_are_not_confused(language: Language) -> None:
    alone = guide(language, **ALONE)
    assert "(23 − 18) × 0.2 = 1.0" in alone


@pytest.mark.parametrize("language", Language)
def test_what_is_unverified_is_called_so(language: Language) -> None:
    text = guide(language)
    assert "DeepHalo" in text
    assert ("unverified" if language is Language.EN else "확인되지 않은") in text
