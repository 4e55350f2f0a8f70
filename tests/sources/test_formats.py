"""Every format gives the same numbers, whatever its files are called."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.exceptions import NoAttentionError, UnreadableFileError
from reportgen.sources.arrays import ArrayFile
from reportgen.sources.formats import open_arrays
from reportgen.sources.store import FolderStore, open_store
from tests.builders import as_bfloat16, random_attention

ATTENTION = random_attention(0, shape=(2, 3, 6, 6)).astype(np.float32)
Arrays = Mapping[str, Any]


def safetensors(arrays: Arrays) -> bytes:
    """The format written from its description, by other code than the reader's."""
    names = {"f4": "F32", "f2": "F16", "f8": "F64", "i8": "I64"}
    header, body = {}, b""
    for name, values in arrays.items():
        raw = np.ascontiguousarray(values).tobytes()
        kind = names[values.dtype.str[1:]]
        place = [len(body), len(body) + len(raw)]
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": place}
        body += raw
    text = json.dumps({"__metadata__": {"made": "here"}, **header}).encode()
    return len(text).to_bytes(8, "little") + text + body


def write_npz_stored(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as stream:
        np.savez(stream, **arrays)


def write_npz_deflated(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def write_npy(path: Path, arrays: Arrays) -> None:
    with path.open("wb") as stream:
        np.save(stream, arrays["attention_weights"])


def write_safetensors(path: Path, arrays: Arrays) -> None:
    path.write_bytes(safetensors(arrays))


def write_netcdf(path: Path, arrays: Arrays, format: str = "NETCDF4") -> None:
    import xarray as xr

    variables = {
        name: (tuple(f"{name}_{axis}" for axis in range(values.ndim)), values)
        for name, values in arrays.items()
    }
    xr.Dataset(variables).to_netcdf(path, format=format, engine="netcdf4")


def write_netcdf_classic(path: Path, arrays: Arrays) -> None:
    write_netcdf(path, arrays, "NETCDF3_64BIT")


def write_hdf5(path: Path, arrays: Arrays) -> None:
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        for name, values in arrays.items():
            file[name] = values


def write_zarr(path: Path, arrays: Arrays, version: int) -> None:
    zarr = pytest.importorskip("zarr")
    group = zarr.open_group(str(path), mode="w", zarr_format=version)
    for name, values in arrays.items():
        group.create_array(name, data=values)


def write_zarr_2(path: Path, arrays: Arrays) -> None:
    write_zarr(path, arrays, 2)


def write_zarr_3(path: Path, arrays: Arrays) -> None:
    write_zarr(path, arrays, 3)


WRITERS: dict[str, Callable[[Path, Arrays], None]] = {
    "npz stored": write_npz_stored,
    "npz deflated": write_npz_deflated,
    "npy": write_npy,
    "safetensors": write_safetensors,
    "NetCDF-4": write_netcdf,
    "NetCDF classic": write_netcdf_classic,
    "HDF5": write_hdf5,
    "Zarr 2": write_zarr_2,
    "Zarr 3": write_zarr_3,
}


@pytest.mark.parametrize("kind", list(WRITERS))
def test_every_format_gives_the_same_weights(tmp_path: Path, kind: str) -> None:
    for index in range(2):
        WRITERS[kind](tmp_path / f"2024051{index}000000.any", {"attention_weights": ATTENTION})
    dataset = reportgen.open_run(tmp_path)
    assert dict(dataset.sizes) == {"batch": 2, "layer": 2, "head": 3, "query": 6, "key": 6}
    np.testing.assert_array_equal(dataset["attention"].values[1], ATTENTION)
    assert dataset["attention"].dtype == np.float32
    assert str(dataset["forecast_reference_time"].values[0])[:10] == "2024-05-10"


@pytest.mark.parametrize("kind", list(WRITERS))
def test_one_file_is_a_run(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "sample.any"
    WRITERS[kind](file, {"attention_weights": ATTENTION})
    dataset = reportgen.open_run(file)
    np.testing.assert_array_equal(dataset["attention"].values[0], ATTENTION)


def test_pt_is_read_by_the_weights_only_loader(tmp_path: Path, torch: ModuleType) -> None:
    tensors = {"attentions": tuple(torch.from_numpy(layer)[None] for layer in ATTENTION)}
    torch.save(tensors, tmp_path / "sample.pt")
    dataset = reportgen.open_run(tmp_path)
    np.testing.assert_array_equal(dataset["attention"].values[0], ATTENTION)


def test_pt_with_bfloat16(tmp_path: Path, torch: ModuleType) -> None:
    torch.save({"attention": torch.from_numpy(ATTENTION).to(torch.bfloat16)}, tmp_path / "x.pt")
    values = reportgen.open_run(tmp_path)["attention"].values[0]
    np.testing.assert_array_equal(values, as_bfloat16(ATTENTION.astype(np.float64)))


def test_pt_with_more_than_tensors_is_not_executed(tmp_path: Path, torch: ModuleType) -> None:
    torch.save({"attention": torch.from_numpy(ATTENTION), "path": tmp_path}, tmp_path / "x.pt")
    with pytest.raises(NoAttentionError, match="pickled"):
        reportgen.open_run(tmp_path)


@pytest.mark.parametrize("missing", ["torch", "zarr"])
def test_a_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "torch":
        (tmp_path / "x.pt").write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.")
    else:
        (tmp_path / "x.zarr").mkdir()
        (tmp_path / "x.zarr" / "zarr.json").write_text("{}")
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    with pytest.raises(NoAttentionError, match=f"needs-{missing}.*pip install 'reportgen"):
        reportgen.open_run(tmp_path)


def test_hdf5_without_h5py_is_read_by_netcdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_hdf5(tmp_path / "x.h5", {"attention_weights": ATTENTION})
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    np.testing.assert_array_equal(reportgen.open_run(tmp_path)["attention"].values[0], ATTENTION)


def test_half_precision_hdf5_without_h5py_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_hdf5(tmp_path / "x.h5", {"attention_weights": ATTENTION.astype(np.float16)})
    values = reportgen.open_run(tmp_path)["attention"].values[0]
    np.testing.assert_array_equal(values, ATTENTION.astype(np.float16))
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(NoAttentionError, match="needs-h5py"):
        reportgen.open_run(tmp_path)


# Archives ------------------------------------------------------------------------------------


def npz_bytes(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("inside", [True, False])
def test_tars_are_read_in_place(tmp_path: Path, mode: str, inside: bool) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    archive = folder / "samples.tar" if inside else tmp_path / "run.tgz"
    content = npz_bytes(attention_weights=ATTENTION)
    with tarfile.open(archive, mode) as tar:  # type: ignore[call-overload]
        for name in ("npz/b.npz", "npz/a.npz"):
            item = tarfile.TarInfo(name)
            item.size = len(content)
            tar.addfile(item, io.BytesIO(content))
        tar.addfile(tarfile.TarInfo("npz/link.npz"))
    dataset = reportgen.open_run(folder if inside else archive)
    assert dataset["sample"].values.tolist() == ["a", "b"]
    np.testing.assert_array_equal(dataset["attention"].values[0], ATTENTION)


def test_other_zips_are_read_in_place(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "anything.zip", "w") as archive:
        archive.writestr("deep/er/a.npz", npz_bytes(attention_weights=ATTENTION))
        archive.writestr("__MACOSX/deep/er/._a.npz", b"junk")
    dataset = reportgen.open_run(tmp_path)
    assert dataset["sample"].values.tolist() == ["a"]


def test_members_of_other_formats_are_read_in_place(tmp_path: Path) -> None:
    write_netcdf(tmp_path / "a.nc", {"attention_weights": ATTENTION})
    with zipfile.ZipFile(tmp_path / "run.zip", "w") as archive:
        archive.write(tmp_path / "a.nc", "samples/a.nc")
        archive.writestr("samples/notes.txt", "words")
    dataset = reportgen.open_run(tmp_path / "run.zip")
    np.testing.assert_array_equal(dataset["attention"].values[0], ATTENTION)


def test_two_archives_are_not_chosen_between(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.npz", npz_bytes(attention_weights=ATTENTION))
    with pytest.raises(NoAttentionError, match="2 archives"):
        reportgen.open_run(tmp_path)


def test_npz_comes_before_what_lies_beside_it(tmp_path: Path) -> None:
    write_npz_stored(tmp_path / "a.npz", {"attention_weights": ATTENTION})
    for name in ("scores.npy", "losses.npy"):
        np.save(tmp_path / name, np.zeros((2, 2, 9, 9)))
    assert reportgen.open_run(tmp_path)["sample"].values.tolist() == ["a"]


def test_checkpoints_are_no_samples(tmp_path: Path) -> None:
    (tmp_path / "model_best.safetensors").write_bytes(safetensors({"w": ATTENTION}))
    (tmp_path / "notes.txt").write_text("words")
    with pytest.raises(NoAttentionError, match="holds no attention file"):
        open_store(tmp_path)


# Values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_every_float_and_order(tmp_path: Path, dtype: str, order: Any) -> None:
    stored = np.asarray(ATTENTION.astype(dtype), order=order)
    write_npz_stored(tmp_path / "a.npz", {"attention_weights": stored})
    values = reportgen.open_run(tmp_path)["attention"].values[0]
    assert values.dtype.isnative
    np.testing.assert_array_equal(values, ATTENTION.astype(dtype))


@pytest.mark.parametrize("dtype", ["<u2", ">u2", "V2"])
def test_bfloat16_in_integers(tmp_path: Path, dtype: str) -> None:
    exact = as_bfloat16(ATTENTION.astype(np.float64))
    halves = (exact.view(np.uint32) >> 16).astype(np.uint16)
    stored = halves.view("V2") if dtype == "V2" else halves.astype(dtype)
    write_npz_stored(tmp_path / "a.npz", {"attention_weights": stored})
    dataset = reportgen.open_run(tmp_path)
    np.testing.assert_array_equal(dataset["attention"].values[0], exact)
    assert "note.layout.bfloat16" in dataset.attrs["reportgen"]


def test_cross_attention_is_not_square(tmp_path: Path) -> None:
    cross = random_attention(1, shape=(2, 2, 4, 10))
    write_npz_stored(tmp_path / "a.npz", {"attention_weights": cross})
    dataset = reportgen.open_run(tmp_path)
    assert (dataset.sizes["query"], dataset.sizes["key"]) == (4, 10)


def test_only_what_is_asked_for_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.sources.npz import NpzFile

    for name in "abc":
        arrays = {"attention_weights": ATTENTION, "predictions": np.zeros((6, 1))}
        write_npz_stored(tmp_path / f"{name}.npz", arrays)
    asked: list[str] = []
    read = NpzFile.read
    monkeypatch.setattr(NpzFile, "read", lambda s, n: (asked.append(n), read(s, n))[1])
    dataset = reportgen.open_run(tmp_path)
    assert asked == []
    dataset["attention"].isel(batch=1).load()
    assert asked == ["attention_weights"]


# xarray's own way in -----------------------------------------------------------------------------


def test_xarray_opens_a_file_by_engine(tmp_path: Path) -> None:
    import xarray as xr

    write_npz_stored(tmp_path / "attention_batch_0000.npz", {"attention_weights": ATTENTION})
    file = tmp_path / "attention_batch_0000.npz"
    with xr.open_dataset(file, engine="reportgen", cadence="12min") as dataset:
        assert dataset["attention"].dims == ("batch", "layer", "head", "query", "key")
        assert not dataset["attention"].variable._in_memory
        np.testing.assert_array_equal(dataset["attention"].values[0], ATTENTION)
        assert dataset["hours_before_last_input"].values[0] == pytest.approx(1.0)


def test_xarray_opens_a_folder_by_engine(tmp_path: Path) -> None:
    import xarray as xr

    pytest.importorskip("dask")
    for index in range(3):
        write_npz_stored(tmp_path / f"2024051{index}000000.npz", {"attention_weights": ATTENTION})
    with xr.open_mfdataset(
        str(tmp_path / "*.npz"), engine="reportgen", combine="nested", concat_dim="batch"
    ) as dataset:
        assert dataset.sizes["batch"] == 3
        np.testing.assert_array_equal(dataset["attention"].isel(batch=2).values, ATTENTION)


# One file, its parts -----------------------------------------------------------------------------


def opened(path: Path) -> ArrayFile:
    with open_arrays(FolderStore(path.parent), path.name) as file:
        return file


def test_a_header_of_a_billion_elements_costs_nothing(tmp_path: Path) -> None:
    stream = io.BytesIO()
    shape = (10, 10, 10_000, 1000)
    header = {"descr": "<f4", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, header)
    (tmp_path / "x.npy").write_bytes(stream.getvalue() + b"\0" * 64)
    with pytest.raises(UnreadableFileError, match="disagree"):
        opened(tmp_path / "x.npy")
