"""Which array, and which axis: told by the files together, or asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.exceptions import (
    NoAttentionByDesignError,
    NoAttentionError,
    UsageError,
)
from tests.builders import random_attention

N = 6


def weights(*leading: int, n: int = N) -> Any:
    return random_attention(0, shape=(*leading, n, n)).astype(np.float32)


def write(folder: Path, name: str = "a", **arrays: Any) -> Path:
    folder.mkdir(exist_ok=True)
    np.savez(folder / f"{name}.npz", **arrays)
    return folder


def sizes(folder: Path, **overrides: Any) -> tuple[int, ...]:
    dataset = reportgen.open_run(folder, overrides=overrides)
    return tuple(dataset.sizes[dim] for dim in ("batch", "layer", "head"))


def notes(folder: Path) -> str:
    return str(reportgen.open_run(folder).attrs["reportgen"])


def test_two_readings_are_asked_about(tmp_path: Path) -> None:
    run = write(tmp_path / "run", attention_weights=weights(4, 3, 2))
    with pytest.raises(NoAttentionError, match=r"2 ways.*--dims batch,layer,head,query,key") as e:
        reportgen.open_run(run)
    assert e.value.exit_code == 3
    assert sizes(run, dims="batch,layer,head,query,key") == (4, 3, 2)
    assert sizes(run, dims="layer,batch,head,query,key") == (3, 4, 2)


@pytest.mark.parametrize(
    ("companions", "expected", "why"),
    [
        ({"attention_mask": np.ones((4, N))}, (4, 3, 2), "attention-mask"),
        ({"attention_mask": np.ones((3, N))}, (3, 4, 2), "attention-mask"),
        ({"temporal_importance": np.ones((3, N))}, (4, 3, 2), "temporal-importance"),
        ({"temporal_importance": np.ones((4, N))}, (3, 4, 2), "temporal-importance"),
        ({"predictions": np.ones((4, 6, 1))}, (4, 3, 2), "companions"),
        ({"targets": np.ones((3, 6, 1))}, (3, 4, 2), "companions"),
        ({"layer_names": np.array(["x", "y", "z"])}, (4, 3, 2), "companions"),
        ({"dims": np.array(["l", "b", "h", "q", "k"])}, (3, 4, 2), "stored"),
    ],
    ids=str,
)
def test_companions_decide(
    tmp_path: Path, companions: dict[str, Any], expected: tuple[int, ...], why: str
) -> None:
    run = write(tmp_path / "run", attention_weights=weights(4, 3, 2), **companions)
    assert sizes(run) == expected
    assert f"note.layout.{why}" in notes(run)


def test_contradicting_companions_are_asked_about(tmp_path: Path) -> None:
    extra = {"attention_mask": np.ones((4, N)), "temporal_importance": np.ones((4, N))}
    run = write(tmp_path / "run", attention_weights=weights(4, 3, 2), **extra)
    with pytest.raises(NoAttentionError, match="2 ways"):
        reportgen.open_run(run)


def test_counts_over_files_decide(tmp_path: Path) -> None:
    run = write(tmp_path / "run", "a", attention_weights=weights(3, 4, 2))
    write(run, "b", attention_weights=weights(3, 1, 2))
    assert sizes(run) == (5, 3, 2)
    assert "note.layout.counts" in notes(run)


def test_what_one_file_knows_holds_for_all(tmp_path: Path) -> None:
    run = write(tmp_path / "run", "a", attention_weights=weights(3, 4, 2))
    write(run, "b", attention_weights=weights(3, 4, 2), attention_mask=np.ones((4, N)))
    assert sizes(run) == (8, 3, 2)


def test_a_name_that_is_a_time_holds_one_sample(tmp_path: Path) -> None:
    run = write(tmp_path / "run", "20240510170000", attention_weights=weights(1, 3, 2))
    assert sizes(run) == (1, 3, 2)
    assert "note.layout.name" in notes(run)


def test_batches_of_one_layer_are_told_by_the_short_last_one(tmp_path: Path) -> None:
    for name, count in (("a", 4), ("b", 4), ("c", 2)):
        write(tmp_path / "run", name, attention_weights=weights(count, 3))
    assert sizes(tmp_path / "run") == (10, 1, 3)


def test_heads_in_the_last_axis_are_asked_about(tmp_path: Path) -> None:
    turned = weights(2, 3, n=9).transpose(0, 2, 3, 1)
    run = write(tmp_path / "run", attention_weights=turned)
    with pytest.raises(NoAttentionError, match="layer, query, key, head"):
        reportgen.open_run(run)
    write(run, attention_weights=turned, temporal_importance=np.ones((2, 9)))
    assert sizes(run) == (1, 2, 3)


# Which array -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["layer_{}", "attentions_{}", "arr_{}", "enc.{}.attn"])
@pytest.mark.parametrize("batched", [True, False])
def test_layers_saved_one_by_one_are_stacked(tmp_path: Path, name: str, batched: bool) -> None:
    whole = weights(12, 3)
    layers = {name.format(i): layer[None] if batched else layer for i, layer in enumerate(whole)}
    run = write(tmp_path / "run", hidden_0=np.zeros((4, N, N)), **layers)
    dataset = reportgen.open_run(run)
    # Twelve of them, so that the order is that of numbers and not that of words.
    np.testing.assert_array_equal(dataset["attention"].values[0], whole)
    assert "note.layout.members" in notes(run)


def test_several_stacks_are_asked_about(tmp_path: Path) -> None:
    stacks = {f"{side}_attentions_{i}": weights(3) for side in ("enc", "dec") for i in range(2)}
    run = write(tmp_path / "run", **stacks)
    with pytest.raises(NoAttentionError, match=r"several-attentions.*--variable enc_attentions_"):
        reportgen.open_run(run)
    assert sizes(run, variable="enc_attentions_") == (1, 2, 3)


def test_one_array_of_four_axes_is_taken(tmp_path: Path) -> None:
    run = write(tmp_path / "run", anything=weights(2, 3), hidden_states=np.zeros((2, 3, 4, 5)))
    assert sizes(run) == (1, 2, 3)


def test_a_declared_variable_is_taken(tmp_path: Path) -> None:
    run = write(tmp_path / "run", attention_weights=weights(2, 3), other=weights(1, 2))
    assert sizes(run, variable="other") == (1, 1, 2)
    with pytest.raises(NoAttentionError, match="nope; it has attention_weights, other"):
        reportgen.open_run(run, overrides={"variable": "nope"})


# What it is instead ------------------------------------------------------------------------------


def test_head_averaged_weights_are_named(tmp_path: Path) -> None:
    run = write(tmp_path / "run", attention_weights=weights(2))
    with pytest.raises(NoAttentionError, match=r"head-averaged.*average_attn_weights=False"):
        reportgen.open_run(run)
    assert sizes(run, dims="layer,query,key") == (1, 2, 1)


def test_hidden_states_are_named(tmp_path: Path) -> None:
    run = write(tmp_path / "run", attention_weights=np.zeros((2, N, 64)))
    with pytest.raises(NoAttentionError, match=r"hidden-states.*output_attentions=True"):
        reportgen.open_run(run)


def test_a_run_without_attention_by_design_is_a_state_of_its_own(tmp_path: Path) -> None:
    for name in "ab":
        extra = {"solar_wind_data": np.zeros((24, 3)), "predictions": np.zeros((6, 1))}
        write(tmp_path / "run", name, targets=np.zeros((6, 1)), **extra)
    with pytest.raises(NoAttentionByDesignError, match="a model without it") as caught:
        reportgen.open_run(tmp_path / "run")
    assert (caught.value.exit_code, caught.value.state) == (3, "no-attention-by-design")


def test_a_broken_file_is_no_design(tmp_path: Path) -> None:
    run = write(tmp_path / "run", predictions=np.zeros((6, 1)))
    (run / "b.npz").write_bytes(b"no zip")
    with pytest.raises(NoAttentionError) as caught:
        reportgen.open_run(run)
    assert not isinstance(caught.value, NoAttentionByDesignError)


# --select ----------------------------------------------------------------------------------------


def storm(folder: Path) -> Path:
    for day in range(8, 14):
        for hour in (0, 12):
            targets = np.full((2, 1), -80.0 if day == 11 else -10.0)
            write(
                folder,
                f"202405{day:02}{hour:02}0000",
                attention_weights=weights(2, 2),
                targets=targets,
            )
    (folder / "reportgen.yaml").write_text(
        "targets:\n  - {name: Dst, units: nT}\nevent: Dst <= -50 nT\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("2024-05-10", 2),
        ("20240510", 2),
        ("2024-05-10T12", 1),
        ("2024-05", 12),
        ("2024-05-10..2024-05-11", 4),
        ("2024-05-12..", 4),
        ("..2024-05-08", 2),
        ("2024051012*", 1),
        ("*120000", 6),
        ("2024-05-08,2024-05-13", 4),
        ("event", 2),
        ("no-event", 10),
    ],
)
def test_select(tmp_path: Path, expression: str, count: int) -> None:
    dataset = reportgen.open_run(storm(tmp_path / "run"), overrides={"select": expression})
    assert dataset.sizes["batch"] == count
    assert reportgen.summarize(dataset).sizes["batch"] == count
    assert "note.select" in dataset.attrs["reportgen"]


@pytest.mark.parametrize("expression", ["2030-01-01", "nothing*", "event"])
def test_select_nothing(tmp_path: Path, expression: str) -> None:
    run = storm(tmp_path / "run")
    (run / "reportgen.yaml").unlink()
    with pytest.raises(UsageError, match="--select"):
        reportgen.open_run(run, overrides={"select": expression})
