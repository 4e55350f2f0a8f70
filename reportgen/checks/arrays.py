"""Whether the arrays are sound: files, finite values, probabilities, rows, masks."""

from __future__ import annotations

import numpy as np

from reportgen.checks.evidence import Evidence, Named
from reportgen.schema import CheckResult, MaskKind, Precision, Readout, Status

_FILES = Named("input-files", "arrays")
_FINITE = Named("finite-values", "arrays")
_RANGE = Named("weight-range", "arrays")
_ROWS = Named("row-sums", "arrays")
_DEAD = Named("dead-rows", "arrays")
_LEAK = Named("mask-leak", "arrays")

# A file's own column sums carry the rounding of its values, once per query.
_IMPORTANCE_PRECISION = {
    Precision.FLOAT64: 1e-6,
    Precision.FLOAT32: 1e-6,
    Precision.FLOAT16: 1e-3,
    Precision.BFLOAT16: 8e-3,
}
_PERCENT = (90.0, 110.0)


def check_input_files(evidence: Evidence) -> CheckResult:
    """Every file was read, and its own column sums agree with ours."""
    run = evidence.analysis.run
    difference = evidence.summary["importance_difference"].values
    tolerance = _IMPORTANCE_PRECISION[run.precision] * max(run.queries, 1)
    differs = np.nan_to_num(difference, nan=0.0) > tolerance
    if differs.any():
        return _FILES.answer(
            Status.WARN,
            "importance-differs",
            value=float(np.nanmax(difference)),
            threshold=tolerance,
            files=int(differs.sum()),
            largest=float(np.nanmax(difference)),
            tolerance=tolerance,
        )
    variables = _variables_as_keys(evidence)
    if variables is not None:
        steps, columns = variables
        return _FILES.answer(
            Status.WARN,
            "variables",
            value=run.keys,
            threshold=steps,
            unit="keys",
            keys=run.keys,
            variables=columns,
            steps=steps,
        )
    if run.files_skipped:
        first = run.files_skipped[0]
        return _FILES.answer(
            Status.WARN,
            "skipped",
            value=len(run.files_skipped),
            threshold=0,
            unit="files",
            read=run.files_read,
            skipped=len(run.files_skipped),
            example=first.file,
            reason=first.reason,
        )
    return _FILES.answer(Status.PASS, "ok", value=0, threshold=0, unit="files", read=run.files_read)


def check_finite_values(evidence: Evidence) -> CheckResult:
    """No weight is NaN or infinite."""
    cells, rows = evidence.total("nonfinite_cells"), evidence.total("nonfinite_rows")
    if not cells:
        return _FINITE.answer(Status.PASS, "ok", value=0, threshold=0, unit="cells")
    run = evidence.analysis.run
    everything = run.samples * run.layers * run.heads * run.queries * run.keys
    return _FINITE.answer(
        Status.FAIL,
        "not-finite",
        value=cells,
        threshold=0,
        unit="cells",
        cells=cells,
        rows=rows,
        share=cells / everything,
    )


def check_weight_range(evidence: Evidence) -> CheckResult:
    """Weights lie in [0, 1]; if not, the likely cause is named."""
    low, high = evidence.least("weight_min"), evidence.most("weight_max")
    negative, above = evidence.total("negative_cells"), evidence.total("above_one_cells")
    if not negative and not above:
        return _RANGE.answer(Status.PASS, "ok", value=high, threshold=1.0, min=low, max=high)
    if _looks_like_percentages(evidence):
        return _RANGE.answer(Status.FAIL, "percentages", value=high, threshold=1.0, max=high)
    if _looks_like_logits(evidence):
        # Scores have a square shape where queries and keys are the same inputs.
        outcome = "logits" if evidence.square else "hidden-states"
        return _RANGE.answer(Status.FAIL, outcome, value=low, threshold=0.0, min=low, max=high)
    if negative:
        return _RANGE.answer(
            Status.FAIL, "negative", value=low, threshold=0.0, min=low, cells=negative
        )
    return _RANGE.answer(Status.FAIL, "above-one", value=high, threshold=1.0, max=high, cells=above)


def check_row_sums(evidence: Evidence) -> CheckResult:
    """Rows sum to one within the precision of the values."""
    tolerance = evidence.row_sum_tolerance
    off = int(evidence.summary["off_rows"].sel({"tolerance": tolerance}).sum())
    low, high = evidence.least("row_sum_min"), evidence.most("row_sum_max")
    deviation = max(1 - low, high - 1) if evidence.rows else float("inf")
    precision = evidence.analysis.run.precision.value
    if evidence.rows and not off:
        return _ROWS.answer(
            Status.PASS,
            "ok",
            value=deviation,
            threshold=tolerance,
            deviation=deviation,
            tolerance=tolerance,
            precision=precision,
        )
    outcome = "off"
    if _looks_like_percentages(evidence):
        outcome = "percentages"
    elif _columns_sum_to_one(evidence):
        outcome = "transposed"
    elif _looks_like_logits(evidence):
        outcome = "logits"
    elif _looks_like_dropout(evidence, off, low, high):
        outcome = "dropout"
    return _ROWS.answer(
        Status.FAIL,
        outcome,
        value=deviation,
        threshold=tolerance,
        low=low,
        high=high,
        tolerance=tolerance,
        precision=precision,
        rows=off,
    )


def check_dead_rows(evidence: Evidence) -> CheckResult:
    """No query that counts gives all its keys zero."""
    dead = evidence.total("dead_rows")
    if not dead:
        return _DEAD.answer(Status.PASS, "ok", value=0, threshold=0, unit="rows")
    share = dead / max(1, dead + evidence.rows)
    first = _first_padded_query(evidence)
    if first is not None:
        return _DEAD.answer(
            Status.WARN,
            "padded",
            value=dead,
            threshold=0,
            unit="rows",
            rows=dead,
            share=share,
            first=first,
        )
    return _DEAD.answer(
        Status.WARN, "dead", value=dead, threshold=0, unit="rows", rows=dead, share=share
    )


def check_mask_leak(evidence: Evidence) -> CheckResult:
    """No weight lies where the mask forbids it."""
    mask = evidence.analysis.run.mask
    if mask.kind is MaskKind.NONE:
        return _LEAK.answer(Status.SKIP, "no-mask")
    cells = evidence.total("leak_cells")
    mass = float(evidence.summary["leak_mass"].sum()) / max(1, evidence.rows)
    if not cells:
        return _LEAK.answer(Status.PASS, "ok", value=0.0, threshold=0.0, kind=mask.kind.value)
    return _LEAK.answer(
        Status.FAIL,
        "leak",
        value=mass,
        threshold=0.0,
        mass=mass,
        kind=mask.kind.value,
        cells=cells,
    )


def _looks_like_percentages(evidence: Evidence) -> bool:
    low, high = evidence.least("row_sum_min"), evidence.most("row_sum_max")
    unsigned = not evidence.total("negative_cells")
    return unsigned and low >= _PERCENT[0] and high <= _PERCENT[1]


def _variables_as_keys(evidence: Evidence) -> tuple[int, int] | None:
    """Steps and variables of the input window where the keys are as many as the variables."""
    run, times = evidence.analysis.run, evidence.analysis.times
    if "inputs" not in evidence.summary or times.patch_length > 1 or run.tokens:
        return None
    steps, columns = evidence.summary["inputs"].shape[1:]
    tokens = run.keys - times.prefix_tokens
    return (steps, columns) if tokens == columns != steps and run.keys != steps else None


def _columns_sum_to_one(evidence: Evidence) -> bool:
    """Whether it is the columns that are probabilities: query and key are swapped."""
    run = evidence.analysis.run
    if evidence.analysis.focus.readout is not Readout.MEAN or not evidence.square:
        return False
    summed = evidence.summary["incoming_sum"].values
    samples = evidence.summary["row_count"].sum("half").values.max(axis=-1)
    tolerance = max(evidence.row_sum_tolerance, 1e-4)
    even = np.abs(summed / np.maximum(samples, 1)[..., None] - 1) < tolerance
    return bool(even.all()) and run.keys > 1


def _first_padded_query(evidence: Evidence) -> int | None:
    """First query from which on rows are missing, ever more of them; None where any is."""
    counted = evidence.summary["row_count"].sum(("half", "layer", "head")).values
    missing = counted.max() - counted
    first = int(np.argmax(missing > 0))
    shrinking = bool((np.diff(missing) >= 0).all())
    return first if shrinking and 0 < first < len(missing) else None


def _looks_like_logits(evidence: Evidence) -> bool:
    """Scores before the softmax: many are negative, and rows sum to anything."""
    run = evidence.analysis.run
    cells = run.samples * run.layers * run.heads * run.queries * run.keys
    return evidence.total("negative_cells") > 0.05 * cells


def _looks_like_dropout(evidence: Evidence, off: int, low: float, high: float) -> bool:
    """Dropout after the softmax: sums scatter around one, exact zeros stand in allowed cells."""
    most_rows = off > 0.5 * max(1, evidence.rows)
    around_one = low < 1 < high and low > 0.2 and high < 2
    return most_rows and around_one and evidence.least("weight_min") == 0
