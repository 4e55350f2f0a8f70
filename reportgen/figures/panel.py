"""A part of a sheet with coordinates of its own: what drawers need of matplotlib's Axes.

Axes bring two axis objects with ticks, four spines, three titles and a background, and every one of
them costs time, drawn or not. A panel has coordinates and artists, and is made in a tenth of it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

from matplotlib.artist import Artist
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import (
    Bbox,
    BboxTransformFrom,
    BboxTransformTo,
    ScaledTranslation,
    Transform,
    TransformedBbox,
    blended_transform_factory,
)

from reportgen.figures.drawing import POINTS_PER_INCH

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

#: Share of a text's width that lies before the place where it stands.
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}

Limits: TypeAlias = "tuple[float, float]"


class Note(Text):
    """A text on one line that stands so many points beside a place of its panel.

    Attributes
    ----------
    xy
        The place.
    """

    xy: tuple[float, float]

    def draw(self, renderer: RendererBase) -> None:
        """Write the text from its baseline; without the layout that several lines would need."""
        if not (self.get_visible() and self.get_text()):
            return
        font, angle = self.get_fontproperties(), self.get_rotation()
        text = self.get_text()
        x, y = self.get_transform().transform(self.xy)
        before = _BEFORE[self.get_horizontalalignment()]
        if before:
            width = before * renderer.get_text_width_height_descent(text, font, False)[0]
            x -= width * math.cos(math.radians(angle))
            y -= width * math.sin(math.radians(angle))
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        renderer.open_group("text", self.get_gid())
        looks = renderer.new_gc()
        looks.set_foreground(self.get_color())
        renderer.draw_text(looks, x, y, text, font, angle, ismath=False, mtext=self)
        looks.restore()
        renderer.close_group("text")


class Panel(Artist):
    """Coordinates in a box of a figure, and the artists drawn in them.

    Its methods are called and behave as those of ``matplotlib.axes.Axes``, so that a drawer works
    on either. Nothing is clipped, and limits are only those that were set.

    Parameters
    ----------
    figure
        The figure it becomes a part of.
    box
        Left, bottom, width and height as shares of the figure.
    xlim, ylim
        Coordinates of the left and right, and of the bottom and top.
    """

    def __init__(
        self, figure: Figure, box: tuple[float, float, float, float], xlim: Limits, ylim: Limits
    ) -> None:
        super().__init__()
        figure.add_artist(self)
        self.bbox = TransformedBbox(Bbox.from_bounds(*box), figure.transFigure)
        self.viewLim = Bbox([[xlim[0], ylim[0]], [xlim[1], ylim[1]]])
        self.transAxes = BboxTransformTo(self.bbox)
        self.transData = BboxTransformFrom(self.viewLim) + self.transAxes
        self._children: list[Artist] = []

    def get_children(self) -> list[Artist]:
        """The artists, in the order in which they came."""
        return list(self._children)

    @property
    def lines(self) -> list[Line2D]:
        """The lines among the artists."""
        return [artist for artist in self._children if isinstance(artist, Line2D)]

    @property
    def images(self) -> list[AxesImage]:
        """The pictures among the artists."""
        return [artist for artist in self._children if isinstance(artist, AxesImage)]

    def get_xlim(self) -> Limits:
        """Coordinates of the left and the right."""
        return float(self.viewLim.x0), float(self.viewLim.x1)

    def get_ylim(self) -> Limits:
        """Coordinates of the bottom and the top."""
        return float(self.viewLim.y0), float(self.viewLim.y1)

    def set_xlim(self, left: float, right: float) -> None:
        """Set the coordinates of the left and the right."""
        self.viewLim.intervalx = left, right

    def set_ylim(self, bottom: float, top: float) -> None:
        """Set the coordinates of the bottom and the top."""
        self.viewLim.intervaly = bottom, top

    def set(self, *, xlim: Limits | None = None, ylim: Limits | None = None) -> None:  # type: ignore[override]
        """Set either."""
        if xlim is not None:
            self.set_xlim(*xlim)
        if ylim is not None:
            self.set_ylim(*ylim)

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """The box in pixels of the figure's resolution."""
        return Bbox(self.bbox.get_points())

    def plot(self, x: Any, y: Any, *, scalex: bool, scaley: bool, **looks: Any) -> list[Line2D]:
        """Draw one line; the limits stay, whatever ``scalex`` and ``scaley`` say."""
        line = Line2D(x, y, **looks)
        self._add(line, self.transData)
        return [line]

    def add_patch(self, patch: Patch) -> Patch:
        """Draw a patch in the panel's coordinates."""
        self._add(patch, self.transData)
        return patch

    def imshow(
        self,
        values: Any,
        *,
        vmin: float,
        vmax: float,
        extent: tuple[float, float, float, float],
        aspect: str,
        **looks: Any,
    ) -> AxesImage:
        """Draw a picture between left, right, bottom and top; its cells fill it (``aspect``)."""
        # Of its Axes a picture asks for the box alone.
        image = AxesImage(self, extent=extent, **looks)  # type: ignore[arg-type]
        image.set_data(values)
        image.set_clim(vmin, vmax)
        image.set_clip_on(False)
        self._add(image, self.transData)
        return image

    def note(
        self,
        text: str,
        xy: tuple[float, float],
        *,
        places: tuple[str, str],
        shift: tuple[float, float],
        **looks: Any,
    ) -> Note:
        """Put a text so many points to the right and upwards of a place.

        Parameters
        ----------
        text
            What is written.
        xy, places
            The place, each number in ``"data"`` or in ``"axes fraction"``.
        shift
            Points to the right, points upwards.
        """
        figure = self.get_figure(root=True)
        assert figure is not None
        known = {"data": self.transData, "axes fraction": self.transAxes}
        place = known[places[0]]
        if places[1] != places[0]:
            place = blended_transform_factory(place, known[places[1]])
        right, up = (points / POINTS_PER_INCH for points in shift)
        beside = ScaledTranslation(right, up, figure.dpi_scale_trans)
        note = Note(*xy, text, **looks)
        note.xy = xy
        self._add(note, place + beside)
        return note

    def _add(self, artist: Artist, transform: Transform) -> None:
        artist.set_transform(transform)
        figure = self.get_figure(root=True)
        assert figure is not None
        artist.set_figure(figure)
        self._children.append(artist)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the artists, those with a higher ``zorder`` over the others."""
        renderer.open_group("axes", gid=self.get_gid())
        for artist in sorted(self._children, key=Artist.get_zorder):
            artist.draw(renderer)
        renderer.close_group("axes")
        self.stale = False
