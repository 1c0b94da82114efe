"""What an OpenDocument sheet (ODS) tells besides values: how far it reaches, failed formulas, hidden and merged cells.

A row or cell that repeats is written once with a number, so that a few bytes may mean millions of cells: they
are counted before anything is laid out.
"""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from audit.evidence.readers.cells import ERRORS, Contents

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_HIDDEN = ("collapse", "filter")
_MOST_NOTED = 1_100_000


def is_encrypted(parts: zipfile.ZipFile) -> bool:
    """Whether a password is needed."""
    return MANIFEST in parts.namelist() and b"encryption-data" in parts.read(MANIFEST)


def contents(parts: zipfile.ZipFile) -> dict[str, Contents]:
    """Look at every sheet, by its name.

    Raises:
        zipfile.BadZipFile: the XML is not well-formed, or has what no sheet should have.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        with parts.open(CONTENT) as file:
            parser.ParseFile(file)
    except (expat.ExpatError, ValueError) as error:  # a number of repetitions that is none
        raise zipfile.BadZipFile(str(error)) from error
    return reader.sheets


class _Reader:
    """Follows the elements: table, column, row, cell, paragraph."""

    def __init__(self) -> None:
        self.sheets: dict[str, Contents] = {}
        self._sheet = Contents()
        self._row = self._column = self._column_style = 0
        self._rows = self._cells = 1
        self._attributes: dict[str, str] = {}
        self._shown = ""
        self._in_text = False

    def refuse(self, *_: object) -> None:
        raise zipfile.BadZipFile("DOCTYPE")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table":
                self._sheet = self.sheets.setdefault(attributes.get(_TABLE + "name", ""), Contents())
                self._row = self._column_style = 0
            case "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-column":
                self._begin_columns(attributes)
            case "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-row":
                self._begin_row(attributes)
            case (
                "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table-cell"
                | "urn:oasis:names:tc:opendocument:xmlns:table:1.0 covered-table-cell"
            ):
                self._attributes, self._shown = attributes, ""
                self._cells = _repeated(attributes, "columns")
            case "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p":
                self._in_text = True

    def text(self, text: str) -> None:
        if self._in_text:
            self._shown += text

    def end(self, name: str) -> None:
        if name == _TEXT + "p":
            self._in_text = False
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._end_cell()
        elif name == _TABLE + "table-row":
            self._row += self._rows

    def _begin_columns(self, attributes: dict[str, str]) -> None:
        first = self._column_style + 1
        self._column_style += _repeated(attributes, "columns")
        if attributes.get(_TABLE + "visibility") in _HIDDEN:
            self._sheet.hidden_columns.update(range(first, min(self._column_style, 16_384) + 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._column, self._rows = 0, _repeated(attributes, "rows")
        if attributes.get(_TABLE + "visibility") in _HIDDEN and self._row < _MOST_NOTED:
            last = min(self._row + self._rows, _MOST_NOTED)
            self._sheet.hidden_rows.extend(range(self._row + 1, last + 1))

    def _end_cell(self) -> None:
        cell = (self._row + 1, self._column + 1)
        held = self._attributes
        typed = held.get(_OFFICE + "value-type")
        failed = held.get(_CALC + "value-type") == "error" or (typed is None and self._shown in ERRORS)
        self._column += self._cells
        if typed or self._shown or failed:
            self._sheet.rows = max(self._sheet.rows, self._row + self._rows)
            self._sheet.columns = max(self._sheet.columns, self._column)
        if failed:
            self._sheet.errors[cell] = self._shown if self._shown in ERRORS else "#VALUE!"
        elif _TABLE + "formula" in held and typed is None and not self._shown:
            self._sheet.uncalculated.append(cell)
        down, right = (int(held.get(f"{_TABLE}number-{one}-spanned", 1)) for one in ("rows", "columns"))
        if down > 1 or right > 1:
            self._sheet.merged.append((*cell, cell[0] + down - 1, cell[1] + right - 1))


def _repeated(attributes: dict[str, str], what: str) -> int:
    return int(attributes.get(f"{_TABLE}number-{what}-repeated", 1))
