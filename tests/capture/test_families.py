"""Each family in the ways that people call it: by hand, output unchanged, state back, built."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from reportgen.capture import capture_attention
from tests.capture.by_hand import above_diagonal, heads_apart, linear, number, softmax_of
from tests.capture.by_hand import multihead_weights as by_hand
from tests.capture.runs import built, stored

pytestmark = pytest.mark.capture


def state_of(torch: ModuleType, model: Any) -> Any:
    modules = list(model.modules())
    hooks = [
        (len(each._forward_hooks), len(each._forward_pre_hooks), each.training) for each in modules
    ]
    return hooks, torch.backends.mha.get_fastpath_enabled()


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("batch_first", [True, False])
def test_decoder_with_causal_mask_and_padded_memory(
    torch: ModuleType, tmp_path: Path, training: bool, batch_first: bool
) -> None:
    layer = torch.nn.TransformerDecoderLayer(16, 4, 32, batch_first=batch_first)
    model = torch.nn.TransformerDecoder(layer, 2).train(training)
    target, memory = torch.randn(3, 6, 16), torch.randn(3, 10, 16)
    padded = torch.zeros(3, 10, dtype=torch.bool)
    padded[1, 7:] = True
    given = (target, memory) if batch_first else (target.transpose(0, 1), memory.transpose(0, 1))
    masks = {
        "tgt_mask": torch.nn.Transformer.generate_square_subsequent_mask(6),
        "tgt_is_causal": True,
        "memory_key_padding_mask": padded,
    }
    before = state_of(torch, model)
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h") as capture:
            during = model(*given, **masks)
        assert state_of(torch, model) == before
        alone = model.eval()(*given, **masks)
    assert (during - alone).abs().max() < 1e-6
    own = by_hand(model.layers[0].self_attn, target, target, above_diagonal(6))
    np.testing.assert_allclose(stored(capture.runs["decoder"])[:, 0], own, atol=1e-6)
    first = model.layers[0]
    with torch.no_grad():
        seen = first.self_attn(*[given[0]] * 3, attn_mask=masks["tgt_mask"])[0]
        asked = first.norm1(given[0] + seen)
    asked = asked if batch_first else asked.transpose(0, 1)
    cross = by_hand(first.multihead_attn, asked, memory, padded.numpy()[:, None, None, :])
    np.testing.assert_allclose(stored(capture.runs["cross"])[:, 0], cross, atol=1e-6)
    np.testing.assert_array_equal(stored(capture.runs["cross"], "attention_mask"), ~padded.numpy())
    assert built(capture.runs["cross"]).run.samples == 3
    assert built(capture.runs["decoder"]).run.mask.kind.value == "causal"


def test_attention_of_other_sizes_and_with_a_mask_of_its_own(
    torch: ModuleType, tmp_path: Path
) -> None:
    model = torch.nn.MultiheadAttention(16, 4, kdim=6, vdim=5)
    query, key, value = torch.randn(7, 3, 16), torch.randn(11, 3, 6), torch.randn(11, 3, 5)
    allowed = torch.rand(3, 4, 7, 11) > 0.4
    allowed[..., 0] = True
    mask = torch.zeros(3, 4, 7, 11).masked_fill(~allowed, float("-inf")).flatten(0, 1)
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h"):
            during = model(query, key, value, attn_mask=mask)
        alone = model.eval()(query, key, value, attn_mask=mask)
    assert (during[0] - alone[0]).abs().max() < 1e-6
    bias = number(model.in_proj_bias)
    asked = number(query.transpose(0, 1)) @ number(model.q_proj_weight).T + bias[:16]
    offered = number(key.transpose(0, 1)) @ number(model.k_proj_weight).T + bias[16:32]
    expected = softmax_of(heads_apart(asked, 4), heads_apart(offered, 4), ~allowed.numpy())
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], expected, atol=1e-6)
    assert built(tmp_path / "run").run.keys == 11


@pytest.mark.parametrize("training", [True, False])
def test_encoder_whose_batch_comes_second_with_padding(
    torch: ModuleType, tmp_path: Path, training: bool
) -> None:
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, norm_first=True)
    model = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False).train(training)
    x = torch.randn(9, 3, 16)
    padded = torch.zeros(3, 9, dtype=torch.bool)
    padded[2, :4] = True
    before = state_of(torch, model)
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h"):
            during = model(x, src_key_padding_mask=padded)
        assert state_of(torch, model) == before
        alone = model.eval()(x, src_key_padding_mask=padded)
    assert (during - alone).abs().max() < 1e-6
    with torch.no_grad():
        normal = model.layers[0].norm1(x).transpose(0, 1)
    hidden = padded.numpy()[:, None, None, :]
    expected = by_hand(model.layers[0].self_attn, normal, normal, hidden)
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], expected, atol=1e-6)
    rows = {check.id: check.outcome for check in built(tmp_path / "run").checks}
    assert rows["row-sums"] == rows["mask-leak"] == "ok"


def test_gradients_still_flow(torch: ModuleType, tmp_path: Path) -> None:
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, dropout=0.0)
    model = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
    x = torch.randn(2, 8, 16)
    model(x).sum().backward()
    without = model.layers[0].self_attn.in_proj_weight.grad.clone()
    model.zero_grad()
    with capture_attention(model, tmp_path / "run"):
        model(x).sum().backward()
    within = model.layers[0].self_attn.in_proj_weight.grad
    assert (within - without).abs().max() < 1e-4


def sizes(transformers: ModuleType, family: str) -> Any:
    small = {"vocab_size": 50}
    if family == "gpt2":
        return transformers.GPT2Model(
            transformers.GPT2Config(n_embd=32, n_layer=2, n_head=4, n_positions=32, **small)
        )
    if family == "bart":
        return transformers.BartModel(
            transformers.BartConfig(
                d_model=32,
                encoder_layers=2,
                decoder_layers=2,
                encoder_attention_heads=4,
                decoder_attention_heads=4,
                encoder_ffn_dim=32,
                decoder_ffn_dim=32,
                max_position_embeddings=32,
                **small,
            )
        )
    return transformers.T5Model(
        transformers.T5Config(d_model=32, d_kv=8, d_ff=32, num_layers=2, num_heads=4, **small)
    )


@pytest.mark.parametrize("family", ["gpt2", "bart", "t5"])
@pytest.mark.parametrize("training", [True, False])
def test_families_of_hugging_face_agree_with_their_own_weights(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path, family: str, training: bool
) -> None:
    model = sizes(transformers, family).train(training)
    real = torch.ones(3, 9, dtype=torch.long)
    real[1, 7:] = 0
    arguments = {"input_ids": torch.randint(3, 50, (3, 9)), "attention_mask": real}
    if family != "gpt2":
        arguments["decoder_input_ids"] = torch.randint(3, 50, (3, 5))
    implementation = model.config._attn_implementation
    before = state_of(torch, model)
    with torch.no_grad():
        with capture_attention(model, tmp_path / "run", cadence="1h") as capture:
            during = model(**arguments).last_hidden_state
        assert state_of(torch, model) == before
        assert model.config._attn_implementation == implementation
        alone = model.eval()(**arguments).last_hidden_state
        model.set_attn_implementation("eager")
        theirs = model(**arguments, output_attentions=True)
    assert (during - alone).abs().max() < 1e-6
    names = {"self": "attentions"}
    if family != "gpt2":
        names = {
            "self": "encoder_attentions",
            "cross": "cross_attentions",
            "decoder": "decoder_attentions",
        }
    assert set(capture.runs) == set(names)
    for kind, name in names.items():
        expected = np.stack([layer.numpy() for layer in getattr(theirs, name)], axis=1)
        found = stored(capture.runs[kind])
        if kind == "decoder":
            np.testing.assert_allclose(found, expected, atol=1e-6)
            continue
        # Rows that are padding, and that a model may leave at anything, are not compared.
        rows = real.numpy().astype(bool) if kind == "self" else np.ones((3, 5), dtype=bool)
        for sample in range(3):
            chosen = np.flatnonzero(rows[sample])
            np.testing.assert_allclose(
                found[sample][:, :, chosen], expected[sample][:, :, chosen], atol=1e-6
            )
    np.testing.assert_array_equal(stored(tmp_path / "run", "attention_mask"), real.numpy())
    assert built(tmp_path / "run").run.samples == 3
    if family == "gpt2":
        _check_first_layer_of_gpt2(model, arguments["input_ids"], real, tmp_path / "run")


def _check_first_layer_of_gpt2(model: Any, ids: Any, real: Any, run: Path) -> None:
    block = model.h[0]
    places = model.wpe.weight[: ids.shape[1]]
    tokens = block.ln_1(model.wte(ids) + places)
    fused = number(tokens) @ number(block.attn.c_attn.weight) + number(block.attn.c_attn.bias)
    query, key, _ = np.split(fused, 3, axis=-1)
    hidden = above_diagonal(9) | (real.numpy() == 0)[:, None, None, :]
    expected = softmax_of(heads_apart(query, 4), heads_apart(key, 4), hidden)
    np.testing.assert_allclose(stored(run)[:, 0], expected, atol=1e-6)


def test_t5_in_the_first_layer_by_hand(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    model = sizes(transformers, "t5").eval()
    ids = torch.randint(3, 50, (2, 9))
    with torch.no_grad(), capture_attention(model, tmp_path / "run", kinds=["self"]):
        model(input_ids=ids, decoder_input_ids=ids[:, :4])
    layer = model.encoder.block[0].layer[0]
    attention = layer.SelfAttention
    with torch.no_grad():
        tokens = layer.layer_norm(model.encoder.embed_tokens(ids))
        # T5 does not scale its scores, and adds a bias of the distance.
        bias = number(attention.compute_bias(9, 9))
    query = heads_apart(linear(attention.q, tokens), 4)
    key = heads_apart(linear(attention.k, tokens), 4)
    raised = np.exp(query @ key.swapaxes(-1, -2) + bias)
    expected = raised / raised.sum(-1, keepdims=True)
    np.testing.assert_allclose(stored(tmp_path / "run")[:, 0], expected, atol=1e-6)
