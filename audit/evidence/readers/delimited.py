"""CSV, TSV and semicolon files -> a text table in DuckDB whose every record knows its physical line."""

from __future__ import annotations

import csv
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.readers import dialect, unreadable
from audit.evidence.readers.decoding import as_utf8
from audit.evidence.readers.encoding import blocks
from audit.evidence.readers.endings import REASONS, TAIL, Sieve
from audit.evidence.readers.grid import Row
from audit.evidence.readers.in_place import InPlace, stamp_of
from audit.evidence.readers.layout import HEAD, Known, Layout, begin, no_name
from audit.evidence.readers.loading import (
    EXAMPLES,
    Loaded,
    Regular,
    TextFile,
    fast,
    forget,
    load,
    suits_duckdb,
)
from audit.evidence.readers.naming import Names, name_columns, nameless, reserved
from audit.evidence.readers.noted import counted, remarks_on
from audit.evidence.readers.source import Remark, Source
from audit.text import Message


def read_delimited(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    shown: str,
    table: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | Sequence[int] | None = None,
    last_row: int | None = None,
    known: Known = no_name,
    in_place: bool = False,
) -> Source:
    """Read a file into the relation ``table``: its columns as text, then ``_row`` and ``_file``.

    ``shown`` is the path that people see, in ``_file`` and in errors. ``encoding``, ``delimiter`` and the
    header are found unless given: ``header_row`` is its physical line, from 1, or its lines where it has two.
    ``last_row`` is the line of the last record. ``known`` tells the usual names of columns. Titles, totals,
    repeated headers and notes are no records, but said in ``remarks``; blank lines are nothing; an empty field
    is an empty string. With ``in_place``, the records of a long, regular file stay there: the source says so.

    Raises Unreadable, with the first 20 places and their exact number in ``total``: the file cannot be
    opened, is empty, binary or not in its encoding, which row is its header cannot be told, a record has more
    or fewer fields than the header, or a quote is misplaced.
    """
    asked = (header_row,) if isinstance(header_row, int) else tuple(header_row or ())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as beside:
        stamp = stamp_of(path) if in_place else None
        decoded = as_utf8(path, shown, encoding, Path(folder))
        utf8 = decoded.path
        delimiter = delimiter or dialect.find_delimiter(utf8, min(asked, default=1))
        layout = _layout(utf8, shown, delimiter, asked, known)
        text = TextFile(utf8, shown, table, delimiter, _columns(layout, shown), layout.first - 1)
        digest = beside.submit(_sha256, path)  # on a core that would be idle
        regular = _regular(text, layout.sieve(last_row), Path(folder) / "records")
        source = Source(
            shown=shown,
            sha256=digest.result(),
            bytes=path.stat().st_size,
            encoding=decoded.encoding,
            delimiter=delimiter,
            header=(),
            rows=0,
            path_taken="fast",
            layout=layout,
        )
        tell = partial(_told, source, text.columns, decoded.remarks, asked=not asked)
        by_text = partial(_loaded, text=text, regular=regular, layout=layout, last_row=last_row)
        if stamp is not None and regular is not None and regular.text.path == path:
            lying = InPlace.of(con, regular, stamp, by_text, tell)
            if lying is not None:
                return lying.told()
        return tell(by_text(con))


def _told(
    source: Source, columns: Names, noticed: tuple[Remark, ...], found: Loaded, *, asked: bool
) -> Source:
    """What is told of a file once its records are known; ``noticed`` is what decoding it has shown."""
    layout = source.layout
    assert layout is not None
    return replace(
        source,
        header=tuple(columns.names[place] for place in found.places),
        rows=found.rows,
        path_taken=found.path_taken,
        remarks=(
            *noticed,
            *remarks_on(layout, found.sieve, str, asked=asked),
            *columns.remarks,
            *nameless(columns, found.places, lambda _: str(layout.header[-1])),
        ),
        left_out=tuple((count, REASONS[why]) for count, why in counted(found.sieve.left)),
    )


def _loaded(
    con: duckdb.DuckDBPyConnection,
    *,
    text: TextFile,
    regular: Regular | None,
    layout: Layout,
    last_row: int | None,
) -> Loaded:
    """The records as text: by DuckDB's parser where it can be done, else by the exact path."""
    found = fast(con, regular) if regular is not None else None
    return found or _exactly(con, text, layout, last_row)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _layout(utf8: Path, shown: str, delimiter: str, asked: tuple[int, ...], known: Known) -> Layout:
    """The header, declared or found; what stands above a declared one is not looked at."""
    start = min(asked, default=1)
    rows = dialect.head(utf8, start, delimiter, HEAD + max(asked, default=start) - start)
    layout = begin(rows, header=asked or None, known=known)
    if layout is None:
        lines = sum(block.count(b"\n") + (not block.endswith(b"\n")) for block in blocks(utf8))
        raise _stop(shown, unreadable.NO_HEADER(header_row=max(asked, default=1), lines=lines))
    if layout.rivals:
        rows_told = ", ".join(map(str, (*layout.header, *layout.rivals)))
        raise _stop(shown, unreadable.HEADER_RIVALS(rows=rows_told, first=layout.header[0]), layout.header[0])
    return layout


def _columns(layout: Layout, shown: str) -> Names:
    """The names of the columns: as many as the header has fields."""
    wrong = [
        Located(file=shown, message=said, line=layout.header[-1], column=column)
        for column, said in reserved(layout)
    ]
    if wrong:
        raise Unreadable(wrong[:EXAMPLES], total=len(wrong))
    return name_columns(layout, max(len(cells) for _, cells in layout.header_rows), str)


def _regular(text: TextFile, sieve: Sieve, body: Path) -> Regular | None:
    """A file that is regular once the notes at its end are cut off; None for any other."""
    seen = dialect.scan(text.path, text.delimiter, text.skip)
    if not seen.regular or (sieve.last is not None and sieve.last < seen.lines):
        return None
    rows = seen.tail_rows(TAIL)
    if rows is None:
        return None
    kept, left = sieve.end_of(rows)
    lines = seen.tail.splitlines(keepends=True)
    kept_lines = len(lines) - len(rows) + kept
    seen.add(b"".join(lines[:kept_lines]))
    if not suits_duckdb(text, seen):
        return None
    if kept_lines < len(lines):
        text = _cut(text, seen.tail_at + sum(map(len, lines[:kept_lines])), body)
    return Regular(text, seen, sieve, tuple(left))


def _cut(text: TextFile, size: int, to: Path) -> TextFile:
    """The first bytes of a file as a file of their own."""
    with text.path.open("rb") as whole, to.open("wb") as start:
        shutil.copyfileobj(whole, start, 1 << 20)
        start.truncate(size)
    return TextFile(to, text.shown, text.table, text.delimiter, text.columns, text.skip)


def _exactly(con: duckdb.DuckDBPyConnection, text: TextFile, layout: Layout, last_row: int | None) -> Loaded:
    """The exact path: Python's csv reader, and Unreadable with every bad line counted."""
    faults, sieve = _Faults(text.shown), layout.sieve(last_row)
    rows = _of_width(sieve.records(_readable(text, layout, faults)), len(text.columns.names), faults)
    count, places = load(con, text.table, text.columns.names, rows, text.shown, text.columns.kept)
    if faults.total:
        con.execute(f'DROP VIEW "{text.table}"')
        forget(con, text.table)
        raise Unreadable(faults.located, total=faults.total)
    return Loaded(count, places, sieve, "exact")


def _readable(text: TextFile, layout: Layout, faults: _Faults) -> Iterator[Row]:
    """The rows below the header; a quote that is not as it should be is a fault."""
    above = {number for number, _ in layout.header_rows}
    for line, fields in dialect.records(text.path, layout.header[-1], text.delimiter):
        if line in above or line < layout.first:
            continue
        if isinstance(fields, csv.Error):
            misplaced = dialect.is_misplaced(fields)
            faults.add(unreadable.BAD_QUOTE() if misplaced else unreadable.UNCLOSED_QUOTE(), line)
        else:
            yield line, fields


def _of_width(rows: Iterator[Row], width: int, faults: _Faults) -> Iterator[Row]:
    """The records of the right width; none any more once there is a fault, but all faults are found."""
    for line, fields in rows:
        if len(fields) != width:
            faults.add(unreadable.RAGGED(found=len(fields), expected=width), line)
        elif not faults.total:
            yield line, fields


class _Faults:
    """The lines that cannot be read: all counted, the first ones kept."""

    def __init__(self, shown: str) -> None:
        self.shown, self.total = shown, 0
        self._found: list[Located] = []

    @property
    def located(self) -> list[Located]:
        """The first ones by line; a fault is told only once it is settled that its line is a record."""
        return sorted(self._found, key=lambda one: one.line or 0)[:EXAMPLES]

    def add(self, message: Message, line: int) -> None:
        """Count a bad line."""
        self.total += 1
        if len(self._found) < 2 * EXAMPLES:
            self._found.append(Located(file=self.shown, message=message, line=line))


def _stop(shown: str, message: Message, line: int | None = None) -> Unreadable:
    return Unreadable([Located(file=shown, message=message, line=line)])
