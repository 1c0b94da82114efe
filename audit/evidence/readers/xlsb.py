"""What the binary records of an XLSB workbook tell besides values: failed formulas, merged and hidden cells.

The numbers of records and the places in them are those of [MS-XLSB], the description of the format.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from audit.evidence.readers.cells import Contents

WORKBOOK, RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_ROW, _COLUMNS, _MERGED, _PROPERTIES, _SHEET = 0, 60, 176, 153, 156
_VALUES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62))
_FAILED = frozenset((3, 11))
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def contents(parts: zipfile.ZipFile, part: str) -> Contents:
    """Look at the records of one worksheet; raises zipfile.BadZipFile where they are not whole."""
    try:
        return _contents(parts.read(part))
    except (struct.error, IndexError, KeyError) as error:
        raise zipfile.BadZipFile(str(error)) from error


def sheets(parts: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The relation of every sheet by its name, and whether days are counted from 1904."""
    found, from_1904 = dict[str, str](), False
    for kind, data in _records(parts.read(WORKBOOK)):
        if kind == _SHEET:
            relation, end = _text(data, 8)
            found[_text(data, end)[0]] = relation
        elif kind == _PROPERTIES:
            from_1904 = bool(data[0] & 1)
    return found, from_1904


def _contents(data: bytes) -> Contents:
    found, row = Contents(), 0
    for kind, record in _records(data):
        if kind == _ROW:
            row = int.from_bytes(record[:4], "little") + 1
            if record[11] & 0x10:
                found.hidden_rows.append(row)
        elif kind in _VALUES:
            column = int.from_bytes(record[:4], "little") + 1
            found.rows, found.columns = max(found.rows, row), max(found.columns, column)
            if kind in _FAILED:
                found.errors[row, column] = _ERRORS[record[8]]
        else:
            _around(kind, record, found)
    return found


def _around(kind: int, record: bytes, found: Contents) -> None:
    """Note hidden columns and merged cells."""
    if kind == _COLUMNS:
        first, last = struct.unpack_from("<2I", record)
        if record[16] & 1:
            found.hidden_columns.update(range(first + 1, min(last, 16_383) + 2))
    elif kind == _MERGED:
        top, bottom, left, right = struct.unpack_from("<4I", record)
        found.merged.append((top + 1, left + 1, bottom + 1, right + 1))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record; both kind and length are written seven bits a byte."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        length = 0
        for place in range(4):
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                break
        if at + length > len(data):
            raise IndexError("a record is cut off")
        yield kind, data[at : at + length]
        at += length


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    length = int.from_bytes(data[at : at + 4], "little")
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end
