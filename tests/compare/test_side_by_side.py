"""Matrices, heads and layers side by side: what is drawn, and that noise is called noise."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from reportgen.compare import compare, comparison_of
from reportgen.compare.figures import draw_comparison
from reportgen.compare.head_maps import MOST_MAPS, farthest
from reportgen.compare.matrices import plane_levels, plane_values, share_limit
from reportgen.compare.planes import elsewhere, regridded
from reportgen.compare.records import HeadMatch
from reportgen.schema import Language
from reportgen.style import HEAT_LEVELS
from reportgen.synthetic import synthetic_attention
from reportgen.text import say
from tests.builders import write_run

EVEN = (HEAT_LEVELS + 1) // 2


def heads_run(folder: Path, patterns: list[str], *, keys: int = 12, seed: int = 0) -> Path:
    """One layer whose heads follow patterns, with noise of its own in every sample."""
    generator = np.random.default_rng(seed)
    shape = np.stack([synthetic_attention(name, keys, strength=0.7) for name in patterns])
    noise = generator.gamma(30, size=(14, 1, *shape.shape)) / 30
    weights = shape * noise
    return write_run(folder, weights / weights.sum(axis=-1, keepdims=True), hourly=True)


def test_runs_of_one_window_are_compared_in_units_of_an_even_share(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs["far"], runs["near"]])
    plane = comparison.pairs[0].plane
    assert plane is not None
    assert (plane.unit, plane.edges, plane.first.shape) == ("lift", None, (12, 12))
    np.testing.assert_array_equal(plane.other, comparison.sides[1].report.matrices.focus_lift)
    # The planted column moved from key 5 to key 8.
    difference = plane_values(plane).mean(axis=0)
    assert (difference.argmin(), difference.argmax()) == (5, 8)


def test_a_run_against_itself_is_drawn_even_and_called_noise(runs: dict[str, Path]) -> None:
    pair = comparison_of([runs["far"], runs["far"]]).pairs[0]
    plane = pair.plane
    assert plane is not None
    assert plane.elsewhere == 0
    assert plane.floor is not None
    assert plane.floor > 0
    assert (plane_levels(plane)[2] == EVEN).all()
    drawing = draw_comparison(comparison_of([runs["far"], runs["far"]]))["matrices-B"]
    assert drawing.title.id == "compare.plane.title-noise"


def test_two_seeds_of_one_pattern_differ_by_noise_and_a_moved_peak_by_more(
    runs: dict[str, Path],
) -> None:
    again, near = (
        comparison_of([runs["far"], runs[name]]).pairs[0].plane for name in ("again", "near")
    )
    assert again is not None
    assert near is not None
    assert near.floor is not None
    assert near.elsewhere > 2 * again.elsewhere
    assert near.elsewhere > near.floor


def test_other_cadences_meet_on_one_grid_of_hours(runs: dict[str, Path]) -> None:
    comparison = comparison_of([runs["far"], runs["fine"]])
    plane = comparison.pairs[0].plane
    assert plane is not None
    assert plane.unit == "hour"
    assert plane.edges is not None
    assert np.diff(plane.edges).tolist() == [1.0] * (len(plane.edges) - 1)
    # Shares per hour: what a row gives within the grid is at most all of it.
    assert plane.first.sum(axis=1).max() <= 1 + 1e-9
    # Key 5 of 12 hourly keys lies 6-7 h before issue; key 16 of 24 half hours 3.5-4 h.
    hours = plane.edges[:-1][::-1]
    assert hours[plane.first.mean(axis=0).argmax()] == 6
    assert hours[plane.other.mean(axis=0).argmax()] == 3
    limit = share_limit(plane)
    assert max(plane.first.max(), plane.other.max()) >= limit


def test_a_row_on_a_grid_keeps_its_mass() -> None:
    rows = np.random.default_rng(3).dirichlet(np.ones(8), size=8)
    back = np.arange(8.0)[::-1]
    placed = regridded(rows, np.stack((back, back + 1), axis=1), np.array([0.0, 2.0, 4.0]))
    np.testing.assert_allclose(placed.sum(axis=1), 1)
    np.testing.assert_allclose(placed[0, 0], rows[6:, 6:].sum(axis=1).mean())
    assert elsewhere(placed, placed) == 0


def test_without_hours_runs_are_compared_in_keys_counted_back(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    result = compare([runs["far"], runs["steps"]], tmp_path / "out")
    pair = result.comparison.pairs[0]
    assert pair.profile is not None
    assert pair.profile.clock == "step"
    compared = {each.figure: each for each in pair.differences}
    # Key 5 of 12 is the seventh from the end in both.
    assert compared["last_6_steps"].value == pytest.approx(0, abs=0.02)
    assert {"last_1_steps", "last_3_steps", "steps_half"} <= set(compared)
    assert {each.figure for each in pair.not_compared} >= {"last_1h", "hours_half"}
    found = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    profile = found["pairs"][0]["profile"]
    assert profile["clock"] == "step"
    assert profile["keys_edges"] == [float(k) for k in range(13)]
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert "keys back from the last" in page
    assert "거슬러" in page


def test_runs_with_hours_are_not_compared_in_steps(runs: dict[str, Path]) -> None:
    pair = comparison_of([runs["far"], runs["near"]]).pairs[0]
    names = {each.figure for each in (*pair.differences, *pair.not_compared)}
    assert not any("steps" in name for name in names)


def test_matched_heads_stand_above_one_another(permuted: tuple[Path, Path]) -> None:
    comparison = comparison_of(permuted)
    drawing = draw_comparison(comparison)["head-maps-B"]
    assert [row[:3] for row in drawing.rows] == [
        (match.layer, match.first, match.other) for match in comparison.pairs[0].heads
    ]
    texts = [
        say(label.words, Language.EN)
        for label in drawing.labels
        if not isinstance(label.words, str | tuple)
    ]
    assert "layer 1: 1 → 2" in texts


def test_only_the_heads_farthest_beyond_noise_are_drawn() -> None:
    matches = tuple(
        HeadMatch(layer=0, first=k, other=k, distance=k / 100, same_place=0.0, floor=0.0)
        for k in range(40)
    )
    assert [match.first for match in farthest(matches)] == list(range(40 - MOST_MAPS, 40))


def test_layers_stand_side_by_side_with_intervals(tmp_path: Path) -> None:
    sharp = heads_run(tmp_path / "sharp", ["diagonal", "first-key"])
    flat = heads_run(tmp_path / "flat", ["uniform", "uniform"], seed=1)
    comparison = comparison_of([sharp, flat])
    (layer,) = comparison.pairs[0].layers
    assert layer.value > 0.2
    assert layer.interval is not None
    assert layer.interval.low > 0
    assert layer.first.value == pytest.approx(
        comparison.sides[0].report.layers[0].normalized_entropy, abs=1e-6
    )
    drawing = draw_comparison(comparison)["entropy"]
    assert drawing.title.id == "compare.entropy.title-differ"
    assert [row[:2] for row in drawing.rows] == [("A", 0), ("B", 0)]


def test_the_numbers_of_each_figure_lie_beside_it(runs: dict[str, Path], tmp_path: Path) -> None:
    result = compare([runs["far"], runs["near"]], tmp_path / "out")
    plane = result.comparison.pairs[0].plane
    assert plane is not None
    with (tmp_path / "out" / "figures" / "matrices-B.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == plane.first.size
    written = np.array([float(row["B"]) for row in rows]).reshape(plane.other.shape)
    np.testing.assert_allclose(written, plane.other, rtol=1e-5)
    found = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    matrices = found["pairs"][0]["matrices"]
    assert matrices["share_elsewhere"] == pytest.approx(plane.elsewhere, rel=1e-4)
    assert len(found["pairs"][0]["layers"]) == len(found["runs"][0]["layer_figures"])
