"""A relation of texts -> a typed table: one statement for everyday forms, and the few other cells by hand.

The statement marks, with a bit for each column, the cells that have text but no value yet. Their distinct texts
are read by ``casting``; what has a value is put in its place, and what has none keeps its bit and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import ibis.expr.datatypes as dt
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType

from audit.evidence.casting import Reader
from audit.evidence.conventions import Decided, Evidence, decide, unsettled, with_money
from audit.evidence.functions import Local, declared, name, quick
from audit.evidence.said import Remarked, Unread
from audit.evidence.spelling import narrow, tidy
from audit.text import Scalar, Template, Text

FAULTS = "_faults"
BITS = 62  # of a signed 64-bit mask
_SAMPLE = 1000
_BATCH = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts of a table are, and what reads them.

    ``given`` is a relation with ``_file``, ``_row`` and a column for each reader, under the name of
    its column. ``native`` gives SQL for the value of columns that have a type of their own already.
    """

    given: str
    readers: tuple[Reader, ...]
    native: Mapping[str, str]
    local: Local


@dataclass(frozen=True, slots=True)
class Told:
    """Cells of one column and one file that something is to be said of; the first ones with what fills the words."""

    reader: Reader
    template: Template
    file: str
    count: int
    cells: tuple[tuple[int, str, Mapping[str, Text | Scalar]], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What typing a table has to tell: by cell, and of columns as a whole."""

    told: tuple[Told, ...] = ()
    shown: tuple[tuple[Reader, Evidence], ...] = ()


@dataclass
class _Column:
    """A column at work: its reader, the place of its bit, and what its odd texts are."""

    reader: Reader
    place: int
    lookup: str = ""
    said: dict[str, Template] = field(default_factory=dict)
    mended: bool = False

    @property
    def name(self) -> str:
        return self.reader.column.name

    @property
    def mask(self) -> str:
        return mask_of(self.place)

    @property
    def bit(self) -> int:
        return bit_of(self.place)


def mask_of(place: int) -> str:
    """The column of a typed table that holds the bit of its place-th column."""
    return f"{FAULTS}{place // BITS}"


def bit_of(place: int) -> int:
    """The bit that marks the cells of the place-th column that have text but no value."""
    return 1 << place % BITS


def type_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: str,
    *,
    absent: Mapping[str, dt.DataType] | None = None,
    order: Sequence[str] = (),
    examples: int = 20,
    temporary: bool = False,
) -> Outcome:
    """Create ``table``: ``_file``, ``_row``, the columns of the readers, and the masks of what could not be read.

    ``absent`` are columns that nobody handed over, to be null; ``order`` is that of all columns.
    """
    sample = _sample(con, source)
    shown: dict[str, Decided] = {}
    for reader in source.readers:
        if unsettled(reader, sample[reader.column.name]):
            shown[reader.column.name] = decide(con, source.given, reader)
    source = _settled(source, shown)
    _create(con, source, table, sample, absent or {}, order, temporary=temporary)
    columns = [_Column(reader, place) for place, reader in enumerate(source.readers)]
    odd = _odd(con, table, columns)
    if not odd:
        return Outcome((), _evidence(source, shown))
    _unread(con, source, table, odd)
    try:
        late = {
            one.name: decide(con, source.given, one.reader)
            for one in odd
            if one.name not in shown and unsettled(one.reader, _texts(con, table, one))
        }
        source = _settled(source, late)
        if any(one.conventions.decimal == "," for one in late.values()):
            # Numbers that were read with a decimal point have to be read again.
            _create(con, source, table, sample, absent or {}, order, temporary=temporary)
            odd = _odd(con, table, [_Column(reader, place) for place, reader in enumerate(source.readers)])
            _unread(con, source, table, odd)
        readers = {reader.column.name: reader for reader in source.readers}
        for one in odd:
            one.reader = readers[one.name]
            _look_up(con, source, table, one)
        _mend(con, table, odd)
        told = tuple(found for one in odd for found in _told(con, table, one, examples))
    finally:
        for one in odd:
            con.execute(f"DROP TABLE IF EXISTS {name(one.lookup)}")
        con.execute(f"DROP TABLE IF EXISTS {name(table + '__unread')}")
        con.execute(f"DROP TABLE IF EXISTS {name(table + '__read')}")
    return Outcome(told, _evidence(source, shown | late))


def _settled(source: Source, shown: Mapping[str, Decided]) -> Source:
    readers = tuple(
        reader.with_conventions(shown[reader.column.name].conventions)
        if reader.column.name in shown
        else reader
        for reader in source.readers
    )
    return replace(source, readers=readers)


def _evidence(source: Source, shown: Mapping[str, Decided]) -> tuple[tuple[Reader, Evidence], ...]:
    return tuple(
        (reader, evidence)
        for reader in source.readers
        if reader.column.name in shown
        for evidence in shown[reader.column.name].evidence
    )


def _sample(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, list[str]]:
    """The first texts of each column that is text."""
    names = [reader.column.name for reader in source.readers]
    asked = [one for one in names if one not in source.native]
    if not asked:
        return {one: [] for one in names}
    columns = ", ".join(map(name, asked))
    rows = con.execute(f"SELECT {columns} FROM {name(source.given)} LIMIT {_SAMPLE}").fetchall()  # noqa: S608
    texts = {
        one: [text for text in cells if text]
        for one, cells in zip(asked, zip(*rows, strict=True), strict=False)
    }
    return {one: texts.get(one, []) for one in names}


def _create(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: str,
    sample: Mapping[str, Sequence[str]],
    absent: Mapping[str, dt.DataType],
    order: Sequence[str],
    *,
    temporary: bool,
) -> None:
    """The table of what the engine reads by itself."""
    inner, values, failed = [], dict[str, str](), dict[str, list[str]]()
    for place, reader in enumerate(source.readers):
        column = reader.column
        own, read = name(column.name), name(f"_read{place}")
        value = source.native.get(column.name) or quick(own, reader, sample[column.name], source.local)
        inner.append(f"{value} AS {read}")
        values[column.name] = f"CAST({read} AS {DuckDBType.to_string(column.stored)}) AS {own}"
        empty = "" if column.name in source.native else f" AND {own} <> ''"
        failed.setdefault(mask_of(place), []).append(
            f"CASE WHEN {read} IS NULL AND {own} IS NOT NULL{empty} THEN {bit_of(place)} ELSE 0 END"
        )
    nothing = {
        one: f"CAST(NULL AS {DuckDBType.to_string(stored)}) AS {name(one)}" for one, stored in absent.items()
    }
    columns = [(values | nothing)[one] for one in order or values]
    masks = [f"CAST({' + '.join(bits)} AS BIGINT) AS {mask}" for mask, bits in failed.items()]
    kind = "TEMP TABLE" if temporary else "TABLE"
    con.execute(
        f"CREATE OR REPLACE {kind} {name(table)} AS SELECT {', '.join(['_file', '_row', *columns, *masks])} "
        f"FROM (SELECT {', '.join(['*', *inner])} FROM {name(source.given)})"
    )


def _odd(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> list[_Column]:
    """The columns with cells that the engine did not read."""
    masks = list(dict.fromkeys(one.mask for one in columns))
    if not masks:
        return []
    together = ", ".join(f"bit_or({mask})" for mask in masks)
    found = dict(zip(masks, con.execute(f"SELECT {together} FROM {name(table)}").fetchall()[0], strict=True))  # noqa: S608
    return [one for one in columns if (found[one.mask] or 0) & one.bit]


def _unread(con: duckdb.DuckDBPyConnection, source: Source, table: str, odd: Sequence[_Column]) -> None:
    """The rows with such cells, and the text of these."""
    masks = list(dict.fromkeys(one.mask for one in odd))
    texts = ", ".join(
        f"CASE WHEN {one.mask} & {one.bit} <> 0 THEN CAST({name(one.name)} AS VARCHAR) END AS {name(one.name)}"
        for one in odd
    )
    marked = " OR ".join(f"{mask} <> 0" for mask in masks)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {name(table + "__unread")} AS
            SELECT _file, _row, {texts}
            FROM (SELECT _file, _row, {", ".join(name(one.name) for one in odd)} FROM {name(source.given)})
            JOIN (SELECT _file, _row, {", ".join(masks)} FROM {name(table)} WHERE {marked}) USING (_file, _row)"""  # noqa: S608
    )


def _texts(con: duckdb.DuckDBPyConnection, table: str, one: _Column) -> Iterator[str]:
    """The distinct texts of a column that are left to read."""
    column = name(one.name)
    found = con.execute(
        f"SELECT DISTINCT {column} FROM {name(table + '__unread')} WHERE {column} IS NOT NULL"  # noqa: S608
    ).to_arrow_table()
    for batch in found.to_batches(_BATCH):
        yield from batch.column(0).to_pylist()


def _look_up(con: duckdb.DuckDBPyConnection, source: Source, table: str, one: _Column) -> None:
    """A table of the column's odd texts: the value of each, or the code of what is to be said of it."""
    one.lookup = f"{table}__lookup{one.place}"
    stored = DuckDBType.to_string(one.reader.column.stored)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(one.lookup)} (text VARCHAR, value {stored}, code VARCHAR, unread BOOLEAN)"
    )
    if one.reader.form is not None:
        one.reader = replace(one.reader, parsed=_parsed(con, source, table, one))
    one.reader = with_money(one.reader, _texts(con, table, one))
    rows: list[tuple[str, object, str | None, bool]] = []
    for text in _texts(con, table, one):
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
    con: duckdb.DuckDBPyConnection, one: _Column, rows: Sequence[tuple[str, object, str | None, bool]]
) -> None:
    texts, values, codes, unread = zip(*rows, strict=True) if rows else ((), (), (), ())
    batch = pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "value": pa.array(values, one.reader.column.stored.to_pyarrow()),
            "code": pa.array(codes, pa.string()),
            "unread": pa.array(unread, pa.bool_()),
        }
    )
    con.register("_lookup", batch)
    con.execute(f"INSERT INTO {name(one.lookup)} SELECT * FROM _lookup")  # noqa: S608
    con.unregister("_lookup")


def _parsed(con: duckdb.DuckDBPyConnection, source: Source, table: str, one: _Column) -> dict[str, Any]:
    """The odd texts of a column in half width, as the engine reads them in the declared format."""
    plain = {narrow(tidy(one.reader.given(text) or "")) for text in _texts(con, table, one)}
    value = declared("text", str(one.reader.form), source.local)
    found = con.execute(f"SELECT text, {value} FROM (SELECT unnest(?) AS text)", [sorted(plain)]).fetchall()  # noqa: S608
    return {text: moment for text, moment in found if moment is not None}


def _mend(con: duckdb.DuckDBPyConnection, table: str, odd: Sequence[_Column]) -> None:
    """Put the values of odd texts in their place, and take away the bits of cells that have been read."""
    unread = name(table + "__unread")
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
        f"CREATE OR REPLACE TEMP TABLE {name(table + '__read')} AS SELECT u._file, u._row, {columns} FROM {unread} AS u {joins}"  # noqa: S608
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
        f"UPDATE {name(table)} AS t SET {', '.join(values)} FROM {name(table + '__read')} AS r "  # noqa: S608
        f"WHERE t._file = r._file AND t._row = r._row"
    )


def _told(con: duckdb.DuckDBPyConnection, table: str, one: _Column, examples: int) -> Iterator[Told]:
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
