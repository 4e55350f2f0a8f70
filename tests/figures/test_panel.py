"""Panels draw what matplotlib's Axes draw, and a build draws each figure as seldom as it can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from reportgen.build import Request, build
from reportgen.figures import draw_figures
from reportgen.figures.drawing import POINTS_PER_INCH, Sheet, encoded, to_images, to_png
from reportgen.figures.heat import heat_levels, plot_heat
from reportgen.figures.marks import plot_band, plot_bars, plot_line
from reportgen.schema import Language
from reportgen.style import figure_style
from tests.builders import peaked_run
from tests.figures.cases import CASES

WIDTH, HEIGHT = 300, 200
BOX = (40, 10, 240, 160)
LIMITS: dict[str, tuple[float, float]] = {"xlim": (-6, 0), "ylim": (4, 0)}


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with figure_style():
        yield


def axes_on(figure: Figure) -> Any:
    """Matplotlib's own Axes where `Sheet.panel` puts a panel, without axis and clipping."""
    left, top, width, height = BOX
    box = (left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT)
    axes = figure.add_axes(box, **LIMITS)
    axes.set_axis_off()
    return axes


def pixels(figure: Figure) -> np.ndarray:
    for artist in figure.findobj():
        artist.set_clip_on(False)
    figure.set_dpi(144)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def draw_marks(ax: Any) -> None:
    x = np.arange(-6.0, 0)
    plot_band(ax, x, np.full(6, 1.0), np.full(6, 3.0))
    plot_bars(ax, x, x + 0.8, np.array([1.0, 2.0, 0.5, 3.0, 1.5, 2.5]))
    plot_line(ax, x, np.array([0.0, 4.5, np.nan, 2.0, 1.0, 3.3]), role="attn", dashes=(5, 4))


def draw_heat(ax: Any) -> None:
    lift = np.exp(np.random.default_rng(0).normal(size=(7, 5)))
    lift[2, 3] = np.nan
    plot_heat(heat_levels(lift), ax, name="heat", size=(5, 7))
    ax.set(xlim=(0, 5), ylim=(7, 0))


@pytest.mark.parametrize("draw", [draw_marks, draw_heat])
def test_a_panel_draws_what_axes_draw(draw: Any) -> None:
    sheet = Sheet(WIDTH, HEIGHT)
    draw(sheet.panel(*BOX, **LIMITS))
    size = (WIDTH / POINTS_PER_INCH, HEIGHT / POINTS_PER_INCH)
    figure = Figure(figsize=size, facecolor=sheet.figure.get_facecolor())
    draw(axes_on(figure))
    drawn = pixels(sheet.figure)
    assert len(np.unique(drawn.reshape(-1, 4), axis=0)) > 3
    np.testing.assert_array_equal(drawn, pixels(figure))


@pytest.mark.parametrize("anchor", ["left", "center", "right"])
@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("place", ["data", ("data", "axes fraction")])
def test_a_note_stands_where_an_annotation_stands(
    anchor: Any, rotation: float, place: str | tuple[str, str]
) -> None:
    at, shift = (-3.0, 0.5), (7.0, -5.0)
    sheet = Sheet(WIDTH, HEIGHT)
    panel = sheet.panel(*BOX, **LIMITS)
    note = sheet.note(panel, "균등값 1.5", at, place=place, shift=shift, anchor=anchor,
                      rotation=rotation, bold=True)  # fmt: skip
    size = (WIDTH / POINTS_PER_INCH, HEIGHT / POINTS_PER_INCH)
    figure = Figure(figsize=size, facecolor=sheet.figure.get_facecolor())
    axes_on(figure).annotate(
        "균등값 1.5", at, xytext=shift, xycoords=place, textcoords="offset points",
        ha=anchor, va="baseline", rotation=rotation, rotation_mode="anchor",
        color=note.get_color(), fontsize=note.get_fontsize(), fontweight=700,
        annotation_clip=False,
    )  # fmt: skip
    drawn = pixels(sheet.figure)
    assert len(np.unique(drawn.reshape(-1, 4), axis=0)) > 3
    np.testing.assert_array_equal(drawn, pixels(figure))


def test_limits_of_a_panel_can_be_set_and_read() -> None:
    panel = Sheet(WIDTH, HEIGHT).panel(*BOX, **LIMITS)
    assert (panel.get_xlim(), panel.get_ylim()) == ((-6, 0), (4, 0))
    panel.set(xlim=(0, 9))
    panel.set_ylim(-1, 2)
    assert (panel.get_xlim(), panel.get_ylim()) == ((0, 9), (-1, 2))
    extent = panel.get_window_extent()
    assert (extent.width, extent.height) == pytest.approx((240, 160))


@pytest.mark.parametrize("case", ["hourly", "tokens"])
def test_pictures_of_both_languages_are_those_of_each(case: str) -> None:
    languages = tuple(Language)
    for drawing in draw_figures(CASES[case]()).values():
        images = to_images(drawing, languages)
        together = {language: encoded(image) for language, image in images.items()}
        assert together == {language: to_png(drawing, language) for language in languages}
        assert all(label.artist.get_visible() for label in drawing.labels)


def test_a_build_draws_each_figure_once_for_the_page_and_once_for_its_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: Counter[tuple[str, str]] = Counter()
    figures: list[Figure] = []
    draw = Figure.draw

    def counted(self: Figure, renderer: Any) -> None:
        if self not in figures:
            figures.append(self)
        drawn[str(figures.index(self)), type(renderer).__name__] += 1
        draw(self, renderer)

    monkeypatch.setattr(Figure, "draw", counted)
    build(peaked_run(tmp_path / "run", key=4), tmp_path / "report", request=Request())
    pictures = list((tmp_path / "report" / "figures").glob("*.png"))
    by_renderer = Counter(renderer for _, renderer in drawn)
    assert set(drawn.values()) == {1}
    # Matplotlib wraps its writer of SVG.
    assert by_renderer == {"MixedModeRenderer": len(figures), "RendererAgg": len(pictures) / 2}
    # Matplotlib's own axes cost more than all that is drawn on them.
    assert [figure.axes for figure in figures] == [[]] * len(figures)
