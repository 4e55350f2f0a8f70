"""The training sample: its own command, and what the reports of its runs then say."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.build import Request

pytestmark = pytest.mark.capture

SAMPLE = Path(__file__).parents[2] / "samples" / "omni_training"
SMALL = ("--epochs", "2", "--thinning", "60", "--test-step", "601")


def trained(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(SAMPLE / "train.py"), "-o", str(folder), *SMALL],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def runs(torch: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training") / "omni"
    said = trained(folder)
    assert "speed epoch 2: RMSE" in said
    assert f"reportgen build {folder / 'dst'}" in said
    return folder


def built(run: Path, out: Path) -> Any:
    reportgen.build(run, out, request=Request(formats=("json", "md", "nc")))
    return json.loads((out / "report.json").read_text())


def test_one_target_is_reported_epoch_by_epoch(runs: Path, tmp_path: Path) -> None:
    report = built(runs / "dst", tmp_path / "out")
    assert report["parts"]["kind"] == "epoch"
    items = report["parts"]["items"]
    assert [item["epoch"] for item in items] == [0, 1, 2]
    # Xavier leaves the scores small: the untrained control is all but even.
    assert items[0]["mean_normalized_entropy"] > 0.97
    assert len({item["mean_normalized_entropy"] for item in items}) == 3
    assert report["run"]["samples"] == 15
    assert report["time"]["cadence_hours"] == 1
    assert report["time"]["hours_before_issue"][-1] == 1
    rows = {check["id"]: check["status"] for check in report["checks"]}
    assert rows["row-sums"] == rows["finite-values"] == "pass"
    assert rows["skill"] != "skip"


def test_the_targets_stand_side_by_side(runs: Path, tmp_path: Path) -> None:
    report = built(runs, tmp_path / "out")
    assert report["parts"]["kind"] == "target"
    items = report["parts"]["items"]
    assert [(item["label"], item["epoch"]) for item in items] == [("dst", 2), ("speed", 2)]
    assert "epoch 2" in (tmp_path / "out" / "report.md").read_text()


def test_the_course_of_the_training_is_recorded(runs: Path) -> None:
    for name, variable in (("dst", "Dst"), ("speed", "v")):
        with (runs / name / "training.csv").open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert [row["epoch"] for row in rows] == ["0", "1", "2"]
        assert all(0 < float(row["gradient_norm_max"]) < 1e3 for row in rows[1:])
        assert all(0 <= float(row["clipped_share"]) <= 1 for row in rows[1:])
        # Warm-up is over, and the cosine has come down.
        assert float(rows[1]["learning_rate"]) > float(rows[2]["learning_rate"])
        scores = json.loads((runs / name / "scores.json").read_text())
        assert scores["variable"] == variable
        assert scores["epoch 2"]["test_year"]["windows"] == 146


def test_persistence_and_windows_are_those_of_the_table(runs: Path) -> None:
    run = reportgen.open_run(runs / "speed", overrides={"part": "0"})
    stored = run["inputs"].values
    issued = [str(name) for name in run["sample"].values]
    gap = np.diff(
        np.array([f"{s[:4]}-{s[4:6]}-{s[6:8]}T{s[8:10]}" for s in issued], "datetime64[h]")
    )
    assert gap.min() >= np.timedelta64(601, "h")
    with np.load(SAMPLE / "hours.npz") as hours:
        start = np.datetime64(str(hours["first_hour"]), "h")
        place = int((np.datetime64("2002-01-02T00", "h") - start) / np.timedelta64(1, "h"))
        speed = hours["v"][place - 24 : place].astype(float)
    assert issued[0] == "20020102000000"
    np.testing.assert_allclose(stored[0, :, 3] * 92.9899 + 432.3339, speed, atol=0.01)


def test_a_second_training_gives_the_same_bytes(runs: Path, tmp_path: Path) -> None:
    trained(tmp_path / "again")
    for path in sorted((tmp_path / "again").rglob("*.npz"))[::7]:
        twin = runs / path.relative_to(tmp_path / "again")
        assert path.read_bytes() == twin.read_bytes(), path.name


def test_a_folder_that_is_taken_is_left_alone(runs: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SAMPLE / "train.py"), "-o", str(runs), *SMALL],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "holds a run already" in done.stderr
    assert "Traceback" not in done.stderr


BLOCK = """
import numpy as np
import torch
from encoder import Block, ForecastEncoder
from settings import ModelSettings
from reportgen.reference import BlockWeights, HeadProjections, encoder_block

torch.manual_seed(3)
model = ForecastEncoder(
    ModelSettings(), variables=5, tokens=24, column=4, change_scale=torch.ones(6)
).eval().double()
block = model.blocks[0]
number = lambda tensor: tensor.detach().numpy()
columns = number(block.attention.in_proj_weight).reshape(3, 32, 32).transpose(0, 2, 1)
biases = number(block.attention.in_proj_bias).reshape(3, 32)
out = block.attention.out_proj
heads = HeadProjections(4, *columns, number(out.weight).T, *biases, number(out.bias))
weights = BlockWeights(
    heads,
    number(block.inner.weight).T, number(block.inner.bias),
    number(block.outer.weight).T, number(block.outer.bias),
    number(block.attention_norm.weight), number(block.attention_norm.bias),
    number(block.outer_norm.weight), number(block.outer_norm.bias),
)
tokens = torch.randn(2, 24, 32, dtype=torch.float64)
expected, _ = encoder_block(tokens.numpy(), weights)
print(np.abs(number(block(tokens)) - expected).max())
bound = (6 / (32 + 64)) ** 0.5
print(float(block.inner.weight.abs().max()) <= bound, float(block.inner.weight.std()) / bound)
print(float(model(torch.zeros(1, 24, 5, dtype=torch.float64)).abs().max()))
"""


def test_its_blocks_are_those_of_the_reference(torch: ModuleType) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCK], cwd=SAMPLE, capture_output=True, text=True, check=True
    )
    distance, bounded, moved = done.stdout.splitlines()
    assert float(distance) < 1e-6
    # Xavier: uniform up to its bound, so that the standard deviation is bound / sqrt(3).
    within, spread = bounded.split()
    assert within == "True"
    assert float(spread) == pytest.approx(3**-0.5, rel=0.05)
    assert float(moved) < 10
