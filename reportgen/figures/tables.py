"""Columns that say where a key stands, shared by every figure's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.figures.axis import KeyAxis

if TYPE_CHECKING:
    from reportgen.figures.drawing import Cell

_HOURS = {"issue": "hours_before_issue", "input": "hours_before_last_input"}


def key_columns(axis: KeyAxis) -> tuple[str, ...]:
    """Names of the columns of `key_cells`."""
    columns: tuple[str, ...] = ("key",)
    if axis.in_hours:
        name = _HOURS[axis.clock]
        columns += (f"{name}_from", f"{name}_to")
    return (*columns, "token") if axis.tokens else columns


def key_cells(axis: KeyAxis, key: int) -> tuple[Cell, ...]:
    """A key's index, its interval in hours (the older end first) and its token."""
    cells: tuple[Cell, ...] = (key,)
    if axis.in_hours:
        recent, old = (number(end) for end in axis.span[key])
        cells += (old, recent)
    return (*cells, axis.tokens[key]) if axis.tokens else cells


def number(value: object) -> float | None:
    """A value as a plain float, None where it is not finite."""
    converted = float(value)  # type: ignore[arg-type]
    return converted if abs(converted) < float("inf") else None
