"""The ways of records into DuckDB, which give the same relation: by DuckDB's own parser, or row by row.

The fast one is DuckDB's parser with everything fixed, for files that a pass over the bytes has found
regular; a record's line then follows from its number. The other takes rows from Python, which knows the
physical line of any record and says what is wrong with a bad one. Text is temporary: DuckDB would spend
twice the time of reading on compressing it into the database, and it is read but once or twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from audit.evidence.readers.dialect import Scan
from audit.evidence.readers.endings import LIKE_TOTALS, SPELLINGS, LeftRow, Sieve
from audit.evidence.readers.grid import Row
from audit.evidence.readers.naming import Names
from audit.evidence.spelling import SPACES

EXAMPLES = 20
_BATCH = 50_000
_LOADED = "__text"
_BUFFER = 12 << 20
"""Bytes that a thread parses together: those of two threads fit into the cache, unlike DuckDB's 32 MB."""
_ODD_BEGINNINGS = ("< '!'", "> '~'")
"""How a cell begins that may be blank: with a space, or with none of ASCII."""
_FIRST_COLUMNS = 2  # in which a row of totals says that it is one


@dataclass(frozen=True, slots=True)
class TextFile:
    """A UTF-8 file, the columns of its records, and what it is to be called; ``skip`` lines stand above them."""

    path: Path
    shown: str
    table: str
    delimiter: str
    columns: Names
    skip: int


@dataclass(frozen=True, slots=True)
class Regular:
    """A file that DuckDB's parser may be tried on, what a pass over its bytes has seen, and what tells its records.

    ``left`` are the rows at its end that are no records, and not in ``text`` any more.
    """

    text: TextFile
    seen: Scan
    sieve: Sieve
    left: tuple[LeftRow, ...]

    @property
    def records(self) -> int | None:
        """How many DuckDB must find; None where their fields cannot be as many as the header's.

        It drops an empty field too many at the end of a line in silence, even in strict mode.
        """
        rows = self.seen.lines - self.text.skip
        return rows if self.seen.delimiters == rows * (len(self.text.columns.names) - 1) else None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many records there are, which columns, from 0, were kept, and the sieve that the rows went through."""

    rows: int
    places: list[int]
    sieve: Sieve
    path_taken: Literal["fast", "exact"]


def suits_duckdb(text: TextFile, seen: Scan) -> bool:
    """Whether the fast path may be tried.

    DuckDB would take a path with ``*?[`` for a pattern, and a column called rowid would hide the
    record number that lines are counted by.
    """
    plain = text.delimiter.isascii() and set("*?[").isdisjoint(str(text.path))
    return seen.regular and plain and "rowid" not in (name.lower() for name in text.columns.names)


def parsed(text: TextFile, *, empty: bool) -> str:
    """The records by DuckDB's parser, as they stand in FROM; an empty field is ``empty`` text or null."""
    header = text.columns.names
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in header)
    not_null = f"force_not_null = [{', '.join(map(_literal, header))}]," if empty else ""
    return f"""read_csv(
        {_literal(str(text.path))}, columns = {{{columns}}}, skip = {text.skip}, header = false,
        auto_detect = false, delim = {_literal(text.delimiter)}, quote = '"', escape = '"',
        comment = '', strict_mode = true, null_padding = false, {not_null} buffer_size = {_BUFFER},
        compression = 'none', encoding = 'utf-8')"""


def fast(con: duckdb.DuckDBPyConnection, regular: Regular) -> Loaded | None:
    """Load by DuckDB; None where it finds a fault, which the exact path will name.

    The view adds the line to DuckDB's record number: a window function would take as long as reading.
    """
    text, sieve, rows = regular.text, regular.sieve, regular.records
    raw, header = _name(text_of(text.table)), text.columns.names
    if rows is None:
        return None
    try:
        # Names and values are quoted by _name and _literal, here and below.
        statement = f"CREATE OR REPLACE TEMP TABLE {raw} AS SELECT * FROM {parsed(text, empty=True)}"  # noqa: S608
        ((found,),) = con.execute(statement).fetchall()
    except duckdb.InvalidInputException:
        return None
    if found != rows:
        con.execute(f"DROP TABLE {raw}")
        return None
    first = text.skip + 1
    none = _sifted(con, raw, header, sieve, first)
    places = text.columns.kept(_filled(con, raw, text.columns))
    chosen = "".join(f"{_name(header[place])}, " for place in places)
    without = f"WHERE rowid NOT IN ({', '.join(map(str, none))})" if none else ""
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(text.table)} AS
            SELECT {chosen} rowid + {first} AS _row, {_literal(text.shown)} AS _file FROM {raw} {without}"""  # noqa: S608
    )
    sieve.left += regular.left
    return Loaded(rows - len(none), places, sieve, "fast")


def load(
    con: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    rows: Iterator[Row],
    shown: str,
    kept: Callable[[Sequence[bool]], list[int]],
) -> tuple[int, list[int]]:
    """Load rows of one width: the number of records, and which columns, from 0, were kept.

    ``kept`` chooses among them once it is known which have a value in any record.
    """
    raw = _name(text_of(table))
    columns = "".join(f"{_name(name)} VARCHAR, " for name in names)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {raw} ({columns}_row BIGINT, _file VARCHAR)")
    count, filled = 0, [False] * len(names)
    while batch := list(islice(rows, _BATCH)):
        numbers, records = zip(*batch, strict=True)
        texts = list(zip(*records, strict=True))
        filled = [before or any(column) for before, column in zip(filled, texts, strict=True)]
        arrays = [pa.array(column, pa.string()) for column in texts]
        arrays += [pa.array(numbers, pa.int64()), pa.repeat(shown, len(batch))]
        con.register("_batch", pa.table(arrays, names=[f"_{place}" for place in range(len(arrays))]))
        con.execute(f"INSERT INTO {raw} SELECT * FROM _batch")  # noqa: S608
        con.unregister("_batch")
        count += len(batch)
    places = kept(filled)
    chosen = "".join(f"{_name(names[place])}, " for place in places)
    con.execute(f"CREATE OR REPLACE TEMP VIEW {_name(table)} AS SELECT {chosen}_row, _file FROM {raw}")  # noqa: S608
    return count, places


def forget(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Free the text behind a relation once nothing reads it any more; nothing where there is none."""
    con.execute(f"DROP TABLE IF EXISTS {_name(text_of(table))}")


def text_of(table: str) -> str:
    """The name of the records behind a relation, as they come from the file."""
    return table + _LOADED


def _filled(con: duckdb.DuckDBPyConnection, raw: str, columns: Names) -> list[bool]:
    """Whether any record has a value in a column; asked only of those without a header."""
    filled = [True] * len(columns.names)
    if bare := sorted(columns.bare):
        asked = ", ".join(f"coalesce(bool_or({_name(columns.names[place])} <> ''), false)" for place in bare)
        answers = con.execute(f"SELECT {asked} FROM {raw}").fetchall()[0]  # noqa: S608
        for place, answer in zip(bare, answers, strict=True):
            filled[place] = answer
    return filled


def doubtful(columns: Sequence[str], sieve: Sieve) -> str:
    """The condition that a row of these columns, whose empty cells are null, may be no record: for ``Sieve.judge``.

    Such are those that begin with a word for a total or like the header, those that lack a value and may do so, and
    blank ones.
    """
    leading = columns[:_FIRST_COLUMNS]
    again = sorted(set(sieve.leading(_FIRST_COLUMNS)))
    lacking = " OR ".join(f"{columns[place]} IS NULL" for place in sieve.telling) or "FALSE"
    blank = " AND ".join(f"coalesce(trim({one}, {_literal(SPACES)}), '') = ''" for one in columns)
    oddly = " OR ".join(f"{columns[0]} {beginning}" for beginning in ("IS NULL", *_ODD_BEGINNINGS))
    first = f"coalesce({', '.join(leading)}, '')"
    # Both sides of AND are answered for every row, a CASE only for those that get there.
    searches = [_is_word(one) for one in leading]
    searches += [f"{one} = {_literal(word)}" for one in leading for word in again]
    searches += [f"CASE WHEN {lacking} THEN {_like_totals(first)} END"]
    searches += [f"CASE WHEN {oddly} THEN {blank} END"]
    return f"coalesce({' OR '.join(searches)}, FALSE)"


def _is_word(column: str) -> str:
    """The condition that a cell is a word for a total.

    Its first letter settles that for most: of ``IN (...)`` the engine would make a join, for all rows to go through.
    """
    upper = sorted({ord(word[0].upper()) for word in SPELLINGS if word[0].isascii()})
    begins = " OR ".join(
        [f"ascii({column}) > 127", *(f"ascii({column}) & 95 = {letter}" for letter in upper)]
    )
    words = ", ".join(map(_literal, sorted(SPELLINGS)))
    return f"CASE WHEN {begins} THEN TRY_CAST({column} AS ENUM ({words})) IS NOT NULL END"


def _like_totals(text: str) -> str:
    return f"regexp_matches(lower({text}), {_literal(LIKE_TOTALS)})"


def _sifted(
    con: duckdb.DuckDBPyConnection, raw: str, header: Sequence[str], sieve: Sieve, first: int
) -> list[int]:
    """The numbers, from 0, of the rows of a table that are no records.

    A search by the engine leaves few rows for Python to look at: the ``doubtful`` ones. Each condition is on one
    column first, so that the statistics of the engine answer most of it.
    """
    columns = [_name(name) for name in header]
    leading = ", ".join(f"nullif({one}, '')" for one in columns[:_FIRST_COLUMNS])
    totals = _like_totals(f"coalesce({leading}, '')")
    words = ", ".join(map(_literal, sorted(SPELLINGS.union(sieve.leading(_FIRST_COLUMNS)))))
    blank = " AND ".join(f"trim({one}, {_literal(SPACES)}) = ''" for one in columns)
    searches = [f"{one} IN ({words})" for one in columns[:_FIRST_COLUMNS]]
    lacking = " OR ".join(f"{columns[place]} = ''" for place in sieve.telling)
    searches += [f"({lacking}) AND {totals}"] if lacking else []
    searches += [f"{columns[0]} {beginning} AND {blank}" for beginning in _ODD_BEGINNINGS]
    rows = " UNION ".join(f"SELECT rowid FROM {raw} WHERE {one}" for one in searches)  # noqa: S608
    numbers = ", ".join(str(number) for (number,) in con.execute(rows).fetchall())
    if not numbers:
        return []
    found = con.execute(f"SELECT rowid, * FROM {raw} WHERE rowid IN ({numbers}) ORDER BY rowid").fetchall()  # noqa: S608
    return [number for number, *cells in found if not sieve.judge(number + first, cells)]


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
