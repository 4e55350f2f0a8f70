"""Runs side by side: differences with their intervals, and what repeats of one experiment share."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.compare.compose import CompareResult, compare, comparison_of

__all__ = ["CompareResult", "compare", "comparison_of"]


def __getattr__(name: str) -> Any:
    """Load the comparison when it is asked for: a build only wants to know what changed since."""
    if name not in __all__:
        raise AttributeError(f"module 'reportgen.compare' has no attribute {name!r}")
    return getattr(import_module("reportgen.compare.compose"), name)
