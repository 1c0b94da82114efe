"""The two ways of a UTF-8 file into DuckDB, which give the same relation.

The fast one is DuckDB's parser with everything fixed, for files that a pass over the bytes has found
regular; a record's line then follows from its number. The exact one is Python's csv reader, which
knows the physical line of any record and says what is wrong with a bad one. Text is temporary: DuckDB
would spend twice the time of reading on compressing it into the database, and it is read but once or twice.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from audit.errors import Located, Unreadable
from audit.evidence.readers import dialect, unreadable
from audit.text import Message

EXAMPLES = 20
_BATCH = 50_000
_LOADED = "__text"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A UTF-8 file, how it is laid out, and what it is to be called."""

    path: Path
    shown: str
    table: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int


def suits_duckdb(text: TextFile, layout: dialect.Layout) -> bool:
    """Whether the fast path may be tried.

    DuckDB would take a path with ``*?[`` for a pattern, and a column called rowid would hide the
    record number that lines are counted by.
    """
    plain = text.delimiter.isascii() and set("*?[").isdisjoint(str(text.path))
    return layout.regular and plain and "rowid" not in (name.lower() for name in text.header)


def fast(con: duckdb.DuckDBPyConnection, text: TextFile, layout: dialect.Layout) -> int | None:
    """Load by DuckDB: the number of records, or None where it finds a fault that the exact path will name.

    The view adds the line to DuckDB's record number: a window function would take as long as reading.
    """
    raw = _name(text.table + _LOADED)
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in text.header)
    names = ", ".join(map(_literal, text.header))
    try:
        con.execute(  # names and values are quoted by _name and _literal, here and below
            f"""CREATE OR REPLACE TEMP TABLE {raw} AS SELECT * FROM read_csv(
                {_literal(str(text.path))}, columns = {{{columns}}}, skip = {text.header_row}, header = false,
                auto_detect = false, delim = {_literal(text.delimiter)}, quote = '"', escape = '"',
                comment = '', strict_mode = true, null_padding = false, force_not_null = [{names}],
                compression = 'none', encoding = 'utf-8')"""  # noqa: S608
        )
    except duckdb.InvalidInputException:
        return None
    rows = int(con.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0])  # noqa: S608
    # DuckDB drops an empty field too many at the end of a line in silence, even in strict mode.
    surplus = layout.delimiters - rows * (len(text.header) - 1)
    if surplus or rows != layout.lines - text.header_row:
        con.execute(f"DROP TABLE {raw}")
        return None
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(text.table)} AS
            SELECT *, rowid + {text.header_row + 1} AS _row, {_literal(text.shown)} AS _file FROM {raw}"""  # noqa: S608
    )
    return rows


def forget(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Free the text behind a relation once nothing reads it any more; nothing where there is none."""
    con.execute(f"DROP TABLE IF EXISTS {_name(table + _LOADED)}")


def exact(con: duckdb.DuckDBPyConnection, text: TextFile) -> int:
    """Load by Python's csv reader: the number of records, or Unreadable with every bad line counted."""
    table = _name(text.table)
    columns = ", ".join(f"{_name(name)} VARCHAR" for name in text.header)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns}, _row BIGINT, _file VARCHAR)")
    faults = _Faults(text.shown)
    rows = 0
    for batch in _batches(text, faults):
        rows += len(batch)
        con.register("_batch", batch)
        con.execute(f"INSERT INTO {table} SELECT * FROM _batch")  # noqa: S608
        con.unregister("_batch")
    if faults.total:
        con.execute(f"DROP TABLE {table}")
        raise Unreadable(faults.located, total=faults.total)
    return rows


class _Faults:
    """The lines that cannot be read: all counted, the first ones kept."""

    def __init__(self, shown: str) -> None:
        self.shown, self.total = shown, 0
        self.located: list[Located] = []

    def add(self, message: Message, line: int) -> None:
        self.total += 1
        if len(self.located) < EXAMPLES:
            self.located.append(Located(file=self.shown, message=message, line=line))


def _batches(text: TextFile, faults: _Faults) -> Iterator[pa.Table]:
    """The records as columns of text; none any more once a fault is found, but all faults are."""
    rows: list[list[str]] = []
    lines: list[int] = []
    records = dialect.records(text.path, text.header_row, text.delimiter)
    next(records)  # the header
    for line, fields in records:
        if isinstance(fields, csv.Error):
            faults.add(
                unreadable.BAD_QUOTE() if dialect.is_misplaced(fields) else unreadable.UNCLOSED_QUOTE(), line
            )
        elif fields and len(fields) != len(text.header):
            faults.add(unreadable.RAGGED(found=len(fields), expected=len(text.header)), line)
        elif fields and not faults.total:
            rows.append(fields)
            lines.append(line)
        if len(rows) == _BATCH:
            yield _columns(rows, lines, text.shown)
            rows, lines = [], []
    if rows and not faults.total:
        yield _columns(rows, lines, text.shown)


def _columns(rows: list[list[str]], lines: list[int], shown: str) -> pa.Table:
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    columns += [pa.array(lines, pa.int64()), pa.repeat(shown, len(lines))]
    return pa.table(columns, names=[f"_{place}" for place in range(len(columns))])


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
