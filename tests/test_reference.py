"""Attention in numpy: what defines it, its errors, and agreement with torch."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reportgen.exceptions import ReportgenError, UsageError
from reportgen.reference import (
    BlockWeights,
    HeadProjections,
    attention_properties,
    causal_cells,
    chunked_attention,
    encoder_block,
    multi_head_attention,
    row_sum_deviation,
    scaled_dot_product_attention,
    scaling_effect,
    sinusoidal_positions,
    softmax,
    split_heads,
    validate_attention,
    weighted_sum_deviation,
)

Floats = NDArray[np.float64]


def random_qkv(seed: int = 0, *leading: int, queries: int = 5, keys: int = 7) -> list[Floats]:
    generator = np.random.default_rng(seed)
    return [
        generator.normal(size=(*leading, queries, 8)),
        generator.normal(size=(*leading, keys, 8)),
        generator.normal(size=(*leading, keys, 3)),
    ]


def test_one_query_by_hand() -> None:
    query, key = np.array([[2.0, 0.0]]), np.array([[1.0, 5.0], [0.0, -3.0]])
    value = np.array([[10.0], [20.0]])
    output, weights = scaled_dot_product_attention(query, key, value)
    share = np.exp(2 / np.sqrt(2)) / (np.exp(2 / np.sqrt(2)) + 1)
    np.testing.assert_allclose(weights, [[share, 1 - share]])
    np.testing.assert_allclose(output, [[10 * share + 20 * (1 - share)]])


@given(
    seed=st.integers(0, 10_000),
    leading=st.sampled_from([(), (2,), (2, 3)]),
    causal=st.booleans(),
    scale=st.floats(0.01, 100),
)
def test_the_properties_of_attention_hold(
    seed: int, leading: tuple[int, ...], causal: bool, scale: float
) -> None:
    query, key, value = random_qkv(seed, *leading)
    output, weights = scaled_dot_product_attention(query, key, value, causal=causal, scale=scale)
    found = attention_properties(query, key, value, output, weights)
    assert found.row_sum_deviation < 1e-12
    assert found.lowest >= 0
    assert found.highest <= 1 + 1e-12
    assert found.weighted_sum_deviation < 1e-12
    assert found.scaling_effect == pytest.approx(8**-0.5)
    validate_attention(weights)
    if causal:
        assert (weights[..., ~causal_cells(5, 7)] == 0).all()


def test_the_properties_notice_what_is_not_attention() -> None:
    query, key, value = random_qkv()
    output, weights = scaled_dot_product_attention(query, key, value)
    assert row_sum_deviation(weights * 1.1) == pytest.approx(0.1)
    assert weighted_sum_deviation(output + 0.5, weights, value) == pytest.approx(0.5)
    assert scaling_effect(query[:, :4], key[:, :4]) == pytest.approx(0.5)


def test_equal_scores_give_uniform_attention() -> None:
    output, weights = scaled_dot_product_attention(
        np.zeros((4, 2)), np.ones((6, 2)), np.arange(6.0)[:, None]
    )
    np.testing.assert_allclose(weights, 1 / 6)
    np.testing.assert_allclose(output, 2.5)


def test_larger_scores_never_overflow_and_sharpen() -> None:
    assert softmax(np.array([1e4, 0.0])).tolist() == [1.0, 0.0]
    query, key, value = random_qkv()
    sharp = scaled_dot_product_attention(query, key, value, scale=1e3)[1]
    assert np.isfinite(sharp).all()
    assert sharp.max(axis=-1).min() > 0.99


def test_rows_that_see_nothing_are_zero() -> None:
    query, key, value = random_qkv()
    allowed = np.ones((5, 7), dtype=bool)
    allowed[2] = False
    output, weights = scaled_dot_product_attention(query, key, value, allowed=allowed)
    assert not weights[2].any()
    assert not output[2].any()
    np.testing.assert_allclose(weights[[0, 1, 3, 4]].sum(-1), 1)


@given(chunk=st.integers(1, 9), causal=st.booleans(), masked=st.booleans(), seed=st.integers(0, 99))
def test_chunks_give_what_the_whole_gives(
    chunk: int, causal: bool, masked: bool, seed: int
) -> None:
    query, key, value = random_qkv(seed, 2)
    allowed = np.random.default_rng(seed).random((2, 5, 7)) < 0.7 if masked else None
    whole, _ = scaled_dot_product_attention(query, key, value, allowed=allowed, causal=causal)
    parts = chunked_attention(query, key, value, chunk=chunk, allowed=allowed, causal=causal)
    np.testing.assert_allclose(parts, whole, atol=1e-12)


def test_a_batch_gives_what_its_samples_give() -> None:
    query, key, value = random_qkv(3, 4)
    _, together = scaled_dot_product_attention(query, key, value)
    for sample in range(4):
        _, alone = scaled_dot_product_attention(query[sample], key[sample], value[sample])
        np.testing.assert_allclose(together[sample], alone, atol=1e-12)


def test_positions_are_apart_and_shift_by_rotation() -> None:
    encoding = sinusoidal_positions(50, 16)
    assert np.abs(encoding).max() <= 1
    np.testing.assert_allclose((encoding**2).sum(1), 8)
    # The product of two positions depends on their lag alone.
    products = encoding @ encoding.T
    for lag in (1, 7):
        np.testing.assert_allclose(np.diagonal(products, lag), products[0, lag])
    assert sinusoidal_positions(3, 5).shape == (3, 5)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda q, k, v: scaled_dot_product_attention(q, k[:, :4], v), "8 features and keys of 4"),
        (lambda q, k, v: scaled_dot_product_attention(q, k, v[:3]), "7 keys and 3 values"),
        (lambda q, k, v: scaled_dot_product_attention(q[0], k, v), r"query of shape \(8,\)"),
        (
            lambda q, k, v: scaled_dot_product_attention(q, k, v, allowed=np.ones((5, 7))),
            "mask of shape .* booleans",
        ),
        (
            lambda q, k, v: scaled_dot_product_attention(q, k, v, allowed=np.ones((4, 7), bool)),
            r"mask of shape \(4, 7\)",
        ),
        (
            lambda q, k, v: scaled_dot_product_attention(np.stack([q] * 2), np.stack([k] * 3), v),
            "query and key of shapes",
        ),
        (lambda q, k, v: chunked_attention(q, k, v, chunk=0), "chunk=0"),
        (lambda q, k, v: split_heads(q, 3), "8 features for 3 heads"),
        (lambda q, k, v: sinusoidal_positions(0, 4), "0 tokens"),
    ],
)
def test_shapes_that_do_not_fit_are_named(call: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        call(*random_qkv())


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ((1, 2), np.nan, r"weights\[1, 2\] is nan"),
        ((1, 2), -0.5, r"weights\[1, 2\] is -0.5; weights\[1\] sums to"),
        ((0, 0), 1.5, r"weights\[0, 0\] is 1.5"),
        ((1, 0), 0.5, r"weights\[1\] sums to 1.25"),
    ],
)
def test_what_breaks_the_rules_of_attention_is_named(
    place: tuple[int, int], value: float, says: str
) -> None:
    weights = np.full((2, 4), 0.25)
    weights[place] = value
    with pytest.raises(ReportgenError, match=says):
        validate_attention(weights)


def test_tolerance_is_that_of_the_precision() -> None:
    weights = np.full((2, 3), 1 / 3, dtype=np.float16)
    validate_attention(weights, tolerance=1e-3)
    with pytest.raises(ReportgenError, match="sums to"):
        validate_attention(weights, tolerance=1e-7)


# Against torch ------------------------------------------------------------------------------------


@pytest.mark.capture
@pytest.mark.parametrize("causal", [False, True])
def test_scaled_dot_product_agrees_with_torch(torch: ModuleType, causal: bool) -> None:
    arrays = random_qkv(1, 2, 3)
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.from_numpy, arrays), is_causal=causal
    )
    ours, _ = scaled_dot_product_attention(*arrays, causal=causal)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-6)


def projections_of(module: Any) -> HeadProjections:
    """Weights of an nn.MultiheadAttention."""
    query, key, value = np.split(module.in_proj_weight.detach().numpy(), 3)
    biases = np.split(module.in_proj_bias.detach().numpy(), 3)
    return HeadProjections(
        module.num_heads,
        query.T,
        key.T,
        value.T,
        module.out_proj.weight.detach().numpy().T,
        *biases,
        module.out_proj.bias.detach().numpy(),
    )


@pytest.mark.capture
def test_multi_head_attention_agrees_with_torch(torch: ModuleType) -> None:
    torch.manual_seed(1)
    module = torch.nn.MultiheadAttention(16, 4, batch_first=True).double()
    torch.nn.init.normal_(module.in_proj_bias)
    x, context = torch.randn(2, 5, 16).double(), torch.randn(2, 9, 16).double()
    theirs, their_weights = module(x, context, context, average_attn_weights=False)
    ours, weights = multi_head_attention(x.numpy(), context.numpy(), projections_of(module))
    np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(weights, their_weights.detach().numpy(), atol=1e-6)


@pytest.mark.capture
@pytest.mark.parametrize("causal", [False, True])
def test_encoder_block_agrees_with_torch(torch: ModuleType, causal: bool) -> None:
    torch.manual_seed(2)
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True).double().eval()
    for norm in (layer.norm1, layer.norm2):
        torch.nn.init.normal_(norm.weight)
        torch.nn.init.normal_(norm.bias)
    weights = BlockWeights(
        projections_of(layer.self_attn),
        layer.linear1.weight.detach().numpy().T,
        layer.linear1.bias.detach().numpy(),
        layer.linear2.weight.detach().numpy().T,
        layer.linear2.bias.detach().numpy(),
        *(each.detach().numpy() for each in (layer.norm1.weight, layer.norm1.bias)),
        *(each.detach().numpy() for each in (layer.norm2.weight, layer.norm2.bias)),
    )
    x = torch.randn(3, 6, 16).double()
    mask = torch.triu(torch.full((6, 6), -torch.inf), 1).double() if causal else None
    theirs = layer(x, src_mask=mask, is_causal=causal)
    ours, attention = encoder_block(x.numpy(), weights, causal=causal)
    np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=1e-6)
    assert attention.shape == (3, 4, 6, 6)
