"""Elements of WordprocessingML (ISO/IEC 29500-1), with their children in the order that the schema asks for.

Word refuses a document whose properties stand in another order, so nothing is appended by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

NAMESPACES: Final[Mapping[str, str]] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}

PIXEL, POINT, MILLIMETRE = 9525, 20, 1440 / 25.4
"""EMU in a CSS pixel; twentieths of a point in a point and in a millimetre."""

_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "w:pPr": (
        *("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:widowControl", "w:numPr"),
        *("w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"),
        *("w:outlineLvl", "w:sectPr"),
    ),
    "w:rPr": (
        *("w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:color", "w:spacing", "w:sz", "w:szCs", "w:shd"),
        "w:lang",
    ),
    "w:tblPr": (
        *("w:tblStyle", "w:tblW", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
        "w:tblCaption",
    ),
    "w:tcPr": ("w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:vAlign"),
}

_NO_BOOKMARK = re.compile(r"\W")


@cache
def qualified(name: str) -> str:
    """``w:p`` as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def element(
    name: str, attributes: Mapping[str, object] | None = None, children: Iterable[Element] = ()
) -> Element:
    """An element; its attributes are those of ``w:`` unless they have a prefix or begin with a dot."""
    prefix, _ = name.split(":")
    made = etree.Element(qualified(name), nsmap={prefix: NAMESPACES[prefix]})
    for key, value in (attributes or {}).items():
        place = key[1:] if key.startswith(".") else qualified(key if ":" in key else f"w:{key}")
        made.set(place, str(value))
    made.extend(_in_order(name, children))
    return made


_PLACES = {name: {qualified(one): place for place, one in enumerate(order)} for name, order in _ORDER.items()}


def value(name: str, of: object) -> Element:
    """An element that says one thing in ``w:val``."""
    return element(name, {"val": of})


def _in_order(name: str, children: Iterable[Element]) -> Iterable[Element]:
    places = _PLACES.get(name)
    return children if places is None else sorted(children, key=lambda child: places[child.tag])


def run(text: str, style: str | None = None, *, preserve: str = "w:t", east_asian: bool = False) -> Element:
    """A run of text in a character style; ``east_asian`` decides for quotation marks and dashes."""
    content = element(preserve)
    content.text = text
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("w:r", children=[*_run_properties(style, east_asian), content])


def line_break() -> Element:
    """A new line within a paragraph."""
    return element("w:r", children=[element("w:br")])


def tab() -> Element:
    """A tabulator."""
    return element("w:r", children=[element("w:tab")])


def _run_properties(style: str | None, east_asian: bool) -> Iterator[Element]:
    properties = []
    if style:
        properties.append(value("w:rStyle", style_id(style)))
    if east_asian:
        properties.append(element("w:rFonts", {"hint": "eastAsia"}))
    if properties:
        yield element("w:rPr", children=properties)


def paragraph(style: str, content: Iterable[Element] = (), properties: Iterable[Element] = ()) -> Element:
    """A paragraph in a style."""
    named = element("w:pPr", children=[value("w:pStyle", style_id(style)), *properties])
    return element("w:p", children=[named, *content])


def field(instruction: str, shown: Iterable[Element] = ()) -> list[Element]:
    """The runs of a field that Word keeps up to date, with what it shows until then."""
    return [
        field_mark("begin"),
        run(f" {instruction} ", preserve="w:instrText"),
        field_mark("separate"),
        *shown,
        field_mark("end"),
    ]


def field_mark(kind: str) -> Element:
    """The beginning, the middle or the end of a field."""
    return element("w:r", children=[element("w:fldChar", {"fldCharType": kind})])


def style_id(name: str) -> str:
    """The id of a style: its name without spaces, as Word forms it."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def bookmark_name(identifier: str) -> str:
    """An id of the HTML as a bookmark: at most 40 letters, digits and underscores, the first a letter."""
    name = _NO_BOOKMARK.sub("_", identifier)
    return (name if name[:1].isalpha() else f"a{name}")[:40]


def bookmark(number: int, name: str) -> tuple[Element, Element]:
    """The beginning and the end of a bookmark."""
    return (
        element("w:bookmarkStart", {"id": number, "name": name}),
        element("w:bookmarkEnd", {"id": number}),
    )
