"""The block itself: what it stores, what it puts back, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.capture import capture_attention
from reportgen.exceptions import NoAttentionError, OutputError, UsageError
from tests.capture.runs import built, stored

pytestmark = pytest.mark.capture


@pytest.fixture
def model(torch: ModuleType) -> Any:
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
    return torch.nn.TransformerEncoder(layer, 2)


def state_of(torch: ModuleType, model: Any) -> Any:
    modules = list(model.modules())
    hooks = [len(m._forward_hooks) + len(m._forward_pre_hooks) for m in modules]
    return [m.training for m in modules], hooks, torch.backends.mha.get_fastpath_enabled()


def test_everything_declared_needs_no_flag(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    x = torch.randn(3, 8, 16)
    with (
        torch.no_grad(),
        capture_attention(
            model,
            tmp_path / "run",
            cadence="12min",
            issue_offset="12min",
            horizon="6h",
            inputs=[{"name": f"v{i}", "units": "nT", "mean": 1.0, "std": 2.0} for i in range(16)],
            targets=["Dst", "v"],
            tokens=[f"step {i}" for i in range(8)],
        ) as capture,
    ):
        for day in (1, 2):
            output = model(x)
            capture.add(
                predictions=output[:, :6, :2],
                targets=output[:, :6, :2] + 1,
                inputs=x,
                reference_times=[f"2024-05-{day:02}T{hour:02}:00" for hour in range(3)],
            )
    run = reportgen.open_run(tmp_path / "run")
    assert run["sample"].values[0] == "20240501000000"
    assert run["attention"].shape == (6, 2, 4, 8, 8)
    assert run["predictions"].dims == ("batch", "forecast_step", "target")
    assert run["predictions"].shape == run["targets"].shape == (6, 6, 2)
    np.testing.assert_allclose(run["inputs"].values[:3], x.numpy(), atol=1e-6)
    np.testing.assert_allclose(run["hours_before_issue"].values[-1], 0.2)
    report = built(tmp_path / "run")
    assert report.times.cadence_hours == 0.2
    assert report.run.layers == 2


@pytest.mark.parametrize("fails", [False, True])
def test_the_model_is_as_it_was(torch: ModuleType, model: Any, tmp_path: Path, fails: bool) -> None:
    model.train()
    model.layers[1].eval()
    before = state_of(torch, model)

    def capture() -> None:
        with torch.no_grad(), capture_attention(model, tmp_path / "run"):
            assert not model.training
            model(torch.randn(2, 8, 16))
            if fails:
                model(torch.randn(2, 8, 3))

    if fails:
        with pytest.raises((RuntimeError, AssertionError)):
            capture()
    else:
        capture()
    assert state_of(torch, model) == before


def test_a_failed_forward_pass_may_be_survived(
    torch: ModuleType, model: Any, tmp_path: Path
) -> None:
    with torch.no_grad(), capture_attention(model, tmp_path / "run") as capture:
        with pytest.raises((RuntimeError, AssertionError)):
            model(torch.randn(2, 8, 3))
        model(torch.randn(2, 8, 16))
    assert capture.batches == 1
    assert stored(tmp_path / "run").shape == (2, 2, 4, 8, 8)


def test_gradients_still_flow(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    x = torch.randn(2, 8, 16, requires_grad=True)
    with capture_attention(model, tmp_path / "run"):
        model(x).sum().backward()
    assert x.grad is not None


def test_attention_outside_the_model_is_left_alone(
    torch: ModuleType, model: Any, tmp_path: Path
) -> None:
    other = torch.nn.MultiheadAttention(16, 2)
    x = torch.randn(5, 2, 16)
    with torch.no_grad(), capture_attention(model, tmp_path / "run") as capture:
        model(torch.randn(2, 8, 16))
        other(x, x, x)
    assert list(capture.runs) == ["self"]
    assert stored(tmp_path / "run").shape == (2, 2, 4, 8, 8)


def test_files_are_the_same_bytes_again(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    x = torch.randn(2, 8, 16)
    for name in ("one", "two"):
        with torch.no_grad(), capture_attention(model, tmp_path / name / "run"):
            model(x)
    one, two = (
        {
            path.name: path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*.*"))
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert set(one) == {"attention_batch_0000.npz", "reportgen.yaml"}


def test_reference_times_of_any_kind_are_utc(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    times = [
        datetime(2024, 5, 10, 17, tzinfo=timezone(timedelta(hours=9))),
        datetime(2024, 5, 10, 17),
        np.datetime64("2024-05-11T00:00"),
        "2024-05-12",
    ]
    with torch.no_grad(), capture_attention(model, tmp_path / "run") as capture:
        model(torch.randn(4, 8, 16))
        capture.add(reference_times=times)
    names = [path.stem for path in sorted((tmp_path / "run" / "npz").iterdir())]
    assert names == ["20240510080000", "20240510170000", "20240511000000", "20240512000000"]
    assert datetime.strptime(names[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC) == times[0]


def test_stored_times_are_the_clock(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    hours = [0.0, 1, 2, 3, 4, 5, 6, 9]
    with torch.no_grad(), capture_attention(model, tmp_path / "run", times=hours):
        model(torch.randn(2, 8, 16))
    before = reportgen.open_run(tmp_path / "run")["hours_before_last_input"].values
    np.testing.assert_allclose(before, 9 - np.array(hours))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"targets": np.zeros((3, 2))}, "batch's 2 samples"),
        ({"inputs": np.zeros((2, 3, 4, 5))}, r"\(batch, time, variable\)"),
        ({"attention_mask": np.ones((2, 9))}, r"\(2, 8\) of 1"),
        ({"reference_times": ["2024-01-01"]}, "1 reference times for 2"),
        ({"reference_times": ["2024-01-01", "2024-01-01"]}, "stands twice"),
        ({"reference_times": ["yesterday", "2024-01-01"]}, "'yesterday'"),
    ],
)
def test_descriptions_that_do_not_fit_are_refused(
    torch: ModuleType, model: Any, tmp_path: Path, given: dict[str, Any], says: str
) -> None:
    with torch.no_grad(), capture_attention(model, tmp_path / "run") as capture:
        model(torch.randn(2, 8, 16))
        with pytest.raises(UsageError, match=says):
            capture.add(**given)


def test_every_bad_declaration_is_named_at_once(model: Any, tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r"(?s)cadence.*issue-ofset.*did you mean issue_offset"),
        capture_attention(model, tmp_path / "run", cadence="12", issue_ofset="1h"),
    ):
        pass
    assert not (tmp_path / "run").exists()


def test_a_taken_folder_is_refused(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(torch.randn(2, 8, 16))
    with (
        pytest.raises(UsageError, match="holds a run already"),
        capture_attention(model, tmp_path / "run"),
    ):
        pass


def test_batches_of_another_length_are_refused(
    torch: ModuleType, model: Any, tmp_path: Path
) -> None:
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(torch.randn(2, 8, 16))
        with pytest.raises(NoAttentionError, match=r"batch 1 .*pad every batch to one length"):
            model(torch.randn(2, 9, 16))


def test_a_last_batch_may_be_smaller(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    with torch.no_grad(), capture_attention(model, tmp_path / "run"):
        model(torch.randn(4, 8, 16))
        model(torch.randn(1, 8, 16))
    assert stored(tmp_path / "run").shape == (5, 2, 4, 8, 8)


def test_no_forward_pass_says_how_to_call(model: Any, tmp_path: Path) -> None:
    with (
        pytest.raises(NoAttentionError, match="call the model itself"),
        capture_attention(model, tmp_path / "run"),
    ):
        pass


def test_compiled_models_are_refused(torch: ModuleType, model: Any, tmp_path: Path) -> None:
    with (
        pytest.raises(NoAttentionError, match="_orig_mod"),
        capture_attention(torch.compile(model, backend="eager"), tmp_path / "run"),
    ):
        pass


def test_an_unwritable_folder_is_an_output_error(
    torch: ModuleType, model: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(OutputError, match="cannot be written"),
        torch.no_grad(),
        capture_attention(model, tmp_path / "file" / "run"),
    ):
        model(torch.randn(2, 8, 16))


def test_nothing_half_written_is_left_by_an_exception(
    torch: ModuleType, model: Any, tmp_path: Path
) -> None:

    def broken_off() -> None:
        with torch.no_grad(), capture_attention(model, tmp_path / "run"):
            model(torch.randn(2, 8, 16))
            model(torch.randn(2, 8, 16))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert [path.name for path in (tmp_path / "run" / "npz").iterdir()] == [
        "attention_batch_0000.npz"
    ]
    assert built(tmp_path / "run").run.samples == 2
