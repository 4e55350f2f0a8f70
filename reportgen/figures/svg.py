"""A drawing as inline SVG that serves both themes and both languages.

Matplotlib writes the SVG once; here its elements are rewritten. What remains is flat: paths, texts
and pictures, with presentation attributes only (a strict content security policy refuses inline
styles), without ids, and one class per palette role so that CSS variables can take over.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from reportgen.figures.drawing import Drawing, Label, label_text, relabel
from reportgen.figures.glyphs import visible
from reportgen.figures.heat import heat_png
from reportgen.schema import Language
from reportgen.style import PALETTE, figure_style

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ROLES = {colours[0].lower(): role for role, colours in reversed(PALETTE.items())}
_KEPT = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "font-size",
    "font-weight",
    "text-anchor",
)
_DEFAULTS = {"font-weight": "400", "stroke-linecap": "butt", "text-anchor": "start"}
_NUMBER = re.compile(r"-?\d+\.\d+")
_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def figure_css() -> str:
    """Rules for the classes of `to_svg`; the page brings the variables and hides a language."""
    rules = [
        ".fig{font-family:inherit;font-variant-numeric:tabular-nums;overflow:visible;"
        "max-width:100%;height:auto}",
        ".fig .px{image-rendering:pixelated}",
        ".fig .on-d{display:none}",
        "@media screen and (prefers-color-scheme:dark)"
        "{.fig .on-l{display:none}.fig .on-d{display:inline}}",
    ]
    for role in PALETTE:
        rules.append(f".c-{role}-f{{fill:var(--{role})}}.c-{role}-s{{stroke:var(--{role})}}")
    return "\n".join(rules) + "\n"


def to_svg(drawing: Drawing, *, label_id: str | None = None) -> str:
    """The figure as one SVG element.

    Parameters
    ----------
    drawing
        What was drawn.
    label_id
        Id of the page's element that describes the figure; without it the SVG is hidden from
        assistive technology, for a page that describes it otherwise.

    Returns
    -------
    str
        ``<svg …>`` whose unit is the CSS pixel.
    """
    source = ET.fromstring(_saved(drawing))
    size = {"width": f"{drawing.width:g}", "height": f"{drawing.height:g}"}
    named = {"role": "img", "aria-labelledby": label_id} if label_id else {"aria-hidden": "true"}
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"fig fig-{drawing.name}",
            "viewBox": f"0 0 {size['width']} {size['height']}",
            **size,
            **named,
        },
    )
    labels = {str(label.artist.get_gid()): label for label in drawing.labels}
    root.extend(list(_flat(source, labels, _levels(drawing))))
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _saved(drawing: Drawing) -> str:
    """Matplotlib's own SVG, transparent, in English."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    with figure_style():
        relabel(drawing, Language.EN)
        drawing.figure.patch.set_visible(False)
        canvas = FigureCanvasSVG(drawing.figure)
        canvas.print_svg(out, metadata=_METADATA)  # type: ignore[no-untyped-call]
        drawing.figure.patch.set_visible(True)
    return out.getvalue()


def _levels(drawing: Drawing) -> dict[str, object]:
    """Heat levels of every picture in the figure, by its id."""
    from matplotlib.image import AxesImage

    return {str(image.get_gid()): image.get_array() for image in drawing.figure.findobj(AxesImage)}


def _flat(
    node: ET.Element, labels: dict[str, Label], levels: dict[str, object], group: str = ""
) -> Iterator[ET.Element]:
    """Drawn elements under a node in order, without groups."""
    for child in node:
        tag = child.tag.removeprefix(_NAMESPACE)
        if tag == "g":
            yield from _flat(child, labels, levels, child.get("id", ""))
        elif tag == "path":
            path = ET.Element("path", {"d": _rounded(child.get("d", "")), **_looks(child)})
            yield path
        elif tag == "text":
            yield from _texts(child, labels[group])
        elif tag == "image":
            yield from _pictures(child, levels[child.get("id", group)])
        elif tag == "defs" and any(part.tag != _NAMESPACE + "style" for part in child):
            # Clip paths, markers and hatches need ids, which collide between figures.
            raise ValueError(f"a figure drew something that needs an id: {child[0].tag}")


def _looks(node: ET.Element) -> dict[str, str]:
    """Presentation attributes of a node, and a class for each colour of the palette."""
    rules = (rule.split(":", 1) for rule in node.get("style", "").split(";") if ":" in rule)
    declared = {name.strip(): value.strip() for name, value in rules}
    if node.tag == _NAMESPACE + "text":
        declared.setdefault("fill", PALETTE["ink"][0])
    looks: dict[str, str] = {}
    classes: list[str] = []
    for name in _KEPT:
        value = declared.get(name)
        if value is None or _DEFAULTS.get(name) == value:
            continue
        if name in ("fill", "stroke") and value != "none":
            classes.append(f"c-{_ROLES[value.lower()]}-{name[0]}")
        looks[name] = _rounded(value.removesuffix("px"))
    return {"class": " ".join(classes), **looks} if classes else looks


def _texts(node: ET.Element, label: Label) -> Iterator[ET.Element]:
    """One text for words that read the same in both languages, else one for each."""
    place = {name: _rounded(node.get(name, "")) for name in ("x", "y") if node.get(name)}
    turn = node.get("transform", "")
    if not turn.startswith("rotate(-0"):
        place["transform"] = _rounded(turn)
    looks = _looks(node)
    texts = {language: visible(label_text(label, language)) for language in Language}
    if texts[Language.EN] == texts[Language.KO]:
        text = ET.Element("text", {**place, **looks})
        text.text = texts[Language.EN]
        yield text
        return
    for language in Language:
        classes = f"{language.value} {looks.get('class', '')}".strip()
        text = ET.Element("text", {**place, **looks, "class": classes, "lang": language.value})
        text.text = texts[language]
        yield text


def _pictures(node: ET.Element, levels: object) -> Iterator[ET.Element]:
    """A heat map with one pixel a cell, once in each theme's colours."""
    turn = node.get("transform", "")
    across, _, _, down, left, top = (
        float(number) for number in turn.removeprefix("matrix(").rstrip(")").split()
    )
    place = {
        "x": left,
        "y": top,
        "width": across * float(node.get("width", "1")),
        "height": down * float(node.get("height", "1")),
    }
    for dark in (False, True):
        coded = base64.b64encode(heat_png(levels, dark=dark)).decode("ascii")
        yield ET.Element(
            "image",
            {
                "class": "px on-d" if dark else "px on-l",
                **{name: _rounded(f"{value:.6f}") for name, value in place.items()},
                "preserveAspectRatio": "none",
                "href": f"data:image/png;base64,{coded}",
            },
        )


def _rounded(text: str) -> str:
    """Numbers to a twentieth of a pixel, which no eye tells; on one line."""
    return " ".join(_NUMBER.sub(lambda match: _short(float(match.group())), text).split())


def _short(number: float) -> str:
    text = f"{round(number * 20) / 20:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
