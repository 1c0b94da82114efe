"""XLSX workbooks: which sheets they have, and whether they may be unpacked at all.

What a file is, is told by its first bytes and never by its extension: a workbook named ``.csv`` is read
as a workbook. XLS, XLSB and ODS are refused although the library opens them: it gives their error cells as
empty ones, and unlike those of XLSX they could not be found again.
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.cells import Contents, examine
from audit.text import Message

MOST_UNPACKED = 1 << 30
"""Bytes of XML that a workbook may unpack to: a sheet of a million rows and twenty columns takes about that."""

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OTHER_FORMATS = {"xl/workbook.bin": "XLSB", "content.xml": "ODS"}
_DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet by its name, the XML of the archive that holds it, and whether people see it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook; ``day_zero`` is the date that the number 0 would be in its date system."""

    path: Path
    shown: str
    book: CalamineWorkbook
    parts: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    day_zero: dt.date

    def examine(self, sheet: SheetPart) -> Contents:
        """What a sheet holds besides its values."""
        return examine(self.parts, sheet.part)

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
    """Whether the content is a workbook of any format, or an archive too damaged to tell."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        return False
    if start != _ZIP:
        return start == _OLE
    try:
        with zipfile.ZipFile(path) as parts:
            return any(name.startswith("xl/") or name in _OTHER_FORMATS for name in parts.namelist())
    except zipfile.BadZipFile:
        return True


@contextmanager
def opened(path: Path, shown: str) -> Iterator[Workbook]:
    """An XLSX workbook whose parts are whole and not too large.

    Raises:
        Unreadable: it is encrypted, damaged, of another format, or unpacks to more than MOST_UNPACKED.
    """
    _refuse_other_formats(path, shown)
    with ExitStack() as stack:
        try:
            parts = stack.enter_context(zipfile.ZipFile(path))
            _unpack_once(parts, shown)
            described = _parsed(parts.read(_WORKBOOK))
            book = stack.enter_context(CalamineWorkbook.from_path(path))
            sheets = _sheets(book, parts, described)
        except PasswordError as error:
            raise _stop(shown, unreadable.ENCRYPTED()) from error
        except (*_DAMAGED, KeyError, NotImplementedError) as error:  # no such part, no such compression
            raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error
        try:
            yield Workbook(path, shown, book, parts, sheets, _day_zero(described))
        except _DAMAGED as error:
            raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error


def _stop(shown: str, message: Message) -> Unreadable:
    return Unreadable([Located(file=shown, message=message)])


def _refuse_other_formats(path: Path, shown: str) -> None:
    with path.open("rb") as file:
        old = file.read(4) == _OLE
    if old:
        encrypted = _ENCRYPTED in path.read_bytes()
        raise _stop(shown, unreadable.ENCRYPTED() if encrypted else unreadable.WORKBOOK_OTHER(what="XLS"))
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile as error:
        raise _stop(shown, unreadable.WORKBOOK_DAMAGED(reason=str(error))) from error
    other = next((what for name, what in _OTHER_FORMATS.items() if name in names), None)
    if other is not None and _WORKBOOK not in names:
        raise _stop(shown, unreadable.WORKBOOK_OTHER(what=other))


def _unpack_once(parts: zipfile.ZipFile, shown: str) -> None:
    """Read every part of XML once: the sizes that an archive declares may be lies, its checksums tell."""
    xml = [part for part in parts.infolist() if part.filename.endswith((".xml", ".rels"))]
    declared = sum(part.file_size for part in xml)
    if declared > MOST_UNPACKED:
        raise _stop(shown, unreadable.WORKBOOK_TOO_LARGE(size=declared >> 20, limit=MOST_UNPACKED >> 20))
    for part in xml:
        with parts.open(part) as file:  # gives no more than the declared size, then compares the checksum
            while file.read(_BLOCK):
                pass


def _parsed(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml:  # no workbook has one; entities could unfold without end
        raise zipfile.BadZipFile("DOCTYPE")
    return ElementTree.fromstring(xml)  # noqa: S314 - see above


def _sheets(
    book: CalamineWorkbook, parts: zipfile.ZipFile, described: ElementTree.Element
) -> tuple[SheetPart, ...]:
    """The worksheets in their order; charts and macro sheets hold no rows."""
    targets = {one.get("Id"): str(one.get("Target")) for one in _parsed(parts.read(_RELATIONS))}
    part_of = {
        str(one.get("name")): targets[value]
        for one in described.iter()
        if _local(one.tag) == "sheet"
        for key, value in one.items()
        if _local(key) == "id"
    }
    return tuple(
        SheetPart(
            one.name,
            parts.getinfo(_resolved(part_of[one.name])).filename,
            one.visible == SheetVisibleEnum.Visible,
        )
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    )


def _day_zero(described: ElementTree.Element) -> dt.date:
    properties = next((one for one in described.iter() if _local(one.tag) == "workbookPr"), None)
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    return DAY_ZERO_1904 if is_1904 else DAY_ZERO_1900


def _resolved(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]
