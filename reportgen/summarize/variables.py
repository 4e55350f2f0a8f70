"""The contents of a Summary: each variable's dims, how two of them merge, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from reportgen.schema import BATCH, HALF, HEAD, KEY, LAYER, QUERY

BLOCK_QUERY, BLOCK_KEY, LAG, DRAW, TOLERANCE = (
    "block_query",
    "block_key",
    "lag",
    "draw",
    "tolerance",
)
PRECISION, TIME, VARIABLE = "precision", "time", "variable"
FORECAST_STEP, TARGET = "forecast_step", "target"
# Epochs or targets of one run.
PART = "part"

ROW_SUM_TOLERANCES = (1e-5, 1e-3, 5e-3)
HEAD_MEAN = "headmean_"
# Attribute: cells a side of a stored block.
BLOCK = "reportgen_block"


class Merge(StrEnum):
    """How the values of two summaries become one."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    CONCAT = "concat"
    # Kept where both have the same values, else dropped with all others of this kind.
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the Summary.

    ``of_planes`` variables exist twice: per (layer, head), and with the prefix ``headmean_`` per
    layer for the mean over its heads.
    """

    dims: tuple[str, ...]
    merge: Merge
    dtype: str
    units: str
    long_name: str
    of_planes: bool = True


_PLANE = (LAYER, HEAD)
SAMPLE_FIGURES = MappingProxyType(
    {
        "entropy": ("nat", "mean row entropy"),
        "normalized_entropy": ("1", "mean over rows of entropy / ln of the keys seen"),
        "effective_keys": ("1", "mean over rows of exp(entropy)"),
        "gini": ("1", "mean over rows of the Gini coefficient"),
        "mean": ("1", "mean weight of the allowed cells"),
        "std": ("1", "standard deviation of the weights of the allowed cells"),
        "unevenness": ("1", "standard deviation of keys seen x weight"),
        "max_cell_lift": ("1", "largest keys seen x weight"),
        "diagonal": ("1", "mean weight on the diagonal"),
        "diagonal_share": ("1", "share of all weight on the diagonal"),
        "band_share": ("1", "share of all weight within the local band"),
        "early_third": ("1", "share of all weight on the first third of the keys"),
        "mean_lag": ("step", "mean lag, positive into the past"),
        "mean_abs_lag": ("step", "mean absolute lag"),
        "first_key": ("1", "mean weight on the first real key over the queries that see it"),
    }
)

_PLANE_SUMS = {
    "attention_sum": Variable(
        (HALF, *_PLANE, BLOCK_QUERY, BLOCK_KEY), Merge.SUM, "f4", "1", "sum of weights over samples"
    ),
    "attention_square_sum": Variable(
        (*_PLANE, BLOCK_QUERY, BLOCK_KEY),
        Merge.SUM,
        "f4",
        "1",
        "sum over samples of squared weights, or of squared means of blocks",
    ),
    "row_count": Variable((HALF, *_PLANE, QUERY), Merge.SUM, "i8", "1", "rows that count"),
    "row_entropy_sum": Variable((*_PLANE, QUERY), Merge.SUM, "f8", "nat", "sum of row entropies"),
    "row_entropy_square_sum": Variable(
        (*_PLANE, QUERY), Merge.SUM, "f8", "nat2", "sum of squared row entropies"
    ),
    "incoming_sum": Variable(
        (*_PLANE, KEY), Merge.SUM, "f8", "1", "incoming attention over the readout rows"
    ),
    "expected_sum": Variable(
        (*_PLANE, KEY), Merge.SUM, "f8", "1", "incoming of the same rows if attention were uniform"
    ),
    "incoming_variance_sum": Variable(
        (*_PLANE, KEY), Merge.SUM, "f8", "1", "variance of incoming if rows were exchangeable"
    ),
    "lag_sum": Variable((*_PLANE, LAG), Merge.SUM, "f8", "1", "sum of keys seen x weight by lag"),
    "lag_pairs": Variable(
        (*_PLANE, LAG), Merge.SUM, "i8", "1", "allowed pairs of the counted rows by lag"
    ),
    "weight_min": Variable(_PLANE, Merge.MIN, "f8", "1", "smallest weight"),
    "weight_max": Variable(_PLANE, Merge.MAX, "f8", "1", "largest weight"),
    "row_sum_min": Variable(_PLANE, Merge.MIN, "f8", "1", "smallest row sum"),
    "row_sum_max": Variable(_PLANE, Merge.MAX, "f8", "1", "largest row sum"),
    "nonfinite_cells": Variable(_PLANE, Merge.SUM, "i8", "1", "cells that are NaN or infinite"),
    "nonfinite_rows": Variable(_PLANE, Merge.SUM, "i8", "1", "rows with such a cell"),
    "dead_rows": Variable(_PLANE, Merge.SUM, "i8", "1", "allowed rows that are all zero"),
    "negative_cells": Variable(_PLANE, Merge.SUM, "i8", "1", "weights below zero"),
    "above_one_cells": Variable(_PLANE, Merge.SUM, "i8", "1", "weights above one"),
    "off_rows": Variable((*_PLANE, TOLERANCE), Merge.SUM, "i8", "1", "rows whose sum is not one"),
    "leak_cells": Variable(_PLANE, Merge.SUM, "i8", "1", "forbidden cells that hold weight"),
    "leak_mass": Variable(_PLANE, Merge.SUM, "f8", "1", "weight on forbidden cells"),
    **{
        f"sample_{name}": Variable((BATCH, *_PLANE), Merge.CONCAT, "f4", units, text)
        for name, (units, text) in SAMPLE_FIGURES.items()
    },
}

_RUN = {
    "sample_importance": Variable(
        (BATCH, LAYER, KEY), Merge.CONCAT, "f4", "1", "incoming / readout rows, mean of heads"
    ),
    "sample_expected": Variable(
        (BATCH, KEY), Merge.CONCAT, "f4", "1", "the same under uniform attention"
    ),
    "sample_norm_importance": Variable(
        (BATCH, LAYER, KEY), Merge.CONCAT, "f4", "1", "share of weights times value norms"
    ),
    "sample_gradient_importance": Variable(
        (BATCH, LAYER, KEY), Merge.CONCAT, "f4", "1", "share of weights times gradients"
    ),
    "sample_real_keys": Variable((BATCH,), Merge.CONCAT, "i8", "1", "keys that are not padding"),
    "sample_name": Variable((BATCH,), Merge.CONCAT, "O", "", "name of the sample"),
    "sample_issue": Variable(
        (BATCH,), Merge.CONCAT, "f8", "hours since 1970-01-01", "forecast reference time"
    ),
    "importance_difference": Variable(
        (BATCH,), Merge.CONCAT, "f8", "1", "largest distance to the file's own column sums"
    ),
    "uniform_sum": Variable(
        (BLOCK_QUERY, BLOCK_KEY), Merge.SUM, "f4", "1", "uniform attention summed over samples"
    ),
    "cell_max": Variable((BLOCK_QUERY, BLOCK_KEY), Merge.MAX, "f4", "1", "largest weight anywhere"),
    "precision_files": Variable((PRECISION,), Merge.SUM, "i8", "1", "files by value precision"),
    "null_incoming": Variable(
        (DRAW, KEY), Merge.SUM, "f8", "1", "incoming of the focus layer, rows permuted"
    ),
    "inputs": Variable((BATCH, TIME, VARIABLE), Merge.CONCAT, "f4", "", "input window"),
    "predictions": Variable((BATCH, FORECAST_STEP, TARGET), Merge.CONCAT, "f4", "", "predictions"),
    "targets": Variable((BATCH, FORECAST_STEP, TARGET), Merge.CONCAT, "f4", "", "targets"),
    "label": Variable((BATCH,), Merge.CONCAT, "f4", "", "observed class of the sample"),
}

# The few numbers kept of every part of a run with several epochs or targets.
PARTS = MappingProxyType(
    {
        f"part_{name}": Variable((PART, *dims), Merge.SAME, dtype, units, text)
        for name, dims, dtype, units, text in (
            ("label", (), "O", "", "number of the epoch or name of the target"),
            ("samples", (), "i8", "1", "samples"),
            ("blocks", (), "i8", "1", "independent blocks of samples"),
            ("normalized_entropy", _PLANE, "f4", "1", "mean over rows and samples"),
            ("lift", (LAYER, KEY), "f4", "1", "lift of each layer's mean over heads"),
            ("peak_key", (), "i8", "1", "peak of the focus layer"),
            ("peak_share", (), "f8", "1", "its share of attention"),
            ("peak_lift", (), "f8", "1", "its lift"),
            ("peak_lift_low", (), "f8", "1", "lower end of its 95 % interval"),
            ("peak_lift_high", (), "f8", "1", "upper end of its 95 % interval"),
            ("peak_p", (), "f8", "1", "larger of its two p values"),
            ("pattern", (), "O", "", "pattern of the focus layer's mean over heads"),
            ("pattern_score", (), "f8", "1", "score of that pattern"),
            ("head_pattern", _PLANE, "O", "", "pattern of each head"),
        )
    }
)

OPTIONAL = frozenset(
    {
        *PARTS,
        "null_incoming",
        "inputs",
        "predictions",
        "targets",
        "label",
        "sample_norm_importance",
        "sample_gradient_importance",
    }
)


def _over_heads(variable: Variable) -> Variable:
    return Variable(
        tuple(dim for dim in variable.dims if dim != HEAD),
        variable.merge,
        variable.dtype,
        variable.units,
        f"{variable.long_name} (mean over heads)",
    )


VARIABLES: MappingProxyType[str, Variable] = MappingProxyType(
    {
        **_PLANE_SUMS,
        **{HEAD_MEAN + name: _over_heads(item) for name, item in _PLANE_SUMS.items()},
        **_RUN,
        **PARTS,
    }
)
