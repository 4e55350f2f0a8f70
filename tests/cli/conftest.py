"""The command line, called in this process and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reportgen import cli


@dataclass(frozen=True)
class Outcome:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def failed_with(self, code: int) -> str:
        """The one message of a failure: on stderr, without traceback, and nothing on stdout."""
        assert self.code == code, (self.code, self.err)
        assert self.out == ""
        assert "Traceback" not in self.err
        assert self.err.startswith("reportgen: ")
        assert self.err.count("reportgen: ") == 1
        return self.err


Run = Callable[..., Outcome]


@pytest.fixture
def reportgen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call ``reportgen ARGS`` in this process."""

    def call(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["reportgen", *map(str, arguments)])
        capsys.readouterr()
        code: Any = 0
        try:
            cli.main()
        except SystemExit as error:
            code = error.code
        captured = capsys.readouterr()
        return Outcome(int(code or 0), captured.out, captured.err)

    return call


@pytest.fixture
def shell() -> Run:
    """Call ``python -m``-like in a process of its own, with other environment variables."""

    def call(*arguments: str | Path, **environment: str) -> Outcome:
        script = "from reportgen.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return call


def report_json(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))
