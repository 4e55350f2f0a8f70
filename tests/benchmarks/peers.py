"""Against what users have now: the guide's script, xarray with dask, BertViz's page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from reportgen import open_run, summarize
from tests.benchmarks.runs import Generated, generated_run, softmax_weights
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.table import Row, not_measured
from tests.benchmarks.timing import seconds

_SCRIPT = Path(__file__).with_name("guide_script.py")
_LARGEST_PAGE = 2e6


def rows(folder: Path, sizes: Sizes) -> list[Row]:
    """Ratios to the peers, and the size of the page."""
    layers, heads, n = sizes.page
    run = generated_run(folder, n, 4, layers=layers, heads=heads)
    return [_guide(folder, sizes), _dask(folder, sizes), *_pages(folder, run, sizes)]


def _build(run: Path, out: Path) -> None:
    command = [sys.executable, "-m", "reportgen", "build", str(run), "-o", str(out), "--no-cache"]
    subprocess.run([*command, "--force", "-q"], check=True, capture_output=True)


def _guide(folder: Path, sizes: Sizes) -> Row:
    run = generated_run(folder, sizes.page[2] // 2, sizes.guide_files, layers=3)
    script = [sys.executable, str(_SCRIPT), str(run.path), str(folder / "guide")]
    theirs = seconds(lambda: subprocess.run(script, check=True, capture_output=True), 1)
    ours = seconds(lambda: _build(run.path, folder / "ours"), sizes.repeats)
    ratio = theirs / ours
    remark = f"{theirs:.1f} s against {ours:.1f} s for the whole report in two languages"
    name = f"the guide's script on {run.files} files"
    return Row(name, "10x", f"{ratio:.1f}x", ratio >= 10, remark)


def _dask(folder: Path, sizes: Sizes) -> Row:
    name = "xarray + dask, naive"
    try:
        import dask
        import dask.array as da
    except ImportError:
        return not_measured(name, "", "dask is not installed")
    import xarray as xr

    n = sizes.keys[len(sizes.keys) // 2]
    run = generated_run(folder, n, sizes.files_of(n))
    dims = ("batch", "layer", "head", "query", "key")

    def theirs() -> None:
        files = sorted((run.path / "npz").iterdir())
        load = dask.delayed(lambda file: np.load(file)["attention_weights"])
        shape = np.load(files[0])["attention_weights"].shape
        lazy = [da.from_delayed(load(file), shape, np.float32) for file in files]
        weights = xr.DataArray(da.stack(lazy), dims=dims)
        entropy = -(weights * np.log(weights + 1e-10)).sum("key")
        ordered = xr.apply_ufunc(np.sort, weights, dask="parallelized", output_dtypes=[np.float32])
        ranks = xr.DataArray(2 * np.arange(1, n + 1) - n - 1, dims="key")
        lag = xr.DataArray(np.arange(n)[:, None] - np.arange(n), dims=("query", "key"))
        dask.compute(
            *(weights.sum("query"), weights.sum("key"), weights.min(), weights.max()),
            *(weights.mean(), weights.std(), weights.isnull().sum(), weights.mean("batch")),
            *(entropy.mean(), entropy.var(), (ordered * ranks).sum("key").mean()),
            *(weights.where(abs(lag) <= n // 12).sum(), weights.where(lag < 0).sum()),
            *(weights.isel(key=0).mean(), weights.argmax("key")),
        )

    ours = seconds(lambda: summarize(open_run(run.path), jobs=1), sizes.repeats)
    ratio = seconds(theirs, 1) / ours
    return Row(
        f"{name}, n = {n}", "", f"{ratio:.0f}x", None, "one process of ours, all its threads"
    )


def _pages(folder: Path, run: Generated, sizes: Sizes) -> list[Row]:
    layers, heads, n = sizes.page
    name = f"report.html of {layers} x {heads} x {n} x {n}"
    _build(run.path, folder / "page")
    size = (folder / "page" / "report.html").stat().st_size
    ours = Row(name, "at most 2 MB", f"{size / 1e6:.2f} MB", size <= _LARGEST_PAGE)
    title = f"BertViz's head view of {layers} x {heads} x {n} x {n}"
    try:
        import torch
        from bertviz import head_view
    except ImportError:
        return [ours, not_measured(title, "", "pip install bertviz torch")]
    attention = [torch.from_numpy(softmax_weights(0, (1, heads, n, n))) for _ in range(layers)]
    page = head_view(attention, [f"t{index}" for index in range(n)], html_action="return").data
    return [ours, Row(title, "", f"{len(page) / 1e6:.0f} MB", None, "one sample")]
