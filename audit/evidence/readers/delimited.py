"""CSV, TSV and semicolon files -> a text table in DuckDB whose every record knows its physical line."""

from __future__ import annotations

import codecs
import hashlib
import tempfile
from pathlib import Path
from typing import Literal

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.readers import dialect, unreadable
from audit.evidence.readers.encoding import (
    Detected,
    Undecodable,
    blocks,
    check,
    detect,
    is_wide,
    line_of,
    marked,
    transcode,
)
from audit.evidence.readers.loading import EXAMPLES, TextFile, exact, fast, suits_duckdb
from audit.evidence.readers.source import Source
from audit.text import Message, Scalar

_SIGNATURES = (
    (b"PK\x03\x04", "XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "XLS/DOC"),
    (b"%PDF-", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"PAR1\x15", "Parquet"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_RESERVED = frozenset({"_row", "_file"})
_UTF8 = frozenset({"utf-8", "utf-8-sig", "ascii"})


def read_delimited(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    shown: str,
    table: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int = 1,
) -> Source:
    """Read a file into the relation ``table``: its columns as text, then ``_row`` and ``_file``.

    ``shown`` is the path that people see, in ``_file`` and in errors. ``encoding`` and ``delimiter``
    are detected unless given. ``header_row`` is the physical line of the header, from 1; what stands
    above it is skipped but counted. Blank lines are no records; an empty field is an empty string.

    Raises Unreadable, with the first 20 places and their exact number in ``total``: the file cannot be
    opened, is empty, binary or not in its encoding, its header names a column twice, a line has more
    or fewer fields than the header, or a quote is misplaced.
    """
    _refuse_what_is_no_text(path, shown, encoding)
    found = _encoding(path, shown, encoding)
    with tempfile.TemporaryDirectory() as folder:
        utf8 = _as_utf8(path, shown, found, Path(folder) / "text")
        delimiter = delimiter or dialect.find_delimiter(utf8, header_row)
        layout = dialect.examine(utf8, delimiter, header_row)
        header = _header(utf8, shown, delimiter, header_row, layout.lines)
        text = TextFile(utf8, shown, table, delimiter, header, header_row)
        rows = fast(con, text, layout) if suits_duckdb(text, layout) else None
        taken: Literal["fast", "exact"] = "exact" if rows is None else "fast"
        if rows is None:
            rows = exact(con, text)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(shown, digest, path.stat().st_size, found, delimiter, header, rows, taken)


def _stop(shown: str, message: Message, line: int | None = None, column: int | None = None) -> Unreadable:
    return Unreadable([Located(file=shown, message=message, line=line, column=column)])


def _refuse_what_is_no_text(path: Path, shown: str, declared: str | None) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise _stop(shown, unreadable.CANNOT_OPEN(reason=error.strerror or str(error))) from error
    what = next((name for signature, name in _SIGNATURES if start.startswith(signature)), None)
    if what:
        raise _stop(shown, unreadable.BINARY(what=what))
    if _is_blank(path):
        raise _stop(shown, unreadable.EMPTY())
    if marked(path) in ("utf-16", "utf-32") or (declared and _known(declared) and is_wide(declared)):
        return
    offset = 0
    for block in blocks(path):
        if (at := block.find(b"\0")) >= 0:
            raise _stop(shown, unreadable.NUL(offset=offset + at), line_of(path, offset + at))
        offset += len(block)


def _is_blank(path: Path) -> bool:
    return all(not block.removeprefix(codecs.BOM_UTF8).strip(b"\xff\xfe \t\r\n") for block in blocks(path))


def _known(encoding: str) -> bool:
    try:
        return bool("a".encode(encoding))
    except LookupError:  # also for codecs that are no encodings of text, such as hex
        return False


def _encoding(path: Path, shown: str, declared: str | None) -> Detected:
    if declared is None:
        return detect(path)
    if not _known(declared):
        raise _stop(shown, unreadable.ENCODING_UNKNOWN(encoding=declared))
    return Detected(codecs.lookup(declared).name, "declared", 1.0)


def _as_utf8(path: Path, shown: str, found: Detected, to: Path) -> Path:
    """The file itself if it is UTF-8, else a copy that is; either way every byte was decoded."""
    try:
        if found.encoding in _UTF8:
            check(path, found.encoding)
            return path
        transcode(path, found.encoding, to)
        return to
    except Undecodable as bad:
        place: dict[str, Scalar] = {
            "offset": bad.offset,
            "byte": f"{bad.byte:02X}",
            "encoding": found.encoding,
        }
        fits = detect(path).encoding
        if found.how == "declared" and fits != found.encoding:
            raise _stop(shown, unreadable.NOT_IN_ENCODING(**place, fits=fits), bad.line) from bad
        raise _stop(shown, unreadable.DAMAGED(**place), bad.line) from bad


def _header(utf8: Path, shown: str, delimiter: str, header_row: int, lines: int) -> tuple[str, ...]:
    """The names of the columns; one without a name is called by its place."""
    fields = dialect.find_header(utf8, header_row, delimiter)
    if not any(fields):
        raise _stop(shown, unreadable.NO_HEADER(header_row=header_row, lines=lines))
    seen: dict[str, int] = {}
    wrong: list[Located] = []
    for place, name in enumerate(fields, 1):
        message = None
        if name.lower() in _RESERVED:
            message = unreadable.HEADER_RESERVED(name=name)
        elif name and name.lower() in seen:
            message = unreadable.HEADER_TWICE(name=name, first=seen[name.lower()], second=place)
        if message:
            wrong.append(Located(file=shown, message=message, line=header_row, column=place))
        seen.setdefault(name.lower(), place)
    if wrong:
        raise Unreadable(wrong[:EXAMPLES], total=len(wrong))
    return tuple(name or f"#{place}" for place, name in enumerate(fields, 1))
