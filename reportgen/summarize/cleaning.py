"""Weights that are no probabilities: what is wrong with them is counted, and taken out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.nulls import Geometry
from reportgen.summarize.measures import Measures, Places, Weights, hidden_mass
from reportgen.summarize.variables import ROW_SUM_TOLERANCES

# One unit in the last place above one is rounding, not an error.
_ABOVE_ONE = 1 + ROW_SUM_TOLERANCES[0]


@dataclass(frozen=True, slots=True, eq=False)
class Defects:
    """What is wrong with a stack of planes.

    Attributes
    ----------
    counted : (plane, query)
        Rows that are allowed, finite and not all zero.
    leaked : (plane, query)
        Weight of each row on forbidden cells.
    weight_min, weight_max : (plane,)
        Extremes of the finite cells.
    """

    counted: NDArray[np.bool_]
    leaked: NDArray[np.float64]
    weight_min: NDArray[np.float64]
    weight_max: NDArray[np.float64]
    nonfinite_cells: NDArray[np.int64]
    nonfinite_rows: NDArray[np.int64]
    dead_rows: NDArray[np.int64]
    negative_cells: NDArray[np.int64]
    above_one_cells: NDArray[np.int64]
    leak_cells: NDArray[np.int64]
    leak_mass: NDArray[np.float64]

    @classmethod
    def none(cls, planes: int, queries: int) -> Defects:
        """Nothing wrong so far; extremes are to be filled in."""
        counts = {
            name: np.zeros(planes, np.int64)
            for name in _DEFECTS
            if name.endswith(("_cells", "_rows"))
        }
        return cls(
            counted=np.ones((planes, queries), bool),
            leaked=np.zeros((planes, queries)),
            weight_min=np.zeros(planes),
            weight_max=np.zeros(planes),
            leak_mass=np.zeros(planes),
            **counts,
        )

    def of(self, planes: slice) -> Defects:
        """View of some planes."""
        return Defects(*(getattr(self, name)[planes] for name in _DEFECTS))


_DEFECTS = tuple(field.name for field in fields(Defects))
_COUNTS = tuple(name for name in _DEFECTS if name.endswith(("_cells", "_rows", "_mass")))


def is_sound(block: Weights, places: Places, rows: NDArray[np.bool_], into: Measures) -> bool:
    """Whether every row counts and no cell is forbidden, negative, above one or not finite.

    Parameters
    ----------
    rows : (query,)
        Queries that count.
    into
        With the extremes of the same planes.
    """
    # NaN fails every comparison.
    if not (into.low.min() >= 0 and into.high.min() > 0 and into.high.max() <= _ABOVE_ONE):
        return False
    return bool(rows.all()) and (places.full or not hidden_mass(block, places).any())


def note_sound(into: Measures, defects: Defects) -> None:
    """Fill in what sound planes have: no defect, and their extremes."""
    defects.counted[...] = True
    defects.leaked[...] = 0
    for name in _COUNTS:
        getattr(defects, name)[...] = 0
    defects.weight_min[...] = into.low.min(axis=1)
    defects.weight_max[...] = into.high.max(axis=1)


def cleaned(stored: Weights, geometry: Geometry, defects: Defects) -> Weights:
    """Copy of a block with uncounted rows and forbidden cells set to zero; fills in ``defects``.

    Parameters
    ----------
    stored : (plane, query, key)
    """
    _note_extremes(stored, defects)
    broken: NDArray[np.bool_] = np.asarray(~np.isfinite(stored).all(axis=2))
    clean: Weights = np.where(broken[:, :, None], stored.dtype.type(0), stored)
    leaks = np.where(geometry.allowed, 0, clean)
    # Padded queries still sum to one; only rows that count can leak.
    leaks[:, ~geometry.rows] = 0
    clean[:, ~geometry.allowed] = 0
    candidates = geometry.rows[None, :] & ~broken
    dead = candidates & ~clean.any(axis=2)
    defects.counted[...] = candidates & ~dead
    clean[~defects.counted] = 0
    defects.leaked[...] = leaks.sum(axis=2, dtype=np.float64)
    defects.nonfinite_rows[...] = broken.sum(axis=1)
    defects.dead_rows[...] = dead.sum(axis=1)
    defects.leak_cells[...] = np.count_nonzero(leaks, axis=(1, 2))
    defects.leak_mass[...] = defects.leaked.sum(axis=1)
    return clean


def _note_extremes(stored: Weights, defects: Defects) -> None:
    finite = np.isfinite(stored)
    low: NDArray[Any] = np.where(finite, stored, np.inf)
    high: NDArray[Any] = np.where(finite, stored, -np.inf)
    defects.weight_min[...] = low.min(axis=(1, 2))
    defects.weight_max[...] = high.max(axis=(1, 2))
    defects.nonfinite_cells[...] = (~finite).sum(axis=(1, 2))
    defects.negative_cells[...] = (low < 0).sum(axis=(1, 2))
    defects.above_one_cells[...] = (high > _ABOVE_ONE).sum(axis=(1, 2))
