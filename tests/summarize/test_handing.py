"""Sums that are handed on through a file: the same, to be changed, and gone when they are taken."""

from __future__ import annotations

import signal
from pathlib import Path

import numpy as np
import pytest

from reportgen.summarize import workers
from reportgen.summarize.handing import Handed


def test_what_is_taken_is_what_was_given(tmp_path: Path) -> None:
    given = {
        "sums": np.arange(12.0).reshape(3, 4),
        "odd": np.arange(7, dtype=np.int8),
        "names": np.array(["a", "ü"], dtype=object),
        "none": np.empty((0, 3)),
        "other": None,
    }
    handed = Handed.of(given, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    assert len(handed.pickled) < 1000
    taken = handed.take()
    assert not list(tmp_path.iterdir())
    assert set(taken) == set(given)
    for name in ("sums", "odd", "names", "none"):
        np.testing.assert_array_equal(taken[name], given[name])
        assert taken[name].dtype == given[name].dtype
    assert taken["sums"].flags.aligned
    taken["sums"] += 1
    assert given["sums"][0, 0] == 0


def test_something_without_arrays(tmp_path: Path) -> None:
    assert Handed.of({"a": 1}, tmp_path).take() == {"a": 1}


def test_without_room_for_a_file_it_goes_through_the_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "chunk_sum", lambda task, room: task)
    assert workers._sum_in_child("the sum", tmp_path / "gone") == "the sum"
    assert isinstance(workers._sum_in_child("the sum", tmp_path), Handed)


def test_a_full_disk_is_left_as_it_was(tmp_path: Path) -> None:
    """A real limit on the size of files stands for the end of the disk."""
    resource = pytest.importorskip("resource", reason="no such limits on this system")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            Handed.of({"sums": np.zeros(1 << 16)}, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not list(tmp_path.iterdir())
