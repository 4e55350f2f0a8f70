"""What a check may look at, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.schema import Analysis, CheckResult, Place, Profile, Status, Value
from reportgen.summarize.precision import ROW_SUM_TOLERANCE
from reportgen.timeaxis import cell_interval

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, slots=True)
class Evidence:
    """The Summary, every number derived from it, and whose thresholds apply."""

    summary: xr.Dataset
    analysis: Analysis
    profile: Profile

    @property
    def guide(self) -> bool:
        """Whether the users' guide's absolute rules apply."""
        return self.profile is Profile.GUIDE

    @property
    def square(self) -> bool:
        """Whether queries and keys are the same tokens."""
        return self.analysis.run.queries == self.analysis.run.keys

    @property
    def row_sum_tolerance(self) -> float:
        """Tolerance of row sums at the precision of the values."""
        return ROW_SUM_TOLERANCE[self.analysis.run.precision]

    def total(self, name: str) -> int:
        """Sum of a count over layers and heads."""
        return int(self.summary[name].sum())

    def least(self, name: str) -> float:
        """Smallest value over layers and heads."""
        return float(self.summary[name].min())

    def most(self, name: str) -> float:
        """Largest value over layers and heads."""
        return float(self.summary[name].max())

    @property
    def rows(self) -> int:
        """Rows that counted, over samples, layers and heads."""
        return int(self.summary["row_count"].sum())

    def where(self, key: int) -> Place:
        """Place of a key as an interval of hours, a step or a token."""
        return cell_interval(self.analysis.times, key, self.analysis.run.tokens)

    def peak_where(self) -> Place:
        """Place of the peak."""
        return self.where(self.analysis.peak.key)


Check = Callable[[Evidence], CheckResult]


@dataclass(frozen=True, slots=True)
class Named:
    """Answers of one check: its id and group are said once."""

    id: str
    group: str

    def answer(
        self,
        status: Status,
        outcome: str,
        *,
        value: float | None = None,
        threshold: float | None = None,
        unit: str = "1",
        details: Mapping[str, Value] | None = None,
        **values: Value,
    ) -> CheckResult:
        """A result; numbers that are not finite become None."""
        number = None if value is None or not np.isfinite(value) else float(value)
        return CheckResult(
            self.id,
            self.group,
            status,
            outcome,
            number,
            threshold,
            unit,
            {**(details or {}), **values},
        )
