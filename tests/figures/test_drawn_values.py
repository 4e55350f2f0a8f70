"""What the artists hold is what the report says."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from reportgen.figures import FIGURE_NAMES, draw_figures
from reportgen.figures.axis import key_axis
from reportgen.figures.drawing import Sheet, to_csv
from reportgen.figures.heads import mosaic
from reportgen.figures.heat import block_means, heat_levels, heat_png
from reportgen.figures.lags import positional_spectrum
from reportgen.figures.lanes import plot_attention
from reportgen.figures.marks import bar_values
from reportgen.figures.samples import peak_counts, plot_peak_counts
from reportgen.figures.scales import plot_scale, shown_scales
from reportgen.figures.square import expected_incoming, plot_distribution, plot_incoming
from reportgen.figures.square_words import rows_apart
from reportgen.schema import Interval
from reportgen.style import HEAT_LEVELS, figure_style, heat_palette
from reportgen.timeaxis import build_times
from tests.figures.reports import hourly, make_report


def panel(limits: tuple[float, float] = (-24, 0)):
    with figure_style():
        return Sheet(400, 200).panel(40, 10, 340, 160, xlim=limits, ylim=(0, 6))


def test_attention_bars_whiskers_and_peak_are_the_lift() -> None:
    report = make_report()
    lift, low, high = (np.array(part) for part in (report.lift, report.lift_low, report.lift_high))
    drawn = plot_attention(lift, panel(), axis=key_axis(report), interval=(low, high), peak=23)
    assert bar_values(drawn.bars) == pytest.approx(lift[:23])
    assert drawn.peak is not None
    assert bar_values(drawn.peak) == pytest.approx(lift[23:])
    assert drawn.whiskers is not None
    assert drawn.whiskers.get_ydata()[::3] == pytest.approx(low)
    assert drawn.whiskers.get_ydata()[1::3] == pytest.approx(high)
    assert set(drawn.even.get_ydata()) == {1}


def test_many_keys_become_one_area_with_a_visible_peak() -> None:
    lift = np.linspace(0.5, 1.5, 300)
    report = make_report(keys=300, samples=1, times=build_times(300), layers=1, heads=1)
    ax = panel((-0.5, 299.5))
    drawn = plot_attention(lift, ax, axis=key_axis(report), interval=(lift, lift), peak=250)
    outline = np.asarray(drawn.bars.get_path().vertices)
    assert outline[1:-2, 1] == pytest.approx(np.repeat(lift, 2))
    assert drawn.peak is not None
    width = np.ptp(np.asarray(drawn.peak.get_path().vertices)[:, 0])
    assert width * 340 / 300 == pytest.approx(2.5)
    assert drawn.whiskers is not None
    assert len(drawn.whiskers.get_ydata()) == 3


def test_incoming_is_drawn_beside_what_even_attention_gives() -> None:
    report = make_report(causal=True)
    incoming = np.array(report.incoming)
    expected = expected_incoming(report)
    harmonic = np.cumsum(1 / np.arange(24, 0, -1.0)[::-1])
    # Expected incoming under a causal mask is H_n - H_k (science.md, section 1).
    assert expected == pytest.approx(harmonic[-1] - np.append(0, harmonic[:-1]))
    drawn = plot_incoming(incoming, panel(), expected=expected, axis=key_axis(report), peak=None)
    assert bar_values(drawn.bars) == pytest.approx(incoming)
    assert drawn.even.get_ydata()[::2] == pytest.approx(expected)


def test_distribution_lines_are_the_rows() -> None:
    weights = np.array([[10.0, 90.0], [40.0, np.nan]])
    drawn = plot_distribution(
        weights, panel(), x=np.array([0.0, 1.0]), mean=np.array([25.0, 90]), even=np.full(2, 50.0)
    )
    lines = np.asarray(drawn.rows.get_ydata())
    np.testing.assert_array_equal(lines, [10, 90, np.nan, 40, np.nan, np.nan])
    assert list(drawn.mean.get_ydata()) == [25, 90]


@pytest.mark.parametrize(
    ("lift", "level"),
    [(1.0, 25), (0.125, 1), (8.0, HEAT_LEVELS), (1000.0, HEAT_LEVELS), (0.0, 1), (np.nan, 0)],
)
def test_heat_levels(lift: float, level: int) -> None:
    assert heat_levels(np.array([[lift]]))[0, 0] == level


def test_the_small_picture_has_one_pixel_a_cell_in_the_theme_s_colours() -> None:
    levels = heat_levels(np.array([[1.0, 8.0], [0.125, np.nan]]))
    for dark in (False, True):
        picture = Image.open(io.BytesIO(heat_png(levels, dark=dark)))
        assert (picture.mode, picture.size) == ("P", (2, 2))
        pixels = np.asarray(picture.convert("RGBA"))
        colours = heat_palette(dark=dark)
        assert tuple(pixels[0, 0, :3]) == colours[24]
        assert tuple(pixels[0, 1, :3]) == colours[-1]
        assert pixels[1, 1, 3] == 0


def test_the_matrix_picture_holds_the_levels_first_query_on_top() -> None:
    from matplotlib.image import AxesImage

    report = make_report(causal=True)
    figure = draw_figures(report)["matrix"].figure
    (image,) = (each for each in figure.findobj(AxesImage) if each.get_gid() == "matrix")
    np.testing.assert_array_equal(image.get_array(), heat_levels(report.matrices.focus_lift))
    assert tuple(image.axes.get_ylim()) == (24, 0)


def test_block_means_ignore_masked_cells() -> None:
    lift = np.array([[1.0, np.nan, 5.0], [3.0, np.nan, np.nan], [7.0, 9.0, np.nan]])
    np.testing.assert_allclose(block_means(lift, 2), [[2.0, 5.0], [8.0, np.nan]])


def test_mosaic_puts_layers_down_and_heads_across() -> None:
    levels = np.arange(1, 25, dtype=np.uint8).reshape(2, 3, 2, 2)
    picture = mosaic(levels, (1, 1))
    assert picture.shape == (5, 8)
    np.testing.assert_array_equal(picture[3:5, 6:8], levels[1, 2])
    assert not picture[2].any()


def test_peak_counts_add_up_to_the_samples() -> None:
    report = make_report()
    counts = peak_counts(report)
    assert counts.sum() == 64
    best = int(counts.argmax())
    bars, peak = plot_peak_counts(counts, panel(), axis=key_axis(report), commonest=best)
    assert peak is not None
    assert bar_values(peak) == pytest.approx([counts[best]])
    assert bar_values(bars).sum() == 64 - counts[best]


def test_positional_spectrum_of_attention_by_place_alone_is_the_spectrum() -> None:
    report = make_report(samples=1, layers=1, heads=1)
    lift = np.array(report.lift)
    by_place = np.tile(lift, (24, 1))
    expected = [np.diagonal(by_place, -int(lag)).mean() for lag in report.lags]
    assert positional_spectrum(report) == pytest.approx(np.array(expected))


def test_rows_apart_is_zero_where_every_row_attends_alike() -> None:
    from dataclasses import replace

    report = make_report(causal=True)
    allowed = np.tril(np.ones((24, 24), bool))
    alike = np.where(allowed, np.array(report.lift), np.nan)
    matrices = replace(report.matrices, focus_lift=alike)
    assert rows_apart(replace(report, matrices=matrices)) == pytest.approx(0)
    assert rows_apart(report) > 0.001


def test_a_scale_is_solid_where_seen_and_dashed_after_issue() -> None:
    report = make_report(times=hourly(24, forecast=Interval(0.0, 6.0)))
    (response,) = (scale for scale in shown_scales(report) if scale.id == "vbs-response")
    # 1-2 h before a target 0-6 h ahead: from 2 h before issue to 5 h after it.
    seen, unseen = plot_scale(response, panel((-24, 6)), row=3, height=12)
    assert seen is not None
    assert unseen is not None
    assert set(np.asarray(seen.get_path().vertices)[:, 0]) == {-2.0, 0.0}
    assert set(np.asarray(unseen.get_path().vertices)[:, 0]) == {0.0, 5.0}
    assert unseen.get_facecolor()[3] == 0


def test_hours_run_from_the_past_on_the_left_to_issue() -> None:
    axis = key_axis(make_report())
    assert axis.clock == "issue"
    assert axis.limits == (-24, 0)
    assert axis.where(23) == ("hours", 0.0, 1.0)
    assert axis.ticks(300) == [(-24, "24"), (-18, "18"), (-12, "12"), (-6, "6"), (0, "0")]
    assert axis.cell_ticks(300) == [(0, "24"), (6, "18"), (12, "12"), (18, "6"), (24, "0")]


def test_without_time_the_axis_counts_steps_or_shows_tokens() -> None:
    steps = key_axis(make_report(keys=8, times=build_times(8), samples=1))
    assert (steps.clock, steps.where(5)) == ("step", ("step", 5, 8))
    words = ("the", "wind", "blows", "from", "the", "sun", "to", "us")
    tokens = key_axis(make_report(keys=8, times=build_times(8), samples=1, tokens=words))
    assert tokens.ticks(600)[1] == (1, "wind")
    assert tokens.where(1) == ("token", 1, "wind")


def test_a_prefix_token_stands_left_of_the_window() -> None:
    times = build_times(9, cadence_hours=1.0, prefix_tokens=1)
    axis = key_axis(make_report(keys=9, samples=1, times=times))
    assert axis.window == (-8, 0)
    assert (axis.low[0], axis.high[0]) == (-9.5, -8.5)


def test_tables_carry_the_plotted_numbers() -> None:
    report = make_report()
    drawings = draw_figures(report)
    assert tuple(drawings) == (*FIGURE_NAMES, "inputs")
    for drawing in drawings.values():
        assert drawing.rows
        assert {len(row) for row in drawing.rows} == {len(drawing.columns)}
    ribbon = drawings["ribbon"]
    lift = ribbon.columns.index("lift")
    assert [row[lift] for row in ribbon.rows] == pytest.approx(report.lift)
    assert (
        to_csv(ribbon)
        .splitlines()[0]
        .startswith("key,hours_before_issue_from,hours_before_issue_to,incoming,share,lift")
    )
