"""The figure of epochs and targets holds the numbers of its parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reportgen.figures import PART_FIGURES, draw_figures
from reportgen.figures.axis import key_axis
from reportgen.figures.drawing import Sheet
from reportgen.figures.heat import heat_levels
from reportgen.figures.parts import WIDE, draw_parts, plot_entropy
from reportgen.figures.parts_words import parts_words
from reportgen.schema import (
    EntropyFall,
    Interval,
    PartFigures,
    PartKind,
    PartName,
    Parts,
    Pattern,
    Report,
)
from reportgen.statistics.parts import COLLAPSED, entropy_fall, head_collapses
from reportgen.style import figure_style
from tests.figures.reports import make_report


def part(label: str, *, entropy: float = 0.8, peak: int = 20, p: float = 0.001) -> PartFigures:
    generator = np.random.default_rng(len(label))
    lift = generator.uniform(0.6, 1.1, (2, 24))
    lift[:, peak] = 3.0
    levels = np.full((2, 4), entropy)
    return PartFigures(
        PartName(label),
        samples=64,
        blocks=64,
        normalized_entropy=levels,
        lift=lift,
        peak_key=peak,
        peak_share=3 / 24,
        peak_lift=3.0,
        ci95_lift=Interval(2.8, 3.2),
        p_value=p,
        pattern=Pattern.STRIPE,
        pattern_score=0.4,
        head_patterns=((Pattern.STRIPE,) * 4,) * 2,
    )


def report_with(items: tuple[PartFigures, ...], kind: PartKind = PartKind.EPOCH) -> Report:
    epochs = kind is PartKind.EPOCH
    collapses = head_collapses(items) if epochs else ()
    fall: EntropyFall | None = entropy_fall(items) if epochs else None
    parts = Parts(kind, len(items) - 1, items, collapses=collapses, fall=fall)
    return replace(make_report(), parts=parts)


def title(report: Report) -> str:
    return parts_words(report, key_axis(report))["title"].id.removeprefix("figure.parts.title-")


def test_entropy_lines_and_threshold_are_the_values() -> None:
    entropy = np.random.default_rng(0).uniform(0.2, 1, (5, 3, 4))
    with figure_style():
        ax = Sheet(300, 200).panel(40, 10, 240, 160, xlim=(0, 1), ylim=(5, 0))
        drawn = plot_entropy(entropy, ax, focus=2, joined=True)
    for layer, line in enumerate(drawn.layers):
        assert line.get_xdata() == pytest.approx(entropy[:, layer].mean(axis=1))
        assert line.get_ydata() == pytest.approx(np.arange(5) + 0.5)
    assert drawn.lowest.get_xdata() == pytest.approx(entropy.min(axis=(1, 2)))
    assert set(drawn.threshold.get_xdata()) == {COLLAPSED}


def test_rows_of_the_heat_map_are_the_parts_in_order() -> None:
    report = report_with(tuple(part(str(epoch), peak=epoch) for epoch in range(1, 7)))
    with figure_style():
        drawing = draw_parts(report, WIDE)
    pictures = [image for panel in drawing.figure.artists for image in panel.images]
    image = next(image for image in pictures if image.get_gid() == "parts")
    assert report.parts is not None
    wanted = heat_levels(np.stack([item.lift[1] for item in report.parts.items]))
    assert (np.asarray(image.get_array()) == wanted).all()
    assert [row[0] for row in drawing.rows] == ["1", "2", "3", "4", "5", "6"]
    assert {len(row) for row in drawing.rows} == {len(drawing.columns)}


def test_only_a_run_with_parts_has_the_figure() -> None:
    assert not set(PART_FIGURES) & set(draw_figures(make_report()))
    assert set(PART_FIGURES) <= set(draw_figures(report_with((part("1"), part("2")))))


def test_a_single_readable_part_and_two_hundred_are_drawn() -> None:
    for count in (1, 200):
        report = report_with(tuple(part(str(number)) for number in range(count)))
        with figure_style():
            assert draw_parts(report, WIDE).height < 700


@pytest.mark.parametrize(
    ("items", "kind", "expected"),
    [
        ((part("1"), part("2")), PartKind.EPOCH, "epoch-same"),
        ((part("1"), part("2", peak=3)), PartKind.EPOCH, "epoch-moves"),
        ((part("1", p=0.5), part("2")), PartKind.EPOCH, "epoch-late"),
        ((part("1", p=0.5), part("2", p=0.5)), PartKind.EPOCH, "epoch-none"),
        ((part("1"), part("2", entropy=0.05)), PartKind.EPOCH, "collapse"),
        ((part("1"), part("2", entropy=0.3)), PartKind.EPOCH, "fall"),
        ((part("1"),), PartKind.EPOCH, "epoch-one"),
        ((part("dst"), part("kp")), PartKind.TARGET, "target-same"),
        ((part("dst"), part("kp", peak=3)), PartKind.TARGET, "target-moves"),
        ((part("dst"), part("kp", entropy=0.05)), PartKind.TARGET, "target-same"),
    ],
)
def test_the_title_is_the_finding(
    items: tuple[PartFigures, ...], kind: PartKind, expected: str
) -> None:
    assert title(report_with(items, kind)) == expected
