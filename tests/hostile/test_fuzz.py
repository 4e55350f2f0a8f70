"""Every reader against files that are damaged, cut short, or lie: one reason, and nothing else."""

from __future__ import annotations

import io
import struct
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.exceptions import NoAttentionError, UnreadableFileError, UsageError
from reportgen.sources.arrays import MAX_ARRAY_BYTES
from reportgen.sources.formats import open_arrays
from reportgen.sources.run import open_run
from reportgen.sources.store import FolderStore
from tests.builders import random_attention
from tests.sources.test_formats import safetensors

WEIGHTS = random_attention(0, shape=(2, 2, 5, 5)).astype(np.float32)
REFUSED = (UnreadableFileError, NoAttentionError, UsageError)


def npz(compressed: bool = False) -> bytes:
    stream = io.BytesIO()
    save = np.savez_compressed if compressed else np.savez
    save(stream, attention_weights=WEIGHTS, predictions=np.zeros((3, 1)))
    return stream.getvalue()


def npy() -> bytes:
    stream = io.BytesIO()
    np.save(stream, WEIGHTS)
    return stream.getvalue()


def netcdf3() -> bytes:
    import xarray as xr

    dataset = xr.Dataset({"attention": (("layer", "head", "query", "key"), WEIGHTS)})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.nc"
        dataset.to_netcdf(path, engine="netcdf4", format="NETCDF3_64BIT")
        return path.read_bytes()


def archive(kind: str) -> bytes:
    stream = io.BytesIO()
    content = npz()
    if kind == "zip":
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr("npz/a.npz", content)
            zipped.writestr("npz/b.npz", content)
        return stream.getvalue()
    with tarfile.open(fileobj=stream, mode="w:gz" if kind == "tar.gz" else "w") as tar:
        for name in ("npz/a.npz", "npz/b.npz"):
            item = tarfile.TarInfo(name)
            item.size = len(content)
            tar.addfile(item, io.BytesIO(content))
    return stream.getvalue()


WHOLE = {
    "npz": npz(),
    "npz deflated": npz(compressed=True),
    "npy": npy(),
    "safetensors": safetensors({"attention_weights": WEIGHTS}),
    "NetCDF classic": netcdf3(),
    "zip": archive("zip"),
    "tar": archive("tar"),
    "tar.gz": archive("tar.gz"),
}
FAST, SLOW = 60, 1500


@st.composite
def damages(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file that is cut, flipped in some places, has a number replaced, or is stretched."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        if not content:
            break
        # Headers are what readers believe, and zips end with theirs.
        place = draw(
            st.one_of(
                st.integers(0, min(300, len(content) - 1)),
                st.integers(0, len(content) - 1),
                st.integers(max(0, len(content) - 300), len(content) - 1),
            )
        )
        match draw(st.sampled_from(["flip", "number", "cut", "repeat", "insert"])):
            case "flip":
                content[place] ^= draw(st.integers(1, 255))
            case "number":
                value = draw(st.sampled_from([0, 1, 2**31 - 1, 2**32 - 1, 2**63 - 1, 2**64 - 1]))
                width = draw(st.sampled_from([2, 4, 8]))
                content[place : place + width] = struct.pack("<Q", value)[:width]
            case "cut":
                del content[place:]
            case "repeat":
                content[place:place] = content[: draw(st.integers(1, 64))]
            case "insert":
                content[place:place] = draw(st.binary(min_size=1, max_size=16))
    return bytes(content)


def read_everything(path: Path) -> None:
    """Open a file as a run does, and read its values; what is refused has a reason."""
    try:
        dataset = open_run(path)
        attention = dataset["attention"]
        assert attention.nbytes <= MAX_ARRAY_BYTES
        for index in range(min(int(attention.sizes["batch"]), 4)):
            attention.isel(batch=index).load()
        for name in set(dataset.data_vars) - {"attention"}:
            dataset[name].isel(batch=0).load()
    except REFUSED:
        return


def put(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> Path:
    path = tmp_path_factory.getbasetemp() / "fuzzed"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", list(WHOLE))
@given(draw=st.data())
@settings(
    max_examples=FAST,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_damaged_files(
    tmp_path_factory: pytest.TempPathFactory, kind: str, draw: st.DataObject
) -> None:
    read_everything(put(tmp_path_factory, draw.draw(damages(WHOLE[kind]))))


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(WHOLE))
@given(draw=st.data())
@settings(max_examples=SLOW, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_damaged_files_at_length(
    tmp_path_factory: pytest.TempPathFactory, kind: str, draw: st.DataObject
) -> None:
    read_everything(put(tmp_path_factory, draw.draw(damages(WHOLE[kind]))))


HEADERS = st.fixed_dictionaries(
    {
        "descr": st.one_of(
            st.sampled_from(["<f4", ">f8", "|O", "<U0", "<U9", "V2", "V99999999", "<M8[ns]", "x"]),
            st.text(max_size=6),
            st.just([("a", "<f4")]),
            st.just(("<f4", (9, 9))),
        ),
        "fortran_order": st.one_of(st.booleans(), st.none(), st.integers()),
        "shape": st.one_of(
            st.lists(st.integers(-5, 2**66), max_size=70).map(tuple),
            st.just((10**9, 10**9)),
            st.just((0, 2**62)),
            st.just(5),
            st.just("(2, 2)"),
        ),
    }
)


@given(
    header=st.one_of(HEADERS.map(repr), st.text(max_size=80), st.just("(" * 9000)),
    version=st.sampled_from([(1, 0), (2, 0), (3, 0), (9, 9)]),
    zipped=st.booleans(),
)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_lying_npy_headers(
    tmp_path_factory: pytest.TempPathFactory, header: str, version: tuple[int, int], zipped: bool
) -> None:
    text = header.encode("utf-8", "replace")
    length = struct.pack("<H" if version == (1, 0) else "<I", len(text))
    content = b"\x93NUMPY" + bytes(version) + length + text + b"\0" * 400
    if zipped:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive_:
            archive_.writestr("attention_weights.npy", content)
        content = stream.getvalue()
    read_everything(put(tmp_path_factory, content))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(
    entry=st.one_of(
        JSON,
        st.fixed_dictionaries(
            {
                "dtype": st.one_of(st.sampled_from(["F32", "BF16", "F8_E4M3", "U16"]), JSON),
                "shape": st.one_of(st.lists(st.integers(-1, 2**64), max_size=6), JSON),
                "data_offsets": st.one_of(st.lists(st.integers(-9, 2**64), max_size=3), JSON),
            }
        ),
    ),
    body=st.binary(max_size=64),
)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_lying_safetensors_headers(
    tmp_path_factory: pytest.TempPathFactory, entry: Any, body: bytes
) -> None:
    import json

    text = json.dumps({"attention_weights": entry}).encode()
    read_everything(put(tmp_path_factory, len(text).to_bytes(8, "little") + text + body))


@given(content=st.binary(max_size=600))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = put(tmp_path_factory, content)
    store = FolderStore(path.parent, only=path.name)
    try:
        with open_arrays(store, path.name) as file:
            for name in file.headers:
                file.read(name)
    except UnreadableFileError:
        return


# What C libraries read, in a process of its own: a crash there would end this one ---------------

IN_A_CHILD = """
import random, sys
from pathlib import Path
from tests.hostile.test_fuzz import read_everything
folder, kind, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
whole = (folder / kind).read_bytes()
for seed in range(first, last):
    chance = random.Random(seed)
    content = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        place = min(int(chance.expovariate(1 / 400)), len(content) - 1)
        content[place] ^= chance.randint(1, 255)
    if chance.random() < 0.2:
        del content[chance.randrange(len(content)):]
    (folder / "damaged").write_bytes(bytes(content))
    print(seed, flush=True)
    read_everything(folder / "damaged")
print("done")
"""


@pytest.mark.slow
def test_damaged_hdf5(tmp_path: Path) -> None:
    import subprocess
    import sys

    import xarray as xr

    dataset = xr.Dataset({"attention": (("layer", "head", "query", "key"), WEIGHTS)})
    dataset.to_netcdf(tmp_path / "hdf5", engine="netcdf4", format="NETCDF4")
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CHILD, str(tmp_path), "hdf5", "0", "300"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stdout[-40:], done.stderr[-2000:])
    assert done.stdout.endswith("done\n")


def hdf5_with_text(other: str = "other") -> bytes:
    import h5py

    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file["attention_weights"] = WEIGHTS
        file["tokens"] = list("abcde")
        file[other] = np.zeros(3)
    return stream.getvalue()


def circling_heap() -> bytes:
    """The heap of the texts begins with a free object of no size, which leads to itself."""
    content = bytearray(hdf5_with_text())
    place = content.index(b"GCOL") + 16
    content[place : place + 16] = bytes(16)
    return bytes(content)


@pytest.mark.parametrize("zipped", [False, True], ids=["file", "within an archive"])
def test_hdf5_that_leads_in_a_circle_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    """The library follows it for ever, and nothing of ours could interrupt it."""
    from reportgen.sources import trial

    monkeypatch.setattr(trial, "PATIENCE", 3.0)
    run = tmp_path / "run"
    run.mkdir()
    files = {"a.h5": hdf5_with_text(), "b.h5": circling_heap(), "c.h5": hdf5_with_text()}
    if zipped:
        with zipfile.ZipFile(tmp_path / "run.zip", "w") as archive_:
            for name, content in files.items():
                archive_.writestr(name, content)
    for name, content in files.items():
        (run / name).write_bytes(content)
    dataset = open_run(tmp_path / "run.zip" if zipped else run)
    assert dataset["file"].values.tolist() == ["a.h5", "c.h5"]
    assert "the HDF5 library hangs" in dataset.attrs["reportgen"]


def test_hdf5_names_that_are_no_text(tmp_path: Path) -> None:
    content = hdf5_with_text("letters").replace(b"letters", b"l\xff\xfeters")
    (tmp_path / "a.h5").write_bytes(content)
    assert open_run(tmp_path)["attention"].sizes["key"] == 5
