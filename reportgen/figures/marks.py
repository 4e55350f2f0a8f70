"""Small drawers: each takes values and axes, and returns the artists it made by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.style import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from numpy.typing import NDArray

#: Above this many keys bars touch and become one stepped area.
MOST_BARS = 120


def height_px(ax: Axes) -> float:
    """Height of axes in CSS pixels."""
    return float(ax.get_window_extent().height) * 72 / _dpi(ax)


def width_px(ax: Axes) -> float:
    """Width of axes in CSS pixels."""
    return float(ax.get_window_extent().width) * 72 / _dpi(ax)


def _dpi(ax: Axes) -> float:
    figure = ax.get_figure(root=True)
    return 72.0 if figure is None else float(figure.dpi)


def px_to_x(ax: Axes, pixels: float) -> float:
    """A horizontal length in pixels, in the axes' own unit."""
    low, high = ax.get_xlim()
    return pixels * (high - low) / width_px(ax)


def px_to_y(ax: Axes, pixels: float) -> float:
    """A vertical length in pixels, in the axes' own unit."""
    low, high = ax.get_ylim()
    return pixels * (high - low) / height_px(ax)


def plot_line(
    ax: Axes,
    x: Sequence[float] | NDArray[np.float64],
    y: Sequence[float] | NDArray[np.float64],
    *,
    role: str = "ink2",
    width: float = 1.0,
    dashes: tuple[float, float] | None = None,
    opacity: float | None = None,
) -> Line2D:
    """A line in a role of the palette; NaN interrupts it."""
    (line,) = ax.plot(
        x,
        y,
        color=light(role),
        linewidth=width,
        alpha=opacity,
        linestyle="-" if dashes is None else (0, dashes),
        scalex=False,
        scaley=False,
    )
    return line


def plot_segments(
    ax: Axes,
    x: tuple[NDArray[np.float64], NDArray[np.float64]],
    y: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    role: str = "ink",
    width: float = 1.2,
) -> Line2D:
    """Separate strokes from (x0, y0) to (x1, y1) as one artist."""
    gap = np.full(len(x[0]), np.nan)
    return plot_line(
        ax,
        np.stack((*x, gap), axis=1).ravel(),
        np.stack((*y, gap), axis=1).ravel(),
        role=role,
        width=width,
    )


def plot_bars(
    ax: Axes,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    values: NDArray[np.float64],
    *,
    role: str = "bar",
    dashed: bool = False,
    base: NDArray[np.float64] | float = 0.0,
) -> PathPatch:
    """Rectangles between ``low`` and ``high`` from ``base`` to ``values``, as one path.

    ``dashed`` draws outlines only.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    floor = np.broadcast_to(np.asarray(base, dtype=np.float64), values.shape)
    corners = np.stack(
        (
            np.stack((low, floor), axis=1),
            np.stack((low, values), axis=1),
            np.stack((high, values), axis=1),
            np.stack((high, floor), axis=1),
            np.stack((low, floor), axis=1),
        ),
        axis=1,
    ).reshape(-1, 2)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(low))
    patch = PathPatch(
        Path(corners, codes),
        facecolor="none" if dashed else light(role),
        edgecolor=light(role) if dashed else "none",
        linewidth=1.4 if dashed else 0,
        linestyle=(0, (3, 3)) if dashed else "-",
    )
    ax.add_patch(patch)
    return patch


def plot_steps(
    ax: Axes,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    values: NDArray[np.float64],
    *,
    role: str = "bar",
) -> PathPatch:
    """Bars that touch, as one stepped area: what hundreds of keys need."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    x = np.stack((low, high), axis=1).ravel()
    y = np.repeat(np.nan_to_num(values), 2)
    ends = np.array([[x[0], 0.0]]), np.array([[x[-1], 0.0], [x[0], 0.0]])
    outline = np.concatenate((ends[0], np.stack((x, y), axis=1), ends[1]))
    patch = PathPatch(Path(outline, closed=True), facecolor=light(role), linewidth=0)
    ax.add_patch(patch)
    return patch


def plot_key_bars(
    ax: Axes,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    values: NDArray[np.float64],
    *,
    peak: int | None,
    gap: float = 1.0,
) -> tuple[PathPatch, PathPatch | None]:
    """A bar for each key, and the peak in the accent where one stands out.

    Parameters
    ----------
    ax
        Axes to draw on.
    low, high, values : (key,)
        Ends of each key's cell, and the height of its bar.
    peak
        Key in the accent, None where none stands out.
    gap
        Pixels left free on either side of a bar, while there are few.

    Returns
    -------
    bars, peak
        The bars (all of them in one area where they are many), and that of the peak.
    """
    if len(values) > MOST_BARS:
        bars = plot_steps(ax, low, high, values)
    else:
        free = np.minimum(px_to_x(ax, gap), (high - low) * 0.1)
        low, high = low + free, high - free
        others = (np.arange(len(values)) != peak) & (values != 0)
        bars = plot_bars(ax, low[others], high[others], values[others])
    if peak is None:
        return bars, None
    # A single key among hundreds would be thinner than a hair.
    spare = max(px_to_x(ax, 2.5) - (high[peak] - low[peak]), 0.0) / 2
    span = np.array([low[peak] - spare]), np.array([high[peak] + spare])
    return bars, plot_bars(ax, *span, values[[peak]], role="attn")


def bar_values(bars: PathPatch) -> NDArray[np.float64]:
    """Heights that `plot_bars` drew, for those who check it."""
    vertices = np.asarray(bars.get_path().vertices)
    return vertices.reshape(-1, 5, 2)[:, 1, 1]


def plot_band(
    ax: Axes,
    x: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    *,
    role: str = "null",
) -> PathPatch:
    """An area between two curves as one path, interrupted where either is NaN."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    areas = []
    for run in runs:
        there = np.stack((x[run], low[run]), axis=1)
        back = np.stack((x[run], high[run]), axis=1)[::-1]
        areas.append(Path(np.concatenate((there, back, there[:1])), closed=len(run) > 0))
    patch = PathPatch(Path.make_compound_path(*areas), facecolor=light(role), linewidth=0)
    ax.add_patch(patch)
    return patch


def plot_dot(ax: Axes, x: float, y: float, *, role: str = "attn", radius: float = 4) -> PathPatch:
    """A dot of a size in pixels."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    circle = Path.unit_circle()
    size = np.array([px_to_x(ax, radius), px_to_y(ax, radius)])
    patch = PathPatch(
        Path(np.asarray(circle.vertices) * size + np.array([x, y]), circle.codes),
        facecolor=light(role),
        linewidth=0,
    )
    ax.add_patch(patch)
    return patch


def plot_hatch(
    ax: Axes, left: float, right: float, *, apart: float = 9, clear: float = 0
) -> Line2D:
    """Diagonal strokes that fill axes between two places; as lines they need no pattern id.

    Strokes are so many pixels ``apart``, and leave so many ``clear`` at the top.
    """
    low, high = ax.get_ylim()
    height = height_px(ax) - clear
    high -= px_to_y(ax, clear)
    run = px_to_x(ax, height)
    starts = np.arange(left - run, right, px_to_x(ax, apart))
    first, last = np.clip(starts, left, right), np.clip(starts + run, left, right)

    def level(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return low + (x - starts) / run * (high - low)

    return plot_segments(ax, (first, last), (level(first), level(last)), role="line", width=2.5)
