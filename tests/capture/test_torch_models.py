"""nn.MultiheadAttention and the encoder and decoder layers: weights as computed by hand."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.capture import capture_attention
from tests.capture.by_hand import above_diagonal, multihead_weights
from tests.capture.runs import built, stored

pytestmark = pytest.mark.capture

# Torch announces on every use that nested tensors are a prototype.
nested = pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")


def encoder_of(torch: ModuleType, *, batch_first: bool = True, layers: int = 2, **more: Any) -> Any:
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=batch_first, **more)
    return torch.nn.TransformerEncoder(layer, layers, enable_nested_tensor=batch_first)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("batch_first", [True, False])
def test_encoder_weights_are_those_by_hand(
    torch: ModuleType, tmp_path: Path, training: bool, batch_first: bool
) -> None:
    model = encoder_of(torch, batch_first=batch_first).train(training)
    x = torch.randn(3, 10, 16)
    given = x if batch_first else x.transpose(0, 1)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h") as capture:
        model(given)
    weights = stored(tmp_path / "run")
    assert weights.shape == (3, 2, 4, 10, 10)
    by_hand = multihead_weights(model.layers[0].self_attn, x, x)
    np.testing.assert_allclose(weights[:, 0], by_hand, atol=1e-6)
    with torch.no_grad():
        second = model.eval().layers[0](given)
    second = second if batch_first else second.transpose(0, 1)
    by_hand = multihead_weights(model.layers[1].self_attn, second, second)
    np.testing.assert_allclose(weights[:, 1], by_hand, atol=1e-6)
    assert capture.layers == {"self": ("layers.0.self_attn", "layers.1.self_attn")}


@nested
def test_padding_is_stored_and_the_fused_encoders_output_kept(
    torch: ModuleType, tmp_path: Path
) -> None:
    model = encoder_of(torch).eval()
    x = torch.randn(3, 10, 16)
    padded = torch.zeros(3, 10, dtype=torch.bool)
    padded[0, 7:] = True
    with torch.no_grad():
        before = model(x, src_key_padding_mask=padded)
        with capture_attention(model, tmp_path / "run", cadence="1h"):
            during = model(x, src_key_padding_mask=padded)
        after = model(x, src_key_padding_mask=padded)
    # Zeros at padded tokens are what the fused encoder leaves, and what pooling would meet.
    assert (before[0, 7:] == 0).all()
    assert (before - during).abs().max() < 1e-6
    assert torch.equal(before, after)
    np.testing.assert_array_equal(stored(tmp_path / "run", "attention_mask"), ~padded.numpy())
    by_hand = multihead_weights(model.layers[0].self_attn, x, x, padded.numpy()[:, None, None, :])
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], by_hand, atol=1e-6)
    report = built(tmp_path / "run")
    rows = {check.id: check.outcome for check in report.checks}
    assert rows["row-sums"] == rows["dead-rows"] == rows["finite-values"] == "ok"


def test_causal_encoder_is_detected_as_causal(torch: ModuleType, tmp_path: Path) -> None:
    model = encoder_of(torch)
    x = torch.randn(2, 8, 16)
    mask = torch.nn.Transformer.generate_square_subsequent_mask(8)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h"):
        model(x, mask=mask, is_causal=True)
    by_hand = multihead_weights(model.layers[0].self_attn, x, x, above_diagonal(8))
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], by_hand, atol=1e-6)
    report = built(tmp_path / "run")
    assert report.run.mask.kind.value == "causal"


def test_decoder_gives_cross_attention_first_and_its_own_beside(
    torch: ModuleType, tmp_path: Path
) -> None:
    layer = torch.nn.TransformerDecoderLayer(16, 4, 32, batch_first=True)
    model = torch.nn.TransformerDecoder(layer, 2)
    memory, target = torch.randn(3, 10, 16), torch.randn(3, 10, 16)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h") as capture:
        model(target, memory)
    # As many queries as keys here: the layer's own name tells cross-attention.
    assert list(capture.runs) == ["cross", "decoder"]
    own = multihead_weights(model.layers[0].self_attn, target, target)
    np.testing.assert_allclose(stored(capture.runs["decoder"])[:, 0], own, atol=1e-6)
    first = model.eval().layers[0]
    with torch.no_grad():
        asked = first.norm1(target + first.self_attn(target, target, target)[0])
    cross = multihead_weights(first.multihead_attn, asked, memory)
    np.testing.assert_allclose(stored(capture.runs["cross"])[:, 0], cross, atol=1e-6)
    assert "cadence" not in (capture.runs["decoder"] / "reportgen.yaml").read_text()
    for path in capture.runs.values():
        assert built(path).run.files_read == 1


def test_whole_transformer_puts_the_encoder_first(torch: ModuleType, tmp_path: Path) -> None:
    model = torch.nn.Transformer(16, 4, 1, 1, 32, batch_first=True)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h") as capture:
        model(torch.randn(2, 9, 16), torch.randn(2, 4, 16))
    assert {kind: path.name for kind, path in capture.runs.items()} == {
        "self": "run",
        "cross": "cross",
        "decoder": "decoder",
    }
    assert stored(capture.runs["self"]).shape == (2, 1, 4, 9, 9)
    assert stored(capture.runs["cross"]).shape == (2, 1, 4, 4, 9)
    assert stored(capture.runs["decoder"]).shape == (2, 1, 4, 4, 4)


def test_kinds_choose_what_is_kept(torch: ModuleType, tmp_path: Path) -> None:
    model = torch.nn.Transformer(16, 4, 1, 1, 32, batch_first=True)
    with (
        torch.no_grad(),
        capture_attention(model, tmp_path / "run", kinds=["cross"]) as capture,
    ):
        model(torch.randn(2, 9, 16), torch.randn(2, 4, 16))
    assert capture.runs == {"cross": tmp_path / "run"}
    assert stored(tmp_path / "run").shape == (2, 1, 4, 4, 9)


@pytest.mark.parametrize("need_weights", [True, False])
@pytest.mark.parametrize("average", [True, False])
def test_plain_attention_returns_what_its_caller_asked_for(
    torch: ModuleType, tmp_path: Path, need_weights: bool, average: bool
) -> None:
    model = torch.nn.MultiheadAttention(16, 4, batch_first=True).eval()
    x = torch.randn(2, 6, 16)
    asked = {"need_weights": need_weights, "average_attn_weights": average}
    with torch.no_grad():
        before = model(x, x, x, **asked)
        with capture_attention(model, tmp_path / "run"):
            during = model(x, x, x, **asked)
    assert (before[0] - during[0]).abs().max() < 1e-6
    if need_weights:
        assert before[1].shape == during[1].shape
        assert (before[1] - during[1]).abs().max() < 1e-6
    else:
        assert during[1] is None
    by_hand = multihead_weights(model, x, x)
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], by_hand, atol=1e-6)


def test_unbatched_attention_is_a_batch_of_one(torch: ModuleType, tmp_path: Path) -> None:
    model = torch.nn.MultiheadAttention(16, 4, batch_first=True)
    x = torch.randn(6, 16)
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(x, x, x)
    assert stored(tmp_path / "run").shape == (1, 1, 4, 6, 6)


def test_appended_keys_come_first_as_prefix_tokens(torch: ModuleType, tmp_path: Path) -> None:
    model = torch.nn.MultiheadAttention(
        16, 4, batch_first=True, add_bias_kv=True, add_zero_attn=True
    )
    x = torch.randn(2, 6, 16)
    padded = torch.zeros(2, 6, dtype=torch.bool)
    padded[1, 4:] = True
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h"):
        _, theirs = model.eval()(x, x, x, padded, average_attn_weights=False)
    run = reportgen.open_run(tmp_path / "run")
    weights = run["attention"].values[:, 0]
    assert weights.shape == (2, 4, 6, 8)
    np.testing.assert_allclose(weights[..., 2:], theirs.numpy()[..., :6], atol=1e-6)
    np.testing.assert_allclose(weights[..., :2], theirs.numpy()[..., 6:], atol=1e-6)
    np.testing.assert_allclose(weights.sum(-1), 1, atol=1e-6)
    np.testing.assert_array_equal(run["attention_mask"][1], [1, 1, 1, 1, 1, 1, 0, 0])
    assert np.isnan(run["key_time"].values[:2]).all()
    assert run["hours_before_last_input"].values[-1] == 0


def test_two_encoders_of_one_model_are_two_runs(torch: ModuleType, tmp_path: Path) -> None:
    class Multimodal(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.wind = encoder_of(torch)
            self.images = encoder_of(torch)

        def forward(self, wind: Any, images: Any) -> Any:
            return self.wind(wind).mean(1) + self.images(images).mean(1)

    model = Multimodal()
    with torch.no_grad(), capture_attention(model, tmp_path / "run", cadence="1h") as capture:
        model(torch.randn(2, 12, 16), torch.randn(2, 5, 16))
    shapes = {name: stored(path).shape for name, path in capture.runs.items()}
    assert shapes == {
        "wind-layers-self_attn": (2, 2, 4, 12, 12),
        "images-layers-self_attn": (2, 2, 4, 5, 5),
    }
    assert capture.runs["wind-layers-self_attn"] == tmp_path / "run"
