"""A drawn figure as a record, and the sheet it is drawn on.

Everything is placed in CSS pixels: at 72 dots per inch a point is a pixel, so text keeps its size
wherever the figure is shown at its own width. A text is a `Message` (drawn once, worded twice) or
a plain string that reads the same in both languages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from reportgen.figures.glyphs import drawable, text_width, visible
from reportgen.schema import Language, Message
from reportgen.style import TEXT, TICK, figure_style, light
from reportgen.text import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from PIL.Image import Image

    from reportgen.figures.panel import Panel

#: A message, a string that reads the same in both languages, or several of them in a row.
Words: TypeAlias = "Message | str | tuple[Words, ...]"
Cell: TypeAlias = "str | int | float | None"
Anchor: TypeAlias = Literal["left", "center", "right"]
#: Where the numbers of a text's place come from: x and y may differ.
Place: TypeAlias = "str | tuple[str, str]"

POINTS_PER_INCH = 72.0
#: Enough to redraw a figure, and no float32 noise.
CSV_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Label:
    """A drawn text and the words it stands for."""

    artist: Text
    words: Words


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A figure with its words and its numbers.

    Attributes
    ----------
    name
        Name of the figure, unique in a report; files and anchors are named after it.
    figure
        The matplotlib figure, drawn once.
    labels
        Every text in it.
    title
        The finding in a few words, to stand above the figure.
    caption
        Sentences to stand below it, the finding with its numbers first.
    alt
        What it shows, for those who do not see it.
    columns, rows
        The plotted numbers as a table.
    width, height
        Size in CSS pixels.
    """

    name: str
    figure: Figure
    labels: tuple[Label, ...]
    title: Message
    caption: tuple[Message, ...]
    alt: Message
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    width: float
    height: float


class Sheet:
    """An empty figure of a size in CSS pixels, that panels and texts are put on.

    Parameters
    ----------
    width, height
        Size in CSS pixels.
    """

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.labels: list[Label] = []
        self.figure = Figure(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
        self.figure.patch.set_facecolor(light("surface"))

    def panel(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        xlim: tuple[float, float],
        ylim: tuple[float, float],
    ) -> Axes:
        """Axes at a place in pixels from the sheet's top left, without matplotlib's own axis."""
        box = (
            left / self.width,
            1 - (top + height) / self.height,
            width / self.width,
            height / self.height,
        )
        from reportgen.figures.panel import Panel

        # A panel has those methods of Axes that drawers use.
        return cast("Axes", Panel(self.figure, box, xlim, ylim))

    def background(self) -> Axes:
        """Axes over the whole sheet whose unit is the pixel, y downwards."""
        return self.panel(
            0, 0, self.width, self.height, xlim=(0, self.width), ylim=(self.height, 0)
        )

    def note(
        self,
        ax: Axes,
        words: Words,
        at: tuple[float, float],
        *,
        shift: tuple[float, float] = (0, 0),
        place: Place = "data",
        anchor: Anchor = "left",
        size: float = TICK,
        role: str = "ink2",
        bold: bool = False,
        rotation: float = 0,
    ) -> Text:
        """Put a text on its baseline.

        Parameters
        ----------
        ax
            Axes whose coordinates ``at`` is in.
        words
            A message, or a string that is the same in both languages.
        at, place
            Where, in matplotlib's ``xycoords`` (``"data"``, ``("data", "axes fraction")`` …).
        shift
            Pixels to the right and upwards from there.
        anchor
            Which end of the text stands there.
        size, role, bold, rotation
            Pixels, role of the palette, weight 700, degrees.
        """
        text = cast("Panel", ax).note(
            drawable(_worded(words, Language.EN)),
            at,
            places=(place, place) if isinstance(place, str) else place,
            shift=shift,
            ha=anchor,
            va="baseline",
            fontsize=size,
            color=light(role),
            fontweight=700 if bold else 400,
            rotation=rotation,
            rotation_mode="anchor",
        )
        text.set_gid(f"label-{len(self.labels)}")
        self.labels.append(Label(text, words))
        return text

    def lane_title(self, ax: Axes, words: Words, *, above: float = 8) -> Text:
        """Name a panel, in bold above its left end."""
        return self.note(
            ax,
            words,
            (0, 1),
            place="axes fraction",
            shift=(0, above),
            size=TEXT,
            role="ink",
            bold=True,
        )

    def drawing(
        self,
        name: str,
        *,
        title: Message,
        caption: Iterable[Message],
        alt: Message,
        columns: tuple[str, ...],
        rows: Iterable[tuple[Cell, ...]],
    ) -> Drawing:
        """Close the sheet."""
        return Drawing(
            name=name,
            figure=self.figure,
            labels=tuple(self.labels),
            title=title,
            caption=tuple(caption),
            alt=alt,
            columns=columns,
            rows=tuple(rows),
            width=self.width,
            height=self.height,
        )


def _worded(words: Words, language: Language) -> str:
    if isinstance(words, str):
        return words
    if isinstance(words, Message):
        return say(words, language)
    return "".join(_worded(part, language) for part in words)


def widest(words: Words, size: float) -> float:
    """Estimated pixels that words take at a size, in the language in which they are longer."""
    return max(text_width(visible(_worded(words, language)), size) for language in Language)


def label_text(label: Label, language: Language) -> str:
    """What a label says in a language."""
    return _worded(label.words, language)


def caption_text(drawing: Drawing, language: Language) -> str:
    """The caption as one paragraph."""
    return " ".join(say(sentence, language) for sentence in drawing.caption)


def relabel(drawing: Drawing, language: Language) -> None:
    """Set every text of the figure in one language, before it is saved as a picture."""
    for label in drawing.labels:
        label.artist.set_text(drawable(label_text(label, language)))


def to_png(drawing: Drawing, language: Language, *, scale: float = 2.0) -> bytes:
    """The figure as a 256-colour PNG on an opaque light background, without metadata.

    Parameters
    ----------
    drawing
        What was drawn.
    language
        Language of its texts.
    scale
        Pixels of the picture per CSS pixel.
    """
    return encoded(to_images(drawing, (language,), scale=scale)[language])


def to_images(
    drawing: Drawing, languages: Sequence[Language], *, scale: float = 2.0
) -> dict[Language, Image]:
    """The pictures of `to_png` in several languages, still to be ``encoded``.

    What reads the same in all of them is drawn once, and the other texts over a copy of it.
    """
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL.Image import fromarray

    pictures: dict[Language, Image] = {}
    figure = drawing.figure
    with figure_style():
        relabel(drawing, languages[0])
        changing = [label for label in drawing.labels if _differs(label, languages)]
        for label in changing:
            label.artist.set_visible(False)
        figure.set_dpi(POINTS_PER_INCH * scale)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        common = canvas.copy_from_bbox(figure.bbox)
        for label in changing:
            label.artist.set_visible(True)
        for language in languages:
            canvas.restore_region(common)
            relabel(drawing, language)
            for label in changing:
                label.artist.draw(canvas.get_renderer())
            # In other memory: the next language is drawn into this.
            pictures[language] = fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        figure.set_dpi(POINTS_PER_INCH)
    return pictures


def _differs(label: Label, languages: Sequence[Language]) -> bool:
    return len({label_text(label, language) for language in languages}) > 1


def encoded(picture: Image) -> bytes:
    """A picture as a PNG of 256 colours; other threads run meanwhile."""
    from PIL.Image import Dither, Quantize

    out = io.BytesIO()
    # Octree: a quarter of the time of the median cut, and no larger on flat colours.
    picture.quantize(256, Quantize.FASTOCTREE, dither=Dither.NONE).save(out, format="png")
    return out.getvalue()


def to_csv(drawing: Drawing, *, digits: int = CSV_DIGITS) -> str:
    """The plotted numbers as comma-separated values, with so many significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(drawing.columns)
    for row in drawing.rows:
        writer.writerow(["" if cell is None else _plain(cell, digits) for cell in row])
    return out.getvalue()


def _plain(cell: str | int | float, digits: int) -> str:
    return f"{cell:.{digits}g}" if isinstance(cell, float) else str(cell)
