"""The lag spectrum: how attention depends on the distance from query to key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.figures.axis import count_ticks, hour_ticks, value_ticks
from reportgen.figures.drawing import Drawing, Sheet
from reportgen.figures.frame import BELOW_TITLE, draw_bottom, draw_left, number_ticks
from reportgen.figures.marks import plot_dot, plot_line
from reportgen.figures.peaks import highest
from reportgen.figures.tables import number
from reportgen.schema import Message, Report, Value
from reportgen.timeaxis import token_spacing_hours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from numpy.typing import NDArray

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 352.0, 44.0, 8.0, 34.0, 184.0
#: A lag that fewer pairs show than this, as a share of the queries and as a number, is noise:
#: it is drawn, but never named.
LEAST_SHARE, LEAST_PAIRS = 0.5, 8
#: Times the positional value that a lag must reach to be called preferred.
PREFERRED = 1.3


def plot_lags(
    lags: NDArray[np.float64],
    spectrum: NDArray[np.float64],
    ax: Axes,
    *,
    positional: NDArray[np.float64],
) -> Line2D:
    """Lift by lag, the past on the left, over what the keys' places alone give.

    Parameters
    ----------
    lags, spectrum : (lag,)
        Query time less key time, in the axes' unit, and mean lift of the pairs so far apart.
    ax
        Axes to draw on.
    positional : (lag,)
        Of `positional_spectrum`.
    """
    order = np.argsort(-lags)
    plot_line(ax, list(ax.get_xlim()), [1, 1], role="ink", dashes=(5, 4))
    plot_line(ax, -lags[order], positional[order], role="bar", width=4)
    return plot_line(ax, -lags[order], spectrum[order], role="attn", width=2)


def positional_spectrum(report: Report) -> NDArray[np.float64]:
    """Mean lift at each lag (lag,) if a query attended to keys by their place alone.

    At lag l it is the mean of the keys' lift over the pairs so far apart. A spectrum that follows
    it shows which keys are strong, not which distances.
    """
    lift = np.asarray(report.lift, dtype=np.float64)
    before = np.concatenate(([0.0], np.cumsum(lift)))
    lags = np.asarray(report.lags).astype(int)
    first = np.maximum(0, -lags)
    last = np.minimum(len(lift), report.run.queries - lags)
    pairs = np.maximum(last - first, 1)
    with np.errstate(invalid="ignore"):
        spectrum: NDArray[np.float64] = (before[last] - before[first]) / pairs
    return spectrum


def draw_lags(report: Report, *, sheet_width: float = WIDTH) -> Drawing:
    """Mean lift of all pairs by their lag."""
    cadence = token_spacing_hours(report.times) if report.times.declared else None
    lags = np.asarray(report.lags, dtype=np.float64)
    spectrum = np.asarray(report.lag_spectrum, dtype=np.float64)
    steps = lags
    lags = lags * cadence if cadence else lags
    left, right = float(-lags.max()), max(float(-lags.min()), float(-lags.max()) + 1)
    positional = positional_spectrum(report)
    top = highest(np.append(spectrum, positional), least=1.0) * 1.06
    sheet = Sheet(sheet_width, TOP + HEIGHT + BELOW_TITLE)
    width = sheet_width - LEFT - RIGHT
    ax = sheet.panel(LEFT, TOP, width, HEIGHT, xlim=(left, right), ylim=(0, top))
    plot_lags(lags, spectrum, ax, positional=positional)
    if left < 0 < right:
        plot_line(ax, [0, 0], [0, top], role="line")
    if _kind(report) != "flat":
        best = _strongest(report)
        plot_dot(ax, float(-lags[best]), float(spectrum[best]))
    ticks = (hour_ticks if cadence else count_ticks)(left, right, width)
    draw_bottom(sheet, ax, ticks)
    draw_left(sheet, ax, number_ticks(value_ticks(top, most=4)), line=True, shift=7)
    unit = "hours" if cadence else "steps"
    for words, at, shift in (
        (f"figure.lags.axis-{unit}", (0.5, 0.0), (0.0, -35.0)),
        ("figure.lags.lift", (0.0, 1.0), (-LEFT + 12, 14.0)),
    ):
        sheet.note(
            ax,
            Message(words),
            at,
            place="axes fraction",
            shift=shift,
            anchor="center" if at[0] else "left",
        )
    return sheet.drawing(
        "lags",
        title=Message(f"figure.lags.title-{_kind(report)}", _values(report, cadence)),
        caption=_caption(report, cadence),
        alt=Message("figure.lags.alt", _values(report, cadence)),
        columns=("lag_steps", *(("lag_hours",) if cadence else ()), "lift", "lift_from_key_place"),
        rows=[
            (int(step), *((number(lag),) if cadence else ()), number(lift), number(even))
            for step, lag, lift, even in zip(steps, lags, spectrum, positional, strict=True)
        ],
    )


def _ratio(report: Report) -> NDArray[np.float64]:
    """Spectrum over that of the keys' places; NaN at lags that too few pairs show."""
    lags, spectrum = np.asarray(report.lags), np.asarray(report.lag_spectrum, dtype=np.float64)
    queries = report.run.queries
    least = min(max(LEAST_SHARE * queries, LEAST_PAIRS), queries)
    shown = queries - np.abs(lags) >= least
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = spectrum / positional_spectrum(report)
    return np.where(shown & np.isfinite(ratio), ratio, -np.inf)


def _strongest(report: Report) -> int:
    """Place of the lag that most exceeds what the keys' places alone give."""
    return int(np.argmax(_ratio(report)))


def _kind(report: Report) -> str:
    """What the strongest lag is: none stands out, the query's own place, the past or the future."""
    best = _strongest(report)
    lag = int(report.lags[best])
    if _ratio(report)[best] < PREFERRED:
        return "flat"
    return "self" if lag == 0 else "past" if lag > 0 else "future"


def _values(report: Report, cadence: float | None) -> dict[str, Value]:
    best = _strongest(report)
    scale = cadence or 1.0
    lag = abs(float(report.lags[best])) * scale
    figures = report.figures
    half, most = figures.lag_half, figures.lag_ninety
    return {
        "lag": int(abs(report.lags[best])) if cadence is None else lag,
        "lift": float(report.lag_spectrum[best]),
        "half": None if half is None else half * scale,
        "ninety": None if most is None else most * scale,
        "ratio": float(_ratio(report)[best]),
    }


def _caption(report: Report, cadence: float | None) -> tuple[Message, ...]:
    unit = "hours" if cadence else "steps"
    values = _values(report, cadence)
    kind = _kind(report)
    name = f"figure.lags.caption-{kind}"
    sentences = [Message(name if kind in ("flat", "self") else f"{name}-{unit}", values)]
    if report.figures.lag_half is not None and report.figures.lag_ninety is not None:
        sentences.append(Message(f"figure.lags.caption-mass-{unit}", values))
    sentences.append(Message("figure.lags.caption-read", values))
    return tuple(sentences)
