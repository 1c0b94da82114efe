"""What readers of each form see: the diverging opinions of a report, of which every form prints all."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping

import docx
import lxml.html
import openpyxl
import pypdfium2

Files = Mapping[str, bytes]


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def _only(files: Files) -> bytes:
    (content,) = files.values()
    return content


def html(files: Files) -> str:
    """The opinions of the page for browsers, one after the other."""
    page = lxml.html.document_fromstring(_only(files))
    shown = page.xpath("//*[@id='opinions']/following::ul[1]/li")
    return "\n".join(one.text_content() for one in shown)


def word(files: Files) -> str:
    """Those of the Word document."""
    book = docx.Document(io.BytesIO(_only(files)))
    return "\n".join(one.text for one in book.paragraphs if one.style.name == "List Bullet")


def pdf(files: Files) -> str:
    """All text of the PDF without marks of lists, head and foot, because a page may end within an opinion."""
    document = pypdfium2.PdfDocument(_only(files))
    try:
        pages = [_between_margins(document[place]) for place in range(len(document))]
        return "".join(pages).replace("•", "")
    finally:
        document.close()


_MARGIN = 24 / 25.4 * 72
"""Points above and below the text of a page."""


def _between_margins(page: pypdfium2.PdfPage) -> str:
    width, height = page.get_size()
    text = page.get_textpage()
    return str(text.get_text_bounded(0, _MARGIN, width, height - _MARGIN))


def xlsx(files: Files) -> str:
    """All cells of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(_only(files)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    return "\n".join(cell.value.replace("_x005F_", "_") for cell in cells if isinstance(cell.value, str))


def tables(files: Files) -> str:
    """All fields of the CSV files."""
    found = [content.decode("utf-8-sig") for name, content in files.items() if name.endswith(".csv")]
    rows = [row for text in found for row in csv.reader(io.StringIO(text))]
    return "\n".join(field for row in rows for field in row)


def oscal(files: Files) -> str:
    """All strings of the assessment results, as Markdown shows them."""
    return _ESCAPED.sub(r"\1", "\n".join(_strings(json.loads(_only(files)))))


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def _strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [one for value in node.values() for one in _strings(value)]
    if isinstance(node, list):
        return [one for value in node for one in _strings(value)]
    return [node] if isinstance(node, str) else []


READERS: dict[str, Callable[[Files], str]] = {
    "pdf": pdf,
    "html": html,
    "docx": word,
    "xlsx": xlsx,
    "csv": tables,
    "oscal": oscal,
}
COLUMNS = {
    "pdf": "pages",
    "html": "pages",
    "docx": "pages",
    "xlsx": "cells",
    "csv": "cells",
    "oscal": "oscal",
}
"""Form -> what of a hostile text stands in it."""

PARTS = frozenset({"summary", "findings", "annex"})
"""Forms that are a part of the report and hold no opinions."""
