"""Why a run has no report, in both languages, and where feeds and mails point to."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from reportgen.exceptions import UsageError
from reportgen.nightly import nightly
from reportgen.nightly.address import site_address
from reportgen.nightly.cells import number_cells
from reportgen.nightly.feed import feed_xml
from reportgen.nightly.history import History, Night
from reportgen.nightly.record import FAILED, as_json, from_json, numbers_of
from reportgen.nightly.rows import Row, change_between, index_of
from reportgen.nightly.summary_lines import paragraphs, speaker
from reportgen.schema import Language, Message
from reportgen.text import say
from tests.builders import peaked_run
from tests.nightly.records import numbers, record

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "{http://www.w3.org/XML/1998/namespace}base"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of runs that fail, each for another reason, and of one without hours."""
    folder = tmp_path_factory.mktemp("reasons")
    root = folder / "root"
    peaked_run(root / "torn", key=5, samples=3)
    for file in (root / "torn" / "npz").iterdir():
        file.write_bytes(b"torn")
    peaked_run(root / "misspelt", key=5, samples=3, hourly=False)
    (root / "misspelt" / "reportgen.yaml").write_text("cadense: 1h\n", encoding="utf-8")
    (root / "without" / "npz").mkdir(parents=True)
    outcomes = np.zeros((6, 1))
    np.savez(root / "without" / "npz" / "a.npz", predictions=outcomes, targets=outcomes)
    (root / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    peaked_run(root / "undated", key=5, samples=8, hourly=False)
    nightly(root, folder / "site", jobs=1)
    return folder / "site"


def causes(site: Path) -> dict[str, dict[str, str]]:
    made = json.loads((site / "index.json").read_text(encoding="utf-8"))
    return {run["name"]: run["cause"] for run in made["runs"] if run["cause"]}


def test_each_reason_is_said_in_both_languages(site: Path) -> None:
    found = causes(site)
    assert set(found) == {"torn", "misspelt", "without", "broken.zip"}
    assert found["torn"]["en"].startswith("None of the 3 files can be used.")
    assert found["torn"]["ko"].startswith("파일 3개 가운데 쓸 수 있는 것이 없다.")
    assert found["misspelt"]["ko"] == "설정을 쓸 수 없다."
    assert found["without"]["ko"].startswith("파일 1개에 모두 예측 결과만 있고")
    assert "broken.zip" in found["broken.zip"]["ko"]
    assert all(re.search("[가-힣]", cause["ko"]) for cause in found.values())


def test_the_page_of_a_failure_says_it_and_keeps_the_whole_message(site: Path) -> None:
    page = (site / "failures" / "misspelt.html").read_text(encoding="utf-8")
    assert "설정을 쓸 수 없다." in page
    assert "Its configuration cannot be used." in page
    assert "cadense" in page


def test_the_korean_digest_gives_korean_reasons() -> None:
    failed = record(
        state=FAILED,
        status="",
        reason="none of the 2 files can be used. Fix: x.",
        cause_id="failure.none-usable",
        cause_values={"n": 2, "file": "a.npz", "reason": "truncated"},
        numbers=None,
    )
    history = History((Night("2026-01-01T00:00:00Z", (failed,), ()),))
    index = index_of(history, reports=frozenset())
    lines = [line for part in paragraphs(index, speaker(Language.KO)) for line in part.lines]
    assert any("손상되었거나 잘림" in line for line in lines)


def test_a_reason_survives_the_history_and_a_later_versions_is_shown_as_it_is() -> None:
    cause = {"cause_id": "failure.several", "cause_values": {"n": 3}}
    kept = from_json(json.loads(json.dumps(as_json(record(state=FAILED, reason="r", **cause)))))
    assert kept.cause == Message("failure.several", {"n": 3})
    later = record(state=FAILED, reason="lost. Fix: look.", cause_id="failure.of-tomorrow")
    assert later.cause == "lost."
    assert record(state=FAILED, reason="old. Allowed: new.").cause == "old."


def test_a_run_without_hours_shows_shares_of_its_last_keys(site: Path) -> None:
    made = json.loads((site / "index.json").read_text(encoding="utf-8"))
    run = next(run for run in made["runs"] if run["name"] == "undated")
    report = json.loads((site / "runs" / "undated" / "report.json").read_text(encoding="utf-8"))
    importance = report["summary"]["importance"]
    assert run["numbers"]["last_keys"]["3"] == pytest.approx(sum(importance[-3:]), rel=1e-6)
    assert run["numbers"]["last"] == {}
    half = run["numbers"]["keys_half"]
    assert sum(importance[-int(half) :]) <= 0.5 <= sum(importance[-int(half) - 1 :])
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "of the last 3 keys" in page
    assert "마지막 키 3개" in page


def test_keys_are_not_hours_and_sort_nowhere() -> None:
    undated = numbers(
        clock="", cadence=None, window=None, peak=None, peak_interval=None, last={},
        hours_half=None, keys=12, last_keys={"1": 0.1, "3": 0.3, "6": 0.6}, keys_half=5.0,
    )  # fmt: skip
    more = numbers(
        clock="", cadence=None, window=None, peak=None, peak_interval=None, last={},
        hours_half=None, keys=12, last_keys={"1": 0.1, "3": 0.4, "6": 0.6}, keys_half=4.5,
    )  # fmt: skip
    row = Row(record(numbers=undated), "new", None, None, None, (), report=True)
    cells = number_cells(row)
    assert [cell.key for cell in cells[:5]] == [None] * 5
    assert say(cells[2].lines[1], Language.EN) == "of the last 3 keys"
    change = change_between(undated, more)
    assert change.in_keys
    assert change.last[1] == pytest.approx(0.1)
    # Hours and keys have nothing in common.
    assert change_between(undated, numbers()).last == (None, None, None)


def test_a_feed_that_knows_its_address_links_there() -> None:
    history = History((Night("2026-01-01T00:00:00Z", (record(),), ()),))
    index = index_of(history, reports=frozenset(["a"]))
    address = site_address("https://lab.example.org/runs?".rstrip("?"))
    feed = ElementTree.fromstring(feed_xml(history, index, Language.EN, address=address))
    assert feed.get(BASE) == "https://lab.example.org/runs/"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://lab.example.org/runs/feed.xml",
        "alternate": "https://lab.example.org/runs/index.html",
    }
    plain = ElementTree.fromstring(feed_xml(history, index, Language.EN))
    assert plain.get(BASE) is None
    assert [link.get("rel") for link in plain.findall(f"{ATOM}link")] == ["alternate"]
    # The same entries: an address that comes later makes no night unread.
    ids = [
        [entry.findtext(f"{ATOM}id") for entry in each.iter(f"{ATOM}entry")]
        for each in (feed, plain)
    ]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    "text",
    [
        "lab.example.org/runs",
        "file:///runs/",
        "https://kim:secret@lab.example.org/",
        "https://lab.example.org/?a=1",
        "https://",
        "https://[",
        "https://lab.example.org/\n",
    ],
)
def test_what_no_link_can_begin_with_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--site-url") as refused:
        site_address(text)
    assert "secret" not in str(refused.value)


def test_figures_of_keys_come_from_the_report(site: Path) -> None:
    from reportgen.build.report import report_of
    from reportgen.summarize import open_summary

    report = report_of(open_summary(site / "runs" / "undated" / "summary.nc"))
    found = numbers_of(report)
    assert not found.dated
    assert found.keys == report.run.keys
    assert set(found.last_keys) == {"1", "3", "6"}
