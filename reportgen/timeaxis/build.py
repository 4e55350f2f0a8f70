"""From tokens, patches and a cadence (or stored times) to the clocks of the keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.exceptions import UsageError
from reportgen.schema import Interval, Stamp, Times
from reportgen.timeaxis.stamps import StepClock, rounded, step_clock, stored_stamps

if TYPE_CHECKING:
    from numpy.typing import NDArray


def build_times(
    n_tokens: int,
    *,
    cadence_hours: float | None = None,
    source: str = "undeclared",
    detail: str = "",
    stamp: Stamp = Stamp.START,
    issue_offset_hours: float | None = None,
    forecast_period: Interval | None = None,
    prefix_tokens: int = 0,
    patch_length: int = 1,
    patch_stride: int = 1,
    n_steps: int | None = None,
    span_hours: float | None = None,
    stored_hours: NDArray[np.float64] | None = None,
    stored_name: str = "time",
) -> Times:
    """Return the clocks of the keys.

    ``e_k = t_k - t_0``, before last input ``a_k = t_last - t_k``, before issue
    ``b_k = a_k + issue offset``, before valid ``b_k + forecast period`` (science.md, section 4).

    Parameters
    ----------
    n_tokens
        Keys of the attention, prefix tokens included.
    cadence_hours, source, detail
        Spacing of the inputs, who says so, and where.
    stamp
        What a stamp marks.
    issue_offset_hours
        From the stamp of the last input to issue; None where unknown.
    forecast_period
        Both ends of the forecast, in hours after issue; None where unknown.
    prefix_tokens
        Tokens before the first that has a time (CLS).
    patch_length, patch_stride
        Token i covers the steps ``i stride … i stride + length - 1``, clipped to the window.
    n_steps
        Steps of the window; None: as many as the patches cover.
    span_hours
        Length of the whole window, the last cell included: gives the cadence if nothing else does.
    stored_hours : (step,)
        Stamps found in the files, in hours since anything. Leading NaN of prefix tokens are
        allowed. Within a jitter of 1 % of the spacing they count as regular.
    stored_name
        What the files call them, for messages.

    Returns
    -------
    Times
        ``gaps`` holds (step before the gap, hours). Without any cadence or stored time the hours
        are None.

    Raises
    ------
    UsageError
        If tokens, patches and steps do not fit, or a declared cadence differs from the stored one.
    ReportgenError
        If stored times are not finite and strictly increasing, naming the element.
    """
    timed = n_tokens - prefix_tokens
    if timed < 1:
        raise UsageError(
            f"{prefix_tokens} prefix tokens of {n_tokens} tokens leave none that has a time",
            fix=f"declare --prefix-tokens below {n_tokens}",
        )
    stamps, name = None, stored_name if stored_hours is not None else ""
    if stored_hours is not None:
        stamps = stored_stamps(stored_hours, prefix_tokens, name)
        n_steps = int(stamps.size)
    first = np.arange(timed) * patch_stride
    covered = int(first[-1]) + patch_length
    if n_steps is None or (stamps is None and cadence_hours is None and span_hours is None):
        n_steps = covered
    _check_coverage(timed, n_steps, patch_length, patch_stride, name)
    if cadence_hours is None and stamps is None and span_hours is not None:
        cadence_hours = rounded(span_hours / n_steps)
        source, detail = "reportgen.yaml", "directory_pattern: window"
    clock = step_clock(n_steps, cadence_hours, source, detail, stamps, name)
    hours = _token_hours(clock, first, patch_length, prefix_tokens)
    before_issue = _shifted(hours.before_last_input, issue_offset_hours)
    return Times(
        cadence_hours=None if clock is None else clock.cadence_hours,
        source="undeclared" if clock is None else clock.source,
        detail="" if clock is None else clock.detail,
        stamp=stamp,
        cell_hours=hours.cell,
        elapsed=hours.elapsed,
        before_last_input=hours.before_last_input,
        before_issue=before_issue,
        before_valid=_before_valid(before_issue, forecast_period),
        window_hours=hours.window,
        issue_offset_hours=issue_offset_hours,
        forecast_period=forecast_period,
        regular=clock is None or clock.regular,
        gaps=() if clock is None else clock.gaps,
        prefix_tokens=prefix_tokens,
        patch_length=patch_length,
        patch_stride=patch_stride,
        padded_share=max(0, covered - n_steps) / patch_length,
    )


@dataclass(frozen=True, slots=True)
class _TokenHours:
    """Hours of the tokens, prefix tokens included (dim: key)."""

    elapsed: tuple[float | None, ...]
    before_last_input: tuple[float | None, ...]
    window: float | None
    cell: float | None


def _token_hours(
    clock: StepClock | None, first: NDArray[np.int_], patch_length: int, prefix_tokens: int
) -> _TokenHours:
    """Clocks of the tokens from those of the steps; ``first``: first step of each token."""
    nothing = (None,) * prefix_tokens
    if clock is not None and not clock.regular and patch_length > 1:
        raise UsageError(
            f"patches of {patch_length} steps over the uneven stored times {clock.detail!r}",
            allowed="patches on a regular grid",
            fix="resample the input to a regular cadence, or declare one step a token",
        )
    if clock is None:
        none = (*nothing, *(None for _ in first))
        return _TokenHours(none, none, None, None)
    last = np.minimum(first + patch_length, clock.hours.size) - 1
    middle = (clock.hours[first] + clock.hours[last]) / 2
    window = float(clock.hours[-1])
    cell = None if clock.nominal_hours is None else rounded(clock.nominal_hours * patch_length)
    return _TokenHours(
        (*nothing, *(rounded(float(each)) for each in middle)),
        (*nothing, *(rounded(window - float(each)) for each in middle)),
        rounded(window),
        cell,
    )


def _shifted(hours: tuple[float | None, ...], offset: float | None) -> tuple[float | None, ...]:
    """Hours later by an offset; None where either is unknown."""
    return tuple(
        None if each is None or offset is None else rounded(each + offset) for each in hours
    )


def _before_valid(
    before_issue: tuple[float | None, ...], period: Interval | None
) -> tuple[tuple[float, float] | None, ...]:
    """Hours before the first and the last valid time, per key."""
    return tuple(
        None
        if each is None or period is None
        else (rounded(each + period.low), rounded(each + period.high))
        for each in before_issue
    )


def _check_coverage(timed: int, steps: int, length: int, stride: int, stored_name: str) -> None:
    """Check that the tokens are the patches of the window.

    The last patch may be padded, and fewer steps than one stride may be left over at the end.
    """
    begins, ends = (timed - 1) * stride, (timed - 1) * stride + length
    if begins < steps < ends + stride:
        return
    hint = "declare how tokens cover the steps with --patch LENGTH:STRIDE"
    if timed > steps and length == stride == 1:
        hint = f"declare --prefix-tokens {timed - steps}, if these tokens have no time"
    elif timed < steps and steps % timed == 0:
        hint = f"declare --patch {steps // timed}:{steps // timed}, if these are patches"
    where = f"the stored times {stored_name!r}" if stored_name else "the input window"
    tokens = f"{timed} tokens" if length == stride == 1 else f"{timed} patches {length}:{stride}"
    raise UsageError(
        f"{tokens} cannot cover the {steps} steps of {where}",
        allowed=f"{max(begins + 1, 1)} to {ends + stride - 1} steps"
        if stride > 1 or length > 1
        else f"{ends} steps",
        fix=hint,
    )
