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

import duckdb
import pyarrow as pa

from audit.evidence.readers.dialect import Scan
from audit.evidence.readers.endings import LIKE_TOTALS, SPELLINGS, Sieve
from audit.evidence.readers.grid import Row
from audit.evidence.readers.naming import Names
from audit.evidence.spelling import SPACES

EXAMPLES = 20
_BATCH = 50_000
_LOADED = "__text"
_WIDE_SPACES = "'\u3000', '\u00a0', '\ufeff', '\u200b'"
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


def suits_duckdb(text: TextFile, seen: Scan) -> bool:
    """Whether the fast path may be tried.

    DuckDB would take a path with ``*?[`` for a pattern, and a column called rowid would hide the
    record number that lines are counted by.
    """
    plain = text.delimiter.isascii() and set("*?[").isdisjoint(str(text.path))
    return seen.regular and plain and "rowid" not in (name.lower() for name in text.columns.names)


def fast(
    con: duckdb.DuckDBPyConnection, text: TextFile, seen: Scan, sieve: Sieve
) -> tuple[int, list[int]] | None:
    """Load by DuckDB: the number of records and the columns kept, from 0.

    None where DuckDB finds a fault, which the exact path will name. The view adds the line to DuckDB's record
    number: a window function would take as long as reading.
    """
    raw, header = _name(text.table + _LOADED), text.columns.names
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in header)
    names = ", ".join(map(_literal, header))
    try:
        con.execute(  # names and values are quoted by _name and _literal, here and below
            f"""CREATE OR REPLACE TEMP TABLE {raw} AS SELECT * FROM read_csv(
                {_literal(str(text.path))}, columns = {{{columns}}}, skip = {text.skip}, header = false,
                auto_detect = false, delim = {_literal(text.delimiter)}, quote = '"', escape = '"',
                comment = '', strict_mode = true, null_padding = false, force_not_null = [{names}],
                compression = 'none', encoding = 'utf-8')"""  # noqa: S608
        )
    except duckdb.InvalidInputException:
        return None
    rows = int(con.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0])  # noqa: S608
    # DuckDB drops an empty field too many at the end of a line in silence, even in strict mode.
    surplus = seen.delimiters - rows * (len(header) - 1)
    if surplus or rows != seen.lines - text.skip:
        con.execute(f"DROP TABLE {raw}")
        return None
    first = text.skip + 1
    left = _sifted(con, raw, header, sieve, first)
    places = text.columns.kept(_filled(con, raw, text.columns))
    chosen = "".join(f"{_name(header[place])}, " for place in places)
    without = f"WHERE rowid NOT IN ({', '.join(map(str, left))})" if left else ""
    con.execute(
        f"""CREATE OR REPLACE TEMP VIEW {_name(text.table)} AS
            SELECT {chosen} rowid + {first} AS _row, {_literal(text.shown)} AS _file FROM {raw} {without}"""  # noqa: S608
    )
    return rows - len(left), places


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
    raw = _name(table + _LOADED)
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
    con.execute(f"DROP TABLE IF EXISTS {_name(table + _LOADED)}")


def _filled(con: duckdb.DuckDBPyConnection, raw: str, columns: Names) -> list[bool]:
    """Whether any record has a value in a column; asked only of those without a header."""
    filled = [True] * len(columns.names)
    if bare := sorted(columns.bare):
        asked = ", ".join(f"coalesce(bool_or({_name(columns.names[place])} <> ''), false)" for place in bare)
        answers = con.execute(f"SELECT {asked} FROM {raw}").fetchall()[0]  # noqa: S608
        for place, answer in zip(bare, answers, strict=True):
            filled[place] = answer
    return filled


def _sifted(
    con: duckdb.DuckDBPyConnection, raw: str, header: Sequence[str], sieve: Sieve, first: int
) -> list[int]:
    """The numbers, from 0, of the rows of a table that are no records.

    A search by the engine leaves few rows for Python to look at: those that begin with a word for a total or
    like the header, those that lack a value and may do so, and blank ones. Each condition is on one column
    first, so that the statistics of the engine answer most of it.
    """
    columns = [_name(name) for name in header]
    leading = ", ".join(f"nullif({one}, '')" for one in columns[:_FIRST_COLUMNS])
    totals = f"regexp_matches(lower(coalesce({leading}, '')), {_literal(LIKE_TOTALS)})"
    words = ", ".join(map(_literal, sorted(SPELLINGS.union(sieve.leading(_FIRST_COLUMNS)))))
    blank = " AND ".join(f"trim({one}, {_literal(SPACES)}) = ''" for one in columns)
    searches = [f"{one} IN ({words})" for one in columns[:_FIRST_COLUMNS]]
    lacking = " OR ".join(f"{columns[place]} = ''" for place in sieve.telling)
    searches += [f"({lacking}) AND {totals}"] if lacking else []
    searches += [f"{columns[0]} {those} AND {blank}" for those in ("< '!'", f"IN ({_WIDE_SPACES})")]
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
