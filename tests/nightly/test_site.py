"""Whole nights over real runs: what is built, and that the files of the site agree."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.exceptions import UsageError
from reportgen.nightly import nightly
from reportgen.nightly.history import read_history
from tests.builders import peaked_run, random_attention, write_run

EVIL = '<img src=x onerror="1">\n]]> & "..'
ATOM = "{http://www.w3.org/2005/Atom}"
COMMAND = [sys.executable, "-c", "from reportgen.cli import main; main()", "nightly"]


def small(folder: Path, seed: int = 0, **options: Any) -> Path:
    return peaked_run(folder, key=5, samples=4, seed=seed, hourly=True, **options)


def index(site: Path) -> dict[str, Any]:
    made = json.loads((site / "index.json").read_text(encoding="utf-8"))
    return made | {"by_name": {run["name"]: run for run in made["runs"]}}


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


class Page(HTMLParser):
    """Links, scripts and rows of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[dict[str, str | None]] = []
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "tr" and "data-verdict" in given:
            self.rows.append(given)
        if tag == "th" and given.get("scope") == "row":
            self.names.append(str(given["data-key"]))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two nights: stays, changes and flips, breaks, goes, comes."""
    folder = tmp_path_factory.mktemp("nights")
    root, site = folder / "root", folder / "site"
    small(root / "ap_in12h_out6h_transformer")
    small(root / "flips")
    small(root / "breaks")
    small(root / "goes")
    (root / "no-attention" / "npz").mkdir(parents=True)
    outcomes = np.zeros((6, 1))
    np.savez(root / "no-attention" / "npz" / "a.npz", predictions=outcomes, targets=outcomes)
    before = everything(root)
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    try:
        nightly(root, site, jobs=2)
        assert everything(root) == before, "nightly writes only under -o"
        first = index(site)
        assert {run["state"] for run in first["runs"]} == {"new"}
        assert first["flips"] == []
        uneven = 2 * random_attention(1, shape=(4, 2, 2, 12, 12))
        shutil.rmtree(root / "flips")
        write_run(root / "flips", uneven, hourly=True)
        for file in (root / "breaks" / "npz").iterdir():
            file.write_bytes(b"torn")
        shutil.rmtree(root / "goes")
        small(root / EVIL)
        os.environ["SOURCE_DATE_EPOCH"] = "1767312000"
        nightly(root, site, jobs=2, baseline="ap_in12h_out6h_transformer")
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    return root, site


def test_each_run_has_its_state(nights: tuple[Path, Path]) -> None:
    made = index(nights[1])
    states = {name: run["state"] for name, run in made["by_name"].items()}
    evil = next(name for name in states if "onerror" in name)
    assert states == {
        "ap_in12h_out6h_transformer": "unchanged",
        "flips": "changed",
        "breaks": "changed",
        "goes": "removed",
        "no-attention": "unchanged",
        evil: "new",
    }
    assert made["by_name"]["breaks"]["verdict"] == "failed"
    assert made["by_name"]["no-attention"]["verdict"] == "no-attention"
    assert made["by_name"]["flips"]["verdict"] == "fail"
    assert made["flips"] == ["breaks", "flips"]
    assert [run["name"] for run in made["runs"]][:2] == ["breaks", "flips"]


def test_traits_come_from_the_report_and_the_name(nights: tuple[Path, Path]) -> None:
    run = index(nights[1])["by_name"]["ap_in12h_out6h_transformer"]
    assert (run["model"], run["window"], run["target"]) == ("transformer", "12 h", "ap")
    assert run["sources"] == {"model": "name", "target": "name", "window": "report"}


def test_the_numbers_are_those_of_the_report(nights: tuple[Path, Path]) -> None:
    run = index(nights[1])["by_name"]["ap_in12h_out6h_transformer"]
    report = json.loads((nights[1] / run["report"]).with_name("report.json").read_text("utf-8"))
    assert run["verdict"] == report["status"]
    entropy = report["summary"]["normalized_entropy"]
    assert run["numbers"]["share"] == pytest.approx(report["peak"]["share"], rel=1e-8)
    assert run["numbers"]["normalized_entropy"] == pytest.approx(entropy, rel=1e-8)
    low, high = run["numbers"]["peak"]
    assert low <= report["peak"]["hours_before_issue"] <= high
    assert high - low == 1
    assert set(run["numbers"]["last"]) == {"1", "3", "6"}


def test_html_json_and_csv_say_the_same(nights: tuple[Path, Path]) -> None:
    made = index(nights[1])
    page = Page((nights[1] / "index.html").read_text(encoding="utf-8"))
    table = list(csv.DictReader(io.StringIO((nights[1] / "index.csv").read_text("utf-8"))))
    runs = made["runs"]
    assert page.names == [run["name"] for run in runs] == [row["name"] for row in table]
    assert [row["data-verdict"] for row in page.rows] == [run["verdict"] for run in runs]
    for run, row in zip(runs, table, strict=True):
        assert row["verdict"] == run["verdict"]
        numbers = run["numbers"]
        assert float(row["last_3h"] or -1) == (numbers["last"]["3"] if numbers else -1)
        assert float(row["hours_half"] or -1) == (numbers["hours_half"] if numbers else -1)


def test_every_link_leads_somewhere_and_failed_runs_have_one(nights: tuple[Path, Path]) -> None:
    from urllib.parse import unquote

    page = Page((nights[1] / "index.html").read_text(encoding="utf-8"))
    local = [link for link in page.links if not link.startswith("#")]
    assert all((nights[1] / unquote(link)).is_file() for link in local)
    assert "runs/breaks/report.html" in local
    assert "failures/breaks.html" in local
    assert "failures/no-attention.html" in local


def test_hostile_names_are_text(nights: tuple[Path, Path]) -> None:
    for name in ("index.html", "failures/breaks.html"):
        text = (nights[1] / name).read_text(encoding="utf-8")
        page = Page(text)
        assert "img" not in page.tags
        assert "default-src 'none'" in html.unescape(text)
        assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)
    assert str(nights[0]) not in (nights[1] / "index.html").read_text(encoding="utf-8")
    assert all(".." not in Path(path).parts for path in everything(nights[1]))


def test_the_feed_is_atom_with_an_entry_a_night(nights: tuple[Path, Path]) -> None:
    feed = ElementTree.parse(nights[1] / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-01-02T00:00:00Z",
        "2026-01-01T00:00:00Z",
    ]
    content = entries[0].findtext(f"{ATOM}content") or ""
    assert content.index("breaks") < content.index("onerror")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


def test_a_night_without_news_changes_no_byte(nights: tuple[Path, Path]) -> None:
    before = everything(nights[1])
    result = nightly(*nights, jobs=2, baseline="ap_in12h_out6h_transformer")
    assert not result.changed
    # What failed is tried again: a disk may have been away.
    assert {record.name for record in result.records} == {"breaks"}
    assert everything(nights[1]) == before


def test_the_digest_opens_with_the_flips(nights: tuple[Path, Path]) -> None:
    from reportgen.deliver.email.addresses import mailboxes
    from reportgen.deliver.email.message import mail_bytes
    from reportgen.nightly.digest import digest_mail
    from reportgen.schema import Language

    result = nightly(*nights, jobs=1, baseline="ap_in12h_out6h_transformer")
    for language, word in ((Language.EN, "Verdicts that changed"), (Language.KO, "바뀐 판정")):
        people = mailboxes("--to", ["kim@example.org"])
        mail = digest_mail(result.index, to=people, language=language, site=nights[1])
        message = message_from_bytes(mail_bytes(mail, draft=True), policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        lines = body.get_content().splitlines()
        assert lines[2] == word
        assert lines[3].startswith("- breaks: ")
        assert "\n" not in message["subject"]
        other = message.get_body(("html",))
        assert other is not None
        assert "<img" not in other.get_content()


def test_refusals(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("x")
    with pytest.raises(UsageError, match="was not made by"):
        nightly(root, tmp_path / "mine")
    with pytest.raises(UsageError, match="the same folder"):
        nightly(root, root)
    with pytest.raises(UsageError, match="names no run"):
        nightly(root, tmp_path / "site", baseline="none")
    with pytest.raises(UsageError, match="--output"):
        nightly(root, tmp_path / "site", formats=("docx",))


def test_no_run_at_all_still_gives_an_index(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    nightly(tmp_path / "root", tmp_path / "root" / "site")
    assert index(tmp_path / "root" / "site")["runs"] == []
    ElementTree.parse(tmp_path / "root" / "site" / "feed.xml")


def _start(root: Path, site: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, str(root), "-o", str(site), "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.slow
def test_two_jobs_at_once_build_each_run_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        small(tmp_path / "root" / name)
    jobs = [_start(tmp_path / "root", tmp_path / "site") for _ in range(2)]
    done = [job.communicate(timeout=300) for job in jobs]
    assert [job.returncode for job in jobs] == [0, 0], done
    history = read_history(tmp_path / "site")
    assert sorted(record.name for record in history.records) == ["a", "b"]
    assert len(history.nights) == 1
    assert sum(b"0 to build" in err for _, err in done) == 1


def test_an_interrupt_ends_the_builds_under_way(tmp_path: Path) -> None:
    root, site = tmp_path / "root", tmp_path / "site"
    for index in range(8):
        small(root / str(index))
    job = _start(root, site)
    limit = time.monotonic() + 120
    while not read_history(site).records and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(job.pid, signal.SIGINT)
    _, errors = job.communicate(timeout=60)
    assert job.returncode == 130
    assert b"Traceback" not in errors
    built = len(list((site / "runs").glob("*/report.html")))
    # The one that was under way may have come to its end; those that waited for it were not begun.
    assert len(read_history(site).records) <= built <= len(read_history(site).records) + 1


@pytest.mark.slow
def test_a_killed_job_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    root, site = tmp_path / "root", tmp_path / "site"
    for name in ("a", "b", "c"):
        small(root / name)
    job = _start(root, site)
    limit = time.monotonic() + 120
    while not read_history(site).records and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(job.pid, signal.SIGKILL)
    job.communicate()
    kept = {record.name for record in read_history(site).records}
    assert kept
    result = nightly(root, site, jobs=2)
    assert {record.name for record in result.records} == {"a", "b", "c"} - kept
    made = index(site)
    assert [run["state"] for run in made["runs"]] == ["new"] * 3
    assert made["ended"]
    assert len(read_history(site).nights) == 1
