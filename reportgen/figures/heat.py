"""Heat maps of lift: quantised levels, their colours and their one-pixel-a-cell pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from reportgen.style import HEAT_LEVELS, HEAT_LIMIT, heat_palette, light

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import ListedColormap
    from matplotlib.image import AxesImage
    from numpy.typing import NDArray

    from reportgen.schema.arrays import FloatArray

#: Level of a cell that the mask forbids; drawn as nothing at all.
MASKED = 0


def heat_levels(lift: FloatArray) -> NDArray[np.uint8]:
    """Lift as colour levels.

    Parameters
    ----------
    lift : (query, key)
        1 is an even share; NaN where nothing can be.

    Returns
    -------
    (query, key)
        0 where NaN, else 1 … `HEAT_LEVELS` over log2 lift -3 … 3; an even share is the middle.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        log_lift = np.clip(np.log2(np.asarray(lift, dtype=np.float64)), -HEAT_LIMIT, HEAT_LIMIT)
    levels = 1 + np.rint((log_lift + HEAT_LIMIT) / (2 * HEAT_LIMIT) * (HEAT_LEVELS - 1))
    return np.where(np.isnan(log_lift), MASKED, levels).astype(np.uint8)


def heat_png(levels: object, *, dark: bool = False) -> bytes:
    """A picture with one pixel a cell, in one theme's colours; masked cells are transparent.

    Parameters
    ----------
    levels : (query, key)
        Levels of `heat_levels`, first row on top.
    """
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(np.asarray(levels, dtype=np.uint8)), mode="P")
    picture.putpalette([0, 0, 0, *(part for colour in heat_palette(dark=dark) for part in colour)])
    out = io.BytesIO()
    picture.save(out, format="png", transparency=MASKED)
    return out.getvalue()


def heat_colormap() -> ListedColormap:
    """Light colours of the levels for pictures; masked cells take the background's."""
    from matplotlib.colors import ListedColormap

    colours = ["#{:02X}{:02X}{:02X}".format(*colour) for colour in heat_palette()]
    return ListedColormap([light("surface"), *colours])


def plot_heat(
    levels: NDArray[np.uint8], ax: Axes, *, name: str, size: tuple[float, float] | None = None
) -> AxesImage:
    """Draw levels, first row on top, from 0 to a size.

    Parameters
    ----------
    levels : (query, key)
        Of `heat_levels`.
    ax
        Axes to draw on.
    name
        Id of the picture, unique in its figure.
    size
        Width and height in the axes' own units; by default cell k lies between k and k + 1.
    """
    across, down = size or levels.shape[::-1]
    image = ax.imshow(
        levels,
        cmap=heat_colormap(),
        vmin=-0.5,
        vmax=HEAT_LEVELS + 0.5,
        interpolation="none",
        extent=(0, across, down, 0),
        aspect="auto",
    )
    image.set_gid(name)
    return image


def block_means(lift: NDArray[np.float64], block: int) -> NDArray[np.float64]:
    """Means over square blocks of cells, NaN where all of a block is masked.

    Parameters
    ----------
    lift : (…, query, key)
        1 is an even share; NaN where nothing can be.
    block
        Cells a side; the last block may be smaller.
    """
    if block <= 1:
        return lift
    total, count = np.nan_to_num(lift), np.isfinite(lift).astype(np.float64)
    for axis in (-2, -1):
        starts = np.arange(0, lift.shape[axis], block)
        total = np.add.reduceat(total, starts, axis=axis)
        count = np.add.reduceat(count, starts, axis=axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, total / count, np.nan)
