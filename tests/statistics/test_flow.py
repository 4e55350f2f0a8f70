"""Attention flow of chosen queries."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from reportgen import open_run
from reportgen.build import report_of
from reportgen.exceptions import UsageError
from reportgen.figures import draw_figures
from reportgen.figures.drawing import to_csv
from reportgen.render.contents import page_contents
from reportgen.schema import Language, Message, Report
from reportgen.statistics.flow import attention_flow, summary_flow
from reportgen.statistics.rollout import rollout_of
from reportgen.summarize import summarize
from reportgen.text import say
from tests.builders import dataset_of, random_attention, uniform_attention, write_run

Floats = NDArray[np.float64]

pytest.importorskip("scipy", reason="attention flow needs the extra `flow`")


def test_one_layer_flows_as_it_weighs() -> None:
    weights = random_attention(0, shape=(5, 5))
    expected = (weights + np.eye(5)) / 2
    np.testing.assert_allclose(attention_flow([weights], [3, -1]), expected[[3, 4]], atol=1e-8)


def test_a_graph_that_can_be_done_by_hand() -> None:
    """Two layers of two tokens, capacities halved and the residual added.

    First layer: (0.75, 0.25), (0.5, 0.5); second: (0.5, 0.5), (0.1, 0.9).
    """
    first = np.array([[0.5, 0.5], [1.0, 0.0]])
    second = np.array([[0.0, 1.0], [0.2, 0.8]])
    # From (2, 0): 0.5 by either token of the middle, into key 0 at most 0.75 and 0.5.
    # From (2, 1): 0.1 and 0.9, into key 0 min(0.1, 0.75) + min(0.9, 0.5).
    expected = [[0.5 + 0.5, 0.25 + 0.5], [0.1 + 0.5, 0.1 + 0.5]]
    np.testing.assert_allclose(attention_flow([first, second], [0, 1]), expected, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), layers=st.integers(1, 3), residual=st.sampled_from([0.0, 0.5]))
def test_flow_lies_between_rollout_and_one(seed: int, layers: int, residual: float) -> None:
    weights = list(random_attention(seed, shape=(layers, 4, 4)))
    flow = attention_flow(weights, range(4), residual=residual)
    rolled = np.eye(4)
    for each in weights:
        rolled = ((1 - residual) * each + residual * np.eye(4)) @ rolled
    assert (flow >= rolled - 1e-7).all()
    assert (flow <= 1 + 1e-9).all()
    if residual == 0.5:
        np.testing.assert_allclose(rolled, rollout_of(weights))


def test_the_flow_of_a_run_is_that_of_its_mean_matrices() -> None:
    attention = random_attention(1, shape=(6, 2, 3, 5, 5))
    layers = list(attention.mean(axis=(0, 2)))
    np.testing.assert_allclose(
        summary_flow(summarize(dataset_of(attention)), [-1]), attention_flow(layers, [4]), atol=1e-6
    )


@pytest.mark.parametrize(
    ("shapes", "queries", "residual"),
    [([(3, 4)], [0], 0.5), ([(3, 3), (4, 4)], [0], 0.5), ([(3, 3)], [3], 0.5), ([], [0], 0.5),
     ([(3, 3)], [0], 2.0)],
)  # fmt: skip
def test_what_has_no_flow_is_said(
    shapes: list[tuple[int, int]], queries: list[int], residual: float
) -> None:
    layers = [np.full(shape, 1 / shape[1]) for shape in shapes]
    with pytest.raises(UsageError, match="Allowed"):
        attention_flow(layers, queries, residual=residual)


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.sparse.csgraph", None)
    with pytest.raises(UsageError, match=r"reportgen\[flow\]"):
        attention_flow([np.eye(3)], [0])


# In the report --------------------------------------------------------------------------------


def flow_report(folder: Path, *, yaml: str, attention: Floats | None = None) -> Report:
    weights = random_attention(4, shape=(8, 2, 2, 12, 12)) if attention is None else attention
    names = [f"sample_{index}" for index in range(len(weights))]
    return report_of(summarize(open_run(write_run(folder, weights, names=names, yaml=yaml))))


def test_the_report_has_the_flow_of_the_chosen_queries_over_even_attention(tmp_path: Path) -> None:
    report = flow_report(tmp_path, yaml="flow: [0, -1, 11]\n")
    flow = report.flow
    assert flow is not None
    assert flow.queries == (0, 11)
    summary = summarize(open_run(tmp_path))
    np.testing.assert_allclose(flow.flow, summary_flow(summary, [0, -1]))
    even = attention_flow([np.full((12, 12), 1 / 12)] * 2, [0, -1])
    np.testing.assert_allclose(np.array(flow.lift) * even, flow.flow, atol=1e-6)
    drawing = draw_figures(report)["flow"]
    assert "flow_to_query_0,lift_to_query_0,flow_to_query_11" in to_csv(drawing)
    lines = [line.get_ydata() for line in drawing.figure.findobj(Line2D)]
    for row in flow.lift:
        assert any(np.array_equal(line, row) for line in lines)


def test_even_attention_has_flow_one(tmp_path: Path) -> None:
    even = np.broadcast_to(uniform_attention(12, 12, "causal"), (3, 2, 2, 12, 12))
    report = flow_report(tmp_path, yaml="flow: [-1, 3]\nmask: causal\n", attention=np.array(even))
    flow = report.flow
    assert flow is not None
    np.testing.assert_allclose(flow.lift[0], 1, atol=1e-6)
    # What the mask hides from a query has no flow, and no lift.
    np.testing.assert_allclose(np.array(flow.lift[1][:4], dtype=float), 1, atol=1e-6)
    assert flow.lift[1][4:] == (None,) * 8
    assert "flow" in draw_figures(report)


def test_no_query_is_chosen_by_default(tmp_path: Path) -> None:
    report = flow_report(tmp_path, yaml="")
    assert report.flow is None
    assert "flow" not in draw_figures(report)


def test_a_query_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"query 12 does not exist\. Allowed: 0 to 11"):
        flow_report(tmp_path, yaml="flow: [12]\n")


def test_cross_attention_says_why_it_has_no_flow(tmp_path: Path) -> None:
    attention = random_attention(4, shape=(8, 2, 2, 6, 12))
    report = flow_report(tmp_path, yaml="flow: [-1]\n", attention=attention)
    assert report.flow is not None
    assert report.flow.missing == "not-square"
    missing = page_contents(report)["flow_missing"]
    assert isinstance(missing, Message)
    for language in Language:
        assert say(missing, language)


def test_without_scipy_the_report_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.statistics.flow.find_spec", lambda name: None)
    report = flow_report(tmp_path, yaml="flow: [-1]\n")
    assert report.flow is not None
    assert report.flow.missing == "scipy"
    assert "flow" not in draw_figures(report)
