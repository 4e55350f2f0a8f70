"""Summary mode: the figures of the file route, and memory that grows with the length alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.build import Request, render_summary
from reportgen.capture import capture_attention, row_geometry, summary_part, summary_writer
from reportgen.exceptions import NoAttentionError, UsageError
from reportgen.statistics import analyse
from reportgen.summarize.dataset import open_summary
from tests.capture.runs import built

pytestmark = pytest.mark.capture


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several blocks of queries, whatever the size."""
    monkeypatch.setattr(summary_writer, "CELLS_AT_ONCE", 150)
    monkeypatch.setattr(summary_part, "CELLS_AT_ONCE", 150)


def both_routes(torch: ModuleType, model: Any, folder: Path, *calls: Any, **declared: Any) -> Any:
    """Summaries of the same forward passes, through files and without them."""
    for name, summary in (("files", False), ("summary", True)):
        with (
            torch.no_grad(),
            capture_attention(model, folder / name, summary=summary, **declared) as capture,
        ):
            for arguments, keywords, described in calls:
                model(*arguments, **keywords)
                capture.add(**described)
    through_files = reportgen.summarize(reportgen.open_run(folder / "files"))
    return through_files, open_summary(folder / "summary" / "summary.nc")


def assert_equal(expected: Any, found: Any) -> None:
    names = set(expected.data_vars)
    assert set(found.data_vars) == names
    for name in sorted(names):
        one, other = expected[name], found[name]
        assert one.dims == other.dims, name
        if one.dtype.kind in "iOU":
            np.testing.assert_array_equal(one.values, other.values, err_msg=name)
        else:
            np.testing.assert_allclose(one.values, other.values, rtol=1e-5, atol=1e-5, err_msg=name)


def encoder(torch: ModuleType) -> Any:
    layer = torch.nn.TransformerEncoderLayer(16, 4, 32, batch_first=True)
    return torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)


@pytest.mark.parametrize("case", ["plain", "causal", "padded", "last"])
def test_figures_equal_those_of_files(torch: ModuleType, tmp_path: Path, case: str) -> None:
    model, x = encoder(torch), 3 * torch.randn(5, 13, 16)
    keywords: dict[str, Any] = {}
    if case == "causal":
        mask = torch.nn.Transformer.generate_square_subsequent_mask(13)
        keywords = {"mask": mask, "is_causal": True}
    elif case == "padded":
        padded = torch.zeros(5, 13, dtype=torch.bool)
        padded[1, 9:] = padded[4, 3:] = True
        keywords = {"src_key_padding_mask": padded}
    declared = {"cadence": "1h", **({"readout": "last"} if case == "last" else {})}
    described = {"targets": x[:, :6, 0], "predictions": x[:, :6, 1], "inputs": x}
    calls = [((x,), keywords, described), ((x[:, :, :],), keywords, described)]
    expected, found = both_routes(torch, model, tmp_path, *calls, **declared)
    assert_equal(expected, found)
    one, other = analyse(expected), analyse(found)
    assert one.peak.key == other.peak.key
    assert one.peak.lift == pytest.approx(other.peak.lift, rel=1e-5)
    assert other.run.mask.kind == one.run.mask.kind
    assert other.times == one.times


def keywords_of(torch: ModuleType, case: str, samples: int) -> dict[str, Any]:
    if case == "causal":
        mask = torch.nn.Transformer.generate_square_subsequent_mask(13)
        return {"mask": mask, "is_causal": True}
    if case == "padded":
        padded = torch.zeros(samples, 13, dtype=torch.bool)
        padded[1, 9:] = True
        return {"src_key_padding_mask": padded}
    return {}


@pytest.mark.parametrize("case", ["plain", "causal", "padded", "last"])
def test_few_samples_are_permuted_as_from_files(
    torch: ModuleType, tmp_path: Path, case: str
) -> None:
    x = 3 * torch.randn(3, 13, 16)
    declared = {"cadence": "1h", **({"readout": "last"} if case == "last" else {})}
    call = ((x,), keywords_of(torch, case, 3), {})
    expected, found = both_routes(torch, encoder(torch), tmp_path, call, **declared)
    assert "null_incoming" in found
    assert_equal(expected, found)
    assert analyse(found).peak.p_value == pytest.approx(analyse(expected).peak.p_value, abs=2e-3)


def numbers_of(value: Any, path: str = "") -> dict[str, Any]:
    """Every value of a report.json by its path."""
    if isinstance(value, dict):
        inner = [numbers_of(each, f"{path}.{key}") for key, each in value.items()]
    elif isinstance(value, list):
        inner = [numbers_of(each, f"{path}.{index}") for index, each in enumerate(value)]
    else:
        return {path: value}
    return {key: each for one in inner for key, each in one.items()}


@pytest.mark.parametrize("samples", [3, 12])
def test_every_number_of_the_report_is_that_of_the_files(
    torch: ModuleType, tmp_path: Path, samples: int
) -> None:
    x = 3 * torch.randn(samples, 13, 5)
    model = torch.nn.Sequential(torch.nn.Linear(5, 16), encoder(torch), torch.nn.Linear(16, 1))
    times = [f"2024-05-{day + 1:02}T{day * 7 % 24:02}:00" for day in range(samples)]
    columns = [{"name": name, "units": "nT", "mean": 1.0, "std": 2.0} for name in "abcde"]
    described = {
        "inputs": x,
        "targets": x[:, :6, 0] + 0.5,
        "predictions": x[:, :6, 0],
        "reference_times": times,
    }
    declared = {
        "cadence": "1h",
        "issue_offset": "1h",
        "horizon": "6h",
        "name": "run",
        "inputs": columns,
        "targets": columns[:1],
    }
    both_routes(torch, model, tmp_path, ((x,), {}, described), **declared)
    request = Request(formats=("json", "nc"))
    reportgen.build(tmp_path / "files", tmp_path / "a", request=request)
    render_summary(tmp_path / "summary" / "summary.nc", tmp_path / "b", request=request)
    first, second = (
        numbers_of(json.loads((tmp_path / name / "report.json").read_text())) for name in "ab"
    )
    left_out = (".provenance", ".outputs")
    first, second = (
        {key: each for key, each in one.items() if not key.startswith(left_out)}
        for one in (first, second)
    )
    assert set(first) == set(second)
    assert len(first) > 500
    for key, value in first.items():
        if "1 ± " in str(value):
            # The row sums' distance from 1 is rounding itself, told to one digit.
            assert "1 ± " in second[key], key
        elif isinstance(value, float):
            # One draw of a thousand may fall on the other side of a tie.
            loose = 2e-3 if key.endswith("p_value") else 1e-5
            assert second[key] == pytest.approx(value, rel=1e-5, abs=loose), key
        else:
            assert second[key] == value, key


def test_long_windows_say_that_nothing_was_permuted(
    torch: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_part, "MOST_PERMUTED_CELLS", 13 * 13 - 1)
    model, x = encoder(torch), torch.randn(3, 13, 16)
    with torch.no_grad(), capture_attention(model, tmp_path / "run", summary=True):
        model(x)
    assert "null_incoming" not in open_summary(tmp_path / "run" / "summary.nc")
    request = Request(formats=("md", "json", "nc"))
    result = render_summary(tmp_path / "run" / "summary.nc", tmp_path / "out", request=request)
    assert 0 < result.report.peak.p_value <= 1
    written = "".join(path.read_text() for path in sorted((tmp_path / "out").glob("*.md")))
    assert "permutations that 3 samples call for" in written
    assert "순열 검정" in written


def test_grouped_queries_and_cross_attention(torch: ModuleType, tmp_path: Path) -> None:
    class Reader(torch.nn.Module):
        def forward(self, query: Any, key: Any) -> Any:
            return torch.nn.functional.scaled_dot_product_attention(
                query, key, key, enable_gqa=True
            )

    query, key = torch.randn(3, 4, 7, 8), torch.randn(3, 2, 11, 8)
    expected, found = both_routes(torch, Reader(), tmp_path, ((query, key), {}, {}))
    assert found.sizes["key"] == 11
    assert_equal(expected, found)


def test_reference_times_name_the_samples(torch: ModuleType, tmp_path: Path) -> None:
    x = torch.randn(2, 13, 16)
    times = {"reference_times": ["2024-05-10T17:00", "2024-05-09T17:00"]}
    expected, found = both_routes(torch, encoder(torch), tmp_path, ((x,), {}, times))
    assert list(found["sample_name"].values) == ["20240509170000", "20240510170000"]
    assert_equal(expected, found)


def test_large_matrices_are_stored_as_the_same_block_means(
    torch: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary_writer, "MAX_STORED_CELLS", 700)
    # By module: the package's name is that of its function.
    monkeypatch.setattr(sys.modules["reportgen.summarize.stream"], "MAX_STORED_CELLS", 700)
    x = torch.randn(2, 13, 16)
    expected, found = both_routes(torch, encoder(torch), tmp_path, ((x,), {}, {}))
    assert found.sizes["block_key"] < found.sizes["key"]
    assert_equal(expected, found)


def test_a_hugging_face_model_agrees_too(
    torch: ModuleType, transformers: ModuleType, tmp_path: Path
) -> None:
    config = transformers.LlamaConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=32,
        attn_implementation="eager",
    )
    model = transformers.LlamaModel(config)
    ids = torch.randint(0, 50, (2, 9))
    expected, found = both_routes(torch, model, tmp_path, ((ids,), {}, {}))
    assert model.config._attn_implementation == "eager"
    assert_equal(expected, found)


def test_the_report_is_rendered_from_it(torch: ModuleType, tmp_path: Path) -> None:
    x = torch.randn(4, 13, 16)
    both_routes(torch, encoder(torch), tmp_path, ((x,), {}, {}), cadence="1h")
    again = render_summary(
        tmp_path / "summary" / "summary.nc",
        tmp_path / "report",
        request=Request(formats=("json", "nc")),
    )
    first = built(tmp_path / "files")
    assert again.report.peak.key == first.peak.key
    assert again.report.times == first.times
    assert again.report.run.samples == 4


def test_a_mask_that_only_the_first_sample_has_must_be_declared(
    torch: ModuleType, tmp_path: Path
) -> None:
    mask = torch.ones(2, 1, 8, 8, dtype=torch.bool)
    mask[0, 0] = mask[0, 0].tril()

    class Mixed(torch.nn.Module):
        def forward(self, x: Any) -> Any:
            return torch.nn.functional.scaled_dot_product_attention(x, x, x, attn_mask=mask)

    def capture(**declared: Any) -> None:
        model = Mixed()
        name = "-".join(["run", *declared])
        with torch.no_grad(), capture_attention(model, tmp_path / name, summary=True, **declared):
            model(torch.randn(2, 1, 8, 4))

    with pytest.raises(UsageError, match="declare the mask"):
        capture()
    capture(mask="none")
    assert (tmp_path / "run-mask" / "summary.nc").is_file()


def test_a_softmax_of_ones_own_needs_files(torch: ModuleType, tmp_path: Path) -> None:
    class Own(torch.nn.Module):
        def forward(self, x: Any) -> Any:
            return torch.softmax(x @ x.transpose(-1, -2), -1) @ x

    model = Own()
    with (
        pytest.raises(NoAttentionError, match="summary=True out"),
        torch.no_grad(),
        capture_attention(model, tmp_path / "run", summary=True, softmax=True),
    ):
        model(torch.randn(2, 1, 8, 4))


LONG = """
import sys
import torch
from reportgen.capture import capture_attention

torch.set_num_threads(1)
length, folder = int(sys.argv[1]), sys.argv[2]


class Reader(torch.nn.Module):
    def forward(self, query, key):
        return torch.nn.functional.scaled_dot_product_attention(query, key, key)


def peak():
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


model = Reader()
query = torch.randn(1, 1, 64, 8)
with torch.no_grad(), capture_attention(model, folder + "/small", summary=True):
    model(query, query)
before = peak()
query = torch.randn(1, 2, length, 8)
with torch.no_grad(), capture_attention(model, folder + "/long", summary=True):
    model(query, query)
print(peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_matrix(torch: ModuleType, tmp_path: Path) -> None:
    grown = {}
    for length in (2048, 4096, 8192):
        done = subprocess.run(
            [sys.executable, "-c", LONG, str(length), str(tmp_path / str(length))],
            capture_output=True,
            text=True,
            check=True,
        )
        grown[length] = int(done.stdout)
    # The matrices grow sixteenfold, queries and keys fourfold; most is what summary.nc holds.
    assert grown[4096] < 2 * grown[2048]
    assert grown[8192] < 3 * grown[2048]
    # Half of what the two matrices alone would take.
    assert grown[8192] < 8192**2 * 4 / 2**20
    summary = open_summary(tmp_path / "8192" / "long" / "summary.nc")
    np.testing.assert_allclose(summary["sample_importance"].sum("key"), 1, rtol=1e-5)


def test_blocks_of_rows_cover_the_queries() -> None:
    assert row_geometry.rows_at_once(planes=5, keys=100, block=3, cells=4000) == 6
    assert [rows.stop for rows in row_geometry.row_blocks(10, 4)] == [4, 8, 10]
