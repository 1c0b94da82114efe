"""A Parquet file -> a relation of DuckDB whose columns keep the types of the file.

The relation is a view: nothing is copied, and only the columns that are mapped are ever read. An object within
a record becomes columns with dotted names; lists of words stay lists; other nested values are refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from duckdb import sqltypes

from audit.errors import Located, Unreadable
from audit.evidence.readers import unreadable
from audit.evidence.readers.records import NAME_TWICE, quoted
from audit.evidence.readers.source import Source
from audit.text import Message

EXAMPLES = 20
_RESERVED = frozenset({"_row", "_file"})
_NUMBER = "file_row_number"
_PATTERN = frozenset("*?[")

Field = tuple[str, str, sqltypes.DuckDBPyType]
"""The name that a value goes by, the SQL that gives it, and its type."""


def read_parquet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    shown: str,
    table: str,
    folder: Path,
    *,
    typed: bool = False,
) -> Source:
    """Make the relation ``table``: the columns of the file, then ``_row``, the record's number from 1, and ``_file``.

    Unless ``typed``, its columns are text, as those of every other reader are.

    ``folder`` must last as long as the relation: a file whose name DuckDB would take for a pattern is linked there.

    Raises:
        Unreadable: the file is damaged, names a column twice, or has a column of values that are no single ones.
    """
    plain = _plain(path, folder, table)
    scan = f"read_parquet({_literal(str(plain))}, {_NUMBER} = true, binary_as_string = true)"
    try:
        described = con.sql(f"SELECT * FROM {scan}")  # noqa: S608 - quoted by _literal, here and below
        fields = [
            field
            for name, kind in zip(described.columns, described.types, strict=True)
            if name != _NUMBER
            for field in _fields(name, quoted(name), kind)
        ]
        _refuse(shown, fields)
        columns = ", ".join(
            f"{sql if typed else _as_text(sql, kind)} AS {quoted(name)}" for name, sql, kind in fields
        )
        con.execute(
            f"""CREATE OR REPLACE TEMP VIEW {quoted(table)} AS
                SELECT {columns}, {_NUMBER} + 1 AS _row, {_literal(shown)} AS _file FROM {scan}"""  # noqa: S608
        )
        rows = int(con.execute(f"SELECT count(*) FROM {scan}").fetchall()[0][0])  # noqa: S608
    except duckdb.Error as error:
        raise _damaged(shown, error) from error
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        shown=shown,
        sha256=digest,
        bytes=path.stat().st_size,
        encoding=None,
        delimiter=None,
        header=tuple(name for name, _, _ in fields),
        rows=rows,
        path_taken="typed",
    )


def check_parquet(con: duckdb.DuckDBPyConnection, table: str, shown: str) -> None:
    """Read every value behind a relation once: asked only when something has failed, to tell whose fault it was.

    Raises:
        Unreadable: the pages of the file are damaged.
    """
    try:
        con.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {quoted(table)}").fetchall()  # noqa: S608 - quoted
    except duckdb.Error as error:
        raise _damaged(shown, error) from error


def _plain(path: Path, folder: Path, table: str) -> Path:
    if _PATTERN.isdisjoint(str(path)):
        return path
    link = folder / f"{table}.parquet"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return link


def _fields(name: str, sql: str, kind: Any) -> Iterator[Field]:
    if kind.id == "struct":
        for key, inner in kind.children:
            yield from _fields(f"{name}.{key}", f"struct_extract({sql}, {_literal(key)})", inner)
        return
    if kind.id == "enum":
        yield name, f"CAST({sql} AS VARCHAR)", sqltypes.VARCHAR
        return
    yield name, sql, kind


def _refuse(shown: str, fields: list[Field]) -> None:
    wrong = [Located(file=shown, message=said, column=place) for place, said in _wrong(fields)]
    if wrong:
        raise Unreadable(wrong[:EXAMPLES], total=len(wrong))


def _wrong(fields: list[Field]) -> Iterator[tuple[int, Message]]:
    seen: dict[str, int] = {}
    for place, (name, _, kind) in enumerate(fields, 1):
        if name.lower() in _RESERVED:
            yield place, unreadable.HEADER_RESERVED(name=name)
        elif name.lower() in seen:
            yield place, NAME_TWICE(name=name, first=seen[name.lower()], second=place)
        elif _is_nested(kind):
            yield place, unreadable.NESTED(name=name, type=str(kind))
        seen.setdefault(name.lower(), place)


def _as_text(sql: str, kind: sqltypes.DuckDBPyType) -> str:
    """The text that stands for a value in the other formats: whole numbers without a point, lists with semicolons."""
    if kind.id in ("float", "double"):
        whole = f"abs({sql}) < 1e15 AND {sql} = trunc({sql})"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({sql} AS BIGINT) AS VARCHAR) ELSE CAST({sql} AS VARCHAR) END"
        )
    if kind.id == "list":
        return f"array_to_string({sql}, ';')"
    return f"CAST({sql} AS VARCHAR)"


def _is_nested(kind: sqltypes.DuckDBPyType) -> bool:
    if kind.id == "list":
        inner: Any = kind.children[0][1]
        return inner.id in ("list", "struct", "map", "array", "union", "blob")
    return kind.id in ("map", "array", "union", "blob", "bit")


def _damaged(shown: str, error: duckdb.Error) -> Unreadable:
    # The sentence of the library names the path on this machine, which may be that of a temporary folder.
    reason = type(error).__name__.removesuffix("Exception")
    return Unreadable([Located(file=shown, message=unreadable.PARQUET_DAMAGED(reason=reason))])


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
