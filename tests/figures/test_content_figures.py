"""Figures on what the model looks: drawn numbers are the report's, words say what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from reportgen import open_run, summarize
from reportgen.build import report_of
from reportgen.figures import draw_figures
from reportgen.figures.columns import draw_column_figures
from reportgen.figures.drawing import caption_text, to_csv
from reportgen.figures.heat import MASKED, heat_levels
from reportgen.figures.issue_map import map_cells
from reportgen.schema import Estimate, Interval, Language, Report
from reportgen.statistics.content.locking import followed, telling
from reportgen.style import HEAT_LEVELS, figure_style
from reportgen.text import say
from tests.builders import SAMPLES


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(summarize(open_run(SAMPLES / "omni_dst")))


def with_locks(report: Report, **changes: Estimate) -> Report:
    content = report.content
    assert content is not None
    locks = tuple(replace(lock, **changes) for lock in content.locks)
    return replace(report, content=replace(content, locks=locks))


# The map of issue time against UT -----------------------------------------------------------------


def test_both_panels_hold_the_same_windows_once_moved_by_their_issue(report: Report) -> None:
    shown = report.content.issue_map
    before, world = map_cells(shown, world=False), map_cells(shown, world=True)
    assert before.shape == (shown.rows + len(shown.stretches) - 1, shown.columns)
    line = 0
    for each in shown.stretches:
        for after, row in zip(each.after, each.residual, strict=True):
            np.testing.assert_array_equal(before[line], row)
            np.testing.assert_array_equal(world[line, after : after + shown.columns], row)
            assert np.isfinite(world[line]).sum() == shown.columns
            line += 1
        if line < len(before):
            assert np.isnan(before[line]).all()
            assert np.isnan(world[line]).all()
        line += 1


def test_the_pictures_are_the_cells_in_the_colours_of_the_legend(report: Report) -> None:
    shown = report.content.issue_map
    with figure_style():
        figure = draw_figures(report)["issue-map"].figure
    levels = {image.get_gid(): image.get_array() for image in figure.findobj(AxesImage)}
    for name, world in (("map-issue", False), ("map-world", True)):
        cells = map_cells(shown, world=world)
        np.testing.assert_array_equal(levels[name], heat_levels(2.0 ** (cells / shown.limit * 3)))
        # Linear in the residual: no change is the middle, the limits are the ends.
        known = np.isfinite(cells)
        assert (levels[name][~known] == MASKED).all()
        place = (np.clip(cells[known] / shown.limit, -1, 1) + 1) / 2 * (HEAT_LEVELS - 1) + 1
        assert np.abs(levels[name][known] - place).max() <= 0.5 + 1e-9


def test_an_hour_is_as_wide_in_both_panels(report: Report) -> None:
    figure = draw_figures(report)["issue-map"].figure
    pictures = {image.get_gid(): image for image in figure.findobj(AxesImage)}
    corners = np.array([[0.0, 0.0], [1.0, 0.0]])
    widths = [
        np.ptp(pictures[name].get_transform().transform(corners)[:, 0])
        for name in ("map-issue", "map-world")
    ]
    assert widths[0] == pytest.approx(widths[1])
    assert widths[0] > 3


def test_the_table_of_the_map_gives_every_cell_its_hours(report: Report) -> None:
    shown = report.content.issue_map
    lines = to_csv(draw_figures(report)["issue-map"]).splitlines()
    assert len(lines) == 1 + shown.rows * shown.columns
    header, first = lines[0].split(","), lines[1].split(",")
    cell = dict(zip(header, first, strict=True))
    # The oldest hour of the first window: 23-24 h before issue.
    assert float(cell["hours_before_issue"]) == 23.5
    assert float(cell["hours_after_first_issue"]) == -23.5
    assert float(cell["residual_lift"]) == pytest.approx(shown.stretches[0].residual[0][0])


@pytest.mark.parametrize(
    ("low", "high", "kind", "says"),
    [
        (0.2, 0.9, "hour", "locked to the event"),
        (-0.9, -0.2, "lag", "locked to issue"),
        (-0.1, 0.4, "neither", "cannot be told"),
    ],
)
def test_the_alternative_text_states_the_finding_with_its_interval(
    report: Report, low: float, high: float, kind: str, says: str
) -> None:
    changed = with_locks(report, difference=Estimate(0.5, Interval(low, high)))
    assert followed(changed.content.locks) == kind
    drawing = draw_figures(changed)["issue-map"]
    assert says in say(drawing.alt, Language.EN)
    interval = {-0.9: "−0.90 to −0.20", 0.2: "0.20–0.90", -0.1: "−0.10 to 0.40"}[low]
    locks = draw_figures(changed)["locks"]
    for words in (
        say(drawing.alt, Language.EN),
        caption_text(drawing, Language.EN),
        caption_text(locks, Language.EN),
    ):
        assert interval in words.replace("\u2060", "").replace("\u00a0", " ")
    assert ("cannot tell" in caption_text(locks, Language.EN)) == (kind == "neither")


def test_without_an_interval_nothing_is_told(report: Report) -> None:
    bare = Estimate(0.5, None)
    changed = with_locks(report, difference=bare, same_hour=bare, same_lag=bare)
    for name in ("locks", "issue-map"):
        drawing = draw_figures(changed)[name]
        for language in Language:
            assert "—" not in caption_text(drawing, language)
            assert "—" not in say(drawing.alt, language)
        assert "annot tell" in caption_text(drawing, Language.EN)


# Superposed epochs --------------------------------------------------------------------------------


def test_superposed_epochs_draw_attention_and_the_main_input_with_intervals(
    report: Report,
) -> None:
    drawing = draw_figures(report)["outcomes"]
    event, quiet = report.content.epochs
    drawn = [line.get_ydata() for line in drawing.figure.findobj(Line2D)]
    for side in (event, quiet):
        for wanted in (side.lift, side.input_mean):
            assert any(np.array_equal(line, wanted) for line in drawn)
        assert all(low <= mean <= high for low, mean, high in zip(
            side.input_low, side.input_mean, side.input_high, strict=True))  # fmt: skip
    bands = {
        tuple(np.round(np.asarray(patch.get_path().vertices)[:, 1], 9))
        for patch in drawing.figure.findobj(PathPatch)
    }
    for side in (event, quiet):
        for low, high in ((side.low, side.high), (side.input_low, side.input_high)):
            assert any(
                set(np.round((*low, *high), 9)) <= set(outline) for outline in bands
            )  # fmt: skip
    header = to_csv(drawing).splitlines()[0]
    assert "input_event,input_event_low,input_event_high" in header
    assert "Bz" in say(drawing.alt, Language.KO)


def test_superposed_epochs_without_inputs_are_of_attention_alone(report: Report) -> None:
    content = report.content
    epochs = tuple(
        replace(each, input_mean=(), input_low=None, input_high=None) for each in content.epochs
    )
    bare = replace(
        report,
        inputs=(),
        content=replace(content, epochs=epochs, main_input="", input_difference=()),
    )
    drawing = draw_figures(bare)["outcomes"]
    assert drawing.height < draw_figures(report)["outcomes"].height - 90
    assert "input" not in to_csv(drawing)
    assert "Bz" not in say(drawing.alt, Language.EN)


@pytest.mark.parametrize("width", [352.0, 660.0])
def test_every_width_has_them(report: Report, width: float) -> None:
    drawings = draw_column_figures(report, width)
    assert {drawings[name].width for name in ("locks", "issue-map", "outcomes")} == {width}


def test_the_clearest_step_is_the_one_in_the_words(report: Report) -> None:
    step = telling(report.content.locks)
    assert draw_figures(report)["locks"].alt.values["hours"] == step.hours
