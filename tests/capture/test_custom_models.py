"""Models of one's own: scaled_dot_product_attention, and softmax(Q K^T) written out."""

from __future__ import annotations

import math
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from reportgen.capture import capture_attention
from reportgen.exceptions import NoAttentionError
from tests.capture.by_hand import above_diagonal, heads_apart, linear, softmax_of
from tests.capture.runs import built, stored

pytestmark = pytest.mark.capture


def model_of(torch: ModuleType, attend: Any, *, key_heads: int = 4, layers: int = 2) -> Any:
    """Blocks whose attention is ``attend(query, key, value)`` on (batch, head, token, feature)."""

    class Attention(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.query = torch.nn.Linear(16, 16)
            self.key = torch.nn.Linear(16, 4 * key_heads)
            self.value = torch.nn.Linear(16, 4 * key_heads)

        def forward(self, x: Any) -> Any:
            q, k, v = (
                layer(x).unflatten(-1, (-1, 4)).transpose(1, 2)
                for layer in (self.query, self.key, self.value)
            )
            return attend(q, k, v).transpose(1, 2).flatten(2)

    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.blocks = torch.nn.ModuleList(Attention() for _ in range(layers))

        def forward(self, x: Any) -> Any:
            for block in self.blocks:
                x = x + block(x)
            return x

    return Model()


def by_hand(block: Any, x: Any, forbidden: Any = False, key_heads: int = 4) -> Any:
    query = heads_apart(linear(block.query, x), 4)
    key = heads_apart(linear(block.key, x), key_heads).repeat(4 // key_heads, axis=1)
    return softmax_of(query, key, forbidden)


@pytest.mark.parametrize("case", ["plain", "causal", "mask", "bias", "grouped"])
def test_scaled_dot_product_attention(torch: ModuleType, tmp_path: Path, case: str) -> None:
    attention = torch.nn.functional.scaled_dot_product_attention
    x = torch.randn(3, 8, 16)
    later = torch.from_numpy(above_diagonal(8))
    bias = torch.zeros(8, 8).masked_fill(later, -1e9)
    attend = {
        "plain": attention,
        "causal": lambda q, k, v: attention(q, k, v, is_causal=True),
        "mask": lambda q, k, v: attention(q, k, v, attn_mask=~later),
        "bias": lambda q, k, v: attention(q, k, v, bias),
        "grouped": lambda q, k, v: attention(q, k, v, enable_gqa=True),
    }[case]
    key_heads = 2 if case == "grouped" else 4
    model = model_of(torch, attend, key_heads=key_heads)
    with torch.no_grad():
        before = model(x)
        with capture_attention(model, tmp_path / "run", cadence="1h") as capture:
            during = model(x)
        second = x + model.blocks[0](x)
    assert torch.equal(before, during)
    assert capture.layers == {"self": ("blocks.0", "blocks.1")}
    forbidden = above_diagonal(8) if case in ("causal", "mask", "bias") else False
    for layer, tokens in enumerate((x, second)):
        expected = by_hand(model.blocks[layer], tokens, forbidden, key_heads)
        np.testing.assert_allclose(stored(tmp_path / "run")[:, layer], expected, atol=1e-6)
    assert built(tmp_path / "run").run.mask.kind.value == (
        "none" if forbidden is False else "causal"
    )


def test_padding_in_a_mask_is_found(torch: ModuleType, tmp_path: Path) -> None:
    real = torch.ones(2, 1, 1, 6, dtype=torch.bool)
    real[1, ..., 4:] = False
    attention = torch.nn.functional.scaled_dot_product_attention
    model = model_of(torch, lambda q, k, v: attention(q, k, v, attn_mask=real))
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(torch.randn(2, 6, 16))
    np.testing.assert_array_equal(stored(tmp_path / "run", "attention_mask"), real[:, 0, 0])


def test_one_module_that_runs_several_times_is_several_layers(
    torch: ModuleType, tmp_path: Path
) -> None:
    model = model_of(torch, torch.nn.functional.scaled_dot_product_attention, layers=1)
    shared = torch.nn.Sequential(model, model)
    with torch.no_grad(), capture_attention(shared, tmp_path / "run") as capture:
        shared(torch.randn(2, 6, 16))
    assert capture.layers == {"self": ("0.blocks.0#0", "0.blocks.0#1")}


def softmax_attention(torch: ModuleType) -> Any:
    def attend(query: Any, key: Any, value: Any) -> Any:
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        return torch.softmax(scores, dim=-1) @ value

    return attend


def test_softmax_written_out_is_taken_when_asked_for(torch: ModuleType, tmp_path: Path) -> None:
    model = model_of(torch, softmax_attention(torch))
    x = torch.randn(3, 8, 16)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", softmax=True):
        model(x)
    np.testing.assert_allclose(
        stored(tmp_path / "run")[:, 0], by_hand(model.blocks[0], x), atol=1e-6
    )


def test_softmax_written_out_is_named_when_not_asked_for(torch: ModuleType, tmp_path: Path) -> None:
    model = model_of(torch, softmax_attention(torch))
    with (
        pytest.raises(NoAttentionError, match=r"in blocks.0, blocks.1.*softmax=True"),
        torch.no_grad(),
        capture_attention(model, tmp_path / "run"),
    ):
        model(torch.randn(3, 8, 16))


def test_half_precision_is_raised_before_the_softmax(torch: ModuleType, tmp_path: Path) -> None:
    model = model_of(torch, torch.nn.functional.scaled_dot_product_attention).bfloat16()
    with torch.no_grad(), capture_attention(model, tmp_path / "run", dtype="float16"):
        model(torch.randn(3, 8, 16, dtype=torch.bfloat16))
    weights = stored(tmp_path / "run")
    assert weights.dtype == np.float16
    np.testing.assert_allclose(weights.astype(float).sum(-1), 1, atol=1e-3)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("AutoCorrelationLayer", "not probabilities"),
        ("ProbAttention", "selected queries"),
        ("iTransformer", "keys are variables"),
    ],
)
def test_classes_known_by_name_are_refused(
    torch: ModuleType, tmp_path: Path, name: str, reason: str
) -> None:
    module = type(name, (torch.nn.Identity,), {})()
    with (
        pytest.raises(NoAttentionError, match=reason),
        capture_attention(torch.nn.Sequential(module), tmp_path / "run"),
    ):
        pass


def test_layers_of_different_size_are_refused(torch: ModuleType, tmp_path: Path) -> None:
    class Shrinking(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.ModuleList(
                torch.nn.MultiheadAttention(16, 4, batch_first=True) for _ in range(2)
            )

        def forward(self, x: Any) -> Any:
            for layer in self.layers:
                x = layer(x, x, x)[0][:, ::2]
            return x

    model = Shrinking()
    with (
        pytest.raises(NoAttentionError, match="differ in size"),
        torch.no_grad(),
        capture_attention(model, tmp_path / "run"),
    ):
        model(torch.randn(2, 8, 16))
