"""What a test reads of a captured run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reportgen
from reportgen.build import Request


def stored(path: Path, name: str = "attention") -> Any:
    """Values of a variable of the run."""
    return reportgen.open_run(path)[name].values


def built(path: Path) -> Any:
    """Report of a run, built without any flag; its numbers alone, which is quicker."""
    return reportgen.build(path, request=Request(formats=("json", "nc"))).report
