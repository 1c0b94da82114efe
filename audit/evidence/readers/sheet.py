"""A sheet of a workbook -> a text table in DuckDB whose every record knows its row."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

import duckdb
import pyarrow as pa
from python_calamine import CalamineSheet

from audit.errors import Located, Unreadable, column_letters
from audit.evidence.readers import cells, unreadable
from audit.evidence.readers.loading import EXAMPLES
from audit.evidence.readers.source import Source
from audit.evidence.readers.workbook import SheetPart, Workbook
from audit.text import Message

_BATCH = 50_000
_RESERVED = frozenset({"_row", "_file"})

Value = str | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta


def is_empty(book: Workbook, sheet: SheetPart) -> bool:
    """Whether no cell of a sheet has a value."""
    layout = _examined(book, sheet)
    return not layout.rows or book.book.get_sheet_by_name(sheet.name).start is None


def read_sheet(
    con: duckdb.DuckDBPyConnection, book: Workbook, sheet: SheetPart, table: str, *, header_row: int = 1
) -> Source:
    """Read a sheet into the relation ``table``: its columns as text, then ``_row`` and ``_file``.

    Dates become ISO text, numbers their shortest decimal text, booleans true and false; a formula is its
    last result, an error cell what it shows (``#REF!``). Empty rows are no records, columns without a name
    and without a value are no columns.

    Raises:
        Unreadable: the sheet is empty or too large, its header is not there or names a column twice, or
            formulas have no results.
    """
    layout = _examined(book, sheet)
    if layout.uncalculated:
        said = unreadable.UNCALCULATED()
        raise Unreadable(
            [
                Located(file=book.shown, sheet=sheet.name, line=row, column=column, message=said)
                for row, column in layout.uncalculated[:EXAMPLES]
            ],
            total=len(layout.uncalculated),
        )
    values = book.book.get_sheet_by_name(sheet.name)
    if values.start is None:
        raise book.stop(unreadable.EMPTY(), sheet.name)
    first = values.start[1] + 1
    rows = _rows(book, values, first, layout.errors)
    header = _header(book, sheet, rows, header_row, first)
    names = [name or f"#{place}" for place, name in enumerate(header, first)]
    count, filled = _load(con, book.shown, table, names, rows)
    kept = [place for place, name in enumerate(header) if name or filled[place]]
    for place, name in enumerate(names):
        if place not in kept:
            con.execute(f"ALTER TABLE {_name(table)} DROP COLUMN {_name(name)}")
    with book.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        shown=book.shown,
        sha256=digest,
        bytes=book.path.stat().st_size,
        encoding=None,
        delimiter=None,
        header=tuple(names[place] for place in kept),
        rows=count,
        path_taken="sheet",
        sheet=sheet.name,
        letters=tuple(column_letters(first + place) for place in kept),
        day_zero=book.day_zero,
    )


def as_text(value: Value) -> str:
    """The value of a cell as it would stand in a text file.

    >>> as_text(3.0), as_text(0.1), as_text(1e-7), as_text(True), as_text(dt.timedelta(hours=30))
    ('3', '0.1', '0.0000001', 'true', '30:00:00')
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return (
                str(int(value)) if abs(value) < 1e15 and value == int(value) else f"{Decimal(repr(value)):f}"
            )
        case dt.datetime():
            return value.isoformat(sep=" ")
        case dt.timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return value.isoformat()


def _examined(book: Workbook, sheet: SheetPart) -> cells.Layout:
    layout = cells.examine(book.parts, sheet.part)
    if layout.rows * layout.columns > cells.MOST_CELLS:
        last = f"{column_letters(layout.columns)}{layout.rows}"
        raise book.stop(unreadable.SHEET_TOO_LARGE(last=last, limit=cells.MOST_CELLS), sheet.name)
    return layout


def _rows(
    book: Workbook, values: CalamineSheet, first: int, errors: Mapping[cells.Cell, str]
) -> Iterator[tuple[int, list[str]]]:
    """Every row of a sheet with its number, as text; ``first`` is the column that rows begin with."""
    failed: dict[int, list[tuple[int, str]]] = {}
    for (row, column), shown in errors.items():
        failed.setdefault(row, []).append((column - first, shown))
    for number, row_values in enumerate(values.iter_rows(), 1):
        fields = [as_text(value) for value in row_values]
        for place, shown in failed.pop(number, ()):
            fields[place] = shown
        yield number, fields
    if failed:  # the library and we saw different sheets
        raise book.stop(unreadable.WORKBOOK_DAMAGED(reason=f"row {min(failed)}"), values.name)


def _header(
    book: Workbook, sheet: SheetPart, rows: Iterator[tuple[int, list[str]]], header_row: int, first: int
) -> list[str]:
    """The names of the columns, empty where there is none; leaves the iterator at the first record."""
    above = list(islice(rows, header_row))
    header = above[-1][1] if len(above) == header_row else []
    if not any(header):
        lines = len(above) + sum(1 for _ in rows)
        raise book.stop(unreadable.NO_HEADER(header_row=header_row, lines=lines), sheet.name)
    wrong = [
        Located(file=book.shown, sheet=sheet.name, line=header_row, column=column, message=said)
        for column, said in _wrong_names(header, first)
    ]
    if wrong:
        raise Unreadable(wrong[:EXAMPLES], total=len(wrong))
    return header


def _wrong_names(header: list[str], first: int) -> Iterator[tuple[int, Message]]:
    seen: dict[str, int] = {}
    for column, name in enumerate(header, first):
        if name.lower() in _RESERVED:
            yield column, unreadable.HEADER_RESERVED(name=name)
        elif name and name.lower() in seen:
            yield column, unreadable.HEADER_TWICE(name=name, first=seen[name.lower()], second=column)
        seen.setdefault(name.lower(), column)


def _load(
    con: duckdb.DuckDBPyConnection,
    shown: str,
    table: str,
    names: list[str],
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[int, list[bool]]:
    """Fill the relation: the number of records, and which columns have a value in any of them."""
    columns = ", ".join(f"{_name(name)} VARCHAR" for name in names)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_name(table)} ({columns}, _row BIGINT, _file VARCHAR)")
    records = ((number, fields) for number, fields in rows if any(fields))
    count, filled = 0, [False] * len(names)
    while batch := list(islice(records, _BATCH)):
        numbers, texts = zip(*batch, strict=True)
        by_column = list(zip(*texts, strict=True))
        filled = [before or any(column) for before, column in zip(filled, by_column, strict=True)]
        arrays = [pa.array(column, pa.string()) for column in by_column]
        arrays += [pa.array(numbers, pa.int64()), pa.repeat(shown, len(batch))]
        con.register("_batch", pa.table(arrays, names=[f"_{place}" for place in range(len(arrays))]))
        con.execute(f"INSERT INTO {_name(table)} SELECT * FROM _batch")  # noqa: S608 - quoted by _name
        con.unregister("_batch")
        count += len(batch)
    return count, filled


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
