"""`reportgen capture CONFIG.yaml`: targets, checkpoints, resuming, and every problem at once."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import reportgen
from reportgen.capture import Batch, run_capture
from reportgen.capture.progress import ProgressBar
from reportgen.capture.runner import as_batch
from reportgen.cli import app
from reportgen.exceptions import UsageError
from tests.capture.runs import built, stored

SCRIPT = """
import torch

calls = []


class Forecaster(torch.nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.into = torch.nn.Linear(3, 16)
        layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, 2)
        self.out = torch.nn.Linear(16, steps)

    def forward(self, x):
        calls.append(len(x))
        return self.out(self.encoder(self.into(x)).mean(1)).unsqueeze(-1)


def model(steps=6, target="Dst"):
    return Forecaster(steps)


def loader(target="Dst", times=False, batches=4):
    generator = torch.Generator().manual_seed(len(target))
    for index in range(batches):
        x = torch.randn(3, 8, 3, generator=generator)
        y = torch.randn(3, 6, 1, generator=generator)
        stamps = [f"2024-05-{index + 1:02}T{hour:02}:00" for hour in range(3)]
        yield (x, y, stamps) if times else (x, y)
"""
CONFIG = """
model: {module}:model
data: {module}:loader
output: run
run:
  cadence: 1h
  issue_offset: 1h
  inputs: [Bz, n, v]
  targets: [Dst]
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A folder with a script of factories; each test gets a module name of its own."""
    module = f"project_{tmp_path.name}"
    (tmp_path / f"{module}.py").write_text(SCRIPT)
    (tmp_path / "capture.yaml").write_text(CONFIG.format(module=module))
    yield tmp_path
    sys.modules.pop(module, None)


def calls_of(project: Path) -> list[int]:
    calls: list[int] = sys.modules[f"project_{project.name}"].calls
    return calls


def configure(project: Path, *lines: str, replace: tuple[str, str] = ("", "")) -> Path:
    path = project / "capture.yaml"
    path.write_text(path.read_text().replace(*replace) + "\n".join(lines) + "\n")
    return path


@pytest.mark.capture
def test_a_run_is_captured_and_builds_without_flags(torch: ModuleType, project: Path) -> None:
    (run,) = run_capture(project / "capture.yaml")
    assert (run.path, run.batches, run.kept) == (project / "run", 4, 0)
    dataset = reportgen.open_run(run.path)
    assert dataset["attention"].shape == (12, 2, 4, 8, 8)
    assert dataset["predictions"].shape == dataset["targets"].shape == (12, 6, 1)
    assert dataset["inputs"].shape == (12, 8, 3)
    assert built(run.path).times.cadence_hours == 1


@pytest.mark.capture
def test_a_second_run_captures_only_what_is_missing(torch: ModuleType, project: Path) -> None:
    run_capture(project / "capture.yaml")
    folder = project / "run" / "npz"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "attention_batch_0001.npz").unlink()
    broken = folder / "attention_batch_0002.npz"
    broken.write_bytes(before[broken.name][:1000])
    calls_of(project).clear()
    (run,) = run_capture(project / "capture.yaml")
    assert (run.batches, run.kept, len(calls_of(project))) == (2, 2, 2)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (run,) = run_capture(project / "capture.yaml")
    assert (run.batches, run.kept) == (0, 4)


@pytest.mark.capture
def test_samples_with_reference_times_are_resumed_too(torch: ModuleType, project: Path) -> None:
    config = configure(project, "data_arguments: {times: true}")
    run_capture(config)
    folder = project / "run" / "npz"
    assert len(list(folder.iterdir())) == 12
    (folder / "20240502010000.npz").unlink()
    (run,) = run_capture(config)
    assert (run.batches, run.kept) == (1, 3)
    assert len(list(folder.iterdir())) == 12


@pytest.mark.capture
def test_every_target_with_its_checkpoint_and_untrained_control(
    torch: ModuleType, project: Path
) -> None:
    sys.path.insert(0, str(project))
    script = __import__(f"project_{project.name}")
    sys.path.remove(str(project))
    for seed, target in enumerate(("Dst", "v"), start=5):
        torch.manual_seed(seed)
        weights = {"state_dict": script.model().state_dict(), "epoch": 3}
        torch.save(weights, project / f"{target}.pt")
    config = configure(
        project,
        "targets: [Dst, v]",
        "checkpoint: '{target}.pt'",
        "model_arguments: {target: '{target}'}",
        "data_arguments: {target: '{target}'}",
        "batches: 2",
        "untrained: true",
        replace=("output: run", "output: runs/{target}"),
    )
    runs = run_capture(config)
    assert [(run.path.name, run.trained, run.batches) for run in runs] == [
        ("Dst", True, 2),
        ("Dst-untrained", False, 2),
        ("v", True, 2),
        ("v-untrained", False, 2),
    ]
    trained, initial = (stored(run.path) for run in runs[:2])
    assert np.abs(trained - initial).max() > 1e-3
    torch.manual_seed(0)
    weights = {name: each.clone() for name, each in script.model().state_dict().items()}
    torch.save(weights, project / "Dst.pt")
    with pytest.raises(UsageError, match="another configuration or checkpoint"):
        run_capture(config)


@pytest.mark.capture
def test_checkpoints_hold_weights_alone(torch: ModuleType, project: Path) -> None:
    torch.save({"state_dict": {}, "path": Path("pickled")}, project / "weights.pt")
    with pytest.raises(UsageError, match="cannot be read as weights alone"):
        run_capture(configure(project, "checkpoint: weights.pt"))


@pytest.mark.capture
def test_weights_of_another_model_are_refused(torch: ModuleType, project: Path) -> None:
    torch.save({"layer.weight": torch.zeros(2)}, project / "weights.pt")
    with pytest.raises(UsageError, match="does not fit the model"):
        run_capture(configure(project, "checkpoint: weights.pt"))
    assert not (project / "run").exists()


@pytest.mark.capture
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ({"model": "nowhere.models:build"}, "model: nowhere.models:build cannot be imported"),
        ({"model_arguments": "{depth: 3}"}, r"does not take these arguments.*\(steps=6"),
        ({"data_arguments": "{batches: 0}"}, "no attention ran"),
    ],
)
def test_factories_that_do_not_work_say_why(
    torch: ModuleType, project: Path, lines: dict[str, str], says: str
) -> None:
    path = project / "capture.yaml"
    kept = [line for line in path.read_text().splitlines() if line.split(":")[0] not in lines]
    path.write_text("\n".join([*kept, *(f"{key}: {value}" for key, value in lines.items())]))
    with pytest.raises(reportgen.exceptions.ReportgenError, match=says):
        run_capture(path)


def test_every_problem_of_a_configuration_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "capture.yaml"
    path.write_text(
        "model: no_function\n"
        "data: package:loader\n"
        "bathces: 3\n"
        "batches: 0\n"
        "untrained: maybe\n"
        "run:\n"
        "  cadence: 12\n"
    )
    with pytest.raises(UsageError) as caught:
        run_capture(path)
    message = str(caught.value)
    for part in (
        "line 1: model: given 'no_function'. Allowed: package.module:function",
        "line 3: bathces: unknown key. Allowed: did you mean batches?",
        "line 4: batches: given 0",
        "line 5: untrained: given 'maybe'",
        "line 7: run.cadence: given 12",
        "output is missing",
    ):
        assert part in message


def test_missing_checkpoints_are_named_before_anything_runs(tmp_path: Path) -> None:
    path = tmp_path / "capture.yaml"
    path.write_text(
        "model: a:b\ndata: a:b\ntargets: [Dst, v]\ncheckpoint: '{target}.pt'\n"
        "output: 'runs/{target}'\n"
    )
    with pytest.raises(UsageError, match=r"(?s)line 4.*Dst\.pt does not exist.*v\.pt does not"):
        run_capture(path)


def test_targets_must_not_share_an_output(tmp_path: Path) -> None:
    path = tmp_path / "capture.yaml"
    path.write_text("model: a:b\ndata: a:b\ntargets: [Dst, v]\noutput: run\n")
    with pytest.raises(UsageError, match=r"\{target\}"):
        run_capture(path)


@pytest.mark.capture
def test_the_command_prints_the_runs(torch: ModuleType, project: Path) -> None:
    result = CliRunner().invoke(app, ["capture", str(project / "capture.yaml")])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(project / "run")
    assert "captured 4 batches" in result.stderr


def test_loaders_may_yield_what_training_code_yields() -> None:
    x, y = np.zeros(1), np.ones(1)
    assert as_batch(x).arguments == (x,)
    pair = as_batch([x, y])
    assert (pair.arguments, pair.targets, pair.reference_times) == ((x,), y, None)
    assert as_batch((x, y, ["2024"])).reference_times == ["2024"]
    assert as_batch({"input_ids": x}).keywords == {"input_ids": x}
    whole = Batch((x,))
    assert as_batch(whole) is whole
    with pytest.raises(UsageError, match="tuples of 4"):
        as_batch((x, y, y, y))


class Terminal(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(("terminal", "quiet"), [(True, False), (True, True), (False, False)])
def test_progress_shows_on_a_terminal_only(terminal: bool, quiet: bool) -> None:
    stream: Any = Terminal(terminal)
    bar = ProgressBar(quiet=quiet, stream=stream)
    bar.start("Dst")
    bar.show(1, 4)
    bar.end()
    if terminal and not quiet:
        assert "Dst [######" in stream.getvalue()
        assert stream.getvalue().endswith("\n")
    else:
        assert stream.getvalue() == ""
