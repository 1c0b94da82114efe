"""Charts as pictures, drawn from the same SVG as in the PDF.

A picture alone, without the SVG beside it: Word would set its text in the fonts of the reader's machine, which
has none of those that the chart was measured in.
"""

from __future__ import annotations

import math
import re
import struct
from functools import cache

import resvg_py
from lxml import etree
from lxml.etree import _Element as Element

from audit.report.fonts import fonts_folder
from audit.report.word.ooxml import PIXEL, POINT, element

ZOOM = 3
"""Dots per CSS pixel: 288 to the inch."""

LOGO_BOX = (62 * 36_000, 22 * 36_000)
"""EMU: 62 by 22 mm, as on the cover of the PDF."""

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_HAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef]")
_BOLD = 600
_CHINESE = "'Noto Sans SC', Inter"
_EMU_PER_TWIP = 12_700 / POINT


def drawings(html: str) -> list[str]:
    """Every ``<svg>`` in the order of the document, as written: a parser of HTML forgets capital letters."""
    return _DRAWING.findall(html)


def png(svg: str) -> bytes:
    """The drawing in dots. Set in the vendored fonts alone, so the bytes are the same everywhere."""
    return _drawn(_with_bold_chinese(svg), "white")


def _drawn(svg: str, ground: str | None) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg, background=ground, skip_system_fonts=True, font_files=_fonts(), zoom=ZOOM
    )


@cache
def _fonts() -> list[str]:
    """Those with Chinese first: for a character that several have, the first is taken."""
    found = sorted(str(path) for path in fonts_folder().glob("*.ttf"))
    return sorted(found, key=lambda path: "noto-sans-sc" not in path)


def _with_bold_chinese(svg: str) -> str:
    """Name the Chinese font first where Chinese is bold: one found as a fallback comes in its first weight."""
    root = etree.fromstring(svg)
    for text in root.iter("{*}text"):
        if int(text.get("font-weight", "400")) >= _BOLD and _HAN.search("".join(text.itertext())):
            text.set("font-family", _CHINESE)
    return str(etree.tostring(root, encoding="unicode"))


def told(svg: str) -> str:
    """What the drawing shows, in words."""
    title = etree.fromstring(svg).find("{*}title")
    return "" if title is None else " ".join("".join(title.itertext()).split())


def size(svg: str, width: int) -> tuple[int, int]:
    """Width and height in EMU, at most so many twips wide."""
    root = etree.fromstring(svg)
    across, down = (float(root.get(side)) * PIXEL for side in ("width", "height"))
    return fitted((across, down), (width * _EMU_PER_TWIP, math.inf))


def dots(svg: bytes) -> bytes:
    """A drawing of somebody's own in dots; a picture within it is left out, which might lie on any disk."""
    root = etree.fromstring(svg)
    for node in list(root.iter("{*}image")):
        node.getparent().remove(node)
    return _drawn(str(etree.tostring(root, encoding="unicode")), None)


def natural_size(image: bytes, name: str) -> tuple[float, float]:
    """Width and height of a PNG in EMU; dots are pixels, but those of a drawing are ``ZOOM`` to a pixel."""
    per_dot = PIXEL / (ZOOM if name.endswith(".svg") else 1)
    across, down = struct.unpack(">II", image[16:24])
    return across * per_dot, down * per_dot


def fitted(extent: tuple[float, float], box: tuple[float, float]) -> tuple[int, int]:
    """A size made smaller until it fits into a box."""
    scale = min(1.0, *(most / side for side, most in zip(extent, box, strict=True)))
    return round(extent[0] * scale), round(extent[1] * scale)


def drawing(relationship: str, number: int, words: str, extent: tuple[int, int]) -> Element:
    """A run with a picture in the line of the text.

    Args:
        relationship: id of the picture's part.
        number: of the picture in the document, from 1.
        words: what it shows.
        extent: width and height in EMU.
    """
    across, down = ({".cx": extent[0], ".cy": extent[1]}, {".x": 0, ".y": 0})
    name = {".id": number, ".name": f"Chart {number}"}
    shape = element(
        "pic:spPr",
        children=[
            element("a:xfrm", children=[element("a:off", down), element("a:ext", across)]),
            element("a:prstGeom", {".prst": "rect"}, [element("a:avLst")]),
        ],
    )
    fill = [
        element("a:blip", {"r:embed": relationship}),
        element("a:stretch", children=[element("a:fillRect")]),
    ]
    properties = [element("pic:cNvPr", {**name, ".descr": words}), element("pic:cNvPicPr")]
    picture = element(
        "pic:pic",
        children=[
            element("pic:nvPicPr", children=properties),
            element("pic:blipFill", children=fill),
            shape,
        ],
    )
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    graphic = element("a:graphic", children=[element("a:graphicData", {".uri": uri}, [picture])])
    inline = element(
        "wp:inline",
        {".distT": 0, ".distB": 0, ".distL": 0, ".distR": 0},
        [element("wp:extent", across), element("wp:docPr", {**name, ".descr": words}), graphic],
    )
    return element("w:r", children=[element("w:drawing", children=[inline])])
