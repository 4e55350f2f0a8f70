"""Runs side by side: differences with their intervals, and what repeats of one experiment share."""

from __future__ import annotations

from reportgen.compare.compose import CompareResult, compare, comparison_of

__all__ = ["CompareResult", "compare", "comparison_of"]
