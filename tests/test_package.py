"""The package as it is installed: what the wheel holds, what an import costs, what files say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    "matplotlib",
    "xarray",
    "netCDF4",
    "pandas",
    "scipy",
    "PIL",
    "torch",
    "weasyprint",
    "jinja2",
)


def loaded_after(code: str, *arguments: str, whole: bool = False) -> set[str]:
    """Packages in memory after some code, in a new process; ``whole``: all of their modules."""
    script = (
        f"import sys, json\nsys.argv = ['reportgen', *{list(arguments)!r}]\ntry:\n    {code}\n"
        "except SystemExit:\n    pass\nprint(); "
        "print(json.dumps([name for name, module in sys.modules.items() if module is not None]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    names = json.loads(done.stdout.splitlines()[-1])
    return set(names) if whole else {name.partition(".")[0] for name in names}


def test_import_is_light() -> None:
    modules = loaded_after("import reportgen")
    assert "reportgen" in modules
    assert not modules & {*HEAVY, "numpy", "typer", "pydantic"}


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("--version",)])
def test_help_is_light(arguments: tuple[str, ...]) -> None:
    modules = loaded_after("from reportgen.cli import main; main()", *arguments)
    assert "typer" in modules
    assert not modules & {*HEAVY, "numpy"}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_imports_none_of_the_rooms(arguments: tuple[str, ...]) -> None:
    """Nor the records of a report, which are a third of a start."""
    code = "from reportgen.__main__ import main; main()"
    rooms = loaded_after(code, *arguments, whole=True)
    ours = {name.split(".")[1] for name in rooms if name.startswith("reportgen.")}
    assert ours == {"__main__", "cli", "commands", "exceptions", "start", "terminal"}


def test_a_build_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    from tests.builders import peaked_run

    run = peaked_run(tmp_path / "run", key=4)
    modules = loaded_after(
        "from reportgen.__main__ import main; main()", "build", str(run), "-o", str(tmp_path / "r")
    )
    assert (tmp_path / "r" / "report.html").is_file()
    assert {"numpy", "xarray", "netCDF4", "matplotlib", "jinja2"} <= modules
    assert not modules & {
        *("scipy", "sklearn", "networkx", "dask", "distributed"),
        *("numba", "torch", "weasyprint", "css_inline", "h5py", "zarr"),
    }


@pytest.mark.parametrize(
    ("arguments", "hidden"),
    [(["build", "run"], True), (["build", "--scheduler", "tcp://a:1"], False),
     (["build", "--scheduler=tcp://a:1"], False)],
)  # fmt: skip
def test_dask_is_left_alone_unless_a_scheduler_is_named(arguments: list[str], hidden: bool) -> None:
    script = (
        f"import sys; from reportgen.start import lighten; lighten({arguments!r}); "
        "print('dask' in sys.modules and sys.modules['dask'] is None)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.decode().strip() == str(hidden)


def test_a_command_that_ends_collects_no_garbage() -> None:
    """What is in a cycle then is left to the system, as is all other memory."""
    script = (
        "import os; from reportgen.__main__ import main\n"
        "class Ring:\n"
        "    def __del__(self, write=os.write):\n"
        "        write(1, b'looked')\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    ring = Ring(); ring.ring = ring\n"
        "    del ring"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--version"], capture_output=True, check=True, cwd=ROOT
    )
    assert done.stdout.decode().startswith("reportgen ")
    assert "looked" not in done.stdout.decode()


def test_public_names_are_what_they_say() -> None:
    import reportgen

    for name in ("open_run", "summarize", "run_checks", "build", "merge"):
        assert callable(getattr(reportgen, name))
    import reportgen.build
    import reportgen.summarize

    # Importing a room of the same name does not hide the function.
    assert callable(reportgen.build)
    assert callable(reportgen.summarize)
    with pytest.raises(AttributeError, match="nothing"):
        _ = reportgen.nothing


def test_public_names_work_together(tmp_path: Path) -> None:
    import reportgen
    from tests.builders import peaked_run

    run = peaked_run(tmp_path / "run", key=4)
    summary = reportgen.summarize(reportgen.open_run(run))
    assert len(reportgen.run_checks(summary)) == 21
    assert summary.sizes["batch"] == 12


# The wheel ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built by hatchling alone, in this environment, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_wheel_holds_what_a_report_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "reportgen/templates/report.html.j2" in names
    assert "reportgen/py.typed" in names
    assert any(name.startswith("reportgen/fonts/") and name.endswith(".ttf") for name in names)
    samples = [name for name in names if name.startswith("reportgen/samples/omni_dst/")]
    assert sum(name.endswith(".npz") for name in samples) >= 48
    assert "reportgen/samples/omni_dst/reportgen.yaml" in samples
    assert "reportgen/samples/omni_dst/.hydra/config.yaml" in samples
    for folder in ("templates", "samples"):
        inside = [name for name in names if name.startswith(f"reportgen/{folder}/")]
        assert [name for name in inside if name.endswith(".py")] == []
    assert all(name.startswith(("reportgen/", "reportgen-")) for name in names)
    assert not [name for name in names if "__pycache__" in name or "/report/" in name]


@pytest.mark.slow
def test_unpacked_wheel_builds_a_report(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import reportgen; assert 'site' in reportgen.__path__[0], reportgen.__path__\n"
        f"sys.argv = ['reportgen', 'demo', {str(tmp_path / 'demo')!r}]\n"
        "from reportgen.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "omni_dst" / "report" / "report.html").is_file()


def test_no_code_lies_among_the_templates() -> None:
    """Editable installs fail on it."""
    assert list((ROOT / "templates").rglob("*.py")) == []


# What the files say -------------------------------------------------------------------------------

TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".json",
    ".j2",
    ".css",
    ".js",
    ".cff",
    ".svg",
}
# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = (
    re.compile(r"/(?:home|Users)/\w+/"),
    re.compile("/" + r"root\b/"),
    re.compile(r"\b[A-Z]:\\\\?Users\\"),
    re.compile(r"--(?:extra-)?index" + r"-url"),
    re.compile("py" + r"pi\.org/simple|files\.python" + "hosted"),
    re.compile("arti" + r"factory|/work/" + r"(?:main|shared|\.library)"),
)


def repository_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        names = [path.relative_to(ROOT) for path in (ROOT / "reportgen").rglob("*.py")]
    else:
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_file_names_a_home_or_a_registry() -> None:
    found = []
    for path in repository_files():
        if path.suffix not in TEXT and path.name not in ("Makefile", "run"):
            continue
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if any(pattern.search(line) for pattern in FORBIDDEN):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_constraints_pin_versions_and_name_no_host() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(pins) > 10
    for line in pins:
        assert re.match(r"^[A-Za-z0-9._-]+==[\w.+!]+(\s*;.*)?$", line), line
        assert "://" not in line


def test_no_module_of_the_package_is_too_long() -> None:
    """A file is one idea and fits in the head; the catalogues of words are lists."""
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "reportgen").rglob("*.py")
        if "catalogue" not in path.parts
    }
    assert {name: size for name, size in sizes.items() if size > 500} == {}
