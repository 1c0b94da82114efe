"""CSV, TSV and semicolon files -> a text table in DuckDB whose every record knows its physical line."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Literal

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.readers import dialect, unreadable
from audit.evidence.readers.decoding import as_utf8
from audit.evidence.readers.loading import EXAMPLES, TextFile, exact, fast, suits_duckdb
from audit.evidence.readers.source import Source
from audit.text import Message

_RESERVED = frozenset({"_row", "_file"})


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
    with tempfile.TemporaryDirectory() as folder:
        text_of = as_utf8(path, shown, encoding, Path(folder))
        utf8 = text_of.path
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
    return Source(
        shown,
        digest,
        path.stat().st_size,
        text_of.encoding,
        delimiter,
        header,
        rows,
        taken,
        remarks=text_of.remarks,
    )


def _stop(shown: str, message: Message, line: int | None = None, column: int | None = None) -> Unreadable:
    return Unreadable([Located(file=shown, message=message, line=line, column=column)])


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
