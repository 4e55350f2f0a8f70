"""What the figures say of the peak, decided in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportgen.schema import Report

#: Probability below which a key is drawn and named as one that stands out.
SIGNIFICANT = 0.05


def stands_out(report: Report) -> bool:
    """Whether the peak may be drawn in the accent: more than chance gives, and above even."""
    return report.peak.p_value < SIGNIFICANT and report.peak.lift > 1


def marked_peak(report: Report) -> int | None:
    """Key to draw in the accent, None where no key stands out."""
    return report.peak.key if stands_out(report) else None


def highest(values: Sequence[float] | NDArray[np.floating], *, least: float = 0.0) -> float:
    """Largest finite value, at least ``least``: what an axis must reach, whatever was read."""
    finite = np.asarray(values, dtype=np.float64).ravel()
    finite = finite[np.isfinite(finite)]
    return max(float(finite.max()), least) if finite.size else least


def strongest(values: Sequence[float] | NDArray[np.floating]) -> int:
    """Key of the largest finite value; the first key where there is none."""
    numbers = np.asarray(values, dtype=np.float64)
    return int(np.argmax(np.where(np.isfinite(numbers), numbers, -np.inf)))


def rest_of(values: Sequence[float] | NDArray[np.floating], key: int) -> tuple[float, float]:
    """Smallest and largest value of the other keys."""
    others = np.delete(np.asarray(values, dtype=np.float64), key)
    others = others[np.isfinite(others)]
    if not others.size:
        return (float("nan"), float("nan"))
    return float(others.min()), float(others.max())


def displayed(index: int) -> int:
    """Number by which a reader knows a layer or a head: people count from one."""
    return index + 1
