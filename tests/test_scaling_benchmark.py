"""The scaling benchmark: its command on tiny windows, the page it writes, and its exponents."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "tests" / "benchmarks" / "scaling.py"


@pytest.fixture(scope="module")
def scaling() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scaling_benchmark", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scaling")
    subprocess.run(
        [sys.executable, str(SCRIPT), "-o", str(folder), "--lengths", "24", "48", "--repeats", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return folder


def test_every_method_is_measured_at_every_length(written: Path) -> None:
    numbers = json.loads((written / "scaling.json").read_text())
    methods = [each["method"] for each in numbers["growth"]]
    assert methods[:2] == ["whole", "chunked"]
    measured = [(each["method"], each["length"]) for each in numbers["measurements"]]
    assert sorted(measured) == sorted((m, n) for m in methods for n in (24, 48))
    for each in numbers["measurements"]:
        assert math.isfinite(each["seconds"])
        assert each["seconds"] > 0
        assert each["bytes"] > 0
    assert all(math.isfinite(each["time"]) for each in numbers["growth"])


def test_the_properties_of_attention_are_checked(written: Path) -> None:
    found = json.loads((written / "scaling.json").read_text())["properties"]
    assert found["row_sums"] < 1e-12
    assert found["weighted_sum"] < 1e-12
    assert found["chunked_from_whole"] < 1e-12
    assert found["scaling_effect"] == pytest.approx(found["expected_scaling"])


class Structure(HTMLParser):
    """Open tags, and what the page would load from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [str(value) for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone_in_both_languages(written: Path) -> None:
    text = (written / "scaling.html").read_text(encoding="utf-8")
    structure = Structure()
    structure.feed(text)
    assert structure.open == []
    assert structure.loaded == []
    assert "nan" not in text.lower().split("<style>")[0]
    assert "At 48 tokens, chunks of 128 queries take" in text
    assert "토큰 48개에서 쿼리를 128개씩" in text
    assert text.count('class="en"') == text.count('class="ko"')
    for language, word in (("en", "whole matrix"), ("ko", "행렬 전체")):
        table = (written / f"scaling.{language}.md").read_text(encoding="utf-8")
        rows = [line for line in table.splitlines() if line.startswith("|")]
        assert word in rows[2]
        assert len({line.count("|") for line in rows}) == 1


def test_exponents_are_those_of_powers(scaling: ModuleType) -> None:
    made = [
        scaling.Measurement(method, n, 1e-6 * n**time, int(2000 * n**memory))
        for method, time, memory in (("whole", 2.0, 2.0), ("chunked", 2.0, 1.0))
        for n in (128, 256, 512, 1024)
    ]
    # Overhead below 256 tokens must not count.
    made[0] = scaling.Measurement("whole", 128, 10.0, 10**9)
    whole, chunked = scaling.growths(made)
    assert (whole.time, whole.memory) == pytest.approx((2.0, 2.0), rel=1e-6)
    assert (chunked.time, chunked.memory) == pytest.approx((2.0, 1.0), rel=1e-6)


def test_memory_too_small_to_tell_has_no_exponent(scaling: ModuleType) -> None:
    made = [
        scaling.Measurement("whole", n, 1e-6 * n, scaling.LEAST_BYTES) for n in (256, 512, 1024)
    ]
    assert scaling.growths(made)[0].memory is None


def test_the_peak_of_a_known_array_is_found(scaling: ModuleType) -> None:
    found = scaling.in_own_process("whole", 512, 1)
    # Scores and weights of four heads in float64 are two matrices of 8 MiB each.
    assert 16 * 2**20 <= found.bytes <= 64 * 2**20


@pytest.mark.parametrize("given", [["--lengths", "64", "128"], ["-o", "out", "--lengths", "64"]])
def test_what_is_missing_is_said(tmp_path: Path, given: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *given],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "give -o DIR, and two lengths or more" in done.stderr
