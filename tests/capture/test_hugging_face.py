"""Hugging Face models: by hand, and against the library's own eager attention."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.capture import capture_attention
from reportgen.exceptions import NoAttentionError
from tests.capture.by_hand import above_diagonal, heads_apart, linear, softmax_of
from tests.capture.runs import built, stored

pytestmark = pytest.mark.capture


def eager(model: Any, arguments: dict[str, Any]) -> Any:
    model.set_attn_implementation("eager")
    return model(**arguments, output_attentions=True)


def stacked(layers: Any) -> Any:
    return np.stack([layer.numpy() for layer in layers], axis=1)


def bert(transformers: ModuleType, implementation: str) -> Any:
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=32,
        attn_implementation=implementation,
    )
    return transformers.BertModel(config).eval()


def llama(transformers: ModuleType) -> Any:
    config = transformers.LlamaConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=32,
    )
    return transformers.LlamaModel(config).eval()


@pytest.mark.parametrize("implementation", ["sdpa", "eager"])
def test_encoder_with_padding(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path, implementation: str
) -> None:
    model = bert(transformers, implementation)
    real = torch.ones(2, 9, dtype=torch.long)
    real[0, 6:] = 0
    arguments = {"input_ids": torch.randint(0, 50, (2, 9)), "attention_mask": real}
    with torch.no_grad():
        before = model(**arguments).last_hidden_state
        with capture_attention(model, tmp_path / "run", cadence="1h"):
            during = model(**arguments).last_hidden_state
        assert model.config._attn_implementation == implementation
        tokens = model.embeddings(arguments["input_ids"])
        theirs = stacked(eager(model, arguments).attentions)
    assert (before - during).abs().max() < 1e-6
    run = reportgen.open_run(tmp_path / "run")
    np.testing.assert_array_equal(run["attention_mask"].values, real.numpy())
    np.testing.assert_allclose(run["attention"].values, theirs, atol=1e-6)
    layer = model.encoder.layer[0].attention.self
    query, key = linear(layer.query, tokens), linear(layer.key, tokens)
    hidden = real.numpy()[:, None, None, :] == 0
    by_hand = softmax_of(heads_apart(query, 4), heads_apart(key, 4), hidden)
    np.testing.assert_allclose(run["attention"].values[:, 0], by_hand, atol=1e-6)
    assert built(tmp_path / "run").run.samples == 2


def test_decoder_with_grouped_queries(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    model = llama(transformers)
    arguments = {"input_ids": torch.randint(0, 50, (2, 9))}
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h") as capture:
            model(**arguments)
        layer = model.layers[0]
        tokens = layer.input_layernorm(model.embed_tokens(arguments["input_ids"]))
        turns = model.rotary_emb(tokens, torch.arange(9)[None])
        theirs = stacked(eager(model, arguments).attentions)
    weights = stored(tmp_path / "run")
    assert capture.layers == {"self": ("layers.0.self_attn", "layers.1.self_attn")}
    np.testing.assert_allclose(weights, theirs, atol=1e-6)
    query = rotated(heads_apart(linear(layer.self_attn.q_proj, tokens), 4), turns)
    key = rotated(heads_apart(linear(layer.self_attn.k_proj, tokens), 2), turns)
    by_hand = softmax_of(query, key.repeat(2, axis=1), above_diagonal(9))
    np.testing.assert_allclose(weights[:, 0], by_hand, atol=1e-6)
    report = built(tmp_path / "run")
    assert (report.run.heads, report.run.mask.kind.value) == (4, "causal")


def rotated(tokens: Any, turns: Any) -> Any:
    """Rotary positions: pairs of features turned by an angle that grows with the place."""
    cosine, sine = (turn.double().numpy()[:, None] for turn in turns)
    half = tokens.shape[-1] // 2
    turned = np.concatenate([-tokens[..., half:], tokens[..., :half]], axis=-1)
    return tokens * cosine + turned * sine


def test_left_padding_leaks_nothing_that_counts(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    model = llama(transformers)
    real = torch.ones(2, 9, dtype=torch.long)
    real[0, :3] = 0
    with torch.no_grad(), capture_attention(model, tmp_path / "run", mask="causal"):
        model(input_ids=torch.randint(0, 50, (2, 9)), attention_mask=real)
    run = reportgen.open_run(tmp_path / "run")
    np.testing.assert_array_equal(run["attention_mask"].values, real.numpy())
    rows = {check.id: check for check in reportgen.run_checks(reportgen.summarize(run))}
    assert rows["mask-leak"].outcome == "ok"
    assert rows["row-sums"].outcome == "ok"


def test_encoder_decoder_for_time_series(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    config = transformers.TimeSeriesTransformerConfig(
        prediction_length=4,
        context_length=12,
        lags_sequence=[1, 2],
        num_time_features=1,
        d_model=16,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=16,
        decoder_ffn_dim=16,
    )
    model = transformers.TimeSeriesTransformerModel(config).eval()
    arguments = {
        "past_values": torch.randn(3, 14),
        "past_time_features": torch.randn(3, 14, 1),
        "past_observed_mask": torch.ones(3, 14),
        "future_values": torch.randn(3, 4),
        "future_time_features": torch.randn(3, 4, 1),
    }
    seen: list[Any] = []
    attention = model.encoder.layers[0].self_attn
    handle = attention.register_forward_pre_hook(
        lambda _module, args, keywords: seen.append([*args, *keywords.values()][0]),
        with_kwargs=True,
    )
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h") as capture:
            model(**arguments)
        handle.remove()
        theirs = eager(model, arguments)
    for kind, name in (
        ("self", "encoder_attentions"),
        ("cross", "cross_attentions"),
        ("decoder", "decoder_attentions"),
    ):
        expected = stacked(getattr(theirs, name))
        np.testing.assert_allclose(stored(capture.runs[kind]), expected, atol=1e-6)
        assert built(capture.runs[kind]).run.samples == 3
    query, key = linear(attention.q_proj, seen[0]), linear(attention.k_proj, seen[0])
    by_hand = softmax_of(heads_apart(query, 2), heads_apart(key, 2))
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], by_hand, atol=1e-6)
    assert stored(capture.runs["cross"]).shape == (3, 2, 2, 4, 12)


def test_a_model_inside_another_is_seen_too(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    class Wrapper(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.backbone = bert(transformers, "eager")

        def forward(self, ids: Any) -> Any:
            return self.backbone(ids).last_hidden_state.mean(1)

    model = Wrapper()
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(torch.randint(0, 50, (2, 9)))
    assert stored(tmp_path / "run").shape == (2, 2, 4, 9, 9)


def test_kernels_that_hide_weights_are_switched_for_the_while(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    model = llama(transformers)
    model.config._attn_implementation = "flex_attention"
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        assert model.config._attn_implementation == "eager"
        model(input_ids=torch.randint(0, 50, (2, 9)))
    assert model.config._attn_implementation == "flex_attention"
    assert stored(tmp_path / "run").shape == (2, 2, 4, 9, 9)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Autoformer", "not probabilities"), ("Informer", "selected queries")],
)
def test_what_is_no_attention_over_time_is_refused(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path, name: str, reason: str
) -> None:
    config = getattr(transformers, f"{name}Config")(
        prediction_length=4, context_length=8, d_model=16, num_time_features=1
    )
    model = getattr(transformers, f"{name}Model")(config)
    with (
        pytest.raises(NoAttentionError, match=reason),
        capture_attention(model, tmp_path / "run"),
    ):
        pass
    assert not (tmp_path / "run").exists()


def test_channels_folded_into_the_batch_are_refused(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    config = transformers.PatchTSTConfig(
        num_input_channels=3,
        context_length=32,
        patch_length=8,
        patch_stride=8,
        d_model=16,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    model = transformers.PatchTSTModel(config)
    with (
        pytest.raises(NoAttentionError, match="folds another axis"),
        torch.no_grad(),
        capture_attention(model, tmp_path / "run"),
    ):
        model(past_values=torch.randn(5, 32, 3))


def test_generate_is_refused(torch: ModuleType, transformers: ModuleType, tmp_path: Path) -> None:
    config = llama(transformers).config
    config.eos_token_id = config.bos_token_id = config.pad_token_id = None
    model = transformers.LlamaForCausalLM(config)
    ids = torch.randint(0, 50, (2, 9))
    with (
        pytest.raises(NoAttentionError, match="generate"),
        capture_attention(model, tmp_path / "run"),
    ):
        model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=3)
