"""The XML of a worksheet, looked at for what the library that reads it does not tell.

That library gives an error cell, and a formula that was never calculated, as an empty cell; and it lays a
sheet out in memory from its first cell to its last, however far apart they are. So the XML is searched
once, which is quick, and parsed only where the search finds something remarkable.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

import numpy as np

from audit.errors import column_letters
from audit.evidence.readers.grid import Span

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
"""What a cell shows whose formula failed; newer errors are stored as one of these."""

MOST_CELLS = 50_000_000
"""From the first cell of a sheet to its last; they take 1.5 GB while they are read."""

_MOST_COLUMNS = 16_384
_LETTERS, _DIGITS = 3, 7
_LONGEST_PLACE = _LETTERS + _DIGITS + len('r="')
_BLOCK = 4 << 20
_HIDDEN = re.compile(rb"""<(row|col)\b([^>]*\bhidden=["'](?:1|true)["'][^>]*)>""")
_NUMBER = {name: re.compile(rb"""\b%b=["'](\d+)["']""" % name) for name in (b"r", b"min", b"max")}
_TRUE = ("1", "true")
_NO_RESULT = re.compile(rb"<(?:/f|f\b[^>]*/)>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_REMARKABLE = (b'"e"', b"'e'", b":worksheet", b"<!DOCTYPE")
"""An error cell, names with a prefix, and what no sheet should have."""

Cell = tuple[int, int]
"""Row and column of a cell, both from 1."""


@dataclass
class Contents:
    """What a worksheet holds besides its values.

    ``rows`` and ``columns`` are at least those of the last value, 0 for an empty sheet. ``errors`` are the cells whose
    formula failed, with what they show; ``uncalculated`` those whose formula has no result at all.
    ``hidden_rows`` and ``hidden_columns`` are not seen by people; ``merged`` are merged cells, for formats of
    which the library does not tell them.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: list[Cell] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)


def column_of(name: str) -> int:
    """The column, from 1, that letters stand for; 0 for none."""
    found = 0
    for letter in name.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def examine(parts: zipfile.ZipFile, part: str) -> Contents:
    """Look at the XML of one worksheet.

    Raises:
        zipfile.BadZipFile: it is not well-formed.
    """
    with parts.open(part) as file:
        quick = _searched(file)
    if quick is not None:
        return quick
    with parts.open(part) as file:
        return _parsed(file)


def _searched(file: IO[bytes]) -> Contents | None:
    """A sheet in which nothing is remarkable, counting cells that are formatted but empty; otherwise None."""
    found = Contents()
    for text in _whole_cells(file):
        if any(mark in text for mark in _REMARKABLE) or (b"<f" in text and _NO_RESULT.search(text)):
            return None
        row, column = furthest(text)
        found.rows, found.columns = max(found.rows, row), max(found.columns, column)
        if b"hidden=" in text:
            _note_hidden(text, found)
    return found if found.rows * found.columns <= MOST_CELLS else None


def furthest(text: bytes) -> Cell:
    """The largest row and column among the places that XML gives: ``r="AB12"`` of a cell, ``r="12"`` of a row.

    Each step looks at all places at once: one by one they would take as long as all else.

    >>> furthest(b'<row r="7"><c r="A7"/><c r="AB3"/></row>')
    (7, 28)
    """
    data = np.frombuffer(text + bytes(_LONGEST_PLACE), np.uint8)
    at = np.flatnonzero(data[:-2] == ord("r")) + 1
    at = at[data[at] == ord("=")] + 1
    at = at[(data[at] == ord('"')) | (data[at] == ord("'"))] + 1
    row, column = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    for _ in range(_LETTERS):
        letter = (data[at] & ~np.uint8(0x20)).astype(np.int64) - ord("A")
        named = (letter >= 0) & (letter < 26)
        column = np.where(named, column * 26 + letter + 1, column)
        at = at + named
    start = at
    for _ in range(_DIGITS):
        digit = data[at].astype(np.int64) - ord("0")
        numbered = (digit >= 0) & (digit < 10)
        row = np.where(numbered, row * 10 + digit, row)
        at = at + numbered
    placed = (at > start) & ((data[at] == ord('"')) | (data[at] == ord("'")))
    return int(row[placed].max(initial=0)), int(column[placed].max(initial=0))


def _note_hidden(text: bytes, found: Contents) -> None:
    for kind, attributes in _HIDDEN.findall(text):
        first, last = (
            _NUMBER[name].search(attributes)
            for name in ((b"min", b"max") if kind == b"col" else (b"r", b"r"))
        )
        if first is None or last is None:
            continue
        if kind == b"col":
            found.hidden_columns.update(range(int(first[1]), min(int(last[1]), _MOST_COLUMNS) + 1))
        else:
            found.hidden_rows.append(int(first[1]))


def _whole_cells(file: IO[bytes]) -> Iterator[bytes]:
    """The text in blocks, none of which ends within a cell."""
    rest = b""
    while block := file.read(_BLOCK):
        text = rest + block
        end = text.rfind(b"</c>") + 4
        if end < 4:
            end = text.rfind(b">") + 1
        yield text[:end]
        rest = text[end:]
    yield rest


def _parsed(file: IO[bytes]) -> Contents:
    reader = _CellReader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.ParseFile(file)
    except (expat.ExpatError, ValueError) as error:  # a row whose number is none
        raise zipfile.BadZipFile(str(error)) from error
    return reader.contents


class _CellReader:
    """Follows the elements of a sheet: row, cell, formula, value."""

    def __init__(self) -> None:
        self.contents = Contents()
        self._row = self._column = 0
        self._type: str | None = None
        self._formula = self._inline = False
        self._value: str | None = None
        self._result = ""

    def refuse(self, *_: object) -> None:
        raise zipfile.BadZipFile("DOCTYPE")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
                if attributes.get("hidden") in _TRUE:
                    self.contents.hidden_rows.append(self._row)
            case "col" if attributes.get("hidden") in _TRUE:
                last = min(int(attributes["max"]), _MOST_COLUMNS)
                self.contents.hidden_columns.update(range(int(attributes["min"]), last + 1))
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._formula = True
            case "v":
                self._value = ""
            case "is":
                self._inline = True

    def text(self, text: str) -> None:
        if self._value is not None:
            self._value += text

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._end_cell()
            case "v":
                self._result, self._value = self._value or "", None

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        name = place.rstrip("0123456789")
        self._column = column_of(name) if name else self._column + 1
        self._row = int(place[len(name) :] or self._row)
        self._type, self._result = attributes.get("t"), ""
        self._formula = self._inline = False

    def _end_cell(self) -> None:
        cell = (self._row, self._column)
        if self._type == "e":
            if self._result not in ERRORS:
                raise zipfile.BadZipFile(
                    f"{column_letters(self._column)}{self._row}: {self._result or 't=e'}"
                )
            self.contents.errors[cell] = self._result
        elif self._formula and not self._result.strip() and self._type not in ("str", "inlineStr"):
            self.contents.uncalculated.append(cell)
        if self._result or self._inline or self._type == "e":
            self.contents.rows = max(self.contents.rows, self._row)
            self.contents.columns = max(self.contents.columns, self._column)
