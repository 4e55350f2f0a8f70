"""The map of the heads: what is drawn, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.patches import PathPatch

from reportgen.figures.drawing import Drawing, caption_text, label_text
from reportgen.figures.headmap import MOST_LABELS, draw_head_map, head_name
from reportgen.figures.shapes import convex_hull, outline
from reportgen.figures.svg import to_svg
from reportgen.schema import HeadMap, HeadPair, Language, Report
from reportgen.style import figure_style, light
from reportgen.text import say

from .reports import make_report


def drawn(report: Report, **changes: object) -> tuple[Drawing, HeadMap]:
    assert report.head_map is not None
    compared = replace(report.head_map, **changes)  # type: ignore[arg-type]
    with figure_style():
        return draw_head_map(report, compared), compared


def marks(drawing: Drawing) -> np.ndarray:
    """Middles of the marks in pixels, in the order of the heads."""
    patches = [
        patch
        for patch in drawing.figure.findobj(PathPatch)
        if patch.get_linewidth() > 0 and len(patch.get_path().vertices) > 3
    ]
    boxes = [patch.get_path().get_extents() for patch in patches]
    return np.array([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2] for box in boxes])


def test_distances_on_the_sheet_are_those_of_the_map() -> None:
    drawing, compared = drawn(make_report(), groups=(0,) * 8)
    points, positions = marks(drawing), np.asarray(compared.positions)
    on_sheet = np.linalg.norm(points[:, None] - points[None], axis=-1)
    on_map = np.linalg.norm(positions[:, None] - positions[None], axis=-1)
    upper = np.triu_indices(8, 1)
    ratio = on_sheet[upper] / on_map[upper]
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-6)


@pytest.mark.parametrize(("heads", "layers"), [(1, 2), (4, 2), (8, 8), (12, 12)])
def test_names_cover_no_other_name_and_stay_on_the_sheet(heads: int, layers: int) -> None:
    report = make_report(heads=heads, layers=layers, samples=6)
    drawing, _ = drawn(report)
    names = [label for label in drawing.labels if isinstance(label.words, str)]
    assert 1 <= len(names) <= MOST_LABELS
    assert {label.words for label in names} <= {
        head_name(report, place) for place in range(len(report.heads))
    }
    assert all(0 <= label.artist.xy[0] <= drawing.width for label in names)
    assert len({label.artist.xy for label in names}) == len(names)


def test_redundant_heads_are_joined_and_in_the_accent() -> None:
    report = make_report()
    assert report.head_map is not None

    drawing, _ = drawn(report, pairs=(HeadPair(1, 6, 0.05, (0.04, 0.06), 0.03),))
    accent = light("attn")
    lines = [line for line in drawing.figure.artists[0].lines if line.get_color() == accent]
    assert len(lines) == 1
    points = marks(drawing)
    np.testing.assert_allclose(lines[0].get_xydata()[:2], points[[1, 6]], atol=1e-6)
    assert "L1H2" in caption_text(drawing, Language.EN)
    assert "L2H3" in caption_text(drawing, Language.KO)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"groups": (0, 0, 1, 1, 2, 0, 0, 0), "silhouette": 0.5},
        {"groups": (0,) * 8, "silhouette": None},
        {"unresolved": 3},
        {"unresolved": 28, "floors": None},
        {"block": 4},
        {"pairs": tuple(HeadPair(0, 1, 0.01, (0.01, 0.01), 0.02) for _ in range(300))},
    ],
)
def test_every_case_is_said_in_both_languages(changes: dict[str, object]) -> None:
    drawing, _ = drawn(make_report(), **changes)
    for language in Language:
        words = [caption_text(drawing, language), say(drawing.title, language)]
        words += [say(drawing.alt, language)]
        words += [label_text(label, language) for label in drawing.labels]
        assert not any("{" in text or "(이)" in text or "None" in text for text in words)
    assert to_svg(drawing).startswith("<svg")


def test_the_groups_can_be_heard() -> None:
    drawing, _ = drawn(make_report(), groups=(0, 0, 1, 1, 1, 0, 0, 0), silhouette=0.5)
    assert "L1H1, L1H2, L2H2, L2H3, L2H4; L1H3, L1H4, L2H1" in say(drawing.alt, Language.EN)


def test_the_table_holds_every_head() -> None:
    drawing, compared = drawn(make_report())
    assert [row[:2] for row in drawing.rows] == [
        (layer, head) for layer in (0, 1) for head in range(4)
    ]
    assert [row[4] for row in drawing.rows] == list(compared.groups)


def test_the_hull_keeps_its_room() -> None:
    square = np.array([[0.0, 0], [4, 0], [4, 4], [0, 4], [2, 2]])
    assert {tuple(corner) for corner in convex_hull(square)} == {(0, 0), (4, 0), (4, 4), (0, 4)}
    around = outline(square, 10.0)
    for point in square:
        assert np.linalg.norm(around - point, axis=1).min() >= 9.9
    assert len(outline(square[:1], 5.0)) == 24
