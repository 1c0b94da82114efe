"""A table of a SQLite file -> a text table in DuckDB; the file is opened for reading only and never changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from audit.errors import Located, Unreadable
from audit.evidence.problems import problem
from audit.evidence.readers import unreadable
from audit.evidence.readers.records import Loader, quoted
from audit.evidence.readers.source import Source
from audit.evidence.readers.written import NotSingle, as_written
from audit.text import Message, Text

DATABASE_OPEN = problem(
    "E-DATABASE-OPEN",
    zh="数据库的最后改动还在“{beside}”中，尚未写入",
    en="the last changes of the database still stand in {beside}",
    mend=Text(
        zh="请先关闭使用该数据库的程序，或用 VACUUM INTO 另存一份",
        en="close the program that uses it, or make a copy with VACUUM INTO",
    ),
)

_BESIDE = ("-wal", "-journal")
"""Files in which the last changes stand until they are written to the database itself."""


def table_names(path: Path, shown: str, *, views: bool = False) -> tuple[str, ...]:
    """The tables of a file in their order, with its views if asked.

    Raises:
        Unreadable: it is damaged, encrypted, or still being written to.
    """
    kinds = ("table", "view") if views else ("table", "table")
    with _connected(path, shown) as con:
        return tuple(
            name
            for (name,) in con.execute(
                "SELECT name FROM sqlite_schema WHERE type IN (?, ?) AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY rowid",
                kinds,
            )
        )


def read_sqlite(con: duckdb.DuckDBPyConnection, path: Path, shown: str, name: str, table: str) -> Source:
    """Read the table or view ``name`` into the relation ``table``; ``_row`` is the number of the record, from 1.

    Raises:
        Unreadable: the file is damaged, or a cell holds binary data.
    """
    loader = Loader(con, table, shown)
    try:
        with _connected(path, shown) as source:
            cursor = source.execute(f"SELECT * FROM {quoted(name)}")  # noqa: S608 - quoted
            columns = [one[0] for one in cursor.description]
            for column in columns:
                _raise(shown, loader.declare(column))
            for number, values in enumerate(cursor, 1):
                _raise(shown, _add(loader, number, columns, values))
    except Unreadable:
        loader.drop()
        raise
    header, rows = loader.close()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        shown=shown,
        sha256=digest,
        bytes=path.stat().st_size,
        encoding=None,
        delimiter=None,
        header=header,
        rows=rows,
        path_taken="records",
    )


def _add(loader: Loader, number: int, columns: list[str], values: tuple[object, ...]) -> Message | None:
    cells = {}
    for name, value in zip(columns, values, strict=True):
        try:
            cells[name] = as_written(value)
        except NotSingle:
            return unreadable.DATABASE_VALUE(name=name, row=number)
    return loader.add(number, cells)


@contextmanager
def _connected(path: Path, shown: str) -> Iterator[sqlite3.Connection]:
    beside = [path.with_name(path.name + ending) for ending in _BESIDE]
    unwritten = next((one.name for one in beside if one.exists() and one.stat().st_size), None)
    if unwritten is not None:
        raise _stop(shown, DATABASE_OPEN(beside=unwritten))
    try:
        # immutable: SQLite then neither locks the file nor creates others beside it.
        con = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        with closing(con):
            con.text_factory = _text
            yield con
    except sqlite3.DatabaseError as error:
        raise _stop(shown, unreadable.DATABASE_DAMAGED(reason=str(error))) from error


def _text(raw: bytes) -> str | bytes:
    """Text, or the bytes themselves where they are none: SQLite checks nothing."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _raise(shown: str, said: Message | None) -> None:
    if said is not None:
        raise _stop(shown, said)


def _stop(shown: str, message: Message) -> Unreadable:
    return Unreadable([Located(file=shown, message=message)])
