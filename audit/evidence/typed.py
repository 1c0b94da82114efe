"""A relation of texts -> a typed table: one statement for everyday forms, and the few other cells by hand.

The statement marks, with a bit for each column, the cells that have text but no value yet. Their distinct texts
are read by ``casting``; what has a value is put in its place, and what has none keeps its bit and is told.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import duckdb
import ibis.expr.datatypes as dt
from ibis.backends.sql.datatypes import DuckDBType

from audit.evidence.casting import Reader
from audit.evidence.catalogue.definition import ColumnDefinition
from audit.evidence.conventions import Evidence, decide, unsettled
from audit.evidence.functions import Local, literal, name, quick
from audit.evidence.mending import Column, Given, Told, bit_of, mask_of, mend, texts, unread
from audit.evidence.readers.in_place import UNPARSED, InPlace, Irregular
from audit.evidence.stacking import cell_of
from audit.evidence.stored import CELLS, GONE, Stored, all_cells, behind

_SAMPLE = 1000
_DOUBTFUL = "_doubtful"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts of a table are, and what reads them.

    ``given`` is a relation with ``_file``, ``_row`` and a column for each reader, under the name of
    its column. ``numbers`` are the files that hold numbers as such. ``native`` gives SQL for the value of columns that have a type of their own already. That of a file
    ``in_place`` has the cells of the file instead of its lines, and ``texts``: see ``stack_in_place``.
    """

    given: str
    readers: tuple[Reader, ...]
    native: Mapping[str, str]
    local: Local
    in_place: InPlace | None = None
    numbers: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)


Shown = tuple[Reader, Evidence]
"""A column, and what it shows as a whole."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What typing a table has to tell: by cell, and of columns as a whole.

    ``odd`` are the columns with cells that were read by hand: only they can have any that could not be read.
    """

    told: tuple[Told, ...] = ()
    shown: tuple[Shown, ...] = ()
    odd: frozenset[str] = frozenset()


class Undecided(Exception):
    """What a file shows has to be asked of all its texts together: they are to be loaded first."""


def type_rows(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: str,
    *,
    absent: Mapping[str, dt.DataType] | None = None,
    order: Sequence[str] = (),
    examples: int = 20,
) -> Outcome:
    """Create ``table``: ``_file``, ``_row``, the columns of the readers, and the masks of what could not be read.

    ``absent`` are columns that nobody handed over, to be null; ``order`` is that of all columns. It is a view,
    which adds the absent columns to what is ``stored``.

    Raises:
        Undecided: a file that is read where it lies writes something in two ways.
        Irregular: it has other records than were counted, or rows that may be none, or cannot be parsed.
    """
    with _parsing(source):
        sample = _sample(con, source)
    source, shown = _decided(con, source, sample)
    with _parsing(source):
        _create(con, source, table, sample, absent or {}, order)
    odd = _odd(con, table, source.readers)
    if not odd:
        return Outcome((), shown)
    with unread(con, _given(source, table), table, odd):
        left = {one.name: tuple(texts(con, table, one)) for one in odd if _undecided(one.reader, shown)}
        source, late = _decided(con, source, left)
        if all(reader.conventions.decimal != "," for reader, _ in late):
            readers = {reader.column.name: reader for reader in source.readers}
            for one in odd:
                one.reader = readers[one.name]
            told = mend(con, stored_rows(source, table), table, odd, source.local, examples)
            return Outcome(told, (*shown, *late), frozenset(one.name for one in odd))
    # Numbers that were read with a decimal point have to be read again.
    again = type_rows(con, source, table, absent=absent, order=order, examples=examples)
    return replace(again, shown=(*shown, *late, *again.shown))


def stored_rows(source: Source, table: str) -> Stored:
    """The table behind a typed table of this source."""
    lying = source.in_place
    if lying is None:
        return Stored(behind(table))
    return Stored(behind(table), lying.regular.text.shown, lying.first)


def drop(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Remove a typed table."""
    con.execute(f"DROP VIEW {name(table)}")
    con.execute(f"DROP TABLE {name(behind(table))}")


def _undecided(reader: Reader, shown: Sequence[Shown]) -> bool:
    """Whether the column can have left a text that may be read in two ways, and nothing was asked of it yet."""
    asked = reader.column.type in ("date", "datetime", "number", "integer")
    return asked and all(reader.column.name != one.column.name for one, _ in shown)


def _decided(
    con: duckdb.DuckDBPyConnection, source: Source, texts: Mapping[str, Iterable[str]]
) -> tuple[Source, tuple[Shown, ...]]:
    """The readers of these texts, with what their columns as a whole show."""
    readers, shown = [], list[Shown]()
    for reader in source.readers:
        settled = reader
        if unsettled(reader, texts.get(reader.column.name, ())):
            if source.in_place is not None:
                raise Undecided
            found = decide(con, source.given, reader, source.numbers)
            settled = reader.with_conventions(found.conventions)
            shown += ((settled, evidence) for evidence in found.evidence)
        readers.append(settled)
    return replace(source, readers=tuple(readers)), tuple(shown)


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


def _given(source: Source, table: str) -> Given:
    """The query for the texts of a typed table: beside it, or within it where its file was never loaded."""

    def beside(masks: Sequence[str], marked: str, columns: Sequence[str]) -> str:
        texts = f"SELECT _file, _row, {', '.join(map(name, columns))} FROM {name(source.given)}"  # noqa: S608 - names are quoted
        rows = f"SELECT _file, _row, {', '.join(masks)} FROM {name(table)} WHERE {marked}"  # noqa: S608
        return f"SELECT * FROM ({texts}) JOIN ({rows}) USING (_file, _row)"  # noqa: S608

    def within(masks: Sequence[str], marked: str, columns: Sequence[str]) -> str:
        rows = stored_rows(source, table)
        texts = ", ".join(f"{source.texts[one]} AS {name(one)}" for one in columns)
        return f"SELECT {rows.place}, {', '.join(masks)}, {texts} FROM {name(rows.table)} WHERE {rows.there} AND ({marked})"  # noqa: S608

    return beside if source.in_place is None else within


def _create(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    table: str,
    sample: Mapping[str, Sequence[str]],
    absent: Mapping[str, dt.DataType],
    order: Sequence[str],
) -> None:
    """The table of what the engine reads by itself, and the view of it that has all columns."""
    inner, values, failed = [], dict[str, str](), dict[str, list[str]]()
    for place, reader in enumerate(source.readers):
        column = reader.column
        own, read = name(column.name), name(f"_read{place}")
        value = source.native.get(column.name) or quick(own, reader, sample[column.name], source.local)
        inner.append(f"{value} AS {read}")
        values[column.name] = f"CAST({read} AS {_stored_type(column)}) AS {own}"
        empty = "" if column.name in source.native else f" AND {own} <> ''"
        failed.setdefault(mask_of(place), []).append(
            f"CASE WHEN {read} IS NULL AND {own} IS NOT NULL{empty} THEN {bit_of(place)} ELSE 0 END"
        )
    masks = [f"CAST({' + '.join(bits)} AS BIGINT) AS {mask}" for mask, bits in failed.items()]
    read = f"SELECT {', '.join(['*', *inner])} FROM {name(source.given)}"  # noqa: S608 - names are quoted
    rows = stored_rows(source, table)
    if source.in_place is None:
        selected = ", ".join(["_file", "_row", *values.values(), *masks])
        # Not compressed: quicker to write, and larger only in what spills to disk.
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name(rows.table)} AS SELECT {selected} FROM ({read})")  # noqa: S608
    else:
        _create_in_place(con, source.in_place, rows, read, list(values.values()), masks, list(failed))
    nothing = {one: f"CAST(NULL AS {_engine_type(kind)}) AS {name(one)}" for one, kind in absent.items()}
    coded = {
        one.column.name: f"CAST({name(one.column.name)} AS VARCHAR) AS {name(one.column.name)}"
        for one in source.readers
        if one.column.type == "enum"
    }
    columns = [nothing.get(one) or coded.get(one) or name(one) for one in order or values]
    shown = ", ".join([rows.place, *columns, *failed])
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {name(table)} AS SELECT {shown} FROM {name(rows.table)} WHERE {rows.there}"  # noqa: S608
    )


def _create_in_place(
    con: duckdb.DuckDBPyConnection,
    lying: InPlace,
    rows: Stored,
    read: str,
    values: Sequence[str],
    masks: Sequence[str],
    marked: Sequence[str],
) -> None:
    """The table of a file that is parsed by the same statement; all cells are kept of rows that need another look."""
    cells = [cell_of(place) for place, _ in enumerate(lying.header)]
    odd = " OR ".join(f"{mask} <> 0" for mask in marked) or "FALSE"
    selected = [*values, *marked, f"CASE WHEN {odd} THEN {all_cells(cells)} END AS {CELLS}"]
    selected += [f"CAST(NULL AS BOOLEAN) AS {GONE}"]
    asked = list(masks)
    if not lying.sure:
        selected.append(_DOUBTFUL)
        asked.append(f"{lying.doubtful(cells)} AS {_DOUBTFUL}")
    every = f"SELECT {', '.join(['*', *asked])} FROM ({read})"  # noqa: S608 - our own names, here and below
    ((found,),) = con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name(rows.table)} AS SELECT {', '.join(selected)} FROM ({every})"  # noqa: S608
    ).fetchall()
    if found != lying.rows:
        raise Irregular
    if not lying.sure:
        ((some,),) = con.execute(f"SELECT bool_or({_DOUBTFUL}) FROM {name(rows.table)}").fetchall()  # noqa: S608
        if some:
            raise Irregular


@contextmanager
def _parsing(source: Source) -> Iterator[None]:
    """Work that parses a file where it lies.

    Raises:
        Irregular: in the place of an error of the parser, or if the file is gone.
    """
    try:
        yield
    except UNPARSED as error:
        if source.in_place is None:
            raise
        raise Irregular from error


def _stored_type(column: ColumnDefinition) -> str:
    """The type in which a column is stored: labels as the numbers of their codes, which take a tenth of the room."""
    if column.type == "enum" and column.labels:
        return f"ENUM ({', '.join(map(literal, column.labels))})"
    return _engine_type(column.stored)


@functools.cache
def _engine_type(kind: dt.DataType) -> str:
    return str(DuckDBType.to_string(kind))


def _odd(con: duckdb.DuckDBPyConnection, table: str, readers: Sequence[Reader]) -> list[Column]:
    """The columns with cells that the engine did not read."""
    columns = [Column(reader, place) for place, reader in enumerate(readers)]
    masks = list(dict.fromkeys(one.mask for one in columns))
    if not masks:
        return []
    together = ", ".join(f"bit_or({mask})" for mask in masks)
    marked = con.execute(f"SELECT {together} FROM {name(table)}").fetchall()[0]  # noqa: S608 - our own names
    found = dict(zip(masks, marked, strict=True))
    return [one for one in columns if (found[one.mask] or 0) & one.bit]
