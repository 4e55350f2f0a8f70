"""The history: whole lines whatever happens, and what counts as one night."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reportgen.nightly.history import (
    FILE,
    append_night,
    append_record,
    append_removed,
    read_history,
    site_lock,
)
from reportgen.nightly.record import as_json, from_json

from .records import record


def test_a_record_comes_back_as_it_was() -> None:
    kept = record()
    assert from_json(json.loads(json.dumps(as_json(kept)))) == kept


def test_keys_of_a_later_version_are_passed_over() -> None:
    assert from_json({**as_json(record()), "colour": "red"}) == record()


def test_a_torn_line_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    append_record(tmp_path, record("a"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"kind":"run","name":"to')
    append_record(tmp_path, record("b"))
    assert [item.name for item in read_history(tmp_path).records] == ["a", "b"]


def test_lines_that_are_no_records_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(
        b'\xff\n[]\n1\n{"kind":"run"}\n{"kind":"run","name":3,"state":"built"}\n{"kind":"night"}\n'
    )
    append_record(tmp_path, record("a"))
    assert [item.name for item in read_history(tmp_path).records] == ["a"]


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: append_record(tmp_path, record(f"run-{n}")), range(100)))
    assert len(read_history(tmp_path).records) == 100


def test_the_same_twice_counts_once_and_a_change_counts(tmp_path: Path) -> None:
    append_record(tmp_path, record("a"))
    append_record(tmp_path, record("a"))
    append_record(tmp_path, record("a", identity="2"))
    assert len(read_history(tmp_path).by_run["a"]) == 2


def test_a_night_takes_in_what_an_interrupted_job_built(tmp_path: Path) -> None:
    append_record(tmp_path, record("a"))
    append_night(tmp_path, "2026-01-01T00:00:00Z")
    append_record(tmp_path, record("b"))
    assert not read_history(tmp_path).nights[-1].ended
    append_record(tmp_path, record("c"))
    append_night(tmp_path, "2026-01-03T00:00:00Z")
    append_night(tmp_path, "2026-01-04T00:00:00Z")
    nights = read_history(tmp_path).nights
    assert [[item.name for item in night.built] for night in nights] == [["a"], ["b", "c"]]
    assert nights[-1].ended


def test_a_run_that_went_and_came_back_is_there(tmp_path: Path) -> None:
    append_record(tmp_path, record("a"))
    append_removed(tmp_path, "a", "2026-01-01T00:00:00Z")
    append_removed(tmp_path, "never there", "2026-01-01T00:00:00Z")
    append_night(tmp_path, "2026-01-01T00:00:00Z")
    assert read_history(tmp_path).gone == {"a"}
    append_record(tmp_path, record("a"))
    assert read_history(tmp_path).gone == frozenset()


def test_a_second_job_waits_and_says_so(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with site_lock(tmp_path, lambda: order.append("waiting")):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with site_lock(tmp_path, lambda: None):
            waiting = pool.submit(second)
            while "waiting" not in order:
                pass
            order.append("first")
        waiting.result(10)
    assert order == ["waiting", "first", "second"]
