"""Plain zips are read without zipfile, and never otherwise than it would read them."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from reportgen import open_run, summarize
from reportgen.exceptions import UnreadableFileError
from reportgen.sources import member_bytes
from reportgen.sources.formats import open_arrays
from reportgen.sources.member_bytes import MemberBytes, whole
from reportgen.sources.members import Member, NotPlain, Room, Source
from reportgen.sources.npz import NpzFile, PlainZip, plain_npz
from reportgen.sources.store import FolderStore
from tests.builders import random_attention, write_run

ARRAYS = {
    "attention_weights": random_attention(0, shape=(1, 2, 4, 4)).astype(np.float32),
    "fortran": np.asfortranarray(np.arange(12.0).reshape(3, 4)),
    "swapped": np.arange(5, dtype=">i4"),
    "tokens": np.array(["a", "bc"]),
    "nothing": np.zeros((0, 3)),
}


@pytest.fixture(params=["zlib", "isal.isal_zlib"], autouse=True)
def inflater(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both that may inflate and take CRCs."""
    module = pytest.importorskip(request.param, reason="no wheel of isal for this machine")
    monkeypatch.setattr(member_bytes, "zlib", module)


def packed(*, deflated: bool) -> bytes:
    stream = io.BytesIO()
    (np.savez_compressed if deflated else np.savez)(stream, **ARRAYS)
    return stream.getvalue()


def read(content: bytes) -> NpzFile | None:
    return plain_npz(io.BytesIO(content), len(content))


@pytest.mark.parametrize("deflated", [False, True])
def test_what_numpy_writes_is_read_as_numpy_reads_it(tmp_path: Path, deflated: bool) -> None:
    (tmp_path / "a.npz").write_bytes(packed(deflated=deflated))
    with open_arrays(FolderStore(tmp_path), "a.npz") as file:
        assert isinstance(file, NpzFile)
        assert isinstance(file.archive, PlainZip)
        for name, values in ARRAYS.items():
            got = file.read(name)
            assert got.dtype == values.dtype
            np.testing.assert_array_equal(got, values)
        with zipfile.ZipFile(tmp_path / "a.npz") as archive:
            for name, header in file.headers.items():
                assert header.crc == archive.getinfo(f"{name}.npy").CRC
                assert header.bytes == archive.getinfo(f"{name}.npy").file_size


def test_a_large_file_is_read_member_by_member(tmp_path: Path) -> None:
    attention = random_attention(1, shape=(2, 3, 150, 150)).astype(np.float32)
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "a.npz", attention_weights=attention, other=np.arange(9))
        with open_arrays(FolderStore(tmp_path), "a.npz") as file:
            np.testing.assert_array_equal(file.read("attention_weights"), attention)
            np.testing.assert_array_equal(file.read("other"), np.arange(9))


def unusual() -> dict[str, bytes]:
    """Zips that are no plain ones, sound or not."""
    plain = packed(deflated=False)
    end = plain.rindex(b"PK\x05\x06")
    entry = plain.index(b"PK\x01\x02")
    commented = plain[:end] + plain[end:-2] + b"\x02\0hi"
    encrypted = bytearray(plain)
    encrypted[entry + 8] |= 1
    renamed = bytearray(plain)
    renamed[30] ^= 1
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("attention_weights.npy", b"x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("attention_weights.npy", b"x")
    return {
        "comment": commented,
        "junk before": b"junk" + plain,
        "encrypted": bytes(encrypted),
        "two names": bytes(renamed),
        "twice": twice.getvalue(),
        "cut": plain[: len(plain) // 2],
        "empty": b"PK\x05\x06" + bytes(18),
        "short": b"PK\x05",
    }


def test_whatever_is_unusual_is_left_to_zipfile() -> None:
    assert read(packed(deflated=False)) is not None
    assert [name for name, content in unusual().items() if read(content) is not None] == []


@pytest.mark.parametrize("deflated", [False, True])
def test_no_changed_byte_changes_a_value(tmp_path: Path, deflated: bool) -> None:
    """Each byte once: the file is refused, or says what it said."""
    sound = packed(deflated=deflated)
    path, store, refused = tmp_path / "a.npz", FolderStore(tmp_path), 0
    for place in range(0, len(sound), 3):
        broken = bytearray(sound)
        broken[place] ^= 0x55
        path.write_bytes(broken)
        try:
            with open_arrays(store, "a.npz") as file:
                for name in set(file.headers) & set(ARRAYS):
                    np.testing.assert_array_equal(file.read(name), ARRAYS[name])
        except UnreadableFileError:
            refused += 1
    assert refused > len(sound) // 12


@pytest.mark.parametrize("deflated", [False, True])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_member_is_as_long_as_announced(deflated: bool, more: int) -> None:
    """Another length is no plain member, even where the CRC is that of what was read."""
    content = bytes(range(256)) * 9
    packed = zlib.compress(content, wbits=-zlib.MAX_WBITS) if deflated else content + b"next"
    announced = len(content) + more
    crc = zlib.crc32((content + b"n")[:announced])
    member = Member(0, len(packed) if deflated else announced, announced, crc, deflated)
    target = np.zeros(announced, np.uint8)
    if deflated and more:
        with pytest.raises(NotPlain):
            whole(Source(io.BytesIO(packed), len(packed)), member, target)
        return
    whole(Source(io.BytesIO(packed), len(packed)), member, target)
    assert bytes(target) == (content + b"n")[:announced]
    with pytest.raises(NotPlain):
        MemberBytes(Source(io.BytesIO(packed), len(packed)), member).fill(
            memoryview(bytearray(announced + 1))
        )
    with pytest.raises(NotPlain):
        MemberBytes(Source(io.BytesIO(packed), len(packed)), member).end()


def test_a_room_is_aligned_and_used_again() -> None:
    room = Room()
    for _ in range(3):
        one, two = room.take(100), room.take(7)
        assert one.ctypes.data % 64 == two.ctypes.data % 64 == 0
        one[:], two[:] = 1, 2
        assert (one == 1).all()
        last = one.ctypes.data
        room.clear()
    assert room.take(100).ctypes.data == last


def test_a_file_is_opened_once_to_be_summarised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attention = random_attention(2, shape=(5, 2, 2, 6, 6))
    run = write_run(tmp_path / "run", attention, hourly=True, companions=True)
    dataset = open_run(run, overrides={"mask": "none"})
    names: list[str] = []
    opened = FolderStore.open
    monkeypatch.setattr(
        FolderStore, "open", lambda store, name: (names.append(name), opened(store, name))[1]
    )
    summarize(dataset, jobs=1)
    assert len(names) == len(set(names)) == 5
