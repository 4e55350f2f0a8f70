"""A model without attention is a state of its own: nothing to repair, nothing to report."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.builders import random_attention, write_run
from tests.cli.conftest import Run

COMMANDS = ("build", "check", "inspect")
SAID = "reportgen: no attention by design: "


def outcomes(folder: Path, *, inner: str = "npz", config: str = "", **arrays: object) -> Path:
    """A run of files with a window alone, which says nothing of the model."""
    for name in ("a", "b"):
        path = folder / inner / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, solar_wind_data=np.zeros((24, 3)), **arrays)  # type: ignore[arg-type]
    if config:
        hydra = folder / ".hydra" / "config.yaml"
        hydra.parent.mkdir()
        hydra.write_text(config, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "config",
    [
        "model: {name: lstm}",
        "experiment: {model: {type: GRU, layers: 2}}",
        "model: mlp",
        "model:\n  _target_: src.models.CNNForecaster",
        "network: {name: TCN}",
        "model_name: linear",
        "baseline: 1\nmodel: persistence",
        "trainer: {net: {attention: false}}",
        "model: {name: mine, attention: none}",
        "names: {mine: dlinear}\nmodel: '${names.mine}'",
    ],
)
def test_a_training_config_without_attention(
    reportgen: Run, tmp_path: Path, command: str, config: str
) -> None:
    run = outcomes(tmp_path / "run", config=config)
    message = reportgen(command, run).failed_with(3)
    assert message.startswith(f"{SAID}.hydra/config.yaml: ")
    assert "none of the 2 files holds attention" in message
    assert "Fix:" not in message
    assert not (run / "report").exists()


@pytest.mark.parametrize(
    "config",
    [
        "model: {name: transformer}",
        "model: {name: linear_transformer}",
        "model: {name: lstm}\nother: {model: {name: informer}}",
        "model: {name: lstm, attention: true}",
        "data: {interpolation: linear, name: mlp}",
        "model: {head: {name: mlp}}",
        "",
    ],
)
def test_a_config_that_leaves_it_open(reportgen: Run, tmp_path: Path, config: str) -> None:
    message = reportgen("check", outcomes(tmp_path / "run", config=config)).failed_with(3)
    assert "by design" not in message
    assert "Fix:" in message


@pytest.mark.parametrize("command", COMMANDS)
def test_a_declared_state(reportgen: Run, tmp_path: Path, command: str) -> None:
    """What is declared holds, whatever lies in the files."""
    attention = random_attention(0, shape=(3, 2, 2, 6, 6))
    run = write_run(tmp_path / "run", attention, yaml="attention: none\n")
    message = reportgen(command, run).failed_with(3)
    assert message.strip() == f"{SAID}reportgen.yaml says attention: none."
    assert not (run / "report").exists()


def test_what_the_files_hold_is_believed_before_a_training_config(
    reportgen: Run, tmp_path: Path
) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=(3, 2, 2, 6, 6)))
    (run / "config.yaml").write_text("model: {name: lstm}\n", encoding="utf-8")
    assert reportgen("check", run).code == 0


def test_a_run_without_any_array(reportgen: Run, tmp_path: Path) -> None:
    """A model without attention need not have saved anything."""
    (tmp_path / "config.yaml").write_text("model: {name: lstm}\n", encoding="utf-8")
    assert "config.yaml: model.name: lstm" in reportgen("build", tmp_path).failed_with(3)
    (tmp_path / "config.yaml").write_text("model: {name: vit}\n", encoding="utf-8")
    assert "holds no attention file" in reportgen("build", tmp_path).failed_with(3)


def test_the_name_of_the_directory_says_so(reportgen: Run, tmp_path: Path) -> None:
    run = outcomes(tmp_path / "ap_in1d_lstm")
    yaml = r"directory_pattern: in(?P<window>\d+d)_(?P<model>\w+)"
    (run / "reportgen.yaml").write_text(yaml + "\n", encoding="utf-8")
    message = reportgen("check", run).failed_with(3)
    assert message.startswith(f"{SAID}directory_pattern: model: lstm")


def test_several_targets_of_such_a_model(reportgen: Run, tmp_path: Path) -> None:
    for target in ("ap30", "dst"):
        outcomes(tmp_path / "run", inner=target)
    (tmp_path / "run" / "config.yaml").write_text("model: {name: gru}\n", encoding="utf-8")
    assert SAID in reportgen("build", tmp_path / "run").failed_with(3)


def test_a_nightly_job_lists_it_apart(reportgen: Run, tmp_path: Path) -> None:
    root, site = tmp_path / "runs", tmp_path / "site"
    outcomes(root / "lstm", config="model: {name: lstm}")
    write_run(root / "declared", random_attention(0, shape=(3, 1, 1, 4, 4)), yaml="attention: none")
    outcomes(root / "broken", config="model: {name: transformer}")
    assert reportgen("nightly", root, "-o", site).code == 0
    record = json.loads((site / "index.json").read_text(encoding="utf-8"))
    states = {run["name"]: run["verdict"] for run in record["runs"]}
    assert states == {"lstm": "no-attention", "declared": "no-attention", "broken": "failed"}
    page = (site / "index.html").read_text(encoding="utf-8")
    assert page.count("no attention by design") >= 2
