"""PyTorch, which only this room needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from reportgen.exceptions import OutputError


def load_torch() -> Any:
    """Return the module torch.

    Raises
    ------
    OutputError
        It is not installed.
    """
    try:
        return import_module("torch")
    except ImportError as error:
        raise OutputError(
            f"capturing attention needs PyTorch, which cannot be imported ({error})",
            fix="pip install reportgen[capture]",
        ) from error
