"""Workbooks (XLSX, XLS, XLSB, ODS): which sheets they have, and whether they may be unpacked at all.

What a file is, is told by its first bytes and never by its extension: a workbook named ``.csv`` is read
as a workbook. One library reads the values of all formats; what it does not tell is looked up in the file by
the module of the format: failed formulas, which it gives as empty cells, and what is hidden.
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from audit.errors import Located, Unreadable, column_letters
from audit.evidence.readers import ods, unreadable, xlsb, xlsx
from audit.evidence.readers.cells import MOST_CELLS, Contents
from audit.text import Message

MOST_UNPACKED = 1 << 30
"""Bytes of XML that a workbook may unpack to: a sheet of a million rows and twenty columns takes about that."""

Format = Literal["XLSX", "XLS", "XLSB", "ODS"]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_PARTS = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")
_NAMES_WITHIN = 1 << 20
"""So many first bytes of a damaged archive are searched for the names of its parts."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMATS: tuple[tuple[str, Format], ...] = (
    (xlsx.WORKBOOK, "XLSX"),
    (xlsb.WORKBOOK, "XLSB"),
    (ods.CONTENT, "ODS"),
)
_DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet by its name, and whether people see it."""

    name: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook; ``day_zero`` is the date that the number 0 would be in its date system."""

    path: Path
    shown: str
    format: Format
    book: CalamineWorkbook
    sheets: tuple[SheetPart, ...]
    day_zero: dt.date
    contents: Callable[[str], Contents]

    def examine(self, sheet: SheetPart) -> Contents:
        """What a sheet holds besides its values; raises Unreadable where it reaches too far."""
        found = self.contents(sheet.name)
        _refuse_too_large(self.shown, sheet.name, found)
        return found

    def stop(
        self, message: Message, sheet: str | None = None, line: int | None = None, column: int | None = None
    ) -> Unreadable:
        """The error that something at one place cannot be read."""
        where = Located(file=self.shown, sheet=sheet, message=message, line=line, column=column)
        return Unreadable([where])


DAY_ZERO_1900 = dt.date(1899, 12, 30)
"""Right from 1 March 1900 on: the 1900 system counts a 29 February 1900 that never was."""

DAY_ZERO_1904 = dt.date(1904, 1, 1)


def is_workbook(path: Path) -> bool:
    """Whether the content is a workbook of any format; a damaged one is told by the names of its parts."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        return False
    if start != _ZIP:
        return start == _OLE
    try:
        with zipfile.ZipFile(path) as parts:
            return any(name.startswith("xl/") or name == ods.CONTENT for name in parts.namelist())
    except zipfile.BadZipFile:
        with path.open("rb") as file:
            start = file.read(_NAMES_WITHIN)
        return any(name in start for name in _PARTS)


@contextmanager
def opened(path: Path, shown: str) -> Iterator[Workbook]:
    """A workbook whose parts are whole and not too large.

    Raises:
        Unreadable: it is encrypted, damaged, no workbook, or unpacks to more than MOST_UNPACKED.
    """
    kind = _format(path, shown)
    with ExitStack() as stack:
        try:
            contents, from_1904 = _looked_into(stack, path, shown, kind)
            book = stack.enter_context(CalamineWorkbook.from_path(path))
            sheets = _sheets(book)
        except PasswordError as error:
            raise _stop(shown, unreadable.ENCRYPTED()) from error
        except (*_DAMAGED, KeyError, NotImplementedError) as error:  # no such part, no such compression
            raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error
        try:
            day_zero = DAY_ZERO_1904 if from_1904 else DAY_ZERO_1900
            yield Workbook(path, shown, kind, book, sheets, day_zero, contents)
        except (*_DAMAGED, KeyError) as error:
            raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error


def _format(path: Path, shown: str) -> Format:
    """The format by the content; encrypted workbooks are refused."""
    with path.open("rb") as file:
        old = file.read(4) == _OLE
    if old:
        if _ENCRYPTED in path.read_bytes():
            raise _stop(shown, unreadable.ENCRYPTED())
        return "XLS"
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
            if ods.is_encrypted(parts):
                raise _stop(shown, unreadable.ENCRYPTED())
    except zipfile.BadZipFile as error:
        raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error
    return next((kind for name, kind in _FORMATS if name in names), "XLSX")


def _looked_into(
    stack: ExitStack, path: Path, shown: str, kind: Format
) -> tuple[Callable[[str], Contents], bool]:
    """What tells the contents of a sheet by its name, and whether days are counted from 1904."""
    if kind == "XLS":
        from audit.evidence.readers.xls import Xls  # noqa: PLC0415  a library that the other formats do not need

        old = Xls(path)
        return old.contents, old.counts_from_1904
    parts = stack.enter_context(zipfile.ZipFile(path))
    _unpack_once(parts, shown)
    if kind == "XLSX":
        new = xlsx.Xlsx(parts)
        return new.contents, new.counts_from_1904
    if kind == "XLSB":
        relations, from_1904 = xlsb.sheets(parts)
        part_of = xlsx.parts_of(parts, xlsb.RELATIONS, relations)
        return (lambda name: xlsb.contents(parts, part_of[name])), from_1904
    found = ods.contents(parts)
    for name, contents in found.items():  # the library would lay out every sheet at once
        _refuse_too_large(shown, name, contents)
    return found.__getitem__, False


def _refuse_too_large(shown: str, sheet: str, found: Contents) -> None:
    if found.rows * found.columns > MOST_CELLS:
        last = f"{column_letters(found.columns)}{found.rows}"
        said = unreadable.SHEET_TOO_LARGE(last=last, limit=MOST_CELLS)
        raise Unreadable([Located(file=shown, sheet=sheet, message=said)])


def _stop(shown: str, message: Message) -> Unreadable:
    return Unreadable([Located(file=shown, message=message)])


def _unpack_once(parts: zipfile.ZipFile, shown: str) -> None:
    """Read every part of XML once: the sizes that an archive declares may be lies, its checksums tell.

    Worksheets of XLSX, which are nearly all of it, are read when they are examined, before the library does so.
    """
    xml = [part for part in parts.infolist() if part.filename.endswith((".xml", ".rels", ".bin"))]
    declared = sum(part.file_size for part in xml)
    if declared > MOST_UNPACKED:
        raise _stop(shown, unreadable.WORKBOOK_TOO_LARGE(size=declared >> 20, limit=MOST_UNPACKED >> 20))
    for part in xml:
        if part.filename.startswith(xlsx.WORKSHEETS):
            continue
        with parts.open(part) as file:  # gives no more than the declared size, then compares the checksum
            while file.read(_BLOCK):
                pass


def _sheets(book: CalamineWorkbook) -> tuple[SheetPart, ...]:
    """The worksheets in their order; charts and macro sheets hold no rows."""
    return tuple(
        SheetPart(one.name, one.visible == SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    )
