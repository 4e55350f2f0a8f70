"""Captions say what the numbers say."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import reportgen.figures
from reportgen.figures import draw_figures
from reportgen.figures.drawing import caption_text
from reportgen.schema import Language
from reportgen.text import say
from reportgen.text.catalogue import figures, figures_layers, figures_ribbon
from tests.figures.reports import make_report

MESSAGES = figures.MESSAGES | figures_layers.MESSAGES | figures_ribbon.MESSAGES


def caption(name: str, language: Language = Language.EN, **parts: object) -> str:
    return caption_text(draw_figures(make_report(**parts))[name], language)  # type: ignore[arg-type]


def test_the_ribbon_names_its_peak_only_where_one_stands_out() -> None:
    assert "0\u2060–\u20601\u00a0h before issue it is" in caption("ribbon")
    silent = caption("ribbon", peak=None)
    assert "within what chance gives (p\u00a0=\u00a00.400)" in silent
    labels = draw_figures(make_report(peak=None))["ribbon"].labels
    assert any(getattr(label.words, "id", "") == "figure.ribbon.callout-none" for label in labels)


def test_whiskers_are_explained_by_what_they_rest_on() -> None:
    assert "34 blocks of 168\u00a0h" in caption("ribbon")
    assert "So few samples give no interval." in caption("ribbon", samples=1)


def test_samples_tell_how_many_share_the_peak() -> None:
    report = make_report(samples=16)
    counts = [report.sample_peaks.count(key) for key in range(24)]
    title = say(draw_figures(report)["samples"].title, Language.EN)
    assert title.startswith(f"{max(counts)} of 16 samples peak 0")
    assert "samples" not in draw_figures(make_report(samples=1))


def test_layers_agree_only_where_every_peak_is_at_one_place() -> None:
    from dataclasses import replace

    report = make_report()
    assert draw_figures(report)["layers"].title.id == "figure.layers.title-agree"
    curves = report.layer_lift_by_key.copy()
    curves[0] = curves[0][::-1]
    other = draw_figures(replace(report, layer_lift_by_key=curves))["layers"]
    assert other.title.id == "figure.layers.title-differ"
    assert "no time may be read from one layer alone" in caption_text(other, Language.EN)


def test_lags_speak_of_distance_only_beyond_the_keys_places() -> None:
    assert "No distance" in caption("lags")
    from dataclasses import replace

    report = make_report()
    spectrum = report.lag_spectrum.copy()
    spectrum[list(report.lags).index(3)] = 4.0
    told = caption_text(draw_figures(replace(report, lag_spectrum=spectrum))["lags"], Language.KO)
    assert "질의보다 3시간 앞선 키" in told


@pytest.mark.parametrize("identifier", MESSAGES)
def test_both_languages_print_the_same_values(identifier: str) -> None:
    names = [
        {name for _, name, _, _ in string.Formatter().parse(template) if name}
        for template in MESSAGES[identifier]
    ]
    # A word order may leave a word out, never bring a value of its own.
    assert names[0] == names[1]


def test_every_message_is_used() -> None:
    folder = Path(reportgen.figures.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    patterns = [
        re.compile(re.sub(r"\\\{.*?\\\}", "[a-z-]*", re.escape(found)) + r"(-[a-z]+)?$")
        for found in re.findall(r'"(figure\.[^"]+)"', code)
    ]
    unused = [each for each in MESSAGES if not any(pattern.match(each) for pattern in patterns)]
    assert not unused
