"""The SVG of the page: both languages, both themes, nothing a strict page refuses."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from reportgen.figures import draw_figures
from reportgen.figures.drawing import Drawing, caption_text, label_text, to_csv, to_png
from reportgen.figures.glyphs import covered, drawable, visible
from reportgen.figures.svg import figure_css, to_svg
from reportgen.schema import Language
from reportgen.style import PALETTE, palette_css
from reportgen.text import MESSAGES, say
from tests.figures.cases import CASES

NAMESPACE = "{http://www.w3.org/2000/svg}"
LIGHT = {colours[0].lower(): role for role, colours in PALETTE.items()}


@pytest.fixture(scope="module", params=CASES, name="drawings")
def drawn(request: pytest.FixtureRequest) -> dict[str, Drawing]:
    return draw_figures(CASES[request.param]())


def test_nothing_that_a_strict_page_refuses(drawings: dict[str, Drawing]) -> None:
    for name, drawing in drawings.items():
        root = ET.fromstring(to_svg(drawing, label_id=f"{name}-label"))
        assert root.get("aria-labelledby") == f"{name}-label"
        for node in root.iter():
            assert node.tag.removeprefix(NAMESPACE) in {"svg", "path", "text", "image"}
            assert not {"style", "id", "font-family", "clip-path"} & set(node.attrib)
            assert "url(" not in "".join(node.attrib.values())


def test_no_colour_outside_the_palette_and_a_class_for_each(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        for node in ET.fromstring(to_svg(drawing)).iter():
            for paint, letter in (("fill", "f"), ("stroke", "s")):
                colour = node.get(paint)
                if colour in (None, "none"):
                    continue
                role = LIGHT[colour.lower()]
                assert f"c-{role}-{letter}" in node.get("class", "").split()
                assert f".c-{role}-{letter}{{" in figure_css()


def test_both_languages_stand_in_the_one_svg(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        texts = list(ET.fromstring(to_svg(drawing)).iter(f"{NAMESPACE}text"))
        for language in Language:
            told = [node.text for node in texts if node.get("lang") in (None, language.value)]
            meant = [visible(label_text(label, language)) for label in drawing.labels]
            assert sorted(map(str, told)) == sorted(text for text in meant if text)
        for node in texts:
            if node.get("lang"):
                assert node.get("class", "").split()[0] == node.get("lang")


def test_texts_are_readable_and_inside_the_figure(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        for node in ET.fromstring(to_svg(drawing)).iter(f"{NAMESPACE}text"):
            assert float(node.get("font-size", "0")) >= 12
            turned = re.search(r"translate\(([\d.-]+) ([\d.-]+)\)", node.get("transform", ""))
            x, y = turned.groups() if turned else (node.get("x", ""), node.get("y", ""))
            assert -1 <= float(x) <= drawing.width + 1
            assert 0 < float(y) <= drawing.height + 1


def test_every_label_and_word_draws_without_a_warning(drawings: dict[str, Drawing]) -> None:
    # pytest turns warnings into errors: a missing glyph is one.
    for drawing in drawings.values():
        for language in Language:
            png = to_png(drawing, language, scale=1)
            assert png.startswith(b"\x89PNG")
            assert b"PLTE" in png
            assert b"tEXt" not in png
            assert caption_text(drawing, language)
            assert say(drawing.title, language)
            assert say(drawing.alt, language)
        to_csv(drawing)


@pytest.mark.parametrize("case", ["hourly", "causal", "tokens"])
def test_a_second_drawing_has_the_same_bytes(case: str) -> None:
    first, second = (draw_figures(CASES[case]()) for _ in range(2))
    for name, drawing in first.items():
        assert to_svg(drawing) == to_svg(drawing) == to_svg(second[name])
        assert to_png(drawing, Language.KO) == to_png(second[name], Language.KO)


def test_a_picture_in_the_other_language_leaves_the_svg_as_it_was() -> None:
    drawing = draw_figures(CASES["hourly"]())["ribbon"]
    before = to_svg(drawing)
    to_png(drawing, Language.KO)
    assert to_svg(drawing) == before


def test_dark_heat_maps_differ_from_light_ones_in_colours_only() -> None:
    svg = to_svg(draw_figures(CASES["hourly"]())["matrix"])
    images = list(ET.fromstring(svg).iter(f"{NAMESPACE}image"))
    light = [node for node in images if "on-l" in node.get("class", "")]
    dark = [node for node in images if "on-d" in node.get("class", "")]
    assert len(light) == len(dark) == 2
    for one, other in zip(light, dark, strict=True):
        places = [
            {key: node.get(key) for key in ("x", "y", "width", "height")} for node in (one, other)
        ]
        assert places[0] == places[1]
        assert one.get("href") != other.get("href")


def test_a_drawing_leaves_matplotlib_s_settings_alone() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    to_svg(draw_figures(CASES["guide"]())["ribbon"])
    assert dict(matplotlib.rcParams) == before


def test_what_no_font_has_becomes_a_box_in_pictures_and_stays_in_the_svg() -> None:
    assert drawable("日本 한글 −3") == "□□ 한글 −3"
    svg = to_svg(draw_figures(CASES["tokens"]())["matrix"])
    assert "日本語" in svg
    assert "&lt;b&gt;&amp;" in svg
    assert "a b" in svg


def test_the_fonts_have_every_glyph_of_the_figures_catalogue() -> None:
    ours = [identifier for identifier in MESSAGES if identifier.startswith("figure.")]
    assert len(ours) > 100
    for identifier in ours:
        for template in MESSAGES[identifier]:
            missing = {char for char in visible(template) if ord(char) not in covered()}
            assert not missing, (identifier, missing)


def test_the_palette_declares_every_role_in_both_themes() -> None:
    css = palette_css()
    for role, (light, dark) in PALETTE.items():
        assert css.count(f"--{role}:") == 2
        assert f"--{role}:{light};" in css
        assert f"--{role}:{dark};" in css
