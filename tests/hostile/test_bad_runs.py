"""Whole runs that were made, or grown, to do harm."""

from __future__ import annotations

import gc
import io
import os
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reportgen
from reportgen.exceptions import NoAttentionError, ReportgenError, UnreadableFileError
from reportgen.sources import archives, arrays, store
from reportgen.sources.store import FolderStore, is_safe
from tests.builders import random_attention, write_run
from tests.sources.test_formats import npz_bytes

WEIGHTS = random_attention(0, shape=(2, 2, 5, 5)).astype(np.float32)
GOOD = (3, 2, 2, 5, 5)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits for a test that need not fill the memory."""
    for module in (arrays, archives):
        monkeypatch.setattr(module, "BOMB_BYTES", 2**20)


def reasons(run: Path) -> dict[str, str]:
    summary = reportgen.summarize(reportgen.open_run(run))
    from reportgen.summarize.dataset import description_of

    return {item.file: item.reason for item in description_of(summary).skipped}


def bomb() -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, attention_weights=np.zeros((2, 2, 1000, 1000), dtype=np.float32))
    return stream.getvalue()


@pytest.mark.usefixtures("small_limits")
def test_an_npz_bomb_is_skipped(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    (run / "npz" / "bomb.npz").write_bytes(bomb())
    assert reasons(run) == {"bomb.npz": "bomb"}


@pytest.mark.usefixtures("small_limits")
def test_a_zip_of_a_bomb_is_skipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "run.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npz", npz_bytes(attention_weights=WEIGHTS))
        archive.writestr("b.npz", b"\0" * 2**24)
    assert reasons(tmp_path / "run.zip") == {"b.npz": "bomb"}


@pytest.mark.usefixtures("small_limits")
def test_a_compressed_tar_bomb_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "run.tar.gz", "w:gz") as tar:
        item = tarfile.TarInfo("a.npz")
        item.size = 2**24
        tar.addfile(item, io.BytesIO(b"\0" * item.size))
    with pytest.raises(NoAttentionError, match="times its size"):
        reportgen.open_run(tmp_path / "run.tar.gz")


def test_a_directory_that_lies_about_a_member(tmp_path: Path) -> None:
    """The zip's directory says 10 bytes more than the member holds."""
    content = bytearray(npz_bytes(attention_weights=WEIGHTS))
    place = content.rindex(b"PK\x01\x02")
    size = int.from_bytes(content[place + 24 : place + 28], "little") + 10
    content[place + 24 : place + 28] = size.to_bytes(4, "little")
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(NoAttentionError, match="truncated"):
        reportgen.open_run(tmp_path)


def test_a_bad_crc_is_found_while_reading(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    stream = io.BytesIO()
    np.savez(stream, attention_weights=random_attention(0, shape=GOOD)[0].astype("f4"))
    content = bytearray(stream.getvalue())
    content[content.index(b"PK\x01\x02") - 8] ^= 1
    (run / "npz" / "bad.npz").write_bytes(content)
    assert reasons(run) == {"bad.npz": "truncated"}


@pytest.mark.parametrize("name", ["/etc/a.npz", "../../a.npz", "a/../../../b.npz", "C:\\a.npz"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_never_become_paths(tmp_path: Path, name: str, kind: str) -> None:
    content = npz_bytes(attention_weights=WEIGHTS)
    folder = tmp_path / "inner"
    folder.mkdir()
    # What a name that climbs would reach.
    (tmp_path / "reportgen.yaml").write_text("name: stolen\n")
    if kind == "zip":
        with zipfile.ZipFile(folder / "npz.zip", "w") as archive:
            archive.writestr(name, content)
            archive.writestr(name.replace("a.npz", "c.npz").replace("b.npz", "d.npz"), content)
    else:
        with tarfile.open(folder / "x.tar", "w") as tar:
            item = tarfile.TarInfo(name)
            item.size = len(content)
            tar.addfile(item, io.BytesIO(content))
    before = sorted(tmp_path.rglob("*"))
    dataset = reportgen.open_run(folder)
    dataset["attention"].load()
    assert "stolen" not in dataset.attrs["reportgen"]
    assert all("/" not in sample for sample in dataset["sample"].values)
    assert sorted(tmp_path.rglob("*")) == before


def test_safe_names() -> None:
    assert is_safe(".hydra/config.yaml")
    assert not any(map(is_safe, ("../x", "/x", "a/../../x", "..\\x", "C:/x")))


def test_links_in_a_circle(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    (run / "npz" / "loop.npz").symlink_to(run / "npz" / "loop.npz")
    (run / "self").symlink_to(run)
    assert reasons(run) == {}
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "again").symlink_to(tmp_path / "only")
    with pytest.raises(NoAttentionError):
        reportgen.open_run(tmp_path / "only")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    with pytest.raises(NoAttentionError, match="does not exist"):
        reportgen.open_run(tmp_path / "ring")


def test_pipes_and_devices_are_no_samples(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    os.mkfifo(run / "npz" / "pipe.npz")
    os.mkfifo(tmp_path / "alone")
    assert reasons(run) == {}


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD), names=["a", "b", "c"])

    def refuse(path: str, mode: str) -> Any:
        # Root, whom tests may run as, is refused nothing.
        if Path(path).name == "b.npz":
            raise PermissionError(13, "Permission denied")
        return open(path, mode)  # noqa: PTH123

    monkeypatch.setattr(store, "open", refuse, raising=False)
    assert reasons(run) == {"b.npz": "unreadable"}


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD), names=["a", "b", "c"])
    dataset = reportgen.open_run(run)
    other = random_attention(7, shape=(2, 2, 5, 5)).astype(np.float32)
    np.savez(run / "npz" / "b.npz", attention_weights=other)
    with pytest.raises(UnreadableFileError, match="changed"):
        dataset["attention"].isel(batch=1).load()
    from reportgen.summarize.dataset import description_of

    summary = reportgen.summarize(dataset)
    assert [item.reason for item in description_of(summary).skipped] == ["changed"]


def test_a_file_that_is_still_being_written(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    whole = npz_bytes(attention_weights=WEIGHTS)
    (run / "npz" / "growing.npz").write_bytes(whole[: len(whole) * 2 // 3])
    assert reasons(run) == {"growing.npz": "not-zip"}


def test_a_large_configuration_is_not_taken_into_memory(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", random_attention(0, shape=GOOD))
    with (run / "reportgen.yaml").open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(ReportgenError, match="too-large"):
        FolderStore(run).read_text("reportgen.yaml")


def test_a_thousand_samples_of_nothing(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", attention_weights=np.zeros((0, 2, 2, 5, 5), dtype=np.float32))
    with pytest.raises(NoAttentionError):
        reportgen.open_run(tmp_path)


def test_a_stream_that_never_ends_is_cut_at_its_announced_size() -> None:
    """Deflate may hide a billion zeros behind a directory that announces a hundred."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", b"\0" * 2**22)
    content = bytearray(stream.getvalue())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    content[place + 16 : place + 20] = zlib.crc32(b"\0" * 100).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive, archive.open("x.npy") as member:
        assert len(member.read()) == 100


def test_a_zip_with_a_member_without_a_name_is_read_past_it(tmp_path: Path) -> None:
    """A damaged directory may blank a name; what else the zip holds is still a run."""
    path = tmp_path / "run.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("nameless.bin", b"")
        archive.writestr("a.npz", npz_bytes(attention_weights=WEIGHTS))
    # A zero byte ends the name for zipfile.
    path.write_bytes(path.read_bytes().replace(b"nameless.bin", b"\0ameless.bin"))
    with zipfile.ZipFile(path) as damaged:
        assert "" in damaged.namelist()
    assert reportgen.open_run(path).sizes["batch"] == 1


def test_a_tar_that_breaks_off_leaves_no_file_open(tmp_path: Path) -> None:
    content = npz_bytes(attention_weights=WEIGHTS)
    first, long_name = tarfile.TarInfo("a.npz"), tarfile.TarInfo("././@LongLink")
    first.size = len(content)
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 10
    whole = content + b"\0" * (-len(content) % 512)
    # A long name with no member after it: the first member opens, the list of members does not.
    (tmp_path / "run.tar").write_bytes(
        first.tobuf() + whole + long_name.tobuf() + b"b".ljust(512, b"\0")
    )
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with pytest.raises(NoAttentionError, match="cannot be read as a tar"):
            reportgen.open_run(tmp_path / "run.tar")
        gc.collect()
    assert [str(each.message) for each in heard] == []


def test_nine_files_of_which_one_breaks_off_have_permutations(tmp_path: Path) -> None:
    """What counts is how many samples are read, not how many were announced."""
    attention = random_attention(0, shape=(9, 2, 2, 5, 5))
    run = write_run(tmp_path / "run", attention)
    broken = sorted((run / "npz").iterdir())[4]
    content = bytearray(npz_bytes(attention_weights=WEIGHTS))
    # The header is sound, a value is not: it shows only when the values are read.
    content[content.index(b"PK\x01\x02") - 8] ^= 1
    broken.write_bytes(content)
    eight = write_run(tmp_path / "eight", attention)
    (eight / "npz" / broken.name).unlink()
    summary = reportgen.summarize(reportgen.open_run(run))
    at_once = reportgen.summarize(reportgen.open_run(eight))
    assert summary.sizes["batch"] == 8
    np.testing.assert_array_equal(summary["null_incoming"], at_once["null_incoming"])
    assert reasons(run) == {broken.name: "truncated"}
