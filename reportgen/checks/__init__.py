"""The checklist: small functions of the same evidence, one result each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.checks import arrays, heads, model, pattern, place
from reportgen.checks.evidence import Check, Evidence
from reportgen.schema import Analysis, CheckResult, Profile
from reportgen.statistics import analyse

if TYPE_CHECKING:
    import xarray as xr

CHECKS: tuple[Check, ...] = (
    arrays.check_input_files,
    arrays.check_finite_values,
    arrays.check_weight_range,
    arrays.check_row_sums,
    arrays.check_dead_rows,
    arrays.check_mask_leak,
    pattern.check_self_attention,
    pattern.check_critical_timestep,
    pattern.check_uniform_attention,
    place.check_physical_plausibility,
    pattern.check_ignores_past,
    pattern.check_over_reliance,
    pattern.check_weak_attention,
    pattern.check_attention_sink,
    pattern.check_entropy_collapse,
    heads.check_redundant_heads,
    place.check_peak_stability,
    place.check_edge_peak,
    model.check_outcome_contrast,
    place.check_layer_agreement,
    model.check_skill,
)


def run_checks(
    summary: xr.Dataset, *, profile: Profile | str = Profile.DEFAULT
) -> tuple[CheckResult, ...]:
    """Run the checklist over a Summary.

    Parameters
    ----------
    summary
        As ``summarize`` returns it.
    profile
        ``default``: thresholds normalised to any length and mask; ``guide``: the users' guide's.

    Returns
    -------
    tuple of CheckResult
        One per check, in the order of the documents.

    Raises
    ------
    NoAttentionError
        The dataset is no Summary.
    """
    chosen = Profile(profile)
    return judged(summary, analyse(summary, profile=chosen), chosen)


def judged(summary: xr.Dataset, analysis: Analysis, profile: Profile) -> tuple[CheckResult, ...]:
    """Results of every check on an analysis at hand."""
    evidence = Evidence(summary, analysis, profile)
    return tuple(check(evidence) for check in CHECKS)
