"""Whether a declared event happens in a forecast or in what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from reportgen.config.model import Event

# Physical values come back from float32 standard units: an observed -50 nT reads -49.999998, and
# must count as "<= -50" and not as "< -50" once it reads -50.000002.
EVENT_TOLERANCE = 1e-3


def is_event(values: NDArray[np.float64], event: Event) -> NDArray[np.bool_]:
    """Whether any step meets the event's threshold, dim (batch); a missing value meets none.

    Parameters
    ----------
    values : (batch, …)
        The event's column in its own units.
    """
    slack = EVENT_TOLERANCE if event.operator in ("<=", ">=") else -EVENT_TOLERANCE
    with np.errstate(invalid="ignore"):
        if event.operator in ("<", "<="):
            met = values <= event.threshold + slack
        else:
            met = values >= event.threshold - slack
    return np.asarray(met.reshape(values.shape[0], -1).any(axis=1))
