"""The reading guide, alone and with the numbers of a run."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reportgen.render import render_guide
from reportgen.render.guide import weight_table
from reportgen.schema import Language
from tests.render.reports import make_report


@pytest.mark.parametrize("language", Language)
def test_alone_it_uses_eight_steps_and_links_nowhere(language: Language) -> None:
    guide = render_guide(language)
    assert guide.startswith("## ")
    assert "12.5%" in guide
    assert "](#" not in guide


@pytest.mark.parametrize("language", Language)
def test_with_a_run_it_uses_its_numbers(language: Language) -> None:
    report = make_report()
    guide = render_guide(language, report=report)
    assert "1/24" in guide
    assert "18.7%" in guide
    assert "](#" not in guide
    assert "](#checklist)" in render_guide(language, report=report, format="html")


@pytest.mark.parametrize("language", Language)
def test_a_run_without_time_has_its_guide_too(language: Language) -> None:
    assert render_guide(language, report=make_report(timed=False, samples=1, heads=1))


def test_bands_meet_and_scale_with_the_keys() -> None:
    bands = weight_table(8)
    assert bands[0]["low"] == pytest.approx(0.3)
    assert bands[0]["high"] is None
    assert bands[-1]["low"] is None
    for above, below in pairwise(bands):
        assert above["low"] == below["high"]
        assert above["lift_low"] == below["lift_high"]
