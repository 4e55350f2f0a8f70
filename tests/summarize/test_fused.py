"""The compiled kernel against NumPy's, through the whole pass; and where it is not used."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from reportgen.exceptions import WorkersError
from reportgen.schema import Mask, MaskKind, Origin
from reportgen.sources.run import open_run
from reportgen.summarize import chunks, passes, stream, summarize, sums
from reportgen.summarize.passes import NUMPY, check_kernel, kernel_for
from reportgen.summarize.variables import VARIABLES
from tests.builders import dataset_of, description_of, random_attention, write_run

fused = pytest.importorskip("reportgen.summarize.fused", reason="needs Numba")

MASKS = {
    "none": None,
    "causal": Mask(MaskKind.CAUSAL, Origin.DECLARED),
    "window:5": Mask(MaskKind.WINDOW, Origin.DECLARED, 5),
}


@pytest.fixture
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of any size are worth compiling for."""
    monkeypatch.setattr(passes, "WORTH_COMPILING", 0)


def with_defects(attention: np.ndarray) -> np.ndarray:
    """One head of a sample with every defect, and single heads with one."""
    attention[1, 0, 1, 5, 2] = np.nan
    attention[1, 0, 1, 7] = 0
    attention[2, 1, 0, 4, 1] = -0.25
    attention[2, 1, 0, 6, 0] = 1.5
    attention[4, 0, 0, 0, -1] += 0.1
    return attention


def both(dataset: xr.Dataset, monkeypatch: pytest.MonkeyPatch) -> tuple[xr.Dataset, xr.Dataset]:
    with monkeypatch.context() as patched:
        patched.setattr(passes, "WORTH_COMPILING", sys.maxsize)
        plain = summarize(dataset)
    monkeypatch.setattr(passes, "WORTH_COMPILING", 0)
    return plain, summarize(dataset)


def assert_near(one: xr.Dataset, two: xr.Dataset) -> None:
    """Every figure to a millionth of the largest of its kind; lags to one of the window."""
    assert set(one) == set(two)
    for name in one:
        if one[name].dtype.kind not in "fiu":
            np.testing.assert_array_equal(one[name], two[name], err_msg=str(name))
            continue
        figures = one[name].values.astype(float)
        scale = np.abs(figures[np.isfinite(figures)]).max(initial=0)
        if VARIABLES[str(name)].units == "step":
            # A mean lag is a difference between places: its rounding is theirs.
            scale = max(scale, one.sizes["key"])
        np.testing.assert_allclose(
            two[name].values.astype(float), figures, rtol=0, atol=1e-6 * scale, err_msg=str(name)
        )


@pytest.mark.parametrize("defects", [False, True])
@pytest.mark.parametrize("block", [1, 2, 3])
@pytest.mark.parametrize("mask", list(MASKS))
def test_the_same_figures(
    mask: str, block: int, defects: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MAX_STORED_CELLS", 18 * (-(-10 // block)) ** 2)
    attention = random_attention(2, shape=(9, 2, 2, 10, 10), mask=mask)
    if defects:
        attention = with_defects(attention)
    attention = attention.astype(np.float32)
    description = replace(description_of(attention), mask=MASKS[mask])
    plain, compiled = both(dataset_of(attention, description=description), monkeypatch)
    assert plain["attention_sum"].shape[-1] == -(-10 // block)
    assert bool(plain["nonfinite_cells"].any()) == defects
    assert_near(plain, compiled)


def test_more_queries_than_keys_and_the_reverse(monkeypatch: pytest.MonkeyPatch) -> None:
    for queries, keys in ((40, 7), (7, 40)):
        attention = random_attention(3, shape=(9, 2, 3, queries, keys)).astype(np.float32)
        assert_near(*both(dataset_of(attention), monkeypatch))


def test_planes_that_are_a_block_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at n = 512: lags are summed strip by strip, and heads come one after the other."""
    monkeypatch.setattr(stream, "MAX_STORED_CELLS", 50_000)
    monkeypatch.setattr(sums, "BLOCK_BYTES", 1)
    attention = random_attention(4, shape=(10, 1, 3, 133, 133)).astype(np.float32)
    assert_near(*both(dataset_of(attention), monkeypatch))


@pytest.mark.usefixtures("worth_it")
def test_the_same_bits_whatever_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attention = random_attention(5, shape=(20, 2, 3, 24, 24)).astype(np.float16)
    run = write_run(tmp_path / "run", attention)
    monkeypatch.setattr(chunks, "_CHUNK_SAMPLES", 3)
    monkeypatch.setattr(chunks, "_FEWEST_SAMPLES", 3)
    xr.testing.assert_identical(summarize(open_run(run)), summarize(open_run(run), jobs=2))


def test_logarithms_are_exact_to_a_rounding() -> None:
    values = np.exp(np.linspace(-80, 1, 20_001)).astype(np.float32)
    got = np.array([fused._logarithm(value) for value in values], np.float32)
    exact = np.log(values.astype(np.float64))
    np.testing.assert_allclose(got, exact, rtol=3e-7, atol=1e-7)
    assert fused._logarithm(np.float32(1)) == 0
    assert np.isfinite(fused._logarithm(np.float32(0)))


def test_a_small_run_does_not_wait_for_the_compiler(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(shape=(9, 1, 2, 6, 6)))
    code = (
        "import sys; from reportgen import open_run, summarize; "
        f"summarize(open_run({str(run)!r})); sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kernel_for(2**28 - 1) == NUMPY
    assert kernel_for(2**28) == fused.KERNEL
    monkeypatch.setitem(sys.modules, "reportgen.summarize.fused", None)
    assert kernel_for(2**28) == NUMPY


def test_a_machine_with_another_compiler_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    check_kernel(NUMPY, "the worker on n1")
    check_kernel(fused.KERNEL, "the worker on n1")
    with pytest.raises(WorkersError, match=r"n1 has numba .* read with numba 0\.1"):
        check_kernel("numba 0.1", "the worker on n1")
    monkeypatch.setitem(sys.modules, "reportgen.summarize.fused", None)
    with pytest.raises(WorkersError, match="no Numba"):
        check_kernel(fused.KERNEL, "the worker on n1")


@pytest.mark.slow
def test_nowhere_to_keep_the_machine_code() -> None:
    code = "from reportgen.summarize.fused import FusedPasses; FusedPasses()"
    environment = os.environ | {"NUMBA_CACHE_DIR": "/proc/nowhere"}
    subprocess.run([sys.executable, "-W", "error", "-c", code], env=environment, check=True)
