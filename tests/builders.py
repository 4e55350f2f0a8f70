"""Run directories as users write them, made in a temporary folder, and datasets in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from reportgen.sources.description import ATTRIBUTE, Description, describe_arrays, to_json

Floats: TypeAlias = NDArray[np.float64]

SAMPLES = Path(__file__).parents[1] / "samples"

GUIDE_MATRIX = np.array(
    [
        [0.18, 0.12, 0.10, 0.08, 0.09, 0.20, 0.12, 0.11],
        [0.15, 0.20, 0.13, 0.09, 0.08, 0.18, 0.10, 0.07],
        [0.12, 0.14, 0.22, 0.11, 0.09, 0.16, 0.09, 0.07],
        [0.09, 0.10, 0.14, 0.19, 0.12, 0.20, 0.09, 0.07],
        [0.08, 0.09, 0.11, 0.13, 0.21, 0.22, 0.10, 0.06],
        [0.05, 0.08, 0.11, 0.09, 0.09, 0.21, 0.16, 0.21],
        [0.07, 0.09, 0.10, 0.11, 0.12, 0.18, 0.20, 0.13],
        [0.06, 0.07, 0.09, 0.10, 0.11, 0.16, 0.14, 0.27],
    ]
)

HYDRA_HOURLY = """\
data:
  interval_minutes: 60
  input_start: -{keys}
  input_end: 0
  target_start: 0
  target_end: 6
"""


# Attention -----------------------------------------------------------------------------------


def allowed(queries: int, keys: int, mask: str = "none") -> NDArray[np.bool_]:
    """Allowed cells of "none", "causal" or "window:N"."""
    lag = np.arange(queries)[:, None] + (keys - queries) - np.arange(keys)[None, :]
    if mask == "none":
        return np.ones((queries, keys), dtype=bool)
    width = int(mask.partition(":")[2] or keys)
    return (lag >= 0) & (lag < width)


def random_attention(
    seed: int | np.random.Generator = 0,
    *,
    shape: Sequence[int] = (1, 1, 1, 8, 8),
    mask: str = "none",
    concentration: float = 0.5,
) -> Floats:
    """Rows drawn from a symmetric Dirichlet over the allowed keys; the last axes: query, key."""
    generator = np.random.default_rng(seed)
    cells = allowed(shape[-2], shape[-1], mask)
    weights = generator.gamma(concentration, size=tuple(shape)) + 1e-30
    weights = np.where(cells, weights, 0.0)
    return weights / weights.sum(axis=-1, keepdims=True)


def planted_attention(
    key: int,
    lift: float,
    seed: int | np.random.Generator = 0,
    *,
    shape: Sequence[int] = (1, 1, 1, 8, 8),
    concentration: float = 0.5,
) -> Floats:
    """Random rows over the other keys, ``lift`` even shares on one key on average."""
    generator = np.random.default_rng(seed)
    share = lift / shape[-1]
    base = random_attention(generator, shape=shape, concentration=concentration)
    base[..., key] = 0
    base /= base.sum(axis=-1, keepdims=True)
    spread = generator.uniform(0.8, 1.2, size=base.shape[:-1]) * share
    base *= 1 - spread[..., None]
    base[..., key] = spread
    return base


def uniform_attention(queries: int, keys: int, mask: str = "none") -> Floats:
    cells = allowed(queries, keys, mask).astype(np.float64)
    return cells / cells.sum(axis=1, keepdims=True)


def as_bfloat16(values: Floats) -> NDArray[np.float32]:
    """float32 whose values carry the precision of bfloat16, rounded to nearest."""
    bits = values.astype(np.float32).view(np.uint32)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
    return rounded.astype(np.uint32).view(np.float32)


# Datasets in memory --------------------------------------------------------------------------


def dataset_of(
    attention: NDArray[Any],
    *,
    names: Sequence[str] | None = None,
    issue: Sequence[str] | None = None,
    description: Description | None = None,
    **companions: tuple[tuple[str, ...], NDArray[Any]],
) -> xr.Dataset:
    """A labelled dataset of attention (batch, layer, head, query, key)."""
    variables: dict[str, Any] = {
        "attention": (("batch", "layer", "head", "query", "key"), attention),
        **companions,
    }
    names = names or [f"sample{index:04d}" for index in range(attention.shape[0])]
    coords: dict[str, Any] = {"sample": ("batch", np.array(names))}
    if issue is not None:
        coords["forecast_reference_time"] = ("batch", np.array(issue, dtype="datetime64[ns]"))
    dataset = xr.Dataset(variables, coords=coords)
    if description is not None:
        dataset.attrs[ATTRIBUTE] = to_json(description)
    return dataset


def description_of(attention: NDArray[Any]) -> Description:
    """What the library says of an array nobody described, to be changed with ``replace``."""
    return describe_arrays(xr.DataArray(attention, dims=("batch", "layer", "head", "query", "key")))


# Run directories -----------------------------------------------------------------------------


def stamps(count: int, *, step_hours: float = 48.0, start: str = "20020103000000") -> list[str]:
    """Names of files: reference times ``step_hours`` apart."""
    first = datetime.strptime(start, "%Y%m%d%H%M%S")
    return [
        (first + timedelta(hours=step_hours * index)).strftime("%Y%m%d%H%M%S")
        for index in range(count)
    ]


def write_npz(path: Path, attention: NDArray[Any], **arrays: Any) -> Path:
    """One file as the users' scripts write it; float32 unless the array says otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = attention.astype(np.float32) if attention.dtype == np.float64 else attention
    np.savez_compressed(path, attention_weights=stored, **arrays)
    return path


def column_sums(attention: NDArray[Any]) -> NDArray[np.float32]:
    """The writer's own ``temporal_importance`` of (layer, head, query, key)."""
    sums: NDArray[np.float32] = attention.astype(np.float64).mean(axis=1).sum(axis=1)
    return sums.astype(np.float32)


def write_run(
    folder: Path,
    attention: NDArray[Any],
    *,
    names: Sequence[str] | None = None,
    hourly: bool = False,
    yaml: str = "",
    companions: bool = False,
    inner: str = "npz",
    seed: int = 0,
    extra: Mapping[str, Any] | None = None,
) -> Path:
    """A run directory, one file per sample.

    Parameters
    ----------
    attention : (batch, layer, head, query, key)
    names
        Stems of the files; reference times two days apart by default.
    hourly
        A training config that declares an hourly window, issue and horizon.
    companions
        Also temporal_importance, input window, predictions, targets and pickled metadata.
    inner
        Folder of the files; "" for the top level.
    """
    samples, _, _, _, keys = attention.shape
    names = names or stamps(samples)
    generator = np.random.default_rng(seed)
    for stem, weights in zip(names, attention, strict=True):
        arrays: dict[str, Any] = dict(extra or {})
        if companions:
            stored = weights.astype(np.float32) if weights.dtype == np.float64 else weights
            arrays |= {
                "temporal_importance": column_sums(stored),
                "solar_wind_data": generator.normal(size=(keys, 3)).astype(np.float32),
                "predictions": generator.normal(size=(6, 1)).astype(np.float32),
                "targets": generator.normal(size=(6, 1)).astype(np.float32),
                "metadata": np.array({"reference_time": stem}, dtype=object),
            }
        write_npz(folder / inner / f"{stem}.npz", weights, **arrays)
    if hourly:
        config = folder / ".hydra" / "config.yaml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(HYDRA_HOURLY.format(keys=keys), encoding="utf-8")
    if yaml:
        (folder / "reportgen.yaml").write_text(yaml, encoding="utf-8")
    return folder


def peaked_run(folder: Path, *, key: int, samples: int = 12, seed: int = 0, **options: Any) -> Path:
    """An hourly run of two layers and two heads whose planted key has lift 2.5."""
    options.setdefault("hourly", True)
    keys = options.pop("keys", 12)
    attention = planted_attention(key, 2.5, seed, shape=(samples, 2, 2, keys, keys))
    return write_run(folder, attention, **options)


def zipped(run: Path, target: Path) -> Path:
    """The run with ``npz/`` packed as the archiver does: ``npz.zip`` and the folder gone."""
    import shutil
    import zipfile

    shutil.copytree(run, target)
    with zipfile.ZipFile(target / "npz.zip", "w") as archive:
        # In another order than by name: readers must sort.
        for file in sorted((target / "npz").iterdir(), reverse=True):
            archive.write(file, f"npz/{file.name}")
    shutil.rmtree(target / "npz")
    return target


def tree(folder: Path, *, without: Iterable[str] = ()) -> dict[str, bytes]:
    """Relative name and bytes of every file below a folder."""
    left_out = set(without)
    return {
        name: file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and (name := file.relative_to(folder).as_posix()) not in left_out
    }
