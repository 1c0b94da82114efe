"""Small workbooks in formats that no library of this project writes: OpenDocument sheets, and XLSB by its records."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import quoteattr

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def ods_cell(value: object = None, attributes: str = "") -> str:
    """A cell of an OpenDocument sheet; a text that begins with ``#`` is a failed formula."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, str) and value.startswith("#"):
        kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value={quoteattr(str(value))}'
    return f"<table:table-cell {kind} {attributes}><text:p>{value}</text:p></table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of an OpenDocument sheet."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods(*rows: str, before: str = "", content: str | None = None, manifest: str = "<a/>") -> bytes:
    """An OpenDocument workbook with one sheet, 台账."""
    sheet = f'<table:table table:name="台账">{before}{"".join(rows)}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        xml = content or f"<office:document-content {_NAMESPACES}>{body}</office:document-content>"
        parts.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
        parts.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of an XLSB part: kind and length in seven bits a byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_row(number: int, *values: object, hidden: bool = False) -> bytes:
    """A row, from 0, of an XLSB sheet; a number stands for a failed formula where it is of type bytes."""
    data = struct.pack("<IIHBBB", number, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0)
    found = record(0, data)
    for column, value in enumerate(values):
        place = struct.pack("<II", column, 0)
        if isinstance(value, bytes):
            found += record(3, place + value)
        elif isinstance(value, str):
            found += record(6, place + _text(value))
        elif value is not None:
            found += record(5, place + struct.pack("<d", value))
    return found


def xlsb(*rows: bytes, around: bytes = b"", from_1904: bool = False) -> bytes:
    """An XLSB workbook with one sheet, 台账; ``around`` are records after its rows."""
    properties = record(153, struct.pack("<II", int(from_1904), 0) + _text(""))
    sheet = record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("台账"))
    book = record(131) + properties + record(143) + sheet + record(144) + record(132)
    dimension = record(148, struct.pack("<4I", 0, max(1, len(rows)) - 1, 0, 9))
    data = record(129) + dimension + record(145) + b"".join(rows) + record(146) + around + record(130)
    target = f'<Relationship Id="rId1" Type="{_SHEET}" Target="worksheets/sheet1.bin"/>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/workbook.bin", book)
        parts.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_RELATIONS}">{target}</Relationships>'
        )
        parts.writestr("xl/worksheets/sheet1.bin", data)
    return file.getvalue()
