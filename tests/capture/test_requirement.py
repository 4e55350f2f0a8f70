"""Without PyTorch: one message, and the rest of reportgen works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reportgen.capture import capture_attention
from reportgen.cli import app
from reportgen.exceptions import OutputError


def test_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with (
        pytest.raises(OutputError, match=r"pip install reportgen\[capture\]"),
        capture_attention(None, tmp_path / "run"),  # type: ignore[arg-type]
    ):
        pass
    config = tmp_path / "capture.yaml"
    config.write_text("model: a:b\ndata: a:b\noutput: run\n")
    result = CliRunner().invoke(app, ["capture", str(config)])
    assert isinstance(result.exception, OutputError)
    assert result.exception.exit_code == 4
    assert not (tmp_path / "run").exists()


def test_importing_the_room_imports_no_torch() -> None:
    import subprocess

    code = (
        "import sys, reportgen.capture as c; c.capture_attention, c.run_capture, c.Batch;"
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
