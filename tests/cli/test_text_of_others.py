"""Text from files, names and configs stays text: no markup, no header, no command, no path."""

from __future__ import annotations

import email
import email.policy
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import yaml
from markdown_it import MarkdownIt

from reportgen import cli
from tests.builders import planted_attention, stamps, write_run
from tests.cli.conftest import Run

HARM = (
    "</script><img src=x onerror=alert(1)>&lt;b|`$\\input{/etc/passwd}$`**bold**"
    "[a](javascript:alert(1))%{{7*7}}"
)
#: What only the names of folders, files and arrays can hold: a configuration is refused.
LINES = "\r\nBcc: evil@example.com\n# head\x1b[2J\u202e"
#: A name of a file cannot hold it.
NAME = HARM.replace("/", "∕") + LINES


class Page(HTMLParser):
    """What a text made a browser do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("src") == "x" or any(name.startswith("on") for name in given):
            self.harm.append(tag)
        if str(given.get("href")).startswith("javascript"):
            self.harm.append("link")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that is made of a run whose every name means harm."""
    root = tmp_path_factory.mktemp("harm")
    attention = planted_attention(3, 2.5, 0, shape=(9, 1, 2, 8, 8))
    run = write_run(root / "runs" / NAME, attention, names=stamps(9), companions=True, hourly=True)
    np.savez(run / "npz" / f"z{NAME}.npz", **{"x" + NAME[:40]: np.zeros(3)})
    config = {
        "inputs": [{"name": f"{HARM}{index}", "units": HARM} for index in range(3)],
        "targets": [{"name": HARM, "units": "nT"}],
        "scales": [{"name": HARM, "hours": [1, 2], "source": HARM}],
    }
    (run / "reportgen.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    with (run / ".hydra" / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump({HARM[:40] + LINES: {"interval_hours": HARM + LINES}}))
    out = root / "out"
    for arguments in (
        ["build", run, "-o", out, "--no-cache"],
        ["email", out, "--to", "a@example.com"],
        ["paper", out, "-o", root / "paper"],
        ["nightly", root / "runs", "-o", root / "site"],
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["reportgen", *map(str, arguments)])
            with pytest.raises(SystemExit) as ended:
                cli.main()
        assert not ended.value.code, arguments
    return root


def test_pages_and_markdown_hold_no_markup_of_others(made: Path) -> None:
    pages = [*(made / "out").rglob("*.html"), *(made / "site").rglob("*.html")]
    assert len(pages) >= 3
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert Page(text).harm == []
        assert "alert(1)" in text
        assert "49" not in page.read_text(encoding="utf-8").partition("<title>")[2][:300]
        assert "<b>bold</b>" not in text
    for file in (made / "out").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        assert Page(html).harm == []
        assert "<strong>bold" not in html
        assert not any(line.startswith(("Bcc", "# head")) for line in text.splitlines())


def test_a_paper_holds_no_command_of_others(made: Path) -> None:
    sources = [*(made / "paper").rglob("*.tex"), *(made / "paper").rglob("*.bib")]
    assert any("passwd" in file.read_text(encoding="utf-8") for file in sources)
    for file in sources:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not line.startswith("Bcc")
            assert line.startswith("%") or "\\input{/" not in line


def test_a_mail_holds_no_header_of_others(made: Path) -> None:
    raw = (made / "out" / "report.eml").read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"] == "a@example.com"
    assert mail["Bcc"] is None
    assert "alert(1)" in mail["Subject"]
    for part in mail.walk():
        if part.get_content_type() == "text/html":
            assert Page(part.get_content()).harm == []


def test_a_feed_holds_no_markup_of_others(made: Path) -> None:
    import xml.etree.ElementTree as Tree

    feed = Tree.parse(made / "site" / "feed.xml").getroot()
    assert {element.tag.rpartition("}")[2] for element in feed.iter()} <= {
        "feed", "title", "id", "updated", "author", "name", "generator", "entry", "link",
        "content", "summary", "subtitle",
    }  # fmt: skip


def test_nothing_is_written_beside_what_was_asked_for(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {"runs", "out", "paper", "site"}
    for file in [*(made / "out").rglob("*"), *(made / "site").rglob("*")]:
        assert not set("<>|`$\n\r\x1b") & set(file.name)


def test_a_terminal_obeys_no_name(reportgen: Run, made: Path) -> None:
    (run,) = (made / "runs").iterdir()
    done = reportgen("inspect", run)
    assert done.code == 0
    assert "\\x1b[2J" in done.out
    assert not {"\x1b", "\r", "\u202e"} & set(done.out)
    assert not any(line.startswith("Bcc") for line in done.out.splitlines())
    message = reportgen("check", run, "--variable", "a\x1b[2Jb").failed_with(2)
    assert "\x1b" not in message


@pytest.mark.parametrize("key", ["name", "variable", "input_array"])
def test_a_configuration_with_line_breaks_is_refused(
    reportgen: Run, tmp_path: Path, key: str
) -> None:
    run = write_run(tmp_path / "run", planted_attention(3, 2.5, 0, shape=(3, 1, 1, 6, 6)))
    (run / "reportgen.yaml").write_text(f'{key}: "a\\r\\nBcc: b"\n', encoding="utf-8")
    message = reportgen("build", run).failed_with(2)
    assert f"reportgen.yaml, line 1: {key}" in message
    assert "text on one line" in message
