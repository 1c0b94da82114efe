"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path
from typing import Literal

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.webpage import is_page
from audit.evidence.readers.workbook import is_workbook
from audit.text import Message

Kind = Literal["text", "json", "workbook", "parquet", "sqlite", "page", "gzip", "zip"]
"""``text`` is a delimited file; ``json`` JSON Lines or an array of objects; ``page`` a web page with a table in it;
the last two hold other files.
"""

_KINDS: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_PACKED = (
    (b"\xfd7zXZ\0", "XZ"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"BZh", "BZIP2"),
    (b"\x04\x22\x4d\x18", "LZ4"),
)
_OTHER = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"ARROW1", "Arrow"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
)
_DOCUMENTS = (("word/document.xml", "DOCX"), ("ppt/presentation.xml", "PPTX"))
_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[{\]])")
_START = 4096
OLE = b"\xd0\xcf\x11\xe0"


def openable(path: Path, shown: str) -> Kind:
    """What a file is, if it is something that can be read; damage further inside is not looked for.

    Raises:
        Unreadable: it cannot be opened, is empty, or is of a kind that is not read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise _stop(shown, unreadable.CANNOT_OPEN(reason=error.strerror or str(error))) from error
    if not start:
        raise _stop(shown, unreadable.EMPTY())
    if is_workbook(path):
        return "workbook"
    found = next((kind for signature, kind in _KINDS if start.startswith(signature)), None)
    if found == "zip":
        _refuse_document(path, shown)
    if found is not None:
        return found
    if start[257:262] == b"ustar":
        raise _stop(shown, unreadable.PACKED_OTHERWISE(what="TAR"))
    _refuse_other(start, shown)
    plain = _plain(start)
    if is_page(plain):
        return "page"
    return "json" if _JSON.match(plain) else "text"


def refuse_binary(start: bytes, shown: str) -> None:
    """Raise Unreadable for the first bytes of a file that is anything but text."""
    what = next((kind for signature, kind in _KINDS if start.startswith(signature)), None)
    if what or start.startswith(OLE):
        raise _stop(shown, unreadable.BINARY(what=(what or "xls").upper()))
    _refuse_other(start, shown)


def _refuse_other(start: bytes, shown: str) -> None:
    packed = next((what for signature, what in _PACKED if start.startswith(signature)), None)
    if packed:
        raise _stop(shown, unreadable.PACKED_OTHERWISE(what=packed))
    other = next((what for signature, what in _OTHER if start.startswith(signature)), None)
    if other:
        raise _stop(shown, unreadable.BINARY(what=other))


def _refuse_document(path: Path, shown: str) -> None:
    """Raise Unreadable for a document or slides, which are ZIP archives too."""
    try:
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError):
        return
    what = next((what for part, what in _DOCUMENTS if part in names), None)
    if what:
        raise _stop(shown, unreadable.BINARY(what=what))


def _plain(start: bytes) -> str:
    """The first signs of a text; UTF-16 is looked at without its mark and its NUL bytes."""
    plain = start
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        plain = plain.removeprefix(mark)
    return plain.replace(b"\0", b"").decode("latin-1")


def _stop(shown: str, message: Message) -> Unreadable:
    return Unreadable([Located(file=shown, message=message)])
