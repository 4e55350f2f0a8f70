"""Marks that differ by shape, and outlines around groups of points; axes in pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.style import light

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch
    from numpy.typing import NDArray

#: Corners, turn in parts of a circle, and how far the corners lie out so that all look as large.
_SHAPES = (
    (0, 0.0, 1.0),
    (4, 0.125, 1.2),
    (3, 0.25, 1.35),
    (4, 0.0, 1.3),
    (3, 0.75, 1.35),
    (5, 0.25, 1.2),
    (6, 0.0, 1.15),
    (3, 0.0, 1.35),
)


def plot_shape(
    ax: Axes,
    at: tuple[float, float],
    *,
    shape: int,
    role: str = "bar",
    filled: bool = True,
    radius: float = 5,
) -> PathPatch:
    """A circle, square, triangle … in a role of the palette, full or as an outline.

    Parameters
    ----------
    ax
        Axes whose unit is the pixel, y downwards.
    at
        Its middle.
    shape
        Which of the shapes; 0 is the circle.
    role, filled, radius
        Colour, whether it is filled, and pixels from its middle to its edge.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners, turn, out = _SHAPES[shape % len(_SHAPES)]
    if corners:
        angle = 2 * np.pi * (np.arange(corners + 1) / corners + turn)
        # Downwards is positive: a triangle that turns a quarter points up.
        vertices = np.stack((np.cos(angle), -np.sin(angle)), axis=1) * radius * out
        path = Path(vertices + at, closed=True)
    else:
        circle = Path.unit_circle()
        path = Path(np.asarray(circle.vertices) * radius + at, circle.codes)
    patch = PathPatch(
        path,
        facecolor=light(role if filled else "bg"),
        edgecolor=light(role),
        linewidth=1.6,
    )
    ax.add_patch(patch)
    return patch


def outline(points: NDArray[np.float64], room: float) -> NDArray[np.float64]:
    """Corners of the convex hull that leaves so much room around every point.

    Parameters
    ----------
    points : (point, 2)
    room
        Distance of the outline from the outermost points.
    """
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack((np.cos(angle), np.sin(angle)), axis=1) * room
    return convex_hull((points[:, None, :] + ring[None, :, :]).reshape(-1, 2))


def convex_hull(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of the convex hull, in order (Andrew's monotone chain)."""
    ordered = np.unique(points, axis=0)
    halves = []
    for run in (ordered, ordered[::-1]):
        chain: list[NDArray[np.float64]] = []
        for point in run:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        halves.append(chain[:-1])
    return np.array(halves[0] + halves[1])


def _turn(origin: NDArray[np.float64], one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """Positive where the way from one to two turns left, seen from the origin."""
    a, b = one - origin, two - origin
    return float(a[0] * b[1] - a[1] * b[0])


def plot_outline(ax: Axes, corners: NDArray[np.float64], *, role: str = "null") -> PathPatch:
    """A closed area behind marks."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    path = Path(np.concatenate((corners, corners[:1])), closed=True)
    patch = PathPatch(path, facecolor=light(role), linewidth=0, zorder=0.5)
    ax.add_patch(patch)
    return patch
