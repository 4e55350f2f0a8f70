"""Value norms and gradients, where a run stores them, are set against the weights."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from reportgen.build import build
from reportgen.nulls import geometry_of
from reportgen.schema import Mask, MaskKind, Measure, Readout
from reportgen.sources.run import open_run
from reportgen.statistics import analyse
from reportgen.statistics.faithfulness import rank_correlation
from reportgen.summarize import summarize
from reportgen.summarize.faithfulness import gradient_importance, norm_importance

SAMPLES, LAYERS, HEADS, KEYS = 12, 2, 3, 10
PEAK, LOUD = 7, 2


def weights_of(generator: np.random.Generator) -> np.ndarray:
    """Attention (layer, head, query, key) with a peak at one key."""
    rows = generator.dirichlet(np.full(KEYS, 5.0), size=(LAYERS, HEADS, KEYS))
    rows[..., PEAK] += 0.5
    return rows / rows.sum(axis=-1, keepdims=True)


def write_run(folder: Path, **companions: object) -> Path:
    generator = np.random.default_rng(3)
    folder.mkdir(parents=True)
    for index in range(SAMPLES):
        attention = weights_of(generator)
        stored = {
            name: make(generator, attention) if callable(make) else make
            for name, make in companions.items()
        }
        np.savez(
            folder / f"202405{1 + index:02d}000000.npz",
            attention_weights=attention.astype(np.float32),
            **stored,
        )
    return folder


def norms_for(attention: np.ndarray) -> np.ndarray:
    """Large norms at one key, nearly none at the peak."""
    norms = np.ones((LAYERS, HEADS, KEYS))
    norms[..., LOUD] = 30.0
    norms[..., PEAK] = 0.01
    return norms


def test_equal_norms_give_the_weights_own_shares() -> None:
    attention = weights_of(np.random.default_rng(0))
    incoming = attention.sum(axis=2)
    shares = norm_importance(incoming, np.full(incoming.shape, 3.0))
    np.testing.assert_allclose(shares, attention.mean(axis=(1, 2)), rtol=1e-12)


def test_norm_importance_is_that_of_the_matrix_of_products() -> None:
    generator = np.random.default_rng(1)
    attention, norms = weights_of(generator), generator.uniform(0.1, 4, (LAYERS, HEADS, KEYS))
    products = (attention * norms[:, :, None, :]).sum(axis=(1, 2))
    wanted = products / products.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(norm_importance(attention.sum(axis=2), norms), wanted, rtol=1e-12)


def test_gradients_count_under_the_mask_and_in_the_readout_alone() -> None:
    attention = np.full((1, 1, 4, 4), 0.25)
    gradients = np.ones((1, 1, 4, 4))
    gradients[..., 3, 0] = -3.0
    geometry = geometry_of(Mask(MaskKind.CAUSAL), 4, 4, Readout.LAST)
    shares = gradient_importance(attention, gradients, geometry)
    np.testing.assert_allclose(shares, [[0.5, 1 / 6, 1 / 6, 1 / 6]])


@pytest.mark.parametrize("bad", [0.0, np.nan, -1.0])
def test_what_is_no_norm_is_not_compared(bad: float) -> None:
    incoming = np.ones((1, 2, 4))
    assert np.isnan(norm_importance(incoming, np.full((1, 2, 4), bad))).all()


def test_rank_correlation_of_ties_and_of_constants() -> None:
    assert rank_correlation(np.array([1.0, 1, 2]), np.array([5.0, 5, 9])) == pytest.approx(1)
    assert np.isnan(rank_correlation(np.ones(4), np.arange(4.0)))


def test_a_run_with_norms_says_where_the_values_put_the_weight(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", value_norms=lambda _, attention: norms_for(attention))
    (found,) = analyse(summarize(open_run(run))).faithfulness
    assert found.measure is Measure.NORMS
    assert (found.key, found.weights_key) == (LOUD, PEAK)
    assert found.same_strongest == 0
    assert found.samples == SAMPLES
    assert found.agreement.value < 0.9


def test_gradients_of_one_sign_everywhere_agree_with_the_weights(tmp_path: Path) -> None:
    run = write_run(
        tmp_path / "run", attention_gradients=lambda _, attention: np.full(attention.shape, -2.0)
    )
    (found,) = analyse(summarize(open_run(run))).faithfulness
    assert found.measure is Measure.GRADIENTS
    assert found.key == found.weights_key == PEAK
    assert found.agreement.value == pytest.approx(1)
    assert found.same_strongest == 1


def test_unrelated_gradients_do_not_agree(tmp_path: Path) -> None:
    def gradients(generator: np.random.Generator, attention: np.ndarray) -> np.ndarray:
        scale = np.exp(generator.normal(0, 4, KEYS))
        return np.broadcast_to(scale, attention.shape) / attention

    run = write_run(tmp_path / "run", attention_gradients=gradients)
    (found,) = analyse(summarize(open_run(run))).faithfulness
    interval = found.agreement.interval
    assert interval is not None
    assert interval.low < 0 < interval.high


def test_files_that_store_the_batch_second_keep_their_gradients_apart(tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    attention = np.stack([weights_of(generator) for _ in range(4)], axis=1)
    gradients = generator.normal(size=attention.shape)
    np.savez(
        tmp_path / "attention_batch_0000.npz",
        attention_weights=attention,
        attention_gradients=gradients,
        attention_mask=np.ones((4, KEYS)),
    )
    dataset = open_run(tmp_path)
    np.testing.assert_allclose(
        dataset["attention_gradients"].values, gradients.transpose(1, 0, 2, 3, 4), rtol=1e-6
    )


def test_the_report_names_the_test_the_doubt_and_the_number(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", value_norms=lambda _, attention: norms_for(attention))
    (run / "reportgen.yaml").write_text("cadence: 1h\nissue_offset: 1h\n")
    folder = build(run, tmp_path / "out").directory
    record = json.loads((folder / "report.json").read_text())
    (measured,) = record["faithfulness"]
    assert measured["measure"] == "norms"
    assert measured["key"] == LOUD
    ids = [finding["id"] for finding in record["findings"]]
    assert "tested.norms.interval" in ids
    assert "untested.norms" not in ids
    assert "untested.gradients" in ids
    assert "finding.doubt.norms" in ids
    page = (folder / "report.html").read_text()
    assert "norm-weighted attention" in page
    assert "크기를 반영하면 어텐션은" in page


def test_without_them_nothing_is_compared(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", value_norms=np.ones((LAYERS, HEADS, KEYS + 1)))
    report = analyse(summarize(open_run(run)))
    assert report.faithfulness == ()


def test_the_record_keeps_the_published_schema(tmp_path: Path) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text())
    run = write_run(
        tmp_path / "run",
        value_norms=lambda _, attention: norms_for(attention),
        attention_gradients=lambda _, attention: -attention,
    )
    folder = build(run, tmp_path / "out").directory
    record = json.loads((folder / "report.json").read_text())
    assert [item["measure"] for item in record["faithfulness"]] == ["norms", "gradients"]
    jsonschema.validate(record, schema)
