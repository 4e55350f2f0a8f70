"""The documents say what the code does: nothing missing, nothing that is not there."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
import typer

from reportgen.checks import CHECKS, pattern, run_checks
from reportgen.cli import app
from reportgen.config.model import Column, Patch, RunConfig, Scale
from reportgen.config.training import CADENCE_KEYS, STEP_KEYS
from reportgen.physics import physical_scales
from reportgen.schema import CheckResult
from reportgen.statistics import peak, significance
from reportgen.text import MESSAGES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SAMPLES = ROOT / "samples"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))


def tables() -> ModuleType:
    """Return tests/docs/tables.py, which also prints the tables to be pasted."""
    spec = importlib.util.spec_from_file_location(
        "docs_tables", Path(__file__).with_name("tables.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Text from a heading to the next one of its rank or higher."""
    rank = len(heading) - len(heading.lstrip("#"))
    match = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{rank}}} |\Z)", text, re.M | re.S)
    assert match, f"no heading {heading!r}"
    return match[1]


def table_rows(text: str) -> list[list[str]]:
    """Cells of every table row, without headings and rules."""
    lines = re.findall(r"(?<!\\)^\|(.+)\|$", text, re.M)
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    rules = [i for i, row in enumerate(rows) if set("".join(row)) <= set("- ")]
    return [row for i, row in enumerate(rows) if i not in rules and i + 1 not in rules]


def without_comments(text: str) -> str:
    return re.sub(r"<!--.*?-->", "", text, flags=re.S)


# The command line ---------------------------------------------------------------------------------


def commands() -> dict[str, set[str]]:
    """Options of each command of the real application."""
    root = typer.main.get_command(app)
    return {
        name: {
            option
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("-") and option != "--help"
        }
        for name, command in root.commands.items()  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    text = section(read("command-line.md"), f"## reportgen {name}")
    first_cells = " ".join(row[0] for row in table_rows(text))
    documented = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", first_cells))
    assert documented == commands()[name]


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = re.findall(r"^## reportgen (\w+)$", read("command-line.md"), re.M)
    assert sorted(documented) == sorted(commands())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_named_in_the_text_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    used = set(re.findall(r"^ {4}reportgen ([a-z]+)|`reportgen ([a-z]+)[ `]", text, re.M))
    named = {one or other for one, other in used}
    assert named <= set(commands())


def test_options_named_in_the_text_exist() -> None:
    every = set().union(*commands().values())
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for code in re.findall(r"`([^`\n]+)`", text):
            if code.startswith("--"):
                assert code.split()[0].split("=")[0] in every, f"{code} in {page.name}"


# Checks -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results() -> tuple[CheckResult, ...]:
    import reportgen

    return run_checks(reportgen.summarize(reportgen.open_run(SAMPLES / "guide_8x8")))


def test_every_check_has_an_entry_under_its_group(results: tuple[CheckResult, ...]) -> None:
    groups = ("arrays", "pattern", "time", "model")
    parts = re.split(r"^## .+$", read("checks.md"), flags=re.M)[1:]
    documented = {
        group: re.findall(r"^### (.+)$", part, re.M)
        for group, part in zip(groups, parts, strict=True)
    }
    for group in groups:
        assert documented[group] == [result.id for result in results if result.group == group]
    assert sum(map(len, documented.values())) == len(CHECKS)


def outcomes(check: str) -> set[str]:
    """Outcomes that the catalogue has words for."""
    measured = re.compile(rf"check\.{check}\.([a-z-]+)\.measured")
    return {match[1] for match in map(measured.fullmatch, MESSAGES) if match}


@pytest.mark.parametrize("check", re.findall(r"^### (.+)$", read("checks.md"), re.M))
def test_every_outcome_of_a_check_is_documented(check: str) -> None:
    text = section(read("checks.md"), f"### {check}")
    documented = set(re.findall(r"`([a-z-]+)`", text)) & outcomes(check)
    assert documented == outcomes(check)


THRESHOLDS = {
    "self-attention": (pattern.STRONG_DIAGONAL, pattern.GUIDE_DIAGONAL),
    "critical-timestep": (peak.CRITICAL_LIFT, significance.LEVEL, pattern.GUIDE_INCOMING),
    "uniform-attention": (pattern.UNIFORM_UNEVENNESS, pattern.GUIDE_STD),
    "ignores-past": (pattern.DIAGONAL_ONLY, pattern.GUIDE_DIAGONAL_SHARE),
    "over-reliance": (100 * pattern.OVER_IMPORTANCE, pattern.OVER_LIFT),
    "weak-attention": (pattern.WEAK_LIFT, pattern.GUIDE_WEAK),
    "attention-sink": (peak.SINK_RATIO,),
    "entropy-collapse": (pattern.COLLAPSED, pattern.GUIDE_FOCUSED, pattern.GUIDE_DISTRIBUTED),
}


@pytest.mark.parametrize("check", THRESHOLDS)
def test_the_thresholds_of_a_check_are_those_of_the_code(check: str) -> None:
    text = section(read("checks.md"), f"### {check}")
    documented = {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)}
    assert set(THRESHOLDS[check]) <= documented


# Configuration ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("## Keys of `reportgen.yaml`", RunConfig),
        ("### Columns: `inputs` and `targets`", Column),
        ("### `patch`", Patch),
        ("### `scales`", Scale),
    ],
)
def test_every_key_is_documented_with_its_default(heading: str, model: type) -> None:
    text = section(read("configuration.md"), heading).split("\n### ")[0]
    rows = [f"| {row[0]} | {row[1]} |" for row in table_rows(text)]
    assert rows == list(tables().key_rows(model))


def test_every_key_of_the_training_config_is_documented() -> None:
    rows = table_rows(section(read("configuration.md"), "## The training config"))
    assert {row[0].strip("`") for row in rows} == {*CADENCE_KEYS, *STEP_KEYS}


def test_the_examples_of_the_configuration_are_valid() -> None:
    import yaml

    from reportgen.config.documents import parse_document

    text = read("configuration.md")
    for row in table_rows(section(text, "## Keys of `reportgen.yaml`").split("\n### ")[0]):
        example = parse_document(row[3].strip("`"), "example").values
        assert list(example) == [row[0].strip("`")]
        RunConfig.model_validate(dict(example))
    block = re.search(r"(?:^ {4}.*\n)+", text, re.M)
    assert block is not None
    whole = "\n".join(line[4:] for line in block[0].splitlines())
    assert yaml.safe_load(whole)
    # The event speaks of a target that the short example does not list.
    RunConfig.model_validate(dict(parse_document(whole, "example").values))


def test_every_physical_scale_is_documented() -> None:
    rows = table_rows(section(read("time.md"), "## Physical scales"))
    assert [row[0].strip("`") for row in rows] == [scale.id for scale in physical_scales()]
    for row, scale in zip(rows, physical_scales(), strict=True):
        ends = [float(number) for number in re.findall(r"[\d.]+", row[1])[:2]]
        assert ends[0] == pytest.approx(scale.hours.low, rel=0.02)
        assert ends[-1] == pytest.approx(scale.hours.high, rel=0.02)


# Summary and JSON ---------------------------------------------------------------------------------


def test_the_variables_of_the_summary_are_documented() -> None:
    documented = section(read("summary.md"), "## Variables")
    rows = re.findall(r"^\| `.*\|$", documented, re.M)
    wanted = list(tables().summary_rows())
    assert rows == wanted, "paste the output of: python tests/docs/tables.py summary"


def keys_of(value: object, skip: frozenset[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            if key not in skip:
                yield from keys_of(inner, skip)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, skip)


def test_every_field_of_the_json_is_documented() -> None:
    import reportgen
    from reportgen.build import report_of
    from reportgen.render import render_json
    from reportgen.schema import Output

    summary = reportgen.summarize(reportgen.open_run(SAMPLES / "omni_dst"))
    record = json.loads(render_json(report_of(summary), (Output("report.md", 1, "0"),)))
    free = frozenset({"values", "config", "libraries", "message", "name", "criterion", "meaning"})
    named = set(keys_of(record, free | {"action", "notes"}))
    documented = set(re.findall(r"`([a-z0-9_]+)`", read("report-json.md")))
    assert named - documented == set()


# Links and code -----------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_relative_links_resolve(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{target} in {page.name}"
        if anchor:
            assert anchor in anchors(file), f"{target} in {page.name}"


def test_every_page_is_in_the_index() -> None:
    index = read("README.md")
    for page in DOCS.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index


def test_the_picture_is_small() -> None:
    assert (DOCS / "images" / "report.png").stat().st_size < 250_000


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", DOCS / "python.md"], ids=lambda page: page.name
)
def test_python_examples_run(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    namespace: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(page), "exec"), namespace)
        printed = capsys.readouterr().out.splitlines()
        # A comment after a print says what it prints.
        for claim in re.findall(r"^print\(.*\)  # (.+)$", block, re.M):
            assert claim in printed
