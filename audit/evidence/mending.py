"""The cells that the engine left unread: read by hand, put in their place, or told.

Only the rows with such cells are touched, and each distinct text is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType

from audit.evidence.casting import Reader
from audit.evidence.conventions import with_money
from audit.evidence.functions import Local, declared, name
from audit.evidence.said import Remarked, Unread
from audit.evidence.spelling import narrow, tidy
from audit.evidence.stored import Stored
from audit.text import Scalar, Template, Text

FAULTS = "_faults"
BITS = 62  # of a signed 64-bit mask
_BATCH = 100_000
_TOGETHER = 16
"""Columns whose texts are put in their place at once: each takes a join, and each join some megabytes."""


Given = Callable[[Sequence[str], str, Sequence[str]], str]
"""A query for ``_file``, ``_row``, some masks of a typed table and the texts of some of its columns, of the rows that
meet a condition on these masks."""


@dataclass(frozen=True, slots=True)
class Told:
    """Cells of one column and one file that something is to be said of; the first ones with what fills the words."""

    reader: Reader
    template: Template
    file: str
    count: int
    cells: tuple[tuple[int, str, Mapping[str, Text | Scalar]], ...]


@dataclass
class Column:
    """A column at work: its reader, the place of its bit, the table of its odd texts and what is said of them."""

    reader: Reader
    place: int
    lookup: str = ""
    said: dict[str, Template] = field(default_factory=dict)
    mended: bool = False

    @property
    def name(self) -> str:
        """Our name of the column."""
        return self.reader.column.name

    @property
    def mask(self) -> str:
        """The column of the table that marks its cells."""
        return mask_of(self.place)

    @property
    def bit(self) -> int:
        """The bit that marks them there."""
        return bit_of(self.place)


def mask_of(place: int) -> str:
    """The column of a typed table that holds the bit of its place-th column."""
    return f"{FAULTS}{place // BITS}"


def bit_of(place: int) -> int:
    """The bit that marks the cells of the place-th column that have text but no value."""
    return 1 << place % BITS


@contextmanager
def unread(con: duckdb.DuckDBPyConnection, given: Given, table: str, odd: Sequence[Column]) -> Iterator[None]:
    """While it lasts, the odd cells of a typed table stand beside it as text."""
    _set_aside(con, given, table, odd)
    try:
        yield
    finally:
        for used in (*(one.lookup for one in odd if one.lookup), table + "__unread", table + "__read"):
            con.execute(f"DROP TABLE IF EXISTS {name(used)}")


def mend(
    con: duckdb.DuckDBPyConnection,
    rows: Stored,
    table: str,
    odd: Sequence[Column],
    local: Local,
    examples: int,
) -> tuple[Told, ...]:
    """Read the odd cells of a typed table by hand; what is to be said of them, with the first of each kind."""
    told: list[Told] = []
    for start in range(0, len(odd), _TOGETHER):
        several = odd[start : start + _TOGETHER]
        for one in several:
            _look_up(con, table, one, local)
        _put_in_place(con, rows, table, several)
        told += (found for one in several for found in _told(con, table, one, examples))
    return tuple(told)


def _set_aside(con: duckdb.DuckDBPyConnection, given: Given, table: str, odd: Sequence[Column]) -> None:
    """The rows with such cells, and the text of these."""
    masks = list(dict.fromkeys(one.mask for one in odd))
    cells = ", ".join(
        f"CASE WHEN {one.mask} & {one.bit} <> 0 THEN CAST({name(one.name)} AS VARCHAR) END AS {name(one.name)}"
        for one in odd
    )
    marked = " OR ".join(f"{mask} <> 0" for mask in masks)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table + "__unread")} AS
            SELECT _file, _row, {cells} FROM ({given(masks, marked, [one.name for one in odd])})"""  # noqa: S608
    )


def texts(con: duckdb.DuckDBPyConnection, table: str, one: Column) -> Iterator[str]:
    """The distinct texts of a column that are left to read."""
    column = name(one.name)
    found = con.execute(
        f"SELECT DISTINCT {column} FROM {name(table + '__unread')} WHERE {column} IS NOT NULL"  # noqa: S608
    ).to_arrow_table()
    for batch in found.to_batches(_BATCH):
        yield from batch.column(0).to_pylist()


def _look_up(con: duckdb.DuckDBPyConnection, table: str, one: Column, local: Local) -> None:
    """A table of the column's odd texts: the value of each, or the code of what is to be said of it."""
    one.lookup = f"{table}__lookup{one.place}"
    kind = DuckDBType.to_string(one.reader.column.stored)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(one.lookup)} (text VARCHAR, value {kind}, code VARCHAR, unread BOOLEAN)"
    )
    if one.reader.form is not None:
        one.reader = replace(one.reader, parsed=_parsed(con, table, one, local))
    one.reader = with_money(one.reader, texts(con, table, one))
    rows: list[tuple[str, object, str | None, bool]] = []
    for text in texts(con, table, one):
        found = one.reader(text)
        code = None
        if isinstance(found, Unread | Remarked):
            code = found.template.code
            one.said[code] = found.template
        value = None if isinstance(found, Unread) else found.value if isinstance(found, Remarked) else found
        one.mended = one.mended or not isinstance(found, Unread)
        rows.append((text, value, code, isinstance(found, Unread)))
        if len(rows) == _BATCH:
            _insert(con, one, rows)
            rows = []
    _insert(con, one, rows)


def _insert(
    con: duckdb.DuckDBPyConnection, one: Column, rows: Sequence[tuple[str, object, str | None, bool]]
) -> None:
    words, values, codes, unreadable = zip(*rows, strict=True) if rows else ((), (), (), ())
    batch = pa.table(
        {
            "text": pa.array(words, pa.string()),
            "value": pa.array(values, one.reader.column.stored.to_pyarrow()),
            "code": pa.array(codes, pa.string()),
            "unread": pa.array(unreadable, pa.bool_()),
        }
    )
    con.register("_lookup", batch)
    con.execute(f"INSERT INTO {name(one.lookup)} SELECT * FROM _lookup")  # noqa: S608
    con.unregister("_lookup")


def _parsed(con: duckdb.DuckDBPyConnection, table: str, one: Column, local: Local) -> dict[str, Any]:
    """The odd texts of a column in half width, as the engine reads them in the declared format."""
    plain = {narrow(tidy(one.reader.given(text) or "")) for text in texts(con, table, one)}
    value = declared("text", str(one.reader.form), local)
    found = con.execute(f"SELECT text, {value} FROM (SELECT unnest(?) AS text)", [sorted(plain)]).fetchall()  # noqa: S608
    return {text: moment for text, moment in found if moment is not None}


def _put_in_place(con: duckdb.DuckDBPyConnection, rows: Stored, table: str, odd: Sequence[Column]) -> None:
    """Put the values of odd texts in their place, and take away the bits of cells that have been read."""
    joins = " ".join(
        f"LEFT JOIN {name(one.lookup)} AS l{one.place} ON u.{name(one.name)} = l{one.place}.text"
        for one in odd
    )
    columns = ", ".join(
        f"u.{name(one.name)} AS text{one.place}, l{one.place}.value AS value{one.place}, "
        f"l{one.place}.code AS code{one.place}, coalesce(l{one.place}.unread, FALSE) AS unread{one.place}"
        for one in odd
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(table + '__read')} AS SELECT u._file, u._row, {columns} FROM {name(table + '__unread')} AS u {joins}"  # noqa: S608
    )
    mended = [one for one in odd if one.mended]
    if not mended:
        return
    values = [
        f"{name(one.name)} = CASE WHEN r.text{one.place} IS NULL THEN t.{name(one.name)} ELSE r.value{one.place} END"
        for one in mended
    ]
    for mask in dict.fromkeys(one.mask for one in mended):
        read = " + ".join(
            f"CASE WHEN r.text{one.place} IS NULL OR r.unread{one.place} THEN 0 ELSE {one.bit} END"
            for one in mended
            if one.mask == mask
        )
        values.append(f"{mask} = t.{mask} & ~CAST({read} AS BIGINT)")
    con.execute(
        f"UPDATE {name(rows.table)} AS t SET {', '.join(values)} FROM {name(table + '__read')} AS r "  # noqa: S608
        f"WHERE {rows.same('t', 'r')}"
    )


def _told(con: duckdb.DuckDBPyConnection, table: str, one: Column, examples: int) -> Iterator[Told]:
    """What is to be said of the cells of a column, by file and code."""
    if not one.said:
        return
    code, text = f"code{one.place}", f"text{one.place}"
    rows = con.execute(
        f"""SELECT _file, {code}, count(*) OVER (PARTITION BY _file, {code}), _row, {text}
            FROM {name(table + "__read")} WHERE {code} IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY _file, {code} ORDER BY _row) <= {examples}
            ORDER BY _file, {code}, _row"""  # noqa: S608
    ).fetchall()
    groups: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for file, code, count, row, text in rows:
        groups.setdefault((file, code), []).append((count, row, text))
    for (file, code), cells in groups.items():
        places = tuple((row, tidy(text), _params(one.reader, text)) for _, row, text in cells)
        yield Told(one.reader, one.said[code], file, cells[0][0], places)


def _params(reader: Callable[[str], object], text: str) -> Mapping[str, Text | Scalar]:
    found = reader(text)
    return found.params if isinstance(found, Unread | Remarked) else {}
