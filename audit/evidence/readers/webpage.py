"""Web pages under the name of a workbook: the table in them, as many systems write it where they promise XLS."""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

from audit.evidence.readers import unreadable
from audit.evidence.readers.compressed import stop
from audit.evidence.readers.encoding import detect_bytes

if TYPE_CHECKING:
    from lxml import etree

_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|meta|body|table|style)\b", re.I | re.S
)
_XML_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_START = 4096
_CHINESE = ("gb2312", "gbk")
_MOST_SPANNED = 1000
"""Columns or rows that one cell covers; more is no table."""

_MOST_BYTES, _MOST_CELLS = 64 << 20, 20_000_000
"""A page takes some ten times its size in memory."""


def is_page(start: str) -> bool:
    """Whether a text begins like a web page, or like a workbook of Excel 2003 in XML."""
    return _PAGE.match(start) is not None or is_xml_sheet(start)


def is_xml_sheet(start: str) -> bool:
    """Whether a text begins like a workbook of Excel 2003 in XML; a page that Excel wrote names it too."""
    return _XML_SHEET in start and "<Workbook" in start


def unfold_page(path: Path, shown: str, to: Path) -> None:
    """Write the only table of a page as CSV, a line for every row.

    Raises:
        Unreadable: the page has no table, or several, or is too large; or it is a workbook in XML.
    """
    from lxml import etree  # noqa: PLC0415  for pages alone: 10 ms of every start

    too_large = stop(shown, unreadable.PAGE_TOO_LARGE(limit=_MOST_BYTES >> 20, cells=_MOST_CELLS))
    if path.stat().st_size > _MOST_BYTES:
        raise too_large
    content = path.read_bytes()
    text = content.decode(_encoding(content), errors="replace")
    if is_xml_sheet(text[:_START]):
        raise stop(shown, unreadable.XML_SHEET())
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    page = etree.fromstring(text.encode(), parser)
    # Where pages were put behind one another, those that follow stand beside the first.
    pages = [] if page is None else [page, *page.itersiblings()]
    found = [one for each in pages for one in each.iter("table") if not _lays_out(one)]
    if any(_covered(one) > _MOST_CELLS for one in found):
        raise too_large
    tables = [rows for one in found if len(rows := _rows(one)) > 1 and _width(rows) > 1]
    if len(tables) != 1:
        raise stop(shown, unreadable.PAGE_TABLES(count=len(tables)) if tables else unreadable.PAGE_EMPTY())
    (rows,) = tables
    width = _width(rows)
    if len(rows) * width > _MOST_CELLS:
        raise too_large
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)


def _encoding(content: bytes) -> str:
    """What a mark or the page itself says, else what its bytes look like."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    said = _CHARSET.search(content[:_START])
    name = said[1].decode("ascii").lower() if said else "utf-8"
    for one in ("gb18030" if name in _CHINESE else name, "utf-8"):
        try:
            content.decode(one)
        except (LookupError, UnicodeDecodeError):
            continue
        return one
    return detect_bytes(content).encoding


def _lays_out(table: etree._Element) -> bool:
    """Whether a table holds others: it lays out a page."""
    return next(table.iterdescendants("table"), None) is not None


def _covered(table: etree._Element) -> int:
    """How many cells the cells of a table cover at most."""
    return sum(_span(one, "colspan") * _span(one, "rowspan") for one in table.iterdescendants("td", "th"))


def _width(rows: list[list[str]]) -> int:
    return max(map(len, rows), default=0)


def _rows(table: etree._Element) -> list[list[str]]:
    """The rows of a table, each as wide as its cells.

    A cell over several rows holds for all of them, one over several columns stands in the first.
    """
    rows = list[list[str]]()
    below: dict[int, tuple[str, int]] = {}
    for row in table.iterdescendants("tr"):
        cells = list[str]()
        for cell in row.iterchildren("td", "th"):
            _hold(cells, below)
            text = " ".join("".join(cell.itertext()).split())
            for place in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    below[len(cells)] = (text if place == 0 else "", _span(cell, "rowspan") - 1)
                cells.append(text if place == 0 else "")
        _hold(cells, below)
        rows.append(cells)
    return rows


def _hold(cells: list[str], below: dict[int, tuple[str, int]]) -> None:
    """Add the cells from above that reach down to here."""
    while len(cells) in below:
        text, rows = below.pop(len(cells))
        if rows > 1:
            below[len(cells)] = (text, rows - 1)
        cells.append(text)


def _span(cell: etree._Element, name: str) -> int:
    told = str(cell.get(name, "1")).strip()
    return min(max(int(told), 1), _MOST_SPANNED) if told.isdecimal() else 1
