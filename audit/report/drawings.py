"""The charts of our own templates as trees that WeasyPrint draws in less time.

It sets the text of a drawing letter by letter, because SVG may place each of them, without kerning, and what does not
begin where it is placed as a form of its own. Ours are lines of words and numbers, so they are set as such.
"""

from __future__ import annotations

from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg import TAGS
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import color, size
from weasyprint.text.line_break import split_first_line

SVG = "{http://www.w3.org/2000/svg}"
LINE = "line-of-text"
"""The tag of a text that is set as one line; WeasyPrint looks up by the tag how an element is drawn."""

_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The part of a line that stands before its place."""


def lighten(page: Element) -> None:
    """Make ready the drawings of a page: texts as lines, without the words and groups that only a pointer asks for."""
    for drawing in page.iter(f"{SVG}svg"):
        for parent in list(drawing.iter()):
            parent[:] = [kept for kid in parent for kept in _kept(kid, of=parent)]
        for text in drawing.iter(f"{SVG}text"):
            text.tag = f"{SVG}{LINE}"


def _kept(kid: Element, *, of: Element) -> list[Element]:
    """What is drawn of a child. The title of the whole drawing stays: it is what tells of the figure."""
    if kid.tag == f"{SVG}title" and of.tag != f"{SVG}svg":
        return []
    if kid.tag == f"{SVG}g" and not kid.attrib:
        return [kept for one in kid for kept in _kept(one, of=kid)]
    return [kid]


def _draw_line(svg: Any, node: Any, font_size: float) -> None:
    style = Style(INITIAL_VALUES)
    style.font_config = svg.font_config
    style["font_family"] = [one.strip(" '") for one in node.get("font-family").split(",")]
    style["font_weight"] = int(node.get("font-weight"))
    style["font_size"] = font_size
    if not node.text:
        return
    layout, _, _, width, _, _ = split_first_line(node.text, style, svg.context, inf, 0)
    x, y = size(node.get("x")), size(node.get("y"))
    svg.stream.set_color(color(node.get("fill")))
    svg.stream.begin_text()
    layout.reactivate(style)
    place = Matrix(d=-1, e=x - width * _BEFORE[node.get("text-anchor")], f=y)
    draw_first_line(svg.stream, TextBox(layout, style), "none", "none", place)
    svg.stream.end_text()


TAGS[LINE] = _draw_line
