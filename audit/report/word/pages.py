"""What stands around the text: contents, sections, running head and foot, the mark of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from audit.report.word.ooxml import (
    MILLIMETRE,
    element,
    field,
    field_mark,
    paragraph,
    qualified,
    run,
    tab,
    value,
)
from audit.report.word.styles import FACES, GRID
from audit.report.word.walking import Heading

PAGE = (210, 297)
MARGIN = 20


def contents(title: str, headings: Sequence[Heading], within: str | None) -> Element:
    """The contents as a field. It lists what Word itself would list, without the pages, which only Word knows.

    Args:
        title: above it.
        headings: of the chapters and of what stands below them.
        within: the bookmark around them, if they are not all of the document.
    """
    only = rf"\b {within} " if within else ""
    begin = [
        field_mark("begin"),
        run(rf' TOC \o "1-2" \h \z {only}', preserve="w:instrText"),
        field_mark("separate"),
    ]
    entries = []
    for place, one in enumerate(headings, 1):
        link = element("w:hyperlink", {"anchor": one.bookmark}, [run(one.words)])
        first = begin if place == 1 else []
        last = [field_mark("end")] if place == len(headings) else []
        entries.append(paragraph(f"toc {one.level}", [*first, link, *last]))
    gallery = element(
        "w:docPartObj", children=[value("w:docPartGallery", "Table of Contents"), element("w:docPartUnique")]
    )
    body = element("w:sdtContent", children=[paragraph("TOC Heading", [run(title)]), *entries])
    return element("w:sdt", children=[element("w:sdtPr", children=[gallery]), body])


def section() -> Element:
    """A4 with the margins of the report, on a new page."""
    edge = round(MARGIN * MILLIMETRE)
    width, height = (round(side * MILLIMETRE) for side in PAGE)
    margins = {
        "top": round(26 * MILLIMETRE),
        "right": edge,
        "bottom": round(24 * MILLIMETRE),
        "left": edge,
        "header": round(12 * MILLIMETRE),
        "footer": round(12 * MILLIMETRE),
        "gutter": 0,
    }
    return element(
        "w:sectPr",
        children=[
            value("w:type", "nextPage"),
            element("w:pgSz", {"w": width, "h": height}),
            element("w:pgMar", margins),
        ],
    )


def text_width(pages: Element) -> int:
    """Twips between the margins of a section."""
    size, margins = pages.find(qualified("w:pgSz")), pages.find(qualified("w:pgMar"))
    sides = (margins.get(qualified(f"w:{side}")) for side in ("left", "right"))
    return int(size.get(qualified("w:w"))) - sum(map(int, sides))


def running_head(document: str, draft: str | None) -> Element:
    """The chapter on the left, the document on the right; between them that it is a draft."""
    mark = [run(draft, "Draft Mark"), run("  ")] if draft else []
    chapter = field("STYLEREF 1")
    stamp = [_watermark(draft)] if draft else []
    return paragraph("header", [*stamp, *chapter, tab(), *mark, run(document)])


def running_foot(issuer: str) -> Element:
    """What made the report on the left, the page and how many there are on the right."""
    return paragraph("footer", [run(issuer), tab(), *field("PAGE"), run(" / "), *field("NUMPAGES")])


def _watermark(words: str) -> Element:
    """Words across the page behind the text, as Word itself draws them."""
    path = element("v:textpath", {".style": f'font-family:"{FACES["sans"][1]}"', ".string": words})
    style = (
        "position:absolute;width:360pt;height:140pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    kind = element(
        "v:shapetype",
        {
            ".id": "draft",
            ".coordsize": "21600,21600",
            ".adj": "10800",
            ".path": "m@7,l@8,m@5,21600l@6,21600e",
            "o:spt": "136",
        },
        [
            element("v:formulas", children=[element("v:f", {".eqn": one}) for one in _TEXT_ON_A_LINE]),
            element("v:path", {".textpathok": "t", "o:connecttype": "rect"}),
            element("v:textpath", {".on": "t", ".fitshape": "t"}),
        ],
    )
    shape = element(
        "v:shape",
        {
            ".id": "DraftMark",
            ".type": "#draft",
            ".style": style,
            ".fillcolor": f"#{GRID}",
            ".stroked": "f",
            ".alt": words,
        },
        [path],
    )
    return element("w:r", children=[element("w:pict", children=[kind, shape])])


_TEXT_ON_A_LINE = (
    "sum #0 0 10800",
    "prod #0 2 1",
    "sum 21600 0 @1",
    "sum 0 0 @2",
    "sum 21600 0 @3",
    "if @0 @3 0",
    "if @0 21600 @1",
    "if @0 0 @2",
    "if @0 @4 21600",
    "mid @5 @6",
    "mid @8 @5",
    "mid @7 @8",
    "mid @6 @7",
    "sum @6 0 @5",
)
"""The formulas of the shape 136, plain text that fills a box ([MS-ODRAWXML] presets)."""
