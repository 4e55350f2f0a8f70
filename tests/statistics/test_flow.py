"""Attention flow of chosen queries."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.exceptions import UsageError
from reportgen.statistics.flow import attention_flow, summary_flow
from reportgen.statistics.rollout import rollout_of
from reportgen.summarize import summarize
from tests.builders import dataset_of, random_attention

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
